"""What consolidating would do, place by place: each step ticked or not, near doubles kept apart or joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from domain.consolidation import Consolidation, Step, StepKind
from domain.content import PlanContent
from domain.near_doubles import NearDouble
from domain.tables import AppendixTable

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
STEP_SIGNS = {
    StepKind.ADD: "＋ 新增",
    StepKind.LINK: "＝ 已有",
    StepKind.CHANGE: "～ 更新",
    StepKind.KEEP: "● 保留",
    StepKind.REMOVE: "－ 撤下",
    StepKind.RELEASE: "● 保留",
    StepKind.JOIN: "＋ 列入",
    StepKind.UNJOIN: "－ 移出",
}
STEP_TIPS = {
    StepKind.ADD: "新报送的内容",
    StepKind.LINK: "附表里已有同样的文字，只记下来源",
    StepKind.CHANGE: "企业更正了，附表里没有人改过，照着更新",
    StepKind.KEEP: "企业更正了，但附表里已改成办公室的文字，予以保留",
    StepKind.REMOVE: "企业撤回了这一条",
    StepKind.RELEASE: "企业撤回了，但附表里已改成办公室的文字，予以保留",
    StepKind.JOIN: "名称列入单元格",
    StepKind.UNJOIN: "名称从单元格移出",
}
HEADS = ("处置", "内容", "报送企业", "相近的一条")


@dataclass(frozen=True)
class StepRow:
    """A row of the list: a heading over a place, or a step with the near double it may go into."""

    heading: str = ""
    step: Step | None = None
    double: NearDouble | None = None


@dataclass
class Decisions:
    """What the officer chose: keys of steps that are left out, steps that go into another, doubles looked at."""

    declined: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)


class StepsModel(QAbstractTableModel):
    """`changed`: other ticks or decisions."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan: Consolidation | None = None
        self.decisions = Decisions()
        self.rows: list[StepRow] = []
        self._texts: dict[str, str] = {}
        self._senders: dict[int, str] = {}

    def show(self, plan: Consolidation | None, content: PlanContent) -> None:
        """Take the steps; decisions about steps that are still there stay."""
        self.beginResetModel()
        self.plan = plan
        table = next((one for one in content.tables if plan is not None and one.id == plan.table_id), None)
        self.rows = _laid_out(plan, table) if plan is not None and table is not None else []
        keys = {row.step.key for row in self.rows if row.step is not None}
        self.decisions.declined &= keys
        self.decisions.kept &= keys
        self.decisions.merged = {key: into for key, into in self.decisions.merged.items() if key in keys}
        self._texts = _texts(plan, table)
        names = {one.id: one.name for one in content.enterprises}
        self._senders = {
            row.id: names.get(one.enterprise_id or 0, one.file)
            for one in content.collection.submissions
            for row in one.rows
        }
        self.endResetModel()
        self.changed.emit()

    def row_at(self, place: int) -> StepRow:
        """The row at a place; an empty one where there is none."""
        return self.rows[place] if 0 <= place < len(self.rows) else StepRow()

    def text_of(self, key: str) -> str:
        """What a step or a standing line says, by its key."""
        return self._texts.get(key, "")

    def senders(self, step: Step) -> str:
        """Whose rows a step rests on."""
        return "、".join(dict.fromkeys(self._senders.get(row, "") for row in step.rows if row in self._senders))

    def is_ticked(self, step: Step) -> bool:
        """Whether a step is to be done."""
        return step.key not in self.decisions.declined

    def toggle(self, places: Sequence[int]) -> None:
        """Turn the ticks of rows, all as the first step of them turns; a heading turns all below it."""
        steps = [step for place in places for step in self._below(place)]
        if not steps:
            return
        keys = {one.key for one in steps}
        if self.is_ticked(steps[0]):
            self.decisions.declined |= keys
        else:
            self.decisions.declined -= keys
        self._tell()

    def join(self, place: int) -> None:
        """Let the step go into the line it is near to."""
        row = self.row_at(place)
        if row.step is not None and row.double is not None:
            self.decisions.merged[row.step.key] = row.double.first
            self.decisions.kept.discard(row.step.key)
            self._tell()

    def keep(self, place: int) -> None:
        """Keep both."""
        row = self.row_at(place)
        if row.step is not None and row.double is not None:
            self.decisions.merged.pop(row.step.key, None)
            self.decisions.kept.add(row.step.key)
            self._tell()

    def open_doubles(self) -> int:
        """Pairs nobody has decided about."""
        return sum(
            row.double is not None
            and row.step is not None
            and row.step.key not in self.decisions.merged
            and row.step.key not in self.decisions.kept
            and self.is_ticked(row.step)
            for row in self.rows
        )

    def counts(self) -> dict[StepKind, int]:
        """Ticked steps by kind."""
        found: dict[StepKind, int] = {}
        for row in self.rows:
            if row.step is not None and self.is_ticked(row.step):
                found[row.step.kind] = found.get(row.step.kind, 0) + 1
        return found

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Headings and steps."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """What is done, what it says, whose it is, what is near to it."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words above."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return HEADS[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The first cell is ticked."""
        flag = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_step = self.row_at(index.row()).step is not None
        return flag | Qt.ItemFlag.ItemIsUserCheckable if is_step and index.column() == 0 else flag

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, ticks."""
        row = self.row_at(index.row())
        step = row.step
        if step is None:
            if role == Qt.ItemDataRole.FontRole:
                return heading_face()
            return row.heading if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if self.is_ticked(step) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, step)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return STEP_TIPS[step.kind] if index.column() == 0 else self._words(row, step)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            ticked = self.tr("采用") if self.is_ticked(step) else self.tr("不采用")
            return f"{ticked}，{'，'.join(self._words(row, step))}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or not."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle([index.row()])
        return True

    def _words(self, row: StepRow, step: Step) -> tuple[str, ...]:
        stars = "★" * (step.grade or 0)
        text = step.text or "，".join(value for value in step.values.values() if value)
        if step.kind is StepKind.CHANGE and step.before:
            text = f"{text}\n（原：{step.before}）"
        elif step.kind is StepKind.KEEP:
            text = f"{step.before or text}"
        near = ""
        if row.double is not None:
            share = f"{round(row.double.likeness * 100)}%"
            if step.key in self.decisions.merged:
                near = self.tr("并入：{}").format(self.text_of(row.double.first))
            elif step.key in self.decisions.kept:
                near = self.tr("都保留")
            else:
                near = self.tr("{}相近：{}").format(share, self.text_of(row.double.first))
        return STEP_SIGNS[step.kind], f"{stars}{text}", self.senders(step), near

    def _below(self, place: int) -> list[Step]:
        row = self.row_at(place)
        if row.step is not None:
            return [row.step]
        found = []
        for other in self.rows[place + 1 :]:
            if other.step is None:
                break
            found.append(other.step)
        return found

    def _tell(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(HEADS) - 1))
        self.changed.emit()


def heading_face() -> QFont:
    """The interface's face in medium weight."""
    font = QApplication.font()
    font.setWeight(QFont.Weight.Medium)
    return font


def _laid_out(plan: Consolidation, table: AppendixTable) -> list[StepRow]:
    """Steps under headings, in the order of the table."""
    near: dict[str, NearDouble] = {}
    for one in plan.doubles:
        near.setdefault(one.second, one)
    titles = {column.key: column.title for column in table.spec.columns}
    groups: dict[str, list[Step]] = {}
    for step in plan.steps:
        heading = " · ".join(part for part in (step.value, titles.get(step.column, "")) if part)
        groups.setdefault(heading or "新的行", []).append(step)
    rows = []
    for heading, steps in groups.items():
        rows.append(StepRow(f"{heading}　{len(steps)}"))
        rows += [StepRow(step=step, double=near.get(step.key)) for step in steps]
    return rows


def _texts(plan: Consolidation | None, table: AppendixTable | None) -> dict[str, str]:
    texts = {}
    for row in table.rows if table is not None else ():
        whole = "，".join(cell.text for cell in row.cells.values() if cell.text)
        texts[f"row:{row.id}"] = whole
        texts |= {f"item:{item.id}": item.text for cell in row.cells.values() for item in cell.items}
    for step in plan.steps if plan is not None else ():
        texts[step.key] = step.text or "，".join(value for value in step.values.values() if value)
    return texts
