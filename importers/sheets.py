"""Workbooks of every kind an office sends (.xlsx .xlsm .xls .et .ods .csv, web pages named .xls) → tables."""

from __future__ import annotations

import re

from domain.checks import Finding, Severity
from domain.errors import ImportFileError
from importers.blocks import Document, Progress, SourceKey, TableBlock
from importers.exported_sheet import SheetKeys
from importers.grid import Workbook, sheet_block, sheet_findings
from importers.guard import Package
from importers.kinds import is_zip
from importers.sheet_csv import read_csv
from importers.sheet_html import read_html_sheets, read_xml_sheets
from importers.sheet_ods import read_ods
from importers.sheet_xls import read_xls
from importers.sheet_xlsx import read_xlsx

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SHEET_SUFFIXES = {
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"),
    "ods": ("ods", "ots", "fods"),
    "xls": ("xls", "xlt", "et", "ett"),
    "html": ("htm", "html"),
    "xml": ("xml",),
    "csv": ("csv", "tsv"),
}
_NAMES = {
    "xlsx": "Excel 工作簿（.xlsx）",
    "ods": "OpenDocument 表格（.ods）",
    "xls": "Excel 97-2003 工作簿（.xls）",
    "html": "网页表格（HTML）",
    "xml": "XML 表格（Excel 2003）",
    "csv": "文本表格（CSV）",
}
_ALL_SUFFIXES = {suffix for suffixes in _SHEET_SUFFIXES.values() for suffix in suffixes} - {"htm", "html", "xml"}


def _refuse_mht(_data: bytes, name: str, _progress: Progress | None = None) -> Workbook:
    raise ImportFileError(
        "mht", f"“{name}”的内容是单个文件网页（MHT），不能读取。", "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再导入。"
    )


_READERS = {
    "xlsx": read_xlsx,
    "ods": read_ods,
    "xls": read_xls,
    "html": read_html_sheets,
    "xml": read_xml_sheets,
    "csv": read_csv,
    "mht": _refuse_mht,
}


def is_sheet(data: bytes, name: str) -> bool:
    """Whether the bytes are a workbook or a text table; told by content, by name only for plain text and web pages."""
    return _kind(data, name) is not None


def read_workbook(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read every sheet, hidden ones too, as a grid. Raises ImportFileError when it is no workbook or a broken one."""
    kind = _kind(data, name)
    if kind is None:
        raise ImportFileError("not_a_sheet", f"“{name}”不是表格文件。", "请选择 .xlsx、.xls、.ods 或 .csv 文件。")
    workbook = _READERS[kind](data, name, progress)
    sentence = _mismatch(kind, name)
    if sentence:
        workbook.findings.insert(0, Finding(Severity.NOTE, "kind_mismatch", name, sentence))
    return workbook


def read_sheets(data: bytes, name: str, progress: Progress | None = None) -> Document:
    """Read every sheet that holds anything as a table; its line is its place among the sheets, from 1.

    Raises ImportFileError when the file is broken, beyond the limits or has no filled cell.
    """
    workbook = read_workbook(data, name, progress)
    findings = list(workbook.findings)
    blocks: list[TableBlock] = []
    keys: list[SourceKey] = []
    for number, sheet in enumerate(workbook.sheets, start=1):
        hidden = SheetKeys(sheet)
        if sheet.cells:
            blocks.append(sheet_block(sheet, number, name))
            keys += hidden.placed(blocks[-1])
        findings += sheet_findings(sheet, number)
    if not blocks:
        raise ImportFileError("no_text", f"“{name}”里没有任何内容。", "请确认选对了文件，并且已经保存。")
    return Document(tuple(blocks), tuple(findings), keys=tuple(keys))


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _kind(data: bytes, name: str) -> str | None:
    if is_zip(data):
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return "xls" if _is_old_workbook(data) else None
    suffix = _suffix(name)
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"mime-version") and suffix in _ALL_SUFFIXES:
        return "mht"
    if start.startswith(b"<"):
        return _markup_kind(start, suffix)
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and suffix in _SHEET_SUFFIXES["xls"]:
        return "xls"
    # A text table under the name of a workbook is what export buttons of web systems make.
    is_text = not data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3"))
    return "csv" if suffix in _ALL_SUFFIXES and is_text else None


def _zip_kind(data: bytes, name: str) -> str | None:
    package = Package(data, name)
    if any(part.startswith("xl/") for part in package.names):
        return "xlsx"
    named = next((part for part in ("mimetype", "META-INF/manifest.xml") if part in package.names), "")
    if named and "content.xml" in package.names and b"opendocument.spreadsheet" in package.read(named):
        return "ods"
    return None


def _is_old_workbook(data: bytes) -> bool:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("WordDocument"):
        return False
    return holds("Workbook") or re.search(b"B\0o\0o\0k\0\0\0", data) is not None


def _markup_kind(start: bytes, suffix: str) -> str | None:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<html" not in start:
        return "xml"
    if b"opendocument" in start and b"spreadsheet" in start:
        return "ods"
    if suffix in _ALL_SUFFIXES or b"urn:schemas-microsoft-com:office:excel" in start:
        return "html"
    return None


def _mismatch(kind: str, name: str) -> str:
    """A sentence where one kind of sheet goes under the name of another; names of no sheet are not ours to judge."""
    suffix = _suffix(name)
    if suffix not in _ALL_SUFFIXES or suffix in _SHEET_SUFFIXES[kind]:
        return ""
    return f"文件名以 .{suffix} 结尾，内容却是{_NAMES[kind]}，已按内容读取。"
