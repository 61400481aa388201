"""Document: a plan file open for work. Edits go to a local working copy; publishing puts them into the file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from db.backups import Backup, BackupReason, is_due, keep_older_file, take_backup, thin
from db.connection import check_plan_file, storage_error
from db.delivery import Parcel, deliver, pack
from db.inspection import Inspection, check_alone, inspect_file
from db.lock import DocumentLock, acquire, acquire_if_free, no_lock, take_over
from db.migrations import SCHEMA_VERSION
from db.places import Home
from db.publishing import (
    Publication,
    PublishedState,
    document_id,
    look_at,
    publish,
    sweep_temporaries,
)
from db.retention import Pruned, prune
from db.store import Store
from db.working_copies import COPY_NAME, Leftover, copy_whole, let_go, make_folder, note_origin, own
from domain.errors import StorageError

_PARCEL_NAME = "parcel.fangan"

T = TypeVar("T")
Locking = Callable[[Path, str, str], DocumentLock]


@dataclass(frozen=True)
class Move:
    """A document at a new place: what was published there, and the lock on it."""

    publication: Publication
    lock: DocumentLock


class Document:
    """An open plan file: `store` works on the copy, `publish` writes back. One owner at a time.

    `problem` is why the last publishing failed, `backup_problem` why the last backup did, None when it did not;
    `conflict` the copy that was written instead of replacing a state from elsewhere; `pruned` what opening dropped
    from a history that had grown too long.
    """

    def __init__(
        self,
        path: Path,
        store: Store,
        folder: Path,
        owner: BinaryIO,
        known: tuple[PublishedState, ...],
        lock: DocumentLock,
    ) -> None:
        self.path = path
        self.store = store
        self.lock = lock
        self.problem: StorageError | None = None
        self.backup_problem: StorageError | None = None
        self.conflict: Path | None = None
        self.pruned: Pruned | None = None
        self._home = Home(folder.parent.parent)
        self._opened_revision = store.revision
        self._folder = folder
        self._owner = owner
        self._known = known  # the states the file may be in: the one last seen, and the one being published
        self._published_revision = store.revision if known else -1

    @classmethod
    def open(cls, path: Path, home: Home | None = None, *, force: bool = False) -> Document:
        """Lock a plan file, copy it, check everything about the copy and open it.

        `force` takes the lock from its holder (仍然编辑).

        Raises ImportFileError when it is refused, LockedError when somebody has it open, StorageError when it cannot
        be read or copied.
        """
        document, inspection = cls._open(path, home, take_over if force else acquire)
        if inspection.schema_version < SCHEMA_VERSION:
            document._keep(lambda: keep_older_file(path, document._home, document.store.db))
        document.pruned = prune(document.store)
        return document

    @classmethod
    def open_read_only(cls, path: Path, home: Home | None = None) -> Document:
        """Open a plan file as it stands, without a lock: every edit is refused with a sentence, nothing is published.

        Raises what `open` raises, but for LockedError.
        """
        document, _ = cls._open(path, home, None)
        document.store.is_read_only = True
        document._published_revision = document.store.revision
        return document

    @classmethod
    def _open(cls, path: Path, home: Home | None, take_lock: Locking | None) -> tuple[Document, Inspection]:
        check_plan_file(path)
        check_alone(path)
        _sweep(path.parent)
        folder, owner = make_folder(home or Home.default())
        lock = no_lock(path)
        try:
            if take_lock is not None:
                standing = look_at(path)
                lock = take_lock(path, standing.document_id if standing else "", folder.name)
            copy_whole(path, folder / COPY_NAME)
            # What stands there is told from the copy: the document may have been replaced a moment ago.
            known = () if (state := look_at(folder / COPY_NAME)) is None else (state,)
            inspection = inspect_file(folder / COPY_NAME, shown=path)  # what was checked is what is worked on
            document = cls(path, Store.open(folder / COPY_NAME, shown=path), folder, owner, known, lock)
            if take_lock is not None:
                note_origin(folder, path, known)  # a copy without it is not offered after a crash
        except BaseException as error:
            lock.release()
            let_go(folder, owner)
            if isinstance(error, OSError):
                raise storage_error(path, sqlite3.OperationalError(f"unable to open: {error}")) from error
            raise
        return document, inspection

    @classmethod
    def adopt(cls, leftover: Leftover) -> Document:
        """Go on with a working copy that a crash left, as the document it belongs to."""
        owner = own(leftover.folder)
        if owner is None:
            raise StorageError("copy_in_use", "这份未写回的内容正在另一个窗口里打开。", "请到那个窗口继续。")
        store = Store.open(leftover.copy, shown=leftover.origin)
        lock = acquire_if_free(leftover.origin, document_id(store.db), leftover.folder.name)
        document = cls(leftover.origin, store, leftover.folder, owner, leftover.known, lock)
        document._published_revision = -1  # whatever the file says, this copy has more
        return document

    @property
    def document_id(self) -> str:
        """The id the document keeps through all its copies."""
        return document_id(self.store.db)

    @property
    def is_published(self) -> bool:
        """Whether the file holds everything."""
        return self.store.revision == self._published_revision

    def publish(self) -> Publication | None:
        """Write the present state into the file; None when it is there already.

        After a conflict the document goes on as the copy that was written beside the file. Raises StorageError when
        the place cannot be written; editing goes on, and the next call tries again.
        """
        if self.is_published:
            self.problem = None
            return None
        revision = self.store.revision
        try:
            publication = publish(self.store.db, self.path, self._known, revision, self._announce)
        except StorageError as error:
            self.problem = error
            raise
        self.settle(publication)
        return publication

    def pack(self) -> Parcel:
        """Pack the present state, to be delivered by another thread; `settle` takes what came of it.

        Raises StorageError when this machine's own disk does not take it.
        """
        parcel = pack(self.store.db, self._folder / _PARCEL_NAME, self.path, self._known, self.store.revision)
        self._announce(parcel.state)
        return parcel

    def settle(self, publication: Publication) -> None:
        """Take note of what was published."""
        self.problem = None
        self._known, self._published_revision = (publication.state,), publication.state.revision
        if publication.is_conflict:
            self.conflict = publication.path
            self._lock(publication.path)
            note_origin(self._folder, self.path, self._known)

    def save_as(self, path: Path) -> Publication:
        """Go on under another name or in another place; what stands there is replaced.

        A document that was opened read-only can be edited from then on.
        """
        standing = () if (state := look_at(path)) is None else (state,)
        publication = publish(self.store.db, path, standing, self.store.revision)
        self._lock(publication.path)
        self._move(publication)
        return publication

    def pack_for(self, path: Path) -> Parcel:
        """Pack the present state for another place, where another thread lets it be `moved`.

        Raises StorageError when this machine's own disk does not take it.
        """
        return pack(self.store.db, self._folder / _PARCEL_NAME, path, (), self.store.revision)

    def mover(self) -> Callable[[Parcel], Move]:
        """A function for another thread: it delivers a parcel to its new place, locks that and leaves the old one.

        It raises StorageError when that place cannot be written; the document is then where it was.
        """
        former, document_id, token = self.lock, self.document_id, self._folder.name

        def move(parcel: Parcel) -> Move:
            standing = () if (state := look_at(parcel.path)) is None else (state,)
            publication = deliver(replace(parcel, known=standing))
            former.release()
            return Move(publication, acquire_if_free(publication.path, document_id, token))

        return move

    def settle_move(self, move: Move) -> None:
        """Go on in the place that a mover brought the document to."""
        self.lock = move.lock
        self._move(move.publication)

    def _move(self, publication: Publication) -> None:
        self.path = publication.path
        self.store.is_read_only = False
        self._known = (publication.state,)
        self._published_revision = publication.state.revision
        self.problem = None
        note_origin(self._folder, self.path, self._known)

    def _announce(self, state: PublishedState) -> None:
        """Note a state before the file is replaced: after a crash it must not be taken for somebody else's."""
        self._known = (*self._known[:1], *self._known[1:][-8:], state)
        note_origin(self._folder, self.path, self._known)

    def back_up(self, reason: BackupReason) -> Backup | None:
        """Take a backup and thin the older ones; None when there is one of this state, or `backup_problem` says why."""
        backup = self._keep(lambda: take_backup(self.store.db, self._home, reason, self.path))
        if backup is not None:
            self._keep(lambda: thin(self._home, self.document_id, datetime.now(UTC)))
        return backup

    def back_up_when_due(self) -> Backup | None:
        """Take a backup when there were edits and the newest is ten minutes old; cheap enough to ask every minute."""
        revision = self.store.revision
        if revision == self._opened_revision or not is_due(self._home, self.document_id, revision, datetime.now(UTC)):
            return None
        return self.back_up(BackupReason.SCHEDULE)

    def close(self) -> None:
        """Back up, publish and let go.

        Raises StorageError when publishing fails: the working copy is then kept for later.
        """
        try:
            if self.store.revision != self._opened_revision:
                self.back_up(BackupReason.CLOSE)
            self.publish()
        finally:
            published = self.is_published
            self.store.close()
            self.lock.release()
            if published:
                let_go(self._folder, self._owner)
            else:
                self._owner.close()

    def _keep(self, work: Callable[[], T]) -> T | None:
        """Run a step of a backup: a backup that fails is told and stops nobody's work."""
        self.backup_problem = None
        try:
            return work()
        except StorageError as error:
            self.backup_problem = error
            return None

    def _lock(self, path: Path) -> None:
        """Go on at another place, and lock that."""
        self.lock.release()
        self.path = path
        self.lock = acquire_if_free(path, self.document_id, self._folder.name)


def _sweep(folder: Path) -> None:
    if os.access(folder, os.W_OK):
        sweep_temporaries(folder)
