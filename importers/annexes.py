"""Parts a document into its body and its appendix tables, and compares these with the list the body ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from domain.checks import Finding, Severity
from domain.numbering import NumberStyle, parse_label
from domain.reading import ReadingChoices
from domain.text import comparison_key
from importers.annex_captions import CONTINUED, MAX_CAPTION, take_caption
from importers.annex_labels import AnnexLabel, parse_annex_label, parse_annex_list
from importers.appendix_lead import is_continuation, is_note, is_unit_line
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.front_matter import is_date
from importers.line_wrap import glue

_REACH = 6
_MAX_LISTED = 60
_CHAPTERS = (NumberStyle.CHAPTER, NumberStyle.SECTION, NumberStyle.HAN, NumberStyle.HAN_PAREN)
_AS_ASSUMED = ReadingChoices()


@dataclass(frozen=True)
class AnnexTable:
    """A table with what is printed above and below it; `label` is empty where nothing is.

    `in_text`: it stands inside the body and stays there. `can_stay`: it could. `follows`: no text stands between it
    and the table before. `question` is the id of doubts about it, by its line when empty;
    `doubts` were raised before it was looked into.
    """

    label: str
    title: str
    table: TableBlock
    unit_line: str = ""
    notes: tuple[str, ...] = ()
    in_text: bool = False
    can_stay: bool = False
    follows: bool = True
    question: str = ""
    doubts: tuple[Finding, ...] = ()

    @property
    def key(self) -> str:
        """The question id that decides what becomes of it."""
        return self.question or f"table:{self.table.line}"


@dataclass
class Parts:
    """The body without its appendix tables; `texts` are annexes that hold text: their heading and paragraphs.

    `used` tells by line in Chinese what a paragraph beside a table became (表题, 表注). `pending` and `follows` are of
    the reading: text behind an annex table that is not yet settled, and whether nothing stands after the last table.
    """

    body: list[Block] = field(default_factory=list)
    tables: list[AnnexTable] = field(default_factory=list)
    texts: list[tuple[str, list[ParagraphBlock]]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: dict[int, str] = field(default_factory=dict)
    pending: list[Block] = field(default_factory=list)
    follows: bool = False
    looked_at: int = 0  # blocks of the body that are no numbered heading

    def has_headings(self) -> bool:
        """Whether the body holds a numbered heading so far; each block is looked at once."""
        while self.looked_at < len(self.body):
            block = self.body[self.looked_at]
            if isinstance(block, ParagraphBlock) and parse_label(block.text):
                return True
            self.looked_at += 1
        return False

    def add(self, table: AnnexTable, label: ParagraphBlock | None = None) -> None:
        """Add a table; `label` is the paragraph that names it."""
        self.tables.append(table)
        self.follows = True
        if label is not None:
            self.used[label.line] = "附表编号和表题"


def split_annexes(blocks: Sequence[Block], choices: ReadingChoices = _AS_ASSUMED) -> Parts:
    """Take the annexes out of a document; boxes (tables of one column) and tables inside the text stay in the body."""
    parts = Parts()
    index = 0
    in_annexes = False
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, TableBlock):
            index = _take_table(parts, blocks, index, choices, in_annexes=in_annexes)
            continue
        label = parse_annex_label(block.text)
        end = _table_after(blocks, index) if label else None
        if label and end is not None:
            _settle(parts)
            parts.add(_labelled(parts, label, blocks[index + 1 : end], blocks[end]), block)
            index = _take_notes(parts, blocks, end + 1)
            in_annexes = not _body_goes_on(blocks[index:])
        elif label and parts.has_headings():
            in_annexes = True
            _settle(parts)
            title, index = _annex_title(label, blocks, index)
            parts.texts.append((f"{label.label} {title}".strip(), []))
        elif not in_annexes:
            parts.follows = False
            index = _take_paragraph(parts, blocks, index)
        else:
            _take_annex_text(parts, block)
            index += 1
    _settle(parts)
    return parts


def compare_with_list(parts: Parts) -> list[Finding]:
    """Findings where the list 附表：1.… and the tables disagree in title, number or order."""
    if not parts.listed:
        return []
    tables = [table for place, table in enumerate(parts.tables) if not table.in_text and not _goes_on(parts, place)]
    found = [table.title for table in tables] + [heading.partition(" ")[2] for heading, _ in parts.texts]
    if [comparison_key(title) for title in parts.listed] == [comparison_key(title) for title in found]:
        return []
    listed, actual = "、".join(parts.listed), "、".join(title or "（没有标题）" for title in found) or "无"
    message = f"正文后的附表目录与实际附表不一致。目录：{listed}；实际：{actual}。"
    return [Finding(Severity.LOOK, "annex_list", "附表目录", message)]


def _goes_on(parts: Parts, place: int) -> bool:
    """Whether a table is the rest of the one before: 续表, 附件1（续）."""
    table, before = parts.tables[place], parts.tables[max(place - 1, 0)]
    return bool(place and table.title) and is_continuation(table.title, before.label, before.title)


def _take_paragraph(parts: Parts, blocks: Sequence[Block], index: int) -> int:
    first = blocks[index]
    found = None
    if isinstance(first, ParagraphBlock) and first.text.startswith("附") and parts.has_headings():
        run = takewhile(lambda block: isinstance(block, ParagraphBlock), blocks[index : index + _MAX_LISTED])
        found = parse_annex_list([block.text for block in run if isinstance(block, ParagraphBlock)])
    if found is None:
        parts.body.append(blocks[index])
        return index + 1
    parts.listed += found[0]
    return index + found[1]


def _table_after(blocks: Sequence[Block], index: int) -> int | None:
    """The index of the table that a label stands above, with nothing but short lines between."""
    for place in range(index + 1, min(index + _REACH, len(blocks))):
        block = blocks[place]
        if isinstance(block, TableBlock):
            return place
        if len(block.text) > MAX_CAPTION or block.text.endswith("。") or parse_annex_label(block.text):
            return None
        if parse_label(block.text):
            return None
    return None


def _labelled(parts: Parts, label: AnnexLabel, between: Sequence[Block], table: Block) -> AnnexTable:
    title = label.title
    lines, notes = [], []
    for block in between:
        if not isinstance(block, ParagraphBlock):
            continue
        if is_note(block.text):
            notes.append(block.text)
            parts.used[block.line] = "表注"
        elif is_unit_line(block.text):
            lines.append(block.text)
            parts.used[block.line] = "表上方的单位、填报栏"
        else:
            title = glue(title, block.text)
            parts.used[block.line] = "表题"
    assert isinstance(table, TableBlock)  # _table_after found it
    return AnnexTable(label.label, title, table, "\u3000".join(lines), tuple(notes), follows=parts.follows)


def _annex_title(label: AnnexLabel, blocks: Sequence[Block], index: int) -> tuple[str, int]:
    """The title of an annex of text, on the line of its label or below it, and the index of what follows."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if label.title or not isinstance(below, ParagraphBlock) or parse_label(below.text):
        return label.title, index + 1
    if len(below.text) > MAX_CAPTION or below.text[-1] in "。：；，:" or parse_annex_label(below.text):
        return "", index + 1
    return below.text, index + 2


def _take_table(parts: Parts, blocks: Sequence[Block], index: int, choices: ReadingChoices, *, in_annexes: bool) -> int:
    table = blocks[index]
    assert isinstance(table, TableBlock)
    if table.columns == 1 and not table.sheet and not in_annexes:
        parts.body.append(table)
        parts.follows = False
        return index + 1
    above = parts.pending if in_annexes else parts.body
    caption = take_caption(above, parts.used, in_annexes=in_annexes)
    _settle(parts)
    follows = parts.follows or bool(CONTINUED.match(caption.title))
    one = AnnexTable(caption.label, caption.title, table, caption.unit_line, follows=follows)
    if not in_annexes:
        can_stay = parts.has_headings() and not _is_signed(parts.body)
        stays = can_stay and choices.pick(one.key, "place") not in ("appendix", "skip")
        one = replace(one, in_text=stays, can_stay=can_stay)
        if stays:
            parts.body.append(table)
    parts.add(one)
    return _take_notes(parts, blocks, index + 1)


def _is_signed(body: Sequence[Block]) -> bool:
    """Whether the text has ended: its last paragraph is the date of the signature."""
    last = body[-1] if body else None
    return isinstance(last, ParagraphBlock) and is_date(last.text)


def _take_notes(parts: Parts, blocks: Sequence[Block], index: int) -> int:
    """Take the notes right below a table (注：…, and what they number) off the text."""
    notes: list[str] = []
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, ParagraphBlock) or block.outline_level is not None:
            break
        label = parse_label(block.text)
        goes_on = notes and label is not None and label.style not in _CHAPTERS and label.value == len(notes) + 1
        if not (is_note(block.text) or (goes_on and parse_label(notes[-1].partition("：")[2] or notes[-1]))):
            break
        notes.append(block.text)
        parts.used[block.line] = "表注"
        index += 1
    if notes:
        parts.tables[-1] = replace(parts.tables[-1], notes=(*parts.tables[-1].notes, *notes))
    return index


def _take_annex_text(parts: Parts, block: ParagraphBlock) -> None:
    """Text of an annex stays text; text behind a table waits for what comes: a title of the next, or a note to it."""
    if parts.texts and not _table_is_newer(parts):
        parts.texts[-1][1].append(block)
    else:
        parts.pending.append(block)


def _settle(parts: Parts) -> None:
    """Text behind an annex table that is no title of the next one becomes its notes."""
    texts = [block.text for block in parts.pending if isinstance(block, ParagraphBlock)]
    if not texts or not parts.tables:
        return
    last = parts.tables[-1]
    parts.tables[-1] = replace(last, notes=(*last.notes, *texts))
    others = [text for text in texts if not is_note(text)]
    if others:
        shown = "；".join(text[:40] for text in others[:3])
        message = f"表后有 {len(others)} 段文字，已收作表注，请核对：{shown}"
        where = last.label or last.title or "表格"
        parts.findings.append(Finding(Severity.LOOK, "text_after_table", where, message, line=last.table.line))
    for block in parts.pending:
        parts.used[block.line] = "表注"
    parts.pending.clear()


def _table_is_newer(parts: Parts) -> bool:
    """Whether the latest annex is a table rather than a text."""
    if not parts.tables:
        return False
    _, paragraphs = parts.texts[-1]
    return bool(paragraphs) and paragraphs[-1].line < parts.tables[-1].table.line


def _body_goes_on(blocks: Sequence[Block]) -> bool:
    """Whether chapters follow behind a table, before the next annex: the table then stood inside the body."""
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            if parse_annex_label(block.text):
                return False
            label = parse_label(block.text)
            if label and label.style in _CHAPTERS and len(block.text) <= MAX_CAPTION:
                return True
    return False
