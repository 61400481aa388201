"""A small sheet that lies over the window beside a cell, and goes away when the focus does.

It is a child of the window and no window of its own: an input method writes into it as into any other line.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from desktop.theme import GAP


class Overlay(QFrame):
    """Hidden until `show_beside`; leaving it calls `on_left`, which a subclass makes do what leaving means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self._returns_to: QWidget | None = None
        self._is_open = False
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.on_focus_changed)

    def show_beside(self, rect: QRect, size: QSize, focus: QWidget) -> None:
        """Appear below a place given in global coordinates, above it where there is more room, and take the focus."""
        host = self._home.window()
        self._returns_to = QApplication.focusWidget()
        self.setParent(host)
        place = QRect(host.mapFromGlobal(rect.topLeft()), rect.size())
        room_below, room_above = host.height() - place.bottom() - GAP, place.top() - GAP
        is_below = room_below >= size.height() or room_below >= room_above
        height = min(size.height(), max(room_below if is_below else room_above, 120))
        left = max(min(place.left(), host.width() - size.width() - GAP), 0)
        top = place.bottom() + 1 if is_below else place.top() - height
        self.setGeometry(QRect(QPoint(left, max(top, 0)), QSize(size.width(), height)))
        self._is_open = True
        self.raise_()
        self.show()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go away and give the focus back, unless it is elsewhere already."""
        self._is_open = False
        focused = QApplication.focusWidget()
        former, self._returns_to = self._returns_to, None
        if former is not None and (focused is None or self.isAncestorOf(focused)):
            former.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.setParent(self._home)  # so that it goes when that goes

    def on_left(self) -> None:
        """The focus went elsewhere."""
        self.leave()

    def on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Notice that the focus went to another place of the window."""
        if old is None or new is None or not self._is_open or not self.isAncestorOf(old):
            return
        if new is not self and not self.isAncestorOf(new):
            self.on_left()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline around."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
