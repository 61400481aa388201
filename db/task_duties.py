"""The duties of many tasks while they are written: read once, so that three hundred tasks are no longer wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.outline import load_nodes
from db.store import OperationScope
from db.units import load_duties, load_units
from domain.outline import NodeKind
from domain.units import Duty, Role, Unit, duties_of, match_unit


class TaskDuties:
    """The duties of a plan inside one operation."""

    def __init__(self, scope: OperationScope) -> None:
        self._scope = scope
        self._nodes = {node.id: node for node in load_nodes(scope.db)}
        self._units = list(load_units(scope.db))
        self._known: dict[str, Unit] = {unit.name: unit for unit in self._units}
        self._names = {unit.id: unit.name for unit in self._units}
        self._duties: dict[int, list[Duty]] = {}
        for duty in load_duties(scope.db):
            self._duties.setdefault(duty.task_id, []).append(duty)

    def names(self, task_id: int) -> dict[Role, list[str]]:
        """The units of a task by role; of a measure without any, those of its task."""
        holder = task_id
        node = self._nodes.get(task_id)
        if task_id not in self._duties and node is not None and node.kind is not NodeKind.TASK:
            parent = self._nodes.get(node.parent) if node.parent is not None else None
            holder = parent.id if parent is not None and parent.kind is NodeKind.TASK else task_id
        return self.own_names(holder)

    def own_names(self, task_id: int) -> dict[Role, list[str]]:
        """The units of a task or measure itself, by role."""
        names: dict[Role, list[str]] = {role: [] for role in Role}
        for duty in duties_of(task_id, self._duties.get(task_id, ())):
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
