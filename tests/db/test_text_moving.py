"""Moving paragraphs one line up or down, and words anywhere: ids stay, nothing that prints is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.store import Store
from db.text import move_paragraphs, move_range
from domain.content import PlanContent
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.paragraph_edits import TextLine, TextPlace, lines_of
from domain.paragraph_moving import move_lines, place_lines
from domain.units import Duty, Role, Unit
from tests.db.text_case import FIRST, content, fill_text, node, paragraph, printed


def test_a_paragraph_goes_past_the_one_beside_it_and_the_clause_ends_the_task(store: Store) -> None:
    ids = fill_text(store)
    before = printed(store)
    moved, other = (paragraph(store, ids["开展攻关"], index) for index in (0, 1))
    move_paragraphs(store, [moved], 1)
    assert [one.id for one in node(store, ids["开展攻关"]).paragraphs] == [other, moved]
    clause = FIRST.removeprefix("组织攻关。")
    assert ["组织攻关。", f"摸清底数。{clause}"] == printed(store)[6:8]
    move_paragraphs(store, [moved], -1)
    assert printed(store) == before


def test_past_a_heading_it_goes_into_the_other_section_and_leaves_the_duties(store: Store) -> None:
    ids = fill_text(store)
    duties = content(store).duties_of(ids["培养人才"])
    course = paragraph(store, ids["培养人才"], 0)
    move_paragraphs(store, [course], -1)
    assert [one.id for one in node(store, ids["开展攻关"]).paragraphs][-1] == course
    assert content(store).duties_of(ids["培养人才"]) == duties
    assert "（牵头单位：市教委）" in printed(store)
    store.undo()
    move_paragraphs(store, [paragraph(store, ids["总体要求"], 1)], 1)
    assert [one.text for one in node(store, ids["重点任务"]).paragraphs] == ["坚持问题导向。"]


def test_several_go_together_and_the_ends_of_the_plan_hold(store: Store) -> None:
    ids = fill_text(store)
    pair = [one.id for one in node(store, ids["总体要求"]).paragraphs]
    move_paragraphs(store, pair, -1)
    assert [one.text for one in content(store).preamble][1:] == ["坚持质量第一。", "坚持问题导向。"]
    first, last = content(store).preamble[0].id, paragraph(store, ids["保障措施"], 0)
    assert not move_paragraphs(store, [first], -1)
    assert not move_paragraphs(store, [last], 1)


def test_words_move_in_one_step_both_ways(store: Store) -> None:
    ids = fill_text(store)
    before = printed(store)
    here, there = paragraph(store, ids["总体要求"], 0), paragraph(store, ids["保障措施"], 0)
    start, end = (TextPlace(ids["总体要求"], here, at) for at in (2, 6))
    move_range(store, start, end, TextPlace(ids["保障措施"], there, 4), "质量第一", behind=True)
    assert [printed(store)[2], printed(store)[-1]] == ["坚持。", "加强领导质量第一。"]
    back = [TextPlace(ids["保障措施"], there, at) for at in (4, 8)]
    move_range(store, *back, TextPlace(ids["总体要求"], here, 2), "质量第一", behind=False)
    assert printed(store) == before
    store.undo()
    store.undo()
    assert printed(store) == before


CLAUSES = st.sampled_from(["", "", "（牵头单位：{lead}）"])


@given(st.lists(st.tuples(st.booleans(), CLAUSES), min_size=1, max_size=8), st.integers(0, 8), st.sampled_from([-1, 1]))
def test_no_line_is_lost_whatever_moves(shape: list[tuple[bool, str]], which: int, offset: int) -> None:
    nodes: list[OutlineNode] = []
    for index, (is_heading, clause) in enumerate(shape, start=1):
        if is_heading or not nodes:
            nodes.append(OutlineNode(len(nodes) + 1, None, len(nodes) + 1, NodeKind.TASK, f"标题{index}"))
        else:
            last = nodes.pop()
            paragraphs = (*last.paragraphs, Paragraph(f"第{index}段。", clause, index))
            nodes.append(OutlineNode(last.id, None, last.seq, last.kind, last.title, None, paragraphs))
    duties = tuple(Duty(one.id, 1, Role.LEAD, 1, one.id) for one in nodes)
    lines = lines_of(PlanContent(nodes=tuple(nodes), units=(Unit(1, "甲局"),), duties=duties), {})
    held = [line for line in lines if line.id]
    if not held:
        return
    moved = held[which % len(held)]
    after = move_lines(lines, {moved.id}, offset)
    assert sorted(line.text for line in after if line.text) == sorted(line.text for line in lines if line.text)
    assert sorted(line.id for line in after if line.id) == sorted(line.id for line in held)
    assert sum(bool(line.clause) for line in after) >= min(
        1, sum(bool(line.clause) for line in lines if line is not moved)
    )


def test_the_only_paragraph_of_a_section_keeps_its_clause_on_its_way() -> None:
    clause = {"clause": "（牵头单位：{lead}）", "printed": "（牵头单位：甲局）"}
    lines = [TextLine("甲", 1, 1), TextLine("一段。", 0, 1, 7, **clause)]
    assert place_lines(lines, [1], 1) == lines
