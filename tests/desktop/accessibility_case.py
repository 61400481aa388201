"""Every surface of the window, opened as a user opens it, and what a screen reader would find there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QMenuBar,
    QScrollBar,
    QTableView,
    QWidget,
)

from desktop.main_window import MainWindow

PLACES = ("outline", "tasks", "matrix", "table:1")
# Panels and pages by the command of the menus that opens them.
COMMANDS = ("info", "layout", "history", "remarks", "versions", "export", "shortcuts", "about", "preview", "new_table")
_CHINESE = re.compile("[\u3400-\u9fff]")


def surfaces(window: MainWindow) -> dict[str, Callable[[], None]]:
    """How to come to every surface, by a name for messages."""
    found: dict[str, Callable[[], None]] = {}
    for place in window.workspace.places:
        found[place.key] = lambda key=place.key: window.on_place_wanted(key)
    for name in COMMANDS:
        found[name] = getattr(window.commands, name).trigger
    return found


def visible(root: QWidget) -> Iterator[QWidget]:
    """The widgets that are shown, without those that Qt makes for its own use."""
    for widget in [root, *root.findChildren(QWidget)]:
        is_inner = isinstance(widget, QScrollBar | QMenuBar | QHeaderView) or isinstance(
            widget.parent(), QAbstractScrollArea | QHeaderView
        )
        if widget.isVisible() and not is_inner:
            yield widget


def can_focus(widget: QWidget) -> bool:
    """Whether the keyboard can come to a widget."""
    return widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a widget: its name, else its text."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text."""
    return _CHINESE.search(text) is not None


def nameless(root: QWidget) -> list[str]:
    """The widgets to act with that have no name, or none in Chinese."""
    wrong = []
    for widget in visible(root):
        if (can_focus(widget) or isinstance(widget, QAbstractButton)) and not _is_frame(widget):
            name = spoken(widget)
            if not is_chinese(name):
                wrong.append(f"{type(widget.parent()).__name__}/{type(widget).__name__} {name!r}")
    return wrong


def mute_cells(view: QAbstractItemView, rows: int = 12) -> list[str]:
    """Cells that show a sign but have nothing to say."""
    model = view.model()
    wrong = []
    for row in range(min(model.rowCount(QModelIndex()), rows)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            index = model.index(row, column, QModelIndex())
            shown = index.data(Qt.ItemDataRole.DisplayRole) or index.data(Qt.ItemDataRole.DecorationRole)
            said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
            if shown and not str(said or "").strip():
                wrong.append(f"{type(view).__name__} {row},{column}")
    return wrong


def focus_of(window: QWidget) -> QWidget | None:
    """What has the keyboard, offscreen too, where no window is active."""
    return QApplication.focusWidget() or window.focusWidget()


def _is_frame(widget: QWidget) -> bool:
    """Corner buttons of tables, and containers that hand the keyboard on to what is in them."""
    return isinstance(widget.parent(), QTableView) or widget.focusProxy() is not None or widget.isWindow()
