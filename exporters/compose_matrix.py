"""责任单位矩阵 → blocks: tasks down, units across, as many tables as readable columns need."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.exchange import PlanContent
from domain.labels import MATRIX_LEADING, MATRIX_TOTAL, PART_MATRIX, ROLE_LABELS, TASK_COLUMNS
from domain.outline import PlacedNode
from domain.responsibilities import Matrix, responsibility_matrix
from domain.returned import TASK_ROW, key_of
from domain.units import Role, Unit
from exporters import page
from exporters.blocks import BlankLine, Block, BodyCell, Caption, Document, Section, Table, TableNote
from exporters.characters import em_width
from exporters.compose_tasks import role_words
from exporters.page import Layout, Mm
from exporters.profile import MatrixMarks
from exporters.table_layout import lay_out
from exporters.table_measure import Draft
from exporters.wording import fitted_title, one_line

UNIT = "unit"  # before the id of a unit in the key of its column
_SIGNS = {Role.LEAD: "●", Role.SUPPORT: "○", Role.RESPONSIBLE: "△"}


@dataclass(frozen=True)
class MatrixExtract:
    """The tasks and units, by id, that are printed of a matrix, and the sentence that says so below it."""

    tasks: frozenset[int]
    units: frozenset[int]
    note: str


def compose_matrix(layout: Layout, content: PlanContent, extract: MatrixExtract | None = None) -> Document:
    """责任单位矩阵: tasks down, units across in office order; the task columns repeat in every table.

    Units without a duty for the tasks have no column. Tasks of an extract keep their numbers.
    """
    whole = responsibility_matrix(content)
    matrix = whole if extract is None else _extracted(whole, extract)
    numbers = {task.node.id: number for number, task in enumerate(whole.tasks, start=1)}
    busy = {unit for _, unit in matrix.roles}
    units = [unit for unit in matrix.units if unit.id in busy] or list(matrix.units)
    marks = matrix_signs(layout, whole)
    task_width = _task_width(layout, matrix.tasks)
    across = _units_per_table(layout, False, task_width) < len(units)
    groups = _even_groups(units, _units_per_table(layout, across, task_width))
    title = one_line(content.info.title) + PART_MATRIX
    legend = _legend(layout, content, matrix, marks, extract.note if extract is not None else "")
    sections = []
    for number, group in enumerate(groups, start=1):
        blocks: list[Block] = [fitted_title(layout, title, across), BlankLine(small=True)] if number == 1 else []
        if len(groups) > 1:
            blocks.append(Caption(f"表{number}（共{len(groups)}表）"))
        blocks += [_table(layout, matrix, numbers, marks, group, across, task_width), *legend]
        name = PART_MATRIX if len(groups) == 1 else f"{PART_MATRIX}{number}"
        sections.append(Section(name, across, tuple(blocks)))
    return Document(title, tuple(sections))


def _extracted(matrix: Matrix, extract: MatrixExtract) -> Matrix:
    tasks = tuple(task for task in matrix.tasks if task.node.id in extract.tasks)
    units = tuple(unit for unit in matrix.units if unit.id in extract.units)
    roles = {
        (task, unit): role
        for (task, unit), role in matrix.roles.items()
        if task in extract.tasks and unit in extract.units
    }
    return Matrix(tasks, units, roles)


def matrix_signs(layout: Layout, matrix: Matrix) -> Mapping[Role, str]:
    """What stands in a cell. Where no unit leads, the responsible ones have the full sign."""
    if layout.profile.words.matrix_marks is MatrixMarks.WORDS:
        return ROLE_LABELS
    used = set(matrix.roles.values())
    return _SIGNS if Role.LEAD in used else _SIGNS | {Role.RESPONSIBLE: _SIGNS[Role.LEAD]}


def _legend(layout: Layout, content: PlanContent, matrix: Matrix, marks: Mapping[Role, str], note: str) -> list[Block]:
    used = set(matrix.roles.values())
    words = role_words(layout, content)
    meanings = "，".join(f"{marks[role]}表示{words[role]}" for role in Role if role in used)
    legend = "" if marks is ROLE_LABELS or not used else f"{meanings}。"
    return [TableNote(f"注：{legend}{note}")] if legend or note else []


def _task_width(layout: Layout, tasks: Sequence[PlacedNode]) -> float:
    """Width in mm of the task column: one line of the longest title, within bounds."""
    longest = max((em_width(one_line(task.node.title)) for task in tasks), default=0.0)
    wanted = longest * page.to_mm(layout.sizes_table_body[1]) + 3 * page.CELL_MARGIN_SIDE
    return min(max(wanted, page.MATRIX_TASK_WIDTH_LEAST), page.MATRIX_TASK_WIDTH_MOST)


def _units_per_table(layout: Layout, across: bool, task_width: float) -> int:
    left = layout.frame_mm(across) - task_width - page.MATRIX_UNIT_WIDTH
    return int(left / page.MATRIX_UNIT_WIDTH)


def _even_groups(units: Sequence[Unit], most: int) -> list[Sequence[Unit]]:
    """Units in order, parted into as few groups as fit, of nearly equal length."""
    count = max(1, -(-len(units) // most))
    edges = [round(len(units) * index / count) for index in range(count + 1)]
    return [units[start:end] for start, end in itertools.pairwise(edges)]


def _table(
    layout: Layout,
    matrix: Matrix,
    numbers: Mapping[int, int],
    marks: Mapping[Role, str],
    units: Sequence[Unit],
    across: bool,
    task_width: float,
) -> Table:
    rows = [
        (
            BodyCell((str(numbers[task.node.id]),)),
            BodyCell((one_line(task.node.title),)),
            *(BodyCell(_mark(matrix.roles.get((task.node.id, unit.id)), marks)) for unit in units),
        )
        for task in matrix.tasks
    ]
    totals = _totals(matrix, units)
    rows += totals
    # The task column takes what the units leave of the frame.
    rest = layout.frame_mm(across) - page.MATRIX_UNIT_WIDTH * (len(units) + 1)
    wide = page.MATRIX_UNIT_WIDTH
    if rest > page.MATRIX_TASK_WIDTH_MOST:
        rest = max(task_width, page.MATRIX_TASK_WIDTH_MOST)
        wide = Mm((layout.frame_mm(across) - rest - page.MATRIX_UNIT_WIDTH) / max(len(units), 1))
    draft = Draft(
        layout,
        paths=((TASK_COLUMNS["seq"],), (TASK_COLUMNS["task"],), *((one_line(unit.name),) for unit in units)),
        rows=tuple(rows),
        wished=(page.MATRIX_UNIT_WIDTH, Mm(rest), *([wide] * len(units))),
        upright=frozenset(range(2, len(units) + 2)),
        numeric=frozenset({0, *range(2, len(units) + 2)}),
        cell_margin=page.CELL_MARGIN_SIDE_NARROW,
    )
    tasks = (key_of(TASK_ROW, task.node.id, task.node.id) for task in matrix.tasks)
    return replace(
        lay_out(draft, across),
        row_keys=(*tasks, *("" for _ in totals)),
        column_keys=("", "", *(key_of(UNIT, unit.id) for unit in units)),
    )


def _totals(matrix: Matrix, units: Sequence[Unit]) -> list[tuple[BodyCell, ...]]:
    """For how many tasks each unit has a duty and, where any unit leads, for how many of them it leads."""
    held = [[matrix.roles.get((task.node.id, unit.id)) for task in matrix.tasks] for unit in units]
    counts = [(MATRIX_TOTAL, [sum(role is not None for role in roles) for roles in held])]
    if any(role is Role.LEAD for roles in held for role in roles):
        counts.append((MATRIX_LEADING, [roles.count(Role.LEAD) for roles in held]))
    return [
        (BodyCell((word,), column_span=2), BodyCell(), *(BodyCell((str(count),) if count else ()) for count in line))
        for word, line in counts
    ]


def _mark(role: Role | None, marks: Mapping[Role, str]) -> tuple[str, ...]:
    return (marks[role],) if role else ()
