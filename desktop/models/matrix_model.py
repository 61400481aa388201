"""责任矩阵: tasks down, units across, a role where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from db.units import set_roles
from desktop.models.columns import FINDING_ROLE, Index
from desktop.session import Session
from domain.changes import ChangeSet, Direction
from domain.labels import ROLE_LABELS
from domain.outline import PlacedNode
from domain.responsibilities import Matrix, responsibility_matrix
from domain.units import Role, Unit

COUNT_ROLE = FINDING_ROLE + 10  # of a header: how many duties its task or unit has
CYCLE: tuple[Role | None, ...] = (None, Role.RESPONSIBLE, Role.LEAD, Role.SUPPORT)
_TABLES = ("plan", "outline_node", "unit", "duty")
_ROOT = QModelIndex()


class MatrixModel(QAbstractTableModel):
    """The 责任单位矩阵 of the plan.

    `restored` says after an undo or redo where it happened, -1 standing for every row or column.
    """

    restored = Signal(int, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._matrix = responsibility_matrix(session.content)
        self._findings = self._look(self._matrix)
        session.changed.connect(self.on_changed)

    @property
    def tasks(self) -> tuple[PlacedNode, ...]:
        """The tasks from top to bottom."""
        return self._matrix.tasks

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units from left to right."""
        return self._matrix.units

    def ids_at(self, row: int, column: int) -> tuple[int, int]:
        """Task and unit that meet in a cell, -1 where there is none."""
        task = self.tasks[row].node.id if 0 <= row < len(self.tasks) else -1
        return task, self.units[column].id if 0 <= column < len(self.units) else -1

    def place_of(self, task_id: int, unit_id: int) -> tuple[int, int]:
        """Where task and unit meet, -1 for what is not there."""
        row = next((row for row, task in enumerate(self.tasks) if task.node.id == task_id), -1)
        return row, next((column for column, unit in enumerate(self.units) if unit.id == unit_id), -1)

    def role_at(self, index: Index) -> Role | None:
        """What the unit does for the task."""
        return self._matrix.roles.get(self.ids_at(index.row(), index.column()))

    def set_roles(self, indexes: Sequence[Index], role: Role | None) -> bool:
        """Give cells a role, or none, as one step; False when nothing changed."""
        cells = [self.ids_at(index.row(), index.column()) for index in indexes if index.isValid()]
        return bool(cells) and bool(self.session.perform(set_roles, cells, role))

    def cycle_role(self, index: Index) -> bool:
        """Go on from nothing to 落实, 牵头, 配合 and nothing again."""
        following = CYCLE[(CYCLE.index(self.role_at(index)) + 1) % len(CYCLE)]
        return self.set_roles([index], following)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Number of tasks; a cell has none below it."""
        return 0 if parent.isValid() else len(self.tasks)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Number of units; a cell has none below it."""
        return 0 if parent.isValid() else len(self.units)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The word of the role in a cell, and who meets there."""
        if not index.isValid():
            return None
        held = self.role_at(index)
        word = ROLE_LABELS[held] if held else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return word
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            unit, task = self.units[index.column()].name, self.tasks[index.row()].heading
            return f"{unit} · {task}：{word or self.tr('不承担')}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take the word of a role, or an empty text; False for anything else and when nothing changed."""
        roles = {word: one for one, word in ROLE_LABELS.items()}
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or (value and value not in roles):
            return False
        return self.set_roles([index], roles.get(value))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A unit's name or a task's heading, its number of duties, and what is to be said about it."""
        of_unit = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < (len(self.units) if of_unit else len(self.tasks)):
            return None
        if of_unit:
            return self._unit_data(self.units[section], role)
        return self._task_data(self.tasks[section], role)

    def _unit_data(self, unit: Unit, role: int) -> Any:
        counts = self._counts(unit.id, 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return unit.name
        if role == COUNT_ROLE:
            return sum(counts.values())
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((unit.full_name or unit.name, self._spell(counts, self.tr("项任务"))))
        return None

    def _task_data(self, task: PlacedNode, role: int) -> Any:
        counts = self._counts(task.node.id, 0)
        finding = self._findings.get(task.node.id, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return task.heading
        if role == COUNT_ROLE:
            return sum(counts.values())
        if role == FINDING_ROLE:
            return finding
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((task.heading, finding or self._spell(counts, self.tr("个单位"))))
        return None

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow an edit, an undo or a redo."""
        if not changes.touches(*_TABLES):
            return
        before, now = self._matrix, responsibility_matrix(self.session.content)
        if _ids(before) == _ids(now):
            place = self._change_cells(before, now)
        else:
            self.beginResetModel()
            self._take(now)
            self.endResetModel()
            place = self._first_new(before, now)
        if place is not None and changes.direction is not Direction.DO:
            self.restored.emit(*place)

    def _change_cells(self, before: Matrix, now: Matrix) -> tuple[int, int] | None:
        self._take(now)
        changed = sorted(
            self.place_of(*cell)
            for cell in before.roles.keys() | now.roles.keys()
            if before.roles.get(cell) is not now.roles.get(cell)
        )
        places = [(row, column) for row, column in changed if row >= 0 and column >= 0]
        if places:
            rows, columns = zip(*places, strict=True)
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))
        if self.units:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.units) - 1)
        if self.tasks:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.tasks) - 1)
        return places[0] if places else None

    def _first_new(self, before: Matrix, now: Matrix) -> tuple[int, int] | None:
        tasks, units = _ids(before)
        row = next((row for row, task in enumerate(now.tasks) if task.node.id not in tasks), -1)
        column = next((column for column, unit in enumerate(now.units) if unit.id not in units), -1)
        return None if row == column == -1 else (row, column)

    def _take(self, matrix: Matrix) -> None:
        self._matrix, self._findings = matrix, self._look(matrix)

    def _look(self, matrix: Matrix) -> dict[int, str]:
        """What is to be said about tasks: nobody there, or more than one lead. A measure's units speak for its task."""
        content = self.session.content
        held = {duty.task_id for duty in content.duties}
        assigned = held | {node.parent for node in content.nodes if node.id in held}
        findings = {}
        for task in matrix.tasks:
            leads = sum(1 for (one, _), role in matrix.roles.items() if one == task.node.id and role is Role.LEAD)
            if task.node.id not in assigned:
                findings[task.node.id] = self.tr("尚无责任单位")
            elif leads > 1:
                findings[task.node.id] = self.tr("有{count}个牵头单位").format(count=leads)
        return findings

    def _counts(self, wanted: int, part: int) -> dict[Role, int]:
        """How often each role is held where part 0 (task) or 1 (unit) of the cell is the wanted one."""
        shown = {task.node.id for task in self.tasks}
        held = [role for cell, role in self._matrix.roles.items() if cell[part] == wanted and cell[0] in shown]
        return {role: held.count(role) for role in ROLE_LABELS if role in held}

    def _spell(self, counts: dict[Role, int], word: str) -> str:
        parts = "、".join(f"{ROLE_LABELS[role]}{count}" for role, count in counts.items())
        return f"{sum(counts.values())}{word}" + (f"：{parts}" if parts else "")


def _ids(matrix: Matrix) -> tuple[list[int], list[int]]:
    return [task.node.id for task in matrix.tasks], [unit.id for unit in matrix.units]
