"""Choosing single lines of a cell and moving them: by keys to where they border, by the mouse anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QMouseEvent, QPainter, QPalette

from desktop.views.appendix_cells import AppendixCells
from domain.tables import ColumnKind

if TYPE_CHECKING:
    from desktop.views.appendix_grid import AppendixGrid

_GRADES = {Qt.Key.Key_0: None, Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SLACK = 5  # px that a hand trembles before it drags
_EDGE = 28  # px at the rim of the view in which a drag scrolls
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class _Drag:
    """Lines on their way: where they were taken, and the cell and line before which they would be put."""

    source: QPersistentModelIndex
    lines: range
    pressed: QPoint
    target: QModelIndex | None = None
    line: int = 0
    is_moving: bool = False


class LineCursor(QObject):
    """The chosen lines of the current cell; `changed` tells that others are chosen, or none."""

    changed = Signal()

    def __init__(self, grid: AppendixGrid, cells: AppendixCells) -> None:
        super().__init__(grid)
        self._grid = grid
        self._cells = cells
        self._anchor = 0
        self._drag: _Drag | None = None
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(40)
        self._scrolling.timeout.connect(self.on_scroll)
        grid.selectionModel().currentChanged.connect(self.leave)

    @property
    def lines(self) -> range | None:
        """The chosen lines of the current cell, None for none."""
        return self._cells.lines

    @property
    def is_dragging(self) -> bool:
        """Whether lines are on their way."""
        return self._drag is not None and self._drag.is_moving

    def count(self) -> int:
        """How many lines the current cell has."""
        row, column = self._grid.current_place()
        model = self._grid.table
        return len(model.items_at(row, column)) if 0 <= row < model.rowCount() and column >= 0 else 0

    def choose(self, first: int, last: int | None = None) -> None:
        """Choose lines of the current cell."""
        count = self.count()
        if not count:
            self.leave()
            return
        last = first if last is None else last
        self._cells.lines = range(max(min(first, last), 0), min(max(first, last), count - 1) + 1)
        self._tell()

    def leave(self) -> None:
        """Choose none: the cell itself is meant again."""
        if self._cells.lines is not None:
            self._cells.lines = None
            self._tell()

    def refresh(self) -> None:
        """Lines may have gone."""
        lines = self.lines
        if lines is not None:
            self.choose(lines.start, min(lines.stop, self.count()) - 1) if self.count() else self.leave()

    # Keys

    def press(self, event: QKeyEvent) -> bool:
        """What a key means to lines; False where it means nothing."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self.is_dragging:
            self._end_drag()
            return True
        if key in _STEPS and modifiers == _CONTROL and self.lines is None:
            if self.count():
                self._anchor = 0 if _STEPS[Qt.Key(key)] > 0 else self.count() - 1
                self.choose(self._anchor)
            return True
        return self.lines is not None and self._press_on_lines(self.lines, Qt.Key(key), modifiers)

    def _press_on_lines(self, lines: range, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in _STEPS and not modifiers & ~(_CONTROL | _SHIFT):
            self._step(_STEPS[key], extends=bool(modifiers & _SHIFT))
        elif key in _GRADES and not modifiers:
            self.grade(_GRADES[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not modifiers:
            self.remove()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not modifiers:
            self._grid.edit_line(lines.start)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _step(self, step: int, *, extends: bool) -> None:
        assert self.lines is not None
        at = self.lines.start if self._anchor > self.lines.start else self.lines[-1]
        at = min(max(at + step, 0), self.count() - 1)
        if not extends:
            self._anchor = at
        self.choose(self._anchor, at)

    # Deeds

    def grade(self, grade: int | None) -> None:
        """Grade the chosen lines."""
        row, column = self._grid.current_place()
        if self.lines is not None and self._grid.table.kind_at(column) is ColumnKind.ITEMS:
            self._grid.table.edits.grade_lines(row, column, self.lines, grade)

    def remove(self) -> None:
        """Take the chosen lines out."""
        if self.lines is not None:
            start = self.lines.start
            self._grid.table.edits.remove_lines(*self._grid.current_place(), self.lines)
            self.choose(min(start, self.count() - 1))

    def texts(self) -> list[str]:
        """The chosen lines as printed."""
        items = self._grid.table.items_at(*self._grid.current_place())
        return [items[line].printed for line in self.lines or ()]

    def paste(self, texts: list[str]) -> None:
        """Put lines below the chosen ones."""
        if self.lines is not None and texts:
            line = self.lines.stop
            self._grid.table.edits.insert_lines(*self._grid.current_place(), line, texts)
            self.choose(line, line + len(texts) - 1)

    def move(self, step: int) -> bool:
        """Move the chosen lines up or down, at the edge of the cell into the row above or below."""
        if self.lines is None:
            return False
        row, column = self._grid.current_place()
        lines, count = self.lines, self.count()
        if lines.start + step >= 0 and lines.stop + step <= count:
            line = lines.start - 1 if step < 0 else lines.stop + 1
            if self._grid.table.edits.move_lines((row, column), lines, (row, column), line):
                self.choose(lines.start + step, lines.stop - 1 + step)
            return True
        if 0 <= row + step < self._grid.table.rowCount():
            end = len(self._grid.table.items_at(row + step, column)) if step < 0 else 0
            self._carry((row, column), lines, (row + step, column), end)
        return True

    def move_across(self, step: int) -> bool:
        """Move the chosen lines into the next column, or the one before."""
        if self.lines is None:
            return False
        row, column = self._grid.current_place()
        column += step
        while 0 <= column < self._grid.table.columnCount() and not self._takes(column):
            column += step
        if 0 <= column < self._grid.table.columnCount():
            end = len(self._grid.table.items_at(row, column))
            self._carry(self._grid.current_place(), self.lines, (row, column), end)
        return True

    def _takes(self, column: int) -> bool:
        return self._grid.table.kind_at(column) is not ColumnKind.NUMBER and not self._grid.isColumnHidden(column)

    def _carry(self, source: tuple[int, int], lines: range, target: tuple[int, int], line: int) -> None:
        """Put lines into another cell and go with them."""
        key = self._grid.table.row_at(target[0]).id
        if self._grid.table.edits.move_lines(source, lines, target, line):
            before = sum(1 for one in lines if one < line) if source == target else 0
            self._grid.show_cell(self._grid.table.place_of(key), target[1])
            self._anchor = line - before
            self.choose(line - before, line - before + len(lines) - 1)

    # Mouse

    def mouse_press(self, event: QMouseEvent) -> bool:
        """Take hold of a line by its mark; True where the press is meant for it."""
        place = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or event.modifiers():
            return False
        index = self._grid.indexAt(place)
        line = self._cells.handle_at(index, place) if index.isValid() else -1
        if line < 0:
            return False
        chosen = self.lines if index == self._grid.currentIndex() and line in (self.lines or ()) else None
        self._grid.show_cell(index.row(), index.column())
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)
        lines = chosen or range(line, line + 1)
        self._anchor = lines.start
        self.choose(lines.start, lines.stop - 1)
        self._drag = _Drag(QPersistentModelIndex(index), lines, place)
        return True

    def mouse_move(self, event: QMouseEvent) -> bool:
        """Show where the lines would go."""
        place = event.position().toPoint()
        drag = self._drag
        if drag is None:
            if not event.buttons():
                index = self._grid.indexAt(place)
                is_handle = index.isValid() and self._cells.handle_at(index, place) >= 0
                shape = Qt.CursorShape.OpenHandCursor if is_handle else Qt.CursorShape.ArrowCursor
                self._grid.viewport().setCursor(shape)
            return False
        if not drag.is_moving and (place - drag.pressed).manhattanLength() > _SLACK:
            drag.is_moving = True
            self._grid.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scrolling.start()
        if drag.is_moving:
            self._aim(drag, place)
        return True

    def mouse_release(self, event: QMouseEvent) -> bool:
        """Let the lines go where they were carried."""
        drag = self._drag
        if drag is None:
            return False
        if drag.is_moving:
            self._aim(drag, event.position().toPoint())
        source, target, line, lines = drag.source, drag.target, drag.line, drag.lines
        moved = drag.is_moving
        self._end_drag()
        if moved and target is not None and source.isValid():
            start = (source.row(), source.column())
            end = (target.row(), target.column())
            if start != end or not lines.start <= line <= lines.stop:
                self._carry(start, lines, end, line)
        return True

    def on_scroll(self) -> None:
        """Scroll while lines are held at the rim of the view."""
        view, grid = self._grid.viewport(), self._grid
        place = view.mapFromGlobal(QCursor.pos())
        for at, size, bar in (
            (place.y(), view.height(), grid.verticalScrollBar()),
            (place.x(), view.width(), grid.horizontalScrollBar()),
        ):
            if at < _EDGE or at > size - _EDGE:
                bar.setValue(bar.value() + (-_EDGE if at < _EDGE else _EDGE))

    def paint(self, painter: QPainter) -> None:
        """Draw the place into which lines would go."""
        drag = self._drag
        if drag is None or drag.target is None:
            return
        y, rect = self._caret(drag.target, drag.line)
        painter.fillRect(QRect(rect.left() + 3, y - 1, rect.width() - 6, 2), self._accent())
        painter.fillRect(QRect(rect.left() + 3, y - 3, 3, 6), self._accent())

    def _accent(self) -> QColor:
        return self._grid.palette().color(QPalette.ColorRole.Accent)

    def _aim(self, drag: _Drag, place: QPoint) -> None:
        index = self._grid.indexAt(place)
        if not index.isValid() or not self._takes(index.column()):
            drag.target = None
        else:
            drag.target = index
            rects = self._cells.line_rects(index)
            drag.line = sum(1 for one in rects if one.rect.center().y() < place.y())
        self._grid.viewport().update()

    def _caret(self, index: QModelIndex, line: int) -> tuple[int, QRect]:
        rect, rects = self._grid.visualRect(index), self._cells.line_rects(index)
        if not rects:
            return rect.center().y(), rect
        return (rects[line].rect.top() if line < len(rects) else rects[-1].rect.bottom() + 1), rect

    def _end_drag(self) -> None:
        self._drag = None
        self._scrolling.stop()
        self._grid.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._grid.viewport().update()

    def _tell(self) -> None:
        self._grid.viewport().update(self._grid.visualRect(self._grid.currentIndex()))
        self.changed.emit()
