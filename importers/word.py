"""A .docx file → blocks, by a walk over its own XML: nothing that a reader of the page sees is passed over."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading import ReadingChoices, Revisions
from domain.remarks import RemarkKind
from domain.text import strip_spaces, trim
from importers.blocks import Block, Document, ParagraphBlock, Progress, SetAside
from importers.exported_word import WordKeys
from importers.word_census import paragraph_texts, raw_texts
from importers.word_fields import Fields
from importers.word_findings import REVISIONS, told
from importers.word_numbering import NO_LABEL, Label, Numbering
from importers.word_remarks import Cell, RemarkCollector, shown_text, stands
from importers.word_styles import ParagraphFormat, Styles
from importers.word_tables import MAX_NESTING, TableSource, read_table, too_large
from importers.word_text import InlineReader, Span, change_of, is_bold, is_prompt
from importers.word_xml import Element, WordParts, chosen_branch, has_text, is_on, local, value, w

_SKIPPED = ("sectPr", "sdtPr", "sdtEndPr", "tcPr", "tblPr", "tblGrid", "trPr", "pPr")
_STEPS = 200
_AS_ASSUMED = ReadingChoices()
_CONTENTS = "目录，不收入"
_PROMPT = "内容控件的提示文字，不收入"
_CONTENTS_TITLES = ("目录", "目次")
_GONE = {Revisions.ACCEPTED: ("del", "moveFrom", "cellDel"), Revisions.ORIGINAL: ("ins", "moveTo", "cellIns")}
_PUT_IN = ("ins", "moveTo", "cellIns")


def read_word_blocks(
    data: bytes, name: str, progress: Progress | None = None, choices: ReadingChoices = _AS_ASSUMED
) -> Document:
    """Read the body of a Word file, tracked changes as `choices` say.

    Raises ImportFileError when the bytes are no Word file, are damaged or break a limit.
    """
    return _WordReader(data, name, progress, choices).read()


class _WordReader:
    def __init__(self, data: bytes, name: str, progress: Progress | None, choices: ReadingChoices) -> None:
        self._name, self._progress = name, progress
        picked = choices.pick(REVISIONS, choices.revisions.value)
        self._revisions = Revisions(picked) if picked in list(Revisions) else choices.revisions
        self._parts = WordParts(data, name)
        body = self._parts.document.find(w("body"))
        assert body is not None  # WordParts refuses files without one
        self._body = body
        self._styles = Styles(self._parts.part("styles"))
        self._numbering = Numbering(self._parts.part("numbering"), self._styles.lists)
        self._inline = InlineReader(self._styles, Fields(self._parts.document))
        self._counts = self._inline.counts
        self._remarks = RemarkCollector(self._parts, self._styles, self._revisions)
        self._blocks: list[Block] = []
        self._aside: list[SetAside] = []
        # A place in the file is that of its paragraph or table among all of them, in the order of the XML.
        places = enumerate(body.iter(w("p"), w("tbl")), start=1)
        self._lines = {element: line for line, element in places}
        self._keys = WordKeys(body)
        # Text of a paragraph whose end is gone: it runs on into the next one.
        self._carried = ""
        self._line = 0
        # How many readings of characters (ruby) were set aside.
        self._read_out = 0

    def read(self) -> Document:
        self._walk(self._body)
        self._flush()
        remarks = self._remarks.finish()
        findings, aside = told(self._name, self._parts, self._inline, remarks, self._revisions)
        raw = raw_texts(self._parts, self._lines)
        keys = tuple(self._keys.found)
        return Document(tuple(self._blocks), tuple(findings), remarks, (*self._aside, *aside), raw, keys)

    def _walk(self, parent: Element) -> None:
        for child in parent:
            name = local(child)
            if name == "p":
                self._blocks += self._read_paragraph(child)
                self._read_boxes()
            elif name == "tbl":
                self._flush()
                self._read_table(child)
            elif name in ("altChunk", "subDoc"):
                self._counts["chunks"] += 1
            elif name == "AlternateContent":
                branch = chosen_branch(child)
                if branch is not None:
                    self._walk(branch)
            elif name == "sdt":
                self._walk_control(child)
            elif name in _ALL_GONE:
                self._walk_changed(child)
            elif name not in _SKIPPED:
                self._walk(child)

    def _walk_control(self, control: Element) -> None:
        if _is_contents(control):
            self._leave_out(control, _CONTENTS, "contents")
        elif is_prompt(control):
            self._leave_out(control, _PROMPT, "prompts")
        else:
            self._walk(control)

    def _walk_changed(self, change: Element) -> None:
        """Read or pass over whole paragraphs that were put in or taken out."""
        first = next(change.iter(w("p")), None)
        line = self._lines[first] if first is not None else self._line
        if not self._is_left_out(change, change, line, None):
            self._walk(change)

    def _leave_out(self, parent: Element, reason: str, count: str) -> None:
        if count == "contents":
            self._take_contents_title()
        for paragraph in parent.iter(w("p")):
            text = trim("".join(has_text(paragraph)))
            if text:
                self._aside.append(SetAside(self._lines[paragraph], text, reason))
                self._counts[count] += 1

    def _take_contents_title(self) -> None:
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, ParagraphBlock) and strip_spaces(last.text) in _CONTENTS_TITLES:
            self._blocks.pop()
            self._aside.append(SetAside(last.line, last.text, _CONTENTS))

    def _read_paragraph(self, paragraph: Element) -> list[ParagraphBlock]:
        self._line = self._lines[paragraph]
        if self._progress and self._line % _STEPS == 0:
            self._progress(self._line, len(self._lines))
        text, form = self._text_of(paragraph, self._line, None)
        if form.is_contents:
            if trim(text):
                self._take_contents_title()
                self._aside.append(SetAside(self._line, trim(text), _CONTENTS))
                self._counts["contents"] += 1
            return []
        return [
            ParagraphBlock(
                trim(piece),
                self._line,
                form.style_name,
                form.alignment,
                form.outline_level,
                is_bold(paragraph, form.bold),
            )
            for piece in text.split("\n")
            if trim(piece)
        ]

    def _flush(self) -> None:
        """Give text that waits for a next paragraph one of its own, where none follows."""
        if trim(self._carried):
            self._blocks.append(ParagraphBlock(trim(self._carried), self._line))
        self._carried = ""

    def _text_of(self, paragraph: Element, line: int, cell: Cell | None) -> tuple[str, ParagraphFormat]:
        """Text with its automatic number, and the paragraph's format; empty while the text is carried on."""
        properties = self._properties(paragraph)
        style, form = self._styles.format_of(properties)
        inlines = self._inline.read(paragraph, hidden=form.hidden, has_leader=form.has_leader)
        self._remarks.take(inlines, line, cell)
        self._drain(line)
        spans = [one for one in inlines if isinstance(one, Span)]
        self._take_contents(spans, line)
        own = shown_text(inlines, self._revisions)
        text, self._carried = self._carried + own, ""
        marks = _mark_properties(paragraph)
        is_gone = self._is_gone(marks)
        self._keys.take(paragraph, line, cell, is_gone=is_gone, has_text=bool(trim(own)))
        if is_gone:
            self._carried = text
            return "", form
        hidden = not trim(own) and (is_on(marks, "vanish") or any(one.hidden and trim(one.text) for one in spans))
        if form.num_id and not hidden:
            text = self._label(form, style, properties, bool(trim(text))).before(trim(text))
        return text, form

    def _drain(self, line: int) -> None:
        """Set aside what the paragraph holds and does not say."""
        prompts, readings = self._inline.prompts, self._inline.readings[self._read_out :]
        self._counts["prompts"] += len(prompts)
        self._aside += [SetAside(line, text, _PROMPT) for text in prompts if trim(text)]
        self._aside += [SetAside(line, text, "注音，不收入") for text in readings if trim(text)]
        self._read_out += len(readings)
        prompts.clear()

    def _take_contents(self, spans: Sequence[Span], line: int) -> None:
        entry = trim("".join(one.text for one in spans if one.in_contents and stands(one, self._revisions)))
        if entry:
            self._take_contents_title()
            self._aside.append(SetAside(line, entry, _CONTENTS))
            self._counts["contents"] += 1

    def _label(self, form: ParagraphFormat, style: str, properties: Element | None, has_text: bool) -> Label:
        if self._revisions is Revisions.ORIGINAL and _is_new_number(properties):
            return NO_LABEL
        level = form.num_level
        if form.num_style or level is None:
            tied = self._numbering.level_of_style(form.num_id, (style, form.num_style))
            level = tied if tied is not None else level or 0
        label = self._numbering.next_label(form.num_id, level)
        if has_text:
            self._counts["bullets"] += label.is_bullet
            return label
        # Word counts an empty paragraph of a list, too.
        self._counts["empty_numbers"] += bool(label.text)
        return NO_LABEL

    def _properties(self, paragraph: Element) -> Element | None:
        """The paragraph's properties, as they were before they were changed where the original is wanted."""
        properties = paragraph.find(w("pPr"))
        if self._revisions is Revisions.ORIGINAL and properties is not None:
            before = properties.find(f"{w('pPrChange')}/{w('pPr')}")
            return before if before is not None else properties
        return properties

    def _is_gone(self, properties: Element | None) -> bool:
        """Whether tracked changes take away what these properties belong to: the end of a paragraph, a row, a cell."""
        gone = _GONE[self._revisions]
        return properties is not None and any(local(child) in gone for child in properties)

    def _read_table(self, table: Element) -> None:
        line = self._line = self._lines[table]
        source = TableSource(
            lambda cell, row, column: self._cell_lines(cell, 1, line, (row, column)),
            lambda element, row: self._is_out(element, line, row),
        )
        block = read_table(table, line, self._name, source)
        if any(cell.lines for cell in block.cells):
            self._blocks.append(block)
        self._read_boxes()

    def _is_out(self, element: Element, line: int, row: int) -> bool:
        """Whether a row or cell is taken out; tracked ones become remarks either way."""
        properties = element.find(w("trPr" if local(element) == "tr" else "tcPr"))
        tracked = [child for child in properties if local(child) in _ALL_GONE] if properties is not None else []
        is_out = bool(tracked) and self._is_left_out(element, tracked[0], line, (row, 0))
        if is_out:
            self._keys.drop(element, change_of(tracked[0]).author)
        return is_out

    def _is_left_out(self, element: Element, change: Element, line: int, cell: Cell | None) -> bool:
        """Keep what a change did to a whole element as a remark; returns whether the element is left out."""
        kind = RemarkKind.INSERTION if local(change) in _PUT_IN else RemarkKind.DELETION
        self._counts["insertions" if kind is RemarkKind.INSERTION else "deletions"] += 1
        is_out = local(change) in _GONE[self._revisions]
        # Text that is kept may be marked piece by piece, too.
        if is_out or not any(_is_tracked(run) for run in element.iter(w("r"))):
            text = "\n".join(trim(text) for _, text in paragraph_texts(element))
            self._remarks.add_whole(kind, change_of(change), text, line, cell)
        return is_out

    def _cell_lines(self, cell: Element, depth: int, line: int, place: Cell) -> tuple[str, ...]:
        """The lines of a cell; those of a table inside it run on, cell by cell, and those of boxes follow."""
        if depth > MAX_NESTING:
            raise too_large(self._name)
        lines: list[str] = []
        for child in cell:
            name = local(child)
            if name == "p":
                lines += self._text_of(child, line, place)[0].split("\n")
                lines += self._box_lines(depth, line, place)
            elif name == "tbl":
                self._counts["nested"] += 1
                lines += self._cell_lines(child, depth + 1, line, place)
            elif name == "tr" and depth > 1 and self._is_out(child, line, place[0]):
                continue
            elif name == "sdt" and is_prompt(child):
                self._leave_out(child, _PROMPT, "prompts")
            elif name in _ALL_GONE and self._is_left_out(child, child, line, place):
                continue
            elif name not in _SKIPPED:
                lines += self._cell_lines(child, depth, line, place)
        if local(cell) == "tc":
            lines.append(self._carried)
            self._carried = ""
        return tuple(trimmed for one in lines if (trimmed := trim(one)))

    def _take_boxes(self) -> tuple[list[str], list[Element]]:
        """The words of WordArt and the text boxes that the last paragraph holds."""
        art = [text for art in self._inline.art for text in art.split("\n")]
        boxes = list(self._inline.boxes)
        self._counts["boxes"] += len(self._inline.art) + len(boxes)
        self._inline.art.clear()
        self._inline.boxes.clear()
        return art, boxes

    def _box_lines(self, depth: int, line: int, place: Cell) -> list[str]:
        lines, boxes = self._take_boxes()
        for box in boxes:
            carried, self._carried = self._carried, ""
            lines += [*self._cell_lines(box, depth + 1, line, place), self._carried]
            self._carried = carried
        return lines

    def _read_boxes(self) -> None:
        """Put the text of text boxes behind the paragraph they hang on."""
        art, boxes = self._take_boxes()
        self._blocks += [ParagraphBlock(trim(text), self._line) for text in art if trim(text)]
        for box in boxes:
            carried, self._carried = self._carried, ""
            self._walk(box)
            self._flush()
            self._carried = carried


_ALL_GONE = tuple(name for names in _GONE.values() for name in names)


def _mark_properties(paragraph: Element) -> Element | None:
    """The properties of the end of a paragraph."""
    properties = paragraph.find(w("pPr"))
    return properties.find(w("rPr")) if properties is not None else None


def _is_new_number(properties: Element | None) -> bool:
    return properties is not None and properties.find(f"{w('numPr')}/{w('ins')}") is not None


def _is_tracked(run: Element) -> bool:
    parent = run.getparent()
    return parent is not None and local(parent) in _ALL_GONE


def _is_contents(control: Element) -> bool:
    properties = control.find(w("sdtPr"))
    gallery = next(properties.iter(w("docPartGallery")), None) if properties is not None else None
    return value(gallery).startswith("Table of Contents")
