"""`fangan backup`, `fangan restore` and the clean copy: what they say, what they leave alone, how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.backups import BackupReason, backups_of
from db.document import Document
from db.lock import lock_path
from db.outline import add_node
from db.places import Home
from db.store import Store
from desktop.cli import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FANGAN_HOME", str(tmp_path / "本机"))
    return Home.default()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "文档" / "方案.fangan"
    with Store.create(path) as store:
        add_node(store, None, 0, "总体要求")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "原稿.txt"
    source.write_text("海州市停车治理工作方案\n一、总体要求\n坚持便民利民。\n", encoding="utf-8")
    return source


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def read_anew(path: Path, source: Path) -> None:
    """Make the plan file of a source that has since been revised."""
    path.unlink()
    assert main(["read", str(path), str(source)]) == 0
    source.write_text(source.read_text(encoding="utf-8") + "二、重点任务\n增设停车位。\n", encoding="utf-8")


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def outline(capsys: pytest.CaptureFixture[str], path: Path) -> list[str]:
    code, out, _ = run(capsys, "dump", path)
    assert code == 0
    return [node["title"] for node in json.loads(out)["outline"]]


def test_a_state_is_backed_up_once_and_restored_as_a_new_file(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    assert run(capsys, "restore", path) == (0, "", "“方案.fangan”还没有备份。\n")
    report = run_json(capsys, "backup", path)
    assert report["taken"]
    assert (report["backup"]["reason"], report["backup"]["sound"]) == ("manual", True)
    code, out, err = run(capsys, "backup", path)
    assert (code, out) == (0, "")
    assert "没有再备份" in err
    assert "手动" in run(capsys, "restore", path)[1]
    before = path.read_bytes()
    run(capsys, "undo", path)
    edited = path.read_bytes()
    assert edited != before
    listed = run_json(capsys, "restore", path)["backups"]
    assert [one["reason"] for one in listed] == ["close", "manual"]
    code, out, _ = run(capsys, "restore", path, 2)
    assert code == 0
    restored = next(file for file in path.parent.glob("方案（恢复 *）.fangan"))
    assert restored.name in out
    assert outline(capsys, restored) == ["总体要求"]
    assert path.read_bytes() == edited
    assert run_json(capsys, "restore", path, listed[1]["file"], "--to", path.with_name("又一份.fangan"))["file"]
    assert outline(capsys, path.with_name("又一份.fangan")) == ["总体要求"]


def test_restoring_replaces_nothing_and_needs_a_sound_backup(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    run(capsys, "backup", path)
    before = path.read_bytes()
    code, out, err = run(capsys, "restore", path, 1, "--to", path)
    assert (code, out, path.read_bytes()) == (2, "", before)
    assert "不会覆盖" in err
    assert run(capsys, "restore", path, 9)[0] == 2
    backup = backups_of(Home.default(), path)[0]
    backup.path.write_bytes(backup.path.read_bytes()[:-1] + b"x")
    assert "已损坏" in run(capsys, "restore", path)[1]
    assert run(capsys, "restore", path, 1)[0] == 4
    assert list(path.parent.iterdir()) == [path]


def test_a_lost_file_is_restored_where_it_lay(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    run(capsys, "backup", path)
    path.unlink()
    assert run(capsys, "restore", path, 1, "--to", path)[0] == 0
    assert outline(capsys, path) == ["总体要求"]
    assert run(capsys, "restore", path.with_name("打错的名字.fangan"))[0] == 3
    assert run(capsys, "backup", path.with_name("打错的名字.fangan"))[0] == 3


def test_a_file_open_elsewhere_can_be_read_and_backed_up_but_not_changed(
    capsys: pytest.CaptureFixture[str], path: Path, source: Path, home: Home
) -> None:
    document = Document.open(path, home)
    for words in (["read", path, source], ["undo", path], ["redo", path]):
        code, out, err = run(capsys, *words)
        assert (code, out) == (4, "")
        assert "已打开“方案.fangan”" in err
    assert outline(capsys, path) == ["总体要求"]
    assert run(capsys, "backup", path)[0] == 0
    assert document.lock.is_held
    document.close()
    assert not lock_path(path).exists()
    assert run(capsys, "undo", path)[0] == 0


def test_reading_backs_up_before_and_a_dry_run_does_not(
    capsys: pytest.CaptureFixture[str], path: Path, source: Path, home: Home
) -> None:
    read_anew(path, source)
    assert run(capsys, "read", path, source, "--dry-run")[0] == 0
    assert backups_of(home, path) == []
    assert run(capsys, "read", path, source)[0] == 0
    assert [one.reason for one in backups_of(home, path)] == [BackupReason.CLOSE, BackupReason.IMPORT]


def test_reading_tells_of_copies_a_sync_program_left(
    capsys: pytest.CaptureFixture[str], path: Path, source: Path
) -> None:
    read_anew(path, source)
    path.with_name("方案(冲突副本).fangan").write_bytes(path.read_bytes())
    capsys.readouterr()
    findings = run_json(capsys, "read", path, source)["findings"]
    assert [one["code"] for one in findings if "冲突副本" in one["message"]] == ["conflict_copies"]


def test_a_backup_that_fails_is_a_finding(
    capsys: pytest.CaptureFixture[str], path: Path, source: Path, home: Home
) -> None:
    read_anew(path, source)
    home.root.mkdir()
    home.backups.touch()
    capsys.readouterr()
    assert "backup_failed" in [one["code"] for one in run_json(capsys, "read", path, source)["findings"]]
    assert outline(capsys, path)
    assert run(capsys, "backup", path)[0] == 4


def test_a_clean_copy_knows_no_past(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    copy = path.with_name("干净副本.fangan")
    assert run_json(capsys, "export", path, "--clean", copy)["files"] == [str(copy)]
    assert outline(capsys, copy) == ["总体要求"]
    assert run(capsys, "history", copy) == (0, "", "")
    assert run(capsys, "export", path, "--clean", copy)[0] == 2
    code, _, err = run(capsys, "export", path, "--clean", copy, "--to", path.parent)
    assert code == 2
    assert "不能和" in err
