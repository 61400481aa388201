"""Repairs of paragraphs and tables: only what a finding names is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from exporters.layout_check_problems import Mend, Repair
from exporters.layout_fix_xml import (
    Element,
    insert,
    properties,
    put,
    runs_with_places,
    splice,
    split_at,
    take,
    text_of,
    w,
)
from exporters.page import Layout, half_points

_NO_INDENT = {
    "left": "0", "leftChars": "0", "right": "0", "rightChars": "0", "firstLine": "0", "firstLineChars": "0",
}  # fmt: skip
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def mend_paragraphs(
    layout: Layout, paragraphs: Sequence[Element], repairs: Sequence[Repair], texts: Mapping[int, str]
) -> None:
    """Apply the repairs of paragraphs. `texts` are the texts that places in them were counted in.

    Text is replaced from the end, so that places before stay true.
    """
    splices = [repair for repair in repairs if repair.mend is Mend.SPLICE]
    for repair in repairs:
        mend = _PARAGRAPH.get(repair.mend)
        if mend is not None:
            mend(layout, paragraphs[repair.target], repair)
    for repair in sorted(splices, key=lambda one: int(one.value.partition(":")[0]), reverse=True):
        first, last, new = repair.value.split(":", 2)
        paragraph = paragraphs[repair.target]
        if text_of(paragraph)[: int(first)] == texts.get(repair.target, "")[: int(first)]:
            splice(paragraph, int(first), int(last), new)


def mend_tables(tables: Sequence[Element], repairs: Sequence[Repair]) -> None:
    """Apply the repairs of tables."""
    for repair in repairs:
        if repair.mend is Mend.TABLE_HEAD:
            for row in _rows(tables[repair.target])[: int(repair.value)]:
                put(properties(row, "trPr"), "tblHeader")
        elif repair.mend is Mend.WHOLE_ROWS:
            rows = _rows(tables[repair.target])
            for index in map(int, repair.value.split()):
                put(properties(rows[index], "trPr"), "cantSplit")
        elif repair.mend is Mend.RULES:
            _rules(tables[repair.target], repair.value)


def _rows(table: Element) -> list[Element]:
    """Rows of a table itself, not those of tables inside it."""
    own = []
    for row in table.iter(w("tr")):
        above = row.getparent()
        while above is not None and above.tag != w("tbl"):
            above = above.getparent()
        if above is table:
            own.append(row)
    return own


def _rules(table: Element, value: str) -> None:
    outer, inner = value.split()
    borders = etree.Element(w("tblBorders"))
    for side in _SIDES:
        one = etree.SubElement(borders, w(side))
        size = inner if side.startswith("inside") else outer
        for key, text in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            one.set(w(key), text)
    holder = properties(table, "tblPr")
    take(holder, "tblBorders")
    insert(holder, borders)


def _looks(paragraph: Element, repair: Repair) -> list[Element]:
    """rPr of the runs with the text that a repair is for; a run that holds more than that is parted."""
    for place in (repair.start, repair.end):
        if place:
            split_at(paragraph, place)
    return [
        properties(run, "rPr")
        for run, first, last in runs_with_places(paragraph)
        if last > max(repair.start, first) and (not repair.end or first < repair.end)
    ]


def _font(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    for look in _looks(paragraph, repair):
        fonts = put(look, "rFonts", eastAsia=repair.value, hint="eastAsia")
        fonts.attrib.pop(w("eastAsiaTheme"), None)


def _latin(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    for look in _looks(paragraph, repair):
        fonts = put(look, "rFonts", ascii=repair.value, hAnsi=repair.value)
        for theme in ("asciiTheme", "hAnsiTheme"):
            fonts.attrib.pop(w(theme), None)


def _hint(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    for look in _looks(paragraph, repair):
        put(look, "rFonts", hint="eastAsia")


def _size(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    for look in _looks(paragraph, repair):
        put(look, "sz", val=repair.value)
        put(look, "szCs", val=repair.value)


def _ink(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    for look in _looks(paragraph, repair):
        take(look, "color")
        put(look, "color", val="auto")


def _bold(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    for look in _looks(paragraph, repair):
        put(look, "b", val=repair.value)
        put(look, "bCs", val=repair.value)


def _align(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    put(properties(paragraph, "pPr"), "jc", val=repair.value)


def _indent(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    given = dict(part.split("=") for part in repair.value.split())
    wanted = {**_NO_INDENT, **given}
    if "hanging" in given:
        del wanted["firstLine"], wanted["firstLineChars"]
    holder = properties(paragraph, "pPr")
    take(holder, "ind")
    put(holder, "ind", **wanted)


def _line(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    put(properties(paragraph, "pPr"), "spacing", line=repair.value, lineRule="exact")


def _gaps(_layout: Layout, paragraph: Element, _repair: Repair) -> None:
    names = ("before", "after", "beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")
    put(properties(paragraph, "pPr"), "spacing", **dict.fromkeys(names, "0"))


def _no_widows(_layout: Layout, paragraph: Element, _repair: Repair) -> None:
    put(properties(paragraph, "pPr"), "widowControl", val="0")


def _outline(_layout: Layout, paragraph: Element, repair: Repair) -> None:
    put(properties(paragraph, "pPr"), "outlineLvl", val=str(int(repair.value) - 1))


def _new_page(_layout: Layout, paragraph: Element, _repair: Repair) -> None:
    put(properties(paragraph, "pPr"), "pageBreakBefore", val="1")


def _blank_before(layout: Layout, paragraph: Element, _repair: Repair) -> None:
    blank = etree.Element(w("p"))
    holder = properties(blank, "pPr")
    names = ("before", "after", "beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")
    put(holder, "spacing", **dict.fromkeys(names, "0"), line=str(layout.line_pitch), lineRule="exact")
    put(put(holder, "rPr"), "sz", val=str(half_points(layout.size_body)))
    paragraph.addprevious(blank)


_PARAGRAPH: dict[Mend, Callable[[Layout, Element, Repair], None]] = {
    Mend.FONT: _font,
    Mend.LATIN: _latin,
    Mend.HINT: _hint,
    Mend.SIZE: _size,
    Mend.INK: _ink,
    Mend.BOLD: _bold,
    Mend.ALIGN: _align,
    Mend.INDENT: _indent,
    Mend.LINE: _line,
    Mend.GAPS: _gaps,
    Mend.NO_WIDOWS: _no_widows,
    Mend.OUTLINE: _outline,
    Mend.NEW_PAGE: _new_page,
    Mend.BLANK_BEFORE: _blank_before,
}
