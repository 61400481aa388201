"""What edits the cells of the 任务分解 beside plain typing: whole words for a time limit, a short list for 进展."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

from desktop.widgets.cell_editor import CellEditor
from desktop.widgets.task_overlay import Overlay
from domain.labels import TASK_STATE_LABELS
from domain.outline import TaskState
from domain.task_deadlines import suggest_deadlines
from domain.task_fields import STATE_ORDER

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TaskCellEditor(CellEditor):
    """The cell editor, with two ways more.

    Ctrl+Enter writes the text into every selected row (`filled`). A time limit typed shortly is offered in whole words
    below the cell: Down and Enter take them; Enter alone keeps what was typed.
    """

    filled = Signal(str)

    def __init__(self, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(font, parent)
        self.fills = False
        self._offers: QListWidget | None = None
        self._today = datetime.date.min
        self._year: int | None = None

    def offer_deadlines(self, today: datetime.date, year: int | None) -> None:
        """Offer time limits in the words of offices while one is typed."""
        self._today, self._year = today, year
        self._offers = QListWidget(self.parentWidget())
        self._offers.setAccessibleName(self.tr("时限的规范写法"))
        self._offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._offers.setFrameShape(QFrame.Shape.Box)
        self._offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._offers.setToolTip(self.tr("按 ↓ 再回车采用；直接回车保留所输入的文字"))
        self._offers.hide()
        self._offers.itemClicked.connect(lambda item: self._take(item.text()))
        self.destroyed.connect(self._offers.deleteLater)
        self.textChanged.connect(self.on_deadline_typed)

    def offered(self) -> list[str]:
        """What is offered now."""
        if self._offers is None or self._offers.isHidden():
            return []
        return [self._offers.item(row).text() for row in range(self._offers.count())]

    def on_deadline_typed(self) -> None:
        """Offer what the typed text may mean."""
        assert self._offers is not None
        offers = suggest_deadlines(self.text, self._today, self._year) if self.started else ()
        self._offers.clear()
        self._offers.addItems(list(offers))
        self._offers.setCurrentRow(-1)
        if not offers:
            self._offers.hide()
            return
        height = self._offers.sizeHintForRow(0) * len(offers) + 2 * self._offers.frameWidth() + 2
        width = max(self._offers.sizeHintForColumn(0) + 24, self.width())
        below = self.geometry().bottom() + 1
        parent = self.parentWidget()
        room = parent.height() if parent is not None else below + height
        top = below if below + height <= room else self.geometry().top() - height
        self._offers.setGeometry(self.geometry().left(), top, width, height)
        self._offers.show()
        self._offers.raise_()

    def event(self, event: QEvent) -> bool:
        """Claim Enter before the view's own shortcuts do."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes into what is offered; Ctrl+Enter fills the selection."""
        key = event.key()
        is_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _ENTER and is_control and self.fills:
            self.filled.emit(self.text)
        elif self.offered() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif self._offers is not None and key in (*_ENTER, Qt.Key.Key_Tab) and self._chosen():
            self._take(self._chosen())
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is offered any more."""
        if self._offers is not None:
            self._offers.hide()
        super().hideEvent(event)

    def _move(self, step: int) -> None:
        assert self._offers is not None
        self._offers.setCurrentRow(min(max(self._offers.currentRow() + step, -1), self._offers.count() - 1))

    def _chosen(self) -> str:
        item = self._offers.currentItem() if self._offers is not None and self.offered() else None
        return item.text() if item is not None else ""

    def _take(self, text: str) -> None:
        self.selectAll()
        self.insertPlainText(text)


class StateList(Overlay):
    """进展 as a short list: a number, arrows and Enter, or a click; `chosen` carries the label, empty for none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("进展"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("进展"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.labels = [*(TASK_STATE_LABELS[state] for state in STATE_ORDER), ""]
        for number, label in enumerate(self.labels, start=1):
            self.list.addItem(f"{number if label else 0}  {label or self.tr('不填')}")
        self.list.itemClicked.connect(lambda _: self._take(self.list.currentRow()))
        self.list.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 5, 1, 5)
        layout.setSpacing(0)
        layout.addWidget(self.list)

    def open_at(self, rect: QRect, state: TaskState) -> None:
        """Open beside a cell given in global coordinates."""
        self.list.setCurrentRow((*STATE_ORDER, TaskState.UNSAID).index(state))
        height = self.list.sizeHintForRow(0) * self.list.count() + 14
        self.show_beside(rect, QSize(max(rect.width(), 120), height), self.list)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Numbers and Enter take, Esc leaves; none of them is a shortcut meanwhile."""
        if not isinstance(event, QKeyEvent) or watched is not self.list:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if event.text() in ("0", "1", "2", "3", "4"):
            self._take((int(event.text()) - 1) % len(self.labels))
        elif event.key() in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Space):
            self._take(self.list.currentRow())
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        self.leave()
        self.chosen.emit(self.labels[row])
