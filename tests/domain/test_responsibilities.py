"""任务分解表 and 责任单位矩阵 from outline and duties."""

from __future__ import annotations

from dataclasses import replace

from domain.exchange import PlanContent
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.responsibilities import responsibility_matrix, task_breakdown
from domain.units import Duty, Role, Unit


def plan() -> PlanContent:
    task, measure = NodeKind.TASK, NodeKind.MEASURE
    nodes = (
        OutlineNode(1, None, 1, NodeKind.SECTION, "任务", NumberStyle.HAN),
        OutlineNode(2, 1, 1, task, "甲", NumberStyle.HAN_PAREN, (Paragraph("总述。"),), deadline="2026年底前"),
        OutlineNode(3, 2, 1, measure, "走访", NumberStyle.ARABIC, (Paragraph("逐户。"),)),
        OutlineNode(4, 2, 2, measure, "建账", NumberStyle.ARABIC, deadline="长期坚持"),
        OutlineNode(5, 1, 2, task, "乙", NumberStyle.HAN_PAREN, (Paragraph("一段。"), Paragraph(""))),
    )
    units = (Unit(1, "市科技局", seq=2), Unit(2, "市教委", seq=1))
    duties = (Duty(2, 2, Role.SUPPORT, 2), Duty(2, 1, Role.LEAD, 1), Duty(4, 2, Role.LEAD, 1))
    return PlanContent(nodes=nodes, units=units, duties=duties)


def test_a_row_a_measure_and_one_for_a_task_without_measures() -> None:
    rows = task_breakdown(plan())
    assert [(row.task_number, row.task.node.title, row.measure) for row in rows] == [
        (1, "甲", "1.走访\n逐户。"),
        (1, "甲", "2.建账"),
        (2, "乙", "一段。"),
    ]


def test_a_measure_has_its_own_units_and_deadline_or_those_of_its_task() -> None:
    first, second, third = task_breakdown(plan())
    assert (first.units[Role.LEAD], first.units[Role.SUPPORT]) == (("市科技局",), ("市教委",))
    assert (second.units[Role.LEAD], second.units[Role.SUPPORT]) == (("市教委",), ())
    assert (first.deadline, second.deadline, third.deadline) == ("2026年底前", "长期坚持", "")
    assert (first.node.id, second.node.id) == (2, 4)
    assert first.part.node.id == 3


def test_the_matrix_lists_units_in_office_order() -> None:
    matrix = responsibility_matrix(plan())
    assert [unit.name for unit in matrix.units] == ["市教委", "市科技局"]
    assert [task.node.title for task in matrix.tasks] == ["甲", "乙"]
    assert matrix.roles[2, 1] is Role.LEAD
    assert (5, 1) not in matrix.roles


def test_a_plan_without_tasks_has_neither() -> None:
    empty = replace(plan(), nodes=plan().nodes[:1])
    assert task_breakdown(empty) == ()
    assert responsibility_matrix(empty).tasks == ()
