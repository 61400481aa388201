"""责任矩阵: chapters and tasks down, units across, a role where a task and a unit meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from db.matrix import set_cells
from desktop.models.columns import FINDING_ROLE, Index
from desktop.models.matrix_rows import (
    ROLE_ORDER,
    Counts,
    MatrixRow,
    Narrowing,
    busy_units,
    chapters_of,
    count_roles,
    find_faults,
    matrix_rows,
    shown_rows,
    spell_counts,
)
from desktop.models.matrix_words import MatrixWords
from desktop.session import Session, changes_for
from domain.changes import ChangeSet, Direction
from domain.labels import ROLE_LABELS
from domain.outline import PlacedNode
from domain.responsibilities import Matrix, responsibility_matrix
from domain.units import Role, Unit

COUNT_ROLE = FINDING_ROLE + 10  # of a header: how many duties its task or unit has, by role
_STRUCTURE = ("outline_node", "unit")
_ROOT = QModelIndex()


class MatrixModel(QAbstractTableModel):
    """The 责任单位矩阵 of the plan, or the part of it that `narrow` leaves.

    `restored` says after an undo or redo where it happened, -1 standing for every row or column. `counted` tells that
    numbers of duties, findings or signs may be others than before, `reworded` that headings or names may be. A role is
    told as the cells it changed; only tasks and units that come, go or move make a reset. A narrowed matrix keeps its
    rows while roles change, until `narrow`.
    """

    restored = Signal(int, int)
    counted = Signal()
    reworded = Signal()
    _matrix: Matrix
    _all_rows: tuple[MatrixRow, ...]
    _rows: tuple[MatrixRow, ...]
    _units: tuple[Unit, ...]
    _roles: dict[tuple[int, int], Role]
    _row_of: dict[int, int]
    _column_of: dict[int, int]
    _task_counts: Counts
    _unit_counts: Counts
    _findings: dict[int, str]

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.narrowing = Narrowing()
        self.words = MatrixWords(session)
        self._load()
        changes_for(session, parent).connect(self.on_changed)

    @property
    def matrix(self) -> Matrix:
        """All of it, as the plan has it."""
        return self._matrix

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """The shown rows from top to bottom."""
        return self._rows

    @property
    def tasks(self) -> tuple[PlacedNode, ...]:
        """The shown tasks from top to bottom."""
        return tuple(row.placed for row in self._rows if row.is_task)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The shown units from left to right."""
        return self._units

    @property
    def roles(self) -> Mapping[tuple[int, int], Role]:
        """Who does what, by (task id, unit id)."""
        return self._roles

    @property
    def findings(self) -> Mapping[int, str]:
        """What is to be said about tasks, by their ids, shown or not."""
        return self._findings

    def ids_at(self, row: int, column: int) -> tuple[int, int]:
        """Heading and unit that meet in a cell, -1 where there is none."""
        heading = self._rows[row].id if 0 <= row < len(self._rows) else -1
        return heading, self._units[column].id if 0 <= column < len(self._units) else -1

    def place_of(self, task_id: int, unit_id: int) -> tuple[int, int]:
        """Where task and unit meet, -1 for what is not shown."""
        return self._row_of.get(task_id, -1), self._column_of.get(unit_id, -1)

    def is_task(self, row: int) -> bool:
        """Whether a row takes duties."""
        return 0 <= row < len(self._rows) and self._rows[row].is_task

    def role_at(self, index: Index) -> Role | None:
        """What the unit does for the task."""
        return self._roles.get(self.ids_at(index.row(), index.column()))

    def task_counts(self, row: int) -> Mapping[Role, int]:
        """How many units of each role a task has."""
        return self._task_counts.get(self._rows[row].id) or Counter()

    def unit_counts(self, column: int) -> Mapping[Role, int]:
        """For how many of the shown tasks a unit has each role."""
        return self._unit_counts.get(self._units[column].id) or Counter()

    def used_roles(self) -> list[Role]:
        """The roles that some unit has for some shown task; 牵头 and 配合 where there are none."""
        used = {role for counts in self._unit_counts.values() for role, count in counts.items() if count}
        return [role for role in ROLE_ORDER if role in used] or [Role.LEAD, Role.SUPPORT]

    def signs(self) -> Mapping[Role, str]:
        """What stands for each role, as it prints."""
        return self.words.signs(Matrix(self._matrix.tasks, self._matrix.units, self._roles))

    def chapters(self) -> list[tuple[PlacedNode, frozenset[int]]]:
        """The headings that tasks stand below, with those tasks."""
        return chapters_of(self.session.content, self._matrix)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show a part of the matrix, or all of it."""
        self.beginResetModel()
        self.narrowing = narrowing
        self._show()
        self.endResetModel()

    def following(self, role: Role | None) -> Role | None:
        """The role that a click gives next; a plan that knows only 落实 begins with that."""
        used = {one for counts in self._task_counts.values() for one, count in counts.items() if count}
        roles = (*ROLE_ORDER[2:], *ROLE_ORDER[:2]) if used == {Role.RESPONSIBLE} else ROLE_ORDER
        cycle: tuple[Role | None, ...] = (None, *roles)
        return cycle[(cycle.index(role) + 1) % len(cycle)]

    def cycle_role(self, index: Index) -> bool:
        """Go on from nothing to 牵头, 配合, 落实 and nothing again."""
        return self.set_roles([index], self.following(self.role_at(index)))

    def set_roles(self, indexes: Iterable[Index], role: Role | None) -> bool:
        """Give cells a role, or none, as one step; False when nothing changed."""
        return self.write({(index.row(), index.column()): role for index in indexes if index.isValid()})

    def write(self, cells: Mapping[tuple[int, int], Role | None], deed: str = "") -> bool:
        """Give cells, by row and column, their roles as one step; what is no cell of a task is passed over."""
        wanted = {self.ids_at(*place): role for place, role in cells.items() if self.is_task(place[0])}
        wanted = {ids: role for ids, role in wanted.items() if -1 not in ids and self._roles.get(ids) is not role}
        return bool(wanted) and bool(self.session.perform(set_cells, wanted, deed))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Number of chapters and tasks; a cell has none below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Number of units; a cell has none below it."""
        return 0 if parent.isValid() else len(self._units)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A chapter has no cells to go to."""
        return super().flags(index) if self.is_task(index.row()) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The word of the role in a cell, and who meets there."""
        if not index.isValid() or not self.is_task(index.row()):
            return None
        held = self.role_at(index)
        word = ROLE_LABELS[held] if held else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return word
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            unit, task = self._units[index.column()].name, self._rows[index.row()].placed.heading
            return f"{unit} · {task}：{word or self.tr('不承担')}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take the word of a role, or an empty text; False for anything else and when nothing changed."""
        roles = {word: one for one, word in ROLE_LABELS.items()}
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or (value and value not in roles):
            return False
        return self.set_roles([index], roles.get(value))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A unit's name or a row's text, its number of duties, and what is to be said about it."""
        of_unit = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < (len(self._units) if of_unit else len(self._rows)):
            return None
        return self._unit_data(section, role) if of_unit else self._row_data(section, role)

    def _unit_data(self, section: int, role: int) -> Any:
        unit, counts = self._units[section], self.unit_counts(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return unit.name
        if role == COUNT_ROLE:
            return counts
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join((unit.full_name or unit.name, spell_counts(counts, self.tr("项任务"))))
        return None

    def _row_data(self, section: int, role: int) -> Any:
        row = self._rows[section]
        finding = self._findings.get(row.id, "") if row.is_task else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == COUNT_ROLE:
            return self.task_counts(section)
        if role == FINDING_ROLE:
            return finding
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            counts = spell_counts(self.task_counts(section), self.tr("个单位")) if row.is_task else ""
            return "\n".join(part for part in (row.placed.heading, counts, finding) if part)
        return None

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow an edit, an undo or a redo."""
        if changes.touches("plan"):
            self.counted.emit()  # words and signs
        if not changes.touches(*_STRUCTURE, "duty", "plan"):
            return
        if changes.touches(*_STRUCTURE) and not self._reword():
            shown = (self._row_of, self._column_of)
            self.beginResetModel()
            self._load()
            self.endResetModel()
            place = self._first_new(*shown)
        else:
            place = self._change_cells(changes)
        if place is not None and changes.direction is not Direction.DO:
            self.restored.emit(*place)

    def _reword(self) -> bool:
        """Take new headings and names where every row and column stayed what it was; False where some did not."""
        content = self.session.content
        matrix = responsibility_matrix(content)
        rows = matrix_rows(content, matrix)
        if _order(rows, matrix.units) != _order(self._all_rows, self._matrix.units):
            return False
        if (matrix.tasks, matrix.units) != (self._matrix.tasks, self._matrix.units) or rows != self._all_rows:
            self._matrix, self._all_rows = matrix, rows
            self._rows = tuple(row for row in rows if row.id in self._row_of)
            self._units = tuple(unit for unit in matrix.units if unit.id in self._column_of)
            for way, count in (
                (Qt.Orientation.Horizontal, len(self._units)),
                (Qt.Orientation.Vertical, len(self._rows)),
            ):
                self.headerDataChanged.emit(way, 0, max(count - 1, 0))
            self.reworded.emit()
        return True

    def _change_cells(self, changes: ChangeSet) -> tuple[int, int] | None:
        """Take the duties that changed, and no others, into account."""
        cells = {
            (int(str(image["node_id"])), int(str(image["unit_id"])))
            for change in changes.changes
            if change.table == "duty"
            for image in (change.before, change.after)
            if image is not None
        }
        duties_of = self.session.content.duties_of
        now = {(task, duty.unit_id): duty.role for task in {cell[0] for cell in cells} for duty in duties_of(task)}
        places = []
        for cell in cells:
            held, got = self._roles.get(cell), now.get(cell)
            if held is not got:
                self._replace(cell, held, got)
                places.append(self.place_of(*cell))
        self._findings = find_faults(self.session.content, self._matrix, self._task_counts)
        seen = sorted((row, column) for row, column in places if row >= 0 and column >= 0)
        if seen:
            rows, columns = [row for row, _ in seen], [column for _, column in seen]
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, min(columns), max(columns))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, min(rows), max(rows))
        if places:
            self.counted.emit()
        return seen[0] if seen else None

    def _replace(self, cell: tuple[int, int], held: Role | None, got: Role | None) -> None:
        counts = [self._task_counts.setdefault(cell[0], Counter())]
        if cell[0] in self._row_of:
            counts.append(self._unit_counts.setdefault(cell[1], Counter()))
        for count in counts:
            if held is not None:
                count[held] -= 1
            if got is not None:
                count[got] += 1
        if got is None:
            self._roles.pop(cell, None)
        else:
            self._roles[cell] = got

    def _first_new(self, rows: Mapping[int, int], columns: Mapping[int, int]) -> tuple[int, int] | None:
        row = next((at for id_, at in self._row_of.items() if id_ not in rows and self.is_task(at)), -1)
        column = next((at for id_, at in self._column_of.items() if id_ not in columns), -1)
        return None if row == column == -1 else (row, column)

    def _load(self) -> None:
        content = self.session.content
        self._matrix = responsibility_matrix(content)
        self._all_rows = matrix_rows(content, self._matrix)
        self._roles = dict(self._matrix.roles)
        self._numbered = frozenset(row.id for row in self._all_rows if row.is_task)
        self._task_counts = count_roles(self._roles, 0)
        self._findings = find_faults(content, self._matrix, self._task_counts)
        self.narrowing = self.narrowing.within(content, self._matrix)
        self._show()

    def _show(self) -> None:
        narrowing, tasks = self.narrowing, set(self._numbered)
        if narrowing.chapter is not None:
            tasks &= next((below for one, below in self.chapters() if one.node.id == narrowing.chapter), frozenset())
        if narrowing.unit is not None:
            tasks &= {task for task, unit in self._roles if unit == narrowing.unit}
        if narrowing.findings_only:
            tasks &= self._findings.keys()
        self._rows = shown_rows(self._all_rows, tasks)
        units = self._matrix.units
        self._units = busy_units(units, self._roles, frozenset(tasks)) if narrowing.busy_only else units
        self._row_of = {row.id: at for at, row in enumerate(self._rows)}
        self._unit_counts = count_roles({cell: role for cell, role in self._roles.items() if cell[0] in tasks}, 1)
        self._column_of = {unit.id: at for at, unit in enumerate(self._units)}


def _order(rows: Sequence[MatrixRow], units: Sequence[Unit]) -> Hashable:
    """Which rows and columns there are, in which order."""
    return tuple((row.id, row.number, row.depth) for row in rows), tuple(unit.id for unit in units)
