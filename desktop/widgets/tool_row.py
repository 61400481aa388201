"""The row of commands above an editor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget


class ToolRow(QToolBar):
    """Flat buttons with words; what does not fit goes behind an arrow."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        """Icons stand beside the words where every command has one, else there are none."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("本页操作"))
        self.setIconSize(QSize(16, 16))
        self.setMovable(False)

        if (layout := self.layout()) is not None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        words = [action for action in actions if not action.isSeparator()]
        dressed = all(not action.icon().isNull() for action in words)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if dressed else Qt.ToolButtonStyle.ToolButtonTextOnly
        self.setToolButtonStyle(style)
        self.addActions(list(actions))
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setAccessibleName(self.tr("更多操作"))
            more.setToolTip(more.accessibleName())
        for action in words:
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setAccessibleName(_spoken(action))
                if action.menu() is not None:
                    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the row stands on the window itself."""


def _spoken(action: QAction) -> str:
    """What a screen reader says: the words of a button, or its tooltip where the words are signs (★★★)."""
    return action.text() if any(letter.isalpha() for letter in action.text()) else action.toolTip()
