"""Errands in the background for the collecting desks: each with what is to be done when it is through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Job, JobRunner, Work
from domain.errors import Cancelled, FanganError


class Errands(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `stopped` nothing: the user cancelled one."""

    working = Signal(object, str)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._under_way: dict[Job, Callable[[Any], object]] = {}

    @property
    def is_busy(self) -> bool:
        """Whether any is under way."""
        return bool(self._under_way)

    def run(self, work: Work, sentence: str, done: Callable[[Any], object]) -> None:
        """Do some work; `done` gets its result on the main thread unless it failed or was given up."""
        job = self._runner.prepare(work)
        self._under_way[job] = done
        job.done.connect(self.on_done)
        job.failed.connect(self.on_failed)
        job.crashed.connect(self.on_crashed)
        self.working.emit(job, sentence)
        self._runner.start(job)

    def stop(self) -> None:
        """Give all of them up; nothing more is heard of them."""
        jobs = list(self._under_way)
        self._under_way.clear()
        for job in jobs:
            job.cancel()

    def on_done(self, result: object) -> None:
        """Go on with what came of one."""
        done = self._take()
        if done is not None:
            done(result)

    def on_failed(self, error: FanganError) -> None:
        """Say why one failed, unless the user stopped it."""
        if self._take() is None:
            return
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def on_crashed(self) -> None:
        """Let go of one that died of a bug, which the runner reports."""
        if self._take() is not None:
            self.stopped.emit()

    def _take(self) -> Callable[[Any], object] | None:
        job = self.sender()
        return self._under_way.pop(job, None) if isinstance(job, Job) else None
