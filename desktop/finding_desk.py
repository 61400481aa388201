"""The findings of the open plan: looked for in the pauses between edits, walked through, settled by a key."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.finding_fixes import can_mend, mend_words, settle_finding
from desktop.session import Session
from desktop.views.plan_view import PlanView
from desktop.views.spots import show_spot
from desktop.views.workspace import Workspace
from domain.changes import ChangeSet
from domain.checks import Severity
from domain.plan_findings import PlanFinding
from domain.plan_readings import Readings
from domain.spots import Spot

if TYPE_CHECKING:
    from desktop.views.finding_marks import FindingMarks

_PAUSE = 400  # ms after an edit
_WEIGHTS = (Severity.MUST, Severity.LOOK, Severity.NOTE)
_SLICE = 0.008  # s of the main thread at a time


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
        self._found: tuple[PlanFinding, ...] = ()
        self._findings: tuple[PlanFinding, ...] = ()  # of those, what is not kept back
        self._readings = Readings()
        self._marks: dict[PlanView, FindingMarks | None] = {}
        self._current = -1
        self._is_between = False  # the current finding is gone, the one that stood behind it is current
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

    def counts(self) -> Mapping[str, int]:
        """How many findings each rule has, by its code."""
        return Counter(one.rule for one in self._findings)

    def alike(self, finding: PlanFinding) -> tuple[PlanFinding, ...]:
        """Every finding of the same rule that can be mended by itself; none where this one cannot."""
        held = (one for one in self._findings if one.rule == finding.rule and can_mend(one))
        return tuple(held) if can_mend(finding) else ()

    def is_looking(self) -> bool:
        """Whether the present state has not been looked through yet."""
        return self._pause.isActive() or self._go_on.isActive()

    def attach(self, session: Session, workspace: Workspace) -> None:
        """A plan was opened."""
        self._session, self._workspace = session, workspace
        self._readings, self._marks = Readings(), {}
        session.changed.connect(self.on_changed)
        workspace.selected.connect(self.on_selected)
        workspace.place_changed.connect(self.on_place_changed)
        self._pause.start(self._pause_ms)

    def leave(self) -> None:
        """The plan is closed."""
        self._pause.stop()
        self._go_on.stop()
        self._session = self._workspace = None
        self._marks, self._readings = {}, Readings()
        self._take(())

    def on_changed(self, _changes: ChangeSet) -> None:
        """Look again when the edits rest."""
        self._go_on.stop()
        self._pause.start(self._pause_ms)

    def on_selected(self) -> None:
        """What was being written is done, when the caret has gone on."""
        if len(self._found) != len(self._findings):
            self._tell_kept()

    def on_place_changed(self) -> None:
        """Underline in the editor that is shown now."""
        self._underline()

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
        if self._is_between and step > 0:
            at -= 1
        self.go_to(at % len(self._findings))

    def go_to(self, number: int) -> None:
        """Select what a finding is about and give the keys to its editor."""
        if self._workspace is None or not 0 <= number < len(self._findings):
            return
        self._current, self._is_between = number, False
        finding = self._findings[number]
        show_spot(self._workspace, finding.spot)
        marks = self._marks_shown()
        if marks is not None:
            marks.select(finding)
        self._workspace.view().setFocus()
        self.reached.emit(number)
        self._tell()

    def here(self) -> PlanFinding | None:
        """The finding the user was led to or stands on that can be settled."""
        if self._workspace is None:
            return None
        spot = self._workspace.view().spot()
        held = [
            one for one in self.on_spot(spot) if one.fix is not None and spot.paragraph in (None, one.spot.paragraph)
        ]
        current = self._findings[self._current] if 0 <= self._current < len(self._findings) else None
        return current if current in held and not self._is_between else next(iter(held), None)

    def settle_here(self) -> None:
        """Settle the finding the user stands on."""
        one = self.here()
        if one is not None:
            self.settle(one)

    def settle(self, finding: PlanFinding) -> None:
        """Do what settles a finding, as one step to undo."""
        if self._session is not None and finding.fix is not None and self._workspace is not None:
            self._workspace.finish_editing()
            self._session.perform(settle_finding, finding)

    def settle_all(self, finding: PlanFinding) -> None:
        """Mend every finding of the same rule, as one step to undo."""
        held = self.alike(finding)
        if self._session is not None and self._workspace is not None and held:
            from domain.plan_checks import rule_title

            self._workspace.finish_editing()
            self._session.perform(mend_words, held, rule_title(finding.rule))

    def _begin(self) -> None:
        if self._session is not None:
            from domain.plan_checks import examine_plan  # every rule: not before the first picture

            self._gathered = []
            self._under_way = examine_plan(self._session.content, datetime.date.today(), self._readings)
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
            from domain.plan_checks import sort_findings

            self._take(sort_findings(self._session.content, iter(self._gathered)))

    def _take(self, findings: tuple[PlanFinding, ...]) -> None:
        self._found = findings
        self._tell_kept()

    def _tell_kept(self) -> None:
        """Tell what there is, but for the sentence that is being written."""
        marks = self._marks_shown()
        findings = tuple(one for one in self._found if marks is None or not marks.is_held(one))
        if findings != self._findings:
            before, number = self._findings, self._current
            self._findings = findings
            self._keep_current(before[number] if 0 <= number < len(before) else None)
            self._underline()
            self.changed.emit()
            self._tell()

    def _keep_current(self, current: PlanFinding | None) -> None:
        """Stay with the current finding; where it is gone, between those around it."""
        if current is None or not self._findings:
            self._current, self._is_between = -1, False
        elif current in self._findings:
            self._current, self._is_between = self._findings.index(current), False
        else:
            self._current, self._is_between = min(self._current, len(self._findings)), True

    def _underline(self) -> None:
        marks = self._marks_shown()
        if marks is not None:
            marks.show(self._findings)

    def _marks_shown(self) -> FindingMarks | None:
        """What underlines in the editor that is shown."""
        if self._workspace is None:
            return None
        view = self._workspace.view()
        if view not in self._marks:
            from desktop.views.finding_marks import marks_for

            self._marks[view] = marks_for(view)
        return self._marks[view]

    def _gravest(self) -> int:
        """The first of those that weigh most."""
        weights = [_WEIGHTS.index(one.severity) for one in self._findings]
        return weights.index(min(weights))

    def _tell(self) -> None:
        if not self._findings:
            self.told.emit("", "")
            return
        is_at = 0 <= self._current < len(self._findings) and not self._is_between
        first = self._findings[self._current if is_at else self._gravest()]
        sentence = self.tr("{} 处提示：{}").format(len(self._findings), first.sentence)
        self.told.emit(sentence, f"{first.sentence}。{first.why}")
