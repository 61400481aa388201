"""A bulk write: it borrows the plan file on a worker thread while edits wait, and gives it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.store import Store
from desktop.jobs.runner import IsCancelled, Job, JobRunner, Progress
from desktop.session import Session
from domain.changes import ChangeSet
from domain.errors import Cancelled, FanganError
from domain.exchange import PlanSnapshot

Tick = Callable[[int, int], None]
# What writes: given the plan file and what to call at every row, it gives what it changed and what came of it.
Write = Callable[[Store, Tick], tuple[ChangeSet, Any]]


@dataclass
class _Outcome:
    """What the worker leaves behind: a state that was committed, though somebody may have cancelled too late."""

    changes: ChangeSet = field(default_factory=ChangeSet)
    snapshot: PlanSnapshot | None = None
    result: Any = None
    error: FanganError | None = field(default_factory=Cancelled)


class Loan(QObject):
    """One bulk write at a time.

    `working` carries a Job and its sentence; then comes `done` with what came of the write, or `failed` with a
    FanganError (`Cancelled` when it was stopped), when the session has told everybody.
    """

    working = Signal(object, str)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._job: Job | None = None
        self._outcome = _Outcome()

    @property
    def is_busy(self) -> bool:
        """Whether the plan file is lent."""
        return self._session is not None

    def start(self, session: Session, write: Write, sentence: str) -> None:
        """Lend the session's plan file to a write."""
        store, outcome = session.lend(), _Outcome()
        self._session, self._outcome = session, outcome

        def work(progress: Progress, is_cancelled: IsCancelled) -> None:
            tick = _ticker(progress, is_cancelled)
            try:
                outcome.changes, outcome.result = write(store, tick)
                outcome.snapshot = session.renewed(outcome.changes) if outcome.changes else None
                outcome.error = None
            except FanganError as error:
                outcome.error = error
                raise

        job = self._job = self._runner.prepare(work)
        job.ended.connect(self.on_ended)
        self.working.emit(job, sentence)
        self._runner.start(job)

    def cancel(self) -> None:
        """Ask the write to stop; it takes back what it did, and `failed` tells."""
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Stop the write, wait until the plan file is back, and say nothing more of it: the plan is being closed."""
        if self._session is not None:
            self._runner.wait()
            self._settle()

    def on_ended(self) -> None:
        """Have the plan file back and tell what came of it."""
        if self._session is None or self.sender() is not self._job:
            return
        outcome = self._settle()
        if outcome.error is not None:
            self.failed.emit(outcome.error)
        else:
            self.done.emit(outcome.result)

    def _settle(self) -> _Outcome:
        session, outcome = self._session, self._outcome
        if session is not None:
            session.take_back(outcome.changes, outcome.snapshot)
        self._session = self._job = None
        return outcome


def _ticker(progress: Progress, is_cancelled: IsCancelled) -> Tick:
    """Tells of every hundredth, and stops where somebody asked for it."""
    told = -1

    def tick(done: int, whole: int) -> None:
        nonlocal told
        if is_cancelled():
            raise Cancelled
        share = done * 100 // max(whole, 1)
        if share != told:
            told = share
            progress(done, whole)

    return tick
