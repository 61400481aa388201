"""Two pieces of background work of a reading: comparing a draft with the plan, and making a plan file of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.scratch import scratch_copy
from db.store import Store
from desktop import routines
from desktop.dialogs.file_chooser import free_path
from desktop.jobs.runner import IsCancelled, Job, JobRunner
from domain.errors import Cancelled, FanganError
from domain.exchange import PlanDraft
from domain.merge_report import MergeReport


class _Work(QObject):
    """One job at a time; a new one takes the place of the old one, whose result is dropped.

    `working` carries a Job and its sentence, `failed` a FanganError.
    """

    working = Signal(object, str)
    failed = Signal(object)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it is under way."""
        return self._job is not None

    def stop(self) -> None:
        """Give it up."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def on_failed(self, error: FanganError) -> None:
        """Tell, unless it was given up."""
        if self.sender() is self._job:
            self._job = None
            self.failed.emit(error)

    def on_crashed(self) -> None:
        """Let go of work that died of a bug, which the runner reports; nobody must wait for it."""
        self.on_failed(Cancelled())

    def _begin(self, job: Job, sentence: str) -> None:
        self._job = job
        job.failed.connect(self.on_failed)
        job.crashed.connect(self.on_crashed)
        self.working.emit(job, sentence)
        self._runner.start(job)


class Comparer(_Work):
    """Finds out what writing a draft would do; `compared` carries the MergeReport."""

    compared = Signal(object)

    def start(self, store: Store, draft: PlanDraft) -> None:
        """Compare on a copy of the plan as it is now, so that the plan stays free. Raises StorageError."""
        self.stop()
        scratch = scratch_copy(store)

        def work(_progress: object, _cancelled: object) -> MergeReport:
            from db.drafts import preview_draft

            try:
                return preview_draft(scratch, draft)
            finally:
                scratch.close()

        job = self._runner.prepare(work)
        job.done.connect(self.on_done)
        self._begin(job, self.tr("正在与方案对照"))

    def on_done(self, report: MergeReport) -> None:
        """Tell what came of it, unless it was given up."""
        if self.sender() is self._job:
            self._job = None
            self.compared.emit(report)


class PlanMaker(_Work):
    """Makes a plan file beside a source, whole or not at all; `made` carries its path and the MergeReport."""

    made = Signal(object, object)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(runner, parent)
        self._path = Path()

    def start(self, source: Path, draft: PlanDraft) -> None:
        """Write the file; stopped in the middle, it leaves none behind."""
        path = self._path = free_path(source.parent, source.stem, routines.PLAN_SUFFIX)

        def work(_progress: object, is_cancelled: IsCancelled) -> MergeReport:
            report = routines.read_into(path, [draft])
            if is_cancelled():
                path.unlink(missing_ok=True)
                raise Cancelled()
            return report

        job = self._runner.prepare(work)
        job.done.connect(self.on_done)
        self._begin(job, self.tr("正在写入“{}”").format(path.name))

    def on_done(self, report: MergeReport) -> None:
        """Tell where it is, unless it was given up."""
        if self.sender() is self._job:
            self._job = None
            self.made.emit(self._path, report)
