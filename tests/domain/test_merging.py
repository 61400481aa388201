"""Reading a file again: source changes come in, the office's own changes stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanInfo
from domain.merge_report import MergeReport
from domain.merging import is_same_plan, merge_content
from domain.outline import Paragraph
from domain.units import Duty, Role
from tests.small_plan import small_plan


def with_node(plan: PlanContent, node_id: int, **values: Any) -> PlanContent:
    nodes = tuple(replace(node, **values) if node.id == node_id else node for node in plan.nodes)
    return replace(plan, nodes=nodes)


def without_node(plan: PlanContent, node_id: int) -> PlanContent:
    return replace(
        plan,
        nodes=tuple(node for node in plan.nodes if node.id != node_id),
        duties=tuple(duty for duty in plan.duties if duty.task_id != node_id),
    )


def with_cell(plan: PlanContent, row: int, key: str, text: str) -> PlanContent:
    table = plan.tables[0]
    rows = list(table.rows)
    rows[row] = replace(rows[row], cells={**rows[row].cells, key: parse_cell(text)})
    return replace(plan, tables=(replace(table, rows=tuple(rows)),))


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.gone, report.same


def merged_with(base: PlanContent | None, ours: PlanContent, theirs: PlanContent) -> tuple[PlanContent, MergeReport]:
    merge = merge_content(base, ours, theirs)
    assert merge.known is theirs
    return merge.content, merge.report


def test_the_first_reading_brings_everything() -> None:
    merged, report = merged_with(None, PlanContent(), small_plan())
    assert counts(report) == (11, 0, 0, 0)  # 4 headings, 4 + 1 paragraphs, 2 rows
    assert [placed.heading for placed in merged.placed()] == [placed.heading for placed in small_plan().placed()]
    assert merged.info == small_plan().info
    assert all(node.id < 0 for node in merged.nodes)


def test_the_same_source_again_changes_nothing_and_keeps_what_the_office_did() -> None:
    source = small_plan()
    ours = with_cell(with_node(source, 3, title="开展联合攻关"), 0, "technical", "★★改过")
    ours = replace(ours, duties=ours.duties[:-1])
    for base in (source, ours):
        merged, report = merged_with(base, ours, base)
        assert counts(report) == (0, 0, 0, 11)
        assert merged == ours
        assert report.findings == []


def test_a_changed_source_brings_only_its_changes() -> None:
    base = small_plan()
    ours = with_node(base, 3, title="开展联合攻关")
    theirs = with_cell(with_node(base, 1, paragraphs=(Paragraph("坚持质量第一、效益优先。"),)), 1, "other", "★★新")
    merged, report = merged_with(base, ours, theirs)
    assert counts(report) == (0, 2, 0, 9)
    assert merged.nodes[0].paragraphs[0].text == "坚持质量第一、效益优先。"
    assert merged.nodes[2].title == "开展联合攻关"
    assert merged.tables[0].rows[1].cell("other").items[0].grade == 2


def test_changed_on_both_sides_keeps_ours_and_says_so() -> None:
    base = small_plan()
    ours = with_node(base, 1, paragraphs=(Paragraph("本机的话。"),))
    theirs = with_node(base, 1, paragraphs=(Paragraph("来源的话。"),))
    merged, report = merged_with(base, ours, theirs)
    assert merged.nodes[0].paragraphs[0].text == "本机的话。"
    assert [finding.code for finding in report.findings] == ["changed_on_both_sides"]


def test_a_new_task_comes_with_its_units_and_place() -> None:
    base = small_plan()
    task = replace(
        base.nodes[2], id=9, seq=1, title="完善标准", paragraphs=(Paragraph("制定标准。", "（牵头单位：{lead}）"),)
    )
    later = tuple(replace(node, seq=node.seq + 1) if node.parent == 2 else node for node in base.nodes)
    theirs = replace(base, nodes=(*later, task), duties=(*base.duties, Duty(9, 3, Role.LEAD, 1)))
    merged, report = merged_with(base, base, theirs)
    assert counts(report) == (2, 0, 0, 11)
    assert [placed.heading for placed in merged.placed()][2:4] == ["（一）完善标准", "（二）开展攻关"]
    added = next(node.id for node in merged.nodes if node.title == "完善标准")
    assert [duty.unit_id for duty in merged.duties if duty.task_id == added] == [3]


def test_what_the_source_dropped_goes_unless_the_office_changed_it() -> None:
    base = small_plan()
    theirs = without_node(base, 4)
    merged, report = merged_with(base, base, theirs)
    assert report.gone == 3
    assert [node.id for node in merged.nodes] == [1, 2, 3]
    ours = with_node(base, 4, title="培养质量人才")
    merged, report = merged_with(base, ours, theirs)
    assert 4 in [node.id for node in merged.nodes]
    assert [finding.code for finding in report.findings] == ["gone_but_changed"]


def test_what_the_office_deleted_stays_deleted() -> None:
    base = small_plan()
    ours = without_node(base, 3)
    merged, report = merged_with(base, ours, base)
    assert merged == ours
    assert report.new == 0


def test_what_the_office_added_stays() -> None:
    base = small_plan()
    ours = replace(base, nodes=(*base.nodes, replace(base.nodes[0], id=8, seq=3, title="保障措施")))
    merged, _ = merged_with(base, ours, with_node(base, 2, title="主要任务"))
    assert [node.title for node in merged.nodes if node.parent is None] == ["总体要求", "主要任务", "保障措施"]


def test_rows_are_added_and_dropped_with_the_source() -> None:
    base = small_plan()
    table = base.tables[0]
    row = replace(table.rows[0], id=9, seq=2, cells={"position": parse_cell("中游产业")})
    theirs = replace(base, tables=(replace(table, rows=(table.rows[0], row)),))
    merged, report = merged_with(base, base, theirs)
    assert [one.cell("position").text for one in merged.tables[0].rows] == ["上游产业", "中游产业"]
    assert (report.new, report.gone) == (1, 1)


def test_another_plan_is_told_apart() -> None:
    ours = small_plan()
    assert is_same_plan(PlanContent(), ours)
    assert is_same_plan(ours, replace(ours, info=PlanInfo("改了名的方案")))
    # The headings every plan has do not make two plans one.
    nodes = tuple(replace(node, paragraphs=(Paragraph(f"另一件事{node.id}。"),)) for node in ours.nodes)
    assert not is_same_plan(ours, replace(ours, info=PlanInfo("别的方案"), nodes=nodes))
