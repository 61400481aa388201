"""Neutral document → Excel workbook, one sheet a section."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.tables import HeaderCell
from exporters import page
from exporters.blocks import (
    BlankLine,
    BodyCell,
    BodyRow,
    Caption,
    Column,
    Document,
    Label,
    Section,
    Table,
    TableNote,
    Title,
    UnitLine,
)
from exporters.characters import em_width, printable
from exporters.file_names import distinct
from exporters.page import Layout, Pt
from exporters.profile import Face
from exporters.table_layout import balanced_head, head_room
from exporters.word import PROGRAM

_SHEET_NAME_MOST = 31
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RULE = Side(style="thin", color="000000")
_BORDER = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)
_NOTE_HEIGHT = Pt(24)
_UPRIGHT_ENDS = Pt(8)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_TICK_ROWS = 50
_NEVER_FIRST = "）》”、，。"
_UPRIGHT = 255  # the rotation that stacks characters
_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,8}|0")


class ExcelWriter:
    """Writes the tables of a document as .xlsx: the same label, title, header and rows as on paper."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def write(self, document: Document, target: BinaryIO, when: datetime, tick: Callable[[], None]) -> None:
        """Write a document into an open binary file. `tick` is called again and again and may raise to stop."""
        book = Workbook()
        book.remove(book.worksheets[0])
        names = distinct(_sheet_name(section.name) for section in document.sections)
        for section, name in zip(document.sections, names, strict=True):
            _fill(self._layout, book.create_sheet(name[:_SHEET_NAME_MOST]), section, tick)
        book.properties.title = printable(document.title)
        book.properties.creator = PROGRAM
        book.properties.lastModifiedBy = PROGRAM
        book.properties.language = "zh-CN"
        book.properties.created = book.properties.modified = when.replace(tzinfo=None)
        book.save(target)


def _sheet_name(text: str) -> str:
    name = _SHEET_FORBIDDEN.sub("", printable(text)).strip(" '")
    return name[: _SHEET_NAME_MOST - 4] or "表"


def _fill(layout: Layout, sheet: Worksheet, section: Section, tick: Callable[[], None]) -> None:
    table = next(block for block in section.blocks if isinstance(block, Table))
    for index, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = page.sheet_column_width(column.width)
    count = len(table.columns)
    line = 1
    for block in section.blocks:
        if isinstance(block, Label):
            _note(layout, sheet, line, block.text, Face.HEAD, layout.size_body, "left", count)
            line += 1
        elif isinstance(block, BlankLine):
            sheet.row_dimensions[line].height = page.GAP_BELOW_TITLE if block.small else _NOTE_HEIGHT / 2
            line += 1
        elif isinstance(block, Title):
            _note(layout, sheet, line, "\n".join(block.lines), Face.TITLE, layout.size_title, "center", count)
            sheet.row_dimensions[line].height = layout.line_title * len(block.lines)
            line += 1
        elif isinstance(block, Caption | UnitLine):
            face = Face.KAI if isinstance(block, Caption) else Face.BODY
            _note(layout, sheet, line, block.text, face, layout.size_table_head(1), "right", count)
            line += 1
    first = line
    line = _head(layout, sheet, table, line)
    body = line
    line = _body(layout, sheet, table, line, tick)
    for block in section.blocks:
        if isinstance(block, TableNote):
            _note(layout, sheet, line, block.text, Face.BODY, layout.sizes_table_body[1], "left", count)
            line += 1
    _page_setup(layout, sheet, section, (first, body - 1), line - 1, count)


def _note(layout: Layout, sheet: Worksheet, line: int, text: str, face: Face, size: Pt, side: str, count: int) -> None:
    """A line of text over the whole width of the table."""
    cell = _set_text(sheet, line, 1, text)
    cell.font = _font(layout, face, size)
    cell.alignment = _middle(side)
    sheet.row_dimensions[line].height = _NOTE_HEIGHT
    if count > 1:
        _merge(sheet, line, 1, line, count)


def _head(layout: Layout, sheet: Worksheet, table: Table, line: int) -> int:
    font = _font(layout, Face.HEAD, table.head_size)
    heights = list(table.head_heights)
    heights[-1] = Pt(max(heights[-1], _upright_height(table) - sum(heights[:-1])))
    for offset, height in enumerate(heights):
        sheet.row_dimensions[line + offset].height = _height(height)
        for column in range(1, len(table.columns) + 1):
            sheet.cell(line + offset, column).border = _BORDER
    for head in table.head:
        top, left = line + head.row, head.column + 1
        cell = _set_text(sheet, top, left, _head_text(head, table))
        upright = table.columns[head.column].upright and head.column_span == 1
        cell.font = font
        cell.alignment = _middle("center")
        if upright:
            cell.alignment = Alignment(
                horizontal="center",
                vertical="center",
                text_rotation=_UPRIGHT,
                wrap_text=_stack_height(head.text, table) > sum(heights),
            )
        if head.row_span > 1 or head.column_span > 1:
            _merge(sheet, top, left, top + head.row_span - 1, left + head.column_span - 1)
    return line + len(table.head_heights)


def _body(layout: Layout, sheet: Worksheet, table: Table, line: int, tick: Callable[[], None]) -> int:
    """Write the rows; one too high for a sheet row takes several, its cells joined over them."""
    starts = [line]
    for row in table.rows:
        starts.append(starts[-1] + _sheet_rows(row))
    font = _font(layout, Face.BODY, table.body_size)
    looks = [_middle("center" if column.centred else "left") for column in table.columns]
    for number, row in enumerate(table.rows):
        if number % _TICK_ROWS == 0:
            tick()
        top, count = starts[number], starts[number + 1] - starts[number]
        for place in range(top, top + count):
            sheet.row_dimensions[place].height = _height(Pt(row.height / count))
            for index, look in enumerate(looks, start=1):
                cell = sheet.cell(place, index)
                # A cell that runs over pages reads from its top.
                cell.border, cell.font, cell.alignment = _BORDER, font, look if count == 1 else _TOP
        for index, body in enumerate(row.cells):
            if body.lines:
                _put(sheet, top, index + 1, body, table.columns[index])
            bottom = starts[number + max(body.row_span, 1)] - 1
            if body.row_span and (bottom > top or body.column_span > 1) and _chunks(body) == 1:
                _merge(sheet, top, index + 1, bottom, index + body.column_span)
    return starts[-1]


def _sheet_rows(row: BodyRow) -> int:
    """Sheet rows that one row needs, by the height and the length a sheet can hold."""
    pieces = math.ceil(row.height / page.SHEET_ROW_PIECE) if row.height > page.SHEET_ROW_MOST else 1
    return max(pieces, *map(_chunks, row.cells))


def _chunks(body: BodyCell) -> int:
    return math.ceil(len("\n".join(body.lines)) / page.SHEET_CELL_MOST_CHARS) or 1


def _put(sheet: Worksheet, line: int, index: int, body: BodyCell, column: Column) -> None:
    """Write a text, over several cells downwards when one cannot hold it; whole numbers as numbers."""
    text = "\n".join(body.lines)
    if column.numeric and _WHOLE_NUMBER.fullmatch(text):
        sheet.cell(line, index, int(text))
        return
    most = page.SHEET_CELL_MOST_CHARS
    for offset, start in enumerate(range(0, len(text), most)):
        _set_text(sheet, line + offset, index, text[start : start + most])
    if body.column_span > 1:
        sheet.cell(line, index).alignment = _middle("center")


def _page_setup(
    layout: Layout, sheet: Worksheet, section: Section, head: tuple[int, int], last: int, count: int
) -> None:
    across = section.landscape
    paper = layout.paper(across)
    right = get_column_letter(count)
    sheet.freeze_panes = f"A{head[1] + 1}"
    sheet.print_title_rows = f"{head[0]}:{head[1]}"
    sheet.print_area = f"A1:{right}{last}"
    sheet.page_setup.paperSize = page.SHEET_PAPER_A4
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    footer = page.SHEET_MARGIN_FOOTER_LANDSCAPE if across else page.SHEET_MARGIN_FOOTER_PORTRAIT
    left, right_, top, bottom = (_inches(length) for length in (paper.left, paper.right, paper.top, paper.bottom))
    sheet.page_margins = PageMargins(
        left=left,
        right=right_,
        top=top,
        bottom=bottom,
        header=page.inches(page.SHEET_MARGIN_HEADER),
        footer=page.inches(footer),
    )
    sheet.HeaderFooter.differentOddEven = True
    sheet.HeaderFooter.oddFooter = _number(layout, right="{}\u3000")
    sheet.HeaderFooter.evenFooter = _number(layout, left="\u3000{}")


def _number(layout: Layout, left: str = "", right: str = "") -> HeaderFooterItem:
    """“— 1 —” in 4号宋体, one character from the edge (GB/T 9704 7.5)."""
    font = f"{layout.font(Face.SONG)},常规"
    size = int(layout.size_page_number)
    parts = {
        side: HeaderFooterPart(form.format(f"{page.PAGE_NUMBER_PREFIX}&P{page.PAGE_NUMBER_SUFFIX}"), font, size)
        for side, form in (("left", left), ("right", right))
        if form
    }
    return HeaderFooterItem(**parts)


def _inches(twips: int) -> float:
    return round(twips / 1440, 4)


def _font(layout: Layout, face: Face, size: Pt) -> Font:
    return Font(name=layout.font(face), size=size)


def _middle(side: str) -> Alignment:
    return Alignment(horizontal=side, vertical="center", wrap_text=True)


def _head_text(head: HeaderCell, table: Table) -> str:
    """A header in even lines: a sheet has no indents that would make it wrap so by itself."""
    room = head_room(table, head)
    if table.columns[head.column].upright or em_width(head.text) <= room:
        return head.text
    most = balanced_head(head.text, room)
    lines = [""]
    for char in head.text:
        if em_width(lines[-1] + char) > most and char not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


def _stack_height(text: str, table: Table) -> float:
    """Points that a head of stacked characters takes; a sheet gives every one a whole line."""
    return len(text) * table.head_size * page.SHEET_STACK_FACTOR + _UPRIGHT_ENDS


def _upright_height(table: Table) -> float:
    """Points the header must have for its upright heads, those beyond reason excepted: they wrap."""
    upright = (_stack_height(head.text, table) for head in table.head if table.columns[head.column].upright)
    return min(max(upright, default=0.0), page.SHEET_UPRIGHT_MOST)


def _height(points: Pt) -> float:
    return round(min(points, page.SHEET_ROW_MOST), 1)


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _set_text(sheet: Worksheet, line: int, index: int, text: str) -> Cell | MergedCell:
    """Put a text that stays one: nothing that begins with = + - @ is ever reckoned."""
    cell = sheet.cell(line, index)
    if text and isinstance(cell, Cell):
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    return cell
