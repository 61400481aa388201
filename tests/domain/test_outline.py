"""Numbers that follow, and moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbering import NumberStyle
from domain.outline import (
    NodeKind,
    OutlineNode,
    Paragraph,
    demote_node,
    descendants,
    move_node,
    place_nodes,
    printed_paragraphs,
    promote_node,
    relocate_node,
)
from domain.units import Duty, Role, Unit


def node(node_id: int, parent: int | None, seq: int, style: NumberStyle | None = NumberStyle.HAN) -> OutlineNode:
    return OutlineNode(node_id, parent, seq, NodeKind.SECTION, f"标题{node_id}", style)


PAREN = NumberStyle.HAN_PAREN
PLAN = [node(1, None, 1), node(2, None, 2), node(3, 1, 1, PAREN), node(4, 1, 2, PAREN), node(5, 2, 1, PAREN)]


def apply(nodes: list[OutlineNode], placements: list) -> list[OutlineNode]:
    from dataclasses import replace

    moved = {place.id: place for place in placements}
    return [
        replace(one, parent=moved[one.id].parent, seq=moved[one.id].seq, style=moved[one.id].style)
        if one.id in moved
        else one
        for one in nodes
    ]


def headings(nodes: list[OutlineNode]) -> list[str]:
    return [placed.heading for placed in place_nodes(nodes)]


def test_numbers_restart_under_each_parent() -> None:
    assert headings(PLAN) == ["一、标题1", "（一）标题3", "（二）标题4", "二、标题2", "（一）标题5"]


def test_numbers_of_a_style_can_run_on_through_the_plan() -> None:
    placed = place_nodes(PLAN, frozenset({PAREN}))
    assert [one.number for one in placed] == ["一", "一", "二", "二", "三"]


def test_an_unnumbered_heading_takes_no_number() -> None:
    nodes = [node(1, None, 1), node(2, None, 2, None), node(3, None, 3)]
    assert headings(nodes) == ["一、标题1", "标题2", "二、标题3"]


def test_moving_renumbers() -> None:
    assert headings(apply(PLAN, move_node(PLAN, 4, -1)))[1:3] == ["（一）标题4", "（二）标题3"]
    assert move_node(PLAN, 3, -1) == []


def test_promoting_keeps_the_place_and_takes_in_what_follows() -> None:
    assert headings(apply(PLAN, promote_node(PLAN, 3))) == [
        "一、标题1",
        "二、标题3",
        "（一）标题4",
        "三、标题2",
        "（一）标题5",
    ]
    assert promote_node(PLAN, 1) == []


def test_demoting_goes_below_the_sibling_above() -> None:
    assert headings(apply(PLAN, demote_node(PLAN, 2)))[-2:] == ["（三）标题2", "1.标题5"]
    assert demote_node(PLAN, 1) == []


@pytest.mark.parametrize("move", [promote_node, demote_node])
def test_a_level_more_or_less_moves_no_words(move: Callable[[list[OutlineNode], int], list]) -> None:
    nodes = [*PLAN, node(6, 3, 1, NumberStyle.ARABIC), node(7, 3, 2, None)]
    order = [one.node.title for one in place_nodes(nodes)]
    for target in range(1, 8):
        moved = apply(nodes, move(nodes, target))
        assert [one.node.title for one in place_nodes(moved)] == order
        assert next(one for one in moved if one.id == 7).style is None


def test_a_node_cannot_stand_inside_itself() -> None:
    with pytest.raises(ValueError, match="inside itself"):
        relocate_node(PLAN, 1, 3, 0)


def test_a_circle_is_noticed() -> None:
    with pytest.raises(ValueError, match="without a way"):
        place_nodes([node(1, 2, 1), node(2, 1, 1)])


def test_descendants_come_in_reading_order() -> None:
    assert descendants(PLAN, 1) == [3, 4]


@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from(["up", "down", "promote", "demote"])), max_size=12))
def test_no_sequence_of_moves_loses_a_node_or_leaves_a_gap(moves: list[tuple[int, str]]) -> None:
    nodes = [node(one + 1, *((None, one + 1) if one < 4 else (one % 4 + 1, one // 4))) for one in range(12)]
    for pick, move in moves:
        target = nodes[pick].id
        if move in ("up", "down"):
            nodes = apply(nodes, move_node(nodes, target, -1 if move == "up" else 1))
        else:
            nodes = apply(nodes, (promote_node if move == "promote" else demote_node)(nodes, target))
        assert len(place_nodes(nodes)) == 12
        for parent in {one.parent for one in nodes}:
            seqs = sorted(one.seq for one in nodes if one.parent == parent)
            assert seqs == list(range(1, len(seqs) + 1)) or len(set(seqs)) == len(seqs)


UNITS = [Unit(1, "市科技局"), Unit(2, "市教委")]


def test_the_clause_is_printed_from_the_duties() -> None:
    task = OutlineNode(
        7, None, 1, NodeKind.TASK, "攻关", paragraphs=(Paragraph("推进。", "（落实单位：{responsible}等）"),)
    )
    duties = [Duty(7, 2, Role.RESPONSIBLE, 2), Duty(7, 1, Role.RESPONSIBLE, 1)]
    assert printed_paragraphs(task, duties, UNITS) == ["推进。（落实单位：市科技局、市教委等）"]
    assert printed_paragraphs(task, [], UNITS) == ["推进。"]


def test_a_task_without_a_clause_gets_one_in_the_words_of_the_plan() -> None:
    task = OutlineNode(7, None, 1, NodeKind.TASK, "攻关", paragraphs=(Paragraph("甲。"), Paragraph("乙。")))
    duties = [Duty(7, 1, Role.LEAD, 1), Duty(7, 2, Role.RESPONSIBLE, 2)]
    assert printed_paragraphs(task, duties, UNITS, "责任单位") == [
        "甲。",
        "乙。（牵头单位：市科技局；责任单位：市教委）",
    ]
