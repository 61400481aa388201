"""Column objects, and the table model they make: rows of a plan shown by a list of columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.session import Session, changes_for
from domain.changes import ChangeSet, Direction

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

FINDING_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # a sentence to look at, or empty
MULTILINE_ROLE = FINDING_ROLE + 1  # whether line breaks may be typed
VERSION_ROLE = FINDING_ROLE + 2  # the state of the row an edit starts from

_ROOT = QModelIndex()
_CENTRED = Qt.AlignmentFlag.AlignCenter
_LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _nothing(_: object) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: how a row shows in it and how an edit is written.

    `path` is its header from the top row down, `share` its part of the width. `write` takes row, text and the
    version the edit began with; None means read-only, and so does a row for which `is_open` says False.
    `typed` is the text an editor starts from where that is not the shown one.
    """

    key: str
    path: tuple[str, ...]
    text: Callable[[R], str]
    write: Callable[[R, str, int | None], ChangeSet] | None = None
    is_open: Callable[[R], bool] = lambda _: True
    typed: Callable[[R], str] | None = None
    tip: Callable[[R], str] = _nothing
    finding: Callable[[R], str] = _nothing
    share: float = 1
    is_centred: bool = False
    is_multiline: bool = True


class ColumnModel(QAbstractTableModel, Generic[R]):
    """Rows × columns over the session's content.

    Tells precisely what changed: cells, rows that came, went or moved; a reset only when it is more than that.
    `restored` says after an undo or redo where it happened: row, and column or -1 for the whole row.
    """

    restored = Signal(int, int)

    def __init__(self, session: Session, tables: Sequence[str], parent: QObject | None = None) -> None:
        """`tables` are those of the plan file that this model shows."""
        super().__init__(parent)
        self.session = session
        self._tables = tuple(tables)
        self._columns: Sequence[Column[R]] = self.load_columns()
        self._rows: Sequence[R] = self.load_rows()
        changes_for(session, parent).connect(self.on_changed)

    def load_columns(self) -> Sequence[Column[R]]:
        """The columns as the content has them now."""
        raise NotImplementedError

    def load_rows(self) -> Sequence[R]:
        """The rows as the content has them now."""
        raise NotImplementedError

    def key_of(self, row: R) -> Hashable:
        """What stays the same about a row while its values change."""
        raise NotImplementedError

    def version_of(self, row: R) -> int | None:
        """The state an edit of this row starts from."""
        return None

    def touched_keys(self, changes: ChangeSet) -> set[Hashable] | None:
        """Keys of the rows whose values may have changed; None when that could be any."""
        return None

    @property
    def columns(self) -> Sequence[Column[R]]:
        """The columns from left to right."""
        return self._columns

    def row_at(self, place: int) -> R:
        """The row at a place from 0."""
        return self._rows[place]

    def place_of(self, key: Hashable) -> int:
        """Where the row of that key stands, -1 when it is not there."""
        return next((place for place, row in enumerate(self._rows) if self.key_of(row) == key), -1)

    def text_at(self, place: int, column: int) -> str:
        """The shown text of a cell."""
        return self._columns[column].text(self._rows[place])

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Number of rows; a cell has none below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and how."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.EditRole:
                return column.typed(row) if column.typed else column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _CENTRED if column.is_centred else _LEADING
            case Qt.ItemDataRole.ToolTipRole:
                return column.finding(row) or column.tip(row) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.path[-1]} {column.text(row)} {column.finding(row)}".strip()
        return self._own_data(row, column, role)

    def _own_data(self, row: R, column: Column[R], role: int) -> Any:
        match role:
            case int(value) if value == FINDING_ROLE:
                return column.finding(row)
            case int(value) if value == MULTILINE_ROLE:
                return column.is_multiline
            case int(value) if value == VERSION_ROLE:
                return self.version_of(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The lowest header of a column; the place of a row from 1."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return self._columns[section].path[-1] if 0 <= section < len(self._columns) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Whether a cell may be edited."""
        flags = super().flags(index)
        if index.isValid():
            column = self._columns[index.column()]
            if column.write is not None and column.is_open(self._rows[index.row()]):
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a cell as the user typed it; False when nothing was written."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.write(index, str(value), self.version_of(self._rows[index.row()]))

    def write(self, index: Index, text: str, version: int | None) -> bool:
        """Write a cell from the state of its row an edit began with; False when nothing was written."""
        row, column = self._rows[index.row()], self._columns[index.column()]
        if column.write is None or not column.is_open(row):
            return False
        changes = column.write(row, text, version)
        self.session.store.end_merging()  # a finished cell is a step of its own
        return bool(changes)

    def clear_cells(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells; one at a time unless the table knows better."""
        return len(indexes) == 1 and self.setData(indexes[0], "")

    def paste_block(self, index: QModelIndex, block: Sequence[Sequence[str]]) -> bool:
        """Write a block of texts with its upper left corner at a cell; one at a time unless the table knows better."""
        return bool(block and block[0]) and len(block) == len(block[0]) == 1 and self.setData(index, block[0][0])

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow an edit, an undo or a redo."""
        if not changes.touches(*self._tables):
            return
        columns, rows = self.load_columns(), self.load_rows()
        if [column.path for column in columns] != [column.path for column in self._columns]:
            self.beginResetModel()
            self._columns, self._rows = columns, rows
            self.endResetModel()
            return
        old_keys = [self.key_of(row) for row in self._rows]
        if old_keys == [self.key_of(row) for row in rows]:
            place = self._change_cells(columns, rows, self.touched_keys(changes))
        else:
            place = (self._change_rows(old_keys, columns, rows), -1)
        if place is not None and changes.direction is not Direction.DO:
            self.restored.emit(*place)

    def _change_cells(
        self, columns: Sequence[Column[R]], rows: Sequence[R], touched: set[Hashable] | None
    ) -> tuple[int, int] | None:
        """Take new values for the same rows; returns the first cell that changed."""
        before, old_columns = self._rows, self._columns
        self._rows, self._columns = rows, columns
        changed = []
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if touched is not None and self.key_of(new) not in touched:
                continue
            for number, (then, now) in enumerate(zip(old_columns, columns, strict=True)):
                if (then.text(old), then.finding(old)) != (now.text(new), now.finding(new)):
                    changed.append((place, number))
        if not changed:
            return None
        places, numbers = zip(*changed, strict=True)
        self.dataChanged.emit(self.index(min(places), min(numbers)), self.index(max(places), max(numbers)))
        return changed[0]

    def _change_rows(self, old: list[Hashable], columns: Sequence[Column[R]], rows: Sequence[R]) -> int:
        """Take rows that came, went or moved; returns the place where it began."""
        new = [self.key_of(row) for row in rows]
        same = (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
        start = next(same, min(len(old), len(new)))
        extra = len(new) - len(old)
        if extra > 0 and old[start:] == new[start + extra :]:
            self.beginInsertRows(QModelIndex(), start, start + extra - 1)
            self._rows = [*self._rows[:start], *rows[start : start + extra], *self._rows[start:]]
            self.endInsertRows()
        elif extra < 0 and old[start - extra :] == new[start:]:
            self.beginRemoveRows(QModelIndex(), start, start - extra - 1)
            self._rows = [*self._rows[:start], *self._rows[start - extra :]]
            self.endRemoveRows()
        elif extra == 0 and set(old) == set(new):
            self._reorder(old, new, columns, rows)
        else:
            self.beginResetModel()
            self._rows, self._columns = rows, columns
            self.endResetModel()
            return start
        self._rows, self._columns = rows, columns
        if rows:
            self.tell_counted(start)
        return min(start, len(rows) - 1)

    def tell_counted(self, start: int) -> None:
        """Tell that what counts rows, as 序号 does, changed from a row on."""
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def _reorder(
        self, old: list[Hashable], new: list[Hashable], columns: Sequence[Column[R]], rows: Sequence[R]
    ) -> None:
        self.layoutAboutToBeChanged.emit()
        places = {key: place for place, key in enumerate(new)}
        before = self.persistentIndexList()
        self._rows, self._columns = rows, columns
        self.changePersistentIndexList(
            before, [self.index(places[old[index.row()]], index.column()) for index in before]
        )
        self.layoutChanged.emit()
