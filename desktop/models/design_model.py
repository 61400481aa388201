"""The columns of an appendix table that is being designed, one a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.tables import ColumnKind, TableColumn
from domain.text import comparison_key, trim

NAME, GROUP, KIND, WIDTH = 0, 1, 2, 3  # columns
KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COLUMN_KIND_LABELS = {
    ColumnKind.NUMBER: "序号",
    ColumnKind.TEXT: "文字",
    ColumnKind.ITEMS: "★ 条目",
    ColumnKind.MEASURES: "编号措施",
}
WIDEST = 300  # mm
_HEADINGS = ("列名", "上级表头", "类型", "宽度（毫米）")
_TIPS = (
    "印在表头最下一行的名称",
    "上面各行的表头，多层用“／”隔开；相邻列相同的合并成一格",
    "序号自动编排；★ 条目可以分等级；编号措施写作 1. 2. 3.",
    "印出来的宽度；0 表示由内容决定",
)
_BETWEEN = "／"
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class DesignColumn:
    """A column as it is typed; `id` and `key` are those of the column it was before, 0 and empty for a new one."""

    name: str
    group: str = ""
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 0
    id: int = 0
    key: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The header from the top row down."""
        above = [part for part in map(trim, re.split("[／/]", self.group)) if part]
        return (*above, trim(self.name))


class DesignModel(QAbstractTableModel):
    """Keeps every state it was in, for undo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[DesignColumn, ...] = ()
        self._former: tuple[TableColumn, ...] = ()
        self._past: list[tuple[DesignColumn, ...]] = []
        self._future: list[tuple[DesignColumn, ...]] = []

    @property
    def columns(self) -> tuple[DesignColumn, ...]:
        """The columns from left to right."""
        return self._columns

    def begin(self, columns: Sequence[TableColumn]) -> None:
        """Start from the columns a table has."""
        self._former = tuple(columns)
        self._show(tuple(_designed(one, one) for one in columns))
        self._past.clear()
        self._future.clear()

    def take(self, columns: Sequence[TableColumn]) -> None:
        """Take the columns of another table; one under the same header as a former one is that, the others are new."""
        known = {_header_key(one): one for one in self._former}
        self._set(tuple(_designed(one, known.get(_header_key(one))) for one in columns))

    def table_columns(self) -> tuple[TableColumn, ...]:
        """What is designed; new columns get keys that no other column has."""
        taken = {one.key for one in self._columns if one.key} | {one.key for one in self._former}
        made = []
        for one in self._columns:
            key = one.key
            if not key:
                number = next(value for value in range(1, len(taken) + 2) if f"c{value}" not in taken)
                key = f"c{number}"
                taken.add(key)
            made.append(TableColumn(key, one.path, one.kind, one.width, one.id))
        return tuple(made)

    def add(self, row: int) -> int:
        """Put a new column below a row, under the same heading; returns its row."""
        place = min(max(row + 1, 0), len(self._columns))
        group = self._columns[place - 1].group if place else ""
        fresh = DesignColumn("", group)
        self._set((*self._columns[:place], fresh, *self._columns[place:]))
        return place

    def remove(self, row: int) -> None:
        """Take a column out."""
        if 0 <= row < len(self._columns):
            self._set((*self._columns[:row], *self._columns[row + 1 :]))

    def move(self, row: int, offset: int) -> int:
        """Move a column left (-1) or right (1); returns its row."""
        there = row + offset
        if not (0 <= row < len(self._columns) and 0 <= there < len(self._columns)):
            return row
        columns = list(self._columns)
        columns.insert(there, columns.pop(row))
        self._set(tuple(columns))
        return there

    def undo(self) -> None:
        """Take the last step back."""
        if self._past:
            self._future.append(self._columns)
            self._show(self._past.pop())

    def redo(self) -> None:
        """Do it again."""
        if self._future:
            self._past.append(self._columns)
            self._show(self._future.pop())

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a column."""
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Name, heading above, kind, width."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the fields are called, and the number of the column."""
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr(_HEADINGS[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr(_TIPS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Everything can be edited."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The fields as text; the kind and the width as they are for an editor."""
        if not index.isValid():
            return None
        one = self._columns[index.row()]
        if role == KIND_ROLE:
            return one.kind
        if role == Qt.ItemDataRole.EditRole:
            return (one.name, one.group, one.kind.value, one.width)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            width = str(one.width) if one.width else self.tr("自动")
            return (one.name, one.group, COLUMN_KIND_LABELS[one.kind], width)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.tr(_HEADINGS[index.column()])}：{self.data(index)}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        one = self._columns[index.row()]
        fresh = _with_field(one, index.column(), value)
        if fresh != one:
            row = index.row()
            self._past.append(self._columns)
            self._future.clear()
            self._columns = (*self._columns[:row], fresh, *self._columns[row + 1 :])
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(_HEADINGS) - 1))
        return True

    def _set(self, columns: tuple[DesignColumn, ...]) -> None:
        self._past.append(self._columns)
        self._future.clear()
        self._show(columns)

    def _show(self, columns: tuple[DesignColumn, ...]) -> None:
        self.beginResetModel()
        self._columns = columns
        self.endResetModel()


def _designed(column: TableColumn, former: TableColumn | None) -> DesignColumn:
    name, group = (column.path[-1], _BETWEEN.join(column.path[:-1])) if column.path else ("", "")
    identity = (former.id, former.key) if former is not None else (0, "")
    return DesignColumn(name, group, column.kind, column.width, *identity)


def _header_key(column: TableColumn) -> tuple[str, ...]:
    return tuple(comparison_key(part) for part in column.path)


def _with_field(one: DesignColumn, field: int, value: Any) -> DesignColumn:
    text = " ".join(str(value).split())
    if field == NAME:
        return replace(one, name=text)
    if field == GROUP:
        return replace(one, group=text)
    if field == KIND:
        return replace(one, kind=ColumnKind(str(value)))
    digits = re.search(r"\d+", text)
    return replace(one, width=min(int(digits.group()), WIDEST) if digits else 0)
