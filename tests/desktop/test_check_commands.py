"""`fangan check`: sentences or JSON, and an exit code for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.muting import mute_rule
from db.outline import set_title
from db.snapshot import load_snapshot
from desktop.cli import DONE, FINDINGS, REFUSED, main
from desktop.routines import create_sample, edited


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "示例方案.fangan"
    create_sample(path)
    return path


def spoil(path: Path) -> int:
    with edited(path) as document:
        task = load_snapshot(document.store).content.tasks()[0].node.id
        set_title(document.store, task, "")
    return task


def test_the_sample_plan_raises_no_false_alarm(sample: Path, capsys) -> None:
    assert main(["check", str(sample)]) == DONE
    assert capsys.readouterr().out == "没有需要提示的地方。\n"


def test_a_finding_is_a_sentence_and_an_exit_code(sample: Path, capsys) -> None:
    spoil(sample)

    assert main(["check", str(sample)]) == FINDINGS

    assert capsys.readouterr().out.startswith("必须核对  “（一）”没有写标题。")


def test_json_names_code_and_place(sample: Path, capsys) -> None:
    task = spoil(sample)

    assert main(["check", str(sample), "--json"]) == FINDINGS

    (one,) = json.loads(capsys.readouterr().out)["findings"]
    assert (one["code"], one["severity"], one["place"]) == (
        "heading_no_title",
        "must",
        {"node": task, "field": "title"},
    )


def test_what_is_switched_off_is_not_looked_for_but_told(sample: Path, capsys) -> None:
    spoil(sample)
    with edited(sample) as document:
        mute_rule(document.store, "heading_no_title", "标题另行确定", "空标题")

    assert main(["check", str(sample)]) == DONE

    assert capsys.readouterr().out == "没有需要提示的地方。\n未检查  空标题：标题另行确定\n"
    assert main(["check", str(sample), "--json"]) == DONE
    report = json.loads(capsys.readouterr().out)
    assert report["muted"] == [{"rule": "heading_no_title", "title": "空标题", "reason": "标题另行确定"}]


def test_a_file_that_is_not_there(tmp_path: Path, capsys) -> None:
    assert main(["check", str(tmp_path / "没有.fangan")]) == REFUSED
    assert "没有.fangan" in capsys.readouterr().err
