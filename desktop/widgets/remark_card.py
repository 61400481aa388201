"""A remark as a card beside the text: who said what and when, and what can be done about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.frame import ElidedLabel
from desktop.widgets.status_line import short_time
from domain.remarks import Remark
from domain.text import trim

_PAD = 8
_MOST_LINES = 8


class RemarkCard(QFrame):
    """Shows a remark; Enter or a double click edits it, Delete removes it, Space settles it or brings it back.

    `written` carries the new text of one that was edited, `dropped` tells that a new one was left empty, `deserted`
    that the keys went elsewhere, `left` that Esc was pressed; the others what the user asked for. A settled one is a
    quiet line until it is opened.
    """

    settled = Signal(bool)
    removed = Signal()
    written = Signal(str)
    dropped = Signal()
    left = Signal()
    resized = Signal()
    deserted = Signal()

    def __init__(self, remark: Remark, parent: QWidget) -> None:
        super().__init__(parent)
        self.remark = remark
        self._is_open = not remark.is_settled
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._head = ElidedLabel()
        self._head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._quote = ElidedLabel()
        self._quote.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.input = _Input(self)
        self.input.setAccessibleName(self.tr("批注内容"))
        self.input.setPlaceholderText(self.tr("写批注，回车写入"))
        self.input.done.connect(self.take)
        self.input.given_up.connect(self.give_up)
        self.input.grown.connect(self.resized)
        self.settle = QPushButton()
        self.remove = QPushButton(self.tr("删除"))
        self.settle.clicked.connect(lambda: self.settled.emit(not self.remark.is_settled))
        self.remove.clicked.connect(self.removed)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(4)
        for button in (self.settle, self.remove):
            button.setFlat(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD, 6, _PAD, 6)
        layout.setSpacing(2)
        for widget in (self._head, self._quote, self._text, self.input, self._buttons):
            layout.addWidget(widget)
        self.input.hide()
        self._buttons.hide()
        self.show_remark(remark)

    @property
    def is_editing(self) -> bool:
        """Whether somebody writes in it."""
        return not self.input.isHidden()

    def show_remark(self, remark: Remark) -> None:
        """Show a remark, or what became of it."""
        if remark.is_settled != self.remark.is_settled:
            self._is_open = not remark.is_settled
        self.remark = remark
        author = remark.author or self.tr("未署名")
        moment = _moment(remark.made_at)
        line = f"{author} · {moment}" if moment else author
        quote = remark.quote.replace("\n", " ")
        self._quote.setText(f"“{quote}”")
        self._text.setText(remark.text)
        self.settle.setText(self.tr("恢复") if remark.is_settled else self.tr("已处理"))
        if remark.is_settled:
            line = self.tr("✓ 已处理 · {}").format(line if self._is_open else f"{author}：{_one_line(remark.text)}")
        self._head.setText(line)
        self._text.setForegroundRole(
            QPalette.ColorRole.PlaceholderText if remark.is_settled else QPalette.ColorRole.WindowText
        )
        state = self.tr("已处理的批注") if remark.is_settled else self.tr("批注")
        self.setAccessibleName(f"{state} {author} {moment} {remark.text}")
        self.arrange()

    def arrange(self) -> None:
        """Show what belongs to the state it is in."""
        is_editing = self.is_editing
        self._quote.setVisible(self._is_open and bool(self.remark.quote))
        self._text.setVisible(self._is_open and not is_editing)
        self._buttons.setVisible(self._is_open and not is_editing and bool(self.remark.id) and self._has_focus())
        self.resized.emit()
        self.update()

    def edit(self) -> None:
        """Write in the card."""
        self._is_open = True
        self.input.setPlainText(self.remark.text)
        self.input.show()
        self.input.selectAll()
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrange()

    def take(self) -> None:
        """Keep what was written."""
        text = trim(self.input.toPlainText())
        if not self.is_editing:
            return
        self.input.hide()
        self.arrange()
        if text and text != self.remark.text:
            self.written.emit(text)
        elif not self.remark.id:
            self.dropped.emit()

    def give_up(self) -> None:
        """Leave the remark as it was."""
        self.input.hide()
        self.arrange()
        if self.remark.id:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.dropped.emit()
            self.left.emit()

    def height_for(self, width: int) -> int:
        """How tall it is in this width."""
        self.setFixedWidth(width)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a card."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.settled.emit(not self.remark.is_settled)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Open, and offer what can be done."""
        super().focusInEvent(event)
        self._is_open = True
        self.show_remark(self.remark)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stand back again."""
        super().focusOutEvent(event)
        if not self._has_focus():
            self._is_open = not self.remark.is_settled
            self.show_remark(self.remark)
            self.deserted.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look alive under the mouse."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stand back again."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline around, in ink where it has the focus."""
        painter = QPainter(self)
        role = QPalette.ColorRole.PlaceholderText if self._has_focus() or self.underMouse() else QPalette.ColorRole.Mid
        painter.setPen(self.palette().color(role))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)
        painter.end()

    def has_keys(self) -> bool:
        """Whether it, or something in it, has the focus."""
        return self._has_focus()

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget() if self.window() is not None else None
        return focus is not None and (focus is self or self.isAncestorOf(focus))


class _Input(QPlainTextEdit):
    """Enter keeps, Shift+Enter breaks the line, Esc gives up, leaving keeps."""

    done = Signal()
    given_up = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self.on_grown)
        self.setFont(QFont(self.font()))
        self.on_grown()

    def on_grown(self) -> None:
        """Be as tall as the text."""
        lines = min(max(round(self.document().size().height()), 1), _MOST_LINES)
        height = lines * self.fontMetrics().lineSpacing() + 6
        if height != self.height():
            self.setFixedHeight(height)
            self.grown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep or give up."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written is kept."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()


def _moment(made_at: str) -> str:
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return made_at
    now = datetime.now().astimezone()
    return short_time(moment if moment.tzinfo else moment.astimezone(), now)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
