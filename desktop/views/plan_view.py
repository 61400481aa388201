"""What every editor in the middle of the window has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.session import Session
from desktop.views.view_memory import recall_scroll, scroll_to_memory, spot_from_memory, spot_to_memory
from domain.changes import ChangeSet, RowChange
from domain.exchange import PlanContent
from domain.spots import Spot

if TYPE_CHECKING:
    from exporters.blocks import Document
    from exporters.page import Layout

Memory = dict[str, Any]
Composer = Callable[["Layout", PlanContent], "Document"]


class PlanView(QWidget):
    """An editor on one place of the plan.

    Its commands are the QActions it was given by `addAction`: the window shows them in the tool row and in the edit
    menu, in that order; a separator action makes a gap. `selected` tells that `spot` may say another thing than before;
    an editor emits it whenever its current row, cell or paragraph changes. `spot_wanted` carries the Spot of a heading
    that is to be shown in the text, `errand` what else an editor wants of the window, as `desktop.errands` knows it.

    `plan_changed` is the session's `changed` for the editor and its models, but for one thing: while another editor is
    shown it waits, and when this one is shown again it comes once, with all that changed in the meantime.
    """

    selected = Signal()
    errand = Signal(str, object)
    spot_wanted = Signal(object)
    plan_changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.zoom = 100
        self._was_shown = False
        self._missed: list[RowChange] = []
        session.changed.connect(self.on_plan_changed)

    def on_plan_changed(self, changes: ChangeSet) -> None:
        """Pass a change on, or keep it until the editor is seen again; one not shown yet passes it on."""
        if self._was_shown and not self.isVisible():
            self._missed += changes.changes
        else:
            self.plan_changed.emit(changes)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow what changed in the meantime."""
        self._was_shown = True
        super().showEvent(event)
        if self._missed:
            missed, self._missed = tuple(self._missed), []
            self.plan_changed.emit(ChangeSet(changes=missed))

    def heading(self) -> str:
        """The words above the editor."""
        raise NotImplementedError(type(self).__name__)

    def finish_editing(self) -> None:
        """Write what is still being typed, as before saving, leaving or closing."""

    def spot(self) -> Spot:
        """What is selected; the plan itself where nothing is."""
        return Spot()

    def show_spot(self, spot: Spot) -> None:
        """Select a spot and bring it into sight; one that is not here is passed over."""

    def body(self) -> QAbstractScrollArea | None:
        """What scrolls, if anything does."""
        return None

    def composer(self) -> Composer | None:
        """What composes for print what is shown, where that is not all of its part; None for all of it."""
        return None

    def part(self) -> str:
        """The name of the part that prints what is shown, where that is none of the usual ones."""
        return ""

    def memory(self) -> Memory:
        """What to find again at the next start, as plain values that JSON can hold: the spot and the scroll.

        An editor with folds or widths adds them.
        """
        body = self.body()
        scrolled = {"scroll": scroll_to_memory(body)} if body is not None else {}
        return {"spot": spot_to_memory(self.spot()), **scrolled}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take up what `memory` gave, of another day and perhaps of another content: believe nothing in it."""
        self.show_spot(spot_from_memory(memory.get("spot")))
        body = self.body()
        if body is not None:
            recall_scroll(body, memory.get("scroll"))

    def show_zoom(self, percent: int) -> None:
        """Show the text of the document at this size; an editor with text of its own extends this."""
        self.zoom = percent
