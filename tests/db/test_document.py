"""The document is complete at every moment; edits live in a working copy until they are published."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest

from db.chain import broken_links
from db.digest import content_digest
from db.document import Document
from db.lock import lock_path
from db.outline import add_node, set_title
from db.places import Home
from db.publishing import publish, read_published_state, sweep_temporaries, temporary_beside
from db.snapshot import load_snapshot
from db.store import Store
from db.working_copies import leftovers
from domain.errors import StorageError

ROUNDS = 150  # of two people at one file; 1,000 take half a minute


def titles(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [node.title for node in load_snapshot(store).content.nodes]
    finally:
        store.close()


def test_edits_reach_the_file_when_they_are_published(document: Document, path: Path) -> None:
    before = path.read_bytes()
    add_node(document.store, None, 0, "总体要求")
    assert path.read_bytes() == before
    assert not document.is_published
    publication = document.publish()
    assert publication is not None
    assert read_published_state(path) == publication.state
    assert titles(path) == ["总体要求"]
    assert document.publish() is None
    assert {file.name for file in path.parent.iterdir()} == {path.name, lock_path(path).name}


def test_closing_publishes_and_leaves_no_working_copy(path: Path, home: Home) -> None:
    with Store.create(path):
        pass
    document = Document.open(path, home)
    add_node(document.store, None, 0, "总体要求")
    document.close()
    assert titles(path) == ["总体要求"]
    assert list(home.work.iterdir()) == []


def test_undo_goes_on_in_the_published_file(document: Document, path: Path, home: Home) -> None:
    add_node(document.store, None, 0, "总体要求")
    document.publish()
    again = Document.open(path, home, force=True)
    assert again.store.next_undo().label == "新增 章节"
    again.store.undo()
    again.close()
    assert titles(path) == []


def test_a_state_from_elsewhere_is_never_overwritten(document: Document, path: Path, home: Home) -> None:
    other = Document.open(path, home, force=True)
    add_node(other.store, None, 0, "他人所写")
    other.close()
    add_node(document.store, None, 0, "本机所写")
    publication = document.publish()
    assert publication is not None
    assert publication.is_conflict
    assert "冲突副本" in publication.path.name
    assert titles(path) == ["他人所写"]
    assert titles(publication.path) == ["本机所写"]
    add_node(document.store, None, 1, "继续写")
    assert document.publish().path == publication.path
    assert titles(path) == ["他人所写"]


def test_another_file_put_in_its_place_is_not_overwritten(document: Document, path: Path) -> None:
    path.write_bytes(b"something else")
    add_node(document.store, None, 0, "本机所写")
    assert document.publish().is_conflict
    assert path.read_bytes() == b"something else"


def test_a_place_that_is_gone_keeps_the_work_and_takes_it_later(document: Document, path: Path) -> None:
    away = path.parent.with_name("拔掉的盘")
    path.parent.rename(away)
    add_node(document.store, None, 0, "总体要求")
    with pytest.raises(StorageError) as refusal:
        document.publish()
    assert refusal.value.code == "place_gone"
    assert document.problem is refusal.value
    set_title(document.store, load_snapshot(document.store).content.nodes[0].id, "编辑照常")
    away.rename(path.parent)
    assert document.publish() is not None
    assert document.problem is None
    assert titles(path) == ["编辑照常"]


def test_what_a_crash_left_is_found_and_can_go_on(path: Path, home: Home) -> None:
    with Store.create(path):
        pass
    crashed = Document.open(path, home)
    add_node(crashed.store, None, 0, "崩溃前所写")
    assert leftovers(home) == []  # it is still alive
    crashed._owner.close()  # what the system does when a process dies
    crashed.store.close()
    (leftover,) = leftovers(home)
    assert leftover.origin == path
    document = Document.adopt(leftover)
    assert [node.title for node in load_snapshot(document.store).content.nodes] == ["崩溃前所写"]
    document.close()
    assert titles(path) == ["崩溃前所写"]
    assert leftovers(home) == []


def test_a_state_published_before_a_crash_is_not_taken_for_anothers(path: Path, home: Home) -> None:
    with Store.create(path):
        pass
    crashed = Document.open(path, home)
    add_node(crashed.store, None, 0, "已写回")
    crashed.publish()
    add_node(crashed.store, None, 1, "未写回")
    crashed._owner.close()
    crashed.store.close()
    document = Document.adopt(leftovers(home)[0])
    assert not document.publish().is_conflict
    document.close()
    assert titles(path) == ["已写回", "未写回"]


def test_saving_as_keeps_the_file_that_stands_there_until_it_is_replaced(
    document: Document, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = path.with_name("别的.txt")
    other.write_bytes(b"something else")
    with monkeypatch.context() as patched, pytest.raises(StorageError):
        patched.setattr(os, "fsync", full_disk)
        document.save_as(other)
    assert other.read_bytes() == b"something else"
    assert document.path == path
    document.save_as(other)
    assert titles(other) == []


def full_disk(_: int) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_a_failure_after_the_replacement_is_no_conflict_later(
    document: Document, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_node(document.store, None, 0, "一")
    with monkeypatch.context() as patched, pytest.raises(StorageError):
        patched.setattr("db.publishing.sync_folder", full_disk)
        document.publish()
    add_node(document.store, None, 1, "二")
    assert not document.publish().is_conflict
    assert titles(path) == ["一", "二"]


def test_of_interleaved_publications_none_is_overwritten(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)  # nobody pulls the plug here, and it takes most of the time
    random = Random(20261121)
    with Store.create(path) as store:
        node = add_node(store, None, 0, "总体要求").changes[0].row_id
    standing = read_published_state(path)
    desks = []
    for desk in range(2):
        shutil.copyfile(path, tmp_path / f"desk{desk}")
        desks.append(Store.open(tmp_path / f"desk{desk}"))
        desks[desk].db.execute("PRAGMA synchronous = OFF")
    seen = [standing, standing]
    conflicts = 0
    for step in range(ROUNDS):
        desk = random.randrange(2)
        store = desks[desk]
        if random.random() < 0.3 and store.undo():
            store.redo()  # a revision further, saying the same but for the count
        set_title(store, node, f"第{step}步")
        publication = publish(store.db, path, [seen[desk]], store.revision)
        assert publication.is_conflict == (seen[desk] != standing)
        if publication.is_conflict:
            conflicts += 1
            assert read_published_state(publication.path) == publication.state
            publication.path.unlink()
            seen[desk] = standing  # as after looking at what the other wrote
        else:
            seen[desk] = standing = publication.state
        assert read_published_state(path) == standing
    for store in desks:
        store.close()
    assert conflicts > ROUNDS / 5


def test_temporary_files_of_dead_processes_are_swept(path: Path) -> None:
    living = temporary_beside(path)
    dead = path.with_name(living.name.replace(f"-{os.getpid()}-", "-999999999-"))
    elsewhere = path.with_name(".fangan-00000000-999999999-00000000.new")  # of another machine, on a share
    others = [living, elsewhere, path.with_name(".别的文件")]
    for file in (dead, *others):
        file.touch()
    assert sweep_temporaries(path.parent) == [dead]
    assert all(other.exists() for other in others)


def test_the_digest_sees_a_changed_letter_and_the_chain_a_changed_past(document: Document, path: Path) -> None:
    add_node(document.store, None, 0, "总体要求")
    add_node(document.store, None, 1, "重点任务")
    document.publish()
    assert broken_links(document.store.db) == []
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER journal_outline_node_update")
    connection.execute("UPDATE outline_node SET title = '总体要术' WHERE title = '总体要求'")
    connection.execute("UPDATE operation SET who = '别人' WHERE id = 1")
    connection.commit()
    connection.close()
    store = Store.open(path)
    assert content_digest(store.db) != read_published_state(path).digest
    assert broken_links(store.db) == [1]
    store.close()
