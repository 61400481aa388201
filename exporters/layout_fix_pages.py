"""Repairs of sections: paper, margins, grid, and page numbers in headers and footers of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence

from lxml import etree

from exporters import ooxml
from exporters.layout_check_problems import Mend, Repair
from exporters.layout_fix_xml import Element, R, insert, parse, put, serialized, take, w
from exporters.page import Layout, pt_to_twips

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_ROOTS = {"header": "hdr", "footer": "ftr"}
_BLANK = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


def mend_sections(
    layout: Layout, sections: Sequence[Element], across: Sequence[bool], repairs: Sequence[Repair], numbers: NumberParts
) -> None:
    """Apply the repairs of sections, `across` telling which lie across; page numbers come from `numbers`."""
    renumbered: set[int] = set()
    for repair in repairs:
        mend = _SECTION.get(repair.mend)
        if mend is not None:
            mend(layout, sections[repair.target], repair)
        elif repair.mend is Mend.NUMBER:
            renumbered.add(repair.target)
    for index in sorted(renumbered):
        numbers.give(sections[index], across[index])
        for later in range(index + 1, len(sections)):
            # What a section takes over from the one before would change with it.
            if _has_own(sections[later]):
                break
            numbers.give(sections[later], across[later])


def mend_settings(settings: Element, repairs: Sequence[Repair]) -> None:
    """Apply the repairs of the whole file."""
    mends = {repair.mend for repair in repairs}
    if Mend.MIRROR in mends:
        put(settings, "mirrorMargins", val="1")
    if Mend.ODD_EVEN in mends or Mend.NUMBER in mends:
        put(settings, "evenAndOddHeaders", val="1")


def _has_own(section: Element) -> bool:
    return section.find(w("footerReference")) is not None


def _paper(_layout: Layout, section: Element, repair: Repair) -> None:
    width, height = repair.value.split()
    put(section, "pgSz", w=width, h=height)


def _margin(_layout: Layout, section: Element, repair: Repair) -> None:
    side, _, length = repair.value.partition("=")
    margins = put(section, "pgMar", **{side: length})
    if side == "left":
        margins.set(w("gutter"), "0")


def _grid(layout: Layout, section: Element, _repair: Repair) -> None:
    put(
        section,
        "docGrid",
        type="linesAndChars",
        linePitch=str(layout.line_pitch),
        charSpace=str(layout.char_space),
    )


def _runs_on(_layout: Layout, section: Element, _repair: Repair) -> None:
    for numbering in section.findall(w("pgNumType")):
        numbering.attrib.pop(w("start"), None)


def _no_first_page(_layout: Layout, section: Element, _repair: Repair) -> None:
    take(section, "titlePg")


_SECTION: dict[Mend, Callable[[Layout, Element, Repair], None]] = {
    Mend.PAPER: _paper,
    Mend.MARGIN: _margin,
    Mend.GRID: _grid,
    Mend.RUNS_ON: _runs_on,
    Mend.NO_FIRST_PAGE: _no_first_page,
}


class NumberParts:
    """Headers and footers with page numbers, made when a section first needs them."""

    def __init__(self, layout: Layout, main: str, names: Sequence[str]) -> None:
        self._layout = layout
        self._folder = posixpath.dirname(main)
        self._taken = set(names)
        self._ids: dict[tuple[str, str], str] = {}
        self.parts: dict[str, bytes] = {}
        self._kinds: dict[str, str] = {}
        self._targets: dict[str, str] = {}

    def give(self, section: Element, across: bool) -> None:
        """Let a section have the numbers of its page: in footers, or turned at the left of one that lies across."""
        turned = across and self._layout.has_side_number
        for numbering in section.findall(w("pgNumType")):
            numbering.attrib.pop(w("fmt"), None)
        if not across:
            put(section, "pgMar", footer=str(self._layout.footer_distance))
        for even, kind in ((False, "default"), (True, "even")):
            if turned:
                side = _direct(self._layout, ooxml.side_number_table(self._layout, even), even) + _BLANK
                self._refer(section, "header", kind, side)
                self._refer(section, "footer", kind, _BLANK)
            else:
                self._refer(section, "footer", kind, _number(self._layout, even))

    def without_header_numbers(self, section: Element) -> None:
        """Give a section blank headers, where its number stood in them."""
        for kind in ("default", "even"):
            self._refer(section, "header", kind, _BLANK)

    def _refer(self, section: Element, place: str, kind: str, content: str) -> None:
        name = f"{place}Reference"
        for old in section.findall(w(name)):
            if old.get(w("type"), "default") == kind:
                section.remove(old)
        reference = etree.Element(w(name))
        reference.set(w("type"), kind)
        reference.set(f"{{{R}}}id", self._part(place, content))
        insert(section, reference)

    def _part(self, place: str, content: str) -> str:
        if (place, content) not in self._ids:
            number = len(self._ids) + 1
            while posixpath.join(self._folder, f"{place}{number}.xml") in self._taken:
                number += 1
            name = posixpath.join(self._folder, f"{place}{number}.xml")
            self._taken.add(name)
            root = _ROOTS[place]
            self.parts[name] = f"{ooxml.DECLARATION}<w:{root} {ooxml.NAMESPACES}>{content}</w:{root}>".encode()
            self._kinds[name] = place
            key = self._ids[place, content] = f"rIdNumber{number}{place}"
            self._targets[key] = name
        return self._ids[place, content]

    @property
    def has_new_parts(self) -> bool:
        """Whether the file gets parts it did not have."""
        return bool(self._targets)

    def add_settings(self, name: str) -> None:
        """Tell of settings that the file had none of."""
        self._kinds[name] = "settings"
        self._targets["rIdNumberSettings"] = name

    def related(self, data: bytes) -> bytes:
        """The relationships of the text with those of the new parts."""
        root = parse(data)
        for key, name in self._targets.items():
            one = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
            one.set("Id", key)
            one.set("Type", f"{R}/{self._kinds[name]}")
            one.set("Target", "/" + name)
        return serialized(root)

    def typed(self, data: bytes) -> bytes:
        """The list of content types with those of the new parts."""
        root = parse(data)
        for name, kind in self._kinds.items():
            one = etree.SubElement(root, f"{{{_TYPES}}}Override")
            one.set("PartName", "/" + name)
            one.set("ContentType", _WORD_TYPE.format(kind))
        return serialized(root)


def _look(layout: Layout, even: bool) -> str:
    """The paragraph of a number, spelled out: the file has no style for it."""
    side = "left" if even else "right"
    line = pt_to_twips(layout.size_page_number)
    return (
        '<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        f'<w:ind w:left="0" w:leftChars="0" w:right="0" w:rightChars="0" w:firstLine="0" w:firstLineChars="0"/>'
    ).replace(f'w:{side}="0"', f'w:{side}="{layout.page_number_indent}"') + f'<w:jc w:val="{side}"/>'


def _number(layout: Layout, even: bool) -> str:
    return f"<w:p><w:pPr>{_look(layout, even)}</w:pPr>{ooxml.page_number(layout)}</w:p>"


def _direct(layout: Layout, table: str, even: bool) -> str:
    style = ooxml.PAGE_NUMBER_EVEN if even else ooxml.PAGE_NUMBER_ODD
    return table.replace(f'<w:pStyle w:val="{style}"/>', _look(layout, even))
