"""The tree of tasks, and what filters, groups and folds show of it."""

import datetime
from dataclasses import replace

import pytest

from domain.content import PlanContent
from domain.numbering import style_for_level
from domain.outline import NodeKind, OutlineNode, Paragraph, TaskState
from domain.task_arranging import Grouping, TaskFilter, arrange
from domain.task_deadlines import DeadlineClass
from domain.task_fields import parse_state
from domain.task_lines import LineKind, LineMemory, task_lines
from domain.units import Duty, Role, Unit

TODAY = datetime.date(2026, 7, 15)
SECTION, TASK, MEASURE = NodeKind.SECTION, NodeKind.TASK, NodeKind.MEASURE


def node(number, parent, seq, kind, title, **values):
    style = {SECTION: style_for_level(1), TASK: style_for_level(2), MEASURE: style_for_level(3)}
    text = values.pop("text", "")
    return OutlineNode(number, parent, seq, kind, title, style.get(kind), (Paragraph(text),) if text else (), **values)


@pytest.fixture
def content():
    nodes = (
        node(1, None, 1, SECTION, "总体要求", text="提高质量。"),
        node(2, None, 2, SECTION, "重点任务"),
        node(3, 2, 1, TASK, "摸清底数", text="全面普查。", deadline="2026年6月底前", state=TaskState.UNDER_WAY),
        node(4, 3, 1, MEASURE, "入户走访", text="逐户登记。"),
        node(5, 3, 2, MEASURE, "建立台账", deadline="长期坚持", note="按月更新"),
        node(6, 2, 2, TASK, "培育品牌", state=TaskState.DONE, deadline="2025年底前"),
        node(7, None, 3, SECTION, "保障措施"),
        node(8, 7, 1, TASK, "落实资金"),
    )
    units = (Unit(1, "甲局", seq=2), Unit(2, "乙局", seq=1), Unit(3, "丙局", seq=3))
    duties = (
        Duty(3, 1, Role.LEAD, 1),
        Duty(3, 2, Role.SUPPORT, 2),
        Duty(5, 3, Role.LEAD, 1),
        Duty(6, 1, Role.LEAD, 1),
        Duty(6, 2, Role.LEAD, 2),
    )
    return PlanContent(nodes=nodes, units=units, duties=duties)


def shown(content, wanted=None, grouping=Grouping.CHAPTER, folded=frozenset()):
    arranged = arrange(task_lines(content, TODAY), wanted or TaskFilter(), grouping, folded, content.units, TODAY)
    return [("  " * line.depth) + line.title for line in arranged.lines], arranged


def test_chapters_with_tasks_only(content):
    lines, arranged = shown(content)
    assert lines == ["重点任务", "  摸清底数", "    入户走访", "    建立台账", "  培育品牌", "保障措施", "  落实资金"]
    assert [line.count for line in arranged.lines if line.is_heading] == [2, 1] and arranged.total == 3
    every = task_lines(content, TODAY, all_chapters=True)
    assert every[0].title == "总体要求" and every[0].words == "提高质量。" and not every[0].has_below


def test_what_a_measure_inherits(content):
    lines = {line.title: line for line in task_lines(content, TODAY)}
    visit, ledger = lines["入户走访"], lines["建立台账"]
    assert not visit.own_units and visit.units[Role.LEAD] == ("甲局",) and visit.deadline == "2026年6月底前"
    assert not visit.own_deadline and visit.due.is_overdue
    assert ledger.own_units and ledger.units[Role.LEAD] == ("丙局",) and ledger.own_deadline
    assert lines["落实资金"].is_assigned is False and lines["摸清底数"].is_assigned
    assert (visit.task_id, visit.part_id) == (3, 4)


def test_task_is_assigned_by_its_measures(content):

    only = replace(content, duties=(Duty(5, 3, Role.LEAD, 1),))
    assert {line.title: line for line in task_lines(only, TODAY)}["摸清底数"].is_assigned


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (TaskFilter(unit=3), ["摸清底数", "建立台账"]),
        (TaskFilter(unit=2), ["摸清底数", "入户走访", "培育品牌"]),
        (TaskFilter(deadline=DeadlineClass.OVERDUE), ["摸清底数", "入户走访"]),
        (TaskFilter(deadline=DeadlineClass.ONGOING), ["摸清底数", "建立台账"]),
        (TaskFilter(deadline=DeadlineClass.MISSING), ["落实资金"]),
        (TaskFilter(state=TaskState.DONE), ["培育品牌"]),
        (TaskFilter(state=TaskState.UNSAID), ["落实资金"]),
        (TaskFilter(text="台账"), ["摸清底数", "建立台账"]),
        (TaskFilter(text="pypp"), ["培育品牌"]),
        (TaskFilter(text="按月"), ["摸清底数", "建立台账"]),
        (TaskFilter(text="普查"), ["摸清底数"]),
        (TaskFilter(text="没有"), []),
        (TaskFilter(unit=1, state=TaskState.DONE), ["培育品牌"]),
    ],
)
def test_filters(content, wanted, titles):
    _, arranged = shown(content, wanted)
    assert [line.title for line in arranged.lines if not line.is_heading] == titles
    assert arranged.total == 3 and arranged.shown == sum(
        title in ("摸清底数", "培育品牌", "落实资金") for title in titles
    )


@pytest.mark.parametrize(
    ("grouping", "heads"),
    [
        (Grouping.UNIT, [("乙局", 1), ("甲局", 2), ("丙局", 1), ("未定牵头单位", 1)]),
        (Grouping.DEADLINE, [("2025年第四季度", 1), ("2026年第二季度", 1), ("无时限", 1)]),
        (Grouping.STATE, [("推进中", 1), ("已完成", 1), ("未填进展", 1)]),
    ],
)
def test_groups_with_counts(content, grouping, heads):
    _, arranged = shown(content, grouping=grouping)
    groups = [line for line in arranged.lines if line.kind is LineKind.GROUP]
    assert [(line.title, line.count) for line in groups] == heads
    assert len({line.key for line in arranged.lines}) == len(arranged.lines)


def test_one_unit_lead_apart_from_support(content):
    lines, arranged = shown(content, TaskFilter(unit=2), Grouping.ROLE)
    assert lines[0] == "牵头" and "配合" in lines
    assert [line.title for line in arranged.lines if line.kind is LineKind.TASK] == ["培育品牌", "摸清底数"]


def test_folds_hide_what_is_below(content):
    lines, arranged = shown(content, folded=frozenset({2, 3}))
    assert lines == ["重点任务", "保障措施", "  落实资金"] and arranged.lines[0].is_folded
    lines, _ = shown(content, folded=frozenset({3, 8}))
    assert "    入户走访" not in lines and "  落实资金" in lines


@pytest.mark.parametrize(
    ("typed", "state"),
    [("推进中", TaskState.UNDER_WAY), ("完成", TaskState.DONE), ("4", TaskState.PAUSED), ("", TaskState.UNSAID)],
)
def test_states_are_read(typed, state):
    assert parse_state(typed) is state
    assert parse_state("大概") is None


def test_lines_that_say_the_same_are_the_very_lines_of_last_time(content):
    memory = LineMemory()
    before = task_lines(content, TODAY, memory=memory)
    nodes = tuple(replace(one, note="换了备注") if one.id == 6 else one for one in content.nodes)
    after = task_lines(replace(content, nodes=nodes), TODAY, memory=memory)
    assert after == task_lines(replace(content, nodes=nodes), TODAY)
    assert [new.node_id for old, new in zip(before, after, strict=True) if old is not new] == [6]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: replace(content, duties=()),
        lambda content: replace(content, duties=content.duties[:-1]),
        lambda content: replace(content, units=tuple(replace(one, name=one.name + "改") for one in content.units)),
        lambda content: replace(content, nodes=content.nodes[:4]),
        lambda content: replace(content, nodes=tuple(replace(one, seq=9 - one.seq) for one in content.nodes)),
        lambda content: replace(content, nodes=tuple(replace(one, kind=SECTION) for one in content.nodes)),
        lambda content: replace(content, info=replace(content.info, title="2031年工作方案")),
    ],
)
def test_what_is_remembered_of_lines_never_shows_in_other_lines(content, change):
    memory = LineMemory()
    for one in (content, change(content), content):
        assert task_lines(one, TODAY, memory=memory) == task_lines(one, TODAY)
    assert task_lines(content, TODAY.replace(year=2030), memory=memory) == task_lines(content, TODAY.replace(year=2030))
