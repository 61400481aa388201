"""What has changed since a version: told line by line, whatever the edits were."""

from __future__ import annotations

import pytest

from db.outline import add_node, remove_node, set_title, shift_node
from db.store import Store
from db.tables import add_row, remove_row, set_cell
from db.text import (
    add_paragraph,
    heading_to_paragraph,
    join_paragraphs,
    remove_paragraphs,
    set_paragraph,
    split_paragraph,
)
from db.units import set_role_names
from domain.content import PlanContent
from domain.exchange import content_from_json, content_to_json
from domain.units import Role
from domain.version_difference import ChangeKind, LineChange, VersionComparison, VersionDifference
from tests.db.text_case import content, fill_text, paragraph
from tests.desktop.sample_plan import fill_plan, inserted

NEW, CHANGED, MOVED, GONE = ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.MOVED, ChangeKind.GONE


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    return fill_text(store)


def _told(before: PlanContent, store: Store) -> list[tuple[ChangeKind, str, str]]:
    return [(one.kind, one.before, one.after) for one in _changes(before, store)]


def _changes(before: PlanContent, store: Store) -> tuple[LineChange, ...]:
    return VersionComparison(before).compare(content(store)).lines


def test_nothing_is_told_of_a_plan_that_stayed(store: Store, ids: dict[str, int]) -> None:
    before = content(store)
    assert VersionComparison(before).compare(content(store)) == VersionDifference()
    set_title(store, ids["总体要求"], "总体思路")
    store.undo()
    assert not VersionComparison(before).compare(content(store))


def test_words_that_changed_and_a_clause_that_changed(store: Store, ids: dict[str, int]) -> None:
    before, task = content(store), ids["开展攻关"]
    set_paragraph(store, paragraph(store, ids["总体要求"], 0), "坚持质量第一、效益优先。")
    set_title(store, ids["保障措施"], "组织保障")
    set_role_names(store, task, Role.SUPPORT, "市教委")
    (words, clause, title) = _changes(before, store)
    assert (words.kind, words.before, words.after) == (CHANGED, "坚持质量第一。", "坚持质量第一、效益优先。")
    assert clause.node == task and "市人社局" in clause.before and "市人社局" not in clause.after
    assert clause.former[0].words == "组织攻关。"
    assert (title.paragraph, title.before, title.after) == (None, "保障措施", "组织保障")


def test_a_new_paragraph_and_one_that_is_gone(store: Store, ids: dict[str, int]) -> None:
    before, aims = content(store), ids["总体要求"]
    first = paragraph(store, aims, 0)
    remove_paragraphs(store, [paragraph(store, aims, 1)])
    made = inserted(add_paragraph(store, ids["保障措施"], 1, "另外安排专项资金支持。"), "paragraph")
    gone, new = _changes(before, store)
    assert (gone.kind, gone.before, gone.node, gone.paragraph) == (GONE, "坚持问题导向。", aims, first)
    assert (new.kind, new.after, new.paragraph) == (NEW, "另外安排专项资金支持。", made)


def test_a_chapter_that_is_gone_is_one_change(store: Store, ids: dict[str, int]) -> None:
    before = content(store)
    remove_node(store, ids["重点任务"])
    (gone,) = _changes(before, store)
    assert gone.kind is GONE and gone.before.startswith("重点任务\n开展攻关\n摸清底数。")
    assert (gone.node, gone.paragraph) == (ids["总体要求"], paragraph(store, ids["总体要求"], 1))
    assert [line.level for line in gone.former if line.paragraph is None] == [1, 2, 2, 3]


def test_a_heading_that_moves_is_told_once(store: Store, ids: dict[str, int]) -> None:
    before = content(store)
    shift_node(store, ids["保障措施"], -1)
    assert _told(before, store) == [(MOVED, "保障措施", "保障措施")] or _told(before, store) == [
        (MOVED, "重点任务", "重点任务")
    ]
    add_node(store, None, 0, "前言")
    assert (NEW, "", "前言") in _told(before, store)


def test_splitting_and_joining(store: Store, ids: dict[str, int]) -> None:
    before, aims = content(store), ids["总体要求"]
    split_paragraph(store, paragraph(store, aims, 0), 4)
    assert [kind for kind, _, _ in _told(before, store)] == [CHANGED, NEW]
    join_paragraphs(store, paragraph(store, aims, 0), paragraph(store, aims, 1))
    assert _told(before, store) == []


def test_a_heading_that_became_a_paragraph(store: Store, ids: dict[str, int]) -> None:
    before = content(store)
    heading_to_paragraph(store, ids["建立机制"])
    told = _told(before, store)
    assert (GONE, "建立机制", "") in told
    assert (NEW, "", "建立机制") in told
    assert (MOVED, "每季度会商。", "每季度会商。") in told


def test_a_paragraph_written_again_is_known_by_its_words(store: Store, ids: dict[str, int]) -> None:
    before, aims = content(store), ids["总体要求"]
    remove_paragraphs(store, [paragraph(store, aims, 0)])
    add_paragraph(store, aims, 0, "坚持质量第一。")
    assert _told(before, store) == []
    remove_paragraphs(store, [paragraph(store, aims, 0)])
    add_paragraph(store, aims, 0, "坚持质量第一，效率优先。")
    assert _told(before, store) == [(CHANGED, "坚持质量第一。", "坚持质量第一，效率优先。")]


def test_an_id_that_is_given_again_elsewhere_is_another_line(store: Store, ids: dict[str, int]) -> None:
    before, last = content(store), ids["保障措施"]
    gone = paragraph(store, last, 0)
    remove_paragraphs(store, [gone])
    text = "完全不同的一段话，说的是经费与考核。"
    made = inserted(add_paragraph(store, ids["总体要求"], 0, text), "paragraph")
    assert made == gone
    assert sorted(kind for kind, _, _ in _told(before, store)) == [GONE, NEW]


def test_lines_without_ids_are_known_by_their_words(store: Store, ids: dict[str, int]) -> None:
    now = content(store)
    before = content_from_json(content_to_json(now))
    assert before.nodes[0].paragraphs[0].id == 0
    assert _told(before, store) == []
    set_paragraph(store, paragraph(store, ids["总体要求"], 0), "坚持质量第一、效益优先。")
    assert _told(before, store) == [(CHANGED, "坚持质量第一。", "坚持质量第一、效益优先。")]


def test_cells_and_rows(store: Store) -> None:
    fill_plan(store)
    before = content(store)
    table = before.tables[0]
    set_cell(store, table.rows[0].id, table.spec.columns[1].id, "梧桐苑")
    remove_row(store, table.rows[1].id)
    row = inserted(add_row(store, table.id, 1), "appendix_row")
    set_cell(store, row, table.spec.columns[1].id, "新小区")
    cells = VersionComparison(before).compare(content(store)).cells
    assert [(one.kind, one.row, one.column) for one in cells[:1]] == [
        (CHANGED, table.rows[0].id, table.spec.columns[1].id)
    ]
    assert len(cells) >= 2
