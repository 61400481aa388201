"""An appendix table as rows and columns to edit."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from db.tables import set_cell
from desktop.models.appendix_edits import AppendixEdits
from desktop.models.columns import Column, ColumnModel
from desktop.session import Session
from domain.cell_items import CellItem
from domain.changes import ChangeSet, Direction
from domain.row_filter import RowFilter, RowTexts, shown_places
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec

_SHORT = 6  # characters: a column of nothing longer is centred, as it prints
_TABLES = ("appendix_table", "appendix_column", "appendix_row", "cell_item")


class AppendixModel(ColumnModel[TableRow]):
    """One appendix table. Without rows and columns when the plan has no table of that id.

    A filter only chooses what is shown: an edit never takes a row from under the user's hands, and a new row is shown.
    `narrowed` tells that another number of rows may be shown. What is done to many cells stands in `edits`.
    """

    narrowed = Signal()

    def __init__(self, session: Session, table_id: int, parent: QObject | None = None) -> None:
        self._table_id = table_id
        self._shown = AppendixTable(table_id, TableSpec("", "", ()))
        self._numbers: dict[int, int] = {}  # of rows by id, from 1
        self._keys: list[str] = []
        self._centred: dict[str, bool] = {}
        self._texts = RowTexts()
        self.asked = RowFilter()
        super().__init__(session, _TABLES, parent)
        self.edits = AppendixEdits(self)

    @property
    def table(self) -> AppendixTable:
        """The table as the plan has it now; an empty one when it has gone."""
        tables = self.session.content.tables
        gone = AppendixTable(self._table_id, TableSpec("", "", ()))
        return next((table for table in tables if table.id == self._table_id), gone)

    # What is shown

    def load_columns(self) -> Sequence[Column[TableRow]]:
        """One column for every column of the specification."""
        table = self.table
        self._centred = {column.key: _is_short(table.rows, column.key) for column in table.spec.columns}
        return [self._column(column) for column in table.spec.columns]

    def load_rows(self) -> Sequence[TableRow]:
        """The rows that are asked for, in order."""
        table = self._take(self.table)
        if not self.asked.is_on:
            return table.rows
        return [table.rows[place] for place in shown_places(table, self.asked, self._texts)]

    def key_of(self, row: TableRow) -> Hashable:
        """A row is its id."""
        return row.id

    def version_of(self, row: TableRow) -> int | None:
        """The version stored with the row."""
        return row.version

    def number_of(self, row: TableRow) -> int:
        """The 序号 of a row, which counts the rows that are not shown, too."""
        return self._numbers.get(row.id, 0)

    def number_by_id(self, row_id: int) -> int:
        """The 序号 of the row of that id, 0 where there is none."""
        return self._numbers.get(row_id, 0)

    def place_of(self, key: Hashable) -> int:
        """Where the row of that id is shown, -1 where it is not."""
        number = self._numbers.get(key, 0) if isinstance(key, int) else 0
        if not self.asked.is_on or not number:
            return number - 1
        return super().place_of(key)

    def is_hidden(self, row_id: int) -> bool:
        """Whether the table has a row that is not shown."""
        return row_id in self._numbers and self.place_of(row_id) < 0

    def items_at(self, row: int, column: int) -> tuple[CellItem, ...]:
        """The lines of a cell."""
        return self._rows[row].cell(self._shown.spec.columns[column].key).items

    def lengths_of(self, row: int) -> list[tuple[int, ...]]:
        """How long the lines of each cell of a row are."""
        cells = self._rows[row].cells
        return [cells[key].lengths if key in cells else () for key in self._keys]

    def kind_at(self, column: int) -> ColumnKind:
        """What a column holds."""
        return self._shown.spec.columns[column].kind

    def is_graded(self, index: QModelIndex) -> bool:
        """Whether the cell's column holds items with grades."""
        columns = self.table.spec.columns
        return 0 <= index.column() < len(columns) and columns[index.column()].kind is ColumnKind.ITEMS

    def is_text(self, index: QModelIndex) -> bool:
        """Whether anything can be written into the cell's column: all but 序号."""
        return self._columns[index.column()].write is not None

    def show(self, asked: RowFilter) -> None:
        """Show the rows that are asked for."""
        if asked == self.asked:
            return
        self.asked = asked
        self.beginResetModel()
        self._rows = self.load_rows()
        self.endResetModel()
        self.narrowed.emit()

    def spans(self) -> list[tuple[int, int, int]]:
        """Merged cells among what is shown, as (row, column, rows): they hold the same and stand together."""
        found: list[tuple[int, int, int]] = []
        open_at: dict[int, int] = {}
        keys = [column.key for column in self._shown.spec.columns]
        for place, row in enumerate(self._rows):
            if not row.joined and not open_at:
                continue
            for column, key in enumerate(keys):
                if place and key in row.joined and self._reaches(place, key):
                    open_at.setdefault(column, place - 1)
                elif column in open_at:
                    top = open_at.pop(column)
                    found.append((top, column, place - top))
        return [*found, *((top, column, len(self._rows) - top) for column, top in open_at.items())]

    def _reaches(self, place: int, key: str) -> bool:
        above, row = self._rows[place - 1], self._rows[place]
        follows = self.number_of(row) == self.number_of(above) + 1
        return follows and above.cell(key).text == row.cell(key).text

    # Following the plan

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow an edit, an undo or a redo; what is not touched is not looked at."""
        if not changes.touches(*_TABLES):
            return
        before, table = self._shown, self.table
        if table is before:
            return
        if table.spec.columns != before.spec.columns:
            self._redesign()
            return
        rows = self._still_shown(before, table)
        old_keys = [row.id for row in self._rows]
        if old_keys == [row.id for row in rows]:
            place = self._take_cells(rows, changes)
        else:
            place = (self._change_rows(list(old_keys), self._columns, rows), -1)
            self.narrowed.emit()
        if place is not None and changes.direction is not Direction.DO:
            self.restored.emit(*place)

    def tell_counted(self, start: int) -> None:
        """Only 序号 counts."""
        for column, one in enumerate(self._shown.spec.columns):
            if one.kind is ColumnKind.NUMBER:
                self.dataChanged.emit(self.index(start, column), self.index(len(self._rows) - 1, column))

    def _still_shown(self, before: AppendixTable, table: AppendixTable) -> Sequence[TableRow]:
        """What was shown stays so, and new rows are."""
        self._take(table)
        if not self.asked.is_on:
            return table.rows
        shown = {row.id for row in self._rows}
        known = {row.id for row in before.rows}
        return [row for row in table.rows if row.id in shown or row.id not in known]

    def _take(self, table: AppendixTable) -> AppendixTable:
        if [row.id for row in table.rows] != list(self._numbers):
            self._numbers = {row.id: number for number, row in enumerate(table.rows, start=1)}
        self._shown = table
        self._keys = [column.key for column in table.spec.columns]
        return table

    def _take_cells(self, rows: Sequence[TableRow], changes: ChangeSet) -> tuple[int, int] | None:
        """Take new values for the same rows; returns the first cell that changed."""
        before, self._rows = self._rows, rows
        touched = {*changes.rows("appendix_row"), *changes.values("cell_item", "row_id")}
        changed = []
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old is new or new.id not in touched:
                continue
            for number, column in enumerate(self._shown.spec.columns):
                if old.cell(column.key) != new.cell(column.key):
                    changed.append((place, number))
                    self._centre(column.key, new)
        if not changed:
            return None
        for first, last in _runs(sorted({place for place, _ in changed})):
            numbers = [number for place, number in changed if first <= place <= last]
            self.dataChanged.emit(self.index(first, min(numbers)), self.index(last, max(numbers)))
        return changed[0]

    def _redesign(self) -> None:
        """Take other columns."""
        self.beginResetModel()
        shown = {row.id for row in self._rows}
        table = self._take(self.table)
        self._columns = self.load_columns()
        self._rows = [row for row in table.rows if row.id in shown] if self.asked.is_on else table.rows
        self.endResetModel()

    # Many cells at once, as every table has them

    def grade_cells(self, indexes: Sequence[QModelIndex], grade: int | None) -> bool:
        """Grade every item of the cells that can be graded, as one step; False when nothing changed."""
        return self.edits.grade(indexes, grade)

    def clear_cells(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells as one step."""
        return self.edits.clear(indexes)

    def paste_block(self, index: QModelIndex, block: Sequence[Sequence[str]]) -> bool:
        """Write a block as one step, adding rows where the table ends; 序号 and what stands right of the table drop."""
        columns = range(index.column(), self.columnCount())
        return self.edits.paste(range(index.row(), self.rowCount()), columns, block)

    def _column(self, column: TableColumn) -> Column[TableRow]:
        share = column.width or 22
        if column.kind is ColumnKind.NUMBER:
            return Column(column.key, column.path, lambda row: str(self.number_of(row)), share=share, is_centred=True)
        key = column.key
        return Column(
            key,
            column.path,
            lambda row: row.cell(key).text,
            write=partial(self._write, column),
            share=share,
            is_centred=self._centred[key],
        )

    def _centre(self, key: str, row: TableRow) -> None:
        """Let a column follow the first text that is too long to be centred, and the last that was."""
        is_short = self._centred[key] and _is_short([row], key)
        if not self._centred[key] and _is_short([row], key):
            is_short = _is_short(self._shown.rows, key)
        if is_short != self._centred[key]:
            self._centred[key] = is_short
            self._columns = [self._column(column) for column in self._shown.spec.columns]
            self.dataChanged.emit(self.index(0, 0), self.index(0, 0))

    def _write(self, column: TableColumn, row: TableRow, text: str, version: int | None) -> Any:
        group = self.edits.group_of(row.id, column.key)
        if len(group) > 1:
            return self.edits.write_group(group, column, text)
        return self.session.perform(set_cell, row.id, column.id, text, version)


def _is_short(rows: Sequence[TableRow], key: str) -> bool:
    """Whether there are rows, and no cell of theirs is longer than a word."""
    for row in rows:
        items = row.cell(key).items
        if len(items) > 1 or (items and len(items[0].printed) > _SHORT):
            return False
    return bool(rows)


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Places that follow one another, as first and last; all in one where there are many runs."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs if len(runs) <= 20 else [(places[0], places[-1])]
