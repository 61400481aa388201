"""Header rows of a table: how many there are, and the path of headers over each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.blocks import GridCell, TableBlock
from importers.line_wrap import glue

_MAX_HEADER_ROWS = 4


def fill_grid(table: TableBlock) -> list[list[GridCell | None]]:
    """The cell that covers each place, row by row; None where the table has a hole."""
    grid: list[list[GridCell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in grid[cell.row : cell.row + cell.row_span]:
            row[cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
    return grid


def header_depth(table: TableBlock, grid: Sequence[Sequence[GridCell | None]]) -> int:
    """How many rows the header has: as many as its tallest merge, one more under cells merged sideways."""
    marked = table.header_rows - (table.rows - len(grid))
    if 1 <= marked <= _MAX_HEADER_ROWS and marked < len(grid):
        return marked
    depth = 1
    level = 0
    while level < depth and depth < min(_MAX_HEADER_ROWS, len(grid)):
        for cell in grid[level]:
            if cell is None or cell.row != level + table.rows - len(grid):
                continue
            tall = cell.row_span if level == 0 or cell.row_span + level <= depth else 1
            below = 2 if cell.column_span > 1 and tall == 1 else 1
            depth = max(depth, level + max(tall, below))
        level += 1
    depth = min(depth, _MAX_HEADER_ROWS, len(grid))
    while depth > 1 and _begins_body(grid[depth - 1][0]):
        depth -= 1
    return depth


def _begins_body(cell: GridCell | None) -> bool:
    """Whether a cell holds the first number of the rows; a header merged sideways may have nothing below it."""
    return cell is not None and cell.text.rstrip(".、．") in ("1", "１", "一", "01")


def header_path(cells: Sequence[GridCell | None], column: int) -> tuple[str, ...]:
    """Join the header cells over a column, from the top down; their line breaks and blanks are layout."""
    parts: list[str] = []
    previous: GridCell | None = None
    for cell in cells:
        if cell is not None and cell is not previous:
            text = ""
            for line in cell.lines:
                text = glue(text, line)
            text = re.sub(r"(?<![A-Za-z0-9])[ \u3000]+|[ \u3000]+(?![A-Za-z0-9])", "", text)
            if text:
                parts.append(text)
        previous = cell
    return tuple(parts) or (f"第{column + 1}列",)
