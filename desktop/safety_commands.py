"""The commands that look after a plan file itself; every one returns its exit code."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from db.gathering import SalvagedTable
from db.inspection import inspect_file
from db.places import Home
from db.salvage import SalvageReport, salvage
from domain.errors import FanganError
from domain.labels import TABLE_LABELS

NAMES = ("verify", "salvage")


def verify(options: argparse.Namespace) -> int:
    """`fangan verify FILE`: a sound file ends with 0, a foreign one with 3, a damaged one with 4."""
    path: Path = options.file
    try:
        inspection = inspect_file(path)
    except FanganError as error:
        if options.json:
            _print_json({"sound": False, "code": error.code, "message": error.message, "hint": error.hint})
        raise
    if options.json:
        _print_json({"sound": True, **asdict(inspection)})
        return 0
    digest = "内容摘要" if inspection.digest_checked else "（旧版本的文件没有内容摘要）"
    checked = f"文件头、表格结构、数据页、引用关系、{digest}、操作记录".replace("、（", "（")
    sys.stdout.write(
        f"“{path.name}”完好：{inspection.rows} 条内容、{inspection.operations} 步操作。\n核对了{checked}。\n"
    )
    return 0


def salvage_file(options: argparse.Namespace) -> int:
    """`fangan salvage DAMAGED --to FILE`: 1 when something was lost or has to be put in its place by hand."""
    report = salvage(options.file, options.to, Home.default())
    if options.json:
        _print_json(_salvage_json(report))
    else:
        sys.stdout.write(_salvage_text(options.file, report))
    return 1 if report.lost or any(table.moved or table.mended for table in report.tables) or _may_lack(report) else 0


def _may_lack(report: SalvageReport) -> bool:
    """Whether rows may be missing that left no trace."""
    return report.unreadable_pages > 0 and not report.is_proven


def _salvage_json(report: SalvageReport) -> dict[str, object]:
    return {
        "file": str(report.target),
        "taken": report.taken,
        "lost": report.lost,
        "stand_ins": report.stand_ins,
        "unreadable_pages": report.unreadable_pages,
        "complete": report.is_proven,
        "backup": None if report.backup is None else str(report.backup.path),
        "tables": [{**asdict(table), "label": TABLE_LABELS[table.table]} for table in report.tables],
    }


def _salvage_text(damaged: Path, report: SalvageReport) -> str:
    lines = [f"已把“{damaged.name}”里的 {report.taken} 条内容抢救到“{report.target.name}”，原文件没有改动。"]
    lines += [_table_line(table) for table in report.tables if table.taken or table.lost]
    if report.is_proven:
        lines.append("经核对，与最后一次保存时的内容完全一致，没有丢失。")
    elif report.lost:
        lines.append(f"确知丢失 {report.lost} 条，请对照纸质稿或其他副本补上。")
    if report.stand_ins:
        words = "标题、单位、附表及其行和列里，有 {} 条丢失但还有内容归在它们下面：已用“（救回）”开头的名称顶替，"
        lines.append(words.format(report.stand_ins) + "内容和次序照旧，请改回原名。")
    if _may_lack(report):
        lines.append(f"另有 {report.unreadable_pages} 页读不出来，可能还有没有痕迹的丢失，请通读一遍。")
    if report.backup is not None:
        moment = report.backup.at.astimezone().strftime("%Y-%m-%d %H:%M")
        lines.append(f"取自备份的内容是 {moment} 的，可能比丢失的旧。")
    lines.append("新文件的操作记录从这次抢救开始。")
    return "\n".join(lines) + "\n"


def _table_line(table: SalvagedTable) -> str:
    notes = [
        f"{count} 条{words}"
        for count, words in (
            (table.from_history, "取自操作记录"),
            (table.from_backup, "取自备份"),
            (table.moved, "失去上级、移到了最前面"),
            (table.mended, "有读坏的地方，请核对"),
            (table.lost, "丢失"),
        )
        if count
    ]
    return f"· {TABLE_LABELS[table.table]} {table.taken} 条" + (f"（{'，'.join(notes)}）" if notes else "")


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
