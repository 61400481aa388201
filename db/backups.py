"""Backups of a document: complete plan files in the program's own folder, opened and checked before they count.

One folder a document id. A backup's name says revision, moment, reason and the SHA-256 of its bytes; it is given
only after the file was read back, so that later a look at the bytes tells whether it is still what was checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from db.connection import translated
from db.database import Database
from db.digest import content_digest
from db.inspection import inspect_file
from db.places import Home
from db.publishing import (
    document_id,
    publish,
    read_published_state,
    sweep_temporaries,
    sync_folder,
    temporary_beside,
)
from db.store import Store
from domain.errors import FanganError, InputError, StorageError
from domain.patterns import pattern

SCHEDULE = timedelta(minutes=10)
CAP_BYTES = 500 << 20  # a document
_ALL_OF = timedelta(days=2)
_DAYS, _WEEKS, _MONTHS = 12, 10, 9
_NAME = pattern(r"^r(\d{10})_(\d{8}T\d{6})Z_([a-z]+)_([0-9a-f]{64})\.fangan$")
_ORIGIN_NAME = "origin.json"


class BackupReason(StrEnum):
    """Why a backup was taken."""

    IMPORT = "import"
    MIGRATION = "migration"
    SCHEDULE = "schedule"
    CLOSE = "close"
    MANUAL = "manual"


@dataclass(frozen=True)
class Backup:
    """One backup; `at` in UTC, `size` in bytes. Order is by revision, then by name: a clock may have been set back."""

    path: Path
    document_id: str
    revision: int
    at: datetime
    reason: BackupReason
    sha256: str
    size: int

    @property
    def rank(self) -> tuple[int, str]:
        """What sorts backups from old to new."""
        return self.revision, self.path.name

    def is_sound(self) -> bool:
        """Whether the file still holds the bytes that were checked when it was made."""
        try:
            return _sha256(self.path) == self.sha256
        except OSError:
            return False


def take_backup(
    db: Database, home: Home, reason: BackupReason, origin: Path, now: datetime | None = None
) -> Backup | None:
    """Back a document up; None when a sound backup says the same already.

    `origin` is where the document lies, by which its backups are found when it is lost. Raises StorageError with a
    sentence when the backup could not be written or read back.
    """
    folder = home.backups / document_id(db)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep_temporaries(folder)
        _note_origin(folder, origin)
        if any(_says_the_same(backup, db) for backup in list_backups(home, folder.name)):
            return None
        draft = temporary_beside(folder / "backup").with_suffix(".draft")
        try:
            revision = publish(db, draft, (), _revision(db)).state.revision
            return _name(draft, revision, reason, now or datetime.now(UTC))
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, sqlite3.Error, StorageError) as error:
        raise _not_taken(error) from error


def keep_older_file(older: Path, home: Home, db: Database) -> Backup | None:
    """Back up a document as it was before its migration, byte by byte; `db` is the migrated working copy.

    None when it is there already. Raises StorageError with a sentence when it could not be written.
    """
    folder = home.backups / document_id(db)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _note_origin(folder, older)
        digest = _sha256(older)
        if any(backup.sha256 == digest for backup in list_backups(home, folder.name)):
            return None
        draft = temporary_beside(folder / "backup").with_suffix(".draft")
        try:
            with draft.open("wb") as file:
                file.write(older.read_bytes())
                file.flush()
                os.fsync(file.fileno())
            if _sha256(draft) != digest:
                raise OSError("read back differently")
            return _name(draft, _revision(db), BackupReason.MIGRATION, datetime.now(UTC))
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise _not_taken(error) from error


def list_backups(home: Home, document: str) -> list[Backup]:
    """The backups of a document id, newest first; whether each is still sound is asked of it."""
    folder = home.backups / document
    found = [_parse(path) for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((backup for backup in found if backup is not None), key=lambda one: one.rank, reverse=True)


def backups_of(home: Home, path: Path) -> list[Backup]:
    """The backups of the document that lies, or lay, at a path, newest first.

    A lost or damaged file no longer tells its id: then it is found by where it lay.
    """
    try:
        state = read_published_state(path)
    except FanganError:
        state = None
    if state is not None:
        return list_backups(home, state.document_id)
    folders = home.backups.iterdir() if home.backups.is_dir() else ()
    found = [list_backups(home, folder.name) for folder in folders if _origin(folder) == str(path.absolute())]
    return sorted((backup for backups in found for backup in backups), key=lambda one: one.at, reverse=True)


def open_backup(path: Path) -> Backup:
    """The backup a file is. Raises InputError when it is none."""
    backup = _parse(path) if path.is_file() else None
    if backup is None:
        raise InputError("no_such_backup", f"没有备份“{path.name}”。", "用 fangan restore FILE 列出全部备份。")
    return backup


def is_due(home: Home, document: str, revision: int, now: datetime) -> bool:
    """Whether there are edits no backup has, and no backup from the ten minutes around this moment.

    Around, not before: a clock that was set back must not put the next backup off.
    """
    return not any(
        backup.revision == revision or abs(now - backup.at) < SCHEDULE for backup in list_backups(home, document)
    )


def thin(home: Home, document: str, now: datetime, max_bytes: int = CAP_BYTES) -> list[Backup]:
    """Remove what is more than enough; returns what was removed. Raises StorageError when a file cannot be removed."""
    removed = superfluous(list_backups(home, document), now, max_bytes)
    for backup in removed:
        try:
            backup.path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                "backup_kept", "较早的备份未能清理。", "请检查用户文件夹的写入权限。", str(error)
            ) from error
    return removed


def superfluous(
    backups: Iterable[Backup],
    now: datetime,
    max_bytes: int = CAP_BYTES,
    is_sound: Callable[[Backup], bool] = Backup.is_sound,
) -> list[Backup]:
    """What may go, oldest first: beyond all of two days, 12 days, 10 weeks, 9 months, then beyond the size.

    Days are those that have a backup, not those of the calendar. Of several in one day, week or month the newest
    sound one stays. The newest sound one of all never goes.
    """
    ranked = sorted(backups, key=lambda one: one.rank, reverse=True)
    newest = next((backup for backup in ranked if is_sound(backup)), None)
    recent = [backup for backup in ranked if now - backup.at <= _ALL_OF]
    older = [backup for backup in ranked if now - backup.at > _ALL_OF]
    lasting = {
        *_newest_each(older, _day, _DAYS, is_sound),
        *_newest_each(older, _week, _WEEKS, is_sound),
        *_newest_each(older, _month, _MONTHS, is_sound),
    }
    kept = {*recent, *lasting} | ({newest} if newest else set())
    # Where all is too much, the many of the last two days go before the one of a day, and old ones before new ones.
    ends = set(_newest_each(recent, _day, len(recent), is_sound))
    size = sum(backup.size for backup in kept)
    for backup in sorted(kept, key=lambda one: (one in lasting or one in ends, one.rank)):
        if size > max_bytes and backup != newest:
            kept.discard(backup)
            size -= backup.size
    return [backup for backup in reversed(ranked) if backup not in kept]


def restore(backup: Backup, target: Path) -> Path:
    """Make a new document of a backup; returns where it is. Nothing is ever replaced.

    Raises InputError when something is there, StorageError when the backup is damaged or the place cannot be written.
    """
    if target.exists():
        raise InputError("plan_exists", f"“{target.name}”已经存在。", "恢复不会覆盖任何文件，请换一个文件名。")
    if not backup.is_sound():
        raise StorageError("backup_damaged", "这份备份已损坏，没有恢复。", "请选用另一份备份。", backup.path.name)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "plan.fangan"
        try:
            copy.write_bytes(backup.path.read_bytes())
        except OSError as error:
            raise StorageError("backup_unreadable", "这份备份读不出来。", "请检查本机磁盘。", str(error)) from error
        inspect_file(copy, shown=backup.path)
        store = Store.open(copy, shown=target)
        try:
            with translated(target):
                store.db.execute("UPDATE document SET document_id = ?", [uuid.uuid4().hex])
                store.db.execute("DELETE FROM publication")
            return publish(store.db, target, (), store.revision).path
        finally:
            store.close()


def restored_path(path: Path, backup: Backup) -> Path:
    """A free name beside a document: 名称（恢复 2026-11-21 0941）."""
    moment = backup.at.astimezone().strftime("%Y-%m-%d %H%M")
    candidate = path.with_name(f"{path.stem}（恢复 {moment}）{path.suffix}")
    number = 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}（恢复 {moment} {number}）{path.suffix}")
    return candidate


def _newest_each(
    ranked: Sequence[Backup], key: Callable[[Backup], Hashable], most: int, is_sound: Callable[[Backup], bool]
) -> list[Backup]:
    """The newest sound one of each of the newest groups; one that stands alone is not read, it stays anyway."""
    groups: dict[Hashable, list[Backup]] = {}
    for backup in ranked:
        groups.setdefault(key(backup), []).append(backup)
    chosen = []
    for group in list(groups.values())[:most]:
        sound = (backup for backup in group if is_sound(backup))
        chosen.append(group[0] if len(group) == 1 else next(sound, group[0]))
    return chosen


def _day(backup: Backup) -> Hashable:
    return backup.at.astimezone().date()


def _week(backup: Backup) -> Hashable:
    return backup.at.astimezone().isocalendar()[:2]


def _month(backup: Backup) -> Hashable:
    return backup.at.astimezone().strftime("%Y-%m")


def _says_the_same(backup: Backup, db: Database) -> bool:
    if backup.revision != _revision(db):
        return False
    try:
        state = read_published_state(backup.path)
    except FanganError:
        return False  # damaged, or from an older version: another one is worth its space
    return state is not None and state.digest == content_digest(db) and backup.is_sound()


def _revision(db: Database) -> int:
    return int(db.conn.execute("SELECT revision FROM journal_state").fetchone()[0])


def _name(draft: Path, revision: int, reason: BackupReason, at: datetime) -> Backup:
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
    path = draft.with_name(f"r{revision:010d}_{moment}Z_{reason.value}_{_sha256(draft)}.fangan")
    draft.replace(path)
    sync_folder(path.parent)
    backup = _parse(path)
    assert backup is not None
    return backup


def _parse(path: Path) -> Backup | None:
    match = _NAME.match(path.name)
    if match is None or match[3] not in list(BackupReason):
        return None
    at = datetime.strptime(match[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    size = path.stat().st_size
    return Backup(path, path.parent.name, int(match[1]), at, BackupReason(match[3]), match[4], size)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note_origin(folder: Path, origin: Path) -> None:
    if _origin(folder) == str(origin.absolute()):
        return
    draft = temporary_beside(folder / _ORIGIN_NAME)
    draft.write_text(json.dumps({"path": str(origin.absolute())}, ensure_ascii=False), encoding="utf-8")
    draft.replace(folder / _ORIGIN_NAME)


def _origin(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / _ORIGIN_NAME).read_text(encoding="utf-8"))["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a folder without a note: its backups are found by the document's id alone


def _not_taken(error: Exception) -> StorageError:
    return StorageError(
        "backup_failed", "本次备份没有完成，不影响继续编辑。", "请检查本机磁盘空间和用户文件夹的写入权限。", str(error)
    )
