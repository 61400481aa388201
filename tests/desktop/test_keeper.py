"""The keeper publishes in good time, tries again by itself, and never writes over somebody else."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from db.backups import BackupReason
from db.document import Document
from db.publishing import read_published_state
from db.snapshot import load_snapshot
from db.units import add_unit
from db.working_copies import leftovers
from desktop.keeper import DocumentKeeper
from desktop.session import Session


@pytest.fixture
def keeper(plan: Path, data, qapp) -> Generator[DocumentKeeper]:
    keeper = DocumentKeeper(Document.open(plan, data), publish_ms=1, retry_ms=1, retry_share=0)
    session = Session(keeper.document.store, keeper)
    session.changed.connect(keeper.on_changed)
    keeper.session = session
    yield keeper
    keeper.close()


def units(path: Path, data) -> list[str]:
    document = Document.open_read_only(path, data)
    try:
        return [unit.name for unit in load_snapshot(document.store).content.units]
    finally:
        document.close()


def test_a_commit_is_published_soon_after(keeper, plan, data, qtbot):
    with qtbot.waitSignals([keeper.pending, keeper.published], order="strict"):
        keeper.session.perform(add_unit, "甲局")
    assert keeper.document.is_published
    assert "甲局" in units(plan, data)


def test_several_commits_are_published_together(keeper, plan, qtbot):
    times: list[int] = []
    keeper.published.connect(lambda: times.append(1))
    with qtbot.waitSignal(keeper.published):
        for name in ("甲局", "乙局", "丙局"):
            keeper.session.perform(add_unit, name)
    assert read_published_state(plan).revision == keeper.document.store.revision
    assert times == [1]


def test_a_place_that_comes_back_takes_it_by_itself(keeper, plan, data, qtbot):
    away = plan.parent.with_name(f"{plan.parent.name}（拔掉）")
    plan.parent.rename(away)
    with qtbot.waitSignal(keeper.refused) as refusal:
        keeper.session.perform(add_unit, "甲局")
    assert refusal.args[0].code == "place_gone"
    assert keeper.session.perform(add_unit, "乙局"), "editing goes on"
    with qtbot.waitSignal(keeper.published):
        away.rename(plan.parent)
    assert keeper.problem is None
    assert units(plan, data)[-2:] == ["甲局", "乙局"]


def test_while_the_place_refuses_commits_do_not_ask_it_again_and_again(plan, data, qtbot):
    keeper = DocumentKeeper(Document.open(plan, data), publish_ms=1, retry_ms=3_600_000)
    session = Session(keeper.document.store, keeper)
    session.changed.connect(keeper.on_changed)
    away = plan.parent.with_name(f"{plan.parent.name}（拔掉）")
    plan.parent.rename(away)
    with qtbot.waitSignal(keeper.refused):
        session.perform(add_unit, "甲局")
    session.perform(add_unit, "乙局")
    assert not keeper._timer.isActive()
    assert keeper._retry.isActive()
    away.rename(plan.parent)
    with qtbot.waitSignal(keeper.published):
        keeper.hasten()  # the window has the focus again
    assert keeper.close() is None


def test_a_conflict_goes_on_as_a_copy(keeper, plan, data, qtbot):
    other = Document.open(plan, data, force=True)
    add_unit(other.store, "他局")
    other.close()
    with qtbot.waitSignal(keeper.conflicted) as conflict:
        keeper.session.perform(add_unit, "甲局")
    mine, theirs = conflict.args
    assert theirs == plan
    assert keeper.path == keeper.document.store.path == mine
    assert "甲局" not in units(plan, data)
    assert "甲局" in units(mine, data)


def test_saving_under_another_name_goes_on_there(keeper, plan, tmp_path, data, qtbot):
    keeper.session.perform(add_unit, "甲局")
    target = tmp_path / "另一份.fangan"
    with qtbot.waitSignal(keeper.moved):
        keeper.save_as(target)
    assert keeper.path == target
    assert "甲局" not in units(plan, data)
    keeper.session.perform(add_unit, "乙局")
    with qtbot.waitSignal(keeper.saved):
        keeper.save()
    assert units(target, data)[-2:] == ["甲局", "乙局"]


def test_saving_under_its_own_name_does_not_write_over_somebody_else(keeper, plan, data, qtbot):
    other = Document.open(plan, data, force=True)
    add_unit(other.store, "他局")
    other.close()
    keeper.session.perform(add_unit, "甲局")
    with qtbot.waitSignal(keeper.saved):
        keeper.save_as(plan)
    assert keeper.path != plan
    assert "他局" in units(plan, data)


def test_closing_at_a_place_that_is_gone_keeps_the_working_copy(keeper, plan, data):
    keeper.session.perform(add_unit, "甲局")
    plan.parent.rename(plan.parent.with_name(f"{plan.parent.name}（拔掉）"))
    problem = keeper.close()
    assert problem is not None
    assert problem.code == "place_gone"
    (leftover,) = leftovers(data)
    assert leftover.origin == plan
    document = Document.adopt(leftover)
    assert "甲局" in [unit.name for unit in load_snapshot(document.store).content.units]
    plan.parent.with_name(f"{plan.parent.name}（拔掉）").rename(plan.parent)
    keeper._document = document  # closed by the fixture, once it can be


def test_every_minute_it_says_that_it_is_open_and_backs_up_when_due(keeper, data):
    warnings: list[object] = []
    keeper.warned.connect(warnings.append)
    keeper.session.perform(add_unit, "甲局")
    keeper.on_minute()
    assert keeper.document.lock.is_held
    assert list(data.backups.rglob("*.fangan"))
    assert warnings == []


def test_a_backup_that_fails_is_told_and_stops_nobody(keeper, data, qtbot):
    data.backups.parent.mkdir(parents=True, exist_ok=True)
    data.backups.touch()  # a file where the folder belongs
    with qtbot.waitSignal(keeper.warned):
        keeper.back_up(BackupReason.IMPORT)
    assert keeper.session.perform(add_unit, "甲局")
    data.backups.unlink()
