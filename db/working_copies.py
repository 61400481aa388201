"""Working copies: one folder an open document, held by its program, found again after a crash."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from db.places import Home
from db.publishing import PublishedState, sync_folder
from domain.errors import StorageError

COPY_NAME = "plan.fangan"
_ORIGIN_NAME = "origin.json"
_OWNER_NAME = "owner.lock"


@dataclass(frozen=True)
class Leftover:
    """A working copy whose program ended without closing it: what it may hold that the document lacks."""

    folder: Path
    origin: Path
    opened_at: str
    known: tuple[PublishedState, ...] = ()

    @property
    def copy(self) -> Path:
        """The working copy itself."""
        return self.folder / COPY_NAME


def leftovers(home: Home | None = None) -> list[Leftover]:
    """Working copies without a living owner, newest first."""
    home = home or Home.default()
    found = []
    for folder in sorted(home.work.glob("*/"), reverse=True):
        owner = own(folder)
        if owner is None:
            continue
        with owner:
            if (folder / _ORIGIN_NAME).exists() and (folder / COPY_NAME).exists():
                found.append(_read_leftover(folder))
            else:  # the crash came before the copy was complete
                shutil.rmtree(folder, ignore_errors=True)
    return found


def _read_leftover(folder: Path) -> Leftover:
    noted = json.loads((folder / _ORIGIN_NAME).read_text(encoding="utf-8"))
    known = tuple(PublishedState(*state) for state in noted["known"])
    return Leftover(folder, Path(noted["path"]), noted["opened_at"], known)


def make_folder(home: Home) -> tuple[Path, BinaryIO]:
    """Make the folder of a new working copy and hold it. Raises StorageError when this machine's disk does not."""
    try:
        home.work.mkdir(parents=True, exist_ok=True)
        while True:
            folder = Path(tempfile.mkdtemp(prefix=datetime.now().strftime("%Y%m%d-%H%M%S-"), dir=home.work))
            owner = own(folder)
            if owner is not None:
                break  # else another process that looks for leftovers came in between: it takes the folder away
        for above in (home.work, home.root, home.root.parent):
            sync_folder(above)
    except OSError as error:
        raise StorageError(
            "no_working_copy", "无法在本机建立工作副本。", "请检查本机磁盘空间和用户文件夹的写入权限。", str(error)
        ) from error
    return folder, owner


def own(folder: Path) -> BinaryIO | None:
    """Hold a working copy as long as the handle is open; None when another process does, or took it away."""
    try:
        handle = (folder / _OWNER_NAME).open("a+b")
    except FileNotFoundError:
        return None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    if not (folder / _OWNER_NAME).exists():
        handle.close()
        return None
    return handle


def copy_whole(path: Path, copy: Path) -> None:
    """Copy a document; it must be on the disk before the first edit is said to be safe in it."""
    shutil.copyfile(path, copy)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def note_origin(folder: Path, path: Path, known: tuple[PublishedState, ...]) -> None:
    """Say which document a working copy belongs to; written last, it also says that the copy is complete."""
    noted = {
        "path": str(path.absolute()),
        "opened_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "known": [astuple(state) for state in known],
    }
    draft = folder / f"{_ORIGIN_NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(noted, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _ORIGIN_NAME)
    sync_folder(folder)


def let_go(folder: Path, owner: BinaryIO) -> None:
    """Take a working copy away that nothing is left in."""
    (folder / _ORIGIN_NAME).unlink(missing_ok=True)  # first: from now on there is nothing here to go on with
    owner.close()
    shutil.rmtree(folder, ignore_errors=True)
