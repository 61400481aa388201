"""Several tables in one grid: side by side with an empty column between, or one below the other in a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.text import comparison_key
from importers.annexes import AnnexTable
from importers.appendix_lead import is_note, is_unit_line, read_lead
from importers.blocks import GridCell, TableBlock
from importers.headers import GridRow, fill_grid, filled_cells, header_depth

_MAX_HEADER_TEXT = 20
_NUMBER_HEADERS = ("序号", "编号", "项次")


def split_table(annex: AnnexTable) -> list[AnnexTable]:
    """The tables in one grid, from top to bottom and left to right; the first keeps label and title.

    Their question ids are those of the grid with .2, .3 behind.
    """
    parts = [
        side
        for part in (_split_rows(annex.table) if annex.table.sheet else [annex.table])
        for side in _split_columns(part)
    ]
    if len(parts) == 1:
        return [annex]
    tables = [replace(annex, table=parts[0], notes=())]
    for number, part in enumerate(parts[1:], start=2):
        notes = annex.notes if number == len(parts) else ()
        key = f"{annex.key}.{number}"
        tables.append(AnnexTable("", "", part, notes=notes, question=key, in_text=annex.in_text))
    return tables


def _split_columns(table: TableBlock) -> list[TableBlock]:
    """Cut at empty columns that have a header on both sides, and where the same headers begin anew."""
    if table.columns < 4:
        return [table]
    grid = fill_grid(table)
    top = read_lead(grid).rows
    depth = header_depth(table, grid[top:])
    if not depth:
        return [table]
    header = grid[top]
    cuts = [
        column
        for column in range(1, table.columns - 1)
        if not any(_shows(row[column]) for row in grid[top:] if not _is_wide(row))
        and _heads(header[:column]) > 1
        and _heads(header[column + 1 :]) > 1
    ]
    bounds = [(start, end) for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, table.columns], strict=True)]
    if any(_heads(header[start:end]) < 2 for start, end in bounds):
        bounds = [(0, table.columns)]
    if len(bounds) == 1:
        half = _repeated_width(header, table.columns)
        bounds = [(start, start + half) for start in range(0, table.columns, half)] if half else bounds
    if len(bounds) == 1:
        return [table]
    return [_cut(table, 0 if number == 0 else top, table.rows, *bound) for number, bound in enumerate(bounds)]


def _shows(cell: GridCell | None) -> bool:
    return cell is not None and bool(cell.lines)


def _is_wide(row: GridRow) -> bool:
    cells = filled_cells(row)
    return len(cells) == 1 and cells[0].column_span > 1


def _heads(cells: Sequence[GridCell | None]) -> int:
    return len(filled_cells(cells))


def _repeated_width(header: GridRow, columns: int) -> int:
    """The width of a header that stands two or three times side by side; 0 when it does not."""
    keys = [comparison_key(cell.text) if cell else "" for cell in header]
    for times in (2, 3):
        width = columns // times
        if columns % times or width < 2 or not all(keys[:width]) or len(set(keys[:width])) < width:
            continue
        if keys == keys[:width] * times and not any(cell and cell.column_span > 1 for cell in header):
            return width
    return 0


def _cut(table: TableBlock, top: int, bottom: int, left: int, right: int) -> TableBlock:
    """The part of a table within these bounds; merges are cut to it, wide cells stay where they begin."""
    cells = []
    for cell in table.cells:
        if not (top <= cell.row < bottom and left <= cell.column < right):
            continue
        cells.append(
            replace(
                cell,
                row=cell.row - top,
                column=cell.column - left,
                row_span=min(cell.row_span, bottom - cell.row),
                column_span=min(cell.column_span, right - cell.column),
            )
        )
    return replace(
        table,
        cells=tuple(cells),
        rows=bottom - top,
        columns=right - left,
        header_rows=max(table.header_rows - top, 0),
        hidden_rows=frozenset(row - top for row in table.hidden_rows if top <= row < bottom),
        hidden_columns=frozenset(column - left for column in table.hidden_columns if left <= column < right),
        origin=(table.origin[0] + top, table.origin[1] + left),
        widths=table.widths[left:right],
    )


def _split_rows(table: TableBlock) -> list[TableBlock]:
    """Cut a sheet at blank rows behind which another table begins: a title and a header, or a header with 序号."""
    grid = fill_grid(table)
    starts = [0]
    for row in range(1, table.rows - 1):
        if filled_cells(grid[row - 1]) or not filled_cells(grid[row]) or not _has_body(grid[starts[-1] : row]):
            continue
        if _begins_table(grid[row:]):
            starts.append(row)
    if len(starts) == 1:
        return [table]
    return [
        _trim_columns(_cut(table, start, end, 0, table.columns))
        for start, end in zip(starts, [*starts[1:], table.rows], strict=True)
    ]


def _trim_columns(table: TableBlock) -> TableBlock:
    left = min((cell.column for cell in table.cells if cell.lines), default=0)
    right = max((cell.column + cell.column_span for cell in table.cells if cell.lines), default=table.columns)
    return _cut(table, 0, table.rows, left, right)


def _has_body(grid: Sequence[GridRow]) -> bool:
    return sum(len(filled_cells(row)) > 1 for row in grid) > 1


def _begins_table(grid: Sequence[GridRow]) -> bool:
    first = filled_cells(grid[0])
    if len(first) == 1 and (is_note(first[0].text) or is_unit_line(first[0].text)):
        return False
    rows = next((number for number, row in enumerate(grid[:6]) if len(filled_cells(row)) > 1), None)
    if rows is None or rows + 1 >= len(grid):
        return False
    cells = filled_cells(grid[rows])
    texts = [comparison_key(cell.text) for cell in cells]
    if any(len(text) > _MAX_HEADER_TEXT or text.replace(".", "").isdigit() for text in texts):
        return False
    return texts[0] in _NUMBER_HEADERS or (rows > 0 and len(cells) > 1)
