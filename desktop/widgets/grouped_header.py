"""A table header of several rows, its cells merged as they print."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.widgets.text_layout import LaidText, TextLayouts
from domain.tables import HeaderCell, header_cells

_SIDE = 5  # px beside the words of a heading
_ABOVE = 6  # px above and below them


class GroupedHeader(QHeaderView):
    """Draws header paths as merged cells over the sections of a table; the lowest row is as tall as its words need."""

    def __init__(self, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._layouts = TextLayouts(font, limit=400)
        self._cells: tuple[HeaderCell, ...] = ()
        self._heights: list[int] = []
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)
        self.sectionResized.connect(self.on_section_resized)

    def set_text_font(self, font: QFont) -> None:
        """Take another font, and the height it needs."""
        self._layouts = TextLayouts(font, limit=400)
        self._fit()
        self.viewport().update()

    def set_paths(self, paths: Sequence[Sequence[str]]) -> None:
        """Take the headers of the columns, each from the top row down."""
        self._cells = header_cells(paths)
        self._fit()

    @property
    def cells(self) -> tuple[HeaderCell, ...]:
        """The merged cells, row by row."""
        return self._cells

    def cell_rect(self, cell: HeaderCell) -> QRect:
        """Where a cell stands, its right and bottom lines included, in the coordinates of the viewport."""
        left = self.sectionViewportPosition(cell.column)
        width = sum(self.sectionSize(cell.column + offset) for offset in range(cell.column_span))
        top = sum(self._heights[: cell.row])
        return QRect(left, top, width, sum(self._heights[cell.row : cell.row + cell.row_span]))

    def sizeHint(self) -> QSize:
        """As high as all header rows."""
        return QSize(super().sizeHint().width(), max(sum(self._heights), 1))

    def on_section_resized(self) -> None:
        """Break the words anew and tell the table when the header became higher or lower."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every merged cell that can be seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().window())
        for cell in self._cells:
            rect = self.cell_rect(cell)
            if rect.intersects(event.rect()) and self._is_known(cell):
                self._paint_cell(painter, cell, rect)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: HeaderCell, rect: QRect) -> None:
        palette = self.palette()
        painter.fillRect(rect, palette.alternateBase())
        painter.setPen(palette.mid().color())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if cell.row == 0:
            painter.drawLine(rect.topLeft(), rect.topRight())
        if cell.column == 0:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.setPen(palette.text().color())
        laid, width = self._words(cell, rect.width())
        x = rect.left() + (rect.width() - width) / 2
        laid.draw(painter, x, rect.top() + (rect.height() - laid.height) / 2 - 1)

    def _words(self, cell: HeaderCell, width: int) -> tuple[LaidText, int]:
        return self._layouts.lay_out_evenly(cell.text, width - 2 * _SIDE)

    def _is_known(self, cell: HeaderCell) -> bool:
        return cell.column + cell.column_span <= self.count()

    def _fit(self) -> None:
        """Give every header row the height of its tallest cell; what reaches over several rows stretches the last."""
        depth = max((cell.row + cell.row_span for cell in self._cells), default=0)
        heights = [self._layouts.pitch + 2 * _ABOVE] * depth
        for cell in sorted(self._cells, key=lambda one: one.row_span):
            if not self._is_known(cell):
                continue
            width = sum(self.sectionSize(cell.column + offset) for offset in range(cell.column_span))
            needed = self._words(cell, width)[0].height + 2 * _ABOVE
            last = cell.row + cell.row_span
            heights[last - 1] += max(needed - sum(heights[cell.row : last]), 0)
        if heights != self._heights:
            self._heights = heights
            self.updateGeometry()
            self.geometriesChanged.emit()
        self.viewport().update()
