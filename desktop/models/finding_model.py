"""The findings of a plan as rows: how grave, where and what, and why it matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.labels import SEVERITY_LABELS
from domain.plan_findings import PlanFinding

WEIGHT, WHAT, WHY = range(3)
SEVERITY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class FindingModel(QAbstractTableModel):
    """Three columns; the desk says what there is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[PlanFinding, ...] = ()

    def show(self, findings: Sequence[PlanFinding]) -> None:
        """Take other findings."""
        self.beginResetModel()
        self._findings = tuple(findings)
        self.endResetModel()

    def finding(self, row: int) -> PlanFinding | None:
        """The finding of a row."""
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a finding."""
        return 0 if parent.isValid() else len(self._findings)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Weight, sentence, reason."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns hold."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return (self.tr("轻重"), self.tr("提示"), self.tr("为什么"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a finding."""
        if not index.isValid():
            return None
        one = self._findings[index.row()]
        words = (SEVERITY_LABELS[one.severity], one.sentence, one.why)
        if role == Qt.ItemDataRole.DisplayRole:
            return words[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{one.sentence}\n{one.why}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(words)
        if role == SEVERITY_ROLE:
            return one.severity
        return None
