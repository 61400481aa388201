"""The list of places at the left: a title, a quiet number, and the accent beside the selected one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.models.navigation_model import COUNT_ROLE, RULE_ROLE, TABLE_ROLE
from desktop.theme import MARGIN

_BAR = 3  # px
_LEAST = 148  # px
_LETTERS = 8  # of a title that are seen at least, whatever their size
_PAD = 6  # px above and below a row's text


class NavigationList(QListView):
    """Places of the plan; the current row is the place that is open. `left`: the keys are to go to its editor.

    `moved` (table id, rows): a table was dragged elsewhere among the tables, or moved there by Alt with an arrow.
    """

    left = Signal()
    moved = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("方案各部分"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_PlaceDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self._fit()
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self._dragged = self._target = -1
        self._pressed: QPoint | None = None

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need a wider column."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._fit()

    def _fit(self) -> None:
        self.setMinimumWidth(max(_LEAST, _LETTERS * self.fontMetrics().horizontalAdvance("国") + 3 * MARGIN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the editor of the place."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(self.currentIndex().row(), self.currentIndex().row() + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a table may begin to move it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and self._is_table(index.row()):
            self._dragged, self._pressed = index.row(), event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the table would come to stand."""
        place = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        if (place - self._pressed).manhattanLength() >= QApplication.startDragDistance() or self._target >= 0:
            index = self.indexAt(place)
            last = (self.model().rowCount() - 1) if place.y() > 0 else -1
            row = index.row() if index.isValid() else last
            self._target = row if row >= 0 and self._is_table(row) else self._dragged
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move the table where it was dragged to."""
        dragged, target = self._dragged, self._target
        self._dragged = self._target = -1
        self._pressed = None
        self.viewport().update()
        super().mouseReleaseEvent(event)
        if target >= 0:
            self._move(dragged, target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line where the dragged table would come to stand."""
        super().paintEvent(event)
        if self._target < 0 or self._target == self._dragged:
            return
        rect = self.visualRect(self.model().index(self._target, 0))
        edge = rect.bottom() if self._target > self._dragged else rect.top()
        painter = QPainter(self.viewport())
        painter.fillRect(
            MARGIN, edge - 1, rect.width() - 2 * MARGIN, 2, self.palette().color(QPalette.ColorRole.Accent)
        )
        painter.end()

    def _is_table(self, row: int) -> bool:
        return self.model().index(row, 0).data(TABLE_ROLE) is not None

    def _move(self, row: int, target: int) -> None:
        is_inside = 0 <= target < self.model().rowCount() and row >= 0
        if is_inside and row != target and self._is_table(row) and self._is_table(target):
            self.moved.emit(int(self.model().index(row, 0).data(TABLE_ROLE)), target - row)

    def sizeHint(self) -> QSize:
        """Wide enough for the longest place."""
        return QSize(max(self.sizeHintForColumn(0) + MARGIN, 168), 320)


class _PlaceDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = option.fontMetrics  # type: ignore[attr-defined]  # missing from the stubs of 6.9
        count = index.data(COUNT_ROLE)
        width = metrics.horizontalAdvance(str(index.data())) + 3 * MARGIN + _BAR
        if count is not None:
            width += metrics.horizontalAdvance(str(count))
        rule = 2 * _PAD + 1 if index.data(RULE_ROLE) else 0
        return QSize(width, metrics.height() + 2 * _PAD + rule)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if index.data(RULE_ROLE):
            painter.fillRect(rect.left() + MARGIN, rect.top() + _PAD, rect.width() - 2 * MARGIN, 1, palette.mid())
            rect = rect.adjusted(0, 2 * _PAD + 1, 0, 0)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.base())
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), palette.color(QPalette.ColorRole.Accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, palette.alternateBase())
        inner = rect.adjusted(MARGIN + _BAR, 0, -MARGIN, 0)
        count = index.data(COUNT_ROLE)
        if count is not None:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), str(count))
            metrics = option.fontMetrics  # type: ignore[attr-defined]
            inner = inner.adjusted(0, 0, -metrics.horizontalAdvance(str(count)) - MARGIN, 0)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawRect(rect.adjusted(_BAR, 0, -1, -1))
        painter.restore()
