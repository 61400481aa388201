"""The words of the command line: its commands, their arguments and argparse's own sentences in Chinese."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from desktop import (
    backup_commands,
    check_commands,
    collect_commands,
    commands,
    export_commands,
    layout_commands,
    reading_commands,
    safety_commands,
    version_commands,
)

USAGE = 2

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "要写其中一个：%s",
    "not allowed with argument %s": "不能和 %s 一起用",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "后面要跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可用的有：%(choices)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
}


class _Parser(argparse.ArgumentParser):
    """argparse speaks Chinese and exits with 2 on wrong usage."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command; what it parsed says in `run` what to call."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    parser = _Parser(prog="fangan", description="方案工作台：不带命令时打开窗口。")
    subparsers = parser.add_subparsers(metavar="命令", required=True)

    def add(name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = subparsers.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(run=run)
        return command

    def add_file(command: argparse.ArgumentParser) -> None:
        command.add_argument("file", metavar="FILE", type=Path, help="方案文件")

    new = add("new", "新建方案文件", commands.new)
    add_file(new)
    new.add_argument("--sample", action="store_true", help="带示例方案")

    reading_commands.add_arguments(add("read", "把方案或表格读入方案文件，没有就新建", reading_commands.read))

    export_commands.add_arguments(add("export", "生成正式的 Word、Excel、PDF 文件，或审阅稿", export_commands.export))

    layout_commands.add_arguments(
        add("check-layout", "按版式检查 Word 文件的格式，可以另写改正稿", layout_commands.check_layout_of_file)
    )

    check = add("check", "检查方案内容，列出需要核对的地方", check_commands.check)
    add_file(check)
    _add_json(check)
    dump = add("dump", "把整个方案输出为 JSON", commands.dump)
    add_file(dump)
    for name, help_text, run in (
        ("undo", "撤销最近一步", commands.undo),
        ("redo", "重做刚撤销的一步", commands.redo),
        ("history", "列出操作记录，最近的在前", commands.history),
    ):
        command = add(name, help_text, run)
        add_file(command)
        _add_json(command)
    collect_commands.add_commands(add)
    version = add("version", "给现在的内容起一个版本名，以后可以对照", version_commands.keep_version)
    add_file(version)
    version.add_argument("name", metavar="NAME", help="版本名称，如“征求意见稿 1”")
    _add_json(version)
    versions = add("versions", "列出留存的版本，最近的在前", version_commands.list_versions)
    add_file(versions)
    _add_json(versions)
    verify = add("verify", "检查方案文件是否完好", safety_commands.verify)
    add_file(verify)
    _add_json(verify)
    salvage = add("salvage", "把损坏的方案文件里还能读出的内容存成新文件", safety_commands.salvage_file)
    add_file(salvage)
    salvage.add_argument("--to", metavar="FILE", type=Path, required=True, help="新文件，不能已经存在")
    _add_json(salvage)
    backup = add("backup", "立即备份方案文件", backup_commands.backup)
    add_file(backup)
    _add_json(backup)
    restore = add("restore", "把备份恢复为新文件；不写 BACKUP 时列出备份", backup_commands.restore_backup)
    add_file(restore)
    restore.add_argument("backup", metavar="BACKUP", nargs="?", help="列表中的序号，或备份文件")
    restore.add_argument("--to", metavar="FILE", type=Path, help="恢复成哪个文件，不能已经存在")
    _add_json(restore)
    _add_json(add("self-test", "在临时文件夹里自检：示例、编辑、撤销、导出、窗口", commands.self_test))
    return parser


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="以 JSON 报告")
