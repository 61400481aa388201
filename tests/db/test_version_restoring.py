"""A change is put back as one step: what the version said then stands there again."""

from __future__ import annotations

import pytest

from db.outline import add_node, demote, remove_node, set_title, shift_node
from db.store import Store
from db.text import add_paragraph, move_paragraphs, remove_paragraphs, set_paragraph
from db.units import set_role_names
from db.version_restoring import restore_change
from domain.content import PlanContent
from domain.errors import InputError
from domain.units import Role
from domain.version_difference import ChangeKind, LineChange, VersionComparison
from tests.db.text_case import content, fill_text, paragraph, printed
from tests.desktop.sample_plan import inserted


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    return fill_text(store)


def _changes(before: PlanContent, store: Store) -> tuple[LineChange, ...]:
    return VersionComparison(before).compare(content(store)).lines


def test_words_titles_and_new_paragraphs(store: Store, ids: dict[str, int]) -> None:
    before, said = content(store), printed(store)
    set_paragraph(store, paragraph(store, ids["总体要求"], 0), "另一种说法。")
    set_title(store, ids["保障措施"], "组织保障")
    add_paragraph(store, ids["保障措施"], 0, "新的一段。")
    steps = len(store.history())
    for _ in range(3):
        restore_change(store, _changes(before, store)[0], "征求意见稿")
    assert printed(store) == said
    assert len(store.history()) == steps + 3
    assert store.history()[0].label == "恢复为“征求意见稿”的文字"
    store.undo()
    assert len(_changes(before, store)) == 1


def test_duties_come_back_with_their_clause(store: Store, ids: dict[str, int]) -> None:
    before, said = content(store), printed(store)
    set_role_names(store, ids["开展攻关"], Role.LEAD, "市教委")
    set_paragraph(store, paragraph(store, ids["开展攻关"], 1), "组织联合攻关。")
    (change,) = _changes(before, store)
    restore_change(store, change, "一稿")
    assert printed(store) == said
    assert len(content(store).duties_of(ids["开展攻关"])) == 3


def test_a_chapter_that_is_gone_comes_back_where_it_stood(store: Store, ids: dict[str, int]) -> None:
    before, said = content(store), printed(store)
    remove_node(store, ids["重点任务"])
    (change,) = _changes(before, store)
    restore_change(store, change, "一稿")
    assert printed(store) == said
    assert len(content(store).duties) == len(before.duties)
    assert _changes(before, store) == ()


def test_a_paragraph_that_is_gone_comes_back(store: Store, ids: dict[str, int]) -> None:
    before, said = content(store), printed(store)
    remove_paragraphs(store, [paragraph(store, ids["总体要求"], 0)])
    restore_change(store, _changes(before, store)[0], "一稿")
    assert printed(store) == said
    (first,) = content(store).preamble
    remove_paragraphs(store, [first.id])
    restore_change(store, _changes(before, store)[0], "一稿")
    assert printed(store) == said


def test_a_heading_that_is_new_goes_and_leaves_what_is_under_it(store: Store, ids: dict[str, int]) -> None:
    before, said = content(store), printed(store)
    made = inserted(add_node(store, None, 1, "组织分工"), "outline_node")
    restore_change(store, _changes(before, store)[0], "一稿")
    assert printed(store) == said
    store.undo()
    remove_node(store, made)
    with pytest.raises(InputError):
        restore_change(store, _change_of(made), "一稿")
    assert printed(store) == said


def _change_of(node_id: int) -> LineChange:
    return LineChange(ChangeKind.NEW, node_id, None, "", "组织分工")


def test_what_only_moved_goes_back_where_it_stood(store: Store, ids: dict[str, int]) -> None:
    before, said = content(store), printed(store)
    moves = (
        lambda: move_paragraphs(store, [paragraph(store, ids["总体要求"], 0)], 1),
        lambda: move_paragraphs(store, [paragraph(store, ids["培养人才"], 0)], -1),
        lambda: move_paragraphs(store, [paragraph(store, ids["总体要求"], 0)], -1),
        lambda: shift_node(store, ids["总体要求"], 1),
        lambda: shift_node(store, ids["培养人才"], -1),
        lambda: demote(store, ids["保障措施"]),
    )
    for move in moves:
        move()
        assert printed(store) != said
        duties = {one.task_id for one in content(store).duties}
        for _ in range(4):
            found = [one for one in _changes(before, store) if one.kind is ChangeKind.MOVED]
            if found:
                restore_change(store, found[0], "一稿")
        assert printed(store) == said
        assert store.history()[0].label == "恢复为“一稿”的位置"
        assert {one.task_id for one in content(store).duties} == duties
