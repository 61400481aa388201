"""Numbers of a plan, each with what it has counted."""

from __future__ import annotations

import datetime

import pytest

from domain.cell_items import parse_cell
from domain.content import PlanContent
from domain.enterprises import Enterprise
from domain.outline import NodeKind, OutlineNode, TaskState
from domain.statistics import Statistic, statistics
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Duty, Role, Unit

TODAY = datetime.date(2026, 11, 21)
COLUMNS = (
    TableColumn("position", ("产业链位置（上/中/下游）",)),
    TableColumn("district", ("地理分布",)),
    TableColumn("names", ("主要企业名称",)),
    TableColumn("technical", ("产业链质量问题", "质量技术问题"), ColumnKind.ITEMS),
    TableColumn("brand", ("产业链质量问题", "质量品牌问题"), ColumnKind.ITEMS),
)
ROWS = (
    ("上游产业", "东湾区、临港区", "东湾钢厂", "★★★甲\n★乙", "★★丙"),
    ("下游", "东湾区", "海州重工、东湾钢厂", "★★★丁", "戊"),
)


def row(number: int, texts: tuple[str, ...]) -> TableRow:
    cells = {
        column.key: parse_cell(text, graded=True) if column.kind is ColumnKind.ITEMS else cell_of(column.kind, text)
        for column, text in zip(COLUMNS, texts, strict=True)
    }
    return TableRow(number, number, cells)


def task(number: int, deadline: str, state: TaskState) -> OutlineNode:
    return OutlineNode(
        id=number,
        parent=None,
        seq=number,
        kind=NodeKind.TASK,
        title=f"任务{number}",
        deadline=deadline,
        state=state,
    )


@pytest.fixture
def content() -> PlanContent:
    table = AppendixTable(7, TableSpec("附表1", "清单", COLUMNS), tuple(row(n, one) for n, one in enumerate(ROWS, 1)))
    return PlanContent(
        nodes=(
            task(1, "2026年6月底前", TaskState.UNDER_WAY),
            task(2, "2026年6月底前", TaskState.DONE),
            task(3, "长期坚持", TaskState.UNSAID),
        ),
        units=(Unit(1, "甲局", seq=1), Unit(2, "乙局", seq=2)),
        duties=(Duty(1, 1, Role.LEAD), Duty(2, 1, Role.SUPPORT), Duty(2, 2, Role.LEAD)),
        tables=(table,),
        enterprises=(Enterprise(1, "东湾钢厂", district="东湾区"), Enterprise(2, "海州重工", district="海州区")),
    )


def shown(statistic: Statistic) -> list[list[str]]:
    return [[line.label, *(count.text for count in line.counts)] for line in statistic.lines]


def test_tasks_are_counted_by_unit_and_role(content):
    found = statistics(TODAY)["units"](content)
    assert found.columns == ("牵头", "配合", "合计")
    assert shown(found) == [["甲局", "1", "1", "2"], ["乙局", "1", "", "1"]]
    assert found.lines[0].counts[2].tasks == (1, 2) and found.lines[0].counts[0].unit == 1


def test_items_are_counted_by_grade_and_category(content):
    assert shown(statistics(TODAY)["grades"](content)) == [
        ["★★★", "2", "2"],
        ["★★", "1", "1"],
        ["★", "1", "1"],
        ["未定级", "1", "1"],
    ]
    found = statistics(TODAY)["categories"](content)
    assert found.columns == ("★★★", "★★", "★", "未定级", "合计")
    assert shown(found) == [["质量技术问题", "2", "", "1", "", "3"], ["质量品牌问题", "", "1", "", "1", "2"]]
    assert found.lines[0].counts[0].rows == ((7, 1), (7, 2))


def test_the_cross_table_says_the_grades(content):
    found = statistics(TODAY)["cross"](content)
    assert shown(found) == [
        ["上游", "2\n★★★1　★1", "1\n★★1", "3\n★★★1　★★1　★1"],
        ["下游", "1\n★★★1", "1\n未定级1", "2\n★★★1　未定级1"],
    ]


def test_positions_districts_and_enterprises(content):
    assert [line[:2] for line in shown(statistics(TODAY)["positions"](content))] == [["上游", "1"], ["下游", "1"]]
    assert shown(statistics(TODAY)["districts"](content)) == [
        ["东湾区", "2", "1"],
        ["临港区", "1", ""],
        ["海州区", "", "1"],
    ]
    assert shown(statistics(TODAY)["enterprises"](content)) == [["东湾钢厂", "2", ""], ["海州重工", "1", ""]]


def test_tasks_by_state_and_by_the_quarter_they_are_due_in(content):
    assert shown(statistics(TODAY)["states"](content)) == [["未填", "1"], ["推进中", "1"], ["已完成", "1"]]
    found = statistics(TODAY)["deadlines"](content)
    assert shown(found) == [["2026年第二季度", "1", "1", "1", "2"], ["长期", "1", "", "", "1"]]
    assert found.lines[0].counts[1].tasks == (1,)


def test_an_empty_plan_says_what_would_be_counted():
    for make in statistics(TODAY).values():
        found = make(PlanContent())
        assert not found.lines and found.empty
