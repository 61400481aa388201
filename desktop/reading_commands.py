"""`fangan read`: plans and tables into a plan file, with the doubts settled as the caller says."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.drafts import preview_draft
from db.inspection import inspect_file
from db.store import Store
from desktop import routines
from domain.checks import Finding, Severity
from domain.errors import InputError
from domain.exchange import PlanDraft
from domain.merge_report import MergeReport, MergeStep, StepKind
from domain.reading import ReadingChoices, Revisions

if TYPE_CHECKING:
    from importers.worker import Reader

NAMES = ("read",)
_STEP_WORDS = {StepKind.NEW: "新增", StepKind.CHANGED: "改动", StepKind.GONE: "删去"}
_LONGEST_SHOWN = 60


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What `fangan read` takes."""
    command.add_argument("file", metavar="FILE", type=Path, help="方案文件，没有就新建")
    command.add_argument("sources", metavar="SOURCE", nargs="+", type=Path,
                         help="方案原稿（.docx .txt .md）或表格（.docx .xlsx .xls .ods .csv），可以写几个")  # fmt: skip
    command.add_argument("--dry-run", action="store_true", help="只报告会改动什么，不写入")
    command.add_argument("--revisions", choices=[one.value for one in Revisions], default=Revisions.ACCEPTED.value,
                         help="修订记录按接受（accepted）还是按未修订（original）读取")  # fmt: skip
    command.add_argument("--pick", dest="picks", action="append", metavar="QUESTION=OPTION", default=[],
                         help="存疑之处怎样处理，如 heading:12=text；可以写几次，前面可加“文件名:”")  # fmt: skip
    command.add_argument("--decline", dest="declined", action="append", metavar="KEY", default=[],
                         help="不要其中某一处改动（KEY 见 --dry-run 的报告），可以写几次")  # fmt: skip
    command.add_argument("--adopt", dest="adopted", action="append", metavar="KEY", default=[],
                         help="两边都改过的某一处以来源文件为准，可以写几次")  # fmt: skip
    command.add_argument("--json", action="store_true", help="以 JSON 报告")


def read(options: argparse.Namespace) -> int:
    """`fangan read FILE SOURCE…`: sources first, so that a refused one leaves no half-made file."""
    path: Path = options.file
    if path.exists():
        inspect_file(path)
    drafts = _read_sources(options.sources, Revisions(options.revisions), _parse_picks(options.picks))
    declined, adopted = frozenset(options.declined), frozenset(options.adopted)
    if options.dry_run:
        report = _preview(path, drafts, declined, adopted)
    else:
        report = routines.read_into(path, drafts, declined, adopted)
    if options.json:
        _print_json(_report_json(report, drafts))
    else:
        sys.stdout.write(_report_text(report, drafts, dry=options.dry_run))
    return 1 if any(finding.severity is Severity.MUST for finding in report.findings) else 0


def _parse_picks(words: Sequence[str]) -> dict[str, str]:
    picks = {}
    for word in words:
        question, _, option = word.rpartition("=")
        if not question or not option:
            raise InputError(
                "bad_pick", f"“--pick {word}”的写法不对。", "请写成 --pick QUESTION=OPTION，如 heading:12=text。"
            )
        picks[question] = option
    return picks


def _read_sources(paths: Sequence[Path], revisions: Revisions, picks: Mapping[str, str]) -> list[PlanDraft]:
    """Read all sources in one process. Raises InputError for a pick that no source has a use for."""
    from importers.worker import Reader

    used: set[str] = set()
    drafts = []
    with Reader() as reader:
        for path in paths:
            mine = {word: _question(word, path.name, paths) for word in picks}
            draft, settled = _read_settled(
                path, reader, revisions, {question: picks[word] for word, question in mine.items() if question}
            )
            used |= {word for word, question in mine.items() if question in settled}
            drafts.append(draft)
    unused = [word for word in picks if word not in used]
    if unused:
        hint = "请先不带 --pick 读一遍（可加 --dry-run），报告里列有每一处的编号和选项。"
        raise InputError("no_such_question", f"来源文件里没有编号为“{'”“'.join(unused)}”的存疑之处。", hint)
    return drafts


def _question(word: str, name: str, paths: Sequence[Path]) -> str:
    """The question a pick speaks of in the file of that name; empty when it speaks of another file."""
    if word.startswith(f"{name}:"):
        return word.removeprefix(f"{name}:")
    return "" if any(word.startswith(f"{path.name}:") for path in paths) else word


def _read_settled(
    path: Path, reader: Reader, revisions: Revisions, picks: Mapping[str, str]
) -> tuple[PlanDraft, Mapping[str, str]]:
    """Read, settle the questions that come up, and read again until no picked one is open.

    One answer may raise the next question. Raises InputError for an option that a question does not have.
    """
    settled: dict[str, str] = {}
    while True:
        with _shown_progress(path.name) as progress:
            draft = routines.read_source(path, progress, None, ReadingChoices(revisions, dict(settled)), reader)
        fresh = {
            finding.question: _checked_option(finding, picks[finding.question])
            for finding in draft.findings
            if finding.question in picks and finding.question not in settled
        }
        if not fresh:
            return draft, settled
        settled |= fresh


def _checked_option(finding: Finding, option: str) -> str:
    keys = [one.key for one in finding.options]
    if option not in keys:
        raise InputError(
            "no_such_option", f"“{finding.question}”没有选项“{option}”。", f"可用的有：{'、'.join(keys)}。"
        )
    return option


def _preview(path: Path, drafts: Sequence[PlanDraft], declined: frozenset[str], adopted: frozenset[str]) -> MergeReport:
    """What reading would do, tried on a copy so that several sources build on one another."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        if not path.exists():
            return routines.read_into(copy, drafts, declined, adopted)
        copy.write_bytes(path.read_bytes())
        store = Store.open(copy)  # not as a document: a trial takes no lock and leaves no backup
        try:
            if len(drafts) == 1:
                return preview_draft(store, drafts[0], declined, adopted)
            return routines.apply_all(store, drafts, declined, adopted)
        finally:
            store.close()


def _report_json(report: MergeReport, drafts: Sequence[PlanDraft]) -> dict[str, object]:
    sources = _sources(drafts)
    return {
        "new": report.new,
        "changed": report.changed,
        "gone": report.gone,
        "same": report.same,
        "findings": [
            {
                "severity": finding.severity.value,
                "code": finding.code,
                "where": finding.where,
                "message": finding.message,
                "question": finding.question,
                "options": [{"key": option.key, "label": option.label} for option in finding.options],
                "line": finding.line,
                "source": sources.get(id(finding), ""),
            }
            for finding in report.findings
        ],
        "steps": [
            {
                "key": step.key,
                "kind": step.kind.value,
                "where": step.where,
                "before": step.before,
                "after": step.after,
                "conflict": step.conflict,
                "by": step.by,
            }
            for step in report.steps
        ],
    }


def _sources(drafts: Sequence[PlanDraft]) -> dict[int, str]:
    """Which file each finding is about; those of the merge are about none."""
    return {id(finding): draft.source.name for draft in drafts for finding in draft.findings}


def _report_text(report: MergeReport, drafts: Sequence[PlanDraft], *, dry: bool) -> str:
    counts = f"新增 {report.new} 处，改动 {report.changed} 处，删去 {report.gone} 处，相同 {report.same} 处"
    lines = [f"{'将会' if dry else '已读取：'}{counts}。"]
    sources = _sources(drafts) if len(drafts) > 1 else {}
    for finding in report.findings:
        source = sources.get(id(finding), "")
        place = finding.where if source in finding.where else f"{source} {finding.where}"
        lines.append(f"· {place}：{finding.message}")
        if finding.question:
            lines.append(f"  {_options_text(finding)}")
    if dry:
        lines += [_step_text(step) for step in report.steps]
    return "\n".join(lines) + "\n"


def _options_text(finding: Finding) -> str:
    """“heading:12=heading 作为标题（已按此处理） / heading:12=text 作为正文”"""
    words = [f"{finding.question}={option.key} {option.label}" for option in finding.options]
    return " / ".join([f"{words[0]}（已按此处理）", *words[1:]]) if words else finding.question


def _step_text(step: MergeStep) -> str:
    conflict = "，两边都改过，保留本机的" if step.conflict else ""
    texts = "→".join(_short(text) for text in (step.before, step.after) if text)
    by = f"（{step.by}修订）" if step.by else ""
    return f"{_STEP_WORDS[step.kind]}{conflict}　{step.where}{by}：{texts}　[{step.key}]"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


@contextmanager
def _shown_progress(name: str) -> Generator[Callable[[int, int], None]]:
    """Progress on a terminal, nothing in a pipe; the line is wiped when the file is done."""
    shown = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if shown:
            sys.stderr.write(f"\r\x1b[K正在读取 {name} {done}/{total}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
