"""The list inside the unit picker: units that fit what is typed, and which role each has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.labels import ROLE_LABELS
from domain.task_units import FittingChoice, RoleNames, Span, UnitChoice, UnitWish
from domain.units import Role

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ROLE_WORD_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # 牵头, 牵头 2/3; empty where the unit has none
SPANS_ROLE = ROLE_WORD_ROLE + 1  # the places of the name that fit what is typed
QUIET_ROLE = ROLE_WORD_ROLE + 2  # another name of the unit, or what kind of row this is
NEW_ROLE = ROLE_WORD_ROLE + 3  # whether the row adds a unit
FIRST_KNOWN_ROLE = ROLE_WORD_ROLE + 4  # whether the units from the shipped list begin here


class UnitDraft:
    """What a visit of the picker has come to so far; nothing of it is written yet."""

    def __init__(self, tasks: Sequence[RoleNames]) -> None:
        self._tasks = tasks
        self._wished: dict[str, Role | None] = {}

    def wishes(self) -> list[UnitWish]:
        """What was asked for, in the order it was."""
        return [UnitWish(name, role) for name, role in self._wished.items()]

    def held(self, name: str) -> Mapping[Role, int]:
        """In how many of the tasks the unit has which role."""
        if name in self._wished:
            role = self._wished[name]
            return {} if role is None else {role: len(self._tasks)}
        counts = {role: sum(name in task.get(role, ()) for task in self._tasks) for role in Role}
        return {role: count for role, count in counts.items() if count}

    def has(self, name: str, role: Role) -> bool:
        """Whether the unit has that role in all of the tasks."""
        return self.held(name).get(role, 0) == len(self._tasks) > 0

    def give(self, name: str, role: Role | None) -> None:
        """Ask for a role, or for none."""
        self._wished.pop(name, None)
        unchanged = all(name in task.get(role, ()) for task in self._tasks) if role else not self.held(name)
        if not unchanged:
            self._wished[name] = role

    def word(self, name: str) -> str:
        """牵头; 牵头 2/3 where it is so in some of the tasks only."""
        words = []
        for role, count in self.held(name).items():
            part = "" if count == len(self._tasks) else f" {count}/{len(self._tasks)}"
            words.append(f"{ROLE_LABELS[role]}{part}")
        return " ".join(words)


class UnitListModel(QAbstractListModel):
    """Rows of the picker; the last one offers to add what is typed where no unit has that name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[FittingChoice] = ()
        self._new = ""
        self._draft = UnitDraft(())

    def show(self, rows: Sequence[FittingChoice], new_name: str, draft: UnitDraft) -> None:
        """Show other rows; `new_name` empty offers no new unit."""
        self.beginResetModel()
        self._rows, self._new, self._draft = rows, new_name, draft
        self.endResetModel()

    def tell_roles(self) -> None:
        """Let the list draw the roles anew."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def choice_at(self, row: int) -> UnitChoice | None:
        """The unit of a row; a new one where the row offers that; None where there is no row."""
        if 0 <= row < len(self._rows):
            return self._rows[row].choice
        return UnitChoice(self._new) if row == len(self._rows) and self._new else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Units, and the row that adds one."""
        return 0 if parent.isValid() else len(self._rows) + bool(self._new)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A name, the role it has, where it fits."""
        choice = self.choice_at(index.row()) if index.isValid() else None
        if choice is None:
            return None
        is_new = index.row() == len(self._rows)
        word = self._draft.word(choice.name)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.tr("新增单位“{}”").format(choice.name) if is_new else choice.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{choice.name} {word}".strip()
            case int(value) if value == ROLE_WORD_ROLE:
                return word
            case int(value) if value == SPANS_ROLE:
                spans: Sequence[Span] = () if is_new else self._rows[index.row()].spans
                return spans
            case int(value) if value == QUIET_ROLE:
                return "" if is_new else self._rows[index.row()].alias
            case int(value) if value == NEW_ROLE:
                return is_new
            case int(value) if value == FIRST_KNOWN_ROLE:
                return not is_new and choice.id == 0 and index.row() > 0 and self._rows[index.row() - 1].choice.id > 0
        return None
