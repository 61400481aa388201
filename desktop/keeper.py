"""DocumentKeeper: the open document in the window. It publishes in good time and tries again where that fails.

What it does unasked waits for the place on another thread: a network share that does not answer must not stop the
window. Ctrl+S, 另存为 and closing wait for the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from db.backups import BackupReason
from db.delivery import Parcel, deliver
from db.document import Document
from db.publishing import Publication
from desktop.jobs.runner import JobRunner
from domain.errors import StorageError

_PUBLISH_MS = 1_000
_RETRY_MS = 10_000
_MINUTE_MS = 60_000
_RETRY_SHARE = 20  # a place that takes long to refuse is asked again less often: at most a twentieth of the time


@dataclass
class _Delivery:
    """A state on its way; `outcome` is there when the place has answered."""

    parcel: Parcel
    began: float
    outcome: Publication | StorageError | None = None

    def run(self) -> None:
        try:
            self.outcome = deliver(self.parcel)
        except StorageError as error:
            self.outcome = error


class DocumentKeeper(QObject):
    """Owns a Document until `close`.

    `pending`: something was committed that the file does not have yet. `published`: the file at `path` has
    everything. `refused` carries the StorageError of a place that did not take it; it is tried again without being
    asked. `warned` carries the StorageError of a backup that failed. `conflicted` (mine, theirs): the file was
    changed elsewhere, and the document goes on as the copy `mine`.
    """

    pending = Signal()
    published = Signal()
    refused = Signal(object)
    warned = Signal(object)
    conflicted = Signal(object, object)

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
            self.publish()

    def on_changed(self) -> None:
        """Publish soon; while the place refuses, the retry takes it along."""
        self.pending.emit()
        if self.problem is None:
            self._timer.start()

    def publish(self) -> bool:
        """Publish now and wait for it; True when the file has everything."""
        self._join()
        self._stop_timers()
        theirs, began = self.path, monotonic()
        try:
            publication = self._document.publish()
        except StorageError as error:
            self._refuse(error, began)
            return False
        if publication is not None:
            self._tell(publication, theirs)
        return True

    def hasten(self) -> None:
        """Publish now, without waiting, what the file does not have: the timers and the window's focus ask for it."""
        if self.is_lent:
            self._timer.start()
            return
        if self._document.is_published or self._delivery is not None:
            return
        self._stop_timers()
        began = monotonic()
        try:
            parcel = self._document.pack()
        except StorageError as error:
            self._document.problem = error
            self._refuse(error, began)
            return
        delivery = self._delivery = _Delivery(parcel, began)
        job = self._runner.prepare(lambda _progress, _is_cancelled: delivery.run())
        job.ended.connect(self.on_delivery_ended)
        self._runner.start(job)

    def on_delivery_ended(self) -> None:
        """Take note of what came of a delivery, and send the next one when there were edits meanwhile."""
        delivery = self._delivery
        if delivery is None or delivery.outcome is None:
            return  # it was waited for already
        self._delivery = None
        if isinstance(delivery.outcome, StorageError):
            self._document.problem = delivery.outcome
            self._refuse(delivery.outcome, delivery.began)
            return
        self._document.settle(delivery.outcome)
        self._tell(delivery.outcome, delivery.parcel.path)
        if not self._document.is_published:
            self.on_changed()

    def on_minute(self) -> None:
        """Say that the document is still open here, and back it up when that is due."""
        self._document.lock.beat()
        if self.is_lent:
            return
        self._document.back_up_when_due()
        self._tell_backup_problem()

    def back_up(self, reason: BackupReason) -> None:
        """Take a backup now, as before an import."""
        self._document.back_up(reason)
        self._tell_backup_problem()

    def save_as(self, path: Path) -> None:
        """Go on under another name. Raises StorageError when that place cannot be written either."""
        self._join()
        if path == self.path:
            self.publish()  # which looks whether somebody else has been there
            return
        self._document.save_as(path)
        self._stop_timers()
        self._rename()
        self.published.emit()

    def close(self) -> StorageError | None:
        """Publish and let go; the error when the place did not take it. The working copy is then kept for later."""
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
