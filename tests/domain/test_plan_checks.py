"""The checks on a whole plan: each finds what it is for, leads there, and is silent about a sound plan."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from domain.checks import Severity
from domain.content import PlanContent, PlanInfo
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph, TaskState
from domain.plan_checks import RULES, check_plan, examine_plan, sort_findings
from domain.plan_findings import PlanFinding
from domain.spots import Spot
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Duty, Role, Unit

TODAY = datetime.date(2026, 11, 21)
HAN, PAREN = NumberStyle.HAN, NumberStyle.HAN_PAREN


def node(number: int, parent: int | None, title: str, text: str = "逐户登记。", **more: object) -> OutlineNode:
    paragraphs = (Paragraph(text, id=100 + number),) if text else ()
    kind = NodeKind.TASK if parent else NodeKind.SECTION
    values = {"style": PAREN if parent else HAN, "paragraphs": paragraphs, "kind": kind, **more}
    return OutlineNode(number, parent, number, title=title, **values)


def table(number: int, label: str, *rows: tuple[str, str]) -> AppendixTable:
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER, id=30),
        TableColumn("estate", ("小区名称",), id=31),
        TableColumn("effect", ("预期成效",), id=32),
    )
    lines = tuple(
        TableRow(
            10 * number + place,
            place,
            {"estate": cell_of(ColumnKind.TEXT, estate), "effect": cell_of(ColumnKind.TEXT, effect)},
        )
        for place, (estate, effect) in enumerate(rows, start=1)
    )
    return AppendixTable(number, TableSpec(label, f"清单{number}", columns), lines)


SOUND = PlanContent(
    info=PlanInfo(title="加装电梯工作方案", issued_on="2026-01-05"),
    nodes=(
        node(1, None, "重点任务", ""),
        node(2, 1, "摸清需求", deadline="2026年12月底前"),
        node(3, 1, "守住底线", deadline="长期坚持"),
    ),
    units=(Unit(1, "区住建局", seq=1), Unit(2, "区民政局", seq=2)),
    duties=(Duty(2, 1, Role.LEAD), Duty(2, 2, Role.SUPPORT), Duty(3, 2, Role.RESPONSIBLE)),
    tables=(table(1, "附表1", ("梧桐里", "建成"), ("槐荫苑", "建成"), ("柳浪里", "建成")),),
)


def with_node(changed: OutlineNode) -> PlanContent:
    return replace(SOUND, nodes=tuple(changed if one.id == changed.id else one for one in SOUND.nodes))


def the_finding(content: PlanContent) -> PlanFinding:
    (one,) = check_plan(content, TODAY)
    return one


def test_a_sound_plan_is_left_alone() -> None:
    assert check_plan(SOUND, TODAY) == ()


def test_an_empty_plan_is_left_alone() -> None:
    assert check_plan(PlanContent(), TODAY) == ()


@pytest.mark.parametrize(
    ("changed", "code", "sentence", "field"),
    [
        (node(2, 1, ""), "heading_no_title", "“（一）”没有写标题", "title"),
        (node(2, 1, "一、摸清需求"), "heading_two_numbers", "“（一）一、摸清需求”有两个编号", "title"),
        (node(3, 1, "摸清 需求"), "heading_twice", "“（二）摸清 需求”与“（一）”的标题相同", "title"),
        (node(3, 1, "守住底线", ""), "heading_bare", "“（二）守住底线”下面还没有内容", ""),
        (
            node(3, 1, "守住底线", "要检验、"),
            "sentence_unfinished",
            "“（二）守住底线”第1段：句子以“、”结尾，可能没有写完",
            "",
        ),
        (node(3, 1, "守住底线", "要求如下："), "text_unfinished", "“（二）守住底线”第1段没有写完", ""),
        (
            node(3, 1, "守住底线", deadline="尽量快些"),
            "deadline_unread",
            "“（二）守住底线”的完成时限“尽量快些”看不出时间",
            "deadline",
        ),
        (
            node(3, 1, "守住底线", deadline="2026年9月底前"),
            "deadline_past",
            "“（二）守住底线”的完成时限“2026年9月底前”已经过了",
            "deadline",
        ),
        (
            node(3, 1, "守住底线", deadline="2025年底前"),
            "deadline_before_plan",
            "“（二）守住底线”的完成时限“2025年底前”早于成文日期",
            "deadline",
        ),
    ],
)
def test_headings(changed: OutlineNode, code: str, sentence: str, field: str) -> None:
    one = the_finding(with_node(changed))

    assert (one.code, one.sentence) == (code, sentence)
    assert (one.spot.node, one.spot.field) == (changed.id, field)
    assert one.why


def test_a_done_task_may_be_past_its_time() -> None:
    done = node(3, 1, "守住底线", deadline="2026年9月底前", state=TaskState.DONE)

    assert check_plan(with_node(done), TODAY) == ()


def test_a_colon_before_headings_below_is_no_loose_end() -> None:
    assert check_plan(with_node(node(1, None, "重点任务", "做好以下工作：")), TODAY) == ()


def test_a_number_of_things_is_no_typed_number() -> None:
    assert check_plan(with_node(node(2, 1, "3.5万户摸底")), TODAY) == ()


def test_a_plan_without_a_title() -> None:
    one = the_finding(replace(SOUND, info=PlanInfo()))

    assert (one.code, one.spot, one.severity) == ("plan_no_title", Spot(), Severity.MUST)


@pytest.mark.parametrize(
    ("duties", "code", "spot"),
    [
        ((Duty(2, 1, Role.LEAD), Duty(2, 2, Role.SUPPORT)), "task_no_unit", Spot(node=3, field="lead")),
        (
            (Duty(2, 1, Role.LEAD), Duty(2, 2, Role.LEAD), Duty(3, 2, Role.RESPONSIBLE)),
            "task_two_leads",
            Spot(node=2, field="lead"),
        ),
        ((Duty(2, 1, Role.SUPPORT), Duty(3, 2, Role.RESPONSIBLE)), "task_no_lead", Spot(node=2, field="lead")),
        ((Duty(2, 1, Role.LEAD), Duty(3, 1, Role.RESPONSIBLE)), "unit_idle", Spot(unit=2)),
    ],
)
def test_who_does_what(duties: tuple[Duty, ...], code: str, spot: Spot) -> None:
    one = the_finding(replace(SOUND, duties=duties))

    assert (one.code, one.spot) == (code, spot)


def test_units_of_a_measure_speak_for_its_task() -> None:
    below = node(4, 3, "逐栋查验", style=NumberStyle.ARABIC, kind=NodeKind.MEASURE)
    duties = (*SOUND.duties[:2], Duty(4, 2, Role.RESPONSIBLE))

    assert check_plan(replace(SOUND, nodes=(*SOUND.nodes, below), duties=duties), TODAY) == ()


def test_a_plan_that_names_no_unit_anywhere_is_not_asked_for_them() -> None:
    assert check_plan(replace(SOUND, duties=(), units=()), TODAY) == ()


def test_a_unit_that_only_the_text_names() -> None:
    text = "逐户登记。（牵头单位：区数据局；配合单位：区民政局）"
    one = the_finding(with_node(node(2, 1, "摸清需求", text)))

    assert (one.code, one.sentence) == ("unit_unlisted", "“（一）摸清需求”写到的“区数据局”不在责任单位里")
    assert one.spot == Spot(node=2, paragraph=102)
    assert one.fix is not None and one.fix.text == "区数据局"


def test_a_reference_to_a_table_that_is_not_there() -> None:
    one = the_finding(with_node(node(2, 1, "摸清需求", "按照附表5逐户登记。")))

    assert (one.code, one.spot) == ("reference_gone", Spot(node=2, paragraph=102))
    assert one.sentence.endswith("引用的“附表5”已不存在，请核对")


def test_tables() -> None:
    tables = (
        table(1, "附表1", ("梧桐里", "建成"), ("槐荫苑", "建成"), ("柳浪里", "建成"), ("菊香里", "")),
        table(2, "附表 1", ("梧桐里", "投用、"), ("", "")),
        table(3, "附表3"),
    )
    found = check_plan(replace(SOUND, tables=tables), TODAY)

    assert [(one.code, one.sentence) for one in found] == [
        ("cell_unfinished", "附表1第4行预期成效没有填"),
        ("table_label_twice", "《清单2》与《清单1》的编号相同"),
        ("cell_unfinished", "附表 1第1行预期成效未写完"),
        ("row_blank", "附表 1第2行是空的"),
        ("table_empty", "附表3还没有内容"),
    ]
    assert found[0].spot == Spot(table=1, row=14, column=32)
    assert found[1].fix is not None and found[1].fix.text == "附表 2"


def test_findings_stand_in_the_order_of_the_plan() -> None:
    content = replace(
        with_node(node(3, 1, "")),
        info=PlanInfo(),
        duties=SOUND.duties[:1],
        tables=(table(1, "附表1"),),
    )
    found = check_plan(content, TODAY)

    assert [one.code for one in found] == [
        "plan_no_title",
        "heading_no_title",
        "task_no_unit",
        "table_empty",
        "unit_idle",
    ]
    assert sort_findings(content, iter(reversed(found))) == found


def test_the_examination_pauses_between_its_steps() -> None:
    steps = list(examine_plan(SOUND, TODAY))

    assert len(steps) >= len(RULES)
    assert not any(steps)


def test_codes_of_the_register_are_its_own() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.title and rule.why.endswith("。") for rule in RULES)
