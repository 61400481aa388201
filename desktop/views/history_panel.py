"""操作记录: who did what and when, newest first, what it changed, and a way back to any point."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from db.history import HistoryLine, describe_operation
from desktop.session import Session
from desktop.theme import GAP
from desktop.widgets.frame import Hairline
from desktop.widgets.status_line import short_time
from domain.changes import Operation, OperationState
from domain.comparison import excerpts

_MOST = 500
_SPOT = Qt.ItemDataRole.UserRole


class HistoryPanel(QWidget):
    """The operations of the open plan above, what the selected one changed below; those undone stand back.

    `spot_wanted` carries a Spot: a line was double-clicked, or Enter pressed on it.
    """

    spot_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list = _plain_list(self.tr("操作记录"))
        self.detail = _plain_list(self.tr("这一步的改动"))
        self.back = QPushButton()
        self.back.clicked.connect(self.go_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.list, 3)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self.detail, 2)
        layout.addWidget(self.back)
        self.setFocusProxy(self.list)
        self._operations: tuple[Operation, ...] = ()
        self.list.currentRowChanged.connect(self.on_row_changed)
        self.list.itemActivated.connect(self.on_operation_activated)
        self.detail.itemActivated.connect(self.on_line_activated)
        session.changed.connect(self.on_changed)
        self.on_changed()

    def on_changed(self) -> None:
        """List what has been done."""
        current = self._current()
        self._operations = self._session.store.history()[:_MOST]
        self.list.blockSignals(True)
        self.list.clear()
        quiet = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for operation in self._operations:
            item = QListWidgetItem(_sentence(operation))
            if operation.state is OperationState.UNDONE:
                item.setForeground(quiet)
                item.setText(item.text() + self.tr("（已撤销）"))
            self.list.addItem(item)
        rows = [row for row, one in enumerate(self._operations) if current is not None and one.id == current.id]
        self.list.setCurrentRow(rows[0] if rows else 0)
        self.list.blockSignals(False)
        self.on_row_changed()

    def on_row_changed(self) -> None:
        """Show what the selected operation changed, and what the button would do."""
        operation = self._current()
        undone = operation is not None and operation.state is OperationState.UNDONE
        self.back.setText(self.tr("重做到这一步") if undone else self.tr("撤销到这一步之前"))
        self.back.setEnabled(operation is not None)
        self.detail.clear()
        if operation is None:
            return
        described = describe_operation(self._session.store.db, operation.id)
        for line in described.lines:
            item = QListWidgetItem(_line_sentence(line))
            item.setData(_SPOT, line.spot)
            self.detail.addItem(item)
        if described.more:
            self.detail.addItem(QListWidgetItem(self.tr("另有 {} 处").format(described.more)))

    def on_operation_activated(self) -> None:
        """Go where the operation changed something first."""
        if self.detail.count():
            self.on_line_activated(self.detail.item(0))

    def on_line_activated(self, item: QListWidgetItem) -> None:
        """Go where a line says."""
        spot = item.data(_SPOT)
        if spot is not None:
            self.spot_wanted.emit(spot)

    def go_back(self) -> None:
        """Undo the selected operation and all after it, or redo up to it."""
        operation = self._current()
        if operation is None:
            return
        if operation.state is OperationState.UNDONE:
            self._session.redo_to(operation.id)
        else:
            self._session.undo_to(operation.id)

    def _current(self) -> Operation | None:
        row = self.list.currentRow()
        return self._operations[row] if 0 <= row < len(self._operations) else None


def _plain_list(name: str) -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName(name)
    widget.setWordWrap(True)
    widget.setFrameShape(QFrame.Shape.NoFrame)
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setSpacing(3)
    return widget


def _sentence(operation: Operation) -> str:
    time = short_time(datetime.fromisoformat(operation.at), datetime.now().astimezone())
    return f"{operation.label}\n{time} · {operation.who}"


def _line_sentence(line: HistoryLine) -> str:
    before, after = excerpts(line.before, line.after)
    if before and after:
        return f"{line.place}\n{before}\n→ {after}"
    if after:
        return f"{line.place}\n新增：{after}"
    return f"{line.place}\n删去：{before}" if before else line.place
