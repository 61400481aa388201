"""What the inspector says about a spot of the plan, as lines: pure words, no widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.content import PlanContent
from domain.dates import official_date
from domain.deadlines import Deadline, DeadlineKind, parse_deadline
from domain.labels import (
    NODE_KIND_LABELS,
    ROLE_CLAUSE_WORDS,
    ROLE_LABELS,
    TASK_COLUMNS,
    TASK_STATE_LABELS,
    TASK_STATE_WORD,
)
from domain.outline import NodeKind, OutlineNode, PlacedNode, TaskState
from domain.remarks import Remark
from domain.spots import Spot
from domain.tables import AppendixTable, ColumnKind, TableColumn
from domain.task_names import holder_of, names_of
from domain.units import Role, Unit

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MOST_LINKS = 12
_EVERY = {"day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
DEADLINE, STATE, NOTE, ALIASES, FULL_NAME = "deadline", "state", "note", "aliases", "full_name"


@dataclass(frozen=True)
class Line:
    """A word and what belongs to it. `field` names what is edited here, `choices` its values by label;
    `spot` leads elsewhere, `role` opens the units of that role; `quiet` stands below in small.
    """

    label: str
    text: str = ""
    quiet: str = ""
    field: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    spot: Spot | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Card:
    """One thing of the plan: what it is, what it is called, its lines, and its rows in the journal."""

    kind: str
    title: str
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    command: str = ""  # “info”: the plan's own data are edited elsewhere


def card_of(content: PlanContent, spot: Spot) -> Card:
    """What there is to say about a spot; the plan itself where it leads nowhere."""
    if spot.table is not None:
        table = next((one for one in content.tables if one.id == spot.table), None)
        if table is not None:
            return _cell_card(content, table, spot)
    if spot.node is not None:
        placed = next((one for one in content.placed() if one.node.id == spot.node), None)
        if placed is not None:
            card = _node_card(content, placed)
            return card if spot.unit is None else _with_unit(content, card, spot)
    if spot.unit is not None:
        unit = next((one for one in content.units if one.id == spot.unit), None)
        if unit is not None:
            return _unit_card(content, unit)
    return _plan_card(content)


def spell_deadline(words: str, read: Deadline) -> str:
    """What the program makes of a time limit: “2026年12月31日前”, “每季度”; empty where it says the same."""
    if not words:
        return ""
    if read.kind is DeadlineKind.NONE:
        return "看不出时间，排序和筛选时排在最后"
    if read.kind is DeadlineKind.ONGOING:
        return "长期任务，没有截止日"
    if read.kind in (DeadlineKind.RECURRING, DeadlineKind.YEARLY):
        number, _, unit = read.every.rpartition(" ")
        word = _EVERY.get(unit, "定期")
        return f"{word.replace('每', f'每{number}', 1)}一次" if number else f"{word}一次"
    if read.date is None:
        return ""
    last = official_date(read.date.isoformat())
    if read.begin is not None:
        return f"{official_date(read.begin.isoformat())}至{last}"
    return f"截止日 {last}"


def _node_card(content: PlanContent, placed: PlacedNode) -> Card:
    node = placed.node
    kind = NODE_KIND_LABELS[node.kind]
    lines: list[Line] = []
    if node.kind in (NodeKind.TASK, NodeKind.MEASURE):
        lines += _duty_lines(content, node)
        lines.append(_deadline_line(content, node))
        states = tuple((state.value, TASK_STATE_LABELS[state.value] or "未填") for state in TaskState)
        lines.append(Line(TASK_STATE_WORD, node.state.value, field=STATE, choices=states))
        lines.append(Line(TASK_COLUMNS["remark"], node.note, field=NOTE))
    words = sum(len(text) for text in content.printed_paragraphs(node))
    if node.paragraphs:
        lines.append(Line("正文", f"{len(node.paragraphs)} 段，{words} 字"))
    below = sum(1 for one in content.nodes if one.parent == node.id)
    if below:
        lines.append(Line("下级", f"{below} 个标题"))
    if node.split_from:
        lines.append(Line("拆自", _short(node.split_from, 60)))
    lines += _remark_line(one for one in content.remarks if one.node_id == node.id)
    rows = [("outline_node", node.id), *(("paragraph", one.id) for one in node.paragraphs)]
    rows += [("duty", duty.id) for duty in content.duties_of(node.id)]
    return Card(f"{kind} {placed.number}".strip(), node.title or "（没有标题）", tuple(lines), tuple(rows))


def _with_unit(content: PlanContent, card: Card, spot: Spot) -> Card:
    """A cell of the matrix: what one unit does for the task, and the way to what is said about the unit."""
    unit = next((one for one in content.units if one.id == spot.unit), None)
    if unit is None:
        return card
    role = next((duty.role for duty in content.duties_of(spot.node or 0) if duty.unit_id == unit.id), None)
    words = ROLE_LABELS[role] if role is not None else "不承担"
    lines = (Line("本格", f"{unit.name}：{words}"), Line("", f"{unit.name} 的详情", spot=Spot(unit=unit.id)))
    return replace(card, lines=(*lines, *card.lines))


def _duty_lines(content: PlanContent, node: OutlineNode) -> list[Line]:
    names = names_of(content, holder_of(content, node.id))
    is_borrowed = holder_of(content, node.id) != node.id and any(names.values())
    lines = []
    for role in (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE):
        if names[role] or role is Role.LEAD:
            quiet = "同上级任务" if is_borrowed and names[role] else ""
            lines.append(Line(ROLE_CLAUSE_WORDS[role], "、".join(names[role]), quiet, role=role))
    return lines


def _deadline_line(content: PlanContent, node: OutlineNode) -> Line:
    words = node.deadline
    meaning = spell_deadline(words, parse_deadline(words, content.info.year)) if words else ""
    parent = next((one for one in content.nodes if one.id == node.parent), None)
    if not words and parent is not None and parent.kind is NodeKind.TASK and parent.deadline:
        meaning = f"同上级任务：{parent.deadline}"
    return Line(TASK_COLUMNS["deadline"], words, meaning, field=DEADLINE)


def _cell_card(content: PlanContent, table: AppendixTable, spot: Spot) -> Card:
    place = next((number for number, row in enumerate(table.rows) if row.id == spot.row), -1)
    label = table.spec.label or "附表"
    if place < 0:
        counts = (Line("行数", f"{len(table.rows)} 行"), Line("列数", f"{len(table.spec.columns)} 列"))
        return Card(label, table.spec.title, counts, (("appendix_table", table.id),))
    row = table.rows[place]
    column = next((one for one in table.spec.columns if one.id == spot.column), None)
    name = next((one for one in table.spec.columns if one.kind is ColumnKind.TEXT and row.cell(one.key).text), None)
    lines = [] if column is None or column.kind is ColumnKind.NUMBER else list(_item_lines(table, place, column))
    if name is not None and name is not column:
        lines.append(Line(name.title, _short(row.cell(name.key).text, 40)))
    lines += _remark_line(
        one for one in content.remarks if one.row_id == row.id and (column is None or one.column in ("", column.key))
    )
    title = column.title if column is not None else f"第{place + 1}行"
    items = row.cell(column.key).items if column is not None else ()
    rows = [("appendix_row", row.id), *(("cell_item", item.id) for item in items if getattr(item, "id", 0))]
    return Card(f"{label} · 第{place + 1}行", title, tuple(lines), tuple(rows))


def _item_lines(table: AppendixTable, place: int, column: TableColumn) -> Iterable[Line]:
    """The lines of a cell, numbered, with their grades: ① ★★★ …"""
    items = table.rows[place].cell(column.key).items
    if not items:
        yield Line("", "（空）")
    for number, item in enumerate(items):
        sign = _CIRCLED[number] if number < len(_CIRCLED) else f"{number + 1}."
        grade = "★" * (item.grade or 0)
        words = " ".join(part for part in (grade, item.text) if part)
        yield Line("", f"{sign} {words}" if len(items) > 1 or grade else words)


def _unit_card(content: PlanContent, unit: Unit) -> Card:
    lines = [
        Line("全称", unit.full_name, field=FULL_NAME),
        Line("别名", "、".join(unit.aliases), field=ALIASES),
    ]
    tasks = {one.node.id: one for one in content.placed()}
    for role in (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE):
        held = [duty for duty in content.duties if duty.unit_id == unit.id and duty.role is role]
        if not held:
            continue
        lines.append(Line(ROLE_CLAUSE_WORDS[role][:2], f"{len(held)} 项"))
        known = [tasks[duty.task_id] for duty in held if duty.task_id in tasks][:_MOST_LINKS]
        lines += [Line("", _short(one.heading, 24), spot=Spot(node=one.node.id)) for one in known]
    if not any(duty.unit_id == unit.id for duty in content.duties):
        lines.append(Line("职责", "没有承担任务"))
    return Card("责任单位", unit.name, tuple(lines), (("unit", unit.id),))


def _plan_card(content: PlanContent) -> Card:
    info = content.info
    lines = [
        Line("稿次", info.mark or "未标稿次"),
        Line("发文字号", info.document_number or "未填"),
        Line("成文日期", official_date(info.issued_on) if info.issued_on else "未填"),
        Line("发文机关", info.issuing_authority or "未填"),
        Line("任务", f"{len(content.tasks())} 项"),
        Line("责任单位", f"{len(content.units)} 个"),
    ]
    lines += _remark_line(one for one in content.remarks if one.node_id is None and one.row_id is None)
    return Card("方案", info.title or "未命名方案", tuple(lines), (("plan", 1),), "info")


def _remark_line(remarks: Iterable[Remark]) -> list[Line]:
    held = list(remarks)
    left = sum(1 for one in held if not one.is_settled)
    return [Line("批注", f"{len(held)} 条" + (f"，{left} 条未处理" if left else "，都已处理"))] if held else []


def _short(text: str, most: int) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= most else f"{line[: most - 1]}…"
