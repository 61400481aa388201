"""Findings of 格式体检 in a tree: a branch a clause, below it where and what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.widgets.severity_dot import SEVERITY_WORDS
from domain.checks import Severity
from exporters.layout_check import LayoutFinding, clause_title

FINDING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
WHERE, WHAT, ANSWER = range(3)
_ROOT = QModelIndex()
_CLAUSE_ID = 0  # internal id of a branch; that of a leaf is its branch from 1
_Index = QModelIndex | QPersistentModelIndex
_RANK = {Severity.MUST: 0, Severity.LOOK: 1, Severity.NOTE: 2}


class LayoutCheckModel(QAbstractItemModel):
    """Three columns: the place, what is wrong, and whether the corrected copy mends it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[str, list[LayoutFinding]]] = []

    def show(self, findings: Sequence[LayoutFinding]) -> None:
        """Take findings, which come in the order of their clauses."""
        self.beginResetModel()
        groups: dict[str, list[LayoutFinding]] = {}
        for one in findings:
            groups.setdefault(one.code, []).append(one)
        self._groups = list(groups.items())
        self.endResetModel()

    def finding(self, index: _Index) -> LayoutFinding | None:
        """The finding of a row; None for a clause and for no row."""
        if not index.isValid() or index.internalId() == _CLAUSE_ID:
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def first_finding(self) -> QModelIndex:
        """The first row that is a finding."""
        return self.index(0, 0, self.index(0, 0)) if self._groups else QModelIndex()

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        """A clause at the top, a finding below."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _CLAUSE_ID)

    def parent(self, index: _Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject.parent is another
        """The clause of a finding."""
        if not index.isValid() or index.internalId() == _CLAUSE_ID:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _CLAUSE_ID)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Clauses, or the findings of one."""
        if not parent.isValid():
            return len(self._groups)
        if parent.column() or parent.internalId() != _CLAUSE_ID:
            return 0
        return len(self._groups[parent.row()][1])

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Place, sentence, answer."""
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns hold."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return (self.tr("位置"), self.tr("问题"), self.tr("改正稿"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of a clause or of a finding."""
        if not index.isValid():
            return None
        finding = self.finding(index)
        if role == FINDING_ROLE:
            return finding
        if finding is None:
            return self._clause(index, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (finding.where, finding.message, self.tr("可改正") if finding.is_fixable else "")[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{SEVERITY_WORDS[finding.severity]}，{finding.where}，{finding.message}"
        return None

    def _clause(self, index: _Index, role: int) -> Any:
        code, findings = self._groups[index.row()]
        if index.column() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.tr("{}（{}）").format(clause_title(code), len(findings))

    def severity(self, index: _Index) -> Severity | None:
        """How grave a row is; of a clause the gravest of its findings."""
        finding = self.finding(index)
        if finding is not None:
            return finding.severity
        if not index.isValid():
            return None
        return min((one.severity for one in self._groups[index.row()][1]), key=lambda one: _RANK[one])
