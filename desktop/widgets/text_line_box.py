"""One line to write in, beside what it is about: a remark, a time limit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.frame import QuietLabel
from desktop.widgets.task_overlay import Overlay
from domain.text import trim

_WIDTH = 340  # px
_QUOTED = 40  # characters


class LineBox(Overlay):
    """Enter and leaving it write the line, Esc drops it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._write: Callable[[str], object] | None = None
        self.about = QLabel()
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setFixedWidth(_WIDTH - 18)
        self.input = QLineEdit()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 9)
        layout.setSpacing(6)
        for widget in (self.about, self.input, QuietLabel(self.tr("回车 写入 · Esc 不写"))):
            layout.addWidget(widget)
        self.input.returnPressed.connect(self.take)

    def open_for(self, about: str, text: str, hint: str, global_rect: QRect, write: Callable[[str], object]) -> None:
        """Offer a text to be written anew; `write` gets what was made of it."""
        self._write = write
        line = about.replace("\n", " ")
        self.about.setText(line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…")
        self.input.setText(text)
        self.input.selectAll()
        self.input.setPlaceholderText(hint)
        self.input.setAccessibleName(hint)
        self.show_beside(global_rect, QSize(_WIDTH, self.sizeHint().height()), self.input)

    def take(self) -> None:
        """Write the line and go away."""
        write, self._write = self._write, None
        text = trim(self.input.text())
        self.leave()
        if write is not None:
            write(text)

    def on_left(self) -> None:
        """Leaving it keeps what was written."""
        self.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc drops it."""
        if event.key() == Qt.Key.Key_Escape:
            self._write = None
            self.leave()
            return
        super().keyPressEvent(event)
