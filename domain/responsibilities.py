"""Who does what: the 任务分解表 and the 责任单位矩阵, both derived from outline and duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.duty_clause import text_without_clauses
from domain.exchange import PlanContent
from domain.outline import NodeKind, OutlineNode, PlacedNode
from domain.units import Role, Unit, unit_names


@dataclass(frozen=True)
class BreakdownRow:
    """A row of the 任务分解表: one measure of a task, or the task itself where it has none.

    `task_number` counts tasks from 1; rows of one task stand together. `units` are short names by role.
    `node` is the heading whose duties these are: the measure's own where it has any, else the task's.
    `part` is the heading the row tells of: the measure, or the task itself. The row that `is_first` of its task
    carries the cells of the task.
    """

    task_number: int
    task: PlacedNode
    node: OutlineNode
    measure: str
    units: Mapping[Role, tuple[str, ...]]
    deadline: str
    part: PlacedNode
    is_first: bool = True

    @property
    def measure_note(self) -> str:
        """The 备注 of the measure; empty where the row is the task itself."""
        return self.part.node.note if self.part is not self.task else ""

    @property
    def note(self) -> str:
        """The 备注 as the first row of a task prints it, with that of the task; further rows print their own."""
        task = self.task.node.note if self.is_first else ""
        return "\n".join(one for one in (task, self.measure_note) if one)


@dataclass(frozen=True)
class Matrix:
    """Tasks in reading order against units in office order; `roles` by (task id, unit id)."""

    tasks: tuple[PlacedNode, ...]
    units: tuple[Unit, ...]
    roles: Mapping[tuple[int, int], Role]


def responsibility_matrix(content: PlanContent) -> Matrix:
    """The 责任单位矩阵 of a plan."""
    units = tuple(sorted(content.units, key=lambda unit: (unit.seq, unit.id)))
    roles = {(duty.task_id, duty.unit_id): duty.role for duty in content.duties}
    return Matrix(content.tasks(), units, roles)


def task_breakdown(content: PlanContent) -> tuple[BreakdownRow, ...]:
    """The 任务分解表 of a plan, row by row.

    Children of a task are its measures; a task without children gives one row with its text.
    """
    rows = []
    placed = content.placed()
    measures: dict[int | None, list[PlacedNode]] = {}
    for one in placed:
        measures.setdefault(one.node.parent, []).append(one)
    for number, task in enumerate((one for one in placed if one.node.kind is NodeKind.TASK), start=1):
        for place, one in enumerate(measures.get(task.node.id) or [task]):
            rows.append(_row(content, number, task, one, is_first=place == 0))
    return tuple(rows)


def _row(content: PlanContent, number: int, task: PlacedNode, one: PlacedNode, *, is_first: bool) -> BreakdownRow:
    holder = one.node if content.duties_of(one.node.id) else task.node
    duties = content.duties_of(holder.id)
    words = (text_without_clauses(paragraph.text, paragraph.clause) for paragraph in one.node.paragraphs)
    text = "\n".join(part for part in words if part)
    measure = text if one is task else "\n".join(part for part in (one.heading, text) if part)
    units = {role: tuple(unit_names(holder.id, role, duties, content.units)) for role in Role}
    return BreakdownRow(number, task, holder, measure, units, one.node.deadline or task.node.deadline, one, is_first)
