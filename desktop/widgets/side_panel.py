"""The panel at the right: a title, a way to close it, and whatever was asked for. Nothing in it is modal."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import HeadingLabel, QuietLabel

_WIDTH, _LEAST = 300, 240  # px
_LETTERS = 19  # what a line of a panel holds whatever the size of the letters


class SidePanel(QWidget):
    """Holds one content at a time."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = HeadingLabel()
        close = QToolButton()
        close.setAutoRaise(True)
        close.setText("×")
        close.setToolTip(self.tr("关闭（Esc）"))
        close.setAccessibleName(self.tr("关闭侧栏"))
        close.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(close)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        self._layout.setSpacing(MARGIN)
        self._layout.addLayout(top)
        self._content: QWidget | None = None
        self._frame = QScrollArea()  # large letters make a panel higher than a small window
        self._frame.setFrameShape(QFrame.Shape.NoFrame)
        self._frame.setWidgetResizable(True)
        self._frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._frame.viewport().setAutoFillBackground(False)
        self._layout.addWidget(self._frame, 1)
        self.setMinimumWidth(max(_LEAST, self._letters()))
        self.hide()

    def content(self) -> QWidget | None:
        """What is shown now."""
        return self._content

    def sizeHint(self) -> QSize:
        """A third of a small window at most."""
        return QSize(max(_WIDTH, self._letters()), 400)

    def present(self, title: str, content: QWidget) -> None:
        """Show a content under a title, in place of the former one."""
        self.clear()
        self._content = content
        self._title.setText(title)
        self.setAccessibleName(title)
        self._frame.setWidget(content)
        content.setAutoFillBackground(False)  # a scroll area switches it on
        content.show()
        self.show()
        content.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Let go of the content."""
        content, self._content = self._content, None
        if content is not None:
            content.hide()
            self._frame.takeWidget()
            content.deleteLater()

    def dismiss(self) -> None:
        """Close the panel."""
        self.hide()
        self.clear()
        self.closed.emit()

    def _letters(self) -> int:
        return self.fontMetrics().horizontalAdvance("国") * _LETTERS + 2 * MARGIN

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)


class PairList(QScrollArea):
    """Lines of two: a word and what belongs to it, as shortcuts or findings are."""

    def __init__(self, pairs: Iterable[tuple[str, str]], *, stacked: bool = False) -> None:
        """Side by side, or the second quietly below the first when `stacked`."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("说明"))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(4 if stacked else 6)
        row = 0
        for word, text in pairs:
            label = QLabel(word)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            quiet = QuietLabel(text)
            quiet.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row, 0)
            grid.addWidget(quiet, row + 1 if stacked else row, 0 if stacked else 1)
            row += 2 if stacked else 1
        grid.setRowStretch(row, 1)
        self.setWidget(inner)
