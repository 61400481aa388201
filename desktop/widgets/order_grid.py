"""A table whose rows are dragged by their 序号 into another order."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication

from desktop.widgets.grid_view import GridView


class OrderGrid(GridView):
    """`moved` carries the rows that were dragged and the row they are to stand before."""

    moved = Signal(list, int)
    _pressed: QPoint | None = None
    _dragged: tuple[int, ...] = ()
    _target = -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on 序号 selects the row and may begin to move it, or all that are selected there."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        grips = event.button() is Qt.MouseButton.LeftButton and index.isValid() and index.column() == 0
        chosen = self.selected_rows() if grips else []
        super().mousePressEvent(event)
        if grips and not event.modifiers():
            self._pressed = point
            self._dragged = tuple(chosen) if index.row() in chosen and len(chosen) > 1 else (index.row(),)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the rows would come to stand."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        point = event.position().toPoint()
        if self._target >= 0 or (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._target = self._row_before(point)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move them."""
        dragged, target = self._dragged, self._target
        self._pressed, self._dragged, self._target = None, (), -1
        self.unsetCursor()
        self.viewport().update()
        super().mouseReleaseEvent(event)
        if target >= 0 and not dragged[0] <= target <= dragged[-1] + 1:
            self.moved.emit(list(dragged), target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line where the dragged rows would come to stand."""
        super().paintEvent(event)
        if self._target < 0:
            return
        last = self.columns.rowCount() - 1
        row = min(self._target, last)
        rect = self.visualRect(self.columns.index(row, 0))
        edge = rect.bottom() if self._target > last else rect.top()
        painter = QPainter(self.viewport())
        accent = self.palette().color(QPalette.ColorRole.Accent)
        painter.fillRect(0, max(edge - 1, 0), self.viewport().width(), 2, accent)
        painter.end()

    def _row_before(self, point: QPoint) -> int:
        row = self.rowAt(point.y())
        if row < 0:
            return 0 if point.y() < 0 else self.columns.rowCount()
        rect = self.visualRect(self.columns.index(row, 0))
        return row + (1 if point.y() > rect.center().y() else 0)
