"""The sheets of a returned file as they are, for a person to look at."""

from __future__ import annotations

from domain.source_sheet import SheetCell, SourceSheet
from importers.grid import Sheet
from importers.guard import SourcePath, printable_name, read_bytes
from importers.submissions import returned_workbook

_ROWS, _COLUMNS = 3000, 120  # more than that nobody looks through in a picture of a sheet


def read_source_sheets(path: SourcePath) -> tuple[SourceSheet, ...]:
    """Every sheet of a returned file, hidden ones too. Raises ImportFileError when it cannot be read."""
    workbook = returned_workbook(read_bytes(path), printable_name(path))
    return tuple(_seen(sheet) for sheet in workbook.sheets)


def _seen(sheet: Sheet) -> SourceSheet:
    spans = sheet.spans()
    cells = []
    left_out = sheet.left_out
    for (row, column), text in sorted(sheet.cells.items()):
        if row >= _ROWS or column >= _COLUMNS:
            left_out += 1
            continue
        end_row, end_column = spans.get((row, column), (row + 1, column + 1))
        cells.append(SheetCell(row, column, text, min(end_row, _ROWS) - row, min(end_column, _COLUMNS) - column))
    bottom = max((one.row + one.rows for one in cells), default=0)
    right = max((one.column + one.columns for one in cells), default=0)
    return SourceSheet(
        sheet.name,
        bottom,
        right,
        tuple(cells),
        frozenset(row for row in sheet.hidden_rows if row < bottom),
        frozenset(column for column in sheet.hidden_columns if column < right),
        sheet.is_hidden,
        tuple(round(sheet.widths.get(column, 0)) for column in range(right)),
        left_out,
    )
