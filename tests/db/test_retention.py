"""A history may be shortened from its old end; what is left can be taken back, done again and checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.chain import broken_links
from db.outline import add_node, set_title
from db.publishing import document_id, read_published_state
from db.retention import export_clean_copy, prune
from db.snapshot import load_snapshot
from db.store import Store
from domain.errors import InputError


def edit(store: Store, steps: int) -> None:
    add_node(store, None, 0, "总体要求")
    node = load_snapshot(store).content.nodes[0].id
    for step in range(steps - 1):
        set_title(store, node, f"第{step}稿")
        store.end_merging()


def test_a_short_history_stays_whole(store: Store) -> None:
    edit(store, 10)
    assert prune(store) is None
    assert prune(store, keep_operations=10) is None
    assert len(store.history()) == 10


def test_undo_goes_to_the_new_end_and_the_chain_still_holds(store: Store) -> None:
    edit(store, 50)
    said = load_snapshot(store).content
    pruned = prune(store, keep_operations=30)
    assert pruned is not None
    assert pruned.operations == 20
    assert "20 步" in pruned.message
    assert broken_links(store.db) == []
    assert load_snapshot(store).content == said
    for _ in range(30):
        assert store.undo()
    assert not store.undo()
    assert load_snapshot(store).content.nodes[0].title == "第18稿"
    for _ in range(30):
        assert store.redo()
    assert load_snapshot(store).content.nodes[0].title == "第48稿"
    set_title(store, load_snapshot(store).content.nodes[0].id, "继续写")
    assert broken_links(store.db) == []
    assert prune(store, keep_operations=5) is not None
    assert broken_links(store.db) == []


def test_what_was_undone_and_what_follows_it_stays(store: Store) -> None:
    edit(store, 6)
    for _ in range(4):
        store.undo()
    pruned = prune(store, keep_operations=1)
    assert pruned is not None
    assert pruned.operations == 2
    for _ in range(4):
        assert store.redo()
    assert load_snapshot(store).content.nodes[0].title == "第4稿"


def test_age_drops_old_steps_but_leaves_some_to_take_back(store: Store) -> None:
    edit(store, 30)
    assert prune(store, now=datetime.now().astimezone() + timedelta(days=364)) is None
    pruned = prune(store, now=datetime.now().astimezone() + timedelta(days=366))
    assert pruned is not None
    assert pruned.operations == 10


def test_a_date_from_a_wrong_clock_drops_nothing_that_follows(store: Store) -> None:
    edit(store, 30)
    store.db.execute("UPDATE operation SET at = '2001-01-01T00:00:00+08:00' WHERE id = 15")
    store.db.execute("UPDATE operation SET at = '昨天' WHERE id = 1")
    assert prune(store) is None


def test_size_drops_the_oldest_and_never_the_newest(store: Store) -> None:
    add_node(store, None, 0, "总体要求")
    node = load_snapshot(store).content.nodes[0].id
    for step in range(4):
        set_title(store, node, f"{step}" * 10_000)
        store.end_merging()
    pruned = prune(store, max_bytes=50_000)  # before and after: some 20,000 a step
    assert pruned is not None
    assert pruned.operations == 3
    prune(store, max_bytes=1)
    assert [operation.id for operation in store.history()] == [5]
    assert store.undo()


def test_a_clean_copy_says_the_same_and_knows_no_past(store: Store, tmp_path: Path) -> None:
    edit(store, 5)
    secret = "第1稿"
    target = tmp_path / "干净副本.fangan"
    assert export_clean_copy(store, target) == target
    assert secret.encode() not in target.read_bytes()
    clean = Store.open(target)
    try:
        assert load_snapshot(clean).content == load_snapshot(store).content
        assert clean.history() == ()
        assert not clean.undo()
        assert document_id(clean.db) != document_id(store.db)
        set_title(clean, load_snapshot(clean).content.nodes[0].id, "继续写")
        assert broken_links(clean.db) == []
    finally:
        clean.close()
    assert read_published_state(target).revision == 0
    assert len(store.history()) == 5
    with pytest.raises(InputError):
        export_clean_copy(store, target)
