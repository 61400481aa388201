"""Appendix tables → blocks: on pages of their own, or inside the text."""

from __future__ import annotations

from dataclasses import replace

from domain.returned import COLUMN, NOTE, ROW, TABLE, TABLE_TITLE, UNIT_LINE, key_of
from domain.tables import AppendixTable, ColumnKind, TableColumn
from exporters.blocks import BlankLine, Block, BodyCell, Document, Label, Section, TableNote, TableTitle, UnitLine
from exporters.characters import printable_lines
from exporters.page import Layout, Mm
from exporters.table_layout import lay_out, lies_across
from exporters.table_measure import Draft
from exporters.wording import Labels, fitted_title, one_line


def compose_appendix(layout: Layout, table: AppendixTable) -> Document:
    """附表N by itself."""
    labels = Labels(layout, [table.spec.label])
    return Document(table.spec.title, (appendix_section(layout, table, labels),))


def appendix_section(layout: Layout, table: AppendixTable, labels: Labels) -> Section:
    """One table with its label on line 1 and its title on line 3 (GB/T 9704 7.3.7)."""
    spec = table.spec
    draft = table_draft(layout, table)
    across = lies_across(draft)
    label = labels.label(spec.label)
    blocks: list[Block] = [Label(label), BlankLine()] if label else []
    if spec.title:
        title = replace(fitted_title(layout, spec.title, across), key=key_of(TABLE_TITLE, table.id))
        blocks += [title, BlankLine(small=True)]
    blocks += _ruled(layout, table, draft, across)
    return Section(label or one_line(spec.title), across, tuple(blocks))


def table_in_text(layout: Layout, table: AppendixTable, labels: Labels) -> list[Block]:
    """A table that stands inside the text: its name above it, as wide as the text."""
    name = "　".join(part for part in (labels.label(table.spec.label), one_line(table.spec.title)) if part)
    blocks: list[Block] = [TableTitle(name, key_of(TABLE_TITLE, table.id))] if name else []
    return [*blocks, *_ruled(layout, table, table_draft(layout, table), False)]


def table_draft(layout: Layout, table: AppendixTable) -> Draft:
    """The cells of a table; cells that a merged one of the source reached down to are one again."""
    columns = table.spec.columns
    heights = [_spans(table, column) for column in columns]
    blank = layout.profile.tables.blank_cell
    rows = []
    for index in range(len(table.rows)):
        cells = []
        for column, spans in zip(columns, heights, strict=True):
            span = spans[index]
            text = (table.printed(index, column) or blank) if span else ""
            cells.append(BodyCell(printable_lines(text), span))
        rows.append(tuple(cells))
    return Draft(
        layout,
        paths=tuple(tuple(map(one_line, column.path)) for column in columns),
        rows=tuple(rows),
        wished=tuple(Mm(column.width) for column in columns),
        numeric=frozenset(index for index, column in enumerate(columns) if column.kind is ColumnKind.NUMBER),
    )


def _spans(table: AppendixTable, column: TableColumn) -> list[int]:
    """Rows that each cell of a column reaches over, 0 for one that belongs to the cell above."""
    spans = [1] * len(table.rows)
    first = 0
    for index, row in enumerate(table.rows):
        same = (
            index and column.key in row.joined and row.cell(column.key).text == table.rows[first].cell(column.key).text
        )
        if same:
            spans[first] += 1
            spans[index] = 0
        else:
            first = index
    return spans


def _ruled(layout: Layout, table: AppendixTable, draft: Draft, across: bool) -> list[Block]:
    spec = table.spec
    blocks: list[Block] = []
    if spec.unit_line:
        blocks.append(UnitLine(one_line(spec.unit_line), key_of(UNIT_LINE, table.id)))
    ruled = lay_out(draft, across)
    columns = tuple(key_of(COLUMN, column.id) for column in spec.columns)
    rows = tuple(key_of(ROW, row.id) for row in table.rows)
    key = key_of(TABLE, table.id, len(ruled.head_heights))
    blocks.append(replace(ruled, key=key, column_keys=columns, row_keys=rows))
    lines = (line for note in spec.notes for line in printable_lines(note))
    return blocks + [TableNote(line, key_of(NOTE, table.id, index)) for index, line in enumerate(lines)]
