"""What has changed in the text since a version, kept up to date while the plan is edited."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from db.versions import packed_version, unpack_version
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.session import Session
from domain.changes import ChangeSet
from domain.errors import FanganError
from domain.version_difference import LineChange, VersionComparison
from domain.versions import PlanVersion

_REST_MS = 250


class VersionWatch(QObject):
    """Compares with the newest version, or with the one that was chosen; with none there is nothing to tell.

    A version is read on a worker thread. `changed` tells that `version` or `changes` say something else; `failed`
    carries the FanganError of a version that cannot be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = JobRunner(self)
        self._chosen: int | None = None
        self._comparison: VersionComparison | None = None
        self.version: PlanVersion | None = None
        self.changes: tuple[LineChange, ...] = ()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.compare)
        session.changed.connect(self.on_changed)
        self._follow()

    def choose(self, version_id: int | None) -> None:
        """Compare with this version; None: with the newest, whichever that is."""
        self._chosen = version_id
        self._follow()

    def on_changed(self, changes: ChangeSet) -> None:
        """Compare again when edits rest."""
        if changes.touches("plan_version"):
            self._follow()
        if changes.touches("plan", "outline_node", "paragraph", "duty", "unit"):
            self._rest.start()

    def compare(self) -> None:
        """Compare now."""
        found: tuple[LineChange, ...] = ()
        if self._comparison is not None:
            found = self._comparison.compare(self._session.content, with_tables=False).lines
        if found != self.changes:
            self.changes = found
            self.changed.emit()

    def _follow(self) -> None:
        versions = self._session.content.versions
        wanted = next((one for one in versions if one.id == self._chosen), versions[-1] if versions else None)
        if wanted == self.version:
            return
        self.version, self._comparison, self.changes = wanted, None, ()
        if wanted is not None:
            name, packed = packed_version(self._session.store.db, wanted.id)

            def work(_progress: Progress, _is_cancelled: IsCancelled) -> tuple[PlanVersion, VersionComparison]:
                return wanted, VersionComparison(unpack_version(name, packed))

            job = self._runner.prepare(work)
            job.done.connect(self.on_read)
            job.failed.connect(self.on_failed)
            self._runner.start(job)
        self.changed.emit()

    def on_read(self, read: tuple[PlanVersion, VersionComparison]) -> None:
        """A version was read; another may have been chosen meanwhile."""
        version, comparison = read
        if version == self.version:
            self._comparison = comparison
            self.compare()

    def on_failed(self, error: FanganError) -> None:
        """A version cannot be read."""
        self.failed.emit(error)
