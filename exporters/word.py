"""Neutral document → Word file."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import BinaryIO

from domain.tables import HeaderCell
from exporters import ooxml, page, word_official, word_styles
from exporters.blocks import (
    Addressees,
    AnnexNote,
    Annotation,
    BlankLine,
    Block,
    BodyParagraph,
    BodyRow,
    Caption,
    Document,
    Heading,
    Imprint,
    Label,
    Letterhead,
    Section,
    Signature,
    StageMark,
    Table,
    TableNote,
    TableTitle,
    Title,
    UnitLine,
)
from exporters.characters import em_width
from exporters.keys import CUSTOM_PART, CUSTOM_RELATION, CUSTOM_TYPE, Bookmarks, custom_properties
from exporters.package import CORE_PART, core_properties, entry, stream
from exporters.page import Layout, Pt, Twips
from exporters.table_layout import balanced_head, head_room
from exporters.word_shell import DOCUMENT_PART, WordShell, build_shell

_SPARE_CHARS = 0.4  # so that rounding pushes no character to the next line


class WordWriter:
    """Writes documents as .docx; the shell is built once and serves every file.

    `character_grid` False writes the same page without w:docGrid characters, which LibreOffice sets wrongly:
    for looking at pages, not for delivery.
    """

    def __init__(self, layout: Layout, *, character_grid: bool = True) -> None:
        self._layout = layout
        self._character_grid = character_grid

    @cached_property
    def _shell(self) -> WordShell:
        return build_shell(self._layout, character_grid=self._character_grid)

    def write(self, document: Document, target: BinaryIO, when: datetime, tick: Callable[[], None]) -> None:
        """Write a document into an open binary file.

        `tick` is called again and again and may raise to stop the work.
        """
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._shell.parts:
                archive.writestr(entry(name), _named(name, data) if document.hidden else data)
            if document.hidden:
                archive.writestr(entry(CUSTOM_PART), custom_properties(document.hidden))
            archive.writestr(entry(CORE_PART), core_properties(document.title, when))
            with archive.open(entry(DOCUMENT_PART), "w", force_zip64=True) as part:
                stream(part, self._document(document), tick)

    def _document(self, document: Document) -> Iterator[str]:
        yield f"{ooxml.DECLARATION}<w:document {ooxml.NAMESPACES}><w:body>"
        marks = Bookmarks(bool(document.hidden))
        for number, section in enumerate(document.sections, start=1):
            for block in section.blocks:
                yield from _block(self._layout, block, section.landscape, marks)
            has_text = any(isinstance(block, BodyParagraph) for block in section.blocks)
            properties = ooxml.section(
                self._layout,
                self._layout.paper(section.landscape),
                self._shell.references(section.landscape),
                character_grid=self._character_grid and has_text,
            )
            yield from _end_of(section, properties, last=number == len(document.sections))
        yield "</w:body></w:document>"


def _named(name: str, data: bytes) -> bytes:
    """A part of the shell that also knows the hidden properties."""
    if name == "[Content_Types].xml":
        return data.replace(b"</Types>", CUSTOM_TYPE.encode() + b"</Types>")
    if name == "_rels/.rels":
        return data.replace(b"</Relationships>", CUSTOM_RELATION.encode() + b"</Relationships>")
    return data


def _end_of(section: Section, properties: str, *, last: bool) -> Iterator[str]:
    """Close a section: the last one's properties stand in the body, others in a paragraph a point high."""
    if last:
        if section.blocks and isinstance(section.blocks[-1], Table):
            yield ooxml.paragraph(word_styles.SECTION_END)
        yield properties
    else:
        yield ooxml.paragraph(word_styles.SECTION_END, extra=properties)


def _block(layout: Layout, block: Block, landscape: bool, marks: Bookmarks) -> Iterator[str]:
    match block:
        case Table():
            yield from _table(layout, block, landscape, marks)
        case Title(lines, key):
            for number, line in enumerate(lines):
                own = f"{key}_{number}" if key and number else key
                yield marks.put_derived(marks.put(ooxml.paragraph(word_styles.TITLE, ooxml.run(line)), own))
        case AnnexNote():
            yield from map(marks.put_derived, _annex_note(block))
        case Heading():
            yield marks.put(_heading(layout, block), block.key)
        case BlankLine(small):
            yield ooxml.paragraph(word_styles.GAP if small else word_styles.BLANK)
        case Letterhead():
            yield from map(marks.put_derived, word_official.letterhead(layout, block))
        case Signature():
            yield from map(marks.put_derived, word_official.signature(layout, block))
        case Imprint():
            yield from map(marks.put_derived, word_official.imprint(layout, block))
        case _:
            paragraph = ooxml.paragraph(_STYLES[type(block)], ooxml.run(block.text))
            yield marks.put_derived(marks.put(paragraph, block.key))


_STYLES: dict[type, str] = {
    Label: word_styles.LABEL,
    StageMark: word_styles.MARK,
    BodyParagraph: word_styles.BODY,
    Caption: word_styles.CAPTION,
    Addressees: word_styles.FLUSH,
    Annotation: word_styles.BODY,
    TableTitle: word_styles.TABLE_TITLE,
    UnitLine: word_styles.UNIT_LINE,
    TableNote: word_styles.TABLE_NOTE,
}


def _heading(layout: Layout, heading: Heading) -> str:
    usual = layout.profile.headings.face(heading.level)
    look = "" if heading.face is usual else f"<w:rPr>{ooxml.fonts(layout, heading.face)}</w:rPr>"
    content = ooxml.run(heading.text, look) if look else ooxml.run(heading.text)
    before = "<w:keepNext/>" if heading.keeps_next else ""
    if heading.centred:
        before += '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    style = word_styles.heading_style(heading.level)
    return ooxml.paragraph(style, content, "center" if heading.centred else "", before=before)


def _annex_note(note: AnnexNote) -> Iterator[str]:
    for index, (number, title) in enumerate(note.items):
        word = f"{note.word}：" if index == 0 else ""
        text = word + (f"{number}." if number else "") + title
        yield ooxml.paragraph(word_styles.NOTE if index == 0 else word_styles.NOTE_NEXT, ooxml.run(text))


def _table(layout: Layout, table: Table, landscape: bool, marks: Bookmarks) -> Iterator[str]:
    widths = exact_widths([column.width for column in table.columns], layout.paper(landscape).frame_width)
    yield ooxml.table_start(layout, widths, page.to_twips(table.cell_margin))
    yield from _head_rows(layout, table, widths, marks)
    style = word_styles.table_body_style(table.body_size)
    # What every cell of a column has in common is spelled once.
    alignments = ["center" if column.centred else "" for column in table.columns]
    looks, kept = ([ooxml.CellLook(style, side, keeps) for side in (*alignments, "center")] for keeps in (False, True))
    least = page.pt_to_twips(table.row_least)
    open_spans = [0] * len(widths)
    plain = [ooxml.cell("", width).removesuffix(ooxml.CELL_END) for width in widths]
    for row, key in zip(table.rows, table.row_keys or itertools.repeat(""), strict=False):
        mark = marks.mark(key)
        yield _body_row(row, widths, kept if row.keeps_next else looks, plain, least, open_spans, mark)
    yield ooxml.TABLE_END


def exact_widths(widths: Sequence[float], whole: Twips) -> list[Twips]:
    """Widths in mm → twips that sum up to the frame exactly."""
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    stops = [round(edge / edges[-1] * whole) for edge in edges]
    return [Twips(end - start) for start, end in itertools.pairwise(stops)]


def _head_rows(layout: Layout, table: Table, widths: Sequence[Twips], marks: Bookmarks) -> Iterator[str]:
    style = word_styles.table_head_style(table.head_size)
    for level, height in enumerate(table.head_heights):
        cells = []
        for head in sorted(table.head, key=lambda one: one.column):
            if head.row <= level < head.row + head.row_span:
                cell = _head_cell(table, head, level, widths, style)
                cells.append(marks.put(cell, _head_keys(table, head) if head.row == level else ""))
        yield ooxml.row("".join(cells), height=page.pt_to_twips(height), header=layout.profile.tables.repeat_header)


def _head_keys(table: Table, head: HeaderCell) -> str:
    """The table is known by its first header cell, a column by its lowest one."""
    keys = [table.key] if head.row == 0 and head.column == 0 and table.key else []
    if table.column_keys and head.column_span == 1 and head.row + head.row_span == len(table.head_heights):
        keys.append(table.column_keys[head.column])
    return " ".join(keys)


def _head_cell(table: Table, head: HeaderCell, level: int, widths: Sequence[Twips], style: str) -> str:
    first = level == head.row
    merge = "" if head.row_span == 1 else "restart" if first else "continue"
    width = Twips(sum(widths[head.column : head.column + head.column_span]))
    upright = table.columns[head.column].upright and head.column_span == 1
    content = ooxml.paragraph(
        style,
        ooxml.run(head.text) if first and head.text else "",
        before="" if upright else _head_indent(table, head),
    )
    return ooxml.cell(content, width, columns=head.column_span, merge=merge, upright=upright)


def _head_indent(table: Table, head: HeaderCell) -> str:
    """Indents that make a header of several lines wrap into even ones, its text left whole."""
    room = head_room(table, head)
    wanted = balanced_head(head.text, room)
    if em_width(head.text) <= room or wanted + _SPARE_CHARS >= room:
        return ""
    side = page.pt_to_twips(Pt((room - wanted - _SPARE_CHARS) / 2 * table.head_size))
    return f'<w:ind w:left="{side}" w:right="{side}"/>'


def _body_row(
    row: BodyRow,
    widths: Sequence[Twips],
    looks: Sequence[ooxml.CellLook],
    plain: Sequence[str],
    least: Twips,
    open_spans: list[int],
    mark: str,
) -> str:
    """One row; `open_spans` counts the rows a cell above still reaches down, column by column.

    `looks` are those of the columns, and last that of a cell over several; `plain` opens a cell that is not joined.
    `mark` goes into one of its cells.
    """
    cells = []
    covered = 0
    marked = _marked_cell(row) if mark else -1
    for index, body in enumerate(row.cells):
        if covered:
            covered -= 1
            continue
        covered = body.column_span - 1
        merge = ""
        if body.row_span > 1:
            merge, open_spans[index] = "restart", body.row_span - 1
        elif open_spans[index] and not body.row_span:
            merge, open_spans[index] = "continue", open_spans[index] - 1
        content = looks[-1 if covered else index].paragraphs(body.lines)
        if index == marked:
            content = content.replace("</w:pPr>", f"</w:pPr>{mark}", 1)
        if covered or merge:
            width = Twips(sum(widths[index : index + body.column_span]))
            cells.append(ooxml.cell(content, width, columns=body.column_span, merge=merge))
        else:
            cells.append(f"{plain[index]}{content}{ooxml.CELL_END}")
    return ooxml.row("".join(cells), height=least, splittable=row.splittable)


def _marked_cell(row: BodyRow) -> int:
    """The first cell with text that does not go on from above: programs move marks out of others."""
    own = [index for index, body in enumerate(row.cells) if body.row_span]
    return next((index for index in own if row.cells[index].lines), own[0] if own else 0)
