"""A table before it is laid out, measured once: how wide its lines are, column by column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from exporters import page
from exporters.blocks import BodyCell
from exporters.characters import em_width, longest_word
from exporters.page import Layout, Mm, Pt

# Punctuation that may not begin a line takes a character along: long paragraphs need a little more.
_SPARE = 1.02


@dataclass(frozen=True)
class ColumnMeasure:
    """Widths in characters: of every line of every cell, of the longest line, of the fullest cell, of the longest
    stretch that cannot be broken. The last three look at cells that stand in this column alone.
    """

    cells: tuple[tuple[float, ...], ...]
    longest: float
    fullest: float
    word: float


@dataclass(frozen=True)
class Draft:
    """A table before it is laid out: header paths, cells row by row, and the widths an office wishes (0: none).

    `upright` are the indexes of columns whose head stands upright, `numeric` of those that hold whole numbers.
    """

    layout: Layout
    paths: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[BodyCell, ...], ...]
    wished: tuple[Mm, ...] = ()
    upright: frozenset[int] = frozenset()
    numeric: frozenset[int] = frozenset()
    cell_margin: Mm = page.CELL_MARGIN_SIDE
    columns: tuple[ColumnMeasure, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        # A copy with other margins or wishes holds the same texts.
        if not self.columns:
            object.__setattr__(self, "columns", tuple(_measure(self.rows, index) for index in range(len(self.paths))))

    @property
    def row_least(self) -> Pt:
        """The least height of a row."""
        return page.to_points(page.ROW_HEIGHT_LEAST_SIGNS if self.upright else page.ROW_HEIGHT_LEAST)

    def is_short(self, column: int) -> bool:
        """Whether a column is to be centred."""
        return self.columns[column].longest <= self.layout.profile.tables.centre_up_to


def _measure(rows: Sequence[Sequence[BodyCell]], column: int) -> ColumnMeasure:
    cells = []
    longest = fullest = 0.0
    word = 0.0
    for row in rows:
        cell = row[column]
        widths = tuple(map(em_width, cell.lines))
        cells.append(widths)
        if cell.column_span != 1 or not widths:
            continue
        longest = max(longest, *widths)
        fullest = max(fullest, sum(widths))
        for line, width in zip(cell.lines, widths, strict=True):
            # Only a line with narrow characters has a word longer than one.
            if width < len(line) and width > word:
                word = max(word, longest_word(line))
            elif line:
                word = max(word, 1.0)
    return ColumnMeasure(tuple(cells), longest, fullest, word)


def line_count(lines: Iterable[str], chars: float) -> int:
    """Printed lines of a cell that is `chars` characters wide; an empty cell takes one."""
    return printed_lines(map(em_width, lines), chars)


def printed_lines(widths: Iterable[float], chars: float) -> int:
    """The same for lines whose widths are known."""
    room = max(math.floor(chars * 2) / 2, 1.0) / _SPARE
    count = 0
    for width in widths:
        count += 1 if width <= room else math.ceil(width / room)
    return count or 1
