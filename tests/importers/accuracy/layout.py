"""A table as a grid of merged cells, for every writer that can merge."""

from __future__ import annotations

from dataclasses import dataclass

from domain.tables import header_cells
from tests.importers.accuracy.masters import Table


@dataclass
class Box:
    """A cell of the printed grid, merged over so many rows and columns; `text` keeps its marks."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def grid_of(table: Table, *, header: bool = True) -> list[Box]:
    """All cells of a table with their spans, header first."""
    depth = max((len(path) for path in table.paths), default=0) if header else 0
    boxes = []
    if header:
        for one in header_cells(table.paths):
            boxes.append(Box(one.row, one.column, one.row_span, one.column_span, one.text))
    for number, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            if cell in ("^", "<"):
                continue
            wide = 1
            while place + wide < len(row) and row[place + wide] == "<":
                wide += 1
            high = 1
            while number + high < len(table.rows) and table.rows[number + high][place] == "^":
                high += 1
            boxes.append(Box(depth + number, place, high, wide, cell))
    return boxes


def size_of(boxes: list[Box]) -> tuple[int, int]:
    """Rows and columns of a grid."""
    return max(box.row + box.rows for box in boxes), max(box.column + box.columns for box in boxes)
