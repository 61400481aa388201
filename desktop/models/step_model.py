"""What taking a draft into the plan would do, step by step, each to be ticked or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.source_reading import Ticks
from domain.comparison import excerpts
from domain.merge_report import MergeStep, StepKind

STEP_WORDS = {StepKind.NEW: "新增", StepKind.CHANGED: "改动", StepKind.GONE: "删去"}
STEP_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class StepModel(QAbstractListModel):
    """Rows are steps; `ticked` carries the Ticks the user asks for. A conflict is not ticked until somebody does."""

    ticked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[MergeStep] = ()
        self._shown: Sequence[MergeStep] = ()
        self._ticks = Ticks()
        self._only_conflicts = False

    def show(self, steps: Iterable[MergeStep], ticks: Ticks) -> None:
        """Take the steps of a report."""
        self.beginResetModel()
        self._all = tuple(steps)
        self._ticks = ticks
        self._filter()
        self.endResetModel()

    def take_ticks(self, ticks: Ticks) -> None:
        """Show ticks decided elsewhere."""
        self._ticks = ticks
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def show_only_conflicts(self, only: bool) -> None:
        """Show all steps, or those that both sides changed."""
        self.beginResetModel()
        self._only_conflicts = only
        self._filter()
        self.endResetModel()

    def step(self, row: int) -> MergeStep | None:
        """The step in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, key: str) -> int:
        """The row of a step, -1 when it is not shown."""
        return next((row for row, one in enumerate(self._shown) if one.key == key), -1)

    def is_ticked(self, step: MergeStep) -> bool:
        """Whether a step is to be taken."""
        return step.key in self._ticks.adopted if step.conflict else step.key not in self._ticks.declined

    def counts(self) -> dict[StepKind, int]:
        """Ticked steps by kind."""
        counts = dict.fromkeys(STEP_WORDS, 0)
        for one in self._all:
            if self.is_ticked(one):
                counts[one.kind] += 1
        return counts

    def size(self) -> int:
        """All steps, ticked or not."""
        return len(self._all)

    def conflict_count(self) -> int:
        """Steps that both sides changed."""
        return sum(one.conflict for one in self._all)

    def toggle(self, rows: Sequence[int]) -> None:
        """Turn the ticks of some rows, all as the first of them turns."""
        if not rows:
            return
        steps = [self._shown[row] for row in rows]
        self._tick(steps, not self.is_ticked(steps[0]))

    def tick_shown(self, ticked: bool) -> None:
        """Tick every shown step, or none."""
        self._tick(self._shown, ticked)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a step."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Steps are ticked."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable | flag.ItemNeverHasChildren

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Kind and place, who did it where the file says so, what is said there, the tick."""
        step = self.step(index.row())
        if step is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{STEP_WORDS[step.kind]}　{step.where}" + (self.tr(" · {}").format(step.by) if step.by else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("{} 修改").format(step.by) if step.by else None
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.is_ticked(step) else Qt.CheckState.Unchecked
        if role == STEP_ROLE:
            return step
        if role == Qt.ItemDataRole.AccessibleTextRole:
            ticked = self.tr("采用") if self.is_ticked(step) else self.tr("不采用")
            who = self.tr("{} 修改，").format(step.by) if step.by else ""
            words = f"{ticked}，{STEP_WORDS[step.kind]}，{step.where}，{who}{step.after or step.before}"
            return self.tr("两边都改过，{}").format(words) if step.conflict else words
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or not."""
        if role != Qt.ItemDataRole.CheckStateRole or self.step(index.row()) is None:
            return False
        self.toggle([index.row()])
        return True

    def _tick(self, steps: Sequence[MergeStep], ticked: bool) -> None:
        keys = frozenset(one.key for one in steps)
        conflicts = frozenset(one.key for one in steps if one.conflict)
        declined, adopted = self._ticks.declined, self._ticks.adopted
        if ticked:
            self.ticked.emit(Ticks(declined - keys, adopted | conflicts))
        else:
            self.ticked.emit(Ticks(declined | keys, adopted - conflicts))

    def _filter(self) -> None:
        self._shown = [one for one in self._all if one.conflict] if self._only_conflicts else self._all


def step_excerpt(step: MergeStep) -> str:
    """What a step says, in one line from where it begins to differ."""
    before, after = excerpts(step.before, step.after)
    return after if step.after else before
