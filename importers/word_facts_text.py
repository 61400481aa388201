"""The runs of a paragraph with their looks, and what else hangs on it: breaks, drawings, a page number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.word_facts import ParagraphFacts, ParagraphLook, RunFacts, TextLook
from importers.word_facts_looks import LookBook, Looks, measure, paragraph_look, text_look
from importers.word_styles import Styles
from importers.word_xml import Element, chosen_branch, local, w

NUMBER_SIGN = "#"
_GONE = ("del", "moveFrom", "rPr", "pPr", "instrText", "txbxContent", "rt")
_PAGE_FIELD = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_EMU_PER_TWIP = 635
_SIMPLE = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_LINES = ("line", "straightConnector1")


def is_red(color: str) -> bool:
    """Whether RRGGBB is a red: full of red, with little else."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


@dataclass
class Pieces:
    """What a paragraph holds, as it is read; `number_look` is set once a page number was met."""

    runs: list[tuple[str, Looks]] = field(default_factory=list)
    breaks_first: bool = False
    breaks_inside: bool = False
    drawings: int = 0
    red_line: int = 0
    number_look: Looks | None = None

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(text for text, _ in self.runs)


class RunReader:
    """Reads runs of paragraphs; tracked deletions and hidden text are left out, insertions taken in."""

    def __init__(self, book: LookBook, styles: Styles) -> None:
        self._book, self._styles = book, styles

    def read(self, paragraph: Element, base: Looks) -> Pieces:
        """The pieces of a paragraph whose runs start from `base`."""
        pieces = Pieces()
        fields: list[list[str]] = []  # the instruction of every open field, and “shown” once its result begins
        self._walk(paragraph, base, pieces, fields)
        return pieces

    def _walk(self, parent: Element, base: Looks, pieces: Pieces, fields: list[list[str]]) -> None:
        for child in parent:
            name = local(child)
            if name == "r":
                self._run(child, base, pieces, fields)
            elif name == "fldSimple" and _PAGE_FIELD.match(child.get(w("instr"), "")):
                run = child.find(w("r"))
                looks = self._book.text(base, run.find(w("rPr")) if run is not None else None)
                self._number(pieces, looks)
            elif name == "AlternateContent":
                branch = chosen_branch(child)
                if branch is not None:
                    self._walk(branch, base, pieces, fields)
            elif name not in _GONE:
                self._walk(child, base, pieces, fields)

    def _run(self, run: Element, base: Looks, pieces: Pieces, fields: list[list[str]]) -> None:
        looks = self._book.text(base, run.find(w("rPr")))
        if looks.get("vanish"):
            return
        for child in _flat(run):
            name = local(child)
            if name == "fldChar":
                self._field(child, looks, pieces, fields)
            elif name == "instrText" and fields:
                fields[-1][0] += child.text or ""
            elif name == "br" and child.get(w("type")) == "page":
                if pieces.text.strip():
                    pieces.breaks_inside = True
                else:
                    pieces.breaks_first = True
            elif name in ("drawing", "pict", "object"):
                pieces.drawings += 1
                pieces.red_line = max(pieces.red_line, _red_line(child))
            elif not any(_PAGE_FIELD.match(instruction) for instruction, *_ in fields):
                self._text(child, name, looks, pieces)

    def _text(self, child: Element, name: str, looks: Looks, pieces: Pieces) -> None:
        text = (child.text or "") if name == "t" else _SIMPLE.get(name, "")
        if name == "br":
            text = "\n"
        elif name == "sym":
            text = "□"
        if text:
            pieces.runs.append((text, looks))

    def _field(self, mark: Element, looks: Looks, pieces: Pieces, fields: list[list[str]]) -> None:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            fields.append([""])
        elif kind == "end" and fields:
            (instruction, *_) = fields.pop()
            if _PAGE_FIELD.match(instruction):
                self._number(pieces, looks)

    def _number(self, pieces: Pieces, looks: Looks) -> None:
        pieces.runs.append((NUMBER_SIGN, looks))
        pieces.number_look = looks

    def facts(self, paragraph: Element, index: int, section: int, label: str = "") -> ParagraphFacts:
        """A paragraph as a value."""
        properties = paragraph.find(w("pPr"))
        base, looks = self._book.paragraph(properties)
        pieces = self.read(paragraph, base)
        mark = self._book.text(base, properties.find(w("rPr")) if properties is not None else None)
        return ParagraphFacts(
            index=index,
            section=section,
            text=pieces.text,
            look=self.look(properties, looks),
            runs=tuple(joined_runs(pieces)),
            mark=text_look(mark),
            label=label,
            drawings=pieces.drawings,
            red_line=pieces.red_line,
            breaks_inside=pieces.breaks_inside,
            breaks_first=pieces.breaks_first,
            is_contents=self._styles.format_of(properties)[1].is_contents,
            right_tab=looks.get("right_tab", 0),
        )

    def look(self, properties: Element | None, looks: Looks) -> ParagraphLook:
        """The look of a paragraph, its outline level as Word counts it."""
        _, form = self._styles.format_of(properties)
        return replace(paragraph_look(looks), outline=form.outline_level or 0)


def joined_runs(pieces: Pieces) -> Iterator[RunFacts]:
    """Runs that look alike as one."""
    text, look = "", TextLook()
    for part, looks in pieces.runs:
        own = text_look(looks)
        if text and own != look:
            yield RunFacts(text, look)
            text = ""
        text, look = text + part, own
    if text:
        yield RunFacts(text, look)


def _flat(run: Element) -> Iterator[Element]:
    for child in run:
        if local(child) == "AlternateContent":
            branch = chosen_branch(child)
            yield from branch if branch is not None else ()
        else:
            yield child


def _red_line(drawing: Element) -> int:
    """Width in twips of a drawn red line; 0 when the drawing is none."""
    for one in drawing.iter():
        name = local(one)
        if name == "line":  # VML
            color = (one.get("strokecolor") or "").partition(" ")[0].lstrip("#")
            ends = [measure((one.get(end) or "").partition(",")[0].strip()) for end in ("from", "to")]
            return abs(ends[1] - ends[0]) if color == "red" or is_red(color) else 0
        if name == "prstGeom" and one.get("prst") in _LINES:
            return _extent(drawing) if any(is_red(ink.get("val", "")) for ink in _inks(drawing)) else 0
    return 0


def _inks(drawing: Element) -> Iterator[Element]:
    return (one for one in drawing.iter() if local(one) == "srgbClr")


def _extent(drawing: Element) -> int:
    for one in drawing.iter():
        if local(one) in ("extent", "ext") and (one.get("cx") or "").isdecimal():
            return min(int(one.get("cx", "0")) // _EMU_PER_TWIP, 100_000)
    return 0
