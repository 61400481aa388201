"""Workbooks of Excel 2007 and later and of WPS (.xlsx, .xlsm): zip and XML → sheets.

Rows are streamed and only filled cells kept, so a wrong <dimension> loses nothing and a stray far cell costs nothing.
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from domain.checks import Finding, Severity
from domain.errors import ImportFileError
from domain.text import storable
from importers.blocks import Progress
from importers.grid import Sheet, Workbook, check_sheet_count
from importers.guard import Package, check_no_doctype
from importers.sheet_format import BUILT_IN, plain_number, show_number

Element = etree._Element
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_STEP = 2_000


@dataclass
class _Book:
    """What the sheets share."""

    package: Package
    name: str
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    from_1904: bool = False


def read_xlsx(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read all sheets. Raises ImportFileError when the file is damaged or beyond the limits."""
    package = Package(data, name)
    main = _main_part(package, name)
    root = package.read_xml(main)
    relations = _relations(package, main)
    book = _Book(package, name)
    properties = _first(root, "workbookPr")
    book.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    for kind, target in relations.values():
        if kind == "sharedStrings" and target in package.names:
            book.strings = [_text(item) for item in package.read_xml(target) if _local(item) == "si"]
        elif kind == "styles" and target in package.names:
            book.formats = _formats(package.read_xml(target))
    workbook = Workbook()
    listed = [one for one in root.iter() if _local(one) == "sheet"]
    check_sheet_count(len(listed), name)
    for number, one in enumerate(listed):
        if progress:
            progress(number, len(listed))
        identity = next((value for key, value in one.attrib.items() if str(key).endswith("}id")), "")
        kind, target = relations.get(str(identity), ("", ""))
        if kind == "worksheet" and target in package.names:
            sheet = Sheet(one.get("name") or f"Sheet{number + 1}", is_hidden=one.get("state") not in (None, "visible"))
            _read_sheet(book, target, sheet)
            workbook.sheets.append(sheet)
        else:
            message = f"“{one.get('name')}”不是普通的工作表（例如只有图表），没有读取。"
            workbook.findings.append(Finding(Severity.LOOK, "not_a_worksheet", name, message))
    workbook.findings += _beside_the_cells(package, name)
    return workbook


def _main_part(package: Package, name: str) -> str:
    for kind, target in _relations(package, "").values():
        if kind == "officeDocument" and target in package.names:
            if target.endswith(".bin"):
                raise ImportFileError(
                    "xlsb",
                    f"“{name}”是二进制工作簿格式（.xlsb），不能读取。",
                    "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再导入。",
                )
            return target
    if "xl/workbook.xml" in package.names:
        return "xl/workbook.xml"
    raise ImportFileError(
        "damaged",
        f"文件“{name}”已损坏，找不到里面的工作表。",
        "请用 WPS 或 Excel 打开并修复后另存，或者请来文单位重新发送。",
    )


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → last word of its type and the part it points to."""
    folder, base = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if path not in package.names:
        return {}
    found = {}
    for one in package.read_xml(path):
        if one.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/" + folder, one.get("Target") or ""))
        found[one.get("Id") or ""] = ((one.get("Type") or "").rpartition("/")[2], target.lstrip("/"))
    return found


def _formats(styles: Element) -> list[str]:
    """The number format of each cell style."""
    own = {one.get("numFmtId"): one.get("formatCode") or "" for one in styles.iter() if _local(one) == "numFmt"}
    cell_styles = _first(styles, "cellXfs")
    formats = []
    for one in cell_styles if cell_styles is not None else ():
        number = one.get("numFmtId") or "0"
        formats.append(own.get(number) or (BUILT_IN.get(int(number), "") if number.isdecimal() else ""))
    return formats


def _read_sheet(book: _Book, part: str, sheet: Sheet) -> None:
    data = book.package.read(part)
    check_no_doctype(data, book.name)
    row_number = -1
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data),
            tag=("{*}row", "{*}col", "{*}mergeCell"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
        ):
            name = _local(element)
            if name == "row":
                row_number = _read_row(book, element, row_number + 1, sheet)
                element.clear()
                while element.getprevious() is not None and (above := element.getparent()) is not None:
                    del above[0]
            elif name == "col":
                _read_columns(element, sheet)
            else:
                _read_merge(element.get("ref") or "", sheet)
    except etree.XMLSyntaxError as error:
        raise ImportFileError(
            "damaged",
            f"文件“{book.name}”已损坏，工作表“{sheet.name}”读不出完整内容。",
            "请用 WPS 或 Excel 打开并修复后另存，或者请来文单位重新发送。",
            str(error),
        ) from error


def _read_row(book: _Book, row: Element, expected: int, sheet: Sheet) -> int:
    number = row.get("r") or ""
    index = int(number) - 1 if number.isdecimal() and 0 < len(number) <= 7 else expected
    if row.get("hidden") in ("1", "true"):
        sheet.hidden_rows.add(index)
    column = -1
    tag = f"{str(row.tag)[:-3]}c"
    for cell in row:
        if cell.tag != tag:
            continue
        # Only the letters count: the row knows its own number.
        column = _column(cell.get("r", "").rstrip("0123456789"), column + 1)
        text = _cell_text(book, cell, sheet, tag[:-1])
        if text:
            sheet.put(index, column, text)
    return index


@cache
def _column(letters: str, expected: int) -> int:
    """A B … XFD from 0; a cell without a reference stands beside the one before."""
    place = _place(f"{letters}1")
    return place[1] if place else expected


def _cell_text(book: _Book, cell: Element, sheet: Sheet, namespace: str) -> str:
    value = formula = None
    inline = ""
    for child in cell:
        name = child.tag
        if name == f"{namespace}v":
            value = child.text
        elif name == f"{namespace}f":
            formula = child
        elif name == f"{namespace}is":
            inline = _text(child)
    kind = cell.get("t") or "n"
    if kind == "s" and value and value.isdecimal():
        return book.strings[int(value)] if int(value) < len(book.strings) else ""
    if kind == "inlineStr" or (inline and value is None):
        return inline
    if value is None or value == "":
        sheet.unsolved += formula is not None and kind != "str"
        return ""
    if kind == "b":
        return "TRUE" if value.strip() in ("1", "true") else "FALSE"
    if kind != "n":
        return _unescape(value)
    return _number_text(book, value, cell.get("s") or "0")


def _number_text(book: _Book, value: str, style: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return _unescape(value)
    if number != number or abs(number) == float("inf"):
        return value
    index = int(style) if style.isdecimal() else 0
    number_format = book.formats[index] if index < len(book.formats) else ""
    return show_number(number, number_format, from_1904=book.from_1904) if number_format else plain_number(number)


def _read_columns(column: Element, sheet: Sheet) -> None:
    first, last = column.get("min") or "", column.get("max") or ""
    if not (first.isdecimal() and last.isdecimal()):
        return
    # A style for “all other columns” reaches to the last possible one.
    places = range(int(first) - 1, min(int(last), 512))
    if column.get("hidden") in ("1", "true"):
        sheet.hidden_columns.update(places)
    try:
        sheet.widths.update(dict.fromkeys(places, float(column.get("width") or "")))
    except ValueError:
        return


def _read_merge(reference: str, sheet: Sheet) -> None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    if start and end and end >= start:
        sheet.merge(start[0], start[1], end[0] - start[0] + 1, end[1] - start[1] + 1)


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match.group(2)) - 1, column - 1


def _beside_the_cells(package: Package, name: str) -> list[Finding]:
    """Comments, text boxes and pictures hold words too; which sheets they are on does not matter here."""
    findings = []
    for pattern, code, what in (
        (r"xl/(?:comments\d*|comments/comment\d+|threadedComments/.*)\.xml$", "sheet_comments", "批注"),
        (r"xl/drawings/drawing\d+\.xml$", "sheet_drawings", "图片、图形或文本框"),
    ):
        if any(re.match(pattern, part) for part in package.names):
            message = f"表格里有{what}，没有读取，请对照原文件核对。"
            findings.append(Finding(Severity.LOOK, code, name, message))
    return findings


def _text(item: Element) -> str:
    """The text of a string item: its runs one after another, without phonetic hints."""
    if len(item) == 1 and str(item[0].tag).endswith("}t"):
        return _unescape(item[0].text or "")
    parts = []
    for child in item:
        name = _local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [one.text or "" for one in child if _local(one) == "t"]
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    text = storable(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _first(root: Element, wanted: str) -> Element | None:
    return next((one for one in root.iter() if _local(one) == wanted), None)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
