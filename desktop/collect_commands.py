"""`fangan forms`, `fangan collect` and `fangan consolidate`: forms out, returns in, rows into tables."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.backups import BackupReason
from db.collections import load_collection, load_enterprises
from db.consolidating import apply_consolidation
from db.snapshot import load_snapshot
from db.tables import load_tables
from desktop import collecting, routines
from domain.consolidating import consolidate
from domain.consolidation import Consolidation, StepKind
from domain.errors import InputError
from domain.returns import ReturnedFile, ReturnKind, ReturnPlan, RowKind

NAMES = ("forms", "collect", "consolidate")

_KIND_WORDS = {
    ReturnKind.NEW: "首次报送",
    ReturnKind.CORRECTED: "更正",
    ReturnKind.KNOWN: "已收过",
    ReturnKind.UNCHANGED: "内容没有变化",
    ReturnKind.EMPTY: "没有填报内容",
    ReturnKind.REFUSED: "没有读取",
}
_STEP_WORDS = {
    StepKind.ADD: "新增",
    StepKind.LINK: "并入",
    StepKind.CHANGE: "更新",
    StepKind.KEEP: "保留办公室文字",
    StepKind.REMOVE: "撤下",
    StepKind.RELEASE: "保留办公室文字",
    StepKind.JOIN: "列入",
    StepKind.UNJOIN: "移出",
}


def add_commands(add: Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]) -> None:
    """Put the three commands into the parser."""
    command = add("forms", "生成征集表，一家企业一份", write_forms)
    command.add_argument("file", metavar="FILE", type=Path, help="方案文件")
    command.add_argument("--to", metavar="DIR", type=Path, required=True, help="存放到哪个文件夹")
    command.add_argument("--form", metavar="NAME", default="", help="征集表的名称，如 质量问题征集表")
    command.add_argument("--due", metavar="DATE", default="", help="报送期限，如 2026-12-01")
    command.add_argument("--blank", action="store_true", help="只要一份空白表")
    command.add_argument("--json", action="store_true", help="以 JSON 报告")
    command = add("collect", "导入回收的文件", collect)
    command.add_argument("file", metavar="FILE", type=Path, help="方案文件")
    command.add_argument("folder", metavar="FOLDER", type=Path, nargs="+", help="文件夹、压缩包或文件")
    command.add_argument("--form", metavar="NAME", default="", help="征集表的名称")
    command.add_argument("--returns", metavar="DIR", type=Path, help="把标出错误的退回件写到这个文件夹")
    command.add_argument("--dry-run", action="store_true", help="只看会怎样，不写入方案")
    command.add_argument("--json", action="store_true", help="以 JSON 报告")
    command = add("consolidate", "把回收的内容汇总到附表", consolidate_returns)
    command.add_argument("file", metavar="FILE", type=Path, help="方案文件")
    command.add_argument("--table", metavar="LABEL", default="", help="只汇总到这张附表，如 附表1")
    command.add_argument("--dry-run", action="store_true", help="只看会怎样，不写入方案")
    command.add_argument("--json", action="store_true", help="以 JSON 报告")


def write_forms(options: argparse.Namespace) -> int:
    """`fangan forms FILE --to DIR [--form NAME] [--blank] [--due DATE]`."""
    from exporters.forms import FormCopy, write_forms

    with routines.edited(options.file) as document:
        content = load_snapshot(document.store).content
        form = collecting.ensure_form(document.store, content, options.form)
        key = document.document_id
    asked = () if options.blank else content.enterprises
    copies = [FormCopy(form, key, one, options.due) for one in asked] or [FormCopy(form, key, due=options.due)]
    paths = write_forms(copies, options.to, _show_progress if sys.stderr.isatty() else None)
    if options.json:
        _print_json({"form": form.title, "files": [str(path) for path in paths]})
    else:
        sys.stdout.writelines(f"{path}\n" for path in paths)
    return 0


def collect(options: argparse.Namespace) -> int:
    """`fangan collect FILE FOLDER [--form NAME] [--returns DIR] [--dry-run]`."""
    for path in options.folder:
        if not path.exists():
            raise InputError("no_folder", f"找不到“{path}”。", "请核对路径后再试。")
    if options.dry_run:
        with routines.viewed(options.file) as store:
            snapshot = load_snapshot(store)
        form = collecting.form_or_shipped(snapshot.content, options.form)
        read = _read(options, form, snapshot.content)
        plan = collecting.plan_for(read, form, snapshot)
    else:
        with routines.edited(options.file) as document:
            content = load_snapshot(document.store).content
            form = collecting.ensure_form(document.store, content, options.form)
            read = _read(options, form, content)
            plan = collecting.plan_for(read, form, load_snapshot(document.store))
            document.back_up(BackupReason.IMPORT)
            collecting.take_in(document.store, plan, read)
    returned = collecting.write_marked(plan, read, options.returns) if options.returns is not None else ()
    _report_returns(plan, returned, as_json=options.json)
    return 1 if any(one.is_doubtful or one.mistakes for one in plan.files) else 0


def consolidate_returns(options: argparse.Namespace) -> int:
    """`fangan consolidate FILE [--table 附表1] [--dry-run]`."""
    if options.dry_run:
        with routines.viewed(options.file) as store:
            plans = _consolidations(store, options.table)
    else:
        with routines.edited(options.file) as document:
            plans = _consolidations(document.store, options.table)
            if any(plan.steps for plan in plans):
                document.back_up(BackupReason.IMPORT)
            for plan in plans:
                apply_consolidation(document.store, plan)
    _report_steps(plans, as_json=options.json)
    return 1 if any(plan.doubles for plan in plans) else 0


def _read(options: argparse.Namespace, form: Any, content: Any) -> collecting.ReadReturns:
    given = list(collecting.returned_files(options.folder))
    progress = _show_progress if sys.stderr.isatty() else None
    return collecting.read_returns(given, collecting.choices_for(form, content), progress)


def _consolidations(store: Any, label: str) -> list[Consolidation]:
    collection, enterprises, tables = load_collection(store.db), load_enterprises(store.db), load_tables(store.db)
    wanted = [form for form in collection.forms if form.rule is not None and label in ("", form.rule.table)]
    if label and not wanted:
        raise InputError("no_rule", f"没有哪份征集表汇总到“{label}”。", "请核对附表编号和征集表的汇总规则。")
    plans = []
    for form in wanted:
        table = next((one for one in tables if form.rule is not None and one.spec.label == form.rule.table), None)
        if table is not None:
            plans.append(consolidate(form, table, collection, enterprises))
        elif label:
            raise InputError("no_table", f"方案里没有“{label}”。", "请先建好这张附表，再汇总。")
    return plans


def _report_returns(plan: ReturnPlan, returned: tuple[Path, ...], *, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "form": plan.form.title,
                "files": [_file_to_json(one) for one in plan.files],
                "new": plan.count(RowKind.NEW),
                "changed": plan.count(RowKind.CHANGED),
                "same": plan.count(RowKind.SAME),
                "gone": plan.count(RowKind.GONE),
                "returned": [str(path) for path in returned],
            }
        )
        return
    for one in plan.files:
        rows = len(one.draft.rows) if one.draft else 0
        sender = one.sender.name if one.sender else one.name
        told = one.error or f"{sender}，{rows} 行" + (f"，其中 {one.mistakes} 行有错" if one.mistakes else "")
        sys.stdout.write(f"{one.file}  {_KIND_WORDS[one.kind]}  {told}\n")
        for finding in one.findings:
            sys.stdout.write(f"    {finding.message}\n")
        for row in one.draft.rows if one.draft else ():
            for mistake in row.findings:
                sys.stdout.write(f"    {row.sheet} {mistake.cell}：{mistake.message}\n")
    sys.stdout.writelines(f"{path}\n" for path in returned)


def _file_to_json(one: ReturnedFile) -> dict[str, Any]:
    draft = one.draft
    return {
        "file": one.file,
        "kind": one.kind.value,
        "enterprise": one.sender.name if one.sender else one.name,
        "round": one.round,
        "rows": len(draft.rows) if draft else 0,
        "taken": sum(row.is_taken for row in draft.rows) if draft else 0,
        "filled": draft.filled if draft else 0,
        "read": draft.read if draft else 0,
        "error": one.error,
        "findings": [{"code": f.code, "where": f.where, "message": f.message} for f in one.findings],
        "mistakes": [
            {"sheet": row.sheet, "row": row.row, "cell": f.cell, "field": f.field, "code": f.code, "message": f.message}
            for row in (draft.rows if draft else ())
            for f in row.findings
        ],
        "aside": [
            {"sheet": a.sheet, "cell": a.cell, "text": a.text, "reason": a.reason}
            for a in (draft.aside if draft else ())
        ],
    }


def _report_steps(plans: list[Consolidation], *, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "tables": [
                    {
                        "form": plan.form.title,
                        "table": plan.form.rule.table if plan.form.rule else "",
                        "steps": {kind.value: count for kind, count in plan.counts().items()},
                        "doubles": [
                            {"first": one.first, "second": one.second, "likeness": one.likeness} for one in plan.doubles
                        ],
                    }
                    for plan in plans
                ]
            }
        )
        return
    for plan in plans:
        rule = plan.form.rule
        label = rule.table if rule else ""
        counts = "，".join(f"{_STEP_WORDS[kind]} {count}" for kind, count in plan.counts().items()) or "没有新的内容"
        sys.stdout.write(f"{plan.form.title} → {label}：{counts}\n")
        if plan.doubles:
            sys.stdout.write(f"    有 {len(plan.doubles)} 对内容相近的条目，请在窗口里核对是否合并。\n")


def _show_progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done}/{total}" + ("\n" if done >= total else ""))
    sys.stderr.flush()


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
