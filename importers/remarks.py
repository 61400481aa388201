"""Remarks of a source → remarks of the plan: hung on the heading or the table row they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from domain.outline import OutlineNode
from domain.remarks import Remark
from domain.tables import AppendixTable, ColumnKind
from importers.blocks import Document, GridCell, SourceRemark, TableBlock
from importers.headers import fill_grid

# A row by the texts of its cells, wherever they stand.
_RowKey = frozenset[tuple[str, int]]


def place_remarks(
    document: Document, nodes: Sequence[OutlineNode], tables: Sequence[AppendixTable]
) -> tuple[Remark, ...]:
    """Give every remark of a document its place; ids count from 1.

    A remark in a table's cell goes to the row that reads the same; any other, and one whose row is not found, to the
    nearest heading at or above its line. What stands above all headings belongs to the plan as a whole.
    """
    commented = {remark.line for remark in document.remarks if remark.cell}
    grids = {
        block.line: fill_grid(block)
        for block in document.blocks
        if isinstance(block, TableBlock) and block.line in commented
    }
    headings = sorted((node.source_line, node.id) for node in nodes if node.source_line)
    rows = _rows_by_text(tables) if any(remark.cell for remark in document.remarks) else {}
    placed = []
    for number, remark in enumerate(document.remarks, start=1):
        node_id: int | None = None
        row = _row_of(remark, grids, rows)
        if row is None:
            above = bisect_right(headings, (remark.line, float("inf"))) - 1
            node_id = headings[above][1] if above >= 0 else None
        row_id, column = row or (None, "")
        placed.append(
            Remark(
                number,
                remark.kind,
                remark.text,
                remark.quote,
                remark.author,
                remark.made_at,
                node_id,
                row_id,
                column,
            )
        )
    return tuple(placed)


def _rows_by_text(tables: Sequence[AppendixTable]) -> dict[_RowKey, tuple[AppendixTable, int]]:
    found: dict[_RowKey, tuple[AppendixTable, int]] = {}
    for table in tables:
        columns = [column for column in table.spec.columns if column.kind is not ColumnKind.NUMBER]
        for index, row in enumerate(table.rows):
            found.setdefault(_key([row.cell(column.key).text for column in columns]), (table, index))
    return found


def _key(texts: Sequence[str]) -> _RowKey:
    return frozenset(Counter(text for text in texts if text).items())


def _row_of(
    remark: SourceRemark,
    grids: dict[int, list[list[GridCell | None]]],
    rows: dict[_RowKey, tuple[AppendixTable, int]],
) -> tuple[int, str] | None:
    """Row and column key of a remark in a cell; None when its table became none, or the row is another now."""
    grid = grids.get(remark.line, [])
    if remark.cell is None or remark.cell[0] >= len(grid):
        return None
    texts = [cell.text if cell else "" for cell in grid[remark.cell[0]]]
    # The number of a row is counted, not stored, so it may be among the source's texts and not among ours.
    for key in (_key(texts), _key(texts[1:])):
        if key in rows:
            table, index = rows[key]
            wanted = texts[remark.cell[1]] if remark.cell[1] < len(texts) else ""
            return table.rows[index].id, _column(table, index, remark.cell[1], wanted)
    return None


def _column(table: AppendixTable, index: int, place: int, text: str) -> str:
    columns = table.spec.columns
    if place < len(columns) and table.printed(index, columns[place]) == text:
        return columns[place].key
    same = [column.key for column in columns if text and table.printed(index, column) == text]
    return same[0] if same else ""
