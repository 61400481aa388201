"""Cell formats of somebody's .xlsx file, taken again with another ground (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from exporters.workbook_patch import MAIN, unfit


class Styles:
    """Cell formats: a format again, with a ground to mark it."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._namespace = etree.QName(root).namespace or MAIN
        self._marked: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}
        self._plain: dict[int, int] = {}

    def marked(self, index: int, colour: str) -> int:
        """The number of a format like `index` on a ground of `colour` (RRGGBB)."""
        key = index, colour
        if key not in self._marked:
            formats = self._list("cellXfs")
            base = formats[index] if 0 <= index < len(formats) else formats[0] if len(formats) else None
            one = (
                deepcopy(base)
                if base is not None
                else etree.Element(self._tag("xf"), numFmtId="0", fontId="0", borderId="0")
            )
            one.set("fillId", str(self._fill(colour)))
            one.set("applyFill", "1")
            formats.append(one)
            formats.set("count", str(len(formats)))
            self._marked[key] = len(formats) - 1
        return self._marked[key]

    def unmarked(self, index: int, colour: str) -> int | None:
        """The number of a format like a marked one without its ground; None for a format that is not marked."""
        formats = self._list("cellXfs")
        if not 0 <= index < len(formats) or formats[index].get("fillId") not in self._grounds(colour):
            return None
        if index not in self._plain:
            one = deepcopy(formats[index])
            one.set("fillId", "0")
            formats.append(one)
            formats.set("count", str(len(formats)))
            self._plain[index] = len(formats) - 1
        return self._plain[index]

    def _grounds(self, colour: str) -> set[str]:
        """The numbers of the fills of a colour."""
        inner = f"{self._tag('patternFill')}/{self._tag('fgColor')}"
        found = ((number, fill.find(inner)) for number, fill in enumerate(self._list("fills")))
        return {str(number) for number, one in found if one is not None and one.get("rgb") == f"FF{colour}"}

    def wrapped(self) -> int:
        """The number of the first format with lines that break."""
        formats = self._list("cellXfs")
        one = deepcopy(formats[0])
        for told in one.findall(self._tag("alignment")):
            one.remove(told)
        one.insert(0, etree.Element(self._tag("alignment"), wrapText="1", vertical="center"))
        one.set("applyAlignment", "1")
        formats.append(one)
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fills = self._list("fills")
            fill = etree.SubElement(fills, self._tag("fill"))
            pattern = etree.SubElement(fill, self._tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, self._tag("fgColor"), rgb=f"FF{colour}")
            fills.set("count", str(len(fills)))
            self._fills[colour] = len(fills) - 1
        return self._fills[colour]

    def _list(self, name: str) -> etree._Element:
        found = self._root.find(self._tag(name))
        if found is None:
            raise unfit(f"styles without {name}")
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"
