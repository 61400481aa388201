"""`fangan version` names the present state, `fangan versions` lists what was named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def test_versions_are_kept_and_listed_newest_first(capsys: pytest.CaptureFixture[str], plan: Path) -> None:
    assert _run(capsys, "versions", plan) == (0, "", "还没有留存过版本。\n")
    assert _run(capsys, "version", plan, "征求意见稿 1") == (0, "已留存版本 征求意见稿 1\n", "")
    code, out, _ = _run(capsys, "version", plan, "送审稿", "--json")
    assert (code, json.loads(out)["version"]["name"]) == (0, "送审稿")
    code, out, _ = _run(capsys, "versions", plan)
    assert [line.split("  ")[-1] for line in out.splitlines()] == ["送审稿", "征求意见稿 1"]
    code, out, _ = _run(capsys, "versions", plan, "--json")
    assert [one["name"] for one in json.loads(out)["versions"]] == ["送审稿", "征求意见稿 1"]
    assert "content" not in out


def test_a_taken_name_is_refused(capsys: pytest.CaptureFixture[str], plan: Path) -> None:
    _run(capsys, "version", plan, "送审稿")
    code, out, err = _run(capsys, "version", plan, "送审稿")
    assert (code, out) == (2, "")
    assert "送审稿" in err
