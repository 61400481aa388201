"""What fills the window: the start page or the open plan, and at times a page over it that is a place of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class Pages(QStackedWidget):
    """`covered` tells that a page was put over what is below, `uncovered` that it is gone again."""

    covered = Signal(object)
    uncovered = Signal()

    def __init__(self, start: QWidget) -> None:
        super().__init__()
        self._start = start
        self._below: QWidget = start
        self._page: QWidget | None = None
        self.addWidget(start)

    @property
    def page(self) -> QWidget | None:
        """The page over the rest, if there is one."""
        return self._page

    def minimumSizeHint(self) -> QSize:
        """What the page in sight needs: the start page, hidden, must not keep a small window large."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def show_below(self, widget: QWidget | None) -> None:
        """Take the open plan's widget in place of the former one; None: the start page. A page over it stays."""
        former, self._below = self._below, widget or self._start
        if self.indexOf(self._below) < 0:
            self.addWidget(self._below)
        if former is not self._start and former is not self._below:
            self.removeWidget(former)
        self.setCurrentWidget(self._page or self._below)

    def cover(self, page: QWidget) -> None:
        """Put a page over what is shown; the keys go where the page wants them."""
        self.uncover()
        self._page = page
        chosen = page.focusWidget() or page
        self.addWidget(page)
        self.setCurrentWidget(page)
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.covered.emit(page)

    def uncover(self) -> None:
        """Take the page away and return to what was below."""
        page, self._page = self._page, None
        if page is None:
            return
        self.setCurrentWidget(self._below)
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
        self.uncovered.emit()
        self._below.setFocus(Qt.FocusReason.OtherFocusReason)
