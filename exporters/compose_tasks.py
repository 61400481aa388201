"""Tasks → blocks: 任务分解表, and 单位任务清单 for units one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.exchange import PlanContent
from domain.labels import PART_TASKS, PART_UNIT_TASKS, ROLE_LABELS, TASK_COLUMNS, UNIT_TASK_COLUMNS
from domain.responsibilities import BreakdownRow, task_breakdown
from domain.returned import TASK_ROW, TASK_TABLE, key_of
from domain.units import Role, Unit, duties_of
from exporters.blocks import BlankLine, Block, BodyCell, Caption, Document, Section
from exporters.characters import printable_lines
from exporters.page import Layout
from exporters.table_layout import lay_out, lies_across
from exporters.table_measure import Draft
from exporters.wording import fitted_title, one_line

SEPARATOR = "、"
_ROLES = (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE)


def role_words(layout: Layout, content: PlanContent) -> dict[Role, str]:
    """What the columns of units are called."""
    words = layout.profile.words
    responsible = words.responsible or content.info.role_word or TASK_COLUMNS["responsible"]
    return {Role.LEAD: words.lead, Role.SUPPORT: words.support, Role.RESPONSIBLE: responsible}


def compose_tasks(layout: Layout, content: PlanContent) -> Document:
    """任务分解表: role columns only where some duty of that role exists, task cells joined over their measures."""
    rows = task_breakdown(content)
    roles = [role for role in _ROLES if any(row.units[role] for row in rows)]
    wanted = layout.profile.task_columns
    heads = _heads(layout, content, roles)
    tasks: dict[int, list[BreakdownRow]] = {}
    for row in rows:
        tasks.setdefault(row.task_number, []).append(row)
    cells = []
    for row in rows:
        of_task = tasks[row.task_number]
        # The first row of a task carries its cells over all its rows.
        span = len(of_task) if row is of_task[0] else 0
        one = [BodyCell((str(row.task_number),) if span else (), span)] if wanted.number else []
        one.append(BodyCell((one_line(row.task.node.title),) if span else (), span))
        if wanted.measure:
            one.append(BodyCell(printable_lines(row.measure)))
        one += _unit_cells(of_task, row, roles, span)
        if wanted.deadline:
            one.append(_deadline_cell(of_task, row, span))
        if wanted.remark:
            one.append(_note_cell(of_task, row, span))
        cells.append(tuple(one))
    numeric = frozenset({0}) if wanted.number else frozenset[int]()
    draft = Draft(layout, paths=tuple((head,) for head in heads), rows=tuple(cells), numeric=numeric)
    across = lies_across(draft)
    title = one_line(content.info.title) + PART_TASKS
    ruled = lay_out(draft, across)
    ruled = replace(
        ruled,
        key=key_of(TASK_TABLE, len(ruled.head_heights)),
        column_keys=_column_keys(layout, roles),
        row_keys=tuple(key_of(TASK_ROW, row.task.node.id, row.part.node.id) for row in rows),
    )
    blocks = (fitted_title(layout, title, across), BlankLine(small=True), ruled)
    return Document(title, (Section(PART_TASKS, across, blocks),))


def _heads(layout: Layout, content: PlanContent, roles: Sequence[Role]) -> list[str]:
    wanted, words = layout.profile.task_columns, role_words(layout, content)
    shown = {"seq": wanted.number, "task": True, "measure": wanted.measure}
    heads = [TASK_COLUMNS[key] for key, is_shown in shown.items() if is_shown]
    heads += [words[role] for role in roles]
    if wanted.deadline:
        heads.append(layout.profile.words.deadline)
    return [*heads, TASK_COLUMNS["remark"]] if wanted.remark else heads


def _column_keys(layout: Layout, roles: Sequence[Role]) -> tuple[str, ...]:
    """What the columns of `_heads` hold."""
    wanted = layout.profile.task_columns
    before = {"seq": wanted.number, "task": True, "measure": wanted.measure}
    behind = {"deadline": wanted.deadline, "remark": wanted.remark}
    return tuple(
        f"{TASK_TABLE}{name}"
        for name in (
            *(name for name, is_shown in before.items() if is_shown),
            *(role.value for role in roles),
            *(name for name, is_shown in behind.items() if is_shown),
        )
    )


def _unit_cells(
    of_task: Sequence[BreakdownRow], row: BreakdownRow, roles: Sequence[Role], span: int
) -> Iterable[BodyCell]:
    """The units of a row; one cell over all rows of a task whose measures name none of their own."""
    shared = all(one.node is of_task[0].node for one in of_task)
    for role in roles:
        lines = printable_lines(SEPARATOR.join(row.units[role]))
        yield BodyCell(lines if span else (), span) if shared else BodyCell(lines)


def _deadline_cell(of_task: Sequence[BreakdownRow], row: BreakdownRow, span: int) -> BodyCell:
    """The time limit of a row; one cell over all rows of a task that has one for all."""
    lines = printable_lines(row.deadline)
    if all(one.deadline == row.deadline for one in of_task):
        return BodyCell(lines if span else (), span)
    return BodyCell(lines)


def _note_cell(of_task: Sequence[BreakdownRow], row: BreakdownRow, span: int) -> BodyCell:
    """The 备注 of a row; one cell over all rows of a task that has one while its measures have none."""
    task, own = row.task.node.note, row.measure_note
    if task and not any(one.measure_note for one in of_task):
        return BodyCell(printable_lines(task) if span else (), span)
    lines = [text for text in (task if span else "", own) if text]
    return BodyCell(printable_lines("\n".join(lines))) if lines else BodyCell()


def compose_unit_tasks(layout: Layout, content: PlanContent, units: Sequence[Unit] = ()) -> Document:
    """单位任务清单: a page a unit in office order, with what it has to do and with whom; `units` empty means all."""
    busy = {duty.unit_id for duty in content.duties}
    chosen = units or [unit for unit in content.units if unit.id in busy]
    sections = [_unit_section(layout, content, unit) for unit in sorted(chosen, key=lambda unit: (unit.seq, unit.id))]
    return Document(one_line(content.info.title) + PART_UNIT_TASKS, tuple(sections))


def _unit_section(layout: Layout, content: PlanContent, unit: Unit) -> Section:
    names = {one.id: one.name for one in content.units}
    words = role_words(layout, content)
    heads = UNIT_TASK_COLUMNS | {"deadline": layout.profile.words.deadline}
    cells: list[tuple[BodyCell, ...]] = []
    keys: list[str] = []
    for row in task_breakdown(content):
        duties = duties_of(row.node.id, content.duties)
        own = next((duty for duty in duties if duty.unit_id == unit.id), None)
        if own is None:
            continue
        others = [
            f"{words[role]}：{SEPARATOR.join(named)}"
            for role in _ROLES
            if (named := [names[duty.unit_id] for duty in duties if duty.role is role and duty is not own])
        ]
        texts = (one_line(row.task.node.title), row.measure, ROLE_LABELS[own.role], "\n".join(others), row.deadline)
        number = BodyCell((str(len(cells) + 1),))
        cells.append((number, *(BodyCell(printable_lines(text)) for text in texts)))
        keys.append(key_of(TASK_ROW, row.task.node.id, row.part.node.id))
    draft = Draft(layout, paths=tuple((head,) for head in heads.values()), rows=tuple(cells), numeric=frozenset({0}))
    across = lies_across(draft)
    title = one_line(content.info.title) + PART_UNIT_TASKS
    blocks: tuple[Block, ...] = (
        fitted_title(layout, title, across),
        Caption(one_line(unit.full_name or unit.name)),
        replace(lay_out(draft, across), row_keys=tuple(keys)),
    )
    return Section(one_line(unit.name), across, blocks)
