"""What there is to say of a returned file, and what of it was not taken over, each with the reason."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN
from desktop.views.collect_tables import plain_table
from desktop.widgets.frame import QuietLabel
from domain.labels import SEVERITY_LABELS
from domain.returns import ReturnedFile

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEADS = ("类别", "位置", "内容")


class LeftOutModel(QAbstractTableModel):
    """Findings of the file, mistakes of its rows, then what was set aside."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, str, str]] = []

    def show(self, one: ReturnedFile | None) -> None:
        """Take a file."""
        self.beginResetModel()
        self._rows = []
        if one is not None:
            self._rows += [("读不了", "", one.error)] if one.error else []
            self._rows += [(SEVERITY_LABELS[each.severity], "", each.message) for each in one.findings]
        draft = one.draft if one is not None else None
        if draft is not None:
            mistakes = [(row, each) for row in draft.rows for each in row.findings]
            self._rows += [("填错", f"{row.sheet} {each.cell}", each.message) for row, each in mistakes]
            self._rows += [("未收", f"{each.sheet} {each.cell}", f"{each.reason}：{each.text}") for each in draft.aside]
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a thing."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """See _HEADS."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words above."""
        known = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return _HEADS[section] if known else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._rows[index.row()][index.column()] or None
        return None


class LeftOutPane(QWidget):
    """The list, and a sentence on whether all filled cells are accounted for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LeftOutModel()
        self.model.setParent(self)
        self.table = plain_table(self.model, self.tr("提示和未收的内容"))
        self.census = QuietLabel()
        self.census.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.census)
        self.setFocusProxy(self.table)

    def show_file(self, one: ReturnedFile | None) -> None:
        """Show another file."""
        self.model.show(one)
        draft = one.draft if one is not None else None
        if draft is None:
            self.census.setText("")
            return
        words = self.tr("表里填了内容的单元格 {} 个，已读到 {} 个").format(draft.filled, draft.read)
        self.census.setText(words + (self.tr("，都有着落。") if draft.filled == draft.read else self.tr("，请核对。")))
