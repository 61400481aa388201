"""Columns of an appendix table designed in place: each edit gives the columns as they are to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from domain.tables import HeaderCell, TableColumn

_USUAL = 30  # mm
NEW_COLUMN = "新列"


def renamed(columns: Sequence[TableColumn], cell: HeaderCell, text: str) -> tuple[TableColumn, ...]:
    """Another name for a cell of the header, in every column it stands above."""
    return tuple(
        replace(column, path=(*column.path[: cell.row], text, *column.path[cell.row + 1 :]))
        if cell.column <= place < cell.column + cell.column_span
        else column
        for place, column in enumerate(columns)
    )


def inserted(columns: Sequence[TableColumn], place: int, offset: int) -> tuple[TableColumn, ...]:
    """A new column left (0) or right (1) of one, under the same common head."""
    beside = columns[place]
    names = {column.title for column in columns}
    name = next(one for n in count(1) if (one := NEW_COLUMN if n == 1 else f"{NEW_COLUMN}{n}") not in names)
    fresh = TableColumn("", (*beside.path[:-1], name), width=beside.width or _USUAL)
    at = place + offset
    return (*columns[:at], fresh, *columns[at:])


def without(columns: Sequence[TableColumn], places: Sequence[int]) -> tuple[TableColumn, ...]:
    """The columns but these."""
    return tuple(column for place, column in enumerate(columns) if place not in places)


def grouped(columns: Sequence[TableColumn], first: int, last: int, name: str) -> tuple[TableColumn, ...]:
    """Columns side by side under a common head of their own, below the heads they have in common already."""
    paths = [column.path for column in columns[first : last + 1]]
    most = min(len(path) for path in paths) - 1
    depth = next((level for level in range(most) if len({path[level] for path in paths}) > 1), most)
    return tuple(
        replace(column, path=(*column.path[:depth], name, *column.path[depth:])) if first <= place <= last else column
        for place, column in enumerate(columns)
    )


def ungrouped(columns: Sequence[TableColumn], cell: HeaderCell) -> tuple[TableColumn, ...]:
    """Columns without a common head they had."""
    return tuple(
        replace(column, path=column.path[: cell.row] + column.path[cell.row + 1 :])
        if cell.column <= place < cell.column + cell.column_span
        else column
        for place, column in enumerate(columns)
    )
