"""A line to write a remark in, beside what it is about."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from db.remarks import add_remark
from desktop.session import Session
from desktop.widgets.frame import QuietLabel
from desktop.widgets.task_overlay import Overlay
from domain.remarks import Remark, RemarkKind
from domain.text import trim

_WIDTH = 340  # px
_QUOTED = 40  # characters


class RemarkBox(Overlay):
    """Enter keeps the remark, Esc drops it; leaving it keeps what was written."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._node_id: int | None = None
        self._quote = ""
        self.about = QLabel()
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.input = QLineEdit()
        self.input.setAccessibleName(self.tr("批注"))
        self.input.setPlaceholderText(self.tr("写批注"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 9)
        layout.setSpacing(6)
        for widget in (self.about, self.input, QuietLabel(self.tr("回车 写入 · Esc 不写"))):
            layout.addWidget(widget)
        self.input.returnPressed.connect(self.take)

    def open_for(self, node_id: int | None, quote: str, global_rect: QRect) -> None:
        """Write on words below a heading; on the heading as a whole without words."""
        self._node_id, self._quote = node_id, quote
        line = quote.replace("\n", " ")
        short = line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"
        self.about.setText(self.tr("“{}”").format(short) if short else self.tr("批注这一节"))
        self.about.setFixedWidth(_WIDTH - 18)
        self.input.clear()
        self.show_beside(global_rect, QSize(_WIDTH, self.sizeHint().height()), self.input)

    def take(self) -> None:
        """Write the remark and go away."""
        text = trim(self.input.text())
        self.input.clear()
        self.leave()
        if text:
            store = self._session.store
            remark = Remark(0, RemarkKind.COMMENT, text, self._quote, store.who, store.now(), node_id=self._node_id)
            self._session.perform(add_remark, remark)

    def on_left(self) -> None:
        """Leaving it keeps what was written."""
        self.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc drops it."""
        if event.key() == Qt.Key.Key_Escape:
            self.input.clear()
            self.leave()
            return
        super().keyPressEvent(event)
