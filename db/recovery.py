"""What a crash or a vanished place left behind: what it holds that the document lacks, and putting it aside."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from db.places import Home
from db.publishing import PublishedState, read_published_state
from db.store import Store
from db.working_copies import Leftover, leftovers
from domain.changes import Operation
from domain.errors import FanganError, StorageError


@dataclass(frozen=True)
class Recoverable:
    """A leftover worth offering: committed steps that the document may lack, and the newest operation.

    A copy that cannot be read has no steps and no newest operation.
    """

    leftover: Leftover
    steps: int
    newest: Operation | None


def recoverables(home: Home) -> list[Recoverable]:
    """The leftovers that hold more than their documents, newest first; those that hold no more are removed."""
    found = []
    for leftover in leftovers(home):
        try:
            revision, newest = _look_into(leftover)
        except FanganError:
            found.append(Recoverable(leftover, 0, None))  # offered all the same: only a person throws work away
            continue
        base = _base(leftover)
        if base == revision:
            shutil.rmtree(leftover.folder, ignore_errors=True)
        else:
            found.append(Recoverable(leftover, max(revision - base, 1), newest))
    return found


def discard(leftover: Leftover, home: Home) -> Path:
    """Put a leftover aside, where nothing offers it any more; returns where it lies now.

    Raises StorageError when it cannot be moved.
    """
    place = home.root / "discarded" / leftover.folder.name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        leftover.folder.rename(place)
    except OSError as error:
        raise StorageError(
            "not_discarded", "未写回的内容没能移走。", "请检查本机磁盘和用户文件夹的写入权限。", str(error)
        ) from error
    return place


def _look_into(leftover: Leftover) -> tuple[int, Operation | None]:
    store = Store.open(leftover.copy, shown=leftover.origin)
    try:
        return store.revision, next(iter(store.history()), None)
    finally:
        store.close()


def _base(leftover: Leftover) -> int:
    """The revision the document is surely at, as far as this copy knows."""
    state = _state_of(leftover.origin)
    if state is not None and state in leftover.known:
        return state.revision
    if not leftover.known:
        return -1
    # Elsewhere or gone: of several states announced only the first was surely reached.
    return leftover.known[0].revision


def _state_of(path: Path) -> PublishedState | None:
    try:
        return read_published_state(path)
    except FanganError:
        return None
