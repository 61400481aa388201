"""Small pieces of the window's frame: hairlines, headings, quiet text, the primary button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QSplitter, QSplitterHandle, QWidget

from desktop.theme import title_font


class Hairline(QFrame):
    """One pixel between two panes."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the hairline's colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().mid())
        painter.end()


class HairlineSplitter(QSplitter):
    """A splitter whose handle is a hairline."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """A handle that paints itself as one line."""
        return _HairlineHandle(self.orientation(), self)


class _HairlineHandle(QSplitterHandle):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.contentsRect()
        painter.fillRect(rect, self.palette().mid())
        painter.end()


class ElidedLabel(QLabel):
    """One line of plain text that ends in … where the place is too narrow; the tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.end()
        self.setToolTip(self.text() if text != self.text() else "")


class HeadingLabel(ElidedLabel):
    """The words above an editor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(title_font(self.font()))


class QuietLabel(QLabel):
    """Plain text that stands back, in the quiet ink; wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setWordWrap(True)


class PrimaryButton(QPushButton):
    """The one button of a place that carries the accent."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        self.setFont(font)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw flat: the style would shade the accent until it is no longer the one that was chosen."""
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Accent)
        ink = palette.color(QPalette.ColorRole.BrightText)
        if not self.isEnabled():
            ground, ink = palette.color(QPalette.ColorRole.Mid), palette.color(QPalette.ColorRole.ButtonText)
        elif self.isDown() or self.underMouse():
            ground = ground.darker(115)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.setPen(ink)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), 2, 2)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic), self.text())
        painter.end()
