"""A file goes out, comes back, and only what was changed in it comes into the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.drafts import apply_draft, preview_draft
from db.snapshot import load_snapshot
from importers.read import read_plan
from tests.journeys.round_trip_case import PLANS, content_of, export_all, store_of, through_office


@pytest.mark.parametrize("name", PLANS)
def test_a_file_that_comes_back_unchanged_changes_nothing(tmp_path: Path, name: str) -> None:
    store = store_of(content_of(name), tmp_path)
    before = load_snapshot(store)
    for path in export_all(store, tmp_path / "out"):
        draft = read_plan(path)
        assert draft.returned is not None
        assert preview_draft(store, draft).steps == [], path.name
        changes, _ = apply_draft(store, draft)
        assert not changes
    assert load_snapshot(store) == before
    store.close()


@pytest.mark.parametrize("name", PLANS)
def test_a_file_that_libreoffice_saved_changes_nothing(tmp_path: Path, name: str) -> None:
    store = store_of(content_of(name), tmp_path)
    before = load_snapshot(store)
    for path in through_office(export_all(store, tmp_path / "out"), tmp_path / "back"):
        draft = read_plan(path)
        assert draft.returned is not None, path.name
        assert preview_draft(store, draft).steps == [], path.name
        assert not apply_draft(store, draft)[0]
    assert load_snapshot(store) == before
    store.close()
