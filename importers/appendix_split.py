"""Several tables in one grid: side by side with an empty column between, or one below the other in a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.checks import Finding, Option, Severity
from domain.reading import ReadingChoices
from domain.text import comparison_key
from importers.annexes import AnnexTable
from importers.appendix_lead import is_note, is_unit_line, read_lead
from importers.blocks import GridCell, TableBlock
from importers.headers import GridRow, fill_grid, filled_cells, header_depth

_MAX_HEADER_TEXT = 20
_AS_ASSUMED = ReadingChoices()
_SPLIT, _WHOLE = Option("split", "分成几张表"), Option("one", "是一张表")
_NUMBER_HEADERS = ("序号", "编号", "项次")


def split_table(annex: AnnexTable, choices: ReadingChoices = _AS_ASSUMED) -> list[AnnexTable]:
    """The tables in one grid, from top to bottom and left to right; the first keeps label and title.

    Their question ids are those of the grid with .2, .3 behind. An empty column may also be mere layout, so the
    officer can have its sides as one table.
    """
    parts: list[TableBlock] = []
    doubts: tuple[Finding, ...] = ()
    for part in _split_rows(annex.table) if annex.table.sheet else [annex.table]:
        sides = _split_columns(part)
        if len(sides) > 1:
            question = f"{annex.key}:sides"
            is_split = choices.pick(question, _SPLIT.key) == _SPLIT.key
            said = f"已分成 {len(sides)} 张" if is_split else "已按一张表读取"
            message = f"左右并排着 {len(sides)} 组各有表头的列，{said}，请核对。"
            doubts = (
                Finding(Severity.LOOK, "side_by_side", "", message, question, (_SPLIT, _WHOLE), annex.table.line),
            )
            sides = sides if is_split else [part]
        parts += sides
    if len(parts) == 1:
        return [replace(annex, doubts=doubts)]
    tables = [replace(annex, table=parts[0], notes=(), doubts=doubts)]
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
    filled = [
        any(_shows(row[column]) for row in grid if not _is_wide(row, table.columns)) for column in range(table.columns)
    ]
    starts = [column for column in range(table.columns) if filled[column] and (not column or not filled[column - 1])]
    ends = [
        column + 1
        for column in range(table.columns)
        if filled[column] and (column + 1 == table.columns or not filled[column + 1])
    ]
    sides = [_cut(table, 0, table.rows, start, end) for start, end in zip(starts, ends, strict=True)]
    if len(sides) > 1 and all(_has_header(side) for side in sides):
        return sides
    lead = read_lead(grid).rows
    width = _repeated_width(grid[lead], table.columns) if header_depth(table, grid[lead:]) else 0
    return [_cut(table, 0, table.rows, at, at + width) for at in range(0, table.columns, width)] if width else [table]


def _has_header(side: TableBlock) -> bool:
    """Whether the columns of a side have a header of their own and rows below it."""
    grid = fill_grid(side)
    top = read_lead(grid).rows
    depth = header_depth(side, grid[top:])
    return side.columns > 1 and depth > 0 and all(map(_shows, grid[top])) and len(grid) > top + depth


def _shows(cell: GridCell | None) -> bool:
    return cell is not None and bool(cell.lines)


def _is_wide(row: GridRow, columns: int) -> bool:
    """Whether a row holds one cell that reaches over most of the width: a title or a note to all sides."""
    cells = filled_cells(row)
    return len(cells) == 1 and (cells[0].column_span * 2 > columns or len(cells[0].text) > _MAX_HEADER_TEXT)


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
