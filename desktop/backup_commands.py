"""`fangan backup` and `fangan restore`; both return their exit codes."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from db.backups import (
    Backup,
    BackupReason,
    backups_of,
    open_backup,
    restore,
    restored_path,
    take_backup,
)
from db.connection import check_plan_file
from db.places import Home
from desktop import routines
from domain.labels import BACKUP_REASON_LABELS

NAMES = ("backup", "restore")


def backup(options: argparse.Namespace) -> int:
    """`fangan backup FILE`: of the file as it stands on the disk; one state is backed up once."""
    path: Path = options.file
    home = Home.default()
    with routines.viewed(path, home) as store:
        taken = take_backup(store.db, home, BackupReason.MANUAL, path)
    newest = taken or backups_of(home, path)[0]
    if options.json:
        _print_json({"taken": taken is not None, "backup": _backup_json(newest)})
    elif taken is not None:
        sys.stdout.write(f"已备份“{path.name}”并核对无误：{taken.path}\n")
    else:
        sys.stderr.write(f"“{path.name}”与 {_moment(newest)} 的备份相同，没有再备份。\n")
    return 0


def restore_backup(options: argparse.Namespace) -> int:
    """`fangan restore FILE [BACKUP] [--to FILE]`: a new document; without BACKUP the list, newest first."""
    path: Path = options.file
    backups = backups_of(Home.default(), path)
    if options.backup is None:
        if not backups:
            check_plan_file(path)  # a name mistyped is likelier than a plan without backups
        return _list(path, backups, options.json)
    chosen = _choose(options.backup, backups)
    target = restore(chosen, options.to or restored_path(path, chosen))
    if options.json:
        _print_json({"file": str(target), "backup": _backup_json(chosen)})
    else:
        sys.stdout.write(f"已把 {_moment(chosen)} 的备份恢复为“{target.name}”，原文件没有改动：{target}\n")
    return 0


def _choose(word: str, backups: list[Backup]) -> Backup:
    if word.isdecimal() and 1 <= int(word) <= len(backups):
        return backups[int(word) - 1]
    return open_backup(Path(word))


def _list(path: Path, backups: list[Backup], as_json: bool) -> int:
    if as_json:
        _print_json({"backups": [_backup_json(one) for one in backups]})
    elif not backups:
        sys.stderr.write(f"“{path.name}”还没有备份。\n")
    for number, one in enumerate(() if as_json else backups, 1):
        damaged = "" if one.is_sound() else "  （已损坏，不能恢复）"
        size = max(1, round(one.size / 1024))
        sys.stdout.write(f"{number:>3}  {_moment(one)}  {BACKUP_REASON_LABELS[one.reason]}  {size} KB{damaged}\n")
    return 0


def _backup_json(one: Backup) -> dict[str, object]:
    return {
        "file": str(one.path),
        "revision": one.revision,
        "at": one.at.astimezone().isoformat(timespec="seconds"),
        "reason": one.reason.value,
        "size": one.size,
        "sound": one.is_sound(),
    }


def _moment(one: Backup) -> str:
    return one.at.astimezone().strftime("%Y-%m-%d %H:%M")


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
