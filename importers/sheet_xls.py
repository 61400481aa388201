"""Workbooks of Excel 97–2003 and of WPS (.xls, .et): xlrd → sheets."""

from __future__ import annotations

import io
import struct

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.compdoc import CompDocError

from domain.errors import ImportFileError
from domain.text import storable
from importers.blocks import Progress
from importers.grid import MAX_COLUMNS, Sheet, Workbook, check_sheet_count
from importers.sheet_format import BUILT_IN, plain_number, show_number

# What xlrd raises on bytes that no program of an office would write.
_BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    EOFError,
    NotImplementedError,
    RecursionError,
)


def read_xls(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read all sheets. Raises ImportFileError when the file is damaged, encrypted or beyond the limits."""
    try:
        return _read(data, name, progress)
    except _BROKEN as error:
        if "encrypted" in str(error).lower():
            raise ImportFileError(
                "encrypted_sheet", f"“{name}”设置了打开密码，读不到内容。", "请取消密码后另存为 .xlsx，再导入。"
            ) from error
        raise ImportFileError(
            "damaged",
            f"文件“{name}”已损坏，读不出完整内容。",
            "请用 WPS 或 Excel 打开并修复后另存为 .xlsx，或者请来文单位重新发送。",
            repr(error),
        ) from error


def _read(data: bytes, name: str, progress: Progress | None) -> Workbook:
    # Merges, hidden rows and formats are kept only on demand; xlrd's own log would go to the terminal.
    with xlrd.open_workbook(
        file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
    ) as book:
        check_sheet_count(book.nsheets, name)
        workbook = Workbook()
        for number in range(book.nsheets):
            if progress:
                progress(number, book.nsheets)
            workbook.sheets.append(_read_sheet(book, number))
            book.unload_sheet(number)
    return workbook


def _read_sheet(book: xlrd.book.Book, number: int) -> Sheet:
    source = book.sheet_by_index(number)
    sheet = Sheet(source.name, is_hidden=source.visibility != 0)
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            text = _cell_text(book, source.cell(row, column))
            if text:
                sheet.put(row, column, text)
    for first, end, left, right in source.merged_cells:
        sheet.merge(first, left, end - first, right - left)
    sheet.hidden_rows |= {row for row, info in source.rowinfo_map.items() if info.hidden}
    for column, info in source.colinfo_map.items():
        if column >= MAX_COLUMNS:
            continue
        if info.hidden:
            sheet.hidden_columns.add(column)
        sheet.widths[column] = info.width / 256
    return sheet


def _cell_text(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return storable(str(cell.value)).replace("\r\n", "\n").replace("\r", "\n")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(int(cell.value), "#N/A"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    number = float(cell.value)
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    known = book.format_map.get(style.format_key) if style else None
    if known is None:
        return plain_number(number)
    return show_number(number, _chinese(known), from_1904=bool(book.datemode))


def _chinese(known: xlrd.formatting.Format) -> str:
    """The format as a Chinese program shows it: files name the short date by number only, xlrd spells it American."""
    if known.format_key in (14, 22) or (27 <= known.format_key <= 58 and not known.format_str):
        return BUILT_IN.get(known.format_key, "")
    return str(known.format_str or "")
