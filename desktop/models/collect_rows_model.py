"""The rows of one returned file against the sender's former return: sign and colour say what each is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from domain.collection import CollectionForm, FieldKind, SubmittedRow
from domain.consolidation import same_words
from domain.returns import ReturnedFile, RowChange, RowKind

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SIGNS = {RowKind.NEW: "＋ 新增", RowKind.CHANGED: "～ 更正", RowKind.SAME: "＝ 相同", RowKind.GONE: "－ 撤回"}
# Grounds by kind for a light and for a dark palette; the signs say the same without colour.
_LIGHT = {RowKind.NEW: QColor("#e6f2e6"), RowKind.CHANGED: QColor("#fbf3d6"), RowKind.GONE: QColor("#f6e4e3")}
_DARK = {RowKind.NEW: QColor("#26392b"), RowKind.CHANGED: QColor("#423a21"), RowKind.GONE: QColor("#452d2c")}
_DARK_BELOW = 128  # lightness of the paper


class RowsModel(QAbstractTableModel):
    """A column for what a row is, one a field, one for what is wrong."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[RowChange] = ()
        self._form = CollectionForm("", "", ())

    def show(self, form: CollectionForm, one: ReturnedFile | None) -> None:
        """Take the rows of a file."""
        self.beginResetModel()
        self._form = form
        self._rows = one.rows if one is not None else ()
        self.endResetModel()

    def change_at(self, row: int) -> RowChange | None:
        """The row at a place."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def cell_at(self, index: _Index) -> tuple[str, str]:
        """Sheet and cell of a value in the file; of its row where the value has none."""
        change = self.change_at(index.row())
        row = change.new if change is not None else None
        if row is None:
            return "", ""
        column = index.column() - 1
        key = self._form.fields[column].key if 0 <= column < len(self._form.fields) else ""
        wrong = next((one.cell for one in row.findings if one.cell), "")
        found = row.cells.get(key) or (wrong if column >= len(self._form.fields) else "")
        return row.sheet, found or next(iter(row.cells.values()), f"A{row.row}")

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a row."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Sign, fields, mistakes."""
        return 0 if parent.isValid() or not self._form.fields else len(self._form.fields) + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles of the fields."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        heads = (self.tr("变化"), *(one.title for one in self._form.fields), self.tr("错误说明"))
        return heads[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Values; what stood there before below what stands there now."""
        change = self.change_at(index.row())
        if change is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(change, index.column()) or None
        if role == Qt.ItemDataRole.BackgroundRole:
            is_dark = QApplication.palette().base().color().lightness() < _DARK_BELOW
            return (_DARK if is_dark else _LIGHT).get(change.kind)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{SIGNS[change.kind]}，{self._text(change, index.column())}"
        if role == Qt.ItemDataRole.FontRole and change.kind is RowKind.GONE:
            font = QApplication.font()
            font.setStrikeOut(True)
            return font
        return None

    def _text(self, change: RowChange, column: int) -> str:
        row = change.new or change.old
        assert row is not None  # a change has one side at least
        if column == 0:
            return SIGNS[change.kind] + ("" if row.is_taken else "\n不收")
        if column > len(self._form.fields):
            return "".join(one.message for one in row.findings)
        field = self._form.fields[column - 1]
        text = _shown(row, field.key, field.kind)
        if change.kind is RowKind.CHANGED and change.old is not None:
            before = _shown(change.old, field.key, field.kind)
            if not same_words(before, text):
                return f"{text}\n（原：{before or '空'}）"
        return text


def _shown(row: SubmittedRow, key: str, kind: FieldKind) -> str:
    value = row.values.get(key, "")
    if kind is FieldKind.GRADE and value.isdecimal():
        return "★" * int(value)
    return value or row.written.get(key, "")
