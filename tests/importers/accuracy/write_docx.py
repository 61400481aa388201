"""Word files as python-docx saves them."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from tests.importers.accuracy.layout import grid_of, size_of
from tests.importers.accuracy.masters import Item, Master, Table, done_text, visible
from tests.importers.accuracy.write_text import caption, lines_of


def python_docx(master: Master) -> bytes:
    """The document with heading styles, bold headings or plain paragraphs, as the options say."""
    document = Document()
    style = master.options.get("style", "heading")
    section = document.sections[0]
    section.header.paragraphs[0].text = master.options.get("head", "内部资料")
    for item in master.items:
        if item.kind == "table":
            assert item.table is not None
            _table(document, item.table)
            continue
        for line in lines_of(item):
            _paragraph(document, item, line, style)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paragraph(document: Document, item: Item, line: str, style: str) -> None:
    made = document.add_paragraph()
    if item.kind in ("title", "stage", "number"):
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.add_run(line).font.size = Pt(22)
        return
    heading = item.label + visible(item.text)
    if item.kind == "heading" and style == "heading" and not item.run_in:
        made.style = document.styles[f"Heading {item.level}"]
        made.add_run(line)
    elif item.kind in ("heading", "box") and style != "plain":
        made.add_run(heading).bold = True
        made.add_run(line[len(heading) :])
    else:
        made.paragraph_format.first_line_indent = Pt(32)
        made.add_run(line)


def _table(document: Document, table: Table) -> None:
    for line in caption(table):
        document.add_paragraph(line)
    boxes = grid_of(table)
    rows, columns = size_of(boxes)
    made = document.add_table(rows, columns)
    made.style = document.styles["Table Grid"]
    for box in boxes:
        cell = made.cell(box.row, box.column)
        if box.rows > 1 or box.columns > 1:
            cell = cell.merge(made.cell(box.row + box.rows - 1, box.column + box.columns - 1))
        first, *more = done_text(box.text).split("\n")
        cell.paragraphs[0].text = first
        for line in more:
            cell.add_paragraph(line)
    for line in table.notes:
        document.add_paragraph(line)
