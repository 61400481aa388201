"""The commands behind `fangan`, one function each; every one returns its exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from db.document import Document
from db.outline import set_title
from db.places import Home
from db.snapshot import load_snapshot
from desktop import (
    backup_commands,
    check_commands,
    collect_commands,
    export_commands,
    layout_commands,
    reading_commands,
    routines,
    safety_commands,
    version_commands,
)
from desktop.opening import has_screen
from domain.changes import ChangeSet, Operation
from domain.errors import FanganError
from domain.exchange import content_to_json

NAMES = (
    "new",
    "dump",
    "undo",
    "redo",
    "history",
    "self-test",
    *export_commands.NAMES,
    *reading_commands.NAMES,
    *layout_commands.NAMES,
    *safety_commands.NAMES,
    *backup_commands.NAMES,
    *check_commands.NAMES,
    *version_commands.NAMES,
    *collect_commands.NAMES,
)
_STATE_WORDS = {"done": "", "undone": "（已撤销）"}


def new(options: argparse.Namespace) -> int:
    """`fangan new FILE [--sample]`."""
    path: Path = options.file
    if options.sample:
        routines.create_sample(path)
    else:
        routines.create_plan(path)
    _say(f"已新建 {path.name}")
    return 0


def dump(options: argparse.Namespace) -> int:
    """`fangan dump FILE`: the whole plan as JSON."""
    with routines.viewed(options.file) as store:
        _print_json(content_to_json(load_snapshot(store).content))
    return 0


def undo(options: argparse.Namespace) -> int:
    """`fangan undo FILE`."""
    return _step(options, "撤销")


def redo(options: argparse.Namespace) -> int:
    """`fangan redo FILE`."""
    return _step(options, "重做")


def _step(options: argparse.Namespace, word: str) -> int:
    with routines.edited(options.file) as document:
        changes: ChangeSet = document.store.undo() if word == "撤销" else document.store.redo()
    operation = changes.operation
    if options.json:
        _print_json({"operation": None if operation is None else _operation(operation)})
    elif operation is None:
        _say(f"没有可以{word}的操作。")
    else:
        sys.stdout.write(f"已{word} {operation.label}\n")
    if document.conflict is not None:
        _say(routines.conflict_sentence(options.file, document.conflict))
        return 1
    return 0


def history(options: argparse.Namespace) -> int:
    """`fangan history FILE`: newest first."""
    with routines.viewed(options.file) as store:
        operations = store.history()
    if options.json:
        _print_json({"operations": [_operation(operation) for operation in operations]})
        return 0
    for operation in operations:
        moment = operation.at[:16].replace("T", " ")
        sys.stdout.write(f"{moment}  {operation.who}  {operation.label}{_STATE_WORDS[operation.state]}\n")
    return 0


def _operation(operation: Operation) -> dict[str, object]:
    return {**asdict(operation), "state": operation.state.value}


def self_test(options: argparse.Namespace) -> int:
    """`fangan self-test`: the whole way once in a temporary folder; 0 when all of it worked."""
    steps: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "自检.fangan"
        routines.create_sample(path)
        steps.append("示例方案")
        _edit_and_undo(path)
        steps.append("编辑与撤销")
        written = routines.export_file(path, Path(folder) / "导出", home=Home(path.parent / "工作副本"))
        if not written or any(not file.stat().st_size for file in written):
            raise FanganError("self_test_export", "自检没有通过：导出的文件是空的。", "请重新安装方案工作台。")
        steps.append(f"导出 {len(written)} 个文件")
        steps.append(_tour_window(path))
    if options.json:
        _print_json({"passed": steps})
    else:
        sys.stdout.write("自检通过：" + "、".join(steps) + "。\n")
    return 0


def _tour_window(path: Path) -> str:
    """Open the window for real and visit every place; where there is no screen, on Qt's invisible one."""
    name = "窗口"
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        name = "窗口（本机没有屏幕，在后台打开）"
    from desktop.app import run_window

    if run_window(path, smoke=True) != 0:
        raise FanganError("self_test_window", "自检没有通过：窗口没有正常打开和关闭。", "请重新安装方案工作台。")
    return name


def _edit_and_undo(path: Path) -> None:
    document = Document.open(path, Home(path.parent / "工作副本"))
    store = document.store
    try:
        before = content_to_json(load_snapshot(store).content)
        node = load_snapshot(store).content.placed()[0].node
        edited = set_title(store, node.id, f"{node.title}（自检）")
        changed = content_to_json(load_snapshot(store).content) != before
        document.publish()
        store.undo()
        if not edited or not changed or content_to_json(load_snapshot(store).content) != before:
            raise FanganError("self_test_undo", "自检没有通过：撤销后内容不一致。", "请重新安装方案工作台。")
    finally:
        document.close()


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _say(text: str) -> None:
    """A message for the person at the terminal: results alone go to standard output."""
    sys.stderr.write(f"{text}\n")
