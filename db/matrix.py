"""Cells of the 责任单位矩阵: many of them written as one step, at the cost of few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from db.database import Database
from db.rows import duty_from_row
from db.store import OperationScope, Store
from db.units import load_units
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.labels import ROLE_LABELS
from domain.units import Duty, Role, Unit, insert_duty

Cell = tuple[int, int]  # task id, unit id
_NO_ROLE = "不承担"
_FEW_ROWS = 500  # SQLite takes at least 999 values in one statement


def set_cells(store: Store, cells: Mapping[Cell, Role | None], deed: str = "") -> ChangeSet:
    """Give cells their roles, or none, as one step.

    The step is called after the unit and the role where there is one cell, else “`deed` 12 格”; without a deed, after
    the role that all of them get. Raises InputError when a unit is gone.
    """
    units = load_units(store.db)
    known = {unit.id: unit for unit in units}
    if any(unit not in known for _, unit in cells):
        raise InputError("row_gone", "这个单位已经不在方案里了。", "请查看最新内容后再试。")
    tasks: dict[int, dict[int, Role | None]] = {}
    for (task, unit), role in cells.items():
        tasks.setdefault(task, {})[unit] = role
    with store.operation(_label(cells, known, deed)) as scope:
        duties = _by_task(load_duties_of(store.db, list(tasks)))
        for task, wanted in tasks.items():
            _write_task(scope, task, duties.get(task, []), wanted, units)
    return scope.changes


def load_duties_of(db: Database, tasks: Sequence[int]) -> list[Duty]:
    """The duties of some tasks, task by task in the order of its clause."""
    duties: list[Duty] = []
    for start in range(0, len(tasks), _FEW_ROWS):
        some = list(tasks[start : start + _FEW_ROWS])
        marks = ", ".join("?" * len(some))
        rows = db.query(f"SELECT * FROM duty WHERE node_id IN ({marks}) ORDER BY node_id, seq, id", some)
        duties += map(duty_from_row, rows)
    return duties


def _by_task(duties: Iterable[Duty]) -> dict[int, list[Duty]]:
    found: dict[int, list[Duty]] = {}
    for duty in duties:
        found.setdefault(duty.task_id, []).append(duty)
    return found


def _label(cells: Mapping[Cell, Role | None], units: Mapping[int, Unit], deed: str) -> str:
    roles = set(cells.values())
    role = next(iter(roles)) if len(roles) == 1 else None
    word = ROLE_LABELS[role] if role else _NO_ROLE
    if len(cells) == 1:
        [(_, unit)] = cells
        return f"{units[unit].name} 改为{word}"
    return f"{deed} {len(cells)} 格" if deed or len(roles) > 1 else f"{len(cells)} 格改为{word}"


def _write_task(
    scope: OperationScope, task: int, held: Sequence[Duty], wanted: Mapping[int, Role | None], units: Sequence[Unit]
) -> None:
    """Take, change and add the duties of one task; a new one stands where office order has it within its clause."""
    before = {duty.unit_id: duty for duty in held}
    for unit, role in wanted.items():
        duty = before.get(unit)
        if duty is not None and role is None:
            scope.delete("duty", duty.id)
        elif duty is not None and role is not None and duty.role is not role:
            scope.update("duty", duty.id, {"role": role.value})
    kept = [duty for duty in held if wanted.get(duty.unit_id, duty.role) is not None]
    listed = [_with_role(duty, wanted.get(duty.unit_id)) for duty in kept]
    fresh = [(unit, role) for unit, role in wanted.items() if role is not None and unit not in before]
    for unit, role in fresh:
        listed = insert_duty(listed, Duty(task, unit, role), units)
    places = {duty.id: duty.seq for duty in held}
    for duty in listed if fresh else ():
        if not duty.id:
            values = {"node_id": task, "unit_id": duty.unit_id, "role": duty.role.value, "seq": duty.seq}
            scope.insert("duty", values)
        elif places[duty.id] != duty.seq:
            scope.update("duty", duty.id, {"seq": duty.seq})


def _with_role(duty: Duty, role: Role | None) -> Duty:
    return duty if role is None else Duty(duty.task_id, duty.unit_id, role, duty.seq, duty.id)
