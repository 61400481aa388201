"""Consolidation at work: reckoning the steps in the background, and writing them into the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.collecting_errands import Errands
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.lending import Loan, Tick
from desktop.session import Session
from domain.changes import ChangeSet
from domain.collection import CollectionForm
from domain.consolidation import Consolidation
from domain.errors import Cancelled, FanganError
from domain.tables import AppendixTable

if TYPE_CHECKING:
    from db.store import Store


class ConsolidationDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `written` a sentence and the id of a table."""

    working = Signal(object, str)
    failed = Signal(object)
    written = Signal(str, int)

    def __init__(
        self,
        session: Callable[[], Session | None],
        runner: JobRunner,
        prepare: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._prepare = session, prepare
        self._errands = Errands(runner, self)
        self._loan = Loan(runner, self)
        for one in (self._errands, self._loan):
            one.working.connect(self.working)
        self._errands.failed.connect(self.failed)
        self._loan.failed.connect(self.on_not_written)
        self._loan.done.connect(self.on_written)

    def reckon(self, form: CollectionForm, table: AppendixTable, done: Callable[[Consolidation], object]) -> None:
        """Find out in the background what consolidating would do; a former question is dropped."""
        session = self._session()
        if session is None:
            return
        self._errands.stop()
        content = session.content

        def work(_progress: Progress, _cancelled: IsCancelled) -> Consolidation:
            from domain.consolidating import consolidate

            return consolidate(form, table, content.collection, content.enterprises)

        self._errands.run(work, self.tr("正在核对汇总的内容"), done)

    def consolidate(self, plan: Consolidation, declined: frozenset[str], merged: dict[str, str]) -> None:
        """Write the steps into the table in the background, as one step to undo."""
        session = self._session()
        if session is None or self._loan.is_busy:
            return
        self._prepare()
        table = next((one for one in session.content.tables if one.id == plan.table_id), None)
        label = table.spec.label if table is not None else ""
        count = sum(step.key not in declined for step in plan.steps)

        def write(store: Store, _tick: Tick) -> tuple[ChangeSet, tuple[str, int]]:
            from db.consolidating import apply_consolidation

            changes = apply_consolidation(store, plan, declined, merged)
            return changes, (self.tr("已汇总到{}：{} 处").format(label, count), plan.table_id)

        self._loan.start(session, write, self.tr("正在汇总到{}").format(label))

    def on_written(self, told: tuple[str, int]) -> None:
        """Say what was written."""
        self.written.emit(*told)

    def on_not_written(self, error: FanganError) -> None:
        """Say why, unless the user stopped it."""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def leave(self) -> None:
        """The plan is about to be closed."""
        self._errands.stop()
        self._loan.stop()
