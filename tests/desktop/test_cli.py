"""The command line: exit codes, JSON form, and that nothing half-made stays behind."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from desktop.cli import main
from desktop.commands import NAMES

PLAN = (
    "海州市低空经济质量提升工作方案\n（征求意见稿）\n为推动高质量发展，制定本方案。\n一、总体要求\n坚持质量第一。\n"
    "二、重点任务\n（一）开展攻关\n组织联合攻关。（牵头单位：市科技局；配合单位：市教委、市人社局）\n"
    "（二）完善标准\n制定一批标准。（落实单位：市市场监管委、市科技局等）\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "方案.fangan"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def dump(capsys: pytest.CaptureFixture[str], file: Path) -> Any:
    code, out, _ = run(capsys, "dump", file)
    assert code == 0
    return json.loads(out)


def test_read_creates_the_file_and_dump_tells_what_it_holds(
    capsys: pytest.CaptureFixture[str], source: Path, file: Path
) -> None:
    report = run_json(capsys, "read", file, source)
    assert {key: report[key] for key in ("new", "changed", "gone", "same")} == {
        "new": 8,
        "changed": 0,
        "gone": 0,
        "same": 0,
    }
    plan = dump(capsys, file)
    assert plan["format"] == "fangan/1"
    assert plan["plan"]["title"] == "海州市低空经济质量提升工作方案"
    assert [node["number"] for node in plan["outline"]] == ["一", "二", "一", "二"]
    assert [unit["name"] for unit in plan["units"]] == ["市教委", "市科技局", "市人社局", "市市场监管委"]
    assert [duty["role"] for duty in plan["duties"]] == ["lead", "support", "support", "responsible", "responsible"]


def test_reading_twice_is_no_second_copy_and_a_dry_run_writes_nothing(
    capsys: pytest.CaptureFixture[str], source: Path, file: Path
) -> None:
    assert run_json(capsys, "read", file, source, "--dry-run")["new"] == 8
    assert not file.exists()
    run(capsys, "read", file, source)
    before = dump(capsys, file)
    assert run_json(capsys, "read", file, source)["same"] == 8
    assert dump(capsys, file) == before
    source.write_text(PLAN.replace("坚持质量第一。", "坚持质量第一、效益优先。"), encoding="utf-8")
    assert run_json(capsys, "read", file, source, "--dry-run")["changed"] == 1
    assert dump(capsys, file) == before
    assert run_json(capsys, "read", file, source)["changed"] == 1


def test_undo_redo_and_history_work_across_runs(capsys: pytest.CaptureFixture[str], source: Path, file: Path) -> None:
    run(capsys, "read", file, source)
    before = dump(capsys, file)
    assert run_json(capsys, "undo", file)["operation"]["label"] == "导入 方案.txt"
    assert dump(capsys, file)["outline"] == []
    assert [one["state"] for one in run_json(capsys, "history", file)["operations"]] == ["undone"]
    assert run(capsys, "redo", file)[:2] == (0, "已重做 导入 方案.txt\n")
    assert dump(capsys, file) == before
    assert run(capsys, "redo", file) == (0, "", "没有可以重做的操作。\n")


def test_export_prints_what_it_wrote(
    capsys: pytest.CaptureFixture[str], source: Path, file: Path, tmp_path: Path
) -> None:
    run(capsys, "read", file, source)
    code, out, _ = run(capsys, "export", file, "--to", tmp_path / "导出", "--part", "任务分解表", "责任单位矩阵")
    assert code == 0
    written = [Path(line) for line in out.splitlines()]
    assert sorted(path.suffix for path in written) == [".docx", ".docx", ".xlsx", ".xlsx"]
    assert all(path.stat().st_size > 1000 for path in written)
    assert run(capsys, "export", file, "--to", tmp_path / "导出", "--part", "附表9")[0] == 2


def test_new_makes_a_plan_and_never_replaces_one(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    assert run(capsys, "new", file, "--sample")[0] == 0
    assert dump(capsys, file)["tables"]
    code, out, err = run(capsys, "new", file)
    assert (code, out) == (2, "")
    assert "已经存在" in err


def make_bad(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.docx"
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "doc":
        path = folder / "旧.doc"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    elif kind == "encrypted":
        name = "EncryptedPackage".encode("utf-16-le")
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + name + b"\0" * 600)
    elif kind == "pdf":
        path.write_bytes(b"%PDF-1.7\n" + b"1 0 obj\n" * 50)
    elif kind == "no_text":
        docx.Document().save(str(path))
    elif kind == "binary_text":
        path = folder / "乱.txt"
        path.write_bytes(bytes(range(256)) * 20)
    return path


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "doc", "encrypted", "pdf", "no_text", "binary_text"])
def test_a_bad_source_gets_a_sentence_and_leaves_no_file(
    capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path, kind: str
) -> None:
    code, out, err = run(capsys, "read", file, make_bad(kind, tmp_path))
    assert (code, out) == (3, "")
    assert err.rstrip().endswith("。")
    assert "Traceback" not in err
    assert not file.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_one_bad_source_among_good_ones_changes_nothing(
    capsys: pytest.CaptureFixture[str], source: Path, file: Path, tmp_path: Path
) -> None:
    assert run(capsys, "read", file, source, make_bad("pdf", tmp_path))[0] == 3
    assert not file.exists()


def make_bad_plan(kind: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if kind == "newer":
        run(capsys, "new", path)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
    elif kind == "other_program":
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (a)")
        connection.close()
    elif kind == "text":
        path.write_text("不是方案文件", encoding="utf-8")
    elif kind == "empty":
        path.touch()


@pytest.mark.parametrize("kind", ["newer", "other_program", "text", "empty", "missing"])
@pytest.mark.parametrize("command", ["dump", "undo", "redo", "history", "export", "read"])
def test_a_bad_plan_file_gets_a_sentence_and_is_left_alone(
    capsys: pytest.CaptureFixture[str], source: Path, file: Path, tmp_path: Path, kind: str, command: str
) -> None:
    if (kind, command) == ("missing", "read"):
        return  # reading makes the file
    make_bad_plan(kind, file, capsys)
    before = file.read_bytes() if file.exists() else None
    rest = {"export": ["--to", tmp_path / "导出"], "read": [source]}.get(command, [])
    code, out, err = run(capsys, command, file, *rest)
    assert (code, out) == (3, "")
    assert "。" in err
    assert "Traceback" not in err
    assert (file.read_bytes() if file.exists() else None) == before
    assert not (tmp_path / "导出").exists()


def test_wrong_usage_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["read"], ["export", "x.fangan"], ["dump"], ["new", "a", "b"]):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert "用法" in err
        assert "required" not in err


def test_every_command_has_a_chinese_help(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--help")
    for name in NAMES:
        assert name in out
        code, text, _ = run(capsys, name, "--help")
        assert code == 0
        assert any("一" <= char <= "龥" for char in text)


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert re.search(rf"`(fangan )?{name} ?[A-Z\[`]", readme), name


def without_a_screen() -> dict[str, str]:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in names}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_the_window_is_refused_with_a_sentence_and_the_self_test_goes_through(tmp_path: Path) -> None:
    environment = {**without_a_screen(), "FANGAN_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "desktop"]
    root = Path(__file__).resolve().parents[2]
    refused = subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "没有图形界面" in refused.stderr
    passed = subprocess.run([*command, "self-test"], cwd=root, env=environment, capture_output=True, encoding="utf-8")
    assert (passed.returncode, passed.stderr) == (0, "")
    assert passed.stdout.startswith("自检通过")
