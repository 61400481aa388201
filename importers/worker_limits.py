"""What a reading process takes from itself before it sees a file: memory, time, files, children, and its own will.

It limits itself, since it is our own program that starts; the file comes only when it has said that it is ready.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_MOST_FILES = 32
# What Python code may not even try; a library that caches, resolves or reports home must not do so here.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "os.kill",
    "os.startfile",
    "os.putenv",
    "shutil.",
    "tempfile.",
    "webbrowser.",
    "urllib.",
    "ftplib.",
    "http.",
    "smtplib.",
    "winreg.",
)


def give_up_rights(readable: Iterable[str]) -> None:
    """Give up for good whatever reading needs not; Python code may open files below `readable` only, and to read.

    Linux: dies with its parent, writes no files, has few open, no children. Elsewhere the parent's clock and the end
    of the pipe end it, and on Windows a job made by `limit_memory` holds it.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if sys.platform != "win32":
        _set_limit("RLIMIT_FSIZE", 0)
        _set_limit("RLIMIT_CORE", 0)
        _set_limit("RLIMIT_NOFILE", _MOST_FILES)
        _set_limit("RLIMIT_NPROC", 0)
    sys.dont_write_bytecode = True
    sys.addaudithook(_Watch([_plain(root) for root in readable if root]).on_event)


class _Watch:
    def __init__(self, roots: list[str]) -> None:
        self._archives = frozenset(roots)  # a frozen program keeps its modules in one file
        self._roots = tuple(root + os.sep for root in roots)

    def on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._check_open(*arguments)
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"a reader may not: {event}")

    def _check_open(self, path: object, mode: object, flags: int) -> None:
        if isinstance(path, int):  # a stream that is open already
            return
        name = _plain(os.fsdecode(path) if isinstance(path, str | bytes) else str(path))
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND):
            raise PermissionError("a reader may not write")
        if name not in self._archives and not name.startswith(self._roots):
            raise PermissionError("a reader may not open other files")


def _plain(path: str) -> str:
    """A path from the top, without steps back."""
    return os.path.normpath(Path(path).absolute())


def limit_memory(size: int, most: int) -> None:
    """Let this process have `size` bytes of address space from now on, never more than `most` later."""
    if sys.platform == "win32":
        from importers.worker_windows import enter_job

        enter_job(most)
    else:
        _set_limit("RLIMIT_AS", size, most)


def limit_time(seconds: float) -> None:
    """Let this process have so many seconds of processor time from now on, where the system can count them."""
    if sys.platform != "win32":
        used = os.times()
        _set_limit("RLIMIT_CPU", int(used.user + used.system + seconds) + 1, None)


def _set_limit(name: str, soft: int, hard: int | None = 0) -> None:
    """Set a limit that the system knows; `hard` None leaves the upper one as it is, 0 makes it the same."""
    import resource

    kind = getattr(resource, name, None)
    if kind is None:
        return
    top = resource.getrlimit(kind)[1]
    wanted = top if hard is None else (hard or soft)
    if top != resource.RLIM_INFINITY:
        wanted = top if wanted == resource.RLIM_INFINITY else min(wanted, top)
    if wanted != resource.RLIM_INFINITY:
        soft = min(soft, wanted)
    try:
        resource.setrlimit(kind, (soft, wanted))
    except (ValueError, OSError):
        # macOS knows RLIMIT_AS but refuses some values; the clock and the end of the pipe still hold.
        if sys.platform.startswith("linux"):
            raise
