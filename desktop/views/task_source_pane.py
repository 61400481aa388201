"""来源段落: the paragraph a task was split from, its own piece marked, and the way back."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.task_pieces import merge_pieces, pieces_of
from desktop.session import Session
from desktop.theme import GAP, MARGIN, document_font
from desktop.widgets.frame import HeadingLabel, QuietLabel
from desktop.widgets.grid_view import TEXT_SIZE
from domain.task_splitting import locate


class TaskSourcePane(QWidget):
    """`merged` carries the heading into which the tasks were joined; `closed` that the pane goes away."""

    merged = Signal(int)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._node_id = 0
        self.setMinimumWidth(260)
        title = HeadingLabel()
        title.setText(self.tr("来源段落"))
        close = QToolButton()
        close.setAutoRaise(True)
        close.setText("×")
        close.setAccessibleName(self.tr("关闭来源段落"))
        close.setToolTip(self.tr("关闭（Esc）"))
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(close)
        self.text = QLabel()
        self.text.setFont(document_font(TEXT_SIZE))
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAccessibleName(self.tr("来源段落"))
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = QuietLabel()
        self.merge = QPushButton(self.tr("合并回原段落"))
        self.merge.setToolTip(self.tr("把从这一段拆出的各项合并成一段，已作的修改保留在文字里"))
        self.merge.clicked.connect(self.on_merge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.text)
        layout.addWidget(self.note)
        layout.addWidget(self.merge, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.hide()

    def show_node(self, node_id: int) -> None:
        """Show where a task comes from, or that it was not split from anything."""
        self._node_id = node_id
        pieces = pieces_of(self._session.content.nodes, node_id)
        self.merge.setVisible(bool(pieces))
        self.text.setVisible(bool(pieces))
        if not pieces:
            self.note.setText(self.tr("这一项不是从段落拆分出来的。"))
            return
        source = pieces[0].split_from
        places = locate(source, [one.title for one in pieces])
        here = next((place for place, one in enumerate(pieces) if one.id == node_id), 0)
        start, end = places[here] if places else (0, 0)
        self.text.setText(f"{escape(source[:start])}<u>{escape(source[start:end])}</u>{escape(source[end:])}")
        self.text.setAccessibleDescription(source[start:end] or source)
        self.note.setText(self.tr("共拆分为 {} 项，这是第 {} 项。").format(len(pieces), here + 1))

    def on_merge(self) -> None:
        """Join them again."""
        node = next((one for one in self._session.content.nodes if one.id == self._node_id), None)
        if node is not None and self._session.perform(merge_pieces, node.id):
            self._session.store.end_merging()
            self.merged.emit(node.parent or 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
