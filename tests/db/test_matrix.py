"""Cells of the matrix, written as one step."""

from __future__ import annotations

import pytest

from db.matrix import set_cells
from db.outline import add_node, load_nodes
from db.store import Store
from db.units import add_unit, load_duties, load_units, set_role
from domain.errors import InputError
from domain.outline import NodeKind
from domain.units import Role


@pytest.fixture
def tasks(store: Store) -> list[int]:
    for name in ("甲局", "乙局", "丙局", "丁局"):
        add_unit(store, name)
    for place in range(3):
        add_node(store, None, place, f"任务{place}", NodeKind.TASK)
    return [node.id for node in sorted(load_nodes(store.db), key=lambda node: node.seq)]


def clauses(store: Store) -> dict[int, list[tuple[str, Role]]]:
    names = {unit.id: unit.name for unit in load_units(store.db)}
    found: dict[int, list[tuple[str, Role]]] = {}
    for duty in load_duties(store.db):
        found.setdefault(duty.task_id, []).append((names[duty.unit_id], duty.role))
    return found


def test_a_block_is_one_step_and_says_what_cell_by_cell_says(store: Store, tasks: list[int]) -> None:
    units = [unit.id for unit in load_units(store.db)]
    first = {(tasks[0], units[2]): Role.SUPPORT, (tasks[0], units[0]): Role.LEAD, (tasks[1], units[3]): Role.SUPPORT}
    later = {(tasks[0], units[2]): None, (tasks[0], units[1]): Role.SUPPORT, (tasks[1], units[3]): Role.RESPONSIBLE}
    revision = store.revision
    set_cells(store, first, "粘贴")
    set_cells(store, later, "粘贴")
    assert store.revision == revision + 2
    assert [operation.label for operation in store.history()[:2]] == ["粘贴 3 格", "粘贴 3 格"]
    told = clauses(store)
    store.undo()
    store.undo()
    assert clauses(store) == {}
    for (task, unit), role in [*first.items(), *later.items()]:
        set_role(store, task, unit, role)
    assert clauses(store) == told
    assert told[tasks[0]] == [("甲局", Role.LEAD), ("乙局", Role.SUPPORT)]


def test_one_cell_and_one_role_name_the_step(store: Store, tasks: list[int]) -> None:
    unit = load_units(store.db)[0].id
    assert set_cells(store, {(tasks[0], unit): Role.LEAD}).operation.label == "甲局 改为牵头"
    changes = set_cells(store, {(task, unit): None for task in tasks})
    assert changes.operation.label == "3 格改为不承担" and len(changes.changes) == 1


def test_nothing_new_leaves_no_trace(store: Store, tasks: list[int]) -> None:
    unit = load_units(store.db)[0].id
    assert not set_cells(store, {(tasks[0], unit): None, (tasks[1], unit): None})


def test_a_unit_that_is_gone_is_refused(store: Store, tasks: list[int]) -> None:
    with pytest.raises(InputError) as told:
        set_cells(store, {(tasks[0], 999): Role.LEAD})
    assert told.value.code == "row_gone"
