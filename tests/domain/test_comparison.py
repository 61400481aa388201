"""Two states of a plan side by side."""

from __future__ import annotations

from dataclasses import replace

from domain.cell_items import parse_cell
from domain.comparison import Difference, compare_contents, excerpts
from domain.exchange import PlanContent
from domain.outline import Paragraph
from tests.small_plan import small_plan


def test_equal_states_differ_in_nothing() -> None:
    assert compare_contents(small_plan(), small_plan()) == ()


def test_every_kind_of_change_is_told_at_its_place() -> None:
    left = small_plan()
    nodes = list(left.nodes)
    nodes[0] = replace(nodes[0], paragraphs=(Paragraph("坚持质量第一、效益优先。"),))
    nodes[2] = replace(nodes[2], deadline="2026年底前")
    table = left.tables[0]
    rows = (replace(table.rows[0], cells={**table.rows[0].cells, "other": parse_cell("★新问题")}), table.rows[1])
    right = replace(
        left,
        info=replace(left.info, title="海州市质量提升方案"),
        nodes=tuple(nodes),
        duties=left.duties[:-1],
        tables=(replace(table, rows=rows),),
    )
    assert compare_contents(left, right) == (
        Difference("方案标题", "海州市提升方案", "海州市质量提升方案"),
        Difference("一、总体要求", "坚持质量第一。", "坚持质量第一、效益优先。"),
        Difference("（一）开展攻关 完成时限", "", "2026年底前"),
        Difference("（二）培养人才", "二。（牵头单位：市教委；配合单位：市人社局）", "二。（牵头单位：市教委）"),
        Difference("附表1 第1行 其他", "", "★新问题"),
    )


def test_what_only_one_side_has_is_told_with_its_text() -> None:
    left = small_plan()
    table = left.tables[0]
    right = replace(left, nodes=left.nodes[:3], tables=(replace(table, rows=table.rows[:1]),))
    gone = compare_contents(left, right)
    assert [(one.place, one.right) for one in gone] == [("（二）培养人才", ""), ("附表1 第2行", "")]
    assert "市人社局" in gone[0].left
    back = compare_contents(right, left)
    assert [(one.place, one.left) for one in back] == [("（二）培养人才", ""), ("附表1 第2行", "")]


def test_a_moved_heading_is_no_difference_of_words_but_a_new_number_is_none() -> None:
    left = small_plan()
    nodes = tuple(replace(node, seq=3 - node.seq) if node.parent == 2 else node for node in left.nodes)
    moved = compare_contents(left, replace(left, nodes=nodes))
    assert {one.place[3:] for one in moved} <= {"开展攻关", "培养人才"}
    assert compare_contents(PlanContent(), PlanContent()) == ()


def test_a_rewritten_paragraph_is_one_difference() -> None:
    left = small_plan()
    nodes = (
        replace(left.nodes[0], paragraphs=(Paragraph("完全是另外一番话了啊。"), Paragraph("多一段。"))),
        *left.nodes[1:],
    )
    found = compare_contents(left, replace(left, nodes=nodes))
    assert found == (
        Difference("一、总体要求", "坚持质量第一。", "完全是另外一番话了啊。"),
        Difference("一、总体要求", "", "多一段。"),
    )


def test_excerpts_begin_shortly_before_the_difference() -> None:
    common = "甲" * 100
    left, right = excerpts(common + "一" * 90, common + "二" * 3)
    assert left.startswith("…甲") and left.endswith("一…")
    assert right == "…" + "甲" * 12 + "二二二"
    assert excerpts("", "新") == ("", "新")
