"""The advisory lock: a small file beside an open document that says who has it open, since when.

It spares people a conflict; nothing rests on it. What must never be overwritten is kept by comparing states when
publishing (db.publishing).
"""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from db.publishing import read_published_state, temporary_beside
from db.store import current_user
from domain.errors import FanganError, StorageError
from domain.patterns import pattern


@dataclass(frozen=True)
class Holder:
    """Who has a document open; times are ISO 8601 with zone, `token` is the name of the working copy."""

    user: str
    machine: str
    pid: int
    document_id: str
    since: str
    heartbeat: str
    token: str

    @property
    def is_gone(self) -> bool:
        """Whether it was a process of this machine that runs no more."""
        return self.machine == _machine() and not _is_running(self.pid)


class LockedError(StorageError):
    """Somebody has the document open; `holder` says who."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(
            "plan_locked",
            f"{holder.user} 在 {holder.machine} 上已打开“{path.name}”（{_moment(holder.since)} 起）。",
            "请等对方关闭后再编辑；现在可以只读打开，或另存副本。",
            f"pid {holder.pid}, heartbeat {holder.heartbeat}",
        )
        self.holder = holder


class DocumentLock:
    """A held lock; `is_held` is False where the place could not take a lock file or somebody took it over."""

    def __init__(self, path: Path, holder: Holder, *, is_held: bool = True) -> None:
        self.path = path
        self.holder = holder
        self._is_held = is_held

    @property
    def is_held(self) -> bool:
        """Whether the lock file is ours, read anew."""
        return self._is_held and _same(_read(lock_path(self.path)), self.holder)

    def beat(self) -> bool:
        """Say that we are still here; False when the lock is no longer ours."""
        if not self.is_held:
            return False
        self.holder = replace(self.holder, heartbeat=_now())
        try:
            _replace(lock_path(self.path), self.holder)
        except OSError:
            return False  # the medium is away: publishing says so, with its own sentence
        return True

    def release(self) -> None:
        """Take the lock file away, if it is still ours."""
        if not self.is_held:
            return
        self._is_held = False
        try:
            lock_path(self.path).unlink(missing_ok=True)
        except OSError:
            return  # the medium is away: the file says a process that is gone, and the next to open takes it over


def lock_path(path: Path) -> Path:
    """The lock file of a document: .~lock.名称#, as office programs name theirs."""
    return path.with_name(f".~lock.{path.name}#")


def acquire(path: Path, document_id: str, token: str) -> DocumentLock:
    """Lock a document. Raises LockedError when somebody has it open.

    What a dead process of this machine left behind is taken over silently, and so is a lock of the same working copy,
    which the caller owns. A place that cannot hold a lock file gives a lock that is not held.
    """
    holder = _holder(document_id, token)
    place = lock_path(path)
    try:
        _create(place, holder)
    except FileExistsError:
        present = _read(place)
        if present is not None and not present.is_gone and present.token != token:
            raise LockedError(path, present) from None
        return take_over(path, document_id, token)
    except OSError:
        return DocumentLock(path, holder, is_held=False)
    return DocumentLock(path, holder)


def take_over(path: Path, document_id: str, token: str) -> DocumentLock:
    """Lock a document whoever has it open (仍然编辑); the other's next heartbeat finds that it lost the lock."""
    holder = _holder(document_id, token)
    try:
        _replace(lock_path(path), holder)
    except OSError:
        return DocumentLock(path, holder, is_held=False)
    return DocumentLock(path, holder)


def acquire_if_free(path: Path, document_id: str, token: str) -> DocumentLock:
    """Lock a document, or go on without the lock: what was written here must be brought home whoever has it open."""
    try:
        return acquire(path, document_id, token)
    except LockedError:
        return no_lock(path)


def no_lock(path: Path) -> DocumentLock:
    """A lock that is not held, of a document that is only read."""
    return DocumentLock(path, _holder("", ""), is_held=False)


def find_conflict_copies(path: Path) -> list[Path]:
    """Copies of a document that sync programs left beside it, by name and by document id, in the order of names."""
    state = read_published_state(path)
    if state is None:
        return []
    return [
        other
        for other in sorted(path.parent.glob(f"*{path.suffix}"))
        if other != path and _is_copy_name(other.stem, path.stem) and _document_id(other) == state.document_id
    ]


# What follows the name: ours and 坚果云, 百度, Dropbox (冲突副本 / conflicted copy), Syncthing, numbers in brackets,
# and OneDrive's machine name after a hyphen.
_COPY_ENDINGS = pattern(
    r"[ _.-]*(?:[(（【].*(?:冲突|conflict|副本|copy).*[)）】]|冲突.*|.*conflicted copy.*|.*(?:sync-)?conflict[-_ ].*"
    r"|[(（]\d+[)）]|-[\w-]+)",
    re.IGNORECASE,
)


def _is_copy_name(name: str, original: str) -> bool:
    return name.startswith(original) and _COPY_ENDINGS.fullmatch(name[len(original) :]) is not None


def _document_id(path: Path) -> str | None:
    try:
        state = read_published_state(path)
    except FanganError:
        return None  # no plan file, or one that cannot be read: not a copy that could be merged
    return None if state is None else state.document_id


def _holder(document_id: str, token: str) -> Holder:
    now = _now()
    return Holder(current_user(), _machine(), os.getpid(), document_id, now, now, token)


def _create(place: Path, holder: Holder) -> None:
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(holder), file, ensure_ascii=False)
    except OSError:
        place.unlink(missing_ok=True)  # a full disk must not leave half a lock
        raise


def _replace(place: Path, holder: Holder) -> None:
    draft = temporary_beside(place)  # swept like publishing's when its process dies
    try:
        draft.unlink(missing_ok=True)
        _create(draft, holder)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _read(place: Path) -> Holder | None:
    """Who a lock file names; None when there is none or it is not one of ours, which holds nobody off."""
    try:
        noted = json.loads(place.read_text(encoding="utf-8"))
        return Holder(
            str(noted["user"]),
            str(noted["machine"]),
            int(noted["pid"]),
            str(noted["document_id"]),
            str(noted["since"]),
            str(noted["heartbeat"]),
            str(noted["token"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _same(present: Holder | None, mine: Holder) -> bool:
    return present is not None and present.token == mine.token


def _machine() -> str:
    return platform.node() or "本机"


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _moment(since: str) -> str:
    """09:41 today, with the day otherwise."""
    day, _, clock = since.partition("T")
    return clock[:5] if day == _now()[:10] else f"{day} {clock[:5]}"


def _is_running(pid: int) -> bool:
    if os.name == "nt":
        import ctypes

        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION; os.kill would end it
        if not handle:
            return bool(kernel.GetLastError() == 5)  # access denied: it runs, as another user
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
