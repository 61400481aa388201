"""Fields that look like text until they are used: a line to type in, words that open something."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy


class FieldEdit(QLineEdit):
    """A line that looks like text until the keys are in it. `entered` when it says another thing and is left or
    Enter is pressed; Esc brings back what stood there. `gone` when the keys have left it.
    """

    entered = Signal(str)
    gone = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._before = text
        self.setCursorPosition(0)
        self.setMinimumWidth(40)
        self.setFrame(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        palette = QPalette()
        palette.setBrush(QPalette.ColorRole.Base, Qt.BrushStyle.NoBrush)  # the ground is drawn here
        self.setPalette(palette)
        self.setTextMargins(-2, 1, 0, 3)  # flush with the words above and below
        self.setToolTip(text)
        self.editingFinished.connect(self.take)

    def is_changed(self) -> bool:
        """Whether something else was typed."""
        return self.text() != self._before

    def take(self) -> None:
        """Write what was typed."""
        if self.is_changed():
            self._before = self.text()
            self.entered.emit(self.text())
        if not self.hasFocus():
            self.gone.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """No box: a hairline below, in the accent while the keys are in it."""
        parent = self.parentWidget()
        palette = parent.palette() if parent is not None else self.palette()
        ground = QPalette.ColorRole.Base if self.hasFocus() else QPalette.ColorRole.Window
        painter = QPainter(self)
        painter.fillRect(self.rect(), palette.color(ground))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self)
        line = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.Mid
        painter.fillRect(0, self.height() - 1, self.width(), 1, palette.color(line))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it as it was; a second one goes to the editor."""
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.setText(self._before)
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class WrappingButton(QPushButton):
    """Words that wrap, quietly; a hairline below while the mouse or the keys are on them."""

    def __init__(self, text: str, *, is_quiet: bool = False) -> None:
        super().__init__()
        self._words = text
        self._is_quiet = is_quiet
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:  # the words are drawn here, not by the style
        """What it says."""
        return self._words

    def sizeHint(self) -> QSize:
        """As wide as there is room, at least one line high."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(40, self.fontMetrics().height() + 6)

    def hasHeightForWidth(self) -> bool:
        """As tall as its words need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for every line."""
        return self._rect(width).height() + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words; a line below them where they can be clicked now."""
        painter = QPainter(self)
        role = QPalette.ColorRole.PlaceholderText if self._is_quiet else QPalette.ColorRole.WindowText
        painter.setPen(self.palette().color(role))
        painter.drawText(self.rect().adjusted(0, 1, 0, 0), int(_WRAP), self._words)
        if self.hasFocus() or self.underMouse():
            role = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.Mid
            painter.fillRect(0, self.height() - 2, self.width(), 1, self.palette().color(role))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _rect(self, width: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, max(width, 40), 4000), int(_WRAP), self._words)


_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
