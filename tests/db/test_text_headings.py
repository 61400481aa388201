"""Headings made of paragraphs and paragraphs of headings: what follows goes along, what prints stays."""

from __future__ import annotations

import pytest

from db.remarks import add_remark
from db.store import Store
from db.text import heading_to_paragraph, paragraph_to_heading, split_heading
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.numbering import NumberStyle
from domain.outline import NodeKind
from domain.remarks import Remark, RemarkKind
from tests.db.text_case import content, fill_text, node, paragraph, printed, words
from tests.desktop.sample_plan import inserted


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    return fill_text(store)


def test_a_paragraph_becomes_a_heading_and_takes_along_what_follows(store: Store, ids: dict[str, int]) -> None:
    before, said = content_to_json(content(store)), words(store)
    made = inserted(paragraph_to_heading(store, paragraph(store, ids["总体要求"], 0), 1), "outline_node")
    lines = printed(store)
    assert lines[1:5] == ["一、总体要求", "二、坚持质量第一。", "坚持问题导向。", "三、重点任务"]
    assert words(store) == said
    assert node(store, made).style is NumberStyle.HAN
    store.undo()
    assert content_to_json(content(store)) == before


def test_a_heading_of_a_lower_level_is_numbered_as_its_siblings(store: Store, ids: dict[str, int]) -> None:
    made = inserted(paragraph_to_heading(store, paragraph(store, ids["培养人才"], 0), 3), "outline_node")
    assert (node(store, made).parent, node(store, made).kind) == (ids["培养人才"], NodeKind.MEASURE)
    lines = printed(store)
    assert lines[lines.index("（二）培养人才") + 1 :][:2] == ["1.开设课程。", "（牵头单位：市教委）"]
    assert "2.建立机制" in lines


def test_the_clause_that_goes_along_takes_the_duties(store: Store, ids: dict[str, int]) -> None:
    task = ids["开展攻关"]
    said = words(store)
    made = inserted(paragraph_to_heading(store, paragraph(store, task, 1), 2), "outline_node")
    assert words(store) == said
    assert (len(content(store).duties_of(task)), len(content(store).duties_of(made))) == (0, 3)
    assert node(store, made).kind is NodeKind.TASK
    assert "（二）组织攻关。" in printed(store)


def test_a_heading_becomes_a_paragraph_and_no_word_is_lost(store: Store, ids: dict[str, int]) -> None:
    before, said = content_to_json(content(store)), words(store)
    add_remark(store, Remark(0, RemarkKind.COMMENT, "请核。", node_id=ids["培养人才"]))
    heading_to_paragraph(store, ids["培养人才"])
    assert words(store) == said
    lines = printed(store)
    assert lines[lines.index("培养人才") + 1 :][:3] == ["开设课程。", "（牵头单位：市教委）", "1.建立机制"]
    assert content(store).remarks[0].node_id == ids["开展攻关"]
    # 开展攻关 keeps its own three units; the clause of the other task is words.
    assert len(content(store).duties) == 3
    store.undo()
    store.undo()
    assert content_to_json(content(store)) == before


def test_duties_go_to_a_heading_that_has_none(store: Store, ids: dict[str, int]) -> None:
    said = words(store)
    heading_to_paragraph(store, ids["开展攻关"])
    assert words(store) == said
    assert len(content(store).duties_of(ids["重点任务"])) == 3
    assert printed(store)[printed(store).index("二、重点任务") + 1] == "开展攻关"


def test_every_heading_can_be_lowered_in_turn(store: Store, ids: dict[str, int]) -> None:
    said = words(store)
    for node_id in ids.values():
        heading_to_paragraph(store, node_id)
        assert words(store) == said
    assert not content(store).nodes
    assert "（牵头单位：市教委）" in [one.text for one in content(store).preamble]
    for _ in ids:
        store.undo()
    assert len(content(store).nodes) == len(ids)


def test_a_heading_split_gives_a_paragraph_or_a_heading(store: Store, ids: dict[str, int]) -> None:
    said = words(store)
    split_heading(store, ids["保障措施"], 2)
    assert printed(store)[-3:] == ["三、保障", "措施", "加强领导。"]
    store.undo()
    made = inserted(split_heading(store, ids["保障措施"], 2, as_heading=True), "outline_node")
    assert printed(store)[-3:] == ["三、保障", "四、措施", "加强领导。"]
    assert node(store, made).paragraphs
    assert words(store) == said


def test_a_heading_split_at_its_start_has_something_new_before_it(store: Store, ids: dict[str, int]) -> None:
    split_heading(store, ids["重点任务"], 0)
    assert [one.text for one in node(store, ids["总体要求"]).paragraphs][-1] == ""
    split_heading(store, ids["总体要求"], 0, as_heading=True)
    assert printed(store)[1:3] == ["一、", "二、总体要求"]


def test_what_is_gone_is_refused(store: Store, ids: dict[str, int]) -> None:
    for edit in (
        lambda: heading_to_paragraph(store, 999),
        lambda: split_heading(store, 999, 1),
        lambda: paragraph_to_heading(store, 999, 1),
    ):
        with pytest.raises(InputError):
            edit()
