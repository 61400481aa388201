"""Replacing words everywhere: one step, all or nothing, and every kind of text keeps what it is."""

from __future__ import annotations

import pytest

from db.remarks import add_remark
from db.replacing import replace_words
from db.snapshot import load_snapshot
from db.store import Store
from db.units import add_unit
from domain.cell_items import ItemKind
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.remarks import Remark, RemarkKind
from domain.searching import Hit, Query, TextIndex
from tests.desktop.sample_plan import fill_plan


@pytest.fixture
def filled(store: Store) -> Store:
    fill_plan(store)
    return store


def hits(store: Store, words: str) -> list[Hit]:
    index = TextIndex()
    index.update(load_snapshot(store).content)
    return index.find(Query(words))


def test_what_was_found_is_replaced_in_every_kind_of_text_and_undone_at_once(filled: Store) -> None:
    content = load_snapshot(filled).content
    add_remark(filled, Remark(0, RemarkKind.COMMENT, "单位待核", node_id=content.nodes[0].id))
    before = content_to_json(load_snapshot(filled).content)
    everywhere = hits(filled, "单位") + hits(filled, "市")
    assert {"unit", "remark"} <= {hit.spot.record for hit in everywhere}
    replace_words(filled, hits(filled, "市"), "区", "市")
    assert hits(filled, "市") == []
    assert filled.history()[0].label.startswith("替换“市”为“区”")
    filled.undo()
    assert content_to_json(load_snapshot(filled).content) == before


def test_a_graded_item_keeps_its_grade_and_a_line_that_becomes_one_is_one(filled: Store) -> None:
    table = load_snapshot(filled).content.tables[0]
    graded = next(
        item for row in table.rows for cell in row.cells.values() for item in cell.items if item.grade is not None
    )
    word = graded.text[:2]
    mine = [hit for hit in hits(filled, word) if hit.spot.id == graded.id]
    replace_words(filled, mine, "改后", word)
    rows = load_snapshot(filled).content.tables[0].rows
    (after,) = [item for row in rows for cell in row.cells.values() for item in cell.items if item.id == graded.id]
    assert (after.kind, after.grade, after.text[:2]) == (ItemKind.GRADED, graded.grade, "改后")


def test_an_edit_that_came_between_refuses_all(filled: Store) -> None:
    found = hits(filled, "市")
    replace_words(filled, found[-1:], "区")
    before = content_to_json(load_snapshot(filled).content)
    with pytest.raises(InputError) as refused:
        replace_words(filled, found, "县")
    assert refused.value.code == "stale_edit"
    assert content_to_json(load_snapshot(filled).content) == before


@pytest.mark.parametrize(("words", "by"), [("甲局", ""), ("甲局", "乙局"), ("甲局", "甲\n局")])
def test_a_unit_keeps_a_name_of_its_own(filled: Store, words: str, by: str) -> None:
    for name in ("甲局", "乙局"):
        add_unit(filled, name)
    before = content_to_json(load_snapshot(filled).content)
    with pytest.raises(InputError):
        replace_words(filled, [hit for hit in hits(filled, words) if hit.spot.record == "unit"], by)
    assert content_to_json(load_snapshot(filled).content) == before


def test_replacing_by_the_same_words_leaves_no_step(filled: Store) -> None:
    steps = len(filled.history())
    found = hits(filled, "市")
    assert found
    replace_words(filled, found, "市")
    assert len(filled.history()) == steps
