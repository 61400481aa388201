"""What a file dragged over the window will become, said before it is dropped."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import MARGIN, title_font

_REACH = 2 * MARGIN  # px of the sheet around the words


class DropSign(QWidget):
    """A sheet with one sentence over the middle of the window; hidden unless something is dragged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = parent
        self._words = ""
        self._detail = ""
        self._is_welcome = False
        self.setAcceptDrops(True)
        self.setFont(title_font(parent.font()))
        self.hide()

    def words(self) -> str:
        """What it says."""
        return self._words

    def is_welcome(self) -> bool:
        """Whether the drop will be taken."""
        return self._is_welcome

    def present(self, words: str, detail: str, *, is_welcome: bool) -> None:
        """Say what a drop will do, or why it will do nothing."""
        self._words, self._detail, self._is_welcome = words, detail, is_welcome
        self.setAccessibleName(f"{words}，{detail}" if detail else words)
        self.setGeometry(self._area.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil, the frame of where to drop, the sentence on a sheet."""
        painter = QPainter(self)
        palette = self.palette()
        veil = palette.color(QPalette.ColorRole.Window)
        veil.setAlpha(200)
        painter.fillRect(self.rect(), veil)
        role = QPalette.ColorRole.Accent if self._is_welcome else QPalette.ColorRole.PlaceholderText
        pen = QPen(palette.color(role), 1.5, Qt.PenStyle.SolidLine if self._is_welcome else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(MARGIN, MARGIN, -MARGIN - 1, -MARGIN - 1))
        lines = [line for line in (self._words, self._detail) if line]
        metrics = painter.fontMetrics()
        width = min(max(metrics.horizontalAdvance(line) for line in lines) + 2 * _REACH, self.width() - 4 * MARGIN)
        height = len(lines) * metrics.lineSpacing() + 2 * _REACH
        sheet = QRect(0, 0, width, height)
        sheet.moveCenter(self.rect().center())
        painter.fillRect(sheet, palette.base())
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawRect(sheet.adjusted(0, 0, -1, -1))
        top = sheet.top() + _REACH
        for number, line in enumerate(lines):
            ink = QPalette.ColorRole.PlaceholderText if number else QPalette.ColorRole.Text
            painter.setPen(palette.color(ink))
            text = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, width - 2 * MARGIN)
            room = QRect(sheet.left(), top, width, metrics.lineSpacing())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)
            top += metrics.lineSpacing()
        painter.end()
