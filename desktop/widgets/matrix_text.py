"""Headings of tasks in two lines at most, broken once and kept; what all parts of the matrix draw alike."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPalette, QTextLayout, QTextOption

MOST_LINES = 2
_LIMIT = 2000
_PITCH = 1.4  # line height by character height
_HOVER = 0.4  # how much of the selection's colour lies over the paper
_AMBER_HUE = 38  # degrees


class TaskTexts:
    """A bounded cache of texts in two lines at most, the second ending in … where there is more."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.pitch = round(QFontInfo(font).pixelSize() * _PITCH)
        self._metrics = QFontMetricsF(font)
        self._kept: OrderedDict[tuple[str, int], tuple[QTextLayout, int]] = OrderedDict()

    def lines(self, text: str, width: int) -> int:
        """How many lines a text takes in a width, 1 or 2."""
        return self._lay_out(text, width)[1]

    def draw(self, painter: QPainter, text: str, rect: QRect) -> QRect:
        """Draw a text in the middle of a place, from its left edge; returns where the lines stand."""
        layout, count = self._lay_out(text, rect.width())
        top = rect.top() + (rect.height() - count * self.pitch) // 2
        layout.draw(painter, QPointF(rect.left(), top))
        widest = max((layout.lineAt(line).naturalTextWidth() for line in range(count)), default=0.0)
        return QRect(rect.left(), top, round(widest), count * self.pitch)

    def _lay_out(self, text: str, width: int) -> tuple[QTextLayout, int]:
        key = (text, width)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._break(text, max(width, self.pitch))
            if len(self._kept) > _LIMIT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return kept

    def _break(self, text: str, width: int) -> tuple[QTextLayout, int]:
        layout = self._broken(text, width)
        if layout.lineCount() > MOST_LINES:
            start = layout.lineAt(MOST_LINES - 1).textStart()
            cut = self._metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width - 1)
            layout = self._broken(text[:start] + cut, width)
        return layout, min(max(layout.lineCount(), 1), MOST_LINES)

    def _broken(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, count * self.pitch + (self.pitch - line.height()) / 2))
            count += 1
        layout.endLayout()
        return layout


def hover_colour(palette: QPalette) -> QColor:
    """The quiet ground of the row and the column under the pointer."""
    paper, mark = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
    pairs = ((paper.red(), mark.red()), (paper.green(), mark.green()), (paper.blue(), mark.blue()))
    return QColor(*(round(a + (b - a) * _HOVER) for a, b in pairs))


def amber_colour(palette: QPalette) -> QColor:
    """The line below what is to be looked at, as its dot."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()
    return QColor.fromHsl(_AMBER_HUE, 220, 140 if dark else 100)
