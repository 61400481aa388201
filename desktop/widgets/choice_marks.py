"""Tick boxes and radio marks in the palette's own ink: the style's are all but invisible on a dark window."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QRadioButton, QStyle, QStyleOptionButton, QWidget

_BOX = 14  # px


def paint_tick_box(painter: QPainter, rect: QRect, palette: QPalette, *, ticked: bool) -> None:
    """A box in the middle of `rect`, with a tick or without."""
    box = QRectF(0, 0, _BOX, _BOX)
    box.moveCenter(QPointF(rect.center()))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1))
    painter.setBrush(palette.base())
    painter.drawRoundedRect(box, 2, 2)
    if ticked:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1.8))
        x, y = box.left(), box.top()
        painter.drawPolyline([QPointF(x + 3, y + 7.5), QPointF(x + 6, y + 10.5), QPointF(x + 11, y + 4)])
    painter.restore()


class ChoiceButton(QRadioButton):
    """One of several ways; the chosen one has a dot of ink."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw mark and words where the style would."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        mark = self.style().subElementRect(QStyle.SubElement.SE_RadioButtonIndicator, option, self)
        words = self.style().subElementRect(QStyle.SubElement.SE_RadioButtonContents, option, self)
        palette = self.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(0, 0, _BOX, _BOX)
        ring.moveCenter(QRectF(mark).center())
        role = QPalette.ColorRole.Text if self.underMouse() else QPalette.ColorRole.PlaceholderText
        painter.setPen(QPen(palette.color(role), 1))
        painter.setBrush(palette.base())
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Text))
            painter.drawEllipse(ring.adjusted(3.5, 3.5, -3.5, -3.5))
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic)
        painter.drawText(words, flags, self.text())
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
