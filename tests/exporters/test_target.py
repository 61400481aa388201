"""Old file or new file, never a broken one."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from domain.errors import Cancelled, ExportError
from exporters.target import Staging


def write_zip(stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "新")


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_what_a_killed_export_left_is_swept_by_a_later_one(tmp_path: Path) -> None:
    left, recent = tmp_path / ".fangan-1-0.tmp", tmp_path / ".fangan-2-0.tmp"
    for path in (left, recent):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))
    with Staging(tmp_path) as staging:
        staging.add("一.docx", write_zip)
        staging.publish()
    assert leftovers(tmp_path) == [recent.name]


def test_files_appear_when_published(tmp_path: Path) -> None:
    folder = tmp_path / "甲" / "乙"
    with Staging(folder) as staging:
        staging.add("一.docx", write_zip)
        staging.add("二.docx", write_zip)
        assert not (folder / "一.docx").exists()
        assert staging.publish() == (folder / "一.docx", folder / "二.docx")
    assert zipfile.is_zipfile(folder / "二.docx")
    assert leftovers(folder) == []


@pytest.mark.parametrize("failure", [Cancelled(), RuntimeError("bug"), KeyboardInterrupt()])
def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    old = tmp_path / "二.docx"
    old.write_bytes(b"old")

    def fail(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise failure

    with pytest.raises(type(failure)), Staging(tmp_path) as staging:
        staging.add("一.docx", write_zip)
        staging.add("二.docx", fail)
    assert [path.name for path in tmp_path.iterdir()] == ["二.docx"]
    assert old.read_bytes() == b"old"


def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with pytest.raises(Cancelled), Staging(tmp_path / "甲" / "乙"):
        raise Cancelled
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "disk_full", "磁盘空间不足"),
        (errno.EACCES, "folder_not_writable", "没有权限"),
        (errno.ENOENT, "folder_missing", "找不到文件夹"),
        (errno.EIO, "not_written", "出错"),
    ],
)
def test_what_the_system_refuses_becomes_a_sentence(tmp_path: Path, number: int, code: str, words: str) -> None:
    def fail(stream: BinaryIO) -> None:
        raise OSError(number, "no")

    with pytest.raises(ExportError) as caught, Staging(tmp_path) as staging:
        staging.add("一.docx", fail)
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.hint.endswith("。")
    assert list(tmp_path.iterdir()) == []


def test_a_file_held_by_another_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "一.docx"
    old.write_bytes(b"old")

    def refuse(self: Path, target: Any) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError) as caught, Staging(tmp_path, patience=0.0) as staging:
        staging.add("一.docx", write_zip)
        staging.publish()
    assert caught.value.code == "file_is_open"
    assert "一.docx" in caught.value.message
    assert "另存" in caught.value.hint
    assert old.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_file_that_is_not_whole_replaces_nothing(tmp_path: Path) -> None:
    def cut(stream: BinaryIO) -> None:
        write_zip(stream)
        stream.seek(0)
        stream.truncate(20)

    with pytest.raises(ExportError) as caught, Staging(tmp_path) as staging:
        staging.add("一.docx", cut)
    assert caught.value.code == "not_whole"
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(b"")
    for folder in (tmp_path / "甲", tmp_path / "甲" / "乙"):
        with pytest.raises(ExportError), Staging(folder):
            pass
