"""Snapshot → blocks: nothing is lost, and tables find their shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanInfo
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.tables import AppendixTable, TableColumn
from domain.units import Duty, Role, Unit
from exporters.blocks import (
    AnnexNote,
    BlankLine,
    BodyParagraph,
    Document,
    Heading,
    Label,
    StageMark,
    Table,
    TableNote,
    Title,
)
from exporters.compose_matrix import MatrixExtract, compose_matrix
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.compose_tasks import compose_tasks
from exporters.page import Layout
from exporters.profile import Face
from tests.exporters.export_case import make_plan

LAYOUT = Layout()


def tables(document: Document) -> list[Table]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Table)]


def words(document: Document) -> Iterator[str]:
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Table():
                    yield from (head.text for head in block.head)
                    yield from (line for row in block.rows for cell in row.cells for line in cell.lines)
                case Title(lines):
                    yield from lines
                case AnnexNote(word, items):
                    yield word + "".join(number + title for number, title in items)
                case Label(text) | StageMark(text) | BodyParagraph(text) | Heading(text=text):
                    yield text


def many_units(count: int, tasks: int = 1) -> PlanContent:
    nodes = tuple(OutlineNode(i, None, i, NodeKind.TASK, f"任务{i}", NumberStyle.HAN) for i in range(1, tasks + 1))
    units = tuple(Unit(i, f"第{i}办公室", seq=count - i) for i in range(1, count + 1))
    duties = tuple(Duty(1, unit.id, Role.RESPONSIBLE, unit.id) for unit in units)
    return PlanContent(PlanInfo("某方案"), nodes=nodes, units=units, duties=duties)


def test_every_text_of_the_plan_is_in_the_whole_document(plan: PlanContent) -> None:
    text = "".join(words(compose_plan(LAYOUT, plan)))
    for node in plan.nodes:
        assert node.title in text
        assert all(paragraph in text for paragraph in plan.printed_paragraphs(node))
    for table in plan.tables:
        for row in table.rows:
            for cell in row.cells.values():
                assert all(item.printed in text for item in cell.items)


def test_an_appendix_alone_is_the_same_as_in_the_plan(plan: PlanContent) -> None:
    assert compose_appendix(LAYOUT, plan.tables[0]).sections == compose_plan(LAYOUT, plan).sections[1:2]


def test_wide_tables_lie_across_and_narrow_ones_do_not(plan: PlanContent) -> None:
    assert [section.landscape for section in compose_plan(LAYOUT, plan).sections] == [False, True, False]


def test_widths_an_office_asked_for_are_kept(plan: PlanContent) -> None:
    (table,) = tables(compose_appendix(LAYOUT, plan.tables[1]))
    assert [round(column.width) for column in table.columns] == [12, 40, 104]


@pytest.mark.parametrize("rows", [0, 1, 50])
def test_columns_fill_the_frame_and_none_starves(rows: int) -> None:
    for section in compose_plan(LAYOUT, make_plan(rows)).sections:
        for table in (block for block in section.blocks if isinstance(block, Table)):
            widths = [column.width for column in table.columns]
            assert sum(widths) == pytest.approx(LAYOUT.frame_mm(section.landscape))
            assert min(widths) >= 9
            assert table.body_size in LAYOUT.sizes_table_body
            assert table.body_size <= table.head_size


def test_a_dense_table_has_smaller_heads(plan: PlanContent) -> None:
    assert [table.head_size for table in tables(compose_plan(LAYOUT, plan))] == [10.5, 12]


def test_faces_follow_the_number_style() -> None:
    styles = (NumberStyle.CHAPTER, NumberStyle.SECTION, NumberStyle.HAN, NumberStyle.HAN_PAREN, NumberStyle.ARABIC)
    nodes = tuple(OutlineNode(i, None, i, NodeKind.SECTION, "某", style) for i, style in enumerate(styles, start=1))
    headings = list(compose_plan(LAYOUT, PlanContent(nodes=nodes)).sections[0].blocks)
    assert [(one.face, one.centred) for one in headings if isinstance(one, Heading)] == [
        (Face.HEAD, True),
        (Face.KAI, True),
        (Face.HEAD, False),
        (Face.KAI, False),
        (Face.BODY, False),
    ]


def test_a_box_is_ruled_and_keeps_its_text() -> None:
    node = OutlineNode(1, None, 1, NodeKind.BOX, "专栏1 示范工程", None, (Paragraph("甲。"), Paragraph("乙。")))
    (table,) = tables(compose_plan(LAYOUT, PlanContent(nodes=(node,))))
    assert [head.text for head in table.head] == ["专栏1 示范工程"]
    assert [row.cells[0].lines for row in table.rows] == [("甲。",), ("乙。",)]


def test_a_single_table_has_no_number_in_the_note(plan: PlanContent) -> None:
    table = replace(plan.tables[0], spec=replace(plan.tables[0].spec, label="附件"))
    blocks = compose_plan(LAYOUT, replace(plan, tables=(table,))).sections[0].blocks
    assert blocks[-2:] == (BlankLine(), AnnexNote("附件", (("", table.spec.title),)))


def test_role_columns_appear_only_where_somebody_holds_the_role(plan: PlanContent) -> None:
    def heads(content: PlanContent) -> list[str]:
        return [head.text for head in tables(compose_tasks(LAYOUT, content))[0].head]

    assert heads(plan) == ["序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限"]
    only = replace(plan, duties=tuple(replace(duty, role=Role.RESPONSIBLE) for duty in plan.duties))
    assert heads(only) == ["序号", "重点任务", "具体举措", "落实单位", "完成时限"]
    named = replace(only, info=replace(plan.info, role_word="责任单位"))
    assert heads(named)[3] == "责任单位"
    assert heads(replace(plan, duties=())) == ["序号", "重点任务", "具体举措", "完成时限"]


def test_a_matrix_of_many_units_becomes_several_tables_of_nearly_equal_width() -> None:
    document = compose_matrix(LAYOUT, many_units(40, 60))
    parts = tables(document)
    counts = [len(table.columns) - 2 for table in parts]
    assert sum(counts) == 40
    assert max(counts) - min(counts) <= 1
    for table in parts:
        assert [head.text for head in table.head[:2]] == ["序号", "重点任务"]
        assert len(table.rows) == 61
        assert min(column.width for column in table.columns) >= 9
    printed = [head.text for table in parts for head in table.head if head.column >= 2]
    assert printed == [f"第{i}办公室" for i in range(40, 0, -1)]


def test_units_without_a_duty_have_no_column() -> None:
    content = many_units(5)
    (table,) = tables(compose_matrix(LAYOUT, replace(content, duties=content.duties[:2])))
    assert [head.text for head in table.head[2:]] == ["第2办公室", "第1办公室"]


def test_line_breaks_and_control_characters_never_reach_a_heading(plan: PlanContent) -> None:
    node = replace(plan.nodes[0], title="甲\n乙\x00", paragraphs=(Paragraph("一\r\n二\x07"),))
    document = compose_plan(LAYOUT, replace(plan, nodes=(node,), duties=(), tables=()))
    assert list(words(document))[-3:] == ["一、甲乙", "一", "二"]


def test_a_table_without_rows_or_with_one_column_still_stands(plan: PlanContent) -> None:
    spec = replace(plan.tables[1].spec, columns=(TableColumn("a", ("名称",)),))
    (table,) = tables(compose_appendix(LAYOUT, replace(plan.tables[1], spec=spec, rows=())))
    assert [column.width for column in table.columns] == [pytest.approx(156)]


def test_smaller_print_is_taken_where_it_saves_a_page_and_only_there() -> None:
    task = OutlineNode(1, None, 1, NodeKind.TASK, "某任务", NumberStyle.HAN, (Paragraph("长" * 260),))
    sizes = []
    for count in range(1, 13):
        nodes = tuple(replace(task, id=i, seq=i) for i in range(1, count + 1))
        (table,) = tables(compose_tasks(LAYOUT, PlanContent(nodes=nodes)))
        sizes.append(table.body_size)
    assert sizes[0] == 12
    assert set(sizes) == {12, 10.5}


def test_wished_widths_give_way_where_they_make_a_table_much_taller(plan: PlanContent) -> None:
    spec = plan.tables[1].spec
    narrow = tuple(replace(column, width=width) for column, width in zip(spec.columns, (12, 124, 20), strict=True))
    row = replace(plan.tables[1].rows[0], cells={"measures": parse_cell("1." + "长" * 300)})
    (table,) = tables(compose_appendix(LAYOUT, AppendixTable(2, replace(spec, columns=narrow), (row,))))
    assert table.columns[2].width > 60


def test_rows_of_a_task_share_what_they_have_in_common_and_a_page() -> None:
    plan = make_plan()
    same = replace(plan, nodes=tuple(replace(node, deadline="2026年底前") for node in plan.nodes))
    for content, spans in ((plan, [2, 2, 1, 2, 2, 1]), (same, [2, 2, 1, 2, 2, 2])):
        (table,) = tables(compose_tasks(LAYOUT, content))
        assert [cell.row_span for cell in table.rows[0].cells] == spans
        assert [row.keeps_next for row in table.rows] == [True, False, False]


def test_a_task_that_fills_half_a_page_may_part() -> None:
    long = Paragraph("逐户走访，建立台账。" * 120)
    plan = make_plan()
    nodes = tuple(replace(node, paragraphs=(long,)) if node.kind is NodeKind.MEASURE else node for node in plan.nodes)
    (table,) = tables(compose_tasks(LAYOUT, replace(plan, nodes=nodes)))
    assert not any(row.keeps_next for row in table.rows)


def test_an_extract_of_the_matrix_keeps_numbers_signs_and_says_so() -> None:
    content = many_units(4, 3)
    duties = (Duty(1, 1, Role.LEAD), Duty(3, 1, Role.RESPONSIBLE), Duty(3, 2, Role.RESPONSIBLE))
    content = replace(content, duties=duties)
    extract = MatrixExtract(frozenset({3}), frozenset({1, 2, 3}), "仅列部分任务。")
    document = compose_matrix(LAYOUT, content, extract)
    (table,) = tables(document)
    assert [head.text for head in table.head[2:]] == ["第2办公室", "第1办公室"]
    assert [[cell.lines for cell in row.cells] for row in table.rows] == [
        [("3",), ("任务3",), ("△",), ("△",)],
        [("承担任务（项）",), (), ("1",), ("1",)],
    ]
    notes = [block.text for block in document.sections[0].blocks if isinstance(block, TableNote)]
    assert notes == ["注：△表示落实单位。仅列部分任务。"]
    assert len(table.row_keys) == len(table.rows)
