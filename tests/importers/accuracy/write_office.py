"""HTML, flat OpenDocument and workbooks; LibreOffice makes the others out of them."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import tempfile
import zipfile
from datetime import date
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from tests.importers.accuracy.layout import Box, grid_of, size_of
from tests.importers.accuracy.masters import Item, Master, Table, done_text, visible
from tests.importers.accuracy.write_text import caption, lines_of

_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97"}
_NAMES = ["office", "text", "table", "style", "fo"]


def html(master: Master) -> str:
    """The document as a web page: headings as h1–h5 or bold paragraphs, tables with spans."""
    parts = []
    for item in master.items:
        if item.kind == "table":
            assert item.table is not None
            parts.append(_html_table(item.table))
            continue
        for line in lines_of(item):
            parts.append(_html_line(item, escape(line), master.options.get("style", "heading")))
    body = "\n".join(parts)
    return f'<html><head><meta charset="utf-8"><title></title></head><body>\n{body}\n</body></html>\n'


def _html_line(item: Item, line: str, style: str) -> str:
    if item.kind in ("title", "stage"):
        return f'<p align="center"><font size="6">{line}</font></p>'
    if item.kind == "heading" and style == "heading" and not item.run_in:
        return f"<h{item.level}>{line}</h{item.level}>"
    if item.kind in ("heading", "box") and style == "bold" and not item.run_in:
        return f"<p><b>{line}</b></p>"
    return f"<p>{line}</p>"


def _html_table(table: Table) -> str:
    boxes = grid_of(table)
    rows, columns = size_of(boxes)
    lines = [f'<tr><td colspan="{columns}">{escape(line)}</td></tr>' for line in caption(table)]
    for row in range(rows):
        cells = "".join(_html_cell(box) for box in boxes if box.row == row)
        lines.append(f"<tr>{cells}</tr>")
    lines += [f'<tr><td colspan="{columns}">{escape(line)}</td></tr>' for line in table.notes]
    return '<table border="1">\n' + "\n".join(lines) + "\n</table>"


def _html_cell(box: Box) -> str:
    spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
        f' colspan="{box.columns}"' if box.columns > 1 else ""
    )
    return f"<td{spans}>{escape(done_text(box.text)).replace(chr(10), '<br>')}</td>"


def flat_odt(master: Master) -> str:
    """The document as flat OpenDocument text, headings with outline levels, numbers typed or from the outline."""
    automatic = master.options.get("numbering") == "auto"
    parts = []
    for item in master.items:
        if item.kind == "table":
            assert item.table is not None
            parts.append(_odt_table(item.table))
        elif item.kind == "heading":
            text = visible(item.text) if automatic else item.label + visible(item.text)
            line = xml_escape(text + visible(item.run_in))
            parts.append(
                f"<text:p>{line}</text:p>"
                if item.run_in and not automatic
                else f'<text:h text:outline-level="{item.level}">{line}</text:h>'
            )
        else:
            centre = ' text:style-name="Mid"' if item.kind in ("title", "stage") else ""
            parts += [f"<text:p{centre}>{xml_escape(line)}</text:p>" for line in lines_of(item)]
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES)
    spaces = spaces.replace("xmlns:fo:1.0", "xmlns:xsl-fo-compatible:1.0")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{_outline_style() if automatic else ''}</office:styles>"
        '<office:automatic-styles><style:style style:name="Mid" style:family="paragraph">'
        '<style:paragraph-properties fo:text-align="center"/></style:style></office:automatic-styles>'
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body></office:document>"
    )


def _outline_style() -> str:
    forms = [("", "一, 二, 三, ...", "、"), ("（", "一, 二, 三, ...", "）"), ("", "1", "."), ("（", "1", "）")]
    levels = "".join(
        f'<text:outline-level-style text:level="{place}" style:num-prefix="{before}" style:num-suffix="{after}" '
        f'style:num-format="{form}"/>'
        for place, (before, form, after) in enumerate(forms, start=1)
    )
    return f'<text:outline-style style:name="Outline">{levels}</text:outline-style>'


def _odt_table(table: Table) -> str:
    boxes = grid_of(table)
    rows, columns = size_of(boxes)
    places = {(box.row, box.column): box for box in boxes}
    made = "".join(f"<text:p>{xml_escape(line)}</text:p>" for line in caption(table))
    made += f'<table:table><table:table-column table:number-columns-repeated="{columns}"/>'
    for row in range(rows):
        made += "<table:table-row>"
        for column in range(columns):
            box = places.get((row, column))
            if box is None:
                made += "<table:covered-table-cell/>"
                continue
            text = "".join(f"<text:p>{xml_escape(line)}</text:p>" for line in done_text(box.text).split("\n"))
            made += (
                f'<table:table-cell table:number-rows-spanned="{box.rows}" '
                f'table:number-columns-spanned="{box.columns}">{text}</table:table-cell>'
            )
        made += "</table:table-row>"
    return made + "</table:table>" + "".join(f"<text:p>{xml_escape(line)}</text:p>" for line in table.notes)


def workbook(master: Master) -> bytes:
    """The tables of the document as openpyxl saves them: a sheet each, or one below the other."""
    book = Workbook()
    sheet = book.active
    top = 1
    for number, table in enumerate(item.table for item in master.items if item.table is not None):
        if number and master.options.get("sheets") == "each":
            sheet, top = book.create_sheet(), 1
        top += int(master.options.get("down", "0")) if number == 0 else 0
        side = int(master.options.get("right", "0")) + int(master.options.get("side", "0")) * number
        if number and "side" in master.options:
            top = 1
        sheet.title = (table.label or table.title or "Sheet")[:20]
        top = _sheet_table(sheet, table, top, side, master.options)
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_wrong_dimension(buffer.getvalue()) if master.options.get("dimension") else buffer.getvalue()


def _with_wrong_dimension(data: bytes) -> bytes:
    """The workbook with a sheet that says it is one cell large, as some programs save it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content)
            target.writestr(name, content)
    return buffer.getvalue()


def _sheet_table(sheet, table: Table, top: int, left: int, options: dict[str, str]) -> int:  # type: ignore[no-untyped-def]
    boxes = grid_of(table)
    rows, columns = size_of(boxes)
    thin = Border(*[Side(style="thin")] * 4)
    for line in caption(table):
        sheet.cell(top, left + 1, line).font = Font(bold=True, size=16)
        sheet.merge_cells(start_row=top, end_row=top, start_column=left + 1, end_column=left + columns)
        top += 1
    for box in boxes:
        cell = sheet.cell(top + box.row, left + box.column + 1, _value(done_text(box.text), options))
        if isinstance(cell.value, date):
            cell.number_format = 'yyyy"年"m"月"d"日"'
        elif isinstance(cell.value, float) and box.text.endswith("%"):
            cell.number_format = "0.0%" if "." in box.text else "0%"
        cell.alignment, cell.border = Alignment(wrap_text=True), thin
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=top + box.row,
                end_row=top + box.row + box.rows - 1,
                start_column=left + box.column + 1,
                end_column=left + box.column + box.columns,
            )
    top += rows
    for line in table.notes:
        sheet.cell(top, left + 1, line)
        sheet.merge_cells(start_row=top, end_row=top, start_column=left + 1, end_column=left + columns)
        top += 1
    return top + 1


def _value(text: str, options: dict[str, str]) -> str | float | int | date | None:
    """Figures, percentages and dates as such, where the options want them so."""
    if options.get("typed") == "yes" and (found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text)):
        return date(*map(int, found.groups()))
    if options.get("typed") == "yes" and (found := re.fullmatch(r"(\d+(?:\.\d)?)%", text)):
        return float(found.group(1)) / 100
    if options.get("figures") == "yes" and text.replace(".", "", 1).isdecimal():
        return float(text) if "." in text else int(text)
    return text or None


def csv_bytes(master: Master) -> bytes:
    """The first table as comma- or tab-separated values, merged cells left blank."""
    table = next(item.table for item in master.items if item.table is not None)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter={"tab": "\t", "semicolon": ";"}.get(master.options.get("sep", ""), ","))
    boxes = grid_of(table)
    rows, columns = size_of(boxes)
    grid = [[""] * columns for _ in range(rows)]
    for box in boxes:
        grid[box.row][box.column] = done_text(box.text)
    for line in caption(table) if master.options.get("caption") != "no" else []:
        writer.writerow([line] + [""] * (columns - 1))
    writer.writerows(grid)
    writer.writerows([line] for line in table.notes)
    return buffer.getvalue().encode(master.options.get("encoding", "utf-8"))


def convert(files: dict[str, bytes], target: str, source_filter: str) -> dict[str, bytes]:
    """Let LibreOffice save files (by name) as another kind; names keep their stem."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        filters = [f"--infilter={source_filter}"] if source_filter else []
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *filters]
        command += ["--convert-to", _FILTERS.get(target, target), "--outdir", f"{folder}/out", *files]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        return {made.name: made.read_bytes() for made in (Path(folder) / "out").iterdir()}
