"""Pages → the bytes of a file of any kind an enterprise sends."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from importers.grid import cell_name
from tests.importers.returns.model import Formula, Page, Value
from tests.importers.word_builder import tbl, tc, tr, word_file, zip_file

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_HIDDEN_SHEET, _HIDDEN_ROW = " state='hidden'", " hidden='1'"
_SS = "urn:schemas-microsoft-com:office:spreadsheet"


def shown(value: Value | Formula) -> str:
    """The text a sheet shows."""
    if isinstance(value, Formula):
        return str(value.result)
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, date) else str(value)


def _covered(page: Page) -> dict[tuple[int, int], tuple[int, int]]:
    """Places under merged cells, by the corner that covers them."""
    return {
        (row + down, column + right): (row, column)
        for row, column, rows, columns in page.merges
        for down in range(rows)
        for right in range(columns)
        if down or right
    }


def xlsx(pages: list[Page]) -> bytes:
    """A workbook as WPS writes it, with a <dimension> that is wrong."""
    strings: dict[str, int] = {}
    entries = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        "<Default Extension='xml' ContentType='application/xml'/><Override PartName='/xl/workbook.xml' "
        "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"
        + "".join(
            f"<Override PartName='/xl/worksheets/sheet{n}.xml' ContentType="
            "'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'/>"
            for n in range(1, len(pages) + 1)
        )
        + "<Override PartName='/xl/sharedStrings.xml' ContentType="
        "'application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml'/>"
        "<Override PartName='/xl/styles.xml' ContentType="
        "'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml'/></Types>",
        "_rels/.rels": _rels([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f"<workbook xmlns='{_MAIN}' xmlns:r='{_RELATIONS}'><sheets>"
        + "".join(
            f"<sheet name={quoteattr(page.name)} sheetId='{n}' r:id='r{n}'{_HIDDEN_SHEET * page.is_hidden}/>"
            for n, page in enumerate(pages, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _rels(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)]
            + [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
        ),
    }
    for number, page in enumerate(pages, 1):
        entries[f"xl/worksheets/sheet{number}.xml"] = _worksheet(page, strings)
    items = "".join(f"<si><t xml:space='preserve'>{escape(text)}</t></si>" for text in strings)
    entries["xl/sharedStrings.xml"] = f"<sst xmlns='{_MAIN}'>{items}</sst>"
    entries["xl/styles.xml"] = (
        f"<styleSheet xmlns='{_MAIN}'><fonts count='1'><font/></fonts><fills count='1'><fill/></fills>"
        "<borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs>"
        "<cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='14' applyNumberFormat='1'/></cellXfs></styleSheet>"
    )
    return zip_file(entries)


def _rels(targets: list[tuple[str, str]]) -> str:
    inner = "".join(
        f"<Relationship Id='r{n}' Type='{_RELATIONS}/{kind}' Target='{target}'/>"
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships xmlns='{_PACKAGE}'>{inner}</Relationships>"


def _worksheet(page: Page, strings: dict[str, int]) -> str:
    rows: dict[int, list[str]] = {}
    for (row, column), value in sorted(page.cells.items()):
        rows.setdefault(row, []).append(_cell(cell_name(row, column), value, strings))
    body = "".join(
        f"<row r='{row + 1}'{_HIDDEN_ROW * (row in page.hidden_rows)}>{''.join(cells)}</row>"
        for row, cells in rows.items()
    )
    merges = "".join(
        f"<mergeCell ref='{cell_name(row, column)}:{cell_name(row + rows - 1, column + columns - 1)}'/>"
        for row, column, rows, columns in page.merges
    )
    return (
        f"<worksheet xmlns='{_MAIN}'><dimension ref='A1'/><sheetData>{body}</sheetData>"
        + (f"<mergeCells>{merges}</mergeCells>" if merges else "")
        + "</worksheet>"
    )


def _cell(place: str, value: Value | Formula, strings: dict[str, int]) -> str:
    if isinstance(value, Formula):
        return f"<c r='{place}' t='str'><f>{escape(value.text)}</f><v>{escape(str(value.result))}</v></c>"
    if isinstance(value, date):
        return f"<c r='{place}' s='1'><v>{(value - date(1899, 12, 30)).days}</v></c>"
    if isinstance(value, str):
        return f"<c r='{place}' t='s'><v>{strings.setdefault(value, len(strings))}</v></c>"
    return f"<c r='{place}'><v>{value}</v></c>"


def openpyxl_xlsx(pages: list[Page]) -> bytes:
    """A workbook as openpyxl saves it; formulas, whose results it cannot store, as text."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.name)
        for (row, column), value in page.cells.items():
            sheet.cell(row + 1, column + 1, value.result if isinstance(value, Formula) else value)
        for row, column, rows, columns in page.merges:
            sheet.merge_cells(
                start_row=row + 1, start_column=column + 1, end_row=row + rows, end_column=column + columns
            )
        for row in page.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(pages: list[Page]) -> bytes:
    """An OpenDocument workbook."""
    names = ("office", "text", "table", "style")
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in names)
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    body = "".join(_ods_table(page) for page in pages)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_file({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def _ods_table(page: Page) -> str:
    covered = _covered(page)
    spans = {(row, column): (rows, columns) for row, column, rows, columns in page.merges}
    rows = []
    for row in range(page.bottom):
        cells = []
        for column in range(page.right):
            if (row, column) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            span = spans.get((row, column), (1, 1))
            wide = f' table:number-columns-spanned="{span[1]}" table:number-rows-spanned="{span[0]}"' * (span != (1, 1))
            text = shown(page.cells.get((row, column), ""))
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
            cells.append(f"<table:table-cell{wide}>{lines}</table:table-cell>")
        hidden = ' table:visibility="collapse"' * (row in page.hidden_rows)
        rows.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    style = ' table:style-name="h"' * page.is_hidden
    return f"<table:table table:name={quoteattr(page.name)}{style}>{''.join(rows)}</table:table>"


def text_table(pages: list[Page], separator: str = ",") -> str:
    """The first page as text; merges are lost."""
    page = pages[0]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    for row in range(page.bottom):
        writer.writerow([shown(page.cells.get((row, column), "")) for column in range(page.right)])
    return buffer.getvalue()


def html(pages: list[Page]) -> bytes:
    """A web page as export buttons make it."""
    tables = []
    for page in pages:
        covered = _covered(page)
        spans = {(row, column): (rows, columns) for row, column, rows, columns in page.merges}
        rows = []
        for row in range(page.bottom):
            cells = []
            for column in range(page.right):
                if (row, column) not in covered:
                    down, wide = spans.get((row, column), (1, 1))
                    text = "<br>".join(escape(line) for line in shown(page.cells.get((row, column), "")).split("\n"))
                    cells.append(f'<td rowspan="{down}" colspan="{wide}">{text}</td>')
            rows.append(f"<tr>{''.join(cells)}</tr>")
        tables.append(f"<table>{''.join(rows)}</table>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(tables)}</body></html>'.encode()


def xml_2003(pages: list[Page]) -> bytes:
    """A workbook in the XML form of Excel 2003."""
    sheets = []
    for page in pages:
        spans = {(row, column): (rows, columns) for row, column, rows, columns in page.merges}
        rows = []
        for row in sorted({row for row, _ in page.cells}):
            cells = []
            for column in sorted(column for line, column in page.cells if line == row):
                down, wide = spans.get((row, column), (1, 1))
                more = f' ss:MergeAcross="{wide - 1}"' * (wide > 1) + f' ss:MergeDown="{down - 1}"' * (down > 1)
                text = escape(shown(page.cells[row, column])).replace("\n", "&#10;")
                cells.append(f'<Cell ss:Index="{column + 1}"{more}><Data ss:Type="String">{text}</Data></Cell>')
            hidden = ' ss:Hidden="1"' * (row in page.hidden_rows)
            rows.append(f'<Row ss:Index="{row + 1}"{hidden}>{"".join(cells)}</Row>')
        visible = "<x:Visible>SheetHidden</x:Visible>" * page.is_hidden
        options = f'<x:WorksheetOptions xmlns:x="urn:schemas-microsoft-com:office:excel">{visible}</x:WorksheetOptions>'
        sheets.append(f"<Worksheet ss:Name={quoteattr(page.name)}><Table>{''.join(rows)}</Table>{options}</Worksheet>")
    return f'<?xml version="1.0"?><Workbook xmlns="{_SS}" xmlns:ss="{_SS}">{"".join(sheets)}</Workbook>'.encode()


def docx(pages: list[Page]) -> bytes:
    """Tables in a Word file, a row for a row; blank rows are left out."""
    body = []
    for page in pages:
        covered = _covered(page)
        spans = {(row, column): (rows, columns) for row, column, rows, columns in page.merges}
        rows = []
        for row in range(page.bottom):
            cells = []
            column = 0
            while column < page.right:
                corner = covered.get((row, column), (row, column))
                down, wide = spans.get(corner, (1, 1))
                merge = ("restart" if corner[0] == row else "continue") if down > 1 else ""
                text = shown(page.cells.get((row, column), ""))
                cells.append(tc(*(escape(line) for line in text.split("\n")), span=wide, merge=merge))
                column += wide
            rows.append(tr(*cells))
        body.append(tbl(*rows))
    return word_file("".join(body))


# name of the kind → file suffix, writer; those of LibreOffice are made of the xlsx in one go.
KINDS: dict[str, tuple[str, Callable[[list[Page]], bytes]]] = {
    "xlsx": ("xlsx", xlsx),
    "xlsx-openpyxl": ("xlsx", openpyxl_xlsx),
    "xlsm": ("xlsm", xlsx),
    "ods": ("ods", ods),
    "csv-utf8": ("csv", lambda pages: text_table(pages).encode()),
    "csv-bom": ("csv", lambda pages: text_table(pages).encode("utf-8-sig")),
    "csv-gb18030": ("csv", lambda pages: text_table(pages).encode("gb18030")),
    "csv-utf16": ("csv", lambda pages: text_table(pages, "\t").encode("utf-16")),
    "csv-semicolon": ("csv", lambda pages: text_table(pages, ";").encode()),
    "csv-tab": ("tsv", lambda pages: text_table(pages, "\t").encode("gb18030")),
    "html": ("xls", html),
    "xml2003": ("xls", xml_2003),
    "docx": ("docx", docx),
}
OFFICE_KINDS = {"lo-xlsx": ("xlsx", "xlsx"), "lo-ods": ("ods", "ods"), "xls": ("xls", "xls"), "et": ("et", "xls")}
