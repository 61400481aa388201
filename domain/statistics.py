"""What a plan comes to in numbers, each with the tasks or rows it has counted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.cell_items import STAR
from domain.content import PlanContent
from domain.enterprises import ChainPosition, parse_chain_position
from domain.labels import CHAIN_POSITION_LABELS, ROLE_LABELS, TASK_STATE_LABELS
from domain.library_usage import enterprise_rows, submissions_by_enterprise
from domain.outline import TaskState
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow
from domain.task_deadlines import due_of
from domain.text import comparison_key
from domain.units import Role

TOTAL = "合计"
_UNSAID = "未填"
_NO_GRADE = "未定级"
_GRADES = (3, 2, 1, None)
_PARTS = re.compile(r"[、，,；;\n\s/]+")
_HEADS = {
    "position": re.compile(r"产业链(?:位置|环节)|所处环节|上.?中.?下游"),
    "district": re.compile(r"地理分布|所在区|区县|属地|所在地|行政区"),
}

RowKey = tuple[int, int]  # table and row


@dataclass(frozen=True)
class Count:
    """A number and what it has counted: a unit's tasks, tasks, or rows of tables. `detail` is said beside it."""

    number: int
    tasks: tuple[int, ...] = ()
    rows: tuple[RowKey, ...] = ()
    unit: int = 0
    detail: str = ""

    @property
    def text(self) -> str:
        """The number as shown; nothing for none."""
        return "\n".join(filter(None, (str(self.number), self.detail))) if self.number else ""


@dataclass(frozen=True)
class CountLine:
    """A line of a table of numbers."""

    label: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Statistic:
    """A table of numbers: what its lines are (`head`), the columns, the lines; `empty` says what would be counted."""

    key: str
    title: str
    head: str
    columns: tuple[str, ...] = ()
    lines: tuple[CountLine, ...] = ()
    empty: str = ""


@dataclass
class _Tally:
    """Numbers under way: by line and column, in the order they come."""

    columns: Sequence[str]
    cells: dict[str, dict[str, list[RowKey | int]]] = field(default_factory=dict)

    def add(self, line: str, column: str, what: RowKey | int) -> None:
        self.cells.setdefault(line, {}).setdefault(column, []).append(what)

    def lines(self, order: Iterable[str] = ()) -> Iterator[CountLine]:
        wanted = [line for line in order if line in self.cells]
        for line in [*wanted, *(one for one in self.cells if one not in wanted)]:
            found = self.cells[line]
            yield CountLine(line, tuple(_count(found.get(column, ())) for column in self.columns))


def _count(found: Sequence[RowKey | int], detail: str = "") -> Count:
    rows = tuple(dict.fromkeys(one for one in found if isinstance(one, tuple)))
    tasks = tuple(dict.fromkeys(one for one in found if isinstance(one, int)))
    return Count(len(found), tasks, rows, detail=detail)


def by_unit(content: PlanContent) -> Statistic:
    """Tasks of every unit by role."""
    tasks = {placed.node.id for placed in content.placed()}
    used = {duty.role for duty in content.duties}
    roles = [role for role in Role if role in used]
    found: dict[tuple[int, Role], list[int]] = {}
    for duty in content.duties:
        if duty.task_id in tasks:
            found.setdefault((duty.unit_id, duty.role), []).append(duty.task_id)
    lines = []
    for unit in content.units:
        own = [tuple(found.get((unit.id, role), ())) for role in roles]
        counts = [Count(len(one), one, unit=unit.id) for one in own]
        total = tuple(dict.fromkeys(task for count in counts for task in count.tasks))
        lines.append(CountLine(unit.name, (*counts, Count(len(total), total, unit=unit.id))))
    heads = tuple(ROLE_LABELS[role] for role in roles)
    return Statistic("units", "责任单位", "单位", (*heads, TOTAL), tuple(lines), "还没有责任单位。")


def by_grade(content: PlanContent) -> Statistic:
    """Items by grade, a column for every table that has graded ones."""
    tables = [table for table in content.tables if _graded(table)]
    tally = _Tally([*(table.spec.label for table in tables), TOTAL])
    for table in tables:
        for row, _, grade in _items(table):
            for column in (table.spec.label, TOTAL):
                tally.add(_stars(grade), column, (table.id, row.id))
    return _statistic("grades", "等级", "等级", tally, map(_stars, _GRADES), "还没有定过等级的条目。")


def by_category(content: PlanContent) -> Statistic:
    """Items by the column they stand in, with their grades."""
    tally = _Tally([*map(_stars, _GRADES), TOTAL])
    for table in content.tables:
        for row, column, grade in _items(table):
            for head in (_stars(grade), TOTAL):
                tally.add(column.title, head, (table.id, row.id))
    return _statistic("categories", "类别", "类别", tally, (), "还没有分类的条目。")


def by_position(content: PlanContent) -> Statistic:
    """Rows and items by the place in the chain."""
    tally = _Tally(["行", *map(_stars, _GRADES), "条目"])
    for table, head in _tables_with(content, "position"):
        for row in table.rows:
            tally.add(_position(row, head), "行", (table.id, row.id))
        for row, _, grade in _items(table):
            for column in (_stars(grade), "条目"):
                tally.add(_position(row, head), column, (table.id, row.id))
    return _statistic("positions", "产业链位置", "产业链位置", tally, _POSITIONS, "附表里还没有“产业链位置”一列。")


def by_district(content: PlanContent) -> Statistic:
    """Rows that name a district, and enterprises there."""
    tally = _Tally(["附表行", "企业"])
    for table, head in _tables_with(content, "district"):
        for row in table.rows:
            for name in dict.fromkeys(part for part in _PARTS.split(row.cell(head.key).text) if part):
                tally.add(name, "附表行", (table.id, row.id))
    rows = enterprise_rows(content)
    settled: dict[str, list[int]] = {}
    for one in content.enterprises:
        if one.district:
            settled.setdefault(one.district, []).append(one.id)
            tally.cells.setdefault(one.district, {})
    lines = []
    for line in tally.lines():
        here = settled.get(line.label, [])
        named = tuple(dict.fromkeys(row for one in here for row in rows[one]))
        lines.append(CountLine(line.label, (line.counts[0], Count(len(here), rows=named))))
    empty = "附表和企业库里还没有地理分布。"
    return Statistic("districts", "地理分布", "区域", tuple(tally.columns), tuple(lines), empty)


def by_enterprise(content: PlanContent) -> Statistic:
    """Rows that name an enterprise, and the files it sent."""
    rows, sent = enterprise_rows(content), submissions_by_enterprise(content)
    lines = [
        CountLine(one.name, (Count(len(rows[one.id]), rows=tuple(rows[one.id])), Count(sent[one.id])))
        for one in content.enterprises
    ]
    return Statistic("enterprises", "企业", "企业", ("附表行", "报送"), tuple(lines), "企业库里还没有企业。")


def by_state(content: PlanContent) -> Statistic:
    """Tasks by what they have come to."""
    tally = _Tally(["任务"])
    for placed in content.tasks():
        tally.add(_state(placed.node.state), "任务", placed.node.id)
    order = [_state(state) for state in TaskState]
    return _statistic("states", "进展", "进展", tally, order, "还没有任务。")


def by_deadline(content: PlanContent, today: datetime.date) -> Statistic:
    """Tasks by the quarter they are due in; what is over and not done apart."""
    tally = _Tally(["未完成", "其中已过期", "已完成", TOTAL])
    keys: dict[str, tuple[int, int, int]] = {}
    for placed in content.tasks():
        node = placed.node
        due = due_of(node.deadline, node.state, today, content.info.year)
        key, words = due.group()
        keys[words] = key
        columns = ["已完成" if node.state is TaskState.DONE else "未完成", TOTAL]
        for column in [*columns, *(["其中已过期"] if due.is_overdue else [])]:
            tally.add(words, column, node.id)
    return _statistic("deadlines", "完成时限", "到期", tally, sorted(keys, key=lambda one: keys[one]), "还没有任务。")


def cross_table(content: PlanContent) -> Statistic:
    """Items by place in the chain and category, with their grades."""
    found: dict[str, dict[str, list[tuple[RowKey, int | None]]]] = {}
    heads: dict[str, None] = {}
    for table, head in _tables_with(content, "position"):
        for column in _graded(table):
            heads.setdefault(column.title)
        for row, column, grade in _items(table):
            cells = found.setdefault(_position(row, head), {})
            for title in (column.title, TOTAL):
                cells.setdefault(title, []).append(((table.id, row.id), grade))
    columns = (*heads, TOTAL)
    order = [*(one for one in _POSITIONS if one in found), *(one for one in found if one not in _POSITIONS)]
    lines = [CountLine(one, tuple(_graded_count(found[one].get(column, ())) for column in columns)) for one in order]
    empty = "附表里还没有“产业链位置”和分级条目。"
    return Statistic("cross", "位置与类别", "产业链位置", columns, tuple(lines), empty)


def statistics(today: datetime.date) -> Mapping[str, Callable[[PlanContent], Statistic]]:
    """Every statistic by its key, in order; each is reckoned when it is called."""
    return {
        "units": by_unit,
        "grades": by_grade,
        "positions": by_position,
        "categories": by_category,
        "cross": cross_table,
        "districts": by_district,
        "enterprises": by_enterprise,
        "states": by_state,
        "deadlines": lambda content: by_deadline(content, today),
    }


_POSITIONS = [CHAIN_POSITION_LABELS[one] for one in ChainPosition if one is not ChainPosition.UNKNOWN] + [_UNSAID]


def _statistic(key: str, title: str, head: str, tally: _Tally, order: Iterable[str], empty: str) -> Statistic:
    return Statistic(key, title, head, tuple(tally.columns), tuple(tally.lines(order)), empty)


def _graded(table: AppendixTable) -> list[TableColumn]:
    return [column for column in table.spec.columns if column.kind is ColumnKind.ITEMS]


def _items(table: AppendixTable) -> Iterator[tuple[TableRow, TableColumn, int | None]]:
    columns = _graded(table)
    for row in table.rows:
        for column in columns:
            for item in row.cell(column.key).items:
                if item.text:
                    yield row, column, item.grade


def _tables_with(content: PlanContent, what: str) -> Iterator[tuple[AppendixTable, TableColumn]]:
    """The tables that have a column of a kind, with it."""
    for table in content.tables:
        heads = ((one, comparison_key("".join(one.path))) for one in table.spec.columns)
        found = next((one for one, words in heads if _HEADS[what].search(words)), None)
        if found is not None:
            yield table, found


def _position(row: TableRow, head: TableColumn) -> str:
    text = row.cell(head.key).text.strip()
    return CHAIN_POSITION_LABELS[parse_chain_position(text)] or text or _UNSAID


def _state(state: TaskState) -> str:
    return TASK_STATE_LABELS[state] or _UNSAID


def _stars(grade: int | None) -> str:
    return STAR * grade if grade else _NO_GRADE


def _graded_count(found: Sequence[tuple[RowKey, int | None]]) -> Count:
    words = []
    for grade in _GRADES:
        number = sum(1 for _, one in found if one == grade)
        if number:
            words.append(f"{_stars(grade)}{number}")
    return _count([row for row, _ in found], "　".join(words))
