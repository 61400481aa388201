"""A backup counts when it was read back; thinning keeps days, weeks and months; restoring never replaces."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import backups, publishing
from db.backups import (
    Backup,
    BackupReason,
    backups_of,
    is_due,
    list_backups,
    restore,
    restored_path,
    superfluous,
    take_backup,
    thin,
)
from db.outline import add_node
from db.places import Home
from db.publishing import document_id, read_published_state
from db.snapshot import load_snapshot
from db.store import Store
from domain.errors import InputError, StorageError

NOW = datetime(2026, 11, 21, 9, 41, tzinfo=UTC)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


def back_up(store: Store, home: Home, now: datetime = NOW) -> Backup | None:
    return take_backup(store.db, home, BackupReason.MANUAL, store.path, now)


def damage(backup: Backup) -> None:
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    backup.path.write_bytes(content)


def titles(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [node.title for node in load_snapshot(store).content.nodes]
    finally:
        store.close()


def test_a_backup_says_what_it_is_and_is_taken_once_a_state(store: Store, home: Home) -> None:
    add_node(store, None, 0, "总体要求")
    backup = back_up(store, home)
    assert backup is not None
    assert (backup.revision, backup.at, backup.reason) == (store.revision, NOW, BackupReason.MANUAL)
    assert backup.is_sound()
    assert back_up(store, home, NOW + timedelta(hours=1)) is None
    add_node(store, None, 1, "重点任务")
    newer = back_up(store, home, NOW - timedelta(days=400))  # the clock was set back
    assert list_backups(home, document_id(store.db)) == [newer, backup]
    assert {path.suffix for path in backup.path.parent.iterdir()} == {".fangan", ".json"}


def test_a_corrupted_backup_does_not_count(store: Store, home: Home, path: Path) -> None:
    add_node(store, None, 0, "总体要求")
    backup = back_up(store, home)
    assert backup is not None
    damage(backup)
    assert not backup.is_sound()
    with pytest.raises(StorageError, match="已损坏"):
        restore(backup, path.with_name("恢复.fangan"))
    assert not path.with_name("恢复.fangan").exists()
    again = back_up(store, home, NOW + timedelta(minutes=1))
    assert again is not None
    assert again.is_sound()


def test_what_cannot_be_read_back_is_no_backup(store: Store, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = iter(("as written", "as read back"))
    monkeypatch.setattr(publishing, "content_digest", lambda _: next(digests))
    with pytest.raises(StorageError) as refusal:
        back_up(store, home)
    assert refusal.value.code == "backup_failed"
    assert list_backups(home, document_id(store.db)) == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    store: Store, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "write_state", full)
    with pytest.raises(StorageError, match="备份没有完成，不影响继续编辑"):
        back_up(store, home)
    assert list_backups(home, document_id(store.db)) == []


def test_restoring_makes_a_new_document_and_never_replaces(store: Store, home: Home, path: Path) -> None:
    add_node(store, None, 0, "总体要求")
    backup = back_up(store, home)
    assert backup is not None
    target = restored_path(path, backup)
    assert target.name.startswith("方案（恢复 2026-11-2")
    assert restore(backup, target) == target
    assert titles(target) == ["总体要求"]
    assert read_published_state(target).document_id != document_id(store.db)
    assert backup.is_sound()
    before = target.read_bytes()
    with pytest.raises(InputError):
        restore(backup, target)
    assert target.read_bytes() == before
    assert restored_path(path, backup).stem.endswith(" 2）")


def test_backups_are_found_when_the_document_is_lost_or_damaged(store: Store, home: Home, path: Path) -> None:
    backup = back_up(store, home)
    assert backups_of(home, path) == [backup]
    path.write_bytes(b"\0" * 4096)
    assert backups_of(home, path) == [backup]
    path.unlink()
    assert backups_of(home, path) == [backup]
    assert backups_of(home, path.with_name("另一个.fangan")) == []


def test_a_backup_is_due_after_ten_minutes_of_edits_whatever_the_clock(store: Store, home: Home) -> None:
    document = document_id(store.db)
    assert is_due(home, document, 0, NOW)
    back_up(store, home)
    later = NOW + timedelta(minutes=10)
    assert not is_due(home, document, store.revision, later)
    assert not is_due(home, document, store.revision + 1, NOW + timedelta(minutes=9))
    assert is_due(home, document, store.revision + 1, later)
    assert is_due(home, document, store.revision + 1, NOW - timedelta(days=3))


def synthetic(number: int, at: datetime, size: int = 1) -> Backup:
    return Backup(Path(f"r{number:010d}"), "d", number, at, BackupReason.SCHEDULE, "", size)


def test_of_400_backups_days_weeks_and_months_stay() -> None:
    # Two days every half hour, then one a day: 96 + 304 over ten months.
    moments = [NOW - timedelta(minutes=30 * step) for step in range(96)]
    moments += [NOW - timedelta(days=2 + step, hours=1) for step in range(304)]
    table = [synthetic(400 - place, at) for place, at in enumerate(moments)]
    random.Random(7).shuffle(table)
    gone = superfluous(table, NOW, is_sound=lambda _: True)
    kept = sorted(set(table) - set(gone), key=lambda one: one.revision, reverse=True)
    assert [one.at for one in kept[:96]] == moments[:96]
    older = kept[96:]
    days = {one.at.astimezone().date() for one in older}
    assert len(days) == len(older)  # one a day at most
    assert {one.at.astimezone().date() for one in older[:12]} == set(sorted(days)[-12:])
    assert len({one.at.astimezone().strftime("%Y-%m") for one in older}) == 9
    assert 12 + 5 <= len(older) <= 12 + 10 + 9
    assert superfluous(kept, NOW, is_sound=lambda _: True) == []  # thinning again takes nothing more
    assert [one.revision for one in gone] == sorted(one.revision for one in gone)


def test_a_clock_set_back_or_ahead_loses_no_backup_of_today() -> None:
    table = [synthetic(1, NOW + timedelta(days=900)), synthetic(2, NOW), synthetic(3, NOW - timedelta(days=1))]
    assert superfluous(table, NOW, is_sound=lambda _: True) == []


def test_the_sound_one_of_a_day_stays_rather_than_a_newer_damaged_one() -> None:
    day = NOW - timedelta(days=30)
    good, bad = synthetic(1, day), synthetic(2, day + timedelta(minutes=5))
    assert superfluous([good, bad, synthetic(3, NOW)], NOW, is_sound=lambda one: one != bad) == [bad]


def test_beyond_the_size_the_many_of_today_go_first_and_the_newest_sound_one_never() -> None:
    table = [synthetic(10 + step, NOW - timedelta(minutes=10 * (9 - step)), 10) for step in range(10)]
    table += [synthetic(1, NOW - timedelta(days=5), 10), synthetic(2, NOW - timedelta(days=4), 10)]
    kept = set(table) - set(superfluous(table, NOW, 40, lambda one: one.revision != 19))
    assert {one.revision for one in kept} == {1, 2, 18, 19}
    kept = set(table) - set(superfluous(table, NOW, 0, lambda one: one.revision != 19))
    assert {one.revision for one in kept} == {18}


def test_thinning_removes_the_files(store: Store, home: Home) -> None:
    document = document_id(store.db)
    for step in range(4):
        add_node(store, None, 0, f"第{step}稿")
        back_up(store, home, NOW + timedelta(minutes=step))
    much_later = NOW + timedelta(days=90)
    removed = thin(home, document, much_later)
    assert [backup.revision for backup in removed] == sorted(backup.revision for backup in removed)
    (left,) = list_backups(home, document)
    assert left.revision == store.revision
    assert thin(home, document, much_later, max_bytes=0) == []


def test_names_that_are_no_backups_are_left_alone(store: Store, home: Home) -> None:
    backup = back_up(store, home)
    assert backup is not None
    stray = backup.path.with_name("r1_今天.fangan")
    stray.touch()
    assert list_backups(home, document_id(store.db)) == [backup]
    thin(home, document_id(store.db), NOW + timedelta(days=9), max_bytes=0)
    assert stray.exists()
    assert backups.list_backups(home, "没有") == []
