"""The preview of the open plan: it follows the place and every edit, and leads from a page back to the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QElapsedTimer, QItemSelectionModel, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView
from shiboken6 import isValid

from desktop.jobs.preview_job import SKETCH_DOTS, Page, PageMaker, Places, Wish, part_name
from desktop.jobs.runner import JobRunner
from desktop.session import Session
from desktop.settings import Settings
from desktop.views.workspace import Workspace
from domain.changes import ChangeSet
from domain.errors import FanganError

if TYPE_CHECKING:
    from desktop.views.preview_pane import PreviewPane
    from exporters.pdf_spots import Spot

_PAUSE = 200  # ms from an edit until its pages are set
_LONGEST_PAUSE = 800  # ms, where one edit follows the other
_REMEMBERED = "preview"


class PreviewDesk(QObject):
    """`shown` tells whether the pane is there, `print_wanted` that the user asked for paper from it."""

    shown = Signal(bool)
    print_wanted = Signal()

    def __init__(
        self, runner: JobRunner, settings: Settings, place: Callable[[PreviewPane], None], parent: QObject
    ) -> None:
        """`place` puts the pane among the others, when there is one."""
        super().__init__(parent)
        self._settings = settings
        self._place_pane = place
        self._session: Session | None = None
        self._workspace: Workspace | None = None
        self._place = ""
        self._spots: dict[int, tuple[Spot, ...]] = {}
        self._seeks = False
        self._is_covered = False
        self._is_leading = False
        self._followed: QItemSelectionModel | None = None
        self.pane: PreviewPane | None = None
        self.maker = PageMaker(runner, self)
        self.maker.painted.connect(self.on_painted)
        self.maker.placed.connect(self.on_placed)
        self.maker.counted.connect(self.on_counted)
        self.maker.failed.connect(self.on_failed)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        self._waiting = QElapsedTimer()
        self.is_wanted = self._settings.layout(_REMEMBERED) == QByteArray(b"shown")

    # Coming and going

    def attach(self, session: Session, workspace: Workspace) -> None:
        """Follow a plan that was opened."""
        self._session, self._workspace = session, workspace
        session.changed.connect(self.on_changed)
        workspace.place_changed.connect(self.on_place_changed)
        self._show_pane()

    def leave(self) -> None:
        """Let go of the plan: nothing is made any more."""
        self._pause.stop()
        self.maker.stop()
        self._session = self._workspace = self._followed = None
        self._place = ""
        if self.pane is not None:
            self.pane.hide()

    def close(self) -> None:
        """End what sets the pages, when no job runs any more."""
        self.maker.close()

    def toggle(self, wanted: bool) -> None:
        """Show the pane or put it away, and remember which."""
        if wanted != self.is_wanted:
            self.is_wanted = wanted
            self._settings.keep_layout(_REMEMBERED, QByteArray(b"shown" if wanted else b"hidden"))
            self._show_pane()
            self.shown.emit(wanted)

    def on_covered(self) -> None:
        """A page of its own fills the window."""
        self._is_covered = True
        self._show_pane()

    def on_uncovered(self) -> None:
        """The plan is to be seen again."""
        self._is_covered = False
        self._show_pane()

    def actions(self) -> list[QAction]:
        """The commands of the pane, while it is there."""
        return self.pane.actions() if self.pane is not None and self.pane.isVisible() else []

    # Following the plan

    def on_changed(self, _changes: ChangeSet) -> None:
        """Set the pages again when the edits pause, but not much later than the first of them."""
        if not self._is_shown():
            return
        if not self._pause.isActive():
            self._waiting.start()
            self._pause.start(_PAUSE)
        elif self._waiting.elapsed() < _LONGEST_PAUSE - _PAUSE:
            self._pause.start(_PAUSE)

    def on_place_changed(self) -> None:
        """Show the part that belongs to the place."""
        if self._is_shown():
            self.refresh()

    def refresh(self) -> None:
        """Set the pages of the place as the plan is now; those in sight first."""
        if self._session is None or self._workspace is None or self.pane is None or not self._is_shown():
            return
        self._pause.stop()
        view, place = self.pane.view, self._workspace.place.key
        if place != self._place:
            self._place = place
            self._spots = {}
            self._seeks = True
            self.pane.show_part(part_name(self._session.content, place))
            self._follow_selection()
        view.begin_state()
        self.maker.show(self._session.content, place, self._wishes() or [(1, view.dots())])

    def on_pages_wanted(self) -> None:
        """Paint what came into sight."""
        self.maker.want(self._wishes())

    def on_painted(self, page: Page) -> None:
        """Show a page."""
        if self.pane is None:
            return
        self.pane.show_pages()
        view = self.pane.view
        is_sketch = page.dots == SKETCH_DOTS
        view.show_page(page.number, page.picture, page.dots, page.size, sketch=is_sketch)

    def on_placed(self, places: Places) -> None:
        """Know what stands where on some pages."""
        for number in range(places.first, places.last + 1):
            self._spots[number] = tuple(spot for spot in places.spots if spot.page == number)
        self._mark_selected()

    def on_counted(self, count: int) -> None:
        """Know how many pages there are."""
        if self.pane is None:
            return
        for number in [number for number in self._spots if number > count]:
            del self._spots[number]
        if count:
            self.pane.view.show_count(count)
            self.pane.show_total(count)
        else:
            self.pane.view.clear()
            self.pane.show_total(None)
            self.pane.show_note(self.tr("这里还没有可以排版的内容。写好以后，页面会显示在这里。"))

    def on_failed(self, error: FanganError) -> None:
        """Say why there are no pages; the next edit tries again."""
        if self.pane is not None:
            self.pane.show_note(str(error))

    # From page to editor and back

    def on_clicked(self, number: int, place: QPointF) -> None:
        """Go to what was clicked on a page."""
        from desktop.views.preview_spots import rect_of, show_in_editor, spot_at

        spot = spot_at(self._spots.get(number, ()), place)
        if spot is None or self._workspace is None or self._session is None or self.pane is None:
            return
        self._is_leading = True
        try:
            show_in_editor(self._workspace, self._session.content, spot)
        finally:
            self._is_leading = False
        self.pane.view.show_mark(number, rect_of(spot))
        self._workspace.view().setFocus(Qt.FocusReason.OtherFocusReason)

    def on_selected(self) -> None:
        """Show the page of what was selected in the editor."""
        if self._is_leading or self.pane is None or not self._is_shown():
            return
        spot = self._selected_spot()
        if spot is not None:
            from desktop.views.preview_spots import rect_of

            self._seeks = False
            self.pane.view.show_mark(spot.page, rect_of(spot))

    def _selected_spot(self) -> Spot | None:
        from desktop.views.preview_spots import keys_in_editor

        if self._session is None or self._workspace is None or self._workspace.place.key != self._place:
            return None
        for key, column in keys_in_editor(self._workspace.view(), self._session.content):
            for number in sorted(self._spots):
                for spot in self._spots[number]:
                    if key in (spot.key, spot.row) and (not column or not spot.column or spot.column == column):
                        return spot
        return None

    def _mark_selected(self) -> None:
        """Go to what is selected when a part is shown first; then move the mark with the text, without scrolling."""
        spot = self._selected_spot()
        if spot is None or self.pane is None:
            return
        if self._seeks:
            self.on_selected()
            return
        from desktop.views.preview_spots import rect_of

        self.pane.view.move_mark(spot.page, rect_of(spot))

    def _follow_selection(self) -> None:
        """Listen to the selection of the editor that is shown."""
        from desktop.views.outline_view import OutlineView

        if self._followed is not None and isValid(self._followed):
            self._followed.currentChanged.disconnect(self.on_selected)
        self._followed = None
        if self._workspace is None:
            return
        view = self._workspace.view()
        tree: QAbstractItemView | None = view.tree if isinstance(view, OutlineView) else getattr(view, "grid", None)
        if tree is not None:
            self._followed = tree.selectionModel()
            self._followed.currentChanged.connect(self.on_selected)

    # The pane

    def _is_shown(self) -> bool:
        return self.is_wanted and self._session is not None and not self._is_covered

    def _show_pane(self) -> None:
        if not self._is_shown():
            self._pause.stop()
            self.maker.stop()
            if self.pane is not None:
                self.pane.hide()
            return
        if self.pane is None:
            self.pane = self._make_pane()
        self.pane.show()
        self._place = ""
        self._waiting.start()
        self._pause.start(0)  # when the pane has its width, and the editor has been shown

    def _make_pane(self) -> PreviewPane:
        from desktop.views.preview_pane import PreviewPane

        pane = PreviewPane()
        self._place_pane(pane)
        pane.view.pages_wanted.connect(self.on_pages_wanted)
        pane.view.clicked.connect(self.on_clicked)
        pane.closed.connect(lambda: self.toggle(False))
        pane.left.connect(self._return_to_editor)
        pane.print_wanted.connect(self.print_wanted)
        return pane

    def _return_to_editor(self) -> None:
        if self._workspace is not None:
            self._workspace.view().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _wishes(self) -> list[Wish]:
        if self.pane is None:
            return []
        view = self.pane.view
        return [(number, view.dots(number)) for number in view.missing()]
