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
    describe(action, tip)
    action.triggered.connect(lambda: slot())
    view.addAction(action)
    return action


def describe(action: QAction, tip: str = "") -> None:
    """Say what an action does: its tooltip ends in its keys, the status line and “What's this” have the sentence."""
    sentence = tip or action.text().rstrip("…")
    keys = shortcut_text(action)
    action.setToolTip(f"{sentence}（{keys}）" if keys else sentence)
    action.setStatusTip(sentence)
    action.setWhatsThis(sentence)


def complete(action: QAction) -> None:
    """Give a command made elsewhere the sentence it lacks, from its tooltip."""
    if not action.isSeparator() and not action.statusTip():
        describe(action, action.toolTip().partition("（")[0].rstrip("…"))


def shortcut_text(action: QAction) -> str:
    """The first keys of an action as they are written on the keyboard; empty when it has none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def add_gap(view: QWidget) -> None:
    """Leave a gap between the commands before and those after."""
    action = QAction(view)
    action.setSeparator(True)
    view.addAction(action)
