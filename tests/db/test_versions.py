"""Named versions: what the plan said stays as it was, and naming is a step like any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.outline import set_title
from db.snapshot import load_snapshot
from db.store import Store
from db.versions import add_version, load_version, load_versions, remove_version
from domain.errors import InputError
from domain.exchange import content_to_json
from tests.desktop.sample_plan import fill_plan


@pytest.fixture
def filled(store: Store) -> Store:
    fill_plan(store)
    return store


def test_a_version_keeps_what_the_plan_said(filled: Store) -> None:
    before = load_snapshot(filled).content
    add_version(filled, " 征求意见稿 ", before)
    (version,) = load_versions(filled.db)
    assert (version.name, version.who) == ("征求意见稿", filled.who)
    set_title(filled, before.nodes[0].id, "另一个标题")
    kept = load_version(filled.db, version.id)
    assert content_to_json(kept) == content_to_json(before)
    assert (kept.nodes, kept.preamble) == (tuple(replace(one, version=0) for one in before.nodes), before.preamble)
    assert load_snapshot(filled).content.versions == (version,)


def test_naming_and_removing_are_undone(filled: Store) -> None:
    add_version(filled, "送审稿", load_snapshot(filled).content)
    (version,) = load_versions(filled.db)
    remove_version(filled, version.id)
    assert load_versions(filled.db) == ()
    filled.undo()
    assert load_versions(filled.db) == (version,)
    filled.undo()
    assert load_versions(filled.db) == ()


@pytest.mark.parametrize("name", ["", "  ", "送审稿"])
def test_a_blank_or_taken_name_is_refused(filled: Store, name: str) -> None:
    add_version(filled, "送审稿", load_snapshot(filled).content)
    with pytest.raises(InputError):
        add_version(filled, name, load_snapshot(filled).content)
    assert len(load_versions(filled.db)) == 1
