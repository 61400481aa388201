"""OpenDocument spreadsheets (.ods, .fods) → sheets. The file holds the text each cell shows, formats applied."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from domain.checks import Finding, Severity
from domain.errors import ImportFileError
from domain.text import storable
from importers.blocks import Progress
from importers.grid import MAX_COLUMNS, MAX_ROWS, Sheet, Workbook, check_sheet_count
from importers.guard import Package, parse_xml

Element = etree._Element
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MAX_REPEATED = 20_000
_HIDDEN = ("collapse", "filter")
_GROUPS = ("table-row-group", "table-header-rows", "table-rows")
_COLUMN_GROUPS = ("table-column-group", "table-header-columns", "table-columns")


def read_ods(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read all sheets of a zip or of its flat XML form. Raises ImportFileError when the file is damaged."""
    root = parse_xml(data, name) if not data.startswith(b"PK") else _content(Package(data, name), name)
    body = root.find(f".//{_OFFICE}spreadsheet")
    tables = [one for one in body if one.tag == f"{_TABLE}table"] if body is not None else []
    check_sheet_count(len(tables), name)
    hidden_styles = {
        one.get(f"{_STYLE}name")
        for one in root.iter(f"{_STYLE}style")
        if any(part.get(f"{_TABLE}display") == "false" for part in one.iter(f"{_STYLE}table-properties"))
    }
    workbook = Workbook()
    for number, table in enumerate(tables):
        if progress:
            progress(number, len(tables))
        sheet = Sheet(
            table.get(f"{_TABLE}name") or f"Sheet{number + 1}",
            is_hidden=table.get(f"{_TABLE}style-name") in hidden_styles,
        )
        _read_columns(table, sheet)
        _read_rows(table, sheet)
        workbook.sheets.append(sheet)
    if next(root.iter(f"{_OFFICE}annotation"), None) is not None:
        message = "表格里有批注，没有读取，请对照原文件核对。"
        workbook.findings.append(Finding(Severity.LOOK, "sheet_comments", name, message))
    return workbook


def _content(package: Package, name: str) -> Element:
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ImportFileError(
            "encrypted_sheet", f"“{name}”设置了打开密码，读不到内容。", "请取消密码后另存为 .xlsx，再导入。"
        )
    return package.read_xml("content.xml")


def _repeated(element: Element, what: str) -> int:
    number = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return max(int(number), 1) if number.isdecimal() and len(number) < 9 else 1


def _span(element: Element, what: str) -> int:
    number = element.get(f"{_TABLE}number-{what}-spanned") or "1"
    return max(int(number), 1) if number.isdecimal() and len(number) < 9 else 1


def _parts(parent: Element, wanted: str, groups: tuple[str, ...]) -> Iterator[Element]:
    """Rows or columns of a table, those in groups too."""
    for child in parent:
        name = etree.QName(child).localname
        if name == wanted:
            yield child
        elif name in groups:
            yield from _parts(child, wanted, groups)


def _read_columns(table: Element, sheet: Sheet) -> None:
    place = 0
    for column in _parts(table, "table-column", _COLUMN_GROUPS):
        end = place + _repeated(column, "columns")
        if column.get(f"{_TABLE}visibility") in _HIDDEN:
            sheet.hidden_columns.update(range(place, min(end, MAX_COLUMNS)))
        place = end


def _read_rows(table: Element, sheet: Sheet) -> None:
    index = 0
    for row in _parts(table, "table-row", _GROUPS):
        times = _repeated(row, "rows")
        is_hidden = row.get(f"{_TABLE}visibility") in _HIDDEN
        cells = list(_filled(row))
        if is_hidden:
            sheet.hidden_rows.update(range(index, min(index + times, MAX_ROWS)))
        # An empty row may stand for a million; the same words a thousand times over are no table.
        most = min(times, max(_MAX_REPEATED // max(len(cells), 1), 1))
        sheet.left_out += (times - most) * len(cells)
        for number in range(index, index + most):
            for column, text, cell in cells:
                sheet.put(number, column, text)
                sheet.merge(number, column, _span(cell, "rows"), _span(cell, "columns"))
        index += times


def _filled(row: Element) -> Iterator[tuple[int, str, Element]]:
    """Column, text and element of the cells that hold text; a repeated cell as often as it is repeated."""
    column = 0
    for cell in row:
        name = etree.QName(cell).localname
        if name not in ("table-cell", "covered-table-cell"):
            continue
        times = _repeated(cell, "columns")
        text = _cell_text(cell) if name == "table-cell" else ""
        if text:
            for place in range(column, column + min(times, MAX_COLUMNS + 1)):
                yield place, text, cell
        column += times


def _cell_text(cell: Element) -> str:
    lines = [_line(part) for part in cell if part.tag == f"{_TEXT}p"]
    return storable("\n".join(lines)) if lines else cell.get(f"{_OFFICE}value") or ""


def _line(element: Element) -> str:
    """The text of a paragraph with its blanks, tabs and breaks; annotations and rubies are no text of the cell."""
    parts = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname
        if name == "s":
            count = child.get(f"{_TEXT}c") or "1"
            parts.append(" " * min(int(count) if count.isdecimal() else 1, 1000))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name not in ("annotation", "ruby-text"):
            parts.append(_line(child))
        parts.append(child.tail or "")
    return "".join(parts)
