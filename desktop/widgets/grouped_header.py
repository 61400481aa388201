"""A table header of several rows, its cells merged as they print."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.widgets.text_layout import LaidText, TextLayouts
from domain.tables import HeaderCell, header_cells

_SIDE = 5  # px beside the words of a heading
_ABOVE = 6  # px above and below them
_GRIP = 5  # px beside an edge that take hold of it


class GroupedHeader(QHeaderView):
    """Draws header paths as merged cells over the sections of a table; the lowest row is as tall as its words need."""

    def __init__(self, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._layouts = TextLayouts(font, limit=400)
        self._cells: tuple[HeaderCell, ...] = ()
        self._heights: list[int] = []
        self.frozen = 0  # columns that stay in sight
        self._carried = 0  # px by which what the mouse does to a frozen column is shifted
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

    def frozen_width(self) -> int:
        """Px that frozen columns cover while the others are scrolled."""
        if not self.frozen or self.offset() <= 0:
            return 0
        width = sum(self.sectionSize(column) for column in range(min(self.frozen, self.count())))
        return width if width <= self.viewport().width() * 0.6 else 0

    def seen_rect(self, cell: HeaderCell) -> QRect:
        """Where a cell is seen, frozen or not."""
        rect = self.cell_rect(cell)
        return rect.translated(self.offset(), 0) if cell.column < self.frozen and self.frozen_width() else rect

    def cell_at(self, x: int, y: int) -> HeaderCell | None:
        """The merged cell that is seen at a place."""
        frozen = self.frozen_width()
        x = x - self.offset() if x < frozen else x
        return next(
            (cell for cell in self._cells if self._is_known(cell) and self.cell_rect(cell).contains(x, y)), None
        )

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
        frozen = self.frozen_width()
        if frozen:
            painter.setClipRect(0, 0, frozen, self.height())
            for cell in self._cells:
                if cell.column < self.frozen and self._is_known(cell):
                    self._paint_cell(painter, cell, self.seen_rect(cell))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A frozen column is taken hold of where it is seen."""
        x = event.position().x()
        self._carried = self.offset() if x < self.frozen_width() else 0
        super().mousePressEvent(self._carry(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag or point at a frozen column where it is seen."""
        if not event.buttons():
            self._carried = self.offset() if event.position().x() < self.frozen_width() else 0
        super().mouseMoveEvent(self._carry(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of a frozen column where it is seen."""
        super().mouseReleaseEvent(self._carry(event))
        self._carried = 0

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit a frozen column where it is seen."""
        self._carried = self.offset() if event.position().x() < self.frozen_width() else 0
        super().mouseDoubleClickEvent(self._carry(event))

    def _carry(self, event: QMouseEvent) -> QMouseEvent:
        place = event.position() - QPointF(self._carried, 0)
        if not event.buttons() or event.type() is not QEvent.Type.MouseMove:
            place.setX(self._off_inner_edge(event.position().toPoint(), place.x()))
        if place == event.position():
            return event
        keys = event.button(), event.buttons(), event.modifiers()
        return QMouseEvent(event.type(), place, event.globalPosition(), *keys)

    def _off_inner_edge(self, seen: QPoint, x: float) -> float:
        """Where a merged cell lies over the edge between two columns, nobody can take hold of that edge."""
        cell = self.cell_at(seen.x(), seen.y())
        if cell is None or cell.column_span == 1:
            return x
        rect, section = self.cell_rect(cell), self.logicalIndexAt(round(x))
        if rect.left() + _GRIP < x < rect.right() - _GRIP and section >= 0:
            return self.sectionViewportPosition(section) + self.sectionSize(section) / 2
        return x

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
