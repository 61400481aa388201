"""Results of the command palette as a list: a line for every group, its results below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.palette_index import Found, Hit

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """Group lines cannot be selected; HIT_ROLE gives a Hit, None for a group line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str | Hit] = []

    def show(self, found: Sequence[Found]) -> None:
        """Take other results."""
        self.beginResetModel()
        self._lines = []
        for one in found:
            more = one.count - len(one.hits)
            word = self.tr("{} · 另有 {} 处").format(one.group.value, more) if more else one.group.value
            self._lines += [word, *one.hits]
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """The result in a row; None where there is none."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Hit) else None

    def row_of(self, key: str) -> int:
        """The row of an entry by its key, the first result when it is not there, -1 when there is none at all."""
        rows = [row for row, line in enumerate(self._lines) if isinstance(line, Hit)]
        return next((row for row in rows if self._key(row) == key), rows[0] if rows else -1)

    def step(self, row: int, by: int) -> int:
        """The row of the result so many results further, staying at the ends; one step past an end goes round."""
        rows = [one for one, line in enumerate(self._lines) if isinstance(line, Hit)]
        if not rows:
            return -1
        place = rows.index(row) if row in rows else 0
        if abs(by) == 1:
            return rows[(place + by) % len(rows)]
        return rows[max(0, min(len(rows) - 1, place + by))]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One row a line."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Group lines are for the eye only."""
        if not index.isValid() or self.hit(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, the whole as one sentence for a screen reader and the tooltip, and the Hit itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if not isinstance(line, Hit):
            return line if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.entry.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            entry = line.entry
            return "，".join(filter(None, (entry.title, entry.body, entry.detail, entry.keys, entry.reason)))
        return line if role == HIT_ROLE else None

    def _key(self, row: int) -> str:
        hit = self.hit(row)
        return hit.entry.key if hit is not None else ""
