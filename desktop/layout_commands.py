"""`fangan check-layout`: what a Word file says of its layout, judged by a profile, and a corrected copy of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from db.plan import load_info
from desktop import routines
from domain.checks import Severity
from domain.errors import InputError

if TYPE_CHECKING:
    from domain.word_facts import WordFacts
    from exporters.layout_check import LayoutFinding
    from exporters.page import Layout
    from importers.worker import Reader

NAMES = ("check-layout",)
SEVERITY_LABELS = {Severity.MUST: "不符", Severity.LOOK: "请核对", Severity.NOTE: "供参考"}
_MOST_PROFILE = 1024**2
_SQLITE = b"SQLite format 3\0"
_TAIL = "改正稿"

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class Examined:
    """A Word file that was judged: its facts, what was found, and the very bytes that were read."""

    path: Path
    layout: Layout
    facts: WordFacts
    findings: Sequence[LayoutFinding]
    data: bytes = field(repr=False)

    @property
    def fixable(self) -> int:
        """How many findings have one right answer."""
        return sum(one.is_fixable for one in self.findings)


def examine(
    path: Path,
    layout: Layout,
    reader: Reader,
    progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Examined:
    """Read a Word file in the reading process and judge it.

    Raises ImportFileError when it is refused, Cancelled when `is_cancelled` says so.
    """
    from exporters.layout_check import check_layout
    from importers.guard import open_source

    file = open_source(path)
    facts = reader.read_word_facts(file, progress=progress, is_cancelled=is_cancelled)
    return Examined(path, layout, facts, tuple(check_layout(layout, facts)), file.data)


def write_copy(examined: Examined, target: Path) -> Path:
    """Write the corrected copy of an examined file. Raises InputError or ExportError."""
    from exporters.layout_fix import write_corrected

    check_target(examined.path, target)
    return write_corrected(examined.layout, examined.facts, examined.findings, examined.data, target)


def check_target(source: Path, target: Path) -> None:
    """Raise InputError when a copy would take the place of the file itself or change its kind."""
    if target.resolve() == source.resolve():
        raise InputError("same_file", "改正稿不能覆盖原来的文件。", "请换一个文件名。")
    if target.suffix.casefold() != source.suffix.casefold():
        raise InputError(
            "other_suffix", f"改正稿的文件名应以“{source.suffix}”结尾，与原文件一致。", "请改文件名后再试。"
        )


def suggested_copy(source: Path) -> Path:
    """Where a corrected copy shall be: 名称（改正稿）.docx beside the file."""
    return source.with_name(f"{source.stem}（{_TAIL}）{source.suffix}")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What `fangan check-layout` takes."""
    command.add_argument("file", metavar="FILE", type=Path, help="Word 文件（.docx）")
    command.add_argument("--fix", metavar="COPY", type=Path, help="另写一份改正稿，改正有唯一答案的地方；不能已经存在")
    command.add_argument("--layout", metavar="PROFILE", type=Path,
                         help="按哪个版式检查：版式文件（.json）或方案文件；不写时按国标")  # fmt: skip
    command.add_argument("--json", action="store_true", help="以 JSON 报告")


def check_layout_of_file(options: argparse.Namespace) -> int:
    """`fangan check-layout FILE`: 1 when something is left that a person must see to."""
    from importers.worker import Reader

    path: Path = options.file
    copy: Path | None = options.fix
    layout = load_layout(options.layout)
    if copy is not None:
        check_target(path, copy)
        if copy.exists():
            raise InputError("target_exists", f"“{copy.name}”已经存在。", "请换一个文件名，或先移走它。")
    with Reader() as reader:
        examined = examine(path, layout, reader)
    written = write_copy(examined, copy) if copy is not None and examined.fixable else None
    if options.json:
        sys.stdout.write(json.dumps(report_json(examined, written), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(_report_text(examined, written))
        if copy is not None and written is None:
            sys.stderr.write("没有可以自动改正的地方，没有写出改正稿。\n")
    left = [one for one in examined.findings if not (written and one.is_fixable)]
    return 1 if any(one.severity is not Severity.NOTE for one in left) else 0


def load_layout(path: Path | None) -> Layout:
    """The layout of a profile file or of a plan file; the standard one for None.

    Raises InputError when it is neither, StorageError when the plan cannot be read.
    """
    from exporters.page import Layout
    from exporters.profile import profile_from_json

    if path is None:
        return Layout()
    try:
        with path.open("rb") as file:
            head = file.read(_MOST_PROFILE + 1)
    except OSError as error:
        raise InputError(
            "no_layout", f"无法读取版式文件“{path.name}”。", "请检查文件名和位置。", repr(error)
        ) from error
    if head.startswith(_SQLITE):
        with routines.viewed(path) as store:
            return Layout(profile_from_json(load_info(store.db).layout))
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "bad_layout", f"“{path.name}”不是版式文件。", "请选择从版式设置里导出的 .json 文件。"
        ) from error
    if len(head) > _MOST_PROFILE or not text.strip():
        raise InputError("bad_layout", f"“{path.name}”不是版式文件。", "请选择从版式设置里导出的 .json 文件。")
    return Layout(profile_from_json(text))


def report_json(examined: Examined, written: Path | None = None) -> dict[str, object]:
    """The report as one JSON object."""
    from exporters.layout_check import clause_title

    return {
        "file": examined.path.name,
        "layout": examined.layout.profile.name,
        "copy": str(written) if written else None,
        "fixed": examined.fixable if written else 0,
        "findings": [
            {
                "code": one.code,
                "clause": clause_title(one.code),
                "severity": one.severity.value,
                "where": one.where,
                "message": one.message,
                "is": one.actual,
                "wanted": one.wanted,
                "places": list(one.places),
                "fixable": one.is_fixable,
            }
            for one in examined.findings
        ],
    }


def _report_text(examined: Examined, written: Path | None) -> str:
    from exporters.layout_check import clause_title

    findings = examined.findings
    if not findings:
        return f"“{examined.path.name}”符合版式“{examined.layout.profile.name}”，没有发现问题。\n"
    lines = [f"“{examined.path.name}”有 {len(findings)} 处与版式“{examined.layout.profile.name}”不一致："]
    clause = ""
    for one in findings:
        if one.code != clause:
            clause = one.code
            lines.append(f"{clause_title(clause)}（{clause}）")
        fixed = ("　已改正" if written else "　可改正") if one.is_fixable else ""
        lines.append(f"  · {SEVERITY_LABELS[one.severity]}　{one.where}：{one.message}{fixed}")
    if written:
        left = len(findings) - examined.fixable
        lines.append(f"已写出改正稿“{written.name}”：改正 {examined.fixable} 处，还有 {left} 处要人工处理。")
    return "\n".join(lines) + "\n"
