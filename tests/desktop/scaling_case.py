"""What does not fit: labels, buttons and fields that got less room than their words need."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from desktop.widgets.frame import ElidedLabel
from tests.desktop.accessibility_case import visible

_SLACK = 2  # px: rounding


def clipped(root: QWidget) -> list[str]:
    """Widgets whose words are cut off, with the room they need and have."""
    QApplication.sendPostedEvents()  # what waits to be laid out
    wrong = []
    for widget in visible(root):
        if widget.visibleRegion().isEmpty():
            continue  # scrolled away
        need = _needed(widget)
        if need is None:
            continue
        wide, high = need
        if wide > widget.width() + _SLACK or high > widget.height() + _SLACK:
            words = getattr(widget, "text", lambda: "")()
            wrong.append(
                f"{type(widget.parent()).__name__}/{type(widget).__name__} “{words[:20]}” needs {wide}×{high},"
                f" has {widget.width()}×{widget.height()}"
            )
    return wrong


def outside(root: QWidget) -> list[str]:
    """Buttons and fields that reach over the edge of the window."""
    wrong = []
    for widget in visible(root):
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox) and not widget.visibleRegion().isEmpty():
            corner = widget.mapTo(root, widget.rect().bottomRight())
            if corner.x() > root.width() or corner.y() > root.height():
                wrong.append(f"{type(widget.parent()).__name__}/{type(widget).__name__} {corner.x()},{corner.y()}")
    return wrong


def _needed(widget: QWidget) -> tuple[int, int] | None:
    """Width and height of the words; None for what shows only part of a text on purpose."""
    if isinstance(widget, ElidedLabel):
        return 0, widget.fontMetrics().height()
    if isinstance(widget, QLabel):
        if not widget.text():
            return None
        if widget.wordWrap():
            return 0, widget.heightForWidth(widget.width())
        if widget.textFormat() == Qt.TextFormat.RichText:
            return widget.sizeHint().width(), widget.sizeHint().height()
        size = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic if widget.buddy() else 0, widget.text())
        return size.width(), size.height()
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        hint = widget.sizeHint()
        text = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
        return min(hint.width(), text.width() + 8), max(text.height(), 0)
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return None if not widget.icon().isNull() else (widget.fontMetrics().horizontalAdvance(widget.text()), 0)
    if isinstance(widget, QAbstractButton) and widget.text():
        text = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
        return text.width(), text.height()
    if isinstance(widget, QLineEdit | QComboBox):
        return 0, widget.fontMetrics().height()
    return None
