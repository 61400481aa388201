"""The sections of a Word file, and the page numbers in their headers and footers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.word_facts import LineRule, NumberFacts, NumberPlace, ParagraphLook, SectionFacts
from importers.word_facts_looks import LookBook, measure, text_look
from importers.word_facts_text import RunReader
from importers.word_xml import Element, is_on, local, value, w

_TYPES = ("default", "even", "first")
_KINDS = (("footerReference", NumberPlace.FOOTER), ("headerReference", NumberPlace.HEADER))
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STANDING = ("vert", "eaVert", "vert270", "wordArtVert", "mongolianVert")
_A4 = (11906, 16838)
_AUTO_SHARE = 1.3  # of the size: a line set “single”
_EMU_PER_TWIP = 635

# The parts of headers and footers by the ids that sections use: name and root element.
Parts = Mapping[str, tuple[str, Element]]
Number = NumberFacts | None


class SectionReader:
    """Reads sections in order: what one does not say of its headers and footers, the one before said."""

    def __init__(self, parts: Parts, book: LookBook, runs: RunReader) -> None:
        self._parts, self._book, self._runs = parts, book, runs
        self._inherited: dict[tuple[str, str], str] = {}
        self._found: dict[str, Number] = {}

    def read(self, properties: Element) -> SectionFacts:
        """One w:sectPr as a value."""
        for kind, _ in _KINDS:
            for one in properties.findall(w(kind)):
                self._inherited[kind, one.get(w("type"), "default")] = one.get(_ID, "")
        size, margins, grid = (properties.find(w(name)) for name in ("pgSz", "pgMar", "docGrid"))
        start, columns = properties.find(w("pgNumType")), properties.find(w("cols"))
        width, height = _of(size, "w", _A4[0]), _of(size, "h", _A4[1])
        numbers = {kind: self._number(kind) for kind in _TYPES}
        return SectionFacts(
            width=width,
            height=height,
            landscape=width > height,
            top=abs(_of(margins, "top", 1440)),
            right=_of(margins, "right", 1440),
            bottom=abs(_of(margins, "bottom", 1440)),
            left=_of(margins, "left", 1440),
            gutter=_of(margins, "gutter", 0),
            header=_of(margins, "header", 720),
            footer=_of(margins, "footer", 720),
            kind=value(properties.find(w("type")), "nextPage"),
            grid=grid.get(w("type"), "") if grid is not None else "",
            line_pitch=_of(grid, "linePitch", 0),
            char_space=_of(grid, "charSpace", 0),
            starts_at=_of(start, "start", -1),
            number_format=start.get(w("fmt"), "") if start is not None else "",
            title_page=is_on(properties, "titlePg"),
            columns=max(_of(columns, "num", 1), 1),
            number=numbers["default"],
            even_number=numbers["even"],
            first_number=numbers["first"],
        )

    def _number(self, kind: str) -> Number:
        for reference, place in _KINDS:
            key = self._inherited.get((reference, kind), "")
            if key not in self._parts:
                continue
            if key not in self._found:
                part, root = self._parts[key]
                self._found[key] = self._find(part, root, place)
            if self._found[key] is not None:
                return self._found[key]
        return None

    def _find(self, part: str, root: Element, place: NumberPlace) -> Number:
        for index, paragraph in enumerate(root.iter(w("p"))):
            properties = paragraph.find(w("pPr"))
            base, looks = self._book.paragraph(properties)
            pieces = self._runs.read(paragraph, base)
            if pieces.number_look is None:
                continue
            look = next(looks for text, looks in pieces.runs if text.strip())
            turned, floats, side, box_x = _surroundings(paragraph, root)
            return NumberFacts(
                part=part,
                index=index,
                place=place,
                text=pieces.text,
                look=text_look(look),
                paragraph=self._runs.look(properties, looks),
                number_look=text_look(pieces.number_look),
                turned=turned,
                floats=floats,
                side=side,
                room_below=sum(self._heights_below(paragraph, root)),
                box_x=box_x,
                is_alone=not _other_text(root, paragraph),
            )
        return None

    def _heights_below(self, paragraph: Element, root: Element) -> Iterator[int]:
        """Heights of the paragraphs of a footer that stand below one of them."""
        block = paragraph
        while block.getparent() is not None and block.getparent() is not root:
            parent = block.getparent()
            assert parent is not None
            block = parent
        for later in block.itersiblings(w("p")):
            base, looks = self._book.paragraph(later.find(w("pPr")))
            mark = text_look(base)
            yield line_height(self._runs.look(later.find(w("pPr")), looks), mark.size)


def line_height(look: ParagraphLook, size: int) -> int:
    """Height in twips of a line, with the space around its paragraph; an estimate where the font decides."""
    around = look.before + look.after
    if look.rule is LineRule.EXACT:
        return look.line + around
    natural = round(size * 10 * _AUTO_SHARE)
    if look.rule is LineRule.AT_LEAST:
        return max(natural, look.line) + around
    return round(natural * look.line / 240) + around


def _of(element: Element | None, name: str, default: int) -> int:
    return measure(element.get(w(name)), default) if element is not None else default


def _surroundings(paragraph: Element, root: Element) -> tuple[bool, bool, str, int]:
    """Whether text runs down the page, whether it floats, at which side, and where its frame begins."""
    frame = paragraph.find(f"{w('pPr')}/{w('framePr')}")
    turned, floats, side, x = False, frame is not None, "", 0
    if frame is not None:
        side, x = frame.get(w("xAlign"), ""), measure(frame.get(w("x")))
        turned = frame.get(w("textDirection"), "").startswith(("tb", "bt"))
    for above in paragraph.iterancestors():
        if above is root:
            break
        name = local(above)
        if name == "tc":
            turned |= value(above.find(f"{w('tcPr')}/{w('textDirection')}")).startswith(("tb", "bt"))
        elif name == "tbl":
            place = above.find(f"{w('tblPr')}/{w('tblpPr')}")
            if place is not None:
                floats, x = True, measure(place.get(w("tblpX")))
        elif name in ("anchor", "inline", "shape", "rect", "wsp"):
            floats = True
            turned |= any(one.get("vert") in _STANDING for one in above.iter() if local(one) == "bodyPr")
            turned |= any("layout-flow:vertical" in (one.get("style") or "") for one in above.iter())
            side = side or _aligned(above)
            x = x or _offset(above)
    return turned, floats, side, x


def _aligned(anchor: Element) -> str:
    for one in anchor.iter():
        if local(one) == "positionH":
            for inner in one:
                if local(inner) == "align":
                    return (inner.text or "").strip()
    return ""


def _offset(anchor: Element) -> int:
    for one in anchor.iter():
        if local(one) == "positionH":
            for inner in one:
                text = (inner.text or "").strip()
                if local(inner) == "posOffset" and text.lstrip("-").isdecimal() and len(text) < 12:
                    return int(text) // _EMU_PER_TWIP
    return 0


def _other_text(root: Element, paragraph: Element) -> bool:
    """Whether a header or footer says anything beside its page number; a second copy of its box does not count."""
    own = set(paragraph.iter(w("t")))
    return any(
        (text.text or "").strip(" \u3000—-–―－0123456789") and text not in own
        for text in root.iter(w("t"))
        if not any(local(above) == "Fallback" for above in text.iterancestors())
    )
