"""The form of a table without its rows: what the table designer takes from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import ImportFileError
from domain.reading import ReadingChoices
from domain.tables import TableColumn, TableSpec
from importers.annexes import split_annexes
from importers.appendix_layout import Layout, lay_out
from importers.appendix_rows import columns_of, read_body
from importers.appendix_split import split_table
from importers.blocks import Document
from importers.guard import SourcePath, printable_name, read_bytes
from importers.kinds import is_zip, refuse_known_kinds
from importers.sheets import is_sheet, read_sheets
from importers.specs import load_table_specs
from importers.text_blocks import read_text_blocks
from importers.text_file import decode_text
from importers.word import read_word_blocks

# The usable width of a page across, in mm (appendix tables may lie across).
_PAGE = 225
_NO_CHOICES = ReadingChoices()


def read_table_forms(path: SourcePath) -> tuple[TableSpec, ...]:
    """The form of every table in a file, in order: label, title, headers, kinds by content, widths in mm as far as
    the file tells them. Raises ImportFileError when the file cannot be read or has no table.
    """
    data = read_bytes(path)
    name = printable_name(path)
    forms = tuple(_form(layout) for layout in _layouts(_read(data, name)))
    if not forms:
        raise ImportFileError(
            "no_table", f"“{name}”里没有表格。", "请选择有表格的文件；表头要占表格最上面的一行或几行。"
        )
    return forms


def _read(data: bytes, name: str) -> Document:
    if is_sheet(data, name):
        return read_sheets(data, name)
    refuse_known_kinds(data, name)
    if is_zip(data):
        return read_word_blocks(data, name)
    return read_text_blocks(decode_text(data, name)[0], name)


def _layouts(document: Document) -> list[Layout]:
    tables = split_annexes(document.blocks).tables
    layouts = [lay_out(part) for annex in tables for part in split_table(annex)]
    return [layout for layout in layouts if layout.depth]


def _form(layout: Layout) -> TableSpec:
    body = read_body(layout, _NO_CHOICES)
    extra = len(body.paths) - len(layout.paths)
    widths = _fitted([0] * extra + layout.widths)
    columns = tuple(
        _with_width(column, width) for column, width in zip(columns_of(body, load_table_specs()), widths, strict=True)
    )
    return TableSpec(layout.label, layout.title, columns, layout.unit_line, tuple(layout.notes))


def _with_width(column: TableColumn, width: int) -> TableColumn:
    return replace(column, width=width) if width else column


def _fitted(widths: Sequence[int]) -> list[int]:
    """Widths that fit a page, in proportion."""
    total = sum(widths)
    return [max(width * _PAGE // total, 1) if width else 0 for width in widths] if total > _PAGE else list(widths)
