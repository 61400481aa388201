"""任务分解 as a tree: chapters, their tasks, their measures, each a line with all that is to be said of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

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


class LineMemory:
    """The lines made last, each with all it was made of: after an edit only those are made again that differ."""

    def __init__(self) -> None:
        self._general: tuple[object, ...] = ()
        self._lines: dict[int, tuple[tuple[object, ...], TaskLine]] = {}

    def begin(self, content: PlanContent, today: datetime.date) -> None:
        """Forget every line where something changed that all of them rest on."""
        general = (content.units, content.info.year, today)
        if general != self._general:
            self._general, self._lines = general, {}

    def line(self, place: PlacedNode, made_of: tuple[object, ...], make: Callable[[], TaskLine]) -> TaskLine:
        """The line of a heading, made again where it is another heading, or is made of something else, than before."""
        known = self._lines.get(place.node.id)
        if known is None or known[0] != (place, *made_of):
            known = self._lines[place.node.id] = ((place, *made_of), make())
        return known[1]


def task_lines(
    content: PlanContent, today: datetime.date, *, all_chapters: bool = False, memory: LineMemory | None = None
) -> tuple[TaskLine, ...]:
    """Every task with its measures in reading order, below the chapters it stands in.

    Chapters without a task come only where `all_chapters` are asked for. `memory` makes the next call cheap.
    """
    return _Builder(content, today, all_chapters, memory or LineMemory()).lines()


_NO_NAMES: Mapping[Role, tuple[str, ...]] = dict.fromkeys(Role, ())
_NO_IDS: Mapping[Role, tuple[int, ...]] = dict.fromkeys(Role, ())


class _Builder:
    def __init__(self, content: PlanContent, today: datetime.date, all_chapters: bool, memory: LineMemory) -> None:
        memory.begin(content, today)
        self._memory = memory
        self._content = content
        self._today = today
        self._year = content.info.year
        self._all = all_chapters
        self._placed = content.placed()
        self._names = {unit.id: unit.name for unit in content.units}
        self._parents = {one.node.id: one.node.parent for one in self._placed}
        self._kinds = {one.node.id: one.node.kind for one in self._placed}

    def lines(self) -> tuple[TaskLine, ...]:
        """Every line, those that stayed what they were as the very objects of last time."""
        counts = self._counts()
        owners = {one.node.id: self._task_above(one.node) for one in self._placed}
        shown = [one for one in self._placed if self._is_shown(one.node, owners[one.node.id], counts)]
        parents = {one.node.parent for one in shown}
        measures = [one.node.id for one in shown if one.node.kind is not NodeKind.TASK]
        assigned = {owners[one] for one in measures if self._content.duties_of(one)}
        made: dict[int, TaskLine] = {}
        for one in shown:
            id_, owner = one.node.id, owners[one.node.id]
            below = (counts.get(id_, 0), id_ in parents)
            made_of: tuple[object, ...]
            if one.node.kind is NodeKind.TASK:
                made_of = (*below, self._content.duties_of(id_), id_ in assigned)
                make = partial(self._task, one, *below, id_ in assigned)
            elif owner is not None:
                made_of = (id_ in parents, self._content.duties_of(id_), made[owner])
                make = partial(self._measure, one, id_ in parents, made[owner])
            else:
                made_of, make = below, partial(self._chapter, one, *below)
            made[id_] = self._memory.line(one, made_of, make)
        return tuple(made.values())

    def _counts(self) -> dict[int, int]:
        """How many tasks stand below each heading that has any."""
        counts: dict[int, int] = {}
        for one in self._placed:
            above = one.node.parent if one.node.kind is NodeKind.TASK else None
            while above is not None:
                counts[above] = counts.get(above, 0) + 1
                above = self._parents[above]
        return counts

    def _is_shown(self, node: OutlineNode, owner: int | None, counts: Mapping[int, int]) -> bool:
        if node.kind is NodeKind.TASK or owner is not None or node.id in counts:
            return True
        return self._all and node.kind is NodeKind.SECTION

    def _task_above(self, node: OutlineNode) -> int | None:
        """The task a measure belongs to."""
        above = node.parent
        while above is not None and self._kinds[above] is not NodeKind.TASK:
            above = self._parents[above]
        return above

    def _chapter(self, one: PlacedNode, count: int, has_below: bool) -> TaskLine:
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
            has_below=has_below,
        )

    def _task(self, one: PlacedNode, count: int, has_below: bool, is_shared: bool) -> TaskLine:
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
            has_below=has_below,
            is_assigned=is_shared or bool(self._content.duties_of(node.id)),
        )

    def _measure(self, one: PlacedNode, has_below: bool, task: TaskLine) -> TaskLine:
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
            has_below=has_below,
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
