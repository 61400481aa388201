"""`fangan verify` and `fangan salvage`: what they say and how they end."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.routines import create_plan, create_sample


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANGAN_HOME", str(tmp_path / "本机"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "方案.fangan"
    create_sample(path)
    return path


def damage(path: Path, page: int = 1) -> None:
    content = bytearray(path.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(content)


def test_a_sound_file_is_said_to_be_sound(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(path)]) == 0
    assert "完好" in capsys.readouterr().out
    assert main(["verify", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["sound"], report["digest_checked"]) == (True, True)


def test_a_damaged_file_ends_with_4_and_a_foreign_one_with_3(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(path)
    assert main(["verify", str(path), "--json"]) == 4
    said = capsys.readouterr()
    assert json.loads(said.out)["code"] == "plan_damaged"
    assert "fangan salvage" in said.err
    path.write_text("别的文件")
    assert main(["verify", str(path)]) == 3
    assert capsys.readouterr().out == ""


def test_salvage_writes_a_new_file_and_reports_by_table(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = path.with_name("抢救.fangan")
    damage(path)
    before = path.read_bytes()
    assert main(["salvage", str(path), "--to", str(target)]) == 0
    said = capsys.readouterr().out
    assert "· 段落" in said
    assert "没有丢失" in said
    assert path.read_bytes() == before
    assert main(["verify", str(target)]) == 0
    assert main(["salvage", str(path), "--to", str(target)]) == 2


def test_what_may_be_lost_needs_a_person(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    target = path.with_name("抢救.fangan")
    assert main(["salvage", str(path), "--to", str(target), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert not report["complete"]
    assert report["unreadable_pages"] > 0
    assert report["taken"] == sum(
        table["read"] + table["from_history"] + table["from_backup"] for table in report["tables"]
    )
    target.unlink()
    assert main(["salvage", str(path), "--to", str(target)]) == 1
    assert "请通读一遍" in capsys.readouterr().out


def test_commands_that_change_a_file_leave_it_sound(tmp_path: Path) -> None:
    path = tmp_path / "新方案.fangan"
    create_plan(path)
    source = tmp_path / "补充.txt"
    source.write_text("补充方案\n一、总体要求\n1.建立质量档案。\n", encoding="utf-8")
    for words in (["read", str(path), str(source)], ["undo", str(path)], ["redo", str(path)]):
        assert main(words) in (0, 1)
        assert main(["verify", str(path)]) == 0
    assert list((tmp_path / "本机" / "work").iterdir()) == []


def test_a_hostile_file_is_not_worked_on(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW ours AS SELECT 1")
    connection.close()
    before = path.read_bytes()
    for words in (["undo", str(path)], ["verify", str(path)]):
        assert main(words) == 3
        assert "动过手脚" in capsys.readouterr().err
    assert path.read_bytes() == before
