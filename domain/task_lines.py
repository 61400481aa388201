"""任务分解 as a tree: chapters, their tasks, their measures, each a line with all that is to be said of it."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.content import PlanContent
from domain.duty_clause import text_without_clauses
from domain.outline import NodeKind, OutlineNode, PlacedNode, TaskState
from domain.task_deadlines import Due, due_of
from domain.units import Role, duties_of


class LineKind(StrEnum):
    """What a line stands for; a GROUP is a heading made by grouping."""

    CHAPTER = "section"
    TASK = "task"
    MEASURE = "measure"
    GROUP = "group"


@dataclass(frozen=True)
class TaskLine:
    """One line. `key` stays the same while values change; `depth` counts from 0.

    `task_id` and `part_id` name the row of the printed table: a task and the measure, or the task itself, it tells of.
    `units` and `deadline` are those that count: of a measure without its own, its task's; `own_units` says whether
    they are its own. A heading has none of them, and `count` tasks below it.
    """

    kind: LineKind
    key: Hashable
    depth: int
    number: str
    title: str
    node: OutlineNode | None = None
    parent: Hashable = None
    words: str = ""
    task_id: int = 0
    part_id: int = 0
    units: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    unit_ids: Mapping[Role, tuple[int, ...]] = field(default_factory=dict)
    own_units: bool = True
    deadline: str = ""
    own_deadline: bool = True
    due: Due | None = None
    state: TaskState = TaskState.UNSAID
    note: str = ""
    count: int = 0
    has_below: bool = False
    is_folded: bool = False
    is_assigned: bool = True

    @property
    def is_heading(self) -> bool:
        """Whether it only stands over others."""
        return self.kind in (LineKind.CHAPTER, LineKind.GROUP)

    @property
    def node_id(self) -> int:
        """The heading in the plan; 0 for a group."""
        return self.node.id if self.node is not None else 0


def task_lines(content: PlanContent, today: datetime.date, *, all_chapters: bool = False) -> tuple[TaskLine, ...]:
    """Every task with its measures in reading order, below the chapters it stands in.

    Chapters without a task come only where `all_chapters` are asked for.
    """
    return _Builder(content, today, all_chapters).lines()


_NO_NAMES: Mapping[Role, tuple[str, ...]] = dict.fromkeys(Role, ())
_NO_IDS: Mapping[Role, tuple[int, ...]] = dict.fromkeys(Role, ())


class _Builder:
    def __init__(self, content: PlanContent, today: datetime.date, all_chapters: bool) -> None:
        self._content = content
        self._today = today
        self._year = content.info.year
        self._all = all_chapters
        self._placed = content.placed()
        self._names = {unit.id: unit.name for unit in content.units}
        self._parents = {one.node.id: one.node.parent for one in self._placed}
        self._kinds = {one.node.id: one.node.kind for one in self._placed}

    def lines(self) -> tuple[TaskLine, ...]:
        tasks = [one.node.id for one in self._placed if one.node.kind is NodeKind.TASK]
        counts: dict[int, int] = {}
        shown = set(tasks)
        for task in tasks:
            above = self._parents[task]
            while above is not None:
                counts[above] = counts.get(above, 0) + 1
                shown.add(above)
                above = self._parents[above]
        made: dict[int, TaskLine] = {}
        lines: list[TaskLine] = []
        for one in self._placed:
            owner = self._task_above(one.node)
            if one.node.kind is NodeKind.TASK:
                line = self._task(one, counts.get(one.node.id, 0))
            elif owner is not None:
                line = self._measure(one, made[owner])
            elif one.node.id in shown or (self._all and one.node.kind is NodeKind.SECTION):
                line = self._chapter(one, counts.get(one.node.id, 0))
            else:
                continue
            made[one.node.id] = line
            lines.append(line)
        return _told(lines, tasks)

    def _task_above(self, node: OutlineNode) -> int | None:
        """The task a measure belongs to."""
        above = node.parent
        while above is not None and self._kinds[above] is not NodeKind.TASK:
            above = self._parents[above]
        return above

    def _chapter(self, one: PlacedNode, count: int) -> TaskLine:
        node = one.node
        return TaskLine(
            LineKind.CHAPTER,
            node.id,
            one.level - 1,
            one.label,
            node.title,
            node,
            node.parent,
            _words(node),
            count=count,
        )

    def _task(self, one: PlacedNode, count: int) -> TaskLine:
        node = one.node
        return TaskLine(
            LineKind.TASK,
            node.id,
            one.level - 1,
            one.label,
            node.title,
            node,
            node.parent,
            _words(node),
            node.id,
            node.id,
            *self._units(node.id),
            deadline=node.deadline,
            due=self._due(node.deadline, node.state),
            state=node.state,
            note=node.note,
            count=count,
            is_assigned=bool(self._content.duties_of(node.id)),
        )

    def _measure(self, one: PlacedNode, task: TaskLine) -> TaskLine:
        node = one.node
        own = bool(self._content.duties_of(node.id))
        units, unit_ids = self._units(node.id) if own else (task.units, task.unit_ids)
        deadline = node.deadline or task.deadline
        return TaskLine(
            LineKind.MEASURE,
            node.id,
            one.level - 1,
            one.label,
            node.title,
            node,
            node.parent,
            _words(node),
            task.node_id,
            node.id,
            units,
            unit_ids,
            own,
            deadline,
            bool(node.deadline),
            self._due(deadline, node.state or task.state),
            node.state,
            node.note,
        )

    def _units(self, node_id: int) -> tuple[Mapping[Role, tuple[str, ...]], Mapping[Role, tuple[int, ...]]]:
        """Names and ids of a heading's own units, by role."""
        duties = self._content.duties_of(node_id)
        if not duties:
            return _NO_NAMES, _NO_IDS
        held = duties_of(node_id, duties)
        ids = {role: tuple(duty.unit_id for duty in held if duty.role is role) for role in Role}
        return {role: tuple(self._names[one] for one in group) for role, group in ids.items()}, ids

    def _due(self, deadline: str, state: TaskState) -> Due:
        return due_of(deadline, state, self._today, self._year)


def _words(node: OutlineNode) -> str:
    texts = (text_without_clauses(paragraph.text, paragraph.clause) for paragraph in node.paragraphs)
    return "\n".join(text for text in texts if text)


def _told(lines: Sequence[TaskLine], tasks: Sequence[int]) -> tuple[TaskLine, ...]:
    """Say which lines have others below, and which tasks are assigned by way of their measures."""
    parents = {line.parent for line in lines}
    assigned = {line.task_id for line in lines if line.kind is LineKind.MEASURE and line.own_units}
    return tuple(
        replace(line, has_below=line.key in parents, is_assigned=line.is_assigned or line.task_id in assigned)
        if line.key in parents or not line.is_assigned
        else line
        for line in lines
    )
