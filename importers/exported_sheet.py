"""The hidden keys of a workbook of ours: a row above the header and a column beside the table."""

from __future__ import annotations

import re

from domain.returned import SHEET
from importers.blocks import SourceKey, TableBlock
from importers.grid import Sheet

_CORNER = re.compile(re.escape(SHEET) + r"([tk][0-9_]+)")
_ROW = re.compile(r"[rksun][0-9_]+\+?")
_COLUMN = re.compile(r"c[0-9]+|k[a-z]+")


class SheetKeys:
    """Takes the keys out of a sheet, which then reads as if they had never been there."""

    def __init__(self, sheet: Sheet) -> None:
        self._table = ""
        self._row = 0
        self._names: dict[tuple[int, int], str] = {}
        corner = next((place for place, text in sheet.cells.items() if _CORNER.fullmatch(text)), None)
        if corner is None:
            return
        self._table, self._row = sheet.cells.pop(corner)[len(SHEET) :], corner[0]
        for place, text in list(sheet.cells.items()):
            pattern = _COLUMN if place[0] == corner[0] else _ROW if place[1] == corner[1] else None
            if pattern is not None and pattern.fullmatch(text):
                self._names[place] = sheet.cells.pop(place)
        sheet.hidden_rows.discard(corner[0])
        sheet.hidden_columns.discard(corner[1])

    def placed(self, block: TableBlock) -> list[SourceKey]:
        """The keys where the table, made of the sheet, now has what they belong to."""
        if not self._table:
            return []
        top, left = block.origin
        head = self._row + 1 - top
        keys = [SourceKey(self._table, block.line, (head, 0))]
        for (row, column), name in sorted(self._names.items()):
            place = (head, column - left) if row == self._row else (row - top, 0)
            keys.append(SourceKey(name, block.line, place))
        return keys
