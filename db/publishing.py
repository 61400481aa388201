"""Publishing: the working copy replaces the document in one step, and never a state nobody here has seen.

A plan file is a closed, complete SQLite file at every moment. Temporary file in the document's folder, fsync, reopen
and check, compare with what the document was when it was last seen, `os.replace`, fsync of the folder.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import sqlite3
import time
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.connection import check_plan_file, storage_error
from db.database import Database
from db.digest import content_digest
from domain.errors import FanganError, StorageError
from domain.patterns import pattern

_MOST_STEPS = 100_000  # of SQLite's virtual machine; reading the two rows takes a few hundred
_LONGEST_VALUE = 1_000_000
_TEMPORARY = pattern(r"^\.fangan-(?P<machine>[0-9a-f]{8})-(?P<pid>\d+)-[0-9a-f]{8}\.(?:new|draft)(?:-journal)?$")
_PATIENCE_SECONDS = 3.0
_LONGEST_NAME = 255  # bytes on Linux, UTF-16 units on Windows: the bytes are never fewer


@dataclass(frozen=True)
class PublishedState:
    """What tells two states of one document apart. Order is by revision, never by clock."""

    document_id: str
    revision: int
    digest: str


@dataclass(frozen=True)
class Publication:
    """What publishing did: the state now in the file at `path`, and whether that is a conflict copy beside it."""

    state: PublishedState
    path: Path
    is_conflict: bool = False


def document_id(db: Database) -> str:
    """The id a document keeps through all its copies."""
    return str(db.conn.execute("SELECT document_id FROM document").fetchone()[0])


def load_published_state(db: Database) -> PublishedState | None:
    """The state a file was published in; None for one that never was."""
    row = db.conn.execute("SELECT revision, digest FROM publication").fetchone()
    return None if row is None else PublishedState(document_id(db), int(row[0]), str(row[1]))


def read_published_state(path: Path) -> PublishedState | None:
    """The state of a closed plan file, read without a lock; None when nothing is there.

    Raises ImportFileError or StorageError when the file is no plan file or cannot be read.
    """
    if not path.exists():
        return None
    check_plan_file(path)
    try:
        connection = _open_closed(path)
    except sqlite3.Error as error:
        raise storage_error(path, error) from error
    # Nothing of the file was checked yet: a view in the place of a table must not keep us here.
    connection.set_progress_handler(lambda: 1, _MOST_STEPS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    try:
        row = connection.execute("SELECT d.document_id, p.revision, p.digest FROM document d, publication p").fetchone()
        return None if row is None else PublishedState(str(row[0]), int(row[1]), str(row[2]))
    except sqlite3.Error as error:
        raise storage_error(path, error) from error
    except (TypeError, ValueError) as error:  # a damaged row holds NULL where it never does, or no number
        raise storage_error(path, sqlite3.DatabaseError(f"malformed: {error}")) from error
    finally:
        connection.close()


def look_at(path: Path) -> PublishedState | None:
    """What stands at a place now; something that is no plan file counts as a state nobody here has seen."""
    try:
        return read_published_state(path)
    except FanganError:
        return PublishedState("", -1, _file_digest(path))


def publish(
    db: Database,
    path: Path,
    known: Collection[PublishedState],
    revision: int,
    announce: Callable[[PublishedState], None] | None = None,
) -> Publication:
    """Put the present state of a working copy into the document at `path`.

    `known` are the states the document may be in as far as this copy knows, none for a new file. In any other state
    it is left alone and a conflict copy is written beside it. `announce` is told the new state before it can be seen.
    Raises StorageError with a sentence when the place cannot be written; the document is then as it was.
    """
    path = path.resolve() if path.is_symlink() else path  # a link stays a link
    temporary = temporary_beside(path)
    with explained(path, temporary):
        state = write_state(db, temporary, revision)
        return replace_document(temporary, path, known, state, announce)


def replace_document(
    temporary: Path,
    path: Path,
    known: Collection[PublishedState],
    state: PublishedState,
    announce: Callable[[PublishedState], None] | None = None,
) -> Publication:
    """Let a new file that was read back take the document's place, unless somebody else has been there."""
    _check(temporary, state)
    if announce is not None:
        announce(state)
    with _alone(path.parent):  # between looking and replacing nobody else may replace
        found = look_at(path)
        is_conflict = found is not None and found not in (*known, state)
        target = conflict_path(path) if is_conflict else path
        _keep_mode(target, temporary)
        temporary.replace(target)
    sync_folder(target.parent)
    return Publication(state, target, is_conflict)


@contextmanager
def explained(path: Path, temporary: Path | None = None) -> Generator[None]:
    """Inside the block: turn what the system says about a place into a sentence, and leave no temporary file there."""
    try:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        yield
    except OSError as error:
        raise place_error(path, error) from error
    except sqlite3.Error as error:
        if "unable to open" in str(error):  # SQLite does not say why it could not make the new file
            code = errno.EACCES if path.parent.is_dir() else errno.ENOENT
            raise place_error(path, OSError(code, str(error))) from error
        raise storage_error(path, error) from error
    finally:
        if temporary is not None:
            _discard(temporary)


def temporary_beside(path: Path) -> Path:
    """Where the next state of a document is written: short, so that the longest name of a document still works."""
    name = hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return path.with_name(f".fangan-{_machine()}-{os.getpid()}-{name}.new")


def conflict_path(path: Path) -> Path:
    """A free name beside a document: 名称（冲突副本 机器 时间）."""
    moment = datetime.now().strftime("%Y-%m-%d %H%M%S")
    machine = re.sub(r'[<>:"/\\|?*\s]+', "-", platform.node())[:20] or "本机"
    for number in range(1, 1000):
        extra = "" if number == 1 else f" {number}"
        ending = f"（冲突副本 {machine} {moment}{extra}）{path.suffix}"
        room = _LONGEST_NAME - len(ending.encode())
        candidate = path.with_name(path.stem.encode()[:room].decode(errors="ignore") + ending)
        if not candidate.exists():
            return candidate
    raise StorageError("too_many_conflicts", f"“{path.name}”旁边的冲突副本太多。", "请先整理这些副本，再另存。")


def sweep_temporaries(folder: Path) -> list[Path]:
    """Remove what publishing left in a folder when its process on this machine died; returns what was removed."""
    removed = []
    for path in folder.iterdir():
        match = _TEMPORARY.match(path.name)
        if match and match["machine"] == _machine() and not _is_alive(int(match["pid"])):
            path.unlink(missing_ok=True)
            removed.append(path)
    return removed


def write_state(db: Database, temporary: Path, revision: int) -> PublishedState:
    """VACUUM INTO a new file and note in it which state it is."""
    digest = content_digest(db)
    db.conn.execute("VACUUM INTO ?", [str(temporary)])
    state = PublishedState(document_id(db), revision, digest)
    connection = sqlite3.connect(str(temporary), isolation_level=None)
    try:
        # The file is nobody's yet: if this is interrupted it is thrown away, so it needs no journal.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")  # it is forced to the disk below, once
        connection.execute(
            "INSERT INTO publication (id, revision, digest, at) VALUES (1, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, digest = excluded.digest, at = excluded.at",
            [revision, digest, datetime.now().astimezone().isoformat(timespec="seconds")],
        )
    finally:
        connection.close()
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    return state


def _check(temporary: Path, state: PublishedState) -> None:
    """Read the new file back from the disk: what replaces a document must be whole."""
    connection = _open_closed(temporary)
    try:
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        written = Database(connection)
        sound = sound and load_published_state(written) == state and content_digest(written) == state.digest
    finally:
        connection.close()
    if not sound:
        raise StorageError("publish_check", "保存时校验没有通过，原文件没有改动。", "请换一个磁盘另存。")


def _keep_mode(target: Path, temporary: Path) -> None:
    """Who may read and write a document stays as it was; one that is marked read-only is not replaced."""
    if target.exists():
        mode = target.stat().st_mode
        if not mode & 0o222:
            raise PermissionError(errno.EACCES, "marked read-only", str(target))
        temporary.chmod(mode & 0o777)


def _file_digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # a folder, or unreadable: nothing anybody here has seen


def _open_closed(path: Path) -> sqlite3.Connection:
    # immutable: the file is complete and never changed in place, so it needs neither lock nor journal.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Hold a folder against the other publishers of this program; nothing is left behind when a process dies."""
    if os.name == "nt":
        # Windows deletes the file itself when its holder closes it or dies, on a share too.
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY  # type: ignore[attr-defined]
        handle = _patiently(lambda: os.open(folder / ".fangan-publishing", flags))
    else:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP):
                os.close(handle)
                raise  # those four: a network share that knows no lock of a folder, where comparing is all there is
    try:
        yield
    finally:
        os.close(handle)


def _patiently(take: Callable[[], int]) -> int:
    """Try for some seconds: another publisher is done in milliseconds."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return take()
        except (FileExistsError, PermissionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    if os.name == "nt":
        return  # Windows has no folder handle to flush; the rename is journalled by NTFS
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network shares know no fsync of a folder
            raise
    finally:
        os.close(handle)


def _discard(temporary: Path) -> None:
    for path in (temporary, temporary.with_name(temporary.name + "-journal")):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue  # the medium is gone or read-only: the sweep at the next start takes it


def place_error(path: Path, error: OSError) -> StorageError:
    """The Chinese sentence for what the system said of a place that was to be written."""
    name, detail = path.name, f"{type(error).__name__}: {error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageError(
            "disk_full", f"磁盘空间不足，“{name}”还没有写回。", "请清理磁盘，或另存到其他位置。", detail
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageError("plan_read_only", f"“{name}”所在的位置不能写入。", "请另存到其他位置。", detail)
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return StorageError("name_refused", f"这个位置不接受文件名“{name}”。", "请换一个较短的文件名另存。", detail)
    return StorageError(
        "place_gone", f"“{name}”所在的位置现在访问不到。", "接好存储设备后会自动写回，也可以另存。", detail
    )


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return False  # a file another process still holds cannot be removed on Windows anyway
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
