"""DocumentKeeper: the open document in the window. It publishes in good time and tries again where that fails.

Everything but closing waits for the place on another thread: a network share that does not answer must not stop the
window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from db.backups import BackupReason
from db.delivery import Parcel, deliver
from db.document import Document, Move
from db.publishing import Publication
from desktop.jobs.runner import Job, JobRunner
from domain.errors import StorageError

_PUBLISH_MS = 1_000
_RETRY_MS = 10_000
_MINUTE_MS = 60_000
_RETRY_SHARE = 20  # a place that takes long to refuse is asked again less often: at most a twentieth of the time


@dataclass
class _Delivery:
    """A state on its way; `outcome` is there when the place has answered. `move` brings it to another place."""

    parcel: Parcel
    began: float
    move: Callable[[Parcel], Move] | None = None
    outcome: Publication | Move | StorageError | None = None

    def run(self) -> None:
        try:
            self.outcome = deliver(self.parcel) if self.move is None else self.move(self.parcel)
        except StorageError as error:
            self.outcome = error


class DocumentKeeper(QObject):
    """Owns a Document until `close`.

    `pending`: something was committed that the file does not have yet. `published`: the file at `path` has
    everything. `refused` carries the StorageError of a place that did not take it; it is tried again without being
    asked. `warned` carries the StorageError of a backup that failed. `conflicted` (mine, theirs): the file was
    changed elsewhere, and the document goes on as the copy `mine`. `saved` answers `save`; `moved` and `not_moved`,
    with a StorageError, answer `save_as`.
    """

    pending = Signal()
    published = Signal()
    refused = Signal(object)
    warned = Signal(object)
    conflicted = Signal(object, object)
    saved = Signal()
    moved = Signal()
    not_moved = Signal(object)

    def __init__(
        self,
        document: Document,
        parent: QObject | None = None,
        *,
        publish_ms: int = _PUBLISH_MS,
        retry_ms: int = _RETRY_MS,
        retry_share: int = _RETRY_SHARE,
    ) -> None:
        """`publish_ms` after the last commit the document is published, `retry_ms` after a refusal again.

        A refusal that took long counts: the next attempt waits at least `retry_share` times as long as it took.
        """
        super().__init__(parent)
        self._document = document
        self._runner = JobRunner(self)
        self._delivery: _Delivery | None = None
        self._is_asked = False  # whether somebody waits for `saved`
        self._wanted: Path | None = None  # where to move when the delivery under way is through
        self._beating: Job | None = None
        self._retry_ms = retry_ms
        self._retry_share = retry_share
        self._timer = self._single_shot(publish_ms)
        self._retry = self._single_shot(retry_ms)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.on_minute)
        self._minute.start(_MINUTE_MS)

    @property
    def document(self) -> Document:
        """The open document."""
        return self._document

    @property
    def is_lent(self) -> bool:
        """Whether a bulk write has the document: until it is back, nothing is published or backed up."""
        return self._document.store.is_lent

    @property
    def path(self) -> Path:
        """The file it is published to; another one after a conflict or 另存为."""
        return self._document.path

    @property
    def problem(self) -> StorageError | None:
        """Why the last publishing failed, None when it did not."""
        return self._document.problem

    def start(self) -> None:
        """Publish what an adopted working copy brought along."""
        if not self._document.is_published:
            self.hasten()

    @property
    def is_delivering(self) -> bool:
        """Whether a state is on its way to its place."""
        return self._delivery is not None

    def on_changed(self) -> None:
        """Publish soon; while the place refuses, the retry takes it along."""
        self.pending.emit()
        if self.problem is None:
            self._timer.start()

    def save(self) -> None:
        """Publish now; `saved` or `refused` tells when it is done."""
        self._is_asked = True
        if self._document.is_published and self.problem is None and self._delivery is None:
            self._answer()
        else:
            self.hasten()

    def hasten(self) -> None:
        """Publish now, without waiting, what the file does not have: the timers and the window's focus ask for it."""
        if self.is_lent:
            self._timer.start()
            return
        if self._wanted is not None and self._delivery is None:
            self._go_on()
            return
        if self._document.is_published or self._delivery is not None:
            return
        self._send(self._document.pack, None)

    def on_delivery_ended(self) -> None:
        """Take note of what came of a delivery, and send the next one when there were edits meanwhile."""
        delivery = self._delivery
        if delivery is None or delivery.outcome is None:
            return  # it was waited for already
        self._delivery = None
        if isinstance(delivery.outcome, StorageError):
            self._take_refusal(delivery, delivery.outcome)
        elif isinstance(delivery.outcome, Move):
            self._document.settle_move(delivery.outcome)
            self._rename()
            self.moved.emit()
        else:
            self._document.settle(delivery.outcome)
            self._tell(delivery.outcome, delivery.parcel.path)
        self._go_on()

    def _send(self, pack: Callable[[], Parcel], move: Callable[[Parcel], Move] | None) -> None:
        """Pack the present state here, and let another thread wait for the place."""
        self._stop_timers()
        began = monotonic()
        try:
            delivery = _Delivery(pack(), began, move)
        except StorageError as error:
            self._document.problem = error
            self._refuse(error, began)
            return
        self._delivery = delivery
        job = self._runner.prepare(lambda _progress, _is_cancelled: delivery.run())
        job.ended.connect(self.on_delivery_ended)
        self._runner.start(job)

    def _take_refusal(self, delivery: _Delivery, error: StorageError) -> None:
        if delivery.move is not None:
            self.not_moved.emit(error)
            return
        self._document.problem = error
        self._refuse(error, delivery.began)

    def _go_on(self) -> None:
        """What was asked for while a delivery was under way."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.save_as(wanted)
        elif not self._document.is_published and self.problem is None:
            self.on_changed()
            if self._is_asked:
                self.hasten()
        elif self._is_asked and self.problem is None:
            self._answer()

    def _answer(self) -> None:
        self._is_asked = False
        self.saved.emit()

    def on_minute(self) -> None:
        """Say that the document is still open here, and back it up when that is due."""
        lock = self._document.lock
        if self._beating is None:  # one that the place does not answer is enough
            job = self._beating = self._runner.prepare(lambda _progress, _is_cancelled: lock.beat())
            job.ended.connect(self.on_beaten)
            self._runner.start(job)
        if self.is_lent:
            return
        self._document.back_up_when_due()
        self._tell_backup_problem()

    def on_beaten(self) -> None:
        """The place has heard it."""
        self._beating = None

    def back_up(self, reason: BackupReason) -> None:
        """Take a backup now, as before an import."""
        self._document.back_up(reason)
        self._tell_backup_problem()

    def save_as(self, path: Path) -> None:
        """Go on under another name; `moved` or `not_moved` tells when that is done."""
        if path == self.path:
            self.save()  # which looks whether somebody else has been there
        elif self._delivery is not None or self.is_lent:
            self._wanted = path
            self._timer.start()
        else:
            self._send(lambda: self._document.pack_for(path), self._document.mover())

    def close(self) -> StorageError | None:
        """Publish and let go; the error when the place did not take it. The working copy is then kept for later."""
        self._wanted, self._is_asked = None, False
        self._join()
        self._stop_timers()
        self._minute.stop()
        theirs = self.path
        try:
            self._document.close()
        except StorageError as error:
            return error
        if self.path != theirs:
            self.conflicted.emit(self.path, theirs)
        return None

    def _join(self) -> None:
        """Wait for a delivery that is under way."""
        if self._delivery is not None:
            self._runner.wait()
            self.on_delivery_ended()

    def _stop_timers(self) -> None:
        self._timer.stop()
        self._retry.stop()

    def _refuse(self, error: StorageError, began: float) -> None:
        self._is_asked = False
        self._retry.start(max(self._retry_ms, round((monotonic() - began) * 1000 * self._retry_share)))
        self.refused.emit(error)

    def _tell(self, publication: Publication, theirs: Path) -> None:
        self._rename()
        if publication.is_conflict:
            self.conflicted.emit(self.path, theirs)
        if self._document.is_published:
            self.published.emit()

    def _tell_backup_problem(self) -> None:
        if self._document.backup_problem is not None:
            self.warned.emit(self._document.backup_problem)

    def _rename(self) -> None:
        self._document.store.path = self._document.path  # what messages and the title call it

    def _single_shot(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.hasten)
        return timer
