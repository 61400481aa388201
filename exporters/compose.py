"""Snapshot → neutral documents, one function a document."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from domain.exchange import PlanContent
from domain.labels import PART_MATRIX, PART_PLAN, PART_TASKS, ROLE_LABELS, TASK_COLUMNS
from domain.numbering import NumberStyle
from domain.outline import NodeKind, PlacedNode
from domain.responsibilities import BreakdownRow, Matrix, responsibility_matrix, task_breakdown
from domain.tables import AppendixTable, ColumnKind
from domain.units import Role, Unit
from exporters import page
from exporters.blocks import (
    AnnexNote,
    BlankLine,
    Block,
    BodyCell,
    BodyParagraph,
    Caption,
    Document,
    Heading,
    Label,
    Section,
    StageMark,
    Table,
    Title,
)
from exporters.characters import em_width, printable, printable_lines
from exporters.page import Face, Mm
from exporters.table_layout import Draft, lay_out, lies_across
from exporters.title_lines import title_lines

_STYLE_FACES = {
    NumberStyle.CHAPTER: Face.HEAD,
    NumberStyle.HAN: Face.HEAD,
    NumberStyle.SECTION: Face.KAI,
    NumberStyle.HAN_PAREN: Face.KAI,
}
_LEVEL_FACES = {1: Face.HEAD, 2: Face.KAI}
_CENTRED_STYLES = frozenset({NumberStyle.CHAPTER, NumberStyle.SECTION})
_SEPARATOR = "、"
_ROLES = (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE)
_MATRIX_TOTAL = "承担任务（项）"


def compose_appendix(table: AppendixTable) -> Document:
    """附表N by itself."""
    return Document(table.spec.title, (_appendix_section(table),))


def compose_tasks(content: PlanContent) -> Document:
    """任务分解表: role columns only where some duty of that role exists, task cells joined over their measures."""
    rows = task_breakdown(content)
    roles = [role for role in _ROLES if any(row.units[role] for row in rows)]
    keys = ["seq", "task", "measure", *(role.value for role in roles), "deadline"]
    heads = TASK_COLUMNS | {"responsible": content.info.role_word or TASK_COLUMNS["responsible"]}
    left = Counter(row.task_number for row in rows)
    cells = []
    for row in rows:
        # The first row of a task carries its cells over all its rows.
        cells.append(_task_row(row, left.pop(row.task_number, 0), roles))
    draft = Draft(
        paths=tuple((heads[key],) for key in keys),
        rows=tuple(cells),
        numeric=frozenset({0}),
    )
    across = lies_across(draft)
    title = _one_line(content.info.title) + PART_TASKS
    blocks = (_title(title, across), BlankLine(small=True), lay_out(draft, across))
    return Document(title, (Section(PART_TASKS, across, blocks),))


def compose_matrix(content: PlanContent) -> Document:
    """责任单位矩阵: tasks down, units across in office order, as many tables as readable columns need."""
    matrix = responsibility_matrix(content)
    busy = {unit for _, unit in matrix.roles}
    units = [unit for unit in matrix.units if unit.id in busy] or list(matrix.units)
    task_width = _matrix_task_width(matrix.tasks)
    across = _units_per_table(False, task_width) < len(units)
    groups = _even_groups(units, _units_per_table(across, task_width))
    title = _one_line(content.info.title) + PART_MATRIX
    sections = []
    for number, group in enumerate(groups, start=1):
        blocks: list[Block] = [_title(title, across), BlankLine(small=True)] if number == 1 else []
        if len(groups) > 1:
            blocks.append(Caption(f"表{number}（共{len(groups)}表）"))
        blocks.append(_matrix_table(matrix, group, across, task_width))
        name = PART_MATRIX if len(groups) == 1 else f"{PART_MATRIX}{number}"
        sections.append(Section(name, across, tuple(blocks)))
    return Document(title, tuple(sections))


def compose_plan(content: PlanContent) -> Document:
    """方案全文: title, stage mark, text, list of tables, then every table on a page of its own."""
    blocks: list[Block] = []
    if content.info.title:
        blocks.append(Title(title_lines(printable(content.info.title), page.TITLE_CHARS_SHORT)))
    if content.info.mark:
        blocks.append(StageMark(f"（{_one_line(content.info.mark)}）"))
    if blocks:
        blocks.append(BlankLine())
    for paragraph in content.preamble:
        blocks += map(BodyParagraph, printable_lines(paragraph.text))
    for placed in content.placed():
        blocks += _node_blocks(content, placed)
    blocks += _annex_notes(content.tables)
    body = Section(PART_PLAN, False, tuple(blocks))
    return Document(
        _one_line(content.info.title) or PART_PLAN, (body, *(_appendix_section(table) for table in content.tables))
    )


def _one_line(text: str) -> str:
    return "".join(printable_lines(text))


def _title(text: str, across: bool) -> Title:
    return Title(title_lines(text, page.TITLE_CHARS_LONG if across else page.TITLE_CHARS_SHORT))


def _appendix_section(table: AppendixTable) -> Section:
    """One table with its label on line 1 and its title on line 3 (GB/T 9704 7.3.7)."""
    spec = table.spec
    rows = []
    for number, row in enumerate(table.rows, start=1):
        texts = (
            str(number) if column.kind is ColumnKind.NUMBER else row.cell(column.key).text for column in spec.columns
        )
        rows.append(tuple(BodyCell(printable_lines(text)) for text in texts))
    draft = Draft(
        paths=tuple(tuple(map(_one_line, column.path)) for column in spec.columns),
        rows=tuple(rows),
        wished=tuple(Mm(column.width) for column in spec.columns),
        numeric=frozenset(index for index, column in enumerate(spec.columns) if column.kind is ColumnKind.NUMBER),
    )
    across = lies_across(draft)
    label = _one_line(spec.label)
    blocks: list[Block] = [Label(label), BlankLine()] if label else []
    if spec.title:
        blocks += [_title(printable(spec.title), across), BlankLine(small=True)]
    blocks.append(lay_out(draft, across))
    return Section(label or _one_line(spec.title), across, tuple(blocks))


def _task_row(row: BreakdownRow, span: int, roles: Sequence[Role]) -> tuple[BodyCell, ...]:
    """Cells of a row; `span` is the number of rows the task cells reach over, 0 below the first."""
    number = BodyCell((str(row.task_number),) if span else (), span)
    task = BodyCell((_one_line(row.task.node.title),) if span else (), span)
    units = (BodyCell(printable_lines(_SEPARATOR.join(row.units[role]))) for role in roles)
    return (number, task, BodyCell(printable_lines(row.measure)), *units, BodyCell(printable_lines(row.deadline)))


def _matrix_task_width(tasks: Sequence[PlacedNode]) -> float:
    """Width in mm of the task column: one line of the longest title, within bounds."""
    longest = max((em_width(_one_line(task.node.title)) for task in tasks), default=0.0)
    wanted = longest * page.to_mm(page.SIZES_TABLE_BODY[1]) + 3 * page.CELL_MARGIN_SIDE
    return min(max(wanted, page.MATRIX_TASK_WIDTH_LEAST), page.MATRIX_TASK_WIDTH_MOST)


def _units_per_table(across: bool, task_width: float) -> int:
    left = page.frame_mm(across) - task_width - page.MATRIX_UNIT_WIDTH
    return int(left / page.MATRIX_UNIT_WIDTH)


def _even_groups(units: Sequence[Unit], most: int) -> list[Sequence[Unit]]:
    """Units in order, parted into as few groups as fit, of nearly equal length."""
    count = max(1, -(-len(units) // most))
    edges = [round(len(units) * index / count) for index in range(count + 1)]
    return [units[start:end] for start, end in itertools.pairwise(edges)]


def _matrix_table(matrix: Matrix, units: Sequence[Unit], across: bool, task_width: float) -> Table:
    rows = [
        (
            BodyCell((str(number),)),
            BodyCell((_one_line(task.node.title),)),
            *(BodyCell(_mark(matrix.roles, task.node.id, unit.id)) for unit in units),
        )
        for number, task in enumerate(matrix.tasks, start=1)
    ]
    counts = (sum((task.node.id, unit.id) in matrix.roles for task in matrix.tasks) for unit in units)
    rows.append((BodyCell((_MATRIX_TOTAL,), column_span=2), BodyCell(), *(BodyCell((str(one),)) for one in counts)))
    # The task column takes what the units leave of the frame.
    rest = page.frame_mm(across) - page.MATRIX_UNIT_WIDTH * (len(units) + 1)
    wide = page.MATRIX_UNIT_WIDTH
    if rest > page.MATRIX_TASK_WIDTH_MOST:
        rest = max(task_width, page.MATRIX_TASK_WIDTH_MOST)
        wide = Mm((page.frame_mm(across) - rest - page.MATRIX_UNIT_WIDTH) / max(len(units), 1))
    draft = Draft(
        paths=((TASK_COLUMNS["seq"],), (TASK_COLUMNS["task"],), *((_one_line(unit.name),) for unit in units)),
        rows=tuple(rows),
        wished=(page.MATRIX_UNIT_WIDTH, Mm(rest), *([wide] * len(units))),
        upright=frozenset(range(2, len(units) + 2)),
        numeric=frozenset({0, *range(2, len(units) + 2)}),
        cell_margin=page.CELL_MARGIN_SIDE_NARROW,
    )
    return lay_out(draft, across)


def _mark(roles: Mapping[tuple[int, int], Role], task_id: int, unit_id: int) -> tuple[str, ...]:
    role = roles.get((task_id, unit_id))
    return (ROLE_LABELS[role],) if role else ()


def _node_blocks(content: PlanContent, placed: PlacedNode) -> list[Block]:
    node = placed.node
    paragraphs = [line for text in content.printed_paragraphs(node) for line in printable_lines(text)]
    heading = _one_line(placed.heading)
    if node.kind is NodeKind.BOX:
        draft = Draft(((heading,),), tuple((BodyCell((line,)),) for line in paragraphs), (page.FRAME_SHORT,))
        return [lay_out(draft, False)]
    face = _STYLE_FACES.get(node.style, Face.BODY) if node.style else _LEVEL_FACES.get(placed.level, Face.BODY)
    blocks: list[Block] = []
    if heading:
        # A measure whose text is its heading must not chain page after page together.
        keeps = bool(paragraphs) or face is not Face.BODY
        blocks.append(Heading(placed.level, heading, face, node.style in _CENTRED_STYLES, keeps))
    return blocks + [BodyParagraph(line) for line in paragraphs]


def _annex_notes(tables: Sequence[AppendixTable]) -> list[Block]:
    """附件说明 (7.3.4): the same words, order and numbers as on the pages that follow."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for table in tables:
        label = _one_line(table.spec.label)
        word = label.rstrip("0123456789０１２３４５６７８９一二三四五六七八九十 ")
        groups.setdefault(word, []).append((label[len(word) :].strip(), _one_line(table.spec.title)))
    notes = [AnnexNote(word, tuple(items)) for word, items in groups.items() if word]
    return [BlankLine(), *notes] if notes else []


PART_COMPOSERS = {PART_PLAN: compose_plan, PART_TASKS: compose_tasks, PART_MATRIX: compose_matrix}
