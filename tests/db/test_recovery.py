"""Leftovers: what they hold beyond the document, and where they go when nobody wants them."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.document import Document
from db.outline import add_node
from db.places import Home
from db.recovery import discard, recoverables
from db.store import Store
from db.working_copies import leftovers


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture
def document(path: Path, home: Home) -> Document:
    with Store.create(path):
        pass
    return Document.open(path, home)


def crash(document: Document) -> None:
    """What the system does when a process dies."""
    document._owner.close()
    document.store.close()


def test_steps_beyond_the_published_state_are_counted(document: Document, home: Home) -> None:
    add_node(document.store, None, 0, "写回的")
    document.publish()
    add_node(document.store, None, 1, "没写回的")
    add_node(document.store, None, 2, "也没写回的")
    crash(document)
    (one,) = recoverables(home)
    assert one.steps == 2
    assert one.newest is not None
    assert one.newest.label == "新增 章节"


def test_what_the_document_has_already_is_cleared_away(document: Document, home: Home) -> None:
    add_node(document.store, None, 0, "写回的")
    document.publish()
    crash(document)
    assert recoverables(home) == []
    assert leftovers(home) == []


def test_a_copy_that_was_never_edited_is_cleared_away_even_when_the_place_is_gone(
    document: Document, path: Path, home: Home
) -> None:
    crash(document)
    path.parent.rename(path.parent.with_name(f"{path.parent.name}（拔掉）"))
    assert recoverables(home) == []


def test_a_damaged_copy_is_still_offered(document: Document, home: Home) -> None:
    add_node(document.store, None, 0, "没写回的")
    crash(document)
    (leftover,) = leftovers(home)
    leftover.copy.write_bytes(b"x" * 8192)
    (one,) = recoverables(home)
    assert (one.steps, one.newest) == (0, None)


def test_discarding_moves_it_out_of_the_way(document: Document, home: Home) -> None:
    add_node(document.store, None, 0, "没写回的")
    crash(document)
    (leftover,) = leftovers(home)
    place = discard(leftover, home)
    assert recoverables(home) == []
    assert (place / leftover.copy.name).exists()
    assert place.parent == home.root / "discarded"
