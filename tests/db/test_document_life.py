"""Who may open a document, what is kept of it, and how long."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.backups import BackupReason, list_backups, restore
from db.connection import APPLICATION_ID
from db.database import Database
from db.document import Document
from db.lock import LockedError, lock_path
from db.migrating import build_schema
from db.outline import add_node
from db.places import Home
from db.retention import prune
from db.snapshot import load_snapshot
from db.store import Store
from db.working_copies import leftovers
from domain.errors import StorageError


def older_file(version: int, path: Path) -> None:
    """A plan file as an earlier version of the program left it."""
    db = Database(sqlite3.connect(path, isolation_level=None))
    build_schema(db, version)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
    db.conn.close()


def titles(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [node.title for node in load_snapshot(store).content.nodes]
    finally:
        store.close()


def test_a_second_opening_is_told_who_has_it_and_may_insist(document: Document, path: Path, home: Home) -> None:
    with pytest.raises(LockedError, match="已打开“方案"):
        Document.open(path, home)
    assert len(list(home.work.iterdir())) == 1  # the refused one left no working copy
    insisting = Document.open(path, home, force=True)
    assert insisting.lock.is_held
    assert not document.lock.beat()
    insisting.close()
    assert not lock_path(path).exists()


def test_read_only_needs_no_lock_refuses_edits_and_may_become_a_copy(
    document: Document, path: Path, home: Home
) -> None:
    add_node(document.store, None, 0, "总体要求")
    document.publish()
    reader = Document.open_read_only(path, home)
    with pytest.raises(StorageError, match="以只读方式打开的，不能修改"):
        add_node(reader.store, None, 0, "不该写入")
    with pytest.raises(StorageError):
        reader.store.undo()
    assert reader.publish() is None
    copy = path.with_name("副本.fangan")
    reader.save_as(copy)
    add_node(reader.store, None, 0, "写在副本里")
    assert lock_path(copy).exists()
    reader.close()
    assert titles(copy) == ["总体要求", "写在副本里"]
    assert titles(path) == ["总体要求"]
    assert document.lock.is_held


def test_a_crash_while_reading_only_leaves_nothing_to_go_on_with(path: Path, home: Home) -> None:
    with Store.create(path):
        pass
    reader = Document.open_read_only(path, home)
    reader._owner.close()
    reader.store.close()
    assert leftovers(home) == []


def test_closing_after_edits_leaves_a_backup_and_reading_none(path: Path, home: Home) -> None:
    with Store.create(path):
        pass
    document = Document.open(path, home)
    assert document.back_up_when_due() is None
    add_node(document.store, None, 0, "总体要求")
    assert document.back_up_when_due().reason is BackupReason.SCHEDULE
    add_node(document.store, None, 1, "重点任务")
    assert document.back_up_when_due() is None
    document_id, revision = document.document_id, document.store.revision
    document.close()
    assert [one.revision for one in list_backups(home, document_id)] == [revision, revision - 1]
    Document.open(path, home).close()
    assert len(list_backups(home, document_id)) == 2


def test_a_backup_that_fails_is_told_and_stops_nobody(path: Path, home: Home) -> None:
    with Store.create(path):
        pass
    document = Document.open(path, home)
    home.backups.write_text("这里已有一个文件", encoding="utf-8")
    add_node(document.store, None, 0, "总体要求")
    assert document.back_up(BackupReason.IMPORT) is None
    assert "备份没有完成" in str(document.backup_problem)
    document.close()
    assert titles(path) == ["总体要求"]


def test_a_file_of_an_older_version_is_kept_as_it_was_and_then_replaced(path: Path, home: Home) -> None:
    older_file(1, path)
    before = path.read_bytes()
    document = Document.open(path, home)
    assert document.backup_problem is None
    (kept,) = list_backups(home, document.document_id)
    assert (kept.reason, kept.path.read_bytes()) == (BackupReason.MIGRATION, before)
    add_node(document.store, None, 0, "总体要求")
    document.close()
    assert document.conflict is None
    assert titles(path) == ["总体要求"]
    restored = restore(kept, path.with_name("升级前.fangan"))
    assert titles(restored) == []


def test_a_history_that_grew_too_long_is_shortened_on_opening(
    path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.create(path) as store:
        for name in ("甲", "乙", "丙"):
            add_node(store, None, 0, name)
    monkeypatch.setattr("db.document.prune", lambda store: prune(store, keep_operations=2))
    document = Document.open(path, home)
    assert document.pruned.operations == 1
    add_node(document.store, None, 0, "丁")
    document.close()
    again = Document.open_read_only(path, home)  # everything about the file is checked, its chain too
    assert [one.label for one in again.store.history()] == ["新增 章节"] * 3
    again.close()
