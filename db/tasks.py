"""The 任务分解 in the plan file: verbs that change one task or many at once."""

from __future__ import annotations

from collections.abc import Sequence

from db.outline import load_nodes
from db.store import Store
from db.task_duties import TaskDuties
from domain.changes import ChangeSet
from domain.outline import place_nodes
from domain.task_units import UnitWish, wished_names

_SHORT = 20  # characters of a heading in the name of a step


def set_task_units(store: Store, task_ids: Sequence[int], wishes: Sequence[UnitWish]) -> ChangeSet:
    """Give units their roles for one task or several, or take them off, as one step.

    A measure that had no units of its own starts from those of its task.
    """
    with store.operation(f"修改责任单位 {named_tasks(store, task_ids)}") as scope:
        duties = TaskDuties(scope)
        for task_id in task_ids:
            duties.replace(task_id, wished_names(duties.names(task_id), wishes))
    return scope.changes


def named_tasks(store: Store, task_ids: Sequence[int]) -> str:
    """The heading of one task, the number of several, for the name of a step."""
    if len(task_ids) != 1:
        return f"{len(task_ids)} 项任务"
    heading = next((one.heading for one in place_nodes(load_nodes(store.db)) if one.node.id == task_ids[0]), "")
    return heading if len(heading) <= _SHORT else heading[: _SHORT - 1] + "…"
