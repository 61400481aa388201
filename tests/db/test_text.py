"""Writing in the text: every edit is one step, loses no word, and is taken back whole."""

from __future__ import annotations

import pytest

from db.outline import add_node
from db.remarks import add_remark
from db.store import Store
from db.text import add_paragraph, join_paragraphs, remove_paragraphs, replace_range, set_paragraph, split_paragraph
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.outline import NodeKind
from domain.paragraph_edits import TextPlace
from domain.remarks import Remark, RemarkKind
from tests.db.text_case import FIRST, at, content, fill_text, node, paragraph, printed, words
from tests.desktop.sample_plan import inserted


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    return fill_text(store)


def test_typing_in_one_paragraph_is_one_step(store: Store, ids: dict[str, int]) -> None:
    aims = ids["总体要求"]
    before, steps = content_to_json(content(store)), len(store.history())
    for text in ("坚持质量第一，", "坚持质量第一，效益优先。 "):
        set_paragraph(store, paragraph(store, aims, 0), text, node(store, aims).version, is_typing=True)
    assert [one.text for one in node(store, aims).paragraphs] == ["坚持质量第一，效益优先。", "坚持问题导向。"]
    assert len(store.history()) == steps + 1
    store.undo()
    assert content_to_json(content(store)) == before


def test_a_stale_edit_and_one_of_several_lines_are_refused(store: Store, ids: dict[str, int]) -> None:
    aims = ids["总体要求"]
    version = node(store, aims).version
    set_paragraph(store, paragraph(store, aims, 0), "另一句。", version)
    for edit in (
        lambda: set_paragraph(store, paragraph(store, aims, 1), "迟到的。", version),
        lambda: split_paragraph(store, paragraph(store, aims, 1), 2, version),
        lambda: set_paragraph(store, paragraph(store, aims, 1), "两\n行"),
        lambda: set_paragraph(store, 9999, "没有这一段"),
    ):
        with pytest.raises(InputError):
            edit()
    assert [one.text for one in node(store, aims).paragraphs] == ["另一句。", "坚持问题导向。"]


def test_a_clause_that_was_typed_becomes_duties_when_typing_ends(store: Store, ids: dict[str, int]) -> None:
    last = ids["保障措施"]
    text = "加强领导。（牵头单位：市发展改革委）"
    set_paragraph(store, paragraph(store, last, 0), text, is_typing=True)
    assert not content(store).duties_of(last)
    set_paragraph(store, paragraph(store, last, 0), text)
    stored = node(store, last)
    assert (stored.paragraphs[0].text, stored.kind) == ("加强领导。", NodeKind.TASK)
    assert len(content(store).duties_of(last)) == 1
    assert printed(store)[-1] == text
    store.undo()
    assert not content(store).duties_of(last)


def test_a_second_clause_stays_words(store: Store, ids: dict[str, int]) -> None:
    task = ids["开展攻关"]
    set_paragraph(store, paragraph(store, task, 0), "摸清底数。（牵头单位：市人社局）")
    assert node(store, task).paragraphs[0].clause == ""
    assert len(content(store).duties_of(task)) == 3


def test_splitting_keeps_the_clause_with_the_tail(store: Store, ids: dict[str, int]) -> None:
    task = ids["开展攻关"]
    kept, said = paragraph(store, task, 1), words(store)
    made = inserted(split_paragraph(store, kept, 2), "paragraph")
    paragraphs = node(store, task).paragraphs
    assert [(one.text, bool(one.clause)) for one in paragraphs] == [
        ("摸清底数。", False),
        ("组织", False),
        ("攻关。", True),
    ]
    assert (paragraphs[1].id, paragraphs[2].id) == (kept, made)
    assert words(store) == said
    store.undo()
    assert printed(store).count(FIRST) == 1


def test_splitting_at_the_start_and_at_the_end(store: Store, ids: dict[str, int]) -> None:
    task = ids["开展攻关"]
    kept = paragraph(store, task, 1)
    split_paragraph(store, kept, 0)
    assert [one.text for one in node(store, task).paragraphs] == ["摸清底数。", "", "组织攻关。"]
    assert node(store, task).paragraphs[2].id == kept
    split_paragraph(store, paragraph(store, task, 0), 5)
    assert [one.text for one in node(store, task).paragraphs] == ["摸清底数。", "", "", "组织攻关。"]


@pytest.mark.parametrize("second", ["再接再厉。", "再接再厉。（配合单位：市人社局）", ""])
def test_joining_keeps_what_is_printed(store: Store, ids: dict[str, int], second: str) -> None:
    task = ids["开展攻关"]
    made = inserted(add_paragraph(store, task, 2, second), "paragraph")
    said = words(store)
    join_paragraphs(store, paragraph(store, task, 1), made)
    assert words(store) == said
    join_paragraphs(store, paragraph(store, task, 0), paragraph(store, task, 1))
    assert words(store) == said
    assert len(node(store, task).paragraphs) == 1
    assert len(content(store).duties_of(task)) == 3
    store.undo()
    store.undo()
    assert len(node(store, task).paragraphs) == 3


def test_paragraphs_of_two_headings_are_not_joined(store: Store, ids: dict[str, int]) -> None:
    with pytest.raises(InputError):
        join_paragraphs(store, paragraph(store, ids["总体要求"], 1), paragraph(store, ids["开展攻关"], 0))


def test_a_paragraph_is_added_where_it_belongs(store: Store, ids: dict[str, int]) -> None:
    add_paragraph(store, ids["重点任务"], 0, "任务如下。")
    add_paragraph(store, None, 0, "（征求意见稿）")
    add_paragraph(store, ids["培养人才"], 1, "编写教材。")
    lines = printed(store)
    assert lines[:2] == ["（征求意见稿）", "根据工作安排，制定本方案。"]
    assert lines[lines.index("二、重点任务") + 1] == "任务如下。"
    start = lines.index("（二）培养人才")
    assert lines[start + 1 : start + 4] == ["开设课程。", "编写教材。", "（牵头单位：市教委）"]


def test_removing_paragraphs_keeps_duties_in_their_wording(store: Store, ids: dict[str, int]) -> None:
    task = ids["开展攻关"]
    remove_paragraphs(store, [paragraph(store, task, 1)])
    assert node(store, task).paragraphs[0].clause == "（牵头单位：{lead}；配合单位：{support}）"
    assert "摸清底数。" + FIRST.removeprefix("组织攻关。") in printed(store)
    remove_paragraphs(store, [paragraph(store, task, 0)])
    assert FIRST.removeprefix("组织攻关。") in printed(store)
    store.undo()
    store.undo()
    assert FIRST in printed(store)


def test_a_selection_over_two_tasks_is_taken_out(store: Store, ids: dict[str, int]) -> None:
    before = content_to_json(content(store))
    replace_range(store, at(store, ids["开展攻关"], 1, 2), at(store, ids["培养人才"], 0, 2), "、")
    lines = printed(store)
    assert "组织、课程。" in "".join(lines)
    assert "（二）培养人才" not in lines
    # What stood under the heading that went stands under the one before, below its own level.
    assert lines[lines.index("（一）开展攻关") + 1 :][:4] == [
        "摸清底数。",
        "组织、课程。" + FIRST.removeprefix("组织攻关。"),
        "（牵头单位：市教委）",
        "1.建立机制",
    ]
    store.undo()
    assert content_to_json(content(store)) == before


def test_a_whole_section_is_taken_out_from_its_start_to_the_next(store: Store, ids: dict[str, int]) -> None:
    replace_range(store, TextPlace(ids["重点任务"], None, 0), TextPlace(ids["保障措施"], None, 0))
    assert printed(store) == [
        "根据工作安排，制定本方案。",
        "一、总体要求",
        "坚持质量第一。",
        "坚持问题导向。",
        "二、保障措施",
        "加强领导。",
    ]
    assert node(store, ids["保障措施"]).paragraphs
    assert not content(store).duties


def test_lines_are_put_in_and_their_clause_read(store: Store, ids: dict[str, int]) -> None:
    last = ids["保障措施"]
    place = at(store, last, 0, 2)
    replace_range(store, place, place, "组织\n\n统筹推进。\n落实责任（牵头单位：市科技局）\n")
    assert [one.text for one in node(store, last).paragraphs] == ["加强组织", "统筹推进。", "落实责任", "领导。"]
    assert len(content(store).duties_of(last)) == 1
    store.undo()
    assert [one.text for one in node(store, last).paragraphs] == ["加强领导。"]


def test_a_title_is_joined_to_the_paragraph_before(store: Store, ids: dict[str, int]) -> None:
    task, other = ids["开展攻关"], ids["培养人才"]
    remark = Remark(0, RemarkKind.COMMENT, "请核。", "开设课程", node_id=other)
    add_remark(store, remark)
    said = words(store)
    replace_range(store, at(store, task, 1, 5), TextPlace(other, None, 0))
    assert sorted(words(store)) == sorted(said)
    assert content(store).remarks[0].node_id == task
    assert next(one for one in content(store).nodes if one.id == ids["建立机制"]).parent == task


def test_tables_in_the_text_stay_where_they_were(store: Store, ids: dict[str, int]) -> None:
    aims = ids["总体要求"]
    with store.operation("表") as scope:
        values = {"seq": 1, "label": "表1", "title": "", "place_node_id": aims, "place_after": 1}
        table = scope.insert("appendix_table", values)

    def place() -> tuple[object, ...]:
        return tuple(
            store.db.execute("SELECT place_node_id, place_after FROM appendix_table WHERE id = ?", [table]).fetchone()
        )

    split_paragraph(store, paragraph(store, aims, 0), 2)
    assert place() == (aims, 2)
    join_paragraphs(store, paragraph(store, aims, 0), paragraph(store, aims, 1))
    assert place() == (aims, 1)
    replace_range(store, at(store, aims, 0, 0), at(store, aims, 1, 7))
    assert place()[0] == aims
    assert add_node(store, None, 0, "前言")
