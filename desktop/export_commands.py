"""`fangan export`: official files and review copies of a plan, and what there is to know of their fonts."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from db.retention import export_clean_copy
from desktop import routines
from domain.checks import Finding, Severity
from domain.errors import InputError

NAMES = ("export",)
_DEFAULT_FORMATS = ("docx", "xlsx")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What `fangan export` takes."""
    command.add_argument("file", metavar="FILE", type=Path, help="方案文件")
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="DIR", type=Path, help="存放到哪个文件夹")
    where.add_argument("--clean", metavar="COPY", type=Path, help="另存一份不带操作记录的干净副本（.fangan）")
    command.add_argument("--format", dest="formats", nargs="+", metavar="FORMAT", default=[],
                         help="docx、xlsx、pdf，可以写几个；不写时为 docx 和 xlsx")  # fmt: skip
    command.add_argument("--part", dest="parts", nargs="+", metavar="NAME", default=[],
                         help="只要其中几份，如 附表1、任务分解表")  # fmt: skip
    command.add_argument("--working-copies", action="store_true", help="每个 Excel 文件另附一份工作底稿")
    command.add_argument("--review", action="store_true", help="改为生成审阅稿（PDF，有水印和版本说明）")
    command.add_argument("--copies", metavar="N", type=int, default=0, help="审阅稿印几份，从 000001 起编份号")
    command.add_argument("--margin", action="store_true", help="审阅稿外侧留出批注用的审阅边")
    command.add_argument("--watermark", metavar="TEXT", help="审阅稿的水印，不写时为“审阅稿”，写成空的就没有水印")
    command.add_argument("--json", action="store_true", help="以 JSON 报告")


def export(options: argparse.Namespace) -> int:
    """`fangan export FILE --to DIR …`, or `fangan export FILE --clean COPY`."""
    if options.clean is not None:
        with routines.viewed(options.file) as store:
            _report([export_clean_copy(store, options.clean)], [], as_json=options.json)
        return 0
    _check(options)
    paths = routines.export_file(
        options.file,
        options.to,
        options.formats or _DEFAULT_FORMATS,
        options.parts,
        _show_progress if sys.stderr.isatty() else None,
        working_copies=options.working_copies,
        review=options.review,
        copies=options.copies,
        margin=options.margin,
        watermark=options.watermark,
    )
    findings = routines.font_findings(options.file)
    _report(paths, findings, as_json=options.json)
    return 1 if any(finding.severity is not Severity.NOTE for finding in findings) else 0


def _check(options: argparse.Namespace) -> None:
    """Raise InputError for words that do not go together."""
    if options.review and options.formats not in ([], ["pdf"]):
        raise InputError("review_is_pdf", "审阅稿只有 PDF 格式。", "请去掉 --format，或者去掉 --review。")
    if not options.review and (options.copies or options.margin or options.watermark is not None):
        raise InputError("review_only", "份号、审阅边和水印只用于审阅稿。", "请加上 --review。")


def _report(paths: Sequence[Path], findings: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        listed = [
            {"severity": one.severity.value, "code": one.code, "where": one.where, "message": one.message}
            for one in findings
        ]
        report = {"files": [str(path) for path in paths], "findings": listed}
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        return
    for path in paths:
        sys.stdout.write(f"{path}\n")
    for one in findings:
        sys.stderr.write(f"· {one.where}：{one.message}\n")


def _show_progress(done: int, total: int, name: str) -> None:
    sys.stderr.write(f"\r\x1b[K{done}/{total} {name}" + ("\n" if done == total else ""))
