"""Files come whole or not at all: written under a temporary name, checked, then put in place."""

from __future__ import annotations

import errno
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from domain.errors import ExportError

_TEMPORARY = ".fangan-{}-{}.tmp"
# Left this long by an export that died, a temporary file is nobody's any more, whichever machine it came from.
_ABANDONED_SECONDS = 3600.0
# How long another program may hold the old file (a virus scanner, a closing Word) before we say so.
PATIENCE_SECONDS = 3.0
_RETRY_SECONDS = 0.1


class Staging:
    """Files for one folder, all written before the first is put in place.

    `add` writes under a temporary name, `publish` replaces. Left by an exception or without `publish`, the folder is
    as it was. A missing folder is made. Raises ExportError with a sentence for what a person can mend.
    """

    def __init__(self, folder: Path, patience: float = PATIENCE_SECONDS) -> None:
        self._folder = folder
        self._patience = patience
        self._made: list[Path] = []
        self._waiting: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        missing = [folder for folder in (self._folder, *self._folder.parents) if not folder.exists()]
        try:
            for folder in reversed(missing):
                folder.mkdir()
                self._made.append(folder)
        except OSError as error:
            self._remove_leftovers()
            raise _folder_error(self._folder, error) from error
        if not self._folder.is_dir():
            raise ExportError("folder_is_a_file", f"“{self._folder}”是一个文件，不是文件夹。", "请换一个文件夹再导出。")
        self._sweep()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._remove_leftovers()

    def add(self, name: str, write: Callable[[BinaryIO], None]) -> None:
        """Write a file that will be called `name`, force it to the disk and check that it can be opened."""
        temporary = self._folder / _TEMPORARY.format(os.getpid(), len(self._waiting))
        self._waiting.append((temporary, self._folder / name))
        try:
            with temporary.open("w+b") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _folder_error(self._folder, error) from error
        _check(temporary, name)

    def publish(self) -> tuple[Path, ...]:
        """Put every file in place and return their paths in order."""
        written = []
        while self._waiting:
            temporary, final = self._waiting[0]
            self._replace(temporary, final)
            written.append(final)
            del self._waiting[0]
        self._made.clear()
        _sync_folder(self._folder)
        return tuple(written)

    def _replace(self, temporary: Path, final: Path) -> None:
        until = time.monotonic() + self._patience
        while True:
            try:
                temporary.replace(final)
            except PermissionError as error:
                if time.monotonic() < until:
                    time.sleep(_RETRY_SECONDS)
                    continue
                raise ExportError(
                    "file_is_open",
                    f"“{final.name}”正被别的程序打开，没有能够替换。",
                    "请关闭该文件后重试，或者另存到别的文件夹。",
                    repr(error),
                ) from error
            except OSError as error:
                raise ExportError(
                    "not_replaced", f"“{final.name}”没有能够替换。", "请换一个文件夹再导出。", repr(error)
                ) from error
            return

    def _sweep(self) -> None:
        """Take away what an export left here that was killed."""
        for path in self._folder.glob(_TEMPORARY.format("*", "*")):
            try:
                if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                    path.unlink()
            except OSError:
                continue  # in use, or not ours to remove: it stands in nobody's way

    def _remove_leftovers(self) -> None:
        for temporary, _ in self._waiting:
            temporary.unlink(missing_ok=True)
        self._waiting.clear()
        for folder in reversed(self._made):
            if not any(folder.iterdir()):
                folder.rmdir()
        self._made.clear()


def _check(path: Path, name: str) -> None:
    """Open what was written and read it through: a file that is not whole never replaces one."""
    check = _CHECKS.get(Path(name).suffix)
    broken = check(path) if check else None
    if broken:
        raise ExportError("not_whole", f"“{name}”写出后检查不完整，没有替换原来的文件。", "请检查磁盘后重试。", broken)


def _broken_package(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip()
    except zipfile.BadZipFile as error:
        return repr(error)


def _broken_pdf(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(len(_PDF_HEAD))
        file.seek(0, os.SEEK_END)
        file.seek(max(file.tell() - _PDF_TAIL_BYTES, 0))
        tail = file.read()
    return None if head == _PDF_HEAD and _PDF_TAIL in tail else "no head or no end of a PDF"


_PDF_HEAD, _PDF_TAIL, _PDF_TAIL_BYTES = b"%PDF-", b"%%EOF", 1024
_CHECKS: dict[str, Callable[[Path], str | None]] = {
    ".docx": _broken_package,
    ".xlsx": _broken_package,
    ".pdf": _broken_pdf,
}


def _folder_error(folder: Path, error: OSError) -> ExportError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportError("disk_full", "磁盘空间不足，没有写出文件。", "请清理磁盘或换一个文件夹再导出。", repr(error))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return ExportError(
            "folder_not_writable", f"没有权限写入文件夹“{folder}”。", "请换一个文件夹再导出。", repr(error)
        )
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return ExportError(
            "folder_missing", f"找不到文件夹“{folder}”。", "请检查位置，或换一个文件夹再导出。", repr(error)
        )
    return ExportError("not_written", f"写入文件夹“{folder}”时出错。", "请换一个文件夹再导出。", repr(error))


def _sync_folder(folder: Path) -> None:
    """Force the new names to the disk; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
