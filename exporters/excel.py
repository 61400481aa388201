"""Neutral document → Excel workbook, one sheet a section."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from domain.returned import SHEET
from domain.tables import HeaderCell
from exporters import page, sheet_xml
from exporters.blocks import (
    BlankLine,
    BodyCell,
    BodyRow,
    Caption,
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
from exporters.keys import CUSTOM_PART, CUSTOM_RELATION, CUSTOM_TYPE, custom_properties
from exporters.ooxml import DECLARATION
from exporters.package import CORE_PART, core_properties, entry, stream
from exporters.page import Layout, Pt
from exporters.profile import Face
from exporters.sheet_xml import Look, SheetEntry, StyleBook, column_letters
from exporters.table_layout import balanced_head, head_room
from exporters.table_measure import line_count

_SHEET_NAME_MOST = 31
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOTE_HEIGHT = Pt(24)
_UPRIGHT_ENDS = Pt(8)
_NEVER_FIRST = "）》”、，。"
_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,8}|0")


class ExcelWriter:
    """Writes the tables of a document as .xlsx: the same label, title, header and rows as on paper.

    The official form prints as the paper looks. The working copy is for going on in Excel: a cell a place, joined
    ones filled, header and first columns frozen, filters on.
    """

    def __init__(self, layout: Layout, *, working_copy: bool = False) -> None:
        self._layout = layout
        self._working_copy = working_copy

    def write(self, document: Document, target: BinaryIO, when: datetime, tick: Callable[[], None]) -> None:
        """Write a document into an open binary file. `tick` is called again and again and may raise to stop."""
        names = [
            name[:_SHEET_NAME_MOST] for name in distinct(_sheet_name(section.name) for section in document.sections)
        ]
        styles = StyleBook(self._layout)
        entries = []
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            keyed = bool(document.hidden)
            more = (CUSTOM_TYPE, CUSTOM_RELATION) if keyed else ("", "")
            archive.writestr(entry("[Content_Types].xml"), sheet_xml.content_types(len(names), more[0]))
            archive.writestr(entry("_rels/.rels"), sheet_xml.package_relations(more[1]))
            if keyed:
                archive.writestr(entry(CUSTOM_PART), custom_properties(document.hidden))
            archive.writestr(entry(CORE_PART), core_properties(document.title, when))
            for number, (section, name) in enumerate(zip(document.sections, names, strict=True), start=1):
                sheet = _Sheet(self._layout, styles, section, self._working_copy, keyed)
                with archive.open(entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                    stream(part, sheet.pieces(first=number == 1), tick)
                entries.append(sheet.entry(name))
            archive.writestr(entry("xl/workbook.xml"), sheet_xml.workbook(entries))
            archive.writestr(entry("xl/_rels/workbook.xml.rels"), sheet_xml.workbook_relations(len(names)))
            archive.writestr(entry("xl/styles.xml"), styles.xml())


def _sheet_name(text: str) -> str:
    name = _SHEET_FORBIDDEN.sub("", printable(text)).strip(" '")
    return name[: _SHEET_NAME_MOST - 4] or "表"


class _Sheet:
    """One section as a sheet, row by row; what the rows left behind (merges, ranges) is known after the last."""

    def __init__(self, layout: Layout, styles: StyleBook, section: Section, working_copy: bool, keyed: bool) -> None:
        self._layout, self._styles, self._section = layout, styles, section
        self._working_copy = working_copy
        self._table = next(block for block in section.blocks if isinstance(block, Table))
        self._letters = [column_letters(index) for index in range(1, len(self._table.columns) + 1)]
        self._keys = bool(keyed and self._table.row_keys)
        self._key_letters = column_letters(len(self._table.columns) + 1)
        # Sorting moves the keys of the rows along.
        self._filtered_to = self._key_letters if self._keys else self._letters[-1]
        self._merges: list[str] = []
        self._line = 1
        self._head = (1, 1)
        self._body_end = 1

    def entry(self, name: str) -> SheetEntry:
        """What the workbook says of this sheet."""
        right = self._letters[-1]
        filtered = f"$A${self._head[1]}:${self._filtered_to}${self._body_end}" if self._working_copy else ""
        titles = f"${self._head[0]}:${self._head[1]}" if self._layout.profile.tables.repeat_header else ""
        return SheetEntry(name, titles, f"$A$1:${right}${self._line - 1}", filtered)

    def pieces(self, *, first: bool) -> Iterator[str]:
        """The sheet's XML in pieces; `first` is the sheet that shows when the workbook is opened."""
        above = "".join(self._above())
        keys = self._key_row() if self._keys else ""
        head = self._head_rows()
        widths = [page.sheet_column_width(column.width) for column in self._table.columns]
        yield (
            f"{DECLARATION}<worksheet {sheet_xml.MAIN} {sheet_xml.RELATIONS}>"
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'{self._view(first)}<sheetFormatPr defaultRowHeight="14.25"/>'
            f"{sheet_xml.columns(widths, hidden=self._keys)}<sheetData>"
        )
        yield above
        yield keys
        yield head
        yield from self._working_rows() if self._working_copy else self._body_rows()
        self._body_end = self._line - 1
        for block in self._section.blocks:
            if isinstance(block, TableNote):
                yield self._note(block.text, Face.BODY, self._layout.sizes_table_body[1], "left", key=block.key)
        yield "</sheetData>"
        yield from self._end()

    def _view(self, first: bool) -> str:
        flags = ' tabSelected="1"' if first else ""
        if not self._working_copy:
            return f'<sheetViews><sheetView showGridLines="0"{flags} workbookViewId="0"/></sheetViews>'
        top = self._head[1] + 1
        pane = f'<pane xSplit="1" ySplit="{top - 1}" topLeftCell="B{top}" activePane="bottomRight" state="frozen"/>'
        picked = f'<selection pane="bottomRight" activeCell="B{top}" sqref="B{top}"/>'
        return f'<sheetViews><sheetView{flags} workbookViewId="0">{pane}{picked}</sheetView></sheetViews>'

    def _above(self) -> Iterator[str]:
        layout = self._layout
        for block in self._section.blocks:
            match block:
                case Label(text):
                    yield self._note(text, Face.HEAD, layout.size_body, "left")
                case BlankLine(small):
                    height = page.GAP_BELOW_TITLE if small else Pt(_NOTE_HEIGHT / 2)
                    yield sheet_xml.row(self._line, height, "")
                    self._line += 1
                case Title(lines, key):
                    height = Pt(layout.line_title * len(lines))
                    yield self._note("\n".join(lines), Face.TITLE, layout.size_title, "center", height, key)
                case Caption(text):
                    yield self._note(text, Face.KAI, layout.size_table_head(1), "right")
                case UnitLine(text, key):
                    yield self._note(text, Face.BODY, layout.sizes_table_body[1], "right", key=key)
                case Table():
                    return

    def _note(self, text: str, face: Face, size: Pt, side: str, height: Pt | None = None, key: str = "") -> str:
        """A line of text over the whole width of the table."""
        line = self._line
        self._line += 1
        look = self._look(face, size, side, ruled=False, quoted=sheet_xml.starts_formula(text))
        if len(self._letters) > 1:
            self._merges.append(f"A{line}:{self._letters[-1]}{line}")
        if height is None:
            width = sum(column.width for column in self._table.columns)
            count = line_count((text,), width / page.to_mm(size))
            height = Pt(max(_NOTE_HEIGHT, count * self._layout.line_pitch_in_table(size)))
        own = self._key_cell(key if self._keys else "", line, 0)
        return sheet_xml.row(line, height, sheet_xml.text_cell(f"A{line}", look, text) + own)

    def _head_rows(self) -> str:
        table, top = self._table, self._line
        heights = list(table.head_heights)
        heights[-1] = Pt(max(heights[-1], _upright_height(table) - sum(heights[:-1])))
        size = table.head_size
        plain = self._look(Face.HEAD, size, "center")
        texts: dict[tuple[int, int], tuple[str, int]] = {}
        for head in table.head:
            upright = table.columns[head.column].upright and head.column_span == 1
            wraps = not upright or _stack_height(head.text, table) > sum(heights)
            look = self._look(Face.HEAD, size, "center", upright=upright, wraps=wraps)
            texts[head.row, head.column] = (_head_text(head, table), look)
            bottom, right = top + head.row + head.row_span - 1, head.column + head.column_span - 1
            if head.row_span > 1 or head.column_span > 1:
                self._merges.append(f"{self._letters[head.column]}{top + head.row}:{self._letters[right]}{bottom}")
        rows = []
        for offset, height in enumerate(heights):
            cells = []
            for column, letters in enumerate(self._letters):
                text, look = texts.get((offset, column), ("", plain))
                cells.append(sheet_xml.text_cell(f"{letters}{top + offset}", look, text))
            rows.append(sheet_xml.row(top + offset, height, "".join(cells)))
        self._line = top + len(heights)
        self._head = (top, self._line - 1)
        return "".join(rows)

    def _body_rows(self) -> Iterator[str]:
        """The rows as they print; one too high for a sheet row takes several, its cells joined over them."""
        starts = [self._line]
        keys = self._row_keys()
        for row in self._table.rows:
            starts.append(starts[-1] + _sheet_rows(row))
        one_row, several = self._column_looks("center"), self._column_looks("top")
        for number, row in enumerate(self._table.rows):
            top, count = starts[number], starts[number + 1] - starts[number]
            # A cell that runs over pages reads from its top.
            looks = one_row if count == 1 else several
            height = Pt(row.height / count)
            for place in range(top, top + count):
                cells = self._cells(row, place, place - top, looks)
                yield sheet_xml.row(place, height, cells + self._key_cell(keys[number], place, place - top))
            for index, body in enumerate(row.cells):
                bottom = starts[number + max(body.row_span, 1)] - 1
                if body.row_span and (bottom > top or body.column_span > 1) and _chunks(body) == 1:
                    right = self._letters[index + body.column_span - 1]
                    self._merges.append(f"{self._letters[index]}{top}:{right}{bottom}")
        self._line = starts[-1]

    def _cells(self, row: BodyRow, place: int, piece: int, looks: Sequence[tuple[int, int, int]]) -> str:
        """The cells of one sheet row; a text longer than a cell holds goes on in the pieces below."""
        cells = []
        for letters, column, body, (plain, quoted, centred) in zip(
            self._letters, self._table.columns, row.cells, looks, strict=True
        ):
            text = "\n".join(body.lines)
            if piece or len(text) > page.SHEET_CELL_MOST_CHARS:
                most = page.SHEET_CELL_MOST_CHARS
                text = text[piece * most : (piece + 1) * most]
            if text and column.numeric and _WHOLE_NUMBER.fullmatch(text):
                cells.append(sheet_xml.number_cell(f"{letters}{place}", plain, int(text)))
                continue
            look = centred if body.column_span > 1 else quoted if sheet_xml.starts_formula(text) else plain
            cells.append(sheet_xml.text_cell(f"{letters}{place}", look, text))
        return "".join(cells)

    def _key_row(self) -> str:
        """The hidden row above the header: the key of every column, and that of the table at the end."""
        keys = (*self._table.column_keys, f"{SHEET}{self._table.key}")
        cells = "".join(
            sheet_xml.text_cell(f"{letters}{self._line}", 0, key)
            for letters, key in zip((*self._letters, self._key_letters), keys, strict=True)
        )
        self._line += 1
        return sheet_xml.hidden_row(self._line - 1, cells)

    def _row_keys(self) -> Sequence[str]:
        return self._table.row_keys if self._keys else [""] * len(self._table.rows)

    def _key_cell(self, key: str, place: int, piece: int) -> str:
        """The key of a row, in the hidden column; what goes on from the sheet row above is marked."""
        return sheet_xml.text_cell(f"{self._key_letters}{place}", 0, f"{key}+" if piece else key) if key else ""

    def _working_rows(self) -> Iterator[str]:
        """A sheet row a row, joined cells filled down, so that sorting and filtering find them."""
        looks = self._column_looks("center")
        above: tuple[BodyCell, ...] = ()
        for row, key in zip(self._table.rows, self._row_keys(), strict=True):
            filled = tuple(
                above[index] if above and not body.row_span else body for index, body in enumerate(row.cells)
            )
            above = filled
            pieces = max(map(_chunks, filled))
            for piece in range(pieces):
                shown = BodyRow(filled, row.height, row.splittable)
                cells = self._cells(shown, self._line, piece, looks)
                yield sheet_xml.row(self._line, row.height, cells + self._key_cell(key, self._line, piece))
                self._line += 1

    def _column_looks(self, vertical: str) -> list[tuple[int, int, int]]:
        """For every column: the look of its cells, the same for a text that might be a formula, and centred."""
        looks = []
        for column in self._table.columns:
            side = "left" if vertical == "top" or not column.centred else "center"
            looks.append(
                (
                    self._body_look(side, vertical, is_text=not column.numeric),
                    self._body_look(side, vertical, quoted=True),
                    self._body_look("center", vertical),
                )
            )
        return looks

    def _body_look(self, side: str, vertical: str, *, is_text: bool = True, quoted: bool = False) -> int:
        font = self._layout.font(Face.BODY)
        look = Look(font, self._table.body_size, side, vertical, is_text=is_text, quoted=quoted)
        return self._styles.number(look)

    def _look(self, face: Face, size: Pt, side: str, **more: bool) -> int:
        return self._styles.number(Look(self._layout.font(face), size, side, **more))  # type: ignore[arg-type]

    def _end(self) -> Iterator[str]:
        if self._working_copy:
            yield f'<autoFilter ref="A{self._head[1]}:{self._filtered_to}{max(self._body_end, self._head[1])}"/>'
        yield sheet_xml.merges(self._merges)
        yield '<printOptions horizontalCentered="1"/>'
        yield sheet_xml.margins(self._layout, self._section.landscape)
        side = "landscape" if self._section.landscape else "portrait"
        yield (
            f'<pageSetup paperSize="{page.SHEET_PAPER_A4}" orientation="{side}" fitToWidth="1" fitToHeight="0"/>'
            f'<headerFooter differentOddEven="1"><oddFooter>{sheet_xml.page_number(self._layout, odd=True)}</oddFooter>'
            f"<evenFooter>{sheet_xml.page_number(self._layout, odd=False)}</evenFooter></headerFooter>"
        )
        last = f"{self._letters[-1]}{self._line - 1}"
        # A text of figures is no mistake here.
        yield f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors></worksheet>'


def _sheet_rows(row: BodyRow) -> int:
    """Sheet rows that one row needs, by the height and the length a sheet can hold."""
    pieces = math.ceil(row.height / page.SHEET_ROW_PIECE) if row.height > page.SHEET_ROW_MOST else 1
    return max(pieces, *map(_chunks, row.cells))


def _chunks(body: BodyCell) -> int:
    if sum(map(len, body.lines)) + len(body.lines) <= page.SHEET_CELL_MOST_CHARS:
        return 1
    return math.ceil(len("\n".join(body.lines)) / page.SHEET_CELL_MOST_CHARS)


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
