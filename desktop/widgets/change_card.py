"""What a line said in a version, spelled out: deleted struck through, inserted underlined."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.frame import QuietLabel
from domain.text_runs import RunKind, text_runs
from domain.version_difference import ChangeKind, LineChange

_PAD = 12
_LONGEST = 600  # characters shown of a text


class ChangeCard(QFrame):
    """`restore_wanted` asks for the text of the version; `left` that Esc was pressed."""

    restore_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._head = QuietLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.restore = QPushButton()
        self.restore.clicked.connect(self.restore_wanted)
        line = QHBoxLayout()
        line.addWidget(self.restore)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD, 8, _PAD, 8)
        layout.setSpacing(6)
        layout.addWidget(self._head)
        layout.addWidget(self.text)
        layout.addLayout(line)
        self.hide()

    def show_change(self, change: LineChange, version: str) -> None:
        """Spell a change out."""
        words = {
            ChangeKind.NEW: self.tr("＋ 新增"),
            ChangeKind.CHANGED: self.tr("～ 已修改"),
            ChangeKind.MOVED: self.tr("↕ 已移动"),
            ChangeKind.GONE: self.tr("－ 已删去"),
        }
        moved = self.tr("，并已移动") if change.is_moved and change.kind is ChangeKind.CHANGED else ""
        self._head.setText(self.tr("{}{} · 对照“{}”").format(words[change.kind], moved, version))
        self.text.setText(runs_html(change, self.palette()))
        offers = {
            ChangeKind.NEW: self.tr("去掉这一段") if change.paragraph is not None else self.tr("去掉这个标题"),
            ChangeKind.CHANGED: self.tr("恢复为该版文字"),
            ChangeKind.GONE: self.tr("放回原处"),
            ChangeKind.MOVED: self.tr("移回原处"),
        }
        self.restore.setText(offers[change.kind])
        self.setAccessibleName(f"{self._head.text()} {change.before} {change.after}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.restore.isVisible():
            self.restore_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline around."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)
        painter.end()


def runs_html(change: LineChange, palette: QPalette) -> str:
    """HTML of a change in the inks of a palette."""
    quiet = palette.color(QPalette.ColorRole.PlaceholderText).name()
    ground = palette.color(QPalette.ColorRole.Highlight).name()
    if change.kind is ChangeKind.MOVED:
        return _lines(change.after)
    parts = []
    left = _LONGEST
    for run in text_runs(change.before, change.after):
        text = run.text if len(run.text) <= left else run.text[:left] + "…"
        left -= len(text)
        if run.kind is RunKind.DELETED:
            parts.append(f'<span style="color: {quiet}; text-decoration: line-through">{_lines(text)}</span>')
        elif run.kind is RunKind.INSERTED:
            style = f"background-color: {ground}; text-decoration: underline"
            parts.append(f'<span style="{style}">{_lines(text)}</span>')
        else:
            parts.append(_lines(text))
        if left <= 0:
            break
    return "".join(parts)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
