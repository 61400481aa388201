"""Which lines of the 任务分解 are shown and in which order: filters, groups, folds. Nothing is ever lost by it."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.labels import ROLE_LABELS, TASK_STATE_LABELS
from domain.outline import TaskState
from domain.pinyin import match
from domain.task_deadlines import DeadlineClass
from domain.task_fields import STATE_ORDER
from domain.task_lines import LineKind, TaskLine
from domain.units import Role, Unit

_Rank = tuple[int, ...]


class Grouping(StrEnum):
    """Under which headings tasks stand; ROLE needs a unit."""

    CHAPTER = "chapter"
    UNIT = "unit"
    DEADLINE = "deadline"
    STATE = "state"
    ROLE = "role"


@dataclass(frozen=True)
class TaskFilter:
    """What is asked for; the empty one asks for nothing. `unit` 0 is any unit, `state` None any state."""

    unit: int = 0
    deadline: DeadlineClass = DeadlineClass.ANY
    state: TaskState | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every line fits."""
        return self == TaskFilter()


@dataclass(frozen=True)
class Arranged:
    """Lines to show, how many tasks are among them, and how many there are."""

    lines: tuple[TaskLine, ...]
    shown: int
    total: int


def arrange(
    lines: Sequence[TaskLine],
    wanted: TaskFilter,
    grouping: Grouping,
    folded: AbstractSet[Hashable],
    units: Sequence[Unit],
    today: datetime.date,
) -> Arranged:
    """Filter, group and fold. A task is shown where it or one of its measures fits; chapters where any is shown."""
    total = sum(line.kind is LineKind.TASK for line in lines)
    kept = _kept(lines, wanted, today)
    shown = sum(line.kind is LineKind.TASK for line in kept)
    grouped = kept if grouping is Grouping.CHAPTER else _grouped(kept, grouping, wanted.unit, units)
    return Arranged(_folded(_counted(grouped), folded), shown, total)


def _kept(lines: Sequence[TaskLine], wanted: TaskFilter, today: datetime.date) -> tuple[TaskLine, ...]:
    if wanted.is_empty:
        return tuple(lines)
    by_key = {line.key: line for line in lines}
    kept: set[Hashable] = set()
    for line in lines:
        if line.is_heading or not _fits(line, by_key.get(line.task_id), wanted, today):
            continue
        key: Hashable = line.key
        while key in by_key and key not in kept:
            kept.add(key)
            key = by_key[key].parent
    return tuple(line for line in lines if line.key in kept)


def _fits(line: TaskLine, task: TaskLine | None, wanted: TaskFilter, today: datetime.date) -> bool:
    if wanted.unit and not any(wanted.unit in ids for ids in line.unit_ids.values()):
        return False
    if line.due is not None and not line.due.is_in(wanted.deadline, today):
        return False
    state = line.state or (task.state if task is not None else line.state)
    if wanted.state is not None and state is not wanted.state:
        return False
    return not wanted.text.strip() or _says(line, task, wanted.text)


def _says(line: TaskLine, task: TaskLine | None, text: str) -> bool:
    """Whether a line says it, or the title of its task does: characters anywhere, pinyin in titles and units."""
    short = [line.title, *(name for names in line.units.values() for name in names), line.note]
    if task is not None and task is not line:
        short.append(task.title)
    asked = text.strip()
    return asked in line.words or asked in line.deadline or any(match(asked, one) is not None for one in short)


def _grouped(lines: Sequence[TaskLine], grouping: Grouping, unit: int, units: Sequence[Unit]) -> tuple[TaskLine, ...]:
    """Tasks with their measures below the headings of their groups; one led by two units stands below both."""
    groups: dict[_Rank, tuple[str, list[list[TaskLine]]]] = {}
    names = {one.id: (one.seq, one.name) for one in units}
    for block in _blocks(lines):
        for key, title in _group_keys(block, grouping, unit, names):
            groups.setdefault(key, (title, []))[1].append(block)
    made: list[TaskLine] = []
    for key in sorted(groups):
        title, blocks = groups[key]
        head = f"{grouping.value}:{title}"
        made.append(TaskLine(LineKind.GROUP, head, 0, "", title, count=len(blocks), has_below=True))
        for block in blocks:
            top = block[0].depth
            for line in block:
                parent: Hashable = head if line is block[0] else (head, line.parent)
                made.append(replace(line, key=(head, line.key), parent=parent, depth=line.depth - top + 1))
    return tuple(made)


def _blocks(lines: Sequence[TaskLine]) -> list[list[TaskLine]]:
    """Each task with its measures."""
    blocks: list[list[TaskLine]] = []
    for line in lines:
        if line.kind is LineKind.TASK:
            blocks.append([line])
        elif line.kind is LineKind.MEASURE and blocks:
            blocks[-1].append(line)
    return blocks


def _group_keys(
    block: Sequence[TaskLine], grouping: Grouping, unit: int, names: dict[int, tuple[int, str]]
) -> list[tuple[_Rank, str]]:
    task = block[0]
    if grouping is Grouping.DEADLINE and task.due is not None:
        return [task.due.group()]
    if grouping is Grouping.STATE:
        rank = (*STATE_ORDER, TaskState.UNSAID).index(task.state)
        return [((rank,), TASK_STATE_LABELS[task.state] or "未填进展")]
    if grouping is Grouping.ROLE:
        held = [role for role in Role if any(unit in line.unit_ids.get(role, ()) for line in block)]
        return [((list(Role).index(role),), ROLE_LABELS[role]) for role in held[:1]]
    leads = dict.fromkeys(one for line in block for one in line.unit_ids.get(Role.LEAD, ()))
    return [((names[one][0], one), names[one][1]) for one in leads] or [((10**9, 0), "未定牵头单位")]


def _counted(lines: Sequence[TaskLine]) -> tuple[TaskLine, ...]:
    """Headings with the number of tasks that are shown below them."""
    by_key = {line.key: line for line in lines}
    counts: dict[Hashable, int] = {}
    for line in lines:
        if line.kind is LineKind.TASK:
            above = line.parent
            while above in by_key:
                counts[above] = counts.get(above, 0) + 1
                above = by_key[above].parent
    parents = {line.parent for line in lines}
    return tuple(
        replace(line, count=counts.get(line.key, 0), has_below=line.key in parents)
        if (line.is_heading or line.has_below)
        and (line.count, line.has_below) != (counts.get(line.key, 0), line.key in parents)
        else line
        for line in lines
    )


def _folded(lines: Sequence[TaskLine], folded: AbstractSet[Hashable]) -> tuple[TaskLine, ...]:
    hidden: set[Hashable] = set()
    shown = []
    for line in lines:
        if line.parent in hidden:
            hidden.add(line.key)
            continue
        if line.key in folded and line.has_below:
            hidden.add(line.key)
            line = replace(line, is_folded=True)
        shown.append(line)
    return tuple(shown)
