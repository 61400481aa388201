"""The panes around the editor: which are wanted, which have room, how large they are, and where the keys go next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from desktop.settings import Settings
from desktop.widgets.frame import HairlineSplitter
from desktop.widgets.side_panel import SidePanel

NAVIGATION, INSPECTOR, FINDINGS = "navigation", "inspector", "findings"
_USUAL = {NAVIGATION: True, INSPECTOR: True, FINDINGS: False}
_ROOM = 1120  # px of a window that has room for the inspector beside an editor
_WIDTH, _WIDTH_WITH_PAGES = 288, 420  # px of the column at the right
_FINDINGS_HEIGHT = 176  # px
_REMEMBERED = "panes"


class Panes(QWidget):
    """`middle` (pages or the start page) with the inspector and the preview in a column at its right, findings below.

    `shown` tells (name, bool) when a pane was wanted or put away. A pane that has no room stays wanted.
    """

    shown = Signal(str, bool)

    def __init__(self, middle: QWidget, panel: SidePanel, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._middle = middle
        self._panel = panel
        self._wanted = {name: settings.is_shown(name, usual) for name, usual in _USUAL.items()}
        self._is_open = self._is_covered = self._insists = False
        self._navigation: QWidget | None = None
        self._return: Callable[[], None] = middle.setFocus
        self._needed: Callable[[], int] = lambda: 0
        self.inspector = QWidget()
        self._inspector_layout = QVBoxLayout(self.inspector)
        self._inspector_layout.setContentsMargins(0, 0, 0, 0)
        self.findings = QWidget()
        self._findings_layout = QVBoxLayout(self.findings)
        self._findings_layout.setContentsMargins(0, 0, 0, 0)
        self.column = HairlineSplitter(Qt.Orientation.Vertical)
        self.column.addWidget(self.inspector)
        self.column.addWidget(panel)
        self.sides = HairlineSplitter(Qt.Orientation.Horizontal)
        self.sides.addWidget(middle)
        self.sides.addWidget(self.column)
        self.sides.setStretchFactor(0, 1)
        self.sides.setStretchFactor(1, 0)
        self.whole = HairlineSplitter(Qt.Orientation.Vertical)
        self.whole.addWidget(self.sides)
        self.whole.addWidget(self.findings)
        self.whole.setStretchFactor(0, 1)
        self.findings.setMinimumHeight(72)
        self.inspector.setMinimumSize(200, 96)
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.whole)
        self._pages: QWidget | None = None
        for pane in (self.inspector, panel):
            pane.installEventFilter(self)
        self.column.hide()
        self.inspector.hide()
        self.findings.hide()
        self.sides.splitterMoved.connect(self.keep_sizes)
        self.whole.splitterMoved.connect(self.keep_sizes)
        self.column.splitterMoved.connect(self.keep_sizes)

    # What stands in them

    def attach(self, navigation: QWidget, back: Callable[[], None], needed: Callable[[], int]) -> None:
        """A plan was opened: its list of places, the way back to its editor, the px both need."""
        self._navigation, self._return, self._needed = navigation, back, needed
        self._is_open = True
        self.arrange()

    def leave(self) -> None:
        """The plan is closed."""
        self.keep_sizes()
        self._is_open, self._navigation = False, None
        self._return = self._middle.setFocus
        self._needed = lambda: 0
        for layout in (self._inspector_layout, self._findings_layout):
            while (item := layout.takeAt(0)) is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.arrange()

    def fill_inspector(self, content: QWidget) -> None:
        """What shows the selected thing."""
        self._inspector_layout.addWidget(content)
        self.inspector.setFocusProxy(content)

    def fill_findings(self, content: QWidget) -> None:
        """What lists the findings."""
        self._findings_layout.addWidget(content)
        self.findings.setFocusProxy(content)

    def add_pages(self, pane: QWidget) -> None:
        """The preview, below the inspector."""
        self._pages = pane
        self.column.addWidget(pane)
        self.column.setStretchFactor(self.column.count() - 1, 1)
        pane.installEventFilter(self)
        self._arrange_column()

    def cover(self, is_covered: bool) -> None:
        """A page of its own fills the window, or no longer does."""
        self._is_covered = is_covered
        self.arrange()

    # Showing and hiding

    def is_wanted(self, name: str) -> bool:
        """Whether the user wants a pane."""
        return self._wanted[name]

    def want(self, name: str, wanted: bool) -> None:
        """Show a pane or put it away, for good; one that is asked for now is shown in a narrow window, too."""
        self._wanted[name] = wanted
        self._settings.keep_shown(name, wanted)
        self._insists = wanted if name == INSPECTOR else self._insists
        had_focus = any(_holds_focus(pane) for pane in (self.inspector, self.findings, self._navigation) if pane)
        self.arrange()
        if had_focus and not wanted:
            self._return()
        self.shown.emit(name, wanted)

    def arrange(self) -> None:
        """Show what is wanted and has room."""
        is_seen = self._is_open and not self._is_covered
        if self._navigation is not None:
            self._navigation.setVisible(self._wanted[NAVIGATION])
        least = max(_ROOM, self._needed() + _WIDTH) if self._is_open else _ROOM
        has_room = self.width() >= least or self._insists
        self.inspector.setVisible(is_seen and self._wanted[INSPECTOR] and has_room and self._panel.isHidden())
        was_hidden = self.findings.isHidden()
        self.findings.setVisible(is_seen and self._wanted[FINDINGS])
        if was_hidden and not self.findings.isHidden():
            height = self._settings.number("findings_height", _FINDINGS_HEIGHT)
            self.whole.setSizes([max(self.height() - height, 1), height])
        self._arrange_column()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow panes that others show and hide."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            if watched is self._panel:
                self.arrange()
            else:
                self._arrange_column()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the inspector away where there is no room, and show it again where there is."""
        super().resizeEvent(event)
        if self.width() >= _ROOM:
            self._insists = False
        self.arrange()

    def keep_sizes(self) -> None:
        """Remember what the user dragged to size."""
        if self.column.isVisible():
            self._settings.keep_number(self._width_name(), self.column.width())
            if self._has_pages() and not self.inspector.isHidden():
                self._settings.keep_number("inspector_height", self.inspector.height())
        if self.findings.isVisible():
            self._settings.keep_number("findings_height", self.findings.height())

    def _arrange_column(self) -> None:
        others = [self.inspector, self._panel]
        before = (self.column.isHidden(), self.column.property(_REMEMBERED))
        self.column.setHidden(all(pane.isHidden() for pane in others) and not self._has_pages())
        state = (self.column.isHidden(), self._has_pages(), self.inspector.isHidden())
        if state[0] or (before[0] == state[0] and before[1] == state):
            return
        self.column.setProperty(_REMEMBERED, state)
        width = self._settings.number(self._width_name(), _WIDTH_WITH_PAGES if self._has_pages() else _WIDTH)
        width = min(width, max(self.width() // 2, _WIDTH))
        self.sides.setSizes([max(self.width() - width - 1, 1), width])
        if self._has_pages() and not self.inspector.isHidden():
            height = self._settings.number("inspector_height", self.height() * 2 // 5)
            self.column.setSizes([height, 0, max(self.height() - height, 1)])

    def _width_name(self) -> str:
        return "column_width_with_pages" if self._has_pages() else "column_width"

    def _has_pages(self) -> bool:
        return self._pages is not None and not self._pages.isHidden()

    # Where the keys go

    def step(self, offset: int) -> None:
        """Give the keys to the next pane (1) or the one before (-1)."""
        stops = self._stops()
        if not stops:
            return
        here = next((place for place, (area, _) in enumerate(stops) if _holds_focus(area)), 0)
        _, go = stops[(here + offset) % len(stops)]
        go()

    def return_to_editor(self) -> None:
        """Give the keys back to the editor."""
        self._return()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in a pane that has no use for it goes back to the editor."""
        if event.key() == Qt.Key.Key_Escape and self._is_open and not self._is_covered:
            self._return()
            return
        super().keyPressEvent(event)

    def _stops(self) -> list[tuple[QWidget, Callable[[], None]]]:
        if not self._is_open or self._is_covered:
            return []
        editor: list[tuple[QWidget, Callable[[], None]]] = [(self._middle, self._return)]
        around = [pane for pane in (self.inspector, self._panel, self._pages, self.findings) if pane is not None]
        stops = [(pane, _focuser(pane)) for pane in around if pane.isVisible()]
        if self._navigation is not None and self._navigation.isVisible():
            return [(self._navigation, _focuser(self._navigation)), *editor, *stops]
        return [*editor, *stops]


def _focus() -> QWidget | None:
    return QApplication.focusWidget()


def _holds_focus(area: QWidget) -> bool:
    focus = _focus()
    return focus is not None and (area is focus or area.isAncestorOf(focus))


def _focuser(pane: QWidget) -> Callable[[], None]:
    def go() -> None:
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        if not _holds_focus(pane):
            inner = next((one for one in pane.findChildren(QWidget) if _takes_keys(one)), None)
            if inner is not None:
                inner.setFocus(Qt.FocusReason.TabFocusReason)

    return go


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
