"""Work off the main thread: one runner, one pool, and signals that arrive on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from domain.errors import Cancelled, FanganError

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]
Work = Callable[[Progress, IsCancelled], Any]


class Job(QObject):
    """One piece of work. Every signal reaches its receiver on the main thread; exactly one of `done`, `failed`,
    `crashed` comes, after which nothing more does.

    `done` carries the result, `failed` a FanganError (`Cancelled` when the user stopped it), `crashed` any other
    exception, `progressed` (steps done, steps in all).
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    crashed = Signal(object)
    ended = Signal(object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop; safe on any thread."""
        return self._stop.is_set()

    def run(self) -> None:
        """Do the work, on the thread that calls."""
        try:
            result = self._work(self.progressed.emit, self.is_cancelled)
        except FanganError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - carried to the main thread, where the one hook reports it
            self.crashed.emit(error)
        else:
            # Stopped too late to matter to the work, yet the user was told that nothing would come of it.
            if self.is_cancelled():
                self.failed.emit(Cancelled())
            else:
                self.done.emit(result)
        self.ended.emit(self)


class _Task(QRunnable):
    def __init__(self, job: Job, left: Callable[[Job], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._job = job
        self._left = left

    def run(self) -> None:
        self._job.run()
        self._left(self._job)


class JobRunner(QObject):
    """Starts jobs and keeps them alive until they have ended; only the runner deletes one.

    `_left` tells that a worker thread is through with a job. The job's own `ended` would come too early: the main
    thread could delete it while it is still telling others.
    """

    _left = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._tasks: dict[Job, _Task] = {}
        self._left.connect(self.on_left, Qt.ConnectionType.QueuedConnection)

    def prepare(self, work: Work) -> Job:
        """A job that has not started, so that its signals can be connected first."""
        job = Job(work, self)
        job.crashed.connect(self.on_crashed, Qt.ConnectionType.QueuedConnection)
        return job

    def start(self, job: Job) -> None:
        """Let a prepared job begin."""
        task = self._tasks[job] = _Task(job, self._left.emit)
        self._pool.start(task)

    def is_busy(self) -> bool:
        """Whether any job has not ended yet."""
        return bool(self._tasks)

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._tasks:
            job.cancel()

    def wait(self) -> None:
        """Stop every job and wait until none runs: a closing window must not leave work behind."""
        self.cancel_all()
        self._pool.waitForDone()

    def on_left(self, job: Job) -> None:
        """Let go of a job that has said everything, to everybody."""
        if self._tasks.pop(job, None) is not None:
            job.deleteLater()

    def on_crashed(self, error: Exception) -> None:
        """Raise a bug of a worker thread here, where the error hook sees it."""
        raise error
