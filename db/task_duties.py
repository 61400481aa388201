"""The duties of many tasks while they are written: read once, so that three hundred tasks are no longer wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.store import OperationScope
from db.units import load_duties, load_units
from domain.outline import NodeKind
from domain.units import Duty, Role, Unit, match_unit


class TaskDuties:
    """The duties of a plan inside one operation."""

    def __init__(self, scope: OperationScope) -> None:
        self._scope = scope
        # What a heading says is of no matter here, and reading it would take a third of the time of a bulk edit.
        rows = scope.db.execute("SELECT id, parent_id, kind FROM outline_node").fetchall()
        self._parents: dict[int, int | None] = {row[0]: row[1] for row in rows}
        self._tasks = {row[0] for row in rows if row[2] == NodeKind.TASK.value}
        self._units = list(load_units(scope.db))
        self._known: dict[str, Unit] = {unit.name: unit for unit in self._units}
        self._names = {unit.id: unit.name for unit in self._units}
        self._duties: dict[int, list[Duty]] = {}
        for duty in load_duties(scope.db):
            self._duties.setdefault(duty.task_id, []).append(duty)

    def names(self, task_id: int) -> dict[Role, list[str]]:
        """The units of a task by role; of a measure without any, those of its task."""
        parent = self._parents.get(task_id)
        inherits = task_id not in self._duties and task_id not in self._tasks and parent in self._tasks
        return self.own_names(parent if inherits and parent is not None else task_id)

    def own_names(self, task_id: int) -> dict[Role, list[str]]:
        """The units of a task or measure itself, by role."""
        names: dict[Role, list[str]] = {role: [] for role in Role}
        for duty in sorted(self._duties.get(task_id, ()), key=lambda duty: duty.seq):
            names[duty.role].append(self._names[duty.unit_id])
        return names

    def replace(self, task_id: int, names: Mapping[Role, Sequence[str]]) -> None:
        """Make the duties of a task be these, in this order; unknown names become units."""
        wanted: dict[int, tuple[Role, int]] = {}
        for role, listed in names.items():
            for name in listed:
                wanted.setdefault(self._unit(name).id, (role, len(wanted) + 1))
        kept = []
        for duty in self._duties.get(task_id, ()):
            if duty.unit_id not in wanted:
                self._scope.delete("duty", duty.id)
                continue
            role, seq = wanted.pop(duty.unit_id)
            if (duty.role, duty.seq) != (role, seq):
                self._scope.update("duty", duty.id, {"role": role.value, "seq": seq})
            kept.append(Duty(task_id, duty.unit_id, role, seq, duty.id))
        for unit_id, (role, seq) in wanted.items():
            values = {"node_id": task_id, "unit_id": unit_id, "role": role.value, "seq": seq}
            kept.append(Duty(task_id, unit_id, role, seq, self._scope.insert("duty", values)))
        self._duties[task_id] = kept

    def _unit(self, name: str) -> Unit:
        unit = self._known.get(name) or match_unit(name, self._units)
        if unit is None:
            seq = max((one.seq for one in self._units), default=0) + 1
            unit = Unit(self._scope.insert("unit", {"name": name, "seq": seq}), name, seq=seq)
            self._units.append(unit)
            self._names[unit.id] = name
        self._known[name] = unit
        return unit
