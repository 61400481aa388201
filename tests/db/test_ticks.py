"""The officer ticks what a reading may do; a spreadsheet brings tables and tasks and nothing else."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from db.drafts import apply_draft, preview_draft
from db.outline import set_text
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import load_tables, set_cell
from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanDraft, PlanInfo, SourceFile
from domain.merge_report import StepKind
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.remarks import Remark, RemarkKind
from domain.tables import AppendixTable, TableColumn, TablePlace, TableRow, TableSpec
from domain.units import Duty, Role, Unit
from tests.domain.test_declined_steps import Editor
from tests.small_plan import small_plan


def draft(content: PlanContent, name: str = "方案.docx", sha256: str = "a") -> PlanDraft:
    return PlanDraft(content, SourceFile(name, sha256))


@pytest.fixture
def plan(store: Store) -> Store:
    apply_draft(store, draft(small_plan()))
    return store


def newer() -> PlanContent:
    """One paragraph changed, one task new with a unit of its own, one row changed, one gone, one remark."""
    plan = small_plan()
    nodes = [replace(plan.nodes[0], paragraphs=(Paragraph("坚持质量第一、效益优先。"),)), *plan.nodes[1:]]
    task = OutlineNode(9, 2, 3, NodeKind.TASK, "完善标准", NumberStyle.HAN_PAREN, (Paragraph("制定标准。"),))
    table = plan.tables[0]
    row = replace(table.rows[0], cells={**table.rows[0].cells, "other": parse_cell("★新问题")})
    return replace(
        plan,
        nodes=(*nodes, task),
        units=(*plan.units, Unit(9, "市市场监管局", seq=4)),
        duties=(*plan.duties, Duty(9, 9, Role.LEAD, 1, 9)),
        tables=(replace(table, rows=(row,)),),
        remarks=(Remark(1, RemarkKind.COMMENT, "请核对", node_id=9),),
    )


def test_every_step_is_told_in_the_order_of_the_plan(plan: Store) -> None:
    steps = preview_draft(plan, draft(newer(), sha256="b")).steps
    assert [(step.kind, step.where, step.before, step.after) for step in steps] == [
        (StepKind.CHANGED, "一、总体要求", "坚持质量第一。", "坚持质量第一、效益优先。"),
        (StepKind.NEW, "（三）完善标准", "", "完善标准"),
        (StepKind.NEW, "（三）完善标准", "", "制定标准。"),
        (StepKind.NEW, "（三）完善标准 责任单位", "", "牵头单位：市市场监管局"),
        (StepKind.NEW, "（三）完善标准 批注", "", "请核对"),
        (StepKind.NEW, "责任单位名单", "", "市市场监管局"),
        (StepKind.CHANGED, "附表1 第1行", "其他：", "其他：★新问题"),
        (StepKind.GONE, "附表1 第2行", "位置：下游产业\n其他：竞争激烈", ""),
    ]
    assert not any(step.conflict for step in steps)


def test_all_declined_is_no_operation_and_is_offered_again(plan: Store) -> None:
    before, history = load_snapshot(plan).content, plan.history()
    later = draft(newer(), sha256="b")
    steps = preview_draft(plan, later).steps
    changes, report = apply_draft(plan, later, frozenset(step.key for step in steps))
    assert not changes
    assert (report.new, report.changed, report.gone) == (0, 0, 0)
    assert load_snapshot(plan).content == before
    assert plan.history() == history
    assert preview_draft(plan, later).steps == steps


def test_a_declined_step_is_left_out_and_comes_again_while_the_rest_is_settled(plan: Store) -> None:
    later = draft(newer(), sha256="b")
    keys = [step.key for step in preview_draft(plan, later).steps]
    declined = frozenset((keys[0], keys[7]))  # the paragraph and the row that goes
    changes, report = apply_draft(plan, later, declined)
    assert changes.operation.label == "导入 方案.docx"
    assert (report.new, report.changed, report.gone) == (2, 1, 0)
    content = load_snapshot(plan).content
    assert content.nodes[0].paragraphs[0].text == "坚持质量第一。"
    assert [row.cell("position").text for row in content.tables[0].rows] == ["上游产业", "下游产业"]
    assert content.tables[0].rows[0].cell("other").text == "★新问题"
    assert content.remarks[0].node_id == next(node.id for node in content.nodes if node.title == "完善标准")
    again = preview_draft(plan, later)
    assert [(step.kind, step.after) for step in again.steps] == [
        (StepKind.CHANGED, "坚持质量第一、效益优先。"),
        (StepKind.GONE, ""),
    ]
    apply_draft(plan, later)
    assert preview_draft(plan, later).steps == []
    plan.undo()
    plan.undo()
    assert len(load_snapshot(plan).content.nodes) == 4


def test_a_declined_heading_declines_what_is_below(plan: Store) -> None:
    later = draft(newer(), sha256="b")
    heading = next(step.key for step in preview_draft(plan, later).steps if step.after == "完善标准")
    apply_draft(plan, later, frozenset({heading}))
    content = load_snapshot(plan).content
    assert "完善标准" not in [node.title for node in content.nodes]
    assert content.remarks == ()
    assert [step.after for step in preview_draft(plan, later).steps] == [
        "完善标准",
        "制定标准。",
        "牵头单位：市市场监管局",
        "请核对",
    ]


def test_what_both_sides_changed_is_a_step_that_is_not_taken_unless_adopted(plan: Store) -> None:
    node = load_snapshot(plan).content.nodes[0]
    set_text(plan, node.id, "坚持质量至上。")
    table = load_tables(plan.db)[0]
    set_cell(plan, table.rows[0].id, table.spec.column("technical").id, "本机的问题")
    source = newer()
    table = source.tables[0]
    row = replace(table.rows[0], cells={**table.rows[0].cells, "technical": parse_cell("来源的问题")})
    later = draft(replace(source, tables=(replace(table, rows=(row,)),)), sha256="b")
    conflicts = [step for step in preview_draft(plan, later).steps if step.conflict]
    assert [(step.before, step.after) for step in conflicts] == [
        ("坚持质量至上。", "坚持质量第一、效益优先。"),
        ("本机的问题", "来源的问题"),
    ]
    apply_draft(plan, later, declined=frozenset({conflicts[1].key}), adopted=frozenset({conflicts[0].key}))
    content = load_snapshot(plan).content
    assert content.nodes[0].paragraphs[0].text == "坚持质量第一、效益优先。"
    assert content.tables[0].rows[0].cell("technical").text == "本机的问题"
    assert [step.after for step in preview_draft(plan, later).steps] == ["来源的问题"]
    _, report = apply_draft(plan, later)  # nobody spoke of it: it is settled as ours
    assert [finding.code for finding in report.findings] == ["changed_on_both_sides"]
    assert preview_draft(plan, later).steps == []


def sheet_table(rows: list[tuple[str, str]], **values: object) -> AppendixTable:
    columns = (TableColumn("a", ("项目",)), TableColumn("b", ("投资",)))
    listed = tuple(
        TableRow(seq, seq, {"a": parse_cell(name), "b": parse_cell(amount)})
        for seq, (name, amount) in enumerate(rows, start=1)
    )
    return AppendixTable(1, TableSpec(**{"label": "附表1", "title": "重点项目", "columns": columns, **values}), listed)


def test_a_spreadsheet_of_tables_adds_them_and_says_nothing_of_the_rest(plan: Store) -> None:
    before = load_snapshot(plan).content
    sheet = draft(PlanContent(tables=(sheet_table([("甲厂", "3"), ("乙厂", "5")]),)), "项目.xlsx", "x")
    report = preview_draft(plan, sheet)
    assert report.findings == []
    assert {step.kind for step in report.steps} == {StepKind.NEW}
    apply_draft(plan, sheet)
    after = load_snapshot(plan).content
    assert [table.spec.label for table in after.tables] == ["附表1", "附表2"]
    assert replace(after, tables=after.tables[:1]) == before
    # The next state of the sheet updates its own table.
    set_cell(plan, after.tables[1].rows[0].id, after.tables[1].spec.column("b").id, "4")
    later = draft(PlanContent(tables=(sheet_table([("甲厂", "3"), ("丙厂", "7")]),)), "项目.xlsx", "y")
    _, report = apply_draft(plan, later)
    assert (report.new, report.changed, report.gone) == (1, 0, 1)
    rows = load_tables(plan.db)[1].rows
    assert [(row.cell("a").text, row.cell("b").text) for row in rows] == [("甲厂", "4"), ("丙厂", "7")]
    assert not apply_draft(plan, draft(small_plan()))[0]  # the plan's own source is what it was


def test_a_spreadsheet_updates_the_table_with_its_title_or_header(plan: Store) -> None:
    ours = small_plan().tables[0]
    row = replace(ours.rows[0], cells={**ours.rows[0].cells, "other": parse_cell("★新问题")})
    for title in ("质量问题清单", ""):
        spec = replace(ours.spec, title=title, label="表1")
        sheet = draft(PlanContent(tables=(AppendixTable(1, spec, (row,)),)), f"清单{title}.xlsx", f"x{title}")
        steps = preview_draft(plan, sheet).steps
        assert [(step.kind, step.after) for step in steps] == [(StepKind.CHANGED, "其他：★新问题")]


def task_sheet() -> PlanContent:
    """A 任务分解表: one task of the plan with other units and a deadline, and one the plan does not have."""
    nodes = (
        OutlineNode(
            1, None, 1, NodeKind.TASK, "（一）开展攻关。", None, (Paragraph("组织攻关。"),), deadline="2026年底前"
        ),
        OutlineNode(2, None, 2, NodeKind.TASK, "建设平台", None, (Paragraph("建成平台。"),), deadline="长期坚持"),
    )
    units = (Unit(1, "市人社局", seq=1), Unit(2, "市数据局", seq=2))
    duties = (Duty(1, 1, Role.LEAD, 1, 1), Duty(2, 2, Role.LEAD, 1, 2))
    return PlanContent(nodes=nodes, units=units, duties=duties)


def test_a_task_breakdown_updates_the_tasks_it_names(plan: Store) -> None:
    before = load_snapshot(plan).content
    sheet = draft(task_sheet(), "任务分解表.xlsx", "x")
    steps = preview_draft(plan, sheet).steps
    assert [(step.kind, step.where, step.before, step.after) for step in steps] == [
        (StepKind.CHANGED, "（一）开展攻关", "", "2026年底前"),
        (StepKind.CHANGED, "（一）开展攻关 责任单位", "牵头单位：市科技局；配合单位：市教委", "牵头单位：市人社局"),
        (StepKind.NEW, "建设平台", "", "建设平台"),
        (StepKind.NEW, "建设平台", "", "建成平台。"),
        (StepKind.NEW, "建设平台 责任单位", "", "牵头单位：市数据局"),
        (StepKind.NEW, "责任单位名单", "", "市数据局"),
    ]
    apply_draft(plan, sheet)
    after = load_snapshot(plan).content
    assert [placed.heading for placed in after.placed()][2:5] == ["（一）开展攻关", "（二）建设平台", "（三）培养人才"]
    assert after.info == before.info
    assert after.nodes[2].deadline == "2026年底前"
    assert after.nodes[2].paragraphs == before.nodes[2].paragraphs
    assert after.printed_paragraphs(after.nodes[2]) == ["组织攻关。（牵头单位：市人社局）"]
    assert (after.tables, after.preamble, after.nodes[3]) == (
        before.tables,
        before.preamble,
        replace(before.nodes[3], seq=3, version=after.nodes[3].version),
    )
    assert preview_draft(plan, sheet).steps == []
    assert not apply_draft(plan, draft(small_plan()))[0]


def test_a_sheet_becomes_a_plan_of_its_own_where_there_is_none(store: Store) -> None:
    apply_draft(store, draft(task_sheet(), "任务分解表.xlsx", "x"))
    content = load_snapshot(store).content
    assert [node.title for node in content.nodes] == ["（一）开展攻关。", "建设平台"]
    assert len(content.duties) == 2


def test_tables_in_the_text_and_remarks_come_with_their_place(store: Store) -> None:
    source = small_plan()
    table = sheet_table([("甲厂", "3")], label="", title="投资表", unit_line="单位：万元", notes=("注：甲。",))
    placed = replace(table, id=2, place=TablePlace(3, 1), rows=(replace(table.rows[0], id=9, joined=frozenset("a")),))
    remarks = (Remark(1, RemarkKind.COMMENT, "请核对", row_id=9, column="b"), Remark(2, RemarkKind.FOOTNOTE, "注"))
    full = replace(source, tables=(*source.tables, placed), remarks=remarks)
    apply_draft(store, draft(full))
    content = load_snapshot(store).content
    stored = content.tables[1]
    assert stored.place == TablePlace(content.nodes[2].id, 1)
    assert (stored.spec.unit_line, stored.spec.notes, stored.rows[0].joined) == (
        "单位：万元",
        ("注：甲。",),
        frozenset("a"),
    )
    assert [(one.row_id, one.column, one.node_id) for one in content.remarks] == [
        (stored.rows[0].id, "b", None),
        (None, "", None),
    ]
    # Its heading goes with the next state of the source; the table stays, one heading up.
    nodes = tuple(node for node in source.nodes if node.id != 3)
    duties = tuple(duty for duty in source.duties if duty.task_id != 3)
    later = replace(full, nodes=nodes, duties=duties, tables=(*source.tables, replace(placed, place=None)), remarks=())
    apply_draft(store, draft(later, sha256="b"))
    content = load_snapshot(store).content
    assert [node.title for node in content.nodes] == ["总体要求", "重点任务", "培养人才"]
    assert content.tables[1].place == TablePlace(content.nodes[1].id, 0)
    assert content.remarks == ()


def test_a_source_without_a_title_takes_none_away(plan: Store) -> None:
    untitled = replace(small_plan(), info=PlanInfo())
    apply_draft(plan, draft(untitled, sha256="b"))
    assert load_snapshot(plan).content.info.title == "海州市提升方案"


def test_units_are_one_by_any_of_their_names(plan: Store) -> None:
    with plan.operation("别名") as scope:
        unit = next(one for one in load_snapshot(plan).content.units if one.name == "市教委")
        scope.update("unit", unit.id, {"full_name": "市教育委员会", "aliases": '["教委"]'})
    source = small_plan()
    units = (source.units[0], replace(source.units[1], name="市教育委员会"), source.units[2])
    _, report = apply_draft(plan, draft(replace(source, units=units), sha256="b"))
    assert report.steps == []
    assert [one.name for one in load_snapshot(plan).content.units] == ["市科技局", "市教委", "市人社局"]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_stored_is_what_was_ticked_and_one_undo_takes_it_back(plan: Store, seed: int) -> None:
    random = Random(seed)
    for number in range(4):
        edited = Editor(small_plan(), random, 100).run(6)
        later = draft(replace(edited, info=small_plan().info), sha256=str(number))
        before, history = load_snapshot(plan).content, plan.history()
        steps = preview_draft(plan, later).steps
        declined = frozenset(step.key for step in steps if random.random() < 0.5)
        changes, report = apply_draft(plan, later, declined)
        assert {step.key for step in report.steps} <= {step.key for step in steps}
        after = load_snapshot(plan).content
        if declined:
            assert len(preview_draft(plan, later).steps) >= 1
        if changes:
            plan.undo()
            assert load_snapshot(plan).content == before
            plan.redo()
            assert load_snapshot(plan).content == after
        else:
            assert plan.history() == history
        if number % 2:
            apply_draft(plan, later)
            assert preview_draft(plan, later).steps == []
