"""What is done to many cells, lines and rows of an appendix table at once: each is one step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject

from db.store import Store
from db.tables import (
    clear_cells,
    move_items,
    move_rows,
    order_rows,
    paste_cells,
    set_cells,
    set_grades,
    set_items,
)
from desktop.session import Tick
from domain.cell_items import CellItem, with_grade
from domain.changes import ChangeSet
from domain.sorting import SortLevel, sorted_ids
from domain.tables import ColumnKind, TableColumn, cell_of

if TYPE_CHECKING:
    from desktop.models.appendix_model import AppendixModel

_MANY = 600  # cells that are written in the time of a few frames


class AppendixEdits(QObject):
    """Edits of the table of a model, by the places it shows."""

    def __init__(self, model: AppendixModel) -> None:
        super().__init__(model)
        self._model = model
        self._session = model.session

    # Cells

    def grade(self, indexes: Sequence[QModelIndex], grade: int | None) -> bool:
        """Grade every item of the cells that can be graded; False when nothing changed."""
        cells = self._cells([index for index in indexes if self._model.is_graded(index)])
        return self._run(len(cells), lambda store, tick: set_grades(store, cells, grade, tick))

    def clear(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells."""
        cells = self._cells([index for index in indexes if self._model.is_text(index) and index.data()])
        return self._run(len(cells), lambda store, tick: clear_cells(store, cells, tick))

    def fill(self, indexes: Sequence[QModelIndex], *, down: bool) -> bool:
        """Write the first selected cell of a column or row into those behind; a single one takes the one before it."""
        model = self._model
        places = sorted({(index.row(), index.column()) for index in indexes if model.is_text(index)})
        if len({place[0 if down else 1] for place in places}) == 1:
            before = {(row - 1, column) if down else (row, column - 1) for row, column in places}
            places = sorted(before | set(places))
        first: dict[int, str] = {}
        values = []
        for row, column in places if down else sorted(places, key=lambda place: (place[0], place[1])):
            if row < 0 or column < 0 or model.columns[column].write is None:
                continue
            line = column if down else row
            if line in first:
                values.append((model.row_at(row).id, model.table.spec.columns[column].id, first[line]))
            else:
                first[line] = model.text_at(row, column)
        label = f"{self.tr('向下填充') if down else self.tr('向右填充')} {len(values)} 格"
        return self._run(len(values), lambda store, tick: set_cells(store, values, label, tick))

    def paste(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        block: Sequence[Sequence[str]],
        joined: Collection[tuple[int, int]] = (),
        *,
        index: int | None = None,
    ) -> bool:
        """Write a block into these rows and columns; what goes beyond the rows makes new ones at `index` or at the end.

        Columns beyond the block, and what of the block goes beyond the columns, stay out.
        """
        model = self._model
        spec = model.table.spec
        if not block or not columns:
            return False
        row_ids = [model.row_at(row).id for row in rows[: len(block)]]
        width = max(len(line) for line in block)
        column_ids = [spec.columns[column].id for column in columns[:width]]

        def write(store: Store, tick: Tick) -> ChangeSet:
            return paste_cells(store, model.table.id, row_ids, column_ids, block, joined=joined, index=index, tick=tick)

        return self._run(len(block) * len(column_ids), write)

    def write_group(self, group: Sequence[int], column: TableColumn, text: str) -> ChangeSet:
        """Write one text into all rows of a merged cell."""
        values = [(row_id, column.id, text) for row_id in group]
        return self._session.perform(set_cells, values, f"修改 {self._model.table.spec.label} {column.title}")

    def group_of(self, row_id: int, key: str) -> list[int]:
        """The rows that a merged cell reaches over; only the row itself where it is none."""
        rows, number = self._model.table.rows, self._model.number_by_id(row_id)
        if not number:
            return [row_id]
        first = last = number - 1
        while first and key in rows[first].joined and rows[first - 1].cell(key).text == rows[first].cell(key).text:
            first -= 1
        while (
            last + 1 < len(rows)
            and key in rows[last + 1].joined
            and rows[last + 1].cell(key).text == rows[last].cell(key).text
        ):
            last += 1
        return [row.id for row in rows[first : last + 1]]

    # Lines of a cell

    def grade_lines(self, row: int, column: int, lines: range, grade: int | None) -> bool:
        """Grade some lines of a cell."""
        items = list(self._model.items_at(row, column))
        for line in lines:
            items[line] = with_grade(items[line], grade)
        return self._set_items(row, column, items, self.tr("调整等级"))

    def remove_lines(self, row: int, column: int, lines: range) -> bool:
        """Take some lines out of a cell."""
        items = self._model.items_at(row, column)
        kept = [item for line, item in enumerate(items) if line not in lines]
        return self._set_items(row, column, kept, self.tr("删除条目"))

    def insert_lines(self, row: int, column: int, line: int, texts: Sequence[str]) -> bool:
        """Put lines into a cell above a line."""
        items = list(self._model.items_at(row, column))
        items[line:line] = cell_of(self._model.kind_at(column), "\n".join(texts)).items
        return self._set_items(row, column, items, self.tr("粘贴条目"))

    def move_lines(self, source: tuple[int, int], lines: range, target: tuple[int, int], line: int) -> bool:
        """Move lines of one cell into another, or inside it, so that `line` lines stand above them."""
        ids = [self._model.items_at(*source)[one].id for one in lines]
        row, column = target
        if not ids or self._model.kind_at(column) is ColumnKind.NUMBER:
            return False
        cell = self._model.row_at(row).id, self._model.table.spec.columns[column].id
        return bool(self._session.perform(move_items, ids, *cell, line))

    def _set_items(self, row: int, column: int, items: Sequence[CellItem], action: str) -> bool:
        cell = self._model.row_at(row).id, self._model.table.spec.columns[column].id
        return bool(self._session.perform(set_items, *cell, items, action))

    # Rows

    def move(self, rows: Sequence[int], to: int) -> bool:
        """Put rows before the one that is shown at `to`."""
        model = self._model
        chosen = {model.row_at(row).id for row in rows}
        every = model.table.rows
        end = model.number_of(model.row_at(to)) - 1 if to < model.rowCount() else len(every)
        index = sum(1 for row in every[:end] if row.id not in chosen)
        return bool(self._session.perform(move_rows, [model.row_at(row).id for row in rows], index))

    def sort(self, levels: Sequence[SortLevel], what: str) -> bool:
        """Put all rows, shown or not, into another order; `what` names it (“按拼音排序”)."""
        table = self._model.table
        order = sorted_ids(table.rows, levels)
        if order == [row.id for row in table.rows]:
            return False
        label = f"{what} {table.spec.label}"
        return self._run(len(order), lambda store, tick: order_rows(store, table.id, order, label))

    def _run(self, size: int, write: Callable[[Store, Tick], ChangeSet]) -> bool:
        """Write at once, or in the background where it is much; True where something is or will be written."""
        if not size:
            return False
        if size > _MANY:
            before = self._session.store.revision
            self._session.perform_long(write, self.tr("正在写入 {} 格").format(size))
            return self._session.store.is_lent or self._session.store.revision != before
        return bool(self._session.perform(write, lambda done, whole: None))

    def _cells(self, indexes: Sequence[QModelIndex]) -> list[tuple[int, int]]:
        """Row and column ids of cells; a merged one is all of its rows."""
        columns = self._model.table.spec.columns
        cells: dict[tuple[int, int], None] = {}
        for index in indexes:
            column = columns[index.column()]
            for row_id in self.group_of(self._model.row_at(index.row()).id, column.key):
                cells[row_id, column.id] = None
        return list(cells)
