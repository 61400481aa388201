"""Comments in the cells of a workbook of ours that came back."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from domain.text import trim
from importers.guard import Package

_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class CellComment:
    """A comment: `sheet` counts from 1, `row` and `column` from 0."""

    sheet: int
    row: int
    column: int
    text: str
    author: str


def read_comments(package: Package) -> Iterator[CellComment]:
    """All comments of a workbook, sheet by sheet; none for another kind of file."""
    if _WORKBOOK not in package.names:
        return
    targets = {one: target for one, _, target in _relations(package, _WORKBOOK)}
    sheets = (one for one in package.read_xml(_WORKBOOK).iter() if _local(one) == "sheet")
    for number, sheet in enumerate(sheets, start=1):
        identity = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        for _, kind, target in _relations(package, targets.get(identity, "")):
            if kind == "comments" and target in package.names:
                yield from _comments(package.read_xml(target), number)


def _comments(root: etree._Element, sheet: int) -> Iterator[CellComment]:
    authors = ["".join(map(str, one.itertext())) for one in root.iter() if _local(one) == "author"]
    for one in root.iter():
        match = _REFERENCE.fullmatch(one.get("ref") or "") if _local(one) == "comment" else None
        if match is None:
            continue
        text = trim("".join(part.text or "" for part in one.iter() if _local(part) == "t"))
        place = one.get("authorId") or ""
        author = authors[int(place)] if place.isdecimal() and int(place) < len(authors) else ""
        column = 0
        for letter in match.group(1):
            column = column * 26 + ord(letter) - ord("A") + 1
        if text:
            yield CellComment(sheet, int(match.group(2)) - 1, column - 1, text, trim(author))


def _relations(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """Id, last word of the type, and the part a relationship of a part points to."""
    folder, base = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    for one in package.read_xml(path) if part and path in package.names else ():
        target = posixpath.normpath(posixpath.join("/" + folder, one.get("Target") or "")).lstrip("/")
        yield one.get("Id") or "", (one.get("Type") or "").rpartition("/")[2], target


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
