"""The lock names who has a document open; what is left by the dead holds nobody off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.lock import Holder, LockedError, acquire, acquire_if_free, find_conflict_copies, lock_path, take_over
from db.store import Store

HOLDING = """
import sys
from pathlib import Path
from db.lock import acquire
acquire(Path(sys.argv[1]), "d", "other")
print("held", flush=True)
sys.stdin.read()
"""


def write_lock(path: Path, **values: object) -> None:
    noted = {
        "user": "张三",
        "machine": "别的机器",
        "pid": 1,
        "document_id": "d",
        "since": "2026-01-02T09:41:00+08:00",
        "heartbeat": "2026-01-02T09:41:00+08:00",
        "token": "t",
        **values,
    }
    lock_path(path).write_text(json.dumps(noted), encoding="utf-8")


def own_machine(path: Path) -> str:
    lock = acquire(path, "d", "mine")
    lock.release()
    return lock.holder.machine


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_lock_says_who_since_and_goes_with_its_holder(path: Path) -> None:
    lock = acquire(path, "d", "mine")
    assert lock.is_held
    assert json.loads(lock_path(path).read_text(encoding="utf-8"))["pid"] == os.getpid()
    assert lock.beat()
    lock.release()
    assert list(path.parent.iterdir()) == []
    lock.release()


def test_somebody_elses_lock_is_told_by_name(path: Path) -> None:
    write_lock(path)
    with pytest.raises(LockedError) as refusal:
        acquire(path, "d", "mine")
    assert isinstance(refusal.value.holder, Holder)
    assert "张三 在 别的机器 上已打开“方案.fangan”（2026-01-02 09:41 起）。" in str(refusal.value)


def test_another_living_process_holds_and_a_killed_one_does_not(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LockedError) as refusal:
            acquire(path, "d", "mine")
        assert refusal.value.holder.pid == other.pid
        assert not acquire_if_free(path, "d", "mine").is_held
        other.kill()
        other.wait()
        lock = acquire(path, "d", "mine")
        assert lock.holder.pid == os.getpid()
        assert lock.is_held


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"pid": "x"}', "\0" * 40])
def test_a_torn_lock_file_holds_nobody_off(path: Path, content: str) -> None:
    lock_path(path).write_text(content, encoding="utf-8")
    assert acquire(path, "d", "mine").is_held


def test_a_dead_process_of_another_machine_cannot_be_known(path: Path) -> None:
    write_lock(path, pid=dead_pid())
    with pytest.raises(LockedError):
        acquire(path, "d", "mine")
    write_lock(path, pid=dead_pid(), machine=own_machine(path.with_name("别的.fangan")))
    assert acquire(path, "d", "mine").is_held


def test_who_lost_the_lock_neither_beats_nor_takes_it_away(path: Path) -> None:
    first = acquire(path, "d", "mine")
    second = take_over(path, "d", "second")
    assert not first.beat()
    first.release()
    assert second.is_held
    assert [file.name for file in path.parent.iterdir()] == [lock_path(path).name]


def test_a_lock_of_the_same_working_copy_is_ones_own(path: Path) -> None:
    write_lock(path, token="mine")
    assert acquire(path, "d", "mine").is_held


def test_a_place_that_holds_no_lock_file_is_no_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    for lock in (acquire(path, "d", "mine"), take_over(path, "d", "mine")):
        assert not lock.is_held
        assert not lock.beat()
        lock.release()
    assert not acquire(path.with_name("长" * 90 + ".fangan"), "d", "mine").is_held


def test_copies_of_sync_programs_are_found_by_name_and_document(path: Path) -> None:
    with Store.create(path):
        pass
    names = [
        "方案(冲突副本-李四-20261121).fangan",
        "方案（冲突副本 机器 2026-11-21 094100）.fangan",
        "方案 (张三's conflicted copy 2026-11-21).fangan",
        "方案.sync-conflict-20261121-094100-ABCDEFG.fangan",
        "方案-DESKTOP-1A2B.fangan",
        "方案(1).fangan",
        "方案_冲突文件_1.fangan",
    ]
    for name in names:
        path.with_name(name).write_bytes(path.read_bytes())
    for name in ("方案二稿.fangan", "另一方案.fangan"):  # the same document, but named by a person
        path.with_name(name).write_bytes(path.read_bytes())
    path.with_name("方案(2).fangan").write_bytes(b"no plan")
    with Store.create(path.with_name("方案(3).fangan")):
        pass  # a document of its own
    assert sorted(copy.name for copy in find_conflict_copies(path)) == sorted(names)
    assert find_conflict_copies(path.with_name("没有.fangan")) == []
