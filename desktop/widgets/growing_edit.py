"""A text editor as tall as its text, so that several of them make one page that scrolls as a whole."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QMimeData, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

_KEPT_ON = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class GrowingEdit(QTextEdit):
    """Plain text in paragraphs, without a frame or a scroll bar of its own.

    `left` tells that the focus went to another widget. Ctrl+Z and Ctrl+Y undo what was typed since the last
    `set_text`; when there is nothing of that, they are left to the window.
    """

    left = Signal()
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._indent = 0.0  # in characters
        self._line_height = 100  # per cent
        self._loading = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.document().documentLayout().documentSizeChanged.connect(self.on_size_changed)
        self.textChanged.connect(self.on_text_changed)

    def set_style(self, font: QFont, *, indent: float = 0, line_height: int = 100, centred: bool = False) -> None:
        """Set in a face, with the first line indented by so many characters and lines so many per cent high."""
        self._loading = True
        self.setFont(font)
        self.document().setDefaultFont(font)
        self._indent, self._line_height = indent, line_height
        self._shape(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        self._loading = False

    def set_text(self, text: str) -> None:
        """Show another text, changing only what differs, so that the caret stays where it can."""
        before = self.toPlainText()
        if text != before:
            start = _common_start(before, text)
            end = _common_start(before[start:][::-1], text[start:][::-1])
            self._loading = True
            cursor = QTextCursor(self.document())
            cursor.setPosition(_units(before[:start]))
            cursor.setPosition(_units(before[: len(before) - end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text[start : len(text) - end])
            self._loading = False
        self.forget_typing()

    def forget_typing(self) -> None:
        """Let Ctrl+Z begin with the step before this text."""
        self.document().clearUndoRedoStacks()

    def on_text_changed(self) -> None:
        """Tell about typing, and only about that."""
        if not self._loading:
            self.typed.emit()

    def on_size_changed(self, size: QSizeF) -> None:
        """Be as tall as the text."""
        self.setFixedHeight(max(math.ceil(size.height()), math.ceil(QFontMetricsF(self.font()).lineSpacing())) + 2)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where there is nothing of one's own to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            undo, redo = event.matches(QKeySequence.StandardKey.Undo), _is_redo(event)
            if (undo and not document.isUndoAvailable()) or (redo and not document.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Y for redo on every system, and Shift+Enter for a new paragraph like Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
            return
        if _is_redo(event):
            self.redo()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the focus goes to another widget, not when a menu or another window comes up."""
        super().focusOutEvent(event)
        if event.reason() not in _KEPT_ON:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to the window."""
        return source.hasText() and not source.hasUrls()

    def _shape(self, alignment: Qt.AlignmentFlag) -> None:
        shape = QTextBlockFormat()
        shape.setTextIndent(self._indent * QFontMetricsF(self.font()).horizontalAdvance("国"))
        shape.setLineHeight(float(self._line_height), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setAlignment(alignment)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(shape)
        self.forget_typing()


class HeadingEdit(GrowingEdit):
    """A heading: one line of text that may wrap; Enter is done with it, Esc leaves it as it was."""

    confirmed = Signal()
    cancelled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line."""
        self.textCursor().insertText(" ".join(source.text().split()))


def _is_redo(event: QKeyEvent) -> bool:
    return bool(event.matches(QKeySequence.StandardKey.Redo)) or (
        event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


def _common_start(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _units(text: str) -> int:
    """Length as Qt counts it: characters beyond the first plane are two."""
    return len(text.encode("utf-16-le")) // 2
