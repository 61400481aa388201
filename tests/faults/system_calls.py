"""What a process did to the files below a folder, read from a log of its system calls."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_TRACED = (
    "openat,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,sendfile,close"
)
_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (\d+)(?:<([^>]*)>)?")
_HANDLE = re.compile(r"^(\w+)<([^>]*)>")
_LONGEST_DATA = 1 << 24


@dataclass(frozen=True)
class Event:
    """One change: `kind` is create, write, truncate, sync, sync_folder, rename, unlink, mkdir or said.

    Paths are relative to the folder watched. `said` is what the process wrote to its standard output.
    """

    kind: str
    path: str = ""
    other: str = ""  # the new name of a rename
    offset: int = 0  # of a write; the size of a truncate
    data: bytes = b""
    copied_from: str = ""  # of a write that was made by copying this file


def record(module: str, arguments: Sequence[str], folder: Path, log: Path) -> list[Event]:
    """Run a module as a child under strace and read what it did below `folder`."""
    options = ["-qq", "-xx", "-y", "-s", str(_LONGEST_DATA), "-e", f"trace={_TRACED}", "-e", "signal=none"]
    command = ["strace", *options, "-o", str(log), sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2])
    if done.returncode:
        raise RuntimeError(done.stderr)
    return list(_Reader(folder).read(log))


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve()) + "/"
        self._positions: dict[str, int] = {}

    def read(self, log: Path) -> Iterator[Event]:
        with log.open(encoding="ascii") as lines:
            for line in lines:
                match = _CALL.match(line)
                if match is None:
                    continue  # a failed call, or none
                name, arguments, result, opened = match.groups()
                handler: Callable[[list[str], int, str], Event | None] | None = getattr(self, f"_on_{name}", None)
                if handler is not None:
                    event = handler(arguments.split(", "), int(result), _text(opened or ""))
                    if event is not None:
                        yield event

    def _inside(self, path: str) -> str | None:
        """A path relative to the folder watched (itself: “.”), None for one outside."""
        if path + "/" == self._folder:
            return "."
        return path[len(self._folder) :] if path.startswith(self._folder) else None

    def _file(self, handle: str) -> tuple[str, str | None]:
        match = _HANDLE.match(handle)
        return (match[1], self._inside(_text(match[2]))) if match else (handle, None)

    def _on_openat(self, arguments: list[str], result: int, opened: str) -> Event | None:
        self._positions[str(result)] = 0
        path = self._inside(opened)
        if path is None or "O_CREAT" not in arguments[2]:
            assert path is None or "O_TRUNC" not in arguments[2]
            return None
        # Appending is not followed: nothing here appends to what it has written before.
        return Event("create", path, offset=0 if "O_TRUNC" in arguments[2] else -1)

    def _on_write(self, arguments: list[str], result: int, _: str) -> Event | None:
        number, path = self._file(arguments[0])
        data = _bytes(arguments[1])[:result]
        if number == "1":
            return Event("said", data=data)
        offset = self._positions.get(number, 0)
        self._positions[number] = offset + result
        return None if path is None else Event("write", path, offset=offset, data=data)

    def _on_pwrite64(self, arguments: list[str], result: int, _: str) -> Event | None:
        _, path = self._file(arguments[0])
        data = _bytes(arguments[1])[:result]
        return None if path is None else Event("write", path, offset=int(arguments[3]), data=data)

    def _on_sendfile(self, arguments: list[str], result: int, _: str) -> Event | None:
        (number, path), (_, source) = self._file(arguments[0]), self._file(arguments[1])
        offset = self._positions.get(number, 0)
        self._positions[number] = offset + result
        return None if path is None or not result else Event("write", path, offset=offset, copied_from=source or "")

    def _on_lseek(self, arguments: list[str], result: int, _: str) -> None:
        self._positions[self._file(arguments[0])[0]] = result

    def _on_ftruncate(self, arguments: list[str], _: int, __: str) -> Event | None:
        path = self._file(arguments[0])[1]
        return None if path is None else Event("truncate", path, offset=int(arguments[1]))

    def _on_fsync(self, arguments: list[str], _: int, __: str) -> Event | None:
        path = self._file(arguments[0])[1]
        return None if path is None else Event("sync", path)

    _on_fdatasync = _on_fsync

    def _on_rename(self, arguments: list[str], _: int, __: str) -> Event | None:
        old, new = (self._inside(_bytes(one).decode()) for one in arguments[:2])
        return None if old is None or new is None else Event("rename", old, new)

    def _on_renameat(self, arguments: list[str], result: int, opened: str) -> Event | None:
        return self._on_rename([arguments[1], arguments[3]], result, opened)

    _on_renameat2 = _on_renameat

    def _on_unlink(self, arguments: list[str], _: int, __: str) -> Event | None:
        path = self._inside(_bytes(arguments[0]).decode())
        return None if path is None else Event("unlink", path)

    _on_rmdir = _on_unlink

    def _on_unlinkat(self, arguments: list[str], _: int, __: str) -> Event | None:
        match = _HANDLE.match(arguments[0])
        assert match is not None
        path = self._inside(str(PurePosixPath(_text(match[2])) / _bytes(arguments[1]).decode()))
        return None if path is None else Event("unlink", path)

    def _on_mkdir(self, arguments: list[str], _: int, __: str) -> Event | None:
        path = self._inside(_bytes(arguments[0]).decode())
        return None if path is None else Event("mkdir", path)


def _bytes(quoted: str) -> bytes:
    return bytes.fromhex(quoted.strip('"').replace("\\x", ""))


def _text(escaped: str) -> str:
    return bytes.fromhex(escaped.replace("\\x", "")).decode() if escaped.startswith("\\x") else escaped
