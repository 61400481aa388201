"""The findings of the open plan: looked for in the pauses between edits, walked through, settled by a key."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from db.outline import set_title
from db.store import Store
from db.table_design import rename_table
from db.tables import remove_rows
from db.units import add_unit, remove_unit
from desktop.session import Session
from desktop.views.spots import show_spot
from desktop.views.workspace import Workspace
from domain.changes import ChangeSet
from domain.checks import Severity
from domain.plan_checks import examine_plan, sort_findings
from domain.plan_findings import Fix, PlanFinding
from domain.spots import Spot

_PAUSE = 400  # ms after an edit
_WEIGHTS = (Severity.MUST, Severity.LOOK, Severity.NOTE)
_SLICE = 0.008  # s of the main thread at a time

_FIXES: dict[str, Callable[[Store, Fix], ChangeSet]] = {
    "set_title": lambda store, fix: set_title(store, fix.target, fix.text),
    "add_unit": lambda store, fix: add_unit(store, fix.text),
    "remove_unit": lambda store, fix: remove_unit(store, fix.target),
    "remove_row": lambda store, fix: remove_rows(store, [fix.target]),
}


class FindingDesk(QObject):
    """`changed`: other findings than before. `told` carries the sentence for the status line and all of it.

    `reached` carries the number of the finding the user was led to.
    """

    changed = Signal()
    told = Signal(str, str)
    reached = Signal(int)

    def __init__(self, parent: QObject | None = None, *, pause_ms: int = _PAUSE) -> None:
        """`pause_ms` is how long the edits must rest."""
        super().__init__(parent)
        self._session: Session | None = None
        self._workspace: Workspace | None = None
        self._findings: tuple[PlanFinding, ...] = ()
        self._current = -1
        self._under_way: Iterator[PlanFinding | None] = iter(())
        self._gathered: list[PlanFinding] = []
        self._pause_ms = pause_ms
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._begin)
        self._go_on = QTimer(self)
        self._go_on.setInterval(0)
        self._go_on.timeout.connect(self._look_on)

    @property
    def findings(self) -> tuple[PlanFinding, ...]:
        """What was found last, in the order of the plan."""
        return self._findings

    def is_looking(self) -> bool:
        """Whether the present state has not been looked through yet."""
        return self._pause.isActive() or self._go_on.isActive()

    def attach(self, session: Session, workspace: Workspace) -> None:
        """A plan was opened."""
        self._session, self._workspace = session, workspace
        session.changed.connect(self.on_changed)
        self._pause.start(self._pause_ms)

    def leave(self) -> None:
        """The plan is closed."""
        self._pause.stop()
        self._go_on.stop()
        self._session = self._workspace = None
        self._take(())

    def on_changed(self, _changes: ChangeSet) -> None:
        """Look again when the edits rest."""
        self._go_on.stop()
        self._pause.start(self._pause_ms)

    def on_spot(self, spot: Spot) -> tuple[PlanFinding, ...]:
        """The findings on what is selected: on the heading, the row or the unit, whatever the field."""
        if spot.table is not None:
            return tuple(
                one
                for one in self._findings
                if one.spot.table == spot.table
                and (spot.row is None or one.spot.row in (None, spot.row))
                and (one.spot.column is None or spot.column is None or one.spot.column == spot.column)
            )
        if spot.node is not None:
            return tuple(one for one in self._findings if one.spot.node == spot.node)
        if spot.unit is not None:
            return tuple(one for one in self._findings if one.spot.unit == spot.unit)
        return tuple(one for one in self._findings if one.spot == Spot())

    def walk(self, step: int) -> None:
        """Go to the next finding (1) or the one before (-1), behind the last to the first; at first to the gravest."""
        if not self._findings:
            return
        at = self._current + step if self._current >= 0 else self._gravest()
        self.go_to(at % len(self._findings))

    def go_to(self, number: int) -> None:
        """Select what a finding is about and give the keys to its editor."""
        if self._workspace is None or not 0 <= number < len(self._findings):
            return
        self._current = number
        show_spot(self._workspace, self._findings[number].spot)
        self._workspace.view().setFocus()
        self.reached.emit(number)
        self._tell()

    def settle(self, finding: PlanFinding) -> None:
        """Do what settles a finding, as one step to undo."""
        fix = finding.fix
        if fix is None or self._session is None:
            return
        if fix.verb == "set_table_label":
            table = next((one for one in self._session.content.tables if one.id == fix.target), None)
            if table is not None:
                self._session.perform(rename_table, fix.target, fix.text, table.spec.title)
        else:
            self._session.perform(_FIXES[fix.verb], fix)

    def _begin(self) -> None:
        if self._session is not None:
            self._gathered = []
            self._under_way = examine_plan(self._session.content, datetime.date.today())
            self._go_on.start()

    def _look_on(self) -> None:
        """One slice of the work; the event loop goes on between two."""
        until = perf_counter() + _SLICE
        for found in self._under_way:
            if found is not None:
                self._gathered.append(found)
            if perf_counter() > until:
                return
        self._go_on.stop()
        if self._session is not None:
            self._take(sort_findings(self._session.content, iter(self._gathered)))

    def _take(self, findings: tuple[PlanFinding, ...]) -> None:
        if findings == self._findings:
            return
        current = self._findings[self._current] if 0 <= self._current < len(self._findings) else None
        self._findings = findings
        self._current = findings.index(current) if current in findings else -1
        self.changed.emit()
        self._tell()

    def _gravest(self) -> int:
        """The first of those that weigh most."""
        weights = [_WEIGHTS.index(one.severity) for one in self._findings]
        return weights.index(min(weights))

    def _tell(self) -> None:
        if not self._findings:
            self.told.emit("", "")
            return
        first = self._findings[self._current if self._current >= 0 else self._gravest()]
        sentence = self.tr("{} 处提示：{}").format(len(self._findings), first.sentence)
        self.told.emit(sentence, f"{first.sentence}。{first.why}")
