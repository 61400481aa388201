"""How the cells of a matrix are drawn: by rows, columns and signs, only those that are exposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionRange, QLine, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from desktop.widgets.matrix_text import hover_colour

if TYPE_CHECKING:
    from desktop.widgets.matrix_table import MatrixTable

HANDLE = 7  # px across


def paint_cells(grid: MatrixTable, painter: QPainter, exposed: QRect) -> None:
    """Draw what is exposed of a grid: grounds, lines, signs, and the frame of the current cell."""
    palette = grid.palette()
    painter.fillRect(exposed, palette.window())
    rows, columns = grid.sections(grid.tasks, exposed), grid.sections(grid.units, exposed)
    if not rows or not columns:
        return
    area = _area(grid, rows, columns)
    painter.fillRect(area & exposed, palette.base())
    _paint_grounds(grid, painter, area)
    _paint_lines(grid, painter, rows, columns, area)
    _paint_signs(grid, painter, rows, columns)
    _paint_current(grid, painter)


def handle_rect(grid: MatrixTable) -> QRect:
    """Where the selection is taken hold of to fill further cells; nowhere when it is not one block."""
    block = grid.block()
    if block is None:
        return QRect()
    rect = grid.visualRect(grid.matrix.index(block.bottom(), block.right()))
    return QRect(rect.right() - HANDLE + 2, rect.bottom() - HANDLE + 2, HANDLE, HANDLE)


def _area(grid: MatrixTable, rows: range, columns: range) -> QRect:
    first, last = grid.matrix.index(rows[0], columns[0]), grid.matrix.index(rows[-1], columns[-1])
    return grid.visualRect(first) | grid.visualRect(last)


def _paint_grounds(grid: MatrixTable, painter: QPainter, area: QRect) -> None:
    palette, (row, column) = grid.palette(), grid.hovered
    quiet = hover_colour(palette)
    if grid.matrix.is_task(row):
        painter.fillRect(
            area & QRect(area.left(), grid.rowViewportPosition(row), area.width(), grid.rowHeight(row)), quiet
        )
    if 0 <= column < grid.matrix.columnCount():
        left, wide = grid.columnViewportPosition(column), grid.columnWidth(column)
        painter.fillRect(area & QRect(left, area.top(), wide, area.height()), quiet)
    selection = grid.selectionModel().selection()
    for chosen in map(selection.at, range(selection.count())):
        if chosen.width() > 1 or chosen.height() > 1:
            painter.fillRect(range_rect(grid, chosen) & area, palette.highlight())


def range_rect(grid: MatrixTable, chosen: QItemSelectionRange) -> QRect:
    """Where a block of cells lies in the viewport."""
    matrix = grid.matrix
    first = grid.visualRect(matrix.index(chosen.top(), chosen.left()))
    return first | grid.visualRect(matrix.index(chosen.bottom(), chosen.right()))


def _paint_lines(grid: MatrixTable, painter: QPainter, rows: range, columns: range, area: QRect) -> None:
    palette = grid.palette()
    edges = [grid.columnViewportPosition(column) + grid.columnWidth(column) - 1 for column in columns]
    painter.setPen(palette.mid().color())
    painter.drawLines([QLine(x, area.top(), x, area.bottom()) for x in edges])
    lines = []
    for row in rows:
        top, high = grid.rowViewportPosition(row), grid.rowHeight(row)
        if not grid.matrix.is_task(row):
            painter.fillRect(area.left(), top, area.width(), high, palette.window())
        lines.append(QLine(area.left(), top + high - 1, area.right(), top + high - 1))
    painter.drawLines(lines)
    if columns[-1] == grid.matrix.columnCount() - 1:
        painter.drawLine(area.topRight(), area.bottomRight())


def _paint_signs(grid: MatrixTable, painter: QPainter, rows: range, columns: range) -> None:
    roles, units, signs = grid.matrix.roles, grid.matrix.units, grid.matrix.signs()
    ink = grid.palette().color(QPalette.ColorRole.Text)
    places = [(units[at].id, grid.columnViewportPosition(at), grid.columnWidth(at)) for at in columns]
    for row in rows:
        task = grid.matrix.rows[row].id
        top, high = grid.rowViewportPosition(row), grid.rowHeight(row)
        for unit, left, wide in places:
            role = roles.get((task, unit))
            if role is not None:
                grid.signs.draw(painter, signs[role], QRectF(left, top, wide - 1, high - 1), ink)


def _paint_current(grid: MatrixTable, painter: QPainter) -> None:
    palette, current = grid.palette(), grid.currentIndex()
    block = grid.block()
    colour = palette.color(QPalette.ColorRole.Accent if grid.hasFocus() else QPalette.ColorRole.PlaceholderText)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if block is not None and (block.width() > 1 or block.height() > 1):
        painter.setPen(colour)
        painter.drawRect(range_rect(grid, block).adjusted(0, 0, -1, -1))
    if current.isValid():
        painter.setPen(colour)
        rect = grid.visualRect(current)
        painter.drawRect(rect.adjusted(0, 0, -2, -2))
        painter.drawRect(rect.adjusted(1, 1, -3, -3))
    if grid.target is not None:
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        painter.drawRect(range_rect(grid, grid.target).adjusted(0, 0, -1, -1))
    if block is not None and grid.hasFocus():
        handle = handle_rect(grid)
        painter.fillRect(handle.adjusted(-1, -1, 1, 1), palette.base())
        painter.fillRect(handle, colour)
