"""`fangan read`: several sources at once, doubts settled by script, steps declined, and a file left as it was."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import reading_commands, routines
from desktop.cli import main
from domain.checks import Finding, Option, Severity
from domain.errors import Cancelled, ImportFileError
from domain.exchange import PlanContent, PlanDraft, PlanInfo, SourceFile
from domain.outline import NodeKind, OutlineNode
from domain.reading import ReadingChoices, Revisions
from tests.importers.word_builder import p, word_file

PLAN = (
    "海州市停车治理工作方案\n（征求意见稿）\n为加强治理，制定本方案。\n一、总体要求\n坚持质量第一。\n"
    "二、重点任务\n（一）增加车位\n新建一批。（牵头单位：市城管局；配合单位：市公安局）\n"
)
TABLE = "附表1 车位清单\n序号,区,车位\n1,东区,120\n2,西区,80\n"
CHANGED = (
    p("海州市停车治理工作方案") + p("一、总体要求") + "<w:p><w:r><w:t>坚持</w:t></w:r>"
    '<w:ins w:author="张"><w:r><w:t>质量第一</w:t></w:r></w:ins>'
    '<w:del w:author="张"><w:r><w:delText>速度第一</w:delText></w:r></w:del><w:r><w:t>。</w:t></w:r></w:p>'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "方案.fangan"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "车位.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    code, out, err = run(capsys, *words, "--json")
    assert code in (0, 1), err
    return json.loads(out)


def dump(capsys: pytest.CaptureFixture[str], file: Path) -> Any:
    return json.loads(run(capsys, "dump", file)[1])


def test_a_plan_and_a_table_come_in_as_one_operation(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, table: Path
) -> None:
    tried = run_json(capsys, "read", file, plan, table, "--dry-run")
    assert not file.exists()
    report = run_json(capsys, "read", file, plan, table)
    assert {key: report[key] for key in ("new", "changed", "gone")} == {
        key: tried[key] for key in ("new", "changed", "gone")
    }
    whole = dump(capsys, file)
    assert [node["title"] for node in whole["outline"]] == ["总体要求", "重点任务", "增加车位"]
    assert [[cell["text"] for cell in row["cells"].values()][-2:] for row in whole["tables"][0]["rows"]] == [
        ["东区", "120"],
        ["西区", "80"],
    ]
    operations = json.loads(run(capsys, "history", file, "--json")[1])["operations"]
    assert [one["label"] for one in operations] == ["导入 方案.txt、车位.csv"]


def test_tracked_changes_are_taken_as_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "修订.docx"
    source.write_bytes(word_file(CHANGED))
    texts = []
    for number, revisions in enumerate(("accepted", "original")):
        file = tmp_path / f"{number}.fangan"
        run_json(capsys, "read", file, source, "--revisions", revisions)
        texts.append(dump(capsys, file)["outline"][0]["paragraphs"])
    assert texts == [["坚持质量第一。"], ["坚持速度第一。"]]
    assert run(capsys, "read", tmp_path / "x.fangan", source, "--revisions", "neither")[0] == 2


def test_a_declined_step_is_left_out(capsys: pytest.CaptureFixture[str], file: Path, plan: Path) -> None:
    run_json(capsys, "read", file, plan)
    plan.write_text(PLAN.replace("质量第一", "服务第一").replace("新建一批", "新建两批"), encoding="utf-8")
    steps = run_json(capsys, "read", file, plan, "--dry-run")["steps"]
    assert [(step["kind"], step["conflict"]) for step in steps] == [("changed", False)] * 2
    unwanted = next(step["key"] for step in steps if "服务第一" in step["after"])
    shown = run(capsys, "read", file, plan, "--dry-run")[1]
    assert f"[{unwanted}]" in shown
    run_json(capsys, "read", file, plan, "--decline", unwanted)
    paragraphs = [line for node in dump(capsys, file)["outline"] for line in node["paragraphs"]]
    assert "坚持质量第一。" in paragraphs
    assert any(line.startswith("新建两批。") for line in paragraphs)


class FakeReading:
    """Sources with questions: picking at the first one raises another."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ReadingChoices]] = []

    def __call__(
        self,
        path: Path,
        progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        choices: ReadingChoices | None = None,
        reader: object = None,
    ) -> PlanDraft:
        assert choices is not None
        assert progress is not None
        assert reader is not None
        progress(1, 2)
        self.asked.append((path.name, choices))
        findings = [] if "first:1" in choices.picks else [question("first:1", 3)]
        if choices.picks.get("first:1") == "other" and "second:2" not in choices.picks:
            findings.append(question("second:2", 9))
        titles = "、".join(f"{key}={value}" for key, value in sorted(choices.picks.items())) or "无"
        node = OutlineNode(1, None, 1, NodeKind.SECTION, titles)
        content = PlanContent(PlanInfo("海州市停车治理工作方案"), nodes=(node,))
        return PlanDraft(content, SourceFile(path.name, titles.encode().hex()), tuple(findings))


def question(key: str, line: int) -> Finding:
    options = (Option("heading", "作为标题"), Option("other", "作为正文"))
    return Finding(Severity.LOOK, "heading_doubt", f"第 {line} 段", "像标题，也像正文。", key, options, line)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeReading:
    fake = FakeReading()
    monkeypatch.setattr(routines, "read_source", fake)
    return fake


def test_doubts_are_listed_with_their_options(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, fake: FakeReading
) -> None:
    finding = run_json(capsys, "read", file, plan, "--dry-run")["findings"][0]
    assert {key: finding[key] for key in ("question", "options", "line", "source")} == {
        "question": "first:1",
        "options": [{"key": "heading", "label": "作为标题"}, {"key": "other", "label": "作为正文"}],
        "line": 3,
        "source": "方案.txt",
    }
    text = run(capsys, "read", file, plan, "--dry-run")[1]
    assert "· 第 3 段：像标题，也像正文。\n" in text
    assert "first:1=heading 作为标题（已按此处理） / first:1=other 作为正文" in text
    assert [choices.picks for _, choices in fake.asked] == [{}, {}]


def test_a_pick_settles_a_doubt_and_the_one_it_raises(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, fake: FakeReading
) -> None:
    picks = ["--pick", "second:2=heading", "--pick", "first:1=other"]
    report = run_json(capsys, "read", file, plan, *picks, "--revisions", "original")
    assert report["findings"] == []
    assert dump(capsys, file)["outline"][0]["title"] == "first:1=other、second:2=heading"
    assert all(choices.revisions is Revisions.ORIGINAL for _, choices in fake.asked)


def test_a_pick_can_name_its_file(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, table: Path, fake: FakeReading
) -> None:
    report = run_json(capsys, "read", file, plan, table, "--dry-run", "--pick", "车位.csv:first:1=heading")
    assert [finding["source"] for finding in report["findings"] if finding["question"]] == ["方案.txt"]


@pytest.mark.parametrize(
    ("pick", "says"),
    [
        ("first:1", "写法不对"),
        ("=heading", "写法不对"),
        ("first:1=nothing", "heading、other"),
        ("third:3=heading", "third:3"),
        ("second:2=heading", "second:2"),  # nobody asks that before the first is answered so
    ],
)
def test_a_wrong_pick_is_wrong_usage_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, fake: FakeReading, pick: str, says: str
) -> None:
    code, out, err = run(capsys, "read", file, plan, "--pick", pick)
    assert (code, out) == (2, "")
    assert says in err
    assert not file.exists()
    assert bool(fake.asked) is ("写法" not in says)


def test_progress_is_shown_on_a_terminal_and_wiped(
    file: Path, plan: Path, fake: FakeReading, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "read", file, plan, "--dry-run")[2] == ""
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(["read", str(file), str(plan), "--dry-run"]) == 0
    assert screen.getvalue() == "\r\x1b[K正在读取 方案.txt 1/2\r\x1b[K"


def test_ctrl_c_leaves_the_plan_file_as_it_was(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    for there in (False, True):
        if there:
            run_json(capsys, "read", file, plan)
            plan.write_text(PLAN.replace("第一", "第二"), encoding="utf-8")
        before = dump(capsys, file) if there else None
        for place in ((reading_commands, "_read_settled"), (routines, "apply_draft")):
            with monkeypatch.context() as patch:
                patch.setattr(*place, interrupted)
                code, out, err = run(capsys, "read", file, plan)
            assert (code, out, err) == (130, "", f"{Cancelled()}\n")
            assert file.exists() is there
            assert there is False or dump(capsys, file) == before
        names = {path.name for path in file.parent.iterdir()}
        assert names == ({"方案.txt", "方案.fangan"} if there else {"方案.txt"})


def test_a_reading_process_that_dies_is_a_refused_file(
    capsys: pytest.CaptureFixture[str], file: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = (sys.executable, "-c", "raise SystemExit(1)")
    monkeypatch.setattr("importers.worker.reader_command", lambda: command)
    code, out, err = run(capsys, "read", file, plan)
    assert (code, out) == (4, "")
    assert err == "读取文件的程序没有启动。请稍后再试；若反复出现，请重新安装方案工作台。\n"
    assert not file.exists()


def test_the_forms_of_tables_are_read_there_too(table: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    specs = routines.read_table_forms(table, lambda done, total: steps.append((done, total)))
    assert [[column.title for column in spec.columns] for spec in specs] == [["序号", "区", "车位"]]
    with pytest.raises(ImportFileError) as refused:
        routines.read_table_forms(tmp_path / "没有.csv")
    assert refused.value.code == "file_missing"
    with pytest.raises(Cancelled):
        routines.read_source(table, None, lambda: True)
