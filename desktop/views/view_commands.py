"""Commands of an editor: QActions with words, icon, keys and tooltip, in the order they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.widgets.icons import name_icon


def add_command(
    view: QWidget, text: str, keys: Sequence[str], slot: Callable[[], object], *, icon: str = "", tip: str = ""
) -> QAction:
    """Give a view a command that works wherever in it the focus is; `tip` is a sentence, the keys are added to it."""
    action = QAction(text, view)
    if icon:
        name_icon(action, icon)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip or text}（{shortcut}）" if shortcut else tip or text)
    action.triggered.connect(lambda: slot())
    view.addAction(action)
    return action


def add_gap(view: QWidget) -> None:
    """Leave a gap between the commands before and those after."""
    action = QAction(view)
    action.setSeparator(True)
    view.addAction(action)
