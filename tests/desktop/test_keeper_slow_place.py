"""A place that does not answer stops neither the window nor the next edit."""

from __future__ import annotations

import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from db import delivery
from db.document import Document
from db.publishing import read_published_state
from db.units import add_unit
from desktop import keeper as keeper_module
from desktop.keeper import DocumentKeeper
from desktop.session import Session
from domain.errors import StorageError


class SlowPlace:
    """Answers only when it is let; counts how often it was asked."""

    def __init__(self) -> None:
        self.answer = threading.Event()
        self.asked = 0
        self.refusal: StorageError | None = None

    def deliver(self, parcel: delivery.Parcel) -> object:
        self.asked += 1
        assert self.answer.wait(timeout=60)
        if self.refusal is not None:
            raise self.refusal
        return delivery.deliver(parcel)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> SlowPlace:
    place = SlowPlace()
    monkeypatch.setattr(keeper_module, "deliver", place.deliver)
    return place


@pytest.fixture
def keeper(plan: Path, data, qapp, place) -> Generator[DocumentKeeper]:
    keeper = DocumentKeeper(Document.open(plan, data), publish_ms=1, retry_ms=100_000)
    session = Session(keeper.document.store, keeper)
    session.changed.connect(keeper.on_changed)
    keeper.session = session
    yield keeper
    place.answer.set()
    keeper.close()


def test_editing_goes_on_while_the_place_does_not_answer(keeper, place, plan, qtbot):
    keeper.session.perform(add_unit, "甲局")
    qtbot.waitUntil(lambda: place.asked == 1)
    keeper.session.perform(add_unit, "乙局")  # the event loop is free, and so is the working copy
    keeper.hasten()
    assert place.asked == 1  # one delivery at a time
    assert not keeper.document.is_published
    with qtbot.waitSignal(keeper.published):
        place.answer.set()
    qtbot.waitUntil(lambda: keeper.document.is_published)
    assert place.asked == 2  # the second edit went after the first
    assert read_published_state(plan).revision == keeper.document.store.revision


def test_whoever_saves_is_answered_when_the_newest_state_is_there(keeper, place, plan, qtbot):
    keeper.session.perform(add_unit, "甲局")
    qtbot.waitUntil(lambda: place.asked == 1)
    keeper.session.perform(add_unit, "乙局")
    keeper.save()
    assert not keeper.document.is_published  # the window goes on
    with qtbot.waitSignal(keeper.saved):
        place.answer.set()
    assert keeper.document.is_published
    assert read_published_state(plan).revision == keeper.document.store.revision


def test_a_refusal_that_comes_late_is_told_and_nothing_is_lost(keeper, place, plan, qtbot):
    place.refusal = StorageError("place_gone", "访问不到。")
    keeper.session.perform(add_unit, "甲局")
    with qtbot.waitSignal(keeper.refused):
        place.answer.set()
    assert keeper.problem is place.refusal
    place.refusal = None
    with qtbot.waitSignal(keeper.saved):
        keeper.save()
    assert read_published_state(plan).revision == keeper.document.store.revision


def test_another_place_waits_its_turn_and_the_window_does_not(keeper, place, plan, tmp_path, qtbot):
    keeper.session.perform(add_unit, "甲局")
    qtbot.waitUntil(lambda: place.asked == 1)
    target = tmp_path / "另一处.fangan"
    keeper.save_as(target)
    keeper.session.perform(add_unit, "乙局")
    with qtbot.waitSignal(keeper.moved):
        place.answer.set()
    assert keeper.path == target
    assert read_published_state(target).revision == keeper.document.store.revision
    assert keeper.document.lock.path == target and keeper.document.lock.is_held


def test_a_new_place_that_refuses_leaves_the_document_where_it_was(keeper, place, plan, tmp_path, qtbot):
    place.answer.set()
    with qtbot.waitSignal(keeper.not_moved) as refused:
        keeper.save_as(tmp_path / "没有" / "甲.fangan")
    assert refused.args[0].code
    assert keeper.path == plan and keeper.document.lock.is_held
