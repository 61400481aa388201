"""An appendix table as rows and columns to edit."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QObject

from db.tables import clear_cells, paste_cells, set_cell, set_grades
from desktop.models.columns import Column, ColumnModel
from desktop.session import Session
from domain.changes import ChangeSet
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec

_SHORT = 6  # characters: a column of nothing longer is centred, as it prints
_TABLES = ("appendix_table", "appendix_column", "appendix_row", "cell_item")


@dataclass(frozen=True)
class NumberedRow:
    """A row with its 序号."""

    number: int
    row: TableRow

    @property
    def id(self) -> int:
        """The row's id in the plan file."""
        return self.row.id


class AppendixModel(ColumnModel[NumberedRow]):
    """One appendix table. Without rows and columns when the plan has no table of that id."""

    def __init__(self, session: Session, table_id: int, parent: QObject | None = None) -> None:
        self._table_id = table_id
        super().__init__(session, _TABLES, parent)

    @property
    def table(self) -> AppendixTable:
        """The table as the plan has it now; an empty one when it has gone."""
        tables = self.session.content.tables
        gone = AppendixTable(self._table_id, TableSpec("", "", ()))
        return next((table for table in tables if table.id == self._table_id), gone)

    def load_columns(self) -> Sequence[Column[NumberedRow]]:
        """One column for every column of the specification."""
        table = self.table
        return [self._column(table, column) for column in table.spec.columns]

    def load_rows(self) -> Sequence[NumberedRow]:
        """The rows in order."""
        return [NumberedRow(number, row) for number, row in enumerate(self.table.rows, start=1)]

    def key_of(self, row: NumberedRow) -> Hashable:
        """A row is its id."""
        return row.id

    def version_of(self, row: NumberedRow) -> int | None:
        """The version stored with the row."""
        return row.row.version

    def touched_keys(self, changes: ChangeSet) -> set[Hashable] | None:
        """Rows that changed themselves, or items of which did."""
        if changes.touches("appendix_column"):
            return None
        return {*changes.rows("appendix_row"), *(key for key in changes.values("cell_item", "row_id"))}

    def is_graded(self, index: QModelIndex) -> bool:
        """Whether the cell's column holds items with grades."""
        columns = self.table.spec.columns
        return 0 <= index.column() < len(columns) and columns[index.column()].kind is ColumnKind.ITEMS

    def is_text(self, index: QModelIndex) -> bool:
        """Whether anything can be written into the cell's column: all but 序号."""
        return self._columns[index.column()].write is not None

    def grade_cells(self, indexes: Sequence[QModelIndex], grade: int | None) -> bool:
        """Grade every item of the cells that can be graded, as one step; False when nothing changed."""
        cells = self._cells([index for index in indexes if self.is_graded(index)])
        return bool(cells) and bool(self.session.perform(set_grades, cells, grade))

    def clear_cells(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells as one step."""
        cells = self._cells([index for index in indexes if self.is_text(index) and index.data()])
        return bool(cells) and bool(self.session.perform(clear_cells, cells))

    def paste_block(self, index: QModelIndex, block: Sequence[Sequence[str]]) -> bool:
        """Write a block as one step, adding rows where the table ends; 序号 and what stands right of the table drop."""
        columns = [column.id for column in self.table.spec.columns[index.column() :]]
        if not block or not columns:
            return False
        rows = [row.id for row in self._rows[index.row() : index.row() + len(block)]]
        return bool(self.session.perform(paste_cells, self._table_id, rows, columns, block))

    def _cells(self, indexes: Sequence[QModelIndex]) -> list[tuple[int, int]]:
        columns = self.table.spec.columns
        return [(self._rows[index.row()].id, columns[index.column()].id) for index in indexes]

    def _column(self, table: AppendixTable, column: TableColumn) -> Column[NumberedRow]:
        share = column.width or 22
        if column.kind is ColumnKind.NUMBER:
            return Column(column.key, column.path, lambda row: str(row.number), share=share, is_centred=True)
        texts = (row.cell(column.key).text for row in table.rows)
        return Column(
            column.key,
            column.path,
            lambda row: row.row.cell(column.key).text,
            write=partial(self._write, column),
            share=share,
            is_centred=bool(table.rows) and all(len(text) <= _SHORT and "\n" not in text for text in texts),
        )

    def _write(self, column: TableColumn, row: NumberedRow, text: str, version: int | None) -> ChangeSet:
        return self.session.perform(set_cell, row.id, column.id, text, version)
