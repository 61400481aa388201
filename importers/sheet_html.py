"""Web pages and XML that office systems save under the name .xls → sheets."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree, html

from domain.errors import ImportFileError
from domain.text import storable, trim
from importers.blocks import Progress
from importers.grid import MAX_COLUMNS, MAX_ROWS, Sheet, Workbook, check_sheet_count
from importers.guard import parse_xml
from importers.sheet_format import plain_number, show_number
from importers.text_file import decode_text

Element = etree._Element
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_BLOCKS = ("p", "div", "li", "tr")
_SILENT = ("script", "style", "head", "title")
_MAX_DEPTH = 200
_SPREADSHEET_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)")
_NAMED_FORMATS = {
    "Short Date": "yyyy/m/d",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "yyyy-mm-dd",
    "Short Time": "h:mm",
    "Long Time": "h:mm:ss",
    "Percent": "0.00%",
    "Standard": "#,##0.00",
    "Fixed": "0.00",
    "Currency": "¥#,##0.00",
    "Scientific": "0.00E+00",
}


def read_html_sheets(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read every outermost table of a page as a sheet. Raises ImportFileError when there is none."""
    text = _decode_page(data, name)
    # Comments hold Excel's hints; a declared encoding would now be wrong and lxml refuses it.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise _no_table(name, str(error)) from error
    tables = [one for one in root.iter("table") if not any(up.tag == "table" for up in one.iterancestors())]
    tables = [one for one in tables if next(one.iter("td", "th"), None) is not None]
    if not tables:
        raise _no_table(name)
    check_sheet_count(len(tables), name)
    workbook = Workbook()
    for number, table in enumerate(tables):
        if progress:
            progress(number, len(tables))
        caption = next((trim(_text(one)) for one in table.iter("caption")), "")
        sheet = Sheet(caption or ("" if len(tables) == 1 else f"表{number + 1}"))
        _read_table(table, sheet)
        workbook.sheets.append(sheet)
    return workbook


def _no_table(name: str, detail: str = "") -> ImportFileError:
    return ImportFileError(
        "no_table", f"“{name}”的内容是网页，里面没有表格。", "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再导入。", detail
    )


def _decode_page(data: bytes, name: str) -> str:
    """By BOM, else by the declared character set, where it holds; else as any text file."""
    declared = _CHARSET.search(data[:4096])
    word = declared.group(1).decode("ascii").lower() if declared else ""
    if word.startswith("gb") and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return decode_text(data, name)[0]
    return decode_text(data, name)[0]


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _read_table(table: Element, sheet: Sheet) -> None:
    covered: dict[int, int] = {}  # column → the row below the last one that a cell above reaches down to
    for number, row in enumerate(_rows(table)):
        if _is_hidden(row):
            sheet.hidden_rows.add(number)
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while covered.get(column, 0) > number:
                column += 1
            rows, columns = _number(cell, "rowspan", MAX_ROWS), _number(cell, "colspan", MAX_COLUMNS)
            sheet.put(number, column, _cell_text(cell))
            sheet.merge(number, column, rows, columns)
            if rows > 1:
                covered.update(dict.fromkeys(range(column, min(column + columns, MAX_COLUMNS)), number + rows))
            column += columns


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _number(cell: Element, attribute: str, most: int) -> int:
    text = (cell.get(attribute) or "1").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else 1


def _cell_text(cell: Element) -> str:
    lines = [re.sub(r"[ \t\n\r]+", " ", line).strip(" ") for line in _text(cell).split("\x1f")]
    return storable("\n".join(line for line in lines if line))


def _text(element: Element, depth: int = 0) -> str:
    """The text of an element; \\x1f where a line breaks, for the page's own line ends are blanks."""
    if element.tag in _SILENT or depth > _MAX_DEPTH:
        return ""
    if element.tag == "br":
        return "\x1f"
    parts = [(element.text or "").replace("\x1f", "")]
    for child in element:
        parts += [_text(child, depth + 1), (child.tail or "").replace("\x1f", "")]
    inside = "".join(parts)
    return f"\x1f{inside}\x1f" if element.tag in _BLOCKS else inside


def read_xml_sheets(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read a workbook in the XML form of Excel 2003. Raises ImportFileError when it is damaged."""
    root = parse_xml(data, name)
    formats = _formats(root)
    worksheets = [one for one in root if one.tag == f"{_SS}Worksheet"]
    check_sheet_count(len(worksheets), name)
    workbook = Workbook()
    for number, worksheet in enumerate(worksheets):
        if progress:
            progress(number, len(worksheets))
        visible = next((one.text for one in worksheet.iter("{*}Visible")), None)
        sheet = Sheet(
            worksheet.get(f"{_SS}Name") or f"Sheet{number + 1}", is_hidden=visible in ("SheetHidden", "SheetVeryHidden")
        )
        table = worksheet.find(f"{_SS}Table")
        if table is not None:
            _read_xml_table(table, sheet, formats)
        workbook.sheets.append(sheet)
    return workbook


def _formats(root: Element) -> dict[str, str]:
    formats = {}
    for style in root.iter(f"{_SS}Style"):
        number_format = style.find(f"{_SS}NumberFormat")
        if number_format is not None:
            word = number_format.get(f"{_SS}Format") or ""
            formats[style.get(f"{_SS}ID") or ""] = _NAMED_FORMATS.get(word, word)
    return formats


def _ss(element: Element, attribute: str, default: int) -> int:
    text = element.get(f"{_SS}{attribute}") or ""
    return int(text) if text.isdecimal() and len(text) < 9 else default


def _read_xml_table(table: Element, sheet: Sheet, formats: dict[str, str]) -> None:
    row_number = column_number = 0
    for child in table:
        if child.tag == f"{_SS}Column":
            column_number = _ss(child, "Index", column_number + 1)
            end = min(column_number + _ss(child, "Span", 0), MAX_COLUMNS)
            if child.get(f"{_SS}Hidden") == "1":
                sheet.hidden_columns.update(range(column_number - 1, end))
            column_number = end
        elif child.tag == f"{_SS}Row":
            row_number = _ss(child, "Index", row_number + 1)
            if child.get(f"{_SS}Hidden") == "1":
                sheet.hidden_rows.add(row_number - 1)
            _read_xml_row(child, row_number - 1, sheet, formats)
            row_number += _ss(child, "Span", 0)


def _read_xml_row(row: Element, number: int, sheet: Sheet, formats: dict[str, str]) -> None:
    column = 0
    for cell in row:
        if cell.tag != f"{_SS}Cell":
            continue
        column = _ss(cell, "Index", column + 1)
        data = cell.find(f"{_SS}Data")
        if data is not None:
            style = cell.get(f"{_SS}StyleID") or row.get(f"{_SS}StyleID") or ""
            sheet.put(number, column - 1, _data_text(data, formats.get(style, "")))
        across, down = _ss(cell, "MergeAcross", 0), _ss(cell, "MergeDown", 0)
        sheet.merge(number, column - 1, down + 1, across + 1)
        column += across


def _data_text(data: Element, number_format: str) -> str:
    text = storable("".join(str(part) for part in data.itertext())).replace("\r\n", "\n").replace("\r", "\n")
    kind = data.get(f"{_SS}Type")
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind == "DateTime" and (match := _SPREADSHEET_DATE.match(text)):
        return _date_text(match, number_format)
    if kind != "Number":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return show_number(number, number_format) if number_format else plain_number(number)


def _date_text(match: re.Match[str], number_format: str) -> str:
    try:
        moment = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return match.group(0)
    days = (moment - datetime(1899, 12, 30)).total_seconds() / 86400
    return show_number(days, number_format or ("yyyy/m/d" if days == int(days) else "yyyy/m/d h:mm"))
