"""Doubtful places and findings of a reading, what must be looked at first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.source_reading import SourceReading, finding_key
from desktop.widgets.severity_dot import SEVERITY_WORDS
from domain.checks import Finding, Option, Severity

FINDING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
STATE_ROLE = FINDING_ROLE + 1  # the words at the foot of a row: what was decided
SETTLED_ROLE = FINDING_ROLE + 2
_RANK = {Severity.MUST: 0, Severity.LOOK: 1, Severity.NOTE: 2}
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class DoubtModel(QAbstractListModel):
    """Findings ordered by weight, then by whether there is something to choose, then by place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: SourceReading | None = None
        self._findings: Sequence[Finding] = ()

    def show(self, reading: SourceReading | None, findings: Sequence[Finding]) -> None:
        """Take the findings of a reading."""
        self.beginResetModel()
        self._reading = reading
        self._findings = self.weighed(findings)
        self.endResetModel()

    @staticmethod
    def weighed(findings: Sequence[Finding]) -> list[Finding]:
        """The gravest first, then what there is to choose, then by place."""
        return sorted(findings, key=lambda one: (_RANK[one.severity], not one.options, one.line))

    @property
    def findings(self) -> Sequence[Finding]:
        """In the order shown."""
        return self._findings

    def refresh(self) -> None:
        """Show new decisions about the same findings."""
        if self._findings:
            self.dataChanged.emit(self.index(0), self.index(len(self._findings) - 1))

    def row_of(self, key: str) -> int:
        """The row of a finding by its key, -1 when it is gone."""
        return next((row for row, one in enumerate(self._findings) if finding_key(one) == key), -1)

    def next_open(self, row: int) -> int:
        """The next finding nobody looked at, from the row after, round to the top; -1 when all are settled."""
        count = len(self._findings)
        order = ((row + step) % count for step in range(1, count + 1))
        return next((one for one in order if not self.is_settled(one)), -1) if count else -1

    def open_count(self) -> int:
        """How many are not looked at yet, notes aside."""
        rows = (row for row, one in enumerate(self._findings) if one.severity is not Severity.NOTE)
        return sum(not self.is_settled(row) for row in rows)

    def is_settled(self, row: int) -> bool:
        """Whether somebody looked at it."""
        return self._reading is not None and self._reading.is_settled(self._findings[row])

    def chosen(self, row: int) -> Option | None:
        """The option it is read by."""
        finding = self._findings[row]
        if self._reading is None or not finding.options:
            return None
        key = self._reading.chosen(finding)
        return next((one for one in finding.options if one.key == key), finding.options[0])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a finding."""
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The sentence, the place, the state."""
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == FINDING_ROLE:
            return finding
        if role == SETTLED_ROLE:
            return self.is_settled(index.row())
        if role == STATE_ROLE:
            return self._state(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            weight, state = SEVERITY_WORDS[finding.severity], self._state(index.row())
            return "，".join(part for part in (weight, finding.where, finding.message, state) if part)
        return None

    def _state(self, row: int) -> str:
        option = self.chosen(row)
        if option is None:
            return self.tr("已看过") if self.is_settled(row) else ""
        if not self.is_settled(row):
            return self.tr("暂按：{}").format(option.label)
        is_assumed = option == self._findings[row].options[0]
        return (self.tr("已核：{}") if is_assumed else self.tr("已改：{}")).format(option.label)
