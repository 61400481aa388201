"""`fangan export`: formats, review copies, and what is said of fonts."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import main
from domain.checks import Finding, Severity
from exporters import fonts

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the pages and is not installed")
NOTE = Finding(Severity.NOTE, "fonts_missing", "版式", "本机没有这些字体：仿宋_GB2312。")
LOOK = Finding(Severity.LOOK, "rare_characters", "全文", "这些字不在仿宋_GB2312 里：镕。")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "方案.fangan"
    assert main(["new", str(path), "--sample"]) == 0
    return path


@pytest.fixture(autouse=True)
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the fonts of this machine give rise to, whichever it is."""
    found: list[Finding] = []
    monkeypatch.setattr(fonts, "export_findings", lambda _layout, _content: found)
    return found


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(word) for word in words])
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def text(path: Path) -> str:
    return "".join(
        "".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    )


def test_formats_and_working_copies(capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path) -> None:
    words = ["export", file, "--to", tmp_path / "出", "--part", "任务分解表", "--format", "pdf", "xlsx"]
    code, out, err = run(capsys, *words, "--working-copies")
    assert (code, err) == (0, "")
    paths = [Path(line) for line in out.splitlines()]
    assert sorted(path.suffix for path in paths) == [".pdf", ".xlsx", ".xlsx"]
    assert sum("工作底稿" in path.name for path in paths) == 1


def test_review_copies_are_numbered(capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path) -> None:
    words = ["export", file, "--to", tmp_path / "出", "--part", "方案全文", "--review", "--copies", 2, "--margin"]
    code, out, _ = run(capsys, *words, "--watermark", "送审稿")
    assert code == 0
    first, second = (text(Path(line)) for line in out.splitlines())
    assert "份号000001" in first
    assert "份号000002" in second
    assert "审阅意见" in first
    assert "送审稿" in first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--review", "--format", "docx"], "只有 PDF"),
        (["--copies", "3"], "--review"),
        (["--margin"], "--review"),
        (["--watermark", ""], "--review"),
        (["--review", "--copies", "-1"], "份数"),
        (["--format", "odt"], "odt"),
    ],
)
def test_words_that_do_not_go_together(
    capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    code, out, err = run(capsys, "export", file, "--to", tmp_path / "出", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "出").exists()


@pytest.mark.parametrize(("given", "expected"), [([NOTE], 0), ([NOTE, LOOK], 1)], ids=["note", "look"])
def test_fonts_are_spoken_of_once(
    capsys: pytest.CaptureFixture[str],
    file: Path,
    tmp_path: Path,
    findings: list[Finding],
    given: list[Finding],
    expected: int,
) -> None:
    findings += given
    code, out, err = run(capsys, "export", file, "--to", tmp_path / "出", "--part", "任务分解表")
    assert code == expected
    assert len(out.splitlines()) == 2
    assert err == "".join(f"· {one.where}：{one.message}\n" for one in given)
    code, out, err = run(capsys, "export", file, "--to", tmp_path / "出", "--part", "任务分解表", "--json")
    report = json.loads(out)
    assert (code, err) == (expected, "")
    assert [one["code"] for one in report["findings"]] == [one.code for one in given]
    assert len(report["files"]) == 2


@pytest.mark.parametrize("start", [["-m", "desktop"], ["-c", "from desktop.cli import main; main()"]])
def test_the_program_can_be_its_own_typesetting_process(start: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *start, "--typesetter"], input=b"", capture_output=True, timeout=600, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
