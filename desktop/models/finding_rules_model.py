"""The checks a plan goes through as rows: ticked where they are on, with how many places each tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from domain.checks import MutedRule
from domain.plan_checks import RULES
from domain.plan_findings import Rule

TITLE, COUNT = range(2)
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class FindingRulesModel(QAbstractTableModel):
    """`switched` carries the code of a rule and whether it shall be on: the plan has the say, not the tick."""

    switched = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._muted: dict[str, MutedRule] = {}
        self._counts: Mapping[str, int] = {}

    def show(self, muted: Sequence[MutedRule], counts: Mapping[str, int]) -> None:
        """Take what is switched off, and how often each rule found something."""
        self._muted = {one.code: one for one in muted}
        self._counts = counts
        self.dataChanged.emit(self.index(0, TITLE), self.index(len(RULES) - 1, COUNT))

    def rule(self, row: int) -> Rule | None:
        """The rule of a row."""
        return RULES[row] if 0 <= row < len(RULES) else None

    def row_of(self, code: str) -> int:
        """Where a rule stands, -1 where there is none of that code."""
        return next((row for row, one in enumerate(RULES) if one.code == code), -1)

    def muted(self, code: str) -> MutedRule | None:
        """Why a rule is switched off; None where it is on."""
        return self._muted.get(code)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a rule."""
        return 0 if parent.isValid() else len(RULES)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """What it is about, and its count."""
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns hold."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return (self.tr("检查项"), self.tr("处数"))[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The title has the tick."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TITLE else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a rule."""
        if not index.isValid():
            return None
        rule = RULES[index.row()]
        is_on = rule.code not in self._muted
        count = self._counts.get(rule.code, 0)
        number = (str(count) if count else "") if is_on else self.tr("停用")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return rule.title if index.column() == TITLE else number
            case Qt.ItemDataRole.CheckStateRole if index.column() == TITLE:
                return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == COUNT:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return rule.why
            case Qt.ItemDataRole.AccessibleTextRole:
                state = self.tr("启用，{} 处").format(count) if is_on else self.tr("停用")
                return f"{rule.title}，{state}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a rule to be switched."""
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TITLE:
            self.switched.emit(RULES[index.row()].code, Qt.CheckState(value) == Qt.CheckState.Checked)
        return False
