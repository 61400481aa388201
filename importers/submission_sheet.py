"""A returned sheet laid out for reading: what shows at each place, and which filled cells have been accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from domain.collection import SetAside
from domain.text import trim
from importers.grid import Sheet, cell_name
from importers.line_wrap import glue


class LaidOut:
    """The cells of one sheet with merges spread; every filled cell ends in a row or among what was set aside."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._origin: dict[tuple[int, int], tuple[int, int]] = {}
        self._spans = sheet.spans()
        for corner, (end_row, end_column) in self._spans.items():
            for row in range(corner[0], end_row):
                for column in range(corner[1], end_column):
                    self._origin[row, column] = corner
        self.top, self.left, self.bottom, self.right = sheet.box
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(sheet.cells):
            self._rows.setdefault(row, []).append(column)
        self._order = sorted(self._rows)
        self._texts: dict[tuple[int, int], str] = {}
        self._used: set[tuple[int, int]] = set()
        self.aside: list[SetAside] = []

    def text(self, row: int, column: int) -> str:
        """What a place shows: the text of its cell, or of the merged cell that covers it."""
        place = self._origin.get((row, column), (row, column))
        text = self._texts.get(place)
        if text is None:
            text = self._texts[place] = trim(self.sheet.cells.get(place, ""))
        return text

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell whose text shows at a place."""
        return self._origin.get((row, column), (row, column))

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a merged cell reaches down to this place from a row above."""
        return self.origin(row, column)[0] < row

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Rows and columns of the cell at its corner."""
        end_row, end_column = self._spans.get((row, column), (row + 1, column + 1))
        return end_row - row, end_column - column

    def columns_of(self, row: int) -> Sequence[int]:
        """Columns of the filled cells that stand in a row by themselves, from left to right."""
        return self._rows.get(row, [])

    def rows(self) -> Sequence[int]:
        """The rows that hold a filled cell, from the top."""
        return self._order

    def use(self, row: int, column: int) -> None:
        """Note that a cell was read."""
        self._used.add(self.origin(row, column))

    def is_used(self, row: int, column: int) -> bool:
        """Whether a cell was read already."""
        return (row, column) in self._used

    def use_row(self, row: int) -> None:
        """Note that all of a row was read."""
        for column in self.columns_of(row):
            self._used.add((row, column))

    def set_aside(self, row: int, reason: str, columns: Iterable[int] | None = None) -> None:
        """Put what is left of a row, or some of its cells, among what was left out."""
        for column in self.columns_of(row) if columns is None else columns:
            place = (row, column)
            if place in self.sheet.cells and place not in self._used:
                self._used.add(place)
                text = one_line(self.sheet.cells[place])
                self.aside.append(SetAside(self.sheet.name, cell_name(row, column), text, reason))

    def settle(self, reason: str) -> None:
        """Put aside whatever nobody asked for."""
        for row in self.rows():
            self.set_aside(row, reason)

    @property
    def read(self) -> int:
        """How many filled cells have been accounted for."""
        return len(self._used & set(self.sheet.cells))


def one_line(text: str) -> str:
    """A cell's text on one line: breaks inside a sentence are layout."""
    if "\n" not in text:
        return trim(text)
    joined = ""
    for line in text.split("\n"):
        joined = glue(joined, trim(line))
    return trim(joined)


_REPEATED_BLANKS = re.compile(r"[ \t\u3000]{2,}")


def tidy(text: str) -> str:
    """Lines trimmed, blank ones gone, runs of blanks made one."""
    if "\n" not in text:
        return trim(_REPEATED_BLANKS.sub(" ", text))
    lines = (trim(_REPEATED_BLANKS.sub(" ", line)) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
