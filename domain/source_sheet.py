"""A sheet of a returned file as it was: cells, merges, what is hidden; to look at, never to take over."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class SheetCell:
    """A filled cell, counted from 0, with the rows and columns it stands over."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class SourceSheet:
    """One sheet. `widths` are in characters, 0 where not told; `left_out` counts filled cells beyond what is shown."""

    name: str
    rows: int
    columns: int
    cells: tuple[SheetCell, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    widths: tuple[int, ...] = ()
    left_out: int = 0


def cell_place(name: str) -> tuple[int, int] | None:
    """C5 → (4, 2); None for what is no name of a cell."""
    match = _CELL.fullmatch(name.strip().upper())
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match.group(2)) - 1, column - 1


def column_letters(column: int) -> str:
    """2 → C."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
