"""The tasks at the left of a matrix: number and heading in two lines at most, chapters as bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QToolTip

from desktop.widgets.cell_text import paint_dot
from desktop.widgets.matrix_text import TaskTexts, amber_colour, hover_colour

if TYPE_CHECKING:
    from desktop.models.matrix_rows import MatrixRow
    from desktop.widgets.matrix_table import MatrixTable

INDENT = 12  # px a level
_SIDE = 8
_DOT_SIDE = 16  # px for the dot of a finding
_ABOVE = 6


class TaskHeader(QHeaderView):
    """Rows as tall as their headings; an amber dot and a line below the heading where there is something to look at.

    `opened` carries the id of a heading that was double-clicked.
    """

    opened = Signal(int)

    def __init__(self, font: QFont, grid: MatrixTable) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self._grid = grid
        self._width = 300
        self._words = TaskTexts(font)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.viewport().setMouseTracking(True)

    @property
    def number_width(self) -> int:
        """Px for the numbers."""
        return max(4 * QFontInfo(self._words.font).pixelSize() * 3 // 4, 36)

    def set_face(self, font: QFont) -> None:
        """Draw in another font, or in another size of it."""
        self._words = TaskTexts(font)

    def set_width(self, width: int) -> None:
        """Take a width, and give every row the height its heading then needs."""
        self._width = width
        self.fit()
        self.updateGeometry()
        self.geometriesChanged.emit()

    def fit(self) -> None:
        """Give every row the height of its heading."""
        for section, row in enumerate(self._grid.matrix.rows):
            height = self.needed_height(row)
            if self.sectionSize(section) != height:
                self.resizeSection(section, height)

    def needed_height(self, row: MatrixRow) -> int:
        """Px from line to line that a row needs."""
        lines = self._words.lines(row.text, self._text_width(row)) if row.is_task else 1
        return lines * self._words.pitch + 2 * _ABOVE + 1

    def cell_rect(self, section: int) -> QRect:
        """Where a section stands, its lines included, in the coordinates of the viewport."""
        return QRect(0, self.sectionViewportPosition(section), self.width(), self.sectionSize(section))

    def sizeHint(self) -> QSize:
        """As wide as it was told."""
        return QSize(self._width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sections that can be seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().window())
        for section in self._grid.sections(self, event.rect()):
            self._paint_row(painter, section, self.cell_rect(section))
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell all of the heading and what is to be said about it when asked."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            words = self._grid.matrix.headerData(section, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
            QToolTip.showText(event.globalPos(), str(words or ""), self)
            return True
        if event.type() is QEvent.Type.Leave:
            self._grid.hover(-1, -1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the pointer."""
        self._grid.hover(self.logicalIndexAt(event.position().toPoint()), -1)
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the heading in the text."""
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and section >= 0:
            self.opened.emit(self._grid.matrix.rows[section].id)

    def _text_width(self, row: MatrixRow) -> int:
        return self._width - self.number_width - row.depth * INDENT - _SIDE - _DOT_SIDE

    def _paint_row(self, painter: QPainter, section: int, rect: QRect) -> None:
        row = self._grid.matrix.rows[section]
        if row.is_task:
            self._paint_task(painter, section, row, rect)
        else:
            self._paint_band(painter, row, rect)
        painter.setPen(self.palette().mid().color())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topLeft(), rect.bottomLeft())

    def _paint_band(self, painter: QPainter, row: MatrixRow, rect: QRect) -> None:
        palette = self.palette()
        painter.fillRect(rect, palette.window())
        painter.setFont(self._words.font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        place = rect.adjusted(_SIDE + row.depth * INDENT, 0, -_SIDE, 0)
        words = painter.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_task(self, painter: QPainter, section: int, row: MatrixRow, rect: QRect) -> None:
        palette, grid = self.palette(), self._grid
        is_current = grid.currentIndex().row() == section
        ground = palette.color(QPalette.ColorRole.Base)
        if is_current or row.id in grid.found_tasks:
            ground = palette.color(QPalette.ColorRole.Highlight)
        elif grid.hovered[0] == section:
            ground = hover_colour(palette)
        painter.fillRect(rect, ground)
        painter.setFont(self._words.font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        number = QRect(rect.left(), rect.top(), self.number_width, rect.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(row.number))
        painter.setPen(palette.text().color())
        left = self.number_width + row.depth * INDENT
        place = QRect(left, rect.top(), self._text_width(row), rect.height() - 1)
        lines = self._words.draw(painter, row.text, place)
        if row.id in grid.matrix.findings:
            paint_dot(painter, rect.right() - _DOT_SIDE / 2, rect.center().y() + 0.5, palette)
            painter.setPen(amber_colour(palette))
            painter.drawLine(lines.bottomLeft() + QPoint(0, 1), lines.bottomRight() + QPoint(0, 1))
        painter.setPen(palette.mid().color())
        painter.drawLine(rect.topRight(), rect.bottomRight())
