"""Undo and redo: at once, and on a worker thread where a step is as large as an import."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from db.store import Store
from desktop.jobs.runner import JobRunner
from desktop.lending import Loan, Tick, Write
from desktop.session import Session
from domain.changes import ChangeSet, Direction
from domain.errors import Cancelled, FanganError

_MANY = 200  # changes that are taken back in the time of a few frames


class Stepping(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError."""

    working = Signal(object, str)
    failed = Signal(object)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._loan = Loan(runner, self)
        self._loan.working.connect(self.working)
        self._loan.failed.connect(self.on_failed)

    def step(self, session: Session, direction: Direction) -> None:
        """Take the newest step back, or do the last undone one again."""
        is_undo = direction is Direction.UNDO
        operation = session.next_undo() if is_undo else session.next_redo()
        if operation is None or session.store.is_lent or session.store.count_changes(operation.id) < _MANY:
            _ = session.undo() if is_undo else session.redo()
            return

        def write(store: Store, _tick: Tick) -> tuple[ChangeSet, None]:
            return (store.undo() if is_undo else store.redo()), None

        sentence = self.tr("正在撤销“{}”") if is_undo else self.tr("正在重做“{}”")
        self._loan.start(session, write, sentence.format(operation.label))

    def carry(self, session: Session, write: Write, sentence: str) -> None:
        """Do a bulk write of an editor."""
        self._loan.start(session, write, sentence)

    def leave(self) -> None:
        """Wait for a step that is under way: the plan is being closed."""
        self._loan.stop()

    def on_failed(self, error: FanganError) -> None:
        """Pass on what went wrong."""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
