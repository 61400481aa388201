"""Units and duties in the plan file: loading them, and one verb a user action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.database import Database
from db.rows import duty_from_row, unit_from_row
from db.store import OperationScope, Store
from domain.changes import ChangeSet
from domain.duty_clause import split_names
from domain.errors import InputError
from domain.labels import ROLE_LABELS
from domain.text import trim
from domain.units import Duty, Role, Unit, insert_duty, match_unit


def load_units(db: Database) -> tuple[Unit, ...]:
    """Every unit in office order."""
    return tuple(unit_from_row(row) for row in db.query("SELECT * FROM unit ORDER BY seq, id"))


def load_duties(db: Database) -> tuple[Duty, ...]:
    """Every duty, task by task in the order of its clause."""
    return tuple(duty_from_row(row) for row in db.query("SELECT * FROM duty ORDER BY node_id, seq, id"))


def set_role(store: Store, task_id: int, unit_id: int, role: Role | None) -> ChangeSet:
    """Give a unit its role for a task, or none: one cell of the matrix."""
    units = {unit.id: unit for unit in load_units(store.db)}
    if unit_id not in units:
        raise InputError("row_gone", "这个单位已经不在方案里了。", "请查看最新内容后再试。")
    word = ROLE_LABELS[role] if role else "不承担"
    with store.operation(f"{units[unit_id].name} 改为{word}") as scope:
        duties = [duty for duty in load_duties(store.db) if duty.task_id == task_id]
        existing = next((duty for duty in duties if duty.unit_id == unit_id), None)
        if role is None and existing:
            scope.delete("duty", existing.id)
        elif role is not None and existing and existing.role is not role:
            scope.update("duty", existing.id, {"role": role.value})
        elif role is not None and not existing:
            _insert_in_order(scope, duties, Duty(task_id, unit_id, role), list(units.values()))
    return scope.changes


def _insert_in_order(scope: OperationScope, duties: Sequence[Duty], new: Duty, units: Sequence[Unit]) -> None:
    """Add a duty where office order has it within its clause."""
    before = {duty.id: duty.seq for duty in duties}
    for duty in insert_duty(duties, new, units):
        if not duty.id:
            scope.insert("duty", _duty_row(duty.task_id, duty.unit_id, duty.role, duty.seq))
        elif before[duty.id] != duty.seq:
            scope.update("duty", duty.id, {"seq": duty.seq})


def set_role_names(store: Store, task_id: int, role: Role, text: str) -> ChangeSet:
    """Write the units of one role as a list of names (甲、乙); names not in the directory are added to it."""
    with store.operation(f"修改{ROLE_LABELS[role]}单位") as scope:
        units = {unit.id: unit.name for unit in load_units(store.db)}
        names: dict[Role, list[str]] = {}
        for duty in load_duties(store.db):
            if duty.task_id == task_id and duty.role is not role:
                names.setdefault(duty.role, []).append(units[duty.unit_id])
        mine = [trim(name) for name in split_names(text.replace("\n", "、")) if trim(name)]
        others = {other: [name for name in held if name not in mine] for other, held in names.items()}
        ordered = {one: mine if one is role else others.get(one, []) for one in Role}
        replace_duties(scope, task_id, ordered)
    return scope.changes


def add_unit(store: Store, name: str) -> ChangeSet:
    """Add a unit at the end of the office order. Raises InputError for a blank or known name."""
    name = trim(name)
    units = load_units(store.db)
    if not name:
        raise InputError("unit_blank", "单位名称不能为空。", "请填写单位名称。")
    if match_unit(name, units):
        raise InputError("unit_known", f"单位“{name}”已经在名单里。", "请直接使用它。")
    with store.operation(f"新增单位 {name}") as scope:
        scope.insert("unit", {"name": name, "seq": max((unit.seq for unit in units), default=0) + 1})
    return scope.changes


def rename_unit(store: Store, unit_id: int, name: str) -> ChangeSet:
    """Change the short name of a unit; every clause, table and matrix follows."""
    name = trim(name)
    units = load_units(store.db)
    unit = next((one for one in units if one.id == unit_id), None)
    if unit is None or not name:
        raise InputError("unit_blank", "单位名称不能为空。", "请填写单位名称。")
    other = match_unit(name, [one for one in units if one.id != unit_id])
    if other is not None:
        raise InputError("unit_known", f"单位“{other.name}”已经在名单里。", "请换一个名称。")
    with store.operation(f"{unit.name} 改名为 {name}") as scope:
        if name != unit.name:
            scope.update("unit", unit_id, {"name": name})
    return scope.changes


def remove_unit(store: Store, unit_id: int) -> ChangeSet:
    """Take a unit out of the plan, its duties too."""
    unit = next((one for one in load_units(store.db) if one.id == unit_id), None)
    if unit is None:
        return ChangeSet()
    with store.operation(f"删除单位 {unit.name}") as scope:
        scope.delete("unit", unit_id)
    return scope.changes


def shift_unit(store: Store, unit_id: int, offset: int) -> ChangeSet:
    """Move a unit within the office order by `offset` places."""
    units = list(load_units(store.db))
    here = next(index for index, unit in enumerate(units) if unit.id == unit_id)
    there = min(max(here + offset, 0), len(units) - 1)
    with store.operation(f"调整单位顺序 {units[here].name}") as scope:
        units.insert(there, units.pop(here))
        for seq, unit in enumerate(units, start=1):
            if unit.seq != seq:
                scope.update("unit", unit.id, {"seq": seq})
    return scope.changes


def replace_duties(scope: OperationScope, task_id: int, names: Mapping[Role, Sequence[str]]) -> None:
    """Make the duties of a task be these names by role, in this order; unknown names become units.

    A unit named twice keeps its first role.
    """
    units = list(load_units(scope.db))
    wanted: dict[int, tuple[Role, int]] = {}
    for role, listed in names.items():
        for name in listed:
            unit = match_unit(name, units)
            if unit is None:
                seq = max((one.seq for one in units), default=0) + 1
                unit = Unit(scope.insert("unit", {"name": name, "seq": seq}), name, seq=seq)
                units.append(unit)
            wanted.setdefault(unit.id, (role, len(wanted) + 1))
    for duty in load_duties(scope.db):
        if duty.task_id != task_id:
            continue
        if duty.unit_id not in wanted:
            scope.delete("duty", duty.id)
            continue
        role, seq = wanted.pop(duty.unit_id)
        if (duty.role, duty.seq) != (role, seq):
            scope.update("duty", duty.id, {"role": role.value, "seq": seq})
    for unit_id, (role, seq) in wanted.items():
        scope.insert("duty", _duty_row(task_id, unit_id, role, seq))


def _duty_row(task_id: int, unit_id: int, role: Role, seq: int) -> dict[str, object]:
    return {"node_id": task_id, "unit_id": unit_id, "role": role.value, "seq": seq}
