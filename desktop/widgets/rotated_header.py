"""A header whose names stand upright, one character below the other, as offices print the units of a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QToolTip

from desktop.widgets.matrix_text import hover_colour
from domain.patterns import pattern

if TYPE_CHECKING:
    from desktop.widgets.matrix_table import MatrixTable

LINE_PLACES = 10  # characters of a name from top to bottom
MOST_PLACES = 2 * LINE_PLACES  # a longer name takes a second line, from right to left
_ABOVE = 8  # px above and below a name
_TURNED = "（）()《》〈〉【】〔〕[]—–-…～~"
_ELLIPSIS = "…"
_PARTS = pattern(r"(?<![0-9])[0-9]{1,2}(?![0-9])|[\s\S]")


def stack_name(name: str) -> list[list[str]]:
    """The lines of a name, each from top to bottom: one character a place, a number of two digits together.

    A name of more places than two lines have ends in “…” at the last of them; two lines are of much the same length.
    """
    parts = [part for part in _PARTS.findall(name) if not part.isspace()]
    if len(parts) > MOST_PLACES:
        parts = [*parts[: MOST_PLACES - 1], _ELLIPSIS]
    if len(parts) <= LINE_PLACES:
        return [parts]
    half = -(-len(parts) // 2)
    return [parts[:half], parts[half:]]


class RotatedHeader(QHeaderView):
    """Names of units from top to bottom.

    `renamed` tells the column that was double-clicked, `dragged` a column and the gap, 0 for before the first, that it
    was dropped into.
    """

    renamed = Signal(int)
    dragged = Signal(int, int)

    def __init__(self, font: QFont, grid: MatrixTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._grid = grid
        self._pressed = -1
        self._press_at = QPoint()
        self._gap = -1  # where a dragged column would go
        self._stacked: dict[str, list[list[str]]] = {}
        self.set_face(font)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self.viewport().setMouseTracking(True)

    def set_face(self, font: QFont) -> None:
        """Draw in another font, or in another size of it."""
        self._face = font
        self.pitch = round(QFontInfo(font).pixelSize() * 1.2)

    @property
    def is_dragging(self) -> bool:
        """Whether a column is on its way."""
        return self._gap >= 0

    def cell_rect(self, section: int) -> QRect:
        """Where a section stands, its lines included, in the coordinates of the viewport."""
        left = self.sectionViewportPosition(section)
        return QRect(left, 0, self.sectionSize(section), self.height())

    def sizeHint(self) -> QSize:
        """As high as the longest name."""
        names = [self._lines(unit.name) for unit in self._grid.matrix.units]
        longest = max((len(line) for lines in names for line in lines), default=4)
        return QSize(0, max(longest, 5) * self.pitch + 2 * _ABOVE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sections that can be seen, and the gap a dragged one would go to."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().window())
        for section in self._grid.sections(self, event.rect()):
            self._paint_cell(painter, section, self.cell_rect(section))
        if self._gap >= 0:
            painter.fillRect(self._gap_x() - 1, 0, 2, self.height(), self.palette().text())
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole name and its duties when asked."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            words = self._grid.matrix.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            QToolTip.showText(event.globalPos(), str(words or ""), self)
            return True
        if event.type() is QEvent.Type.Leave:
            self._grid.hover(-1, -1)
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a unit, its column selected; with the button held, it can be moved."""
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or section < 0:
            super().mousePressEvent(event)
            return
        self._pressed, self._press_at = section, event.position().toPoint()
        self._grid.select_units(section, extends=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a dragged column would go; light the column under the pointer."""
        place = event.position().toPoint()
        self._grid.hover(-1, self.logicalIndexAt(place))
        far = (place - self._press_at).manhattanLength() >= QApplication.startDragDistance()
        if self._pressed >= 0 and (far or self.is_dragging):
            self._gap = self._gap_at(place.x())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop a dragged column."""
        pressed, gap = self._pressed, self._gap
        self.end_drag()
        if pressed >= 0 and gap >= 0:
            self.dragged.emit(pressed, gap)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for another name."""
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and section >= 0:
            self._pressed = -1
            self.renamed.emit(section)

    def end_drag(self) -> None:
        """Leave a dragged column where it was."""
        self._pressed = self._gap = -1
        self.unsetCursor()
        self.viewport().update()

    def _gap_at(self, x: int) -> int:
        section = self.logicalIndexAt(x)
        if section < 0:
            return self.count() if x > 0 else 0
        rect = self.cell_rect(section)
        return section + (x > rect.center().x())

    def _gap_x(self) -> int:
        if self._gap < self.count():
            return max(self.sectionViewportPosition(self._gap), 1)
        return self.sectionViewportPosition(self.count() - 1) + self.sectionSize(self.count() - 1)

    def _lines(self, name: str) -> list[list[str]]:
        lines = self._stacked.get(name)
        if lines is None:
            lines = self._stacked[name] = stack_name(name)
        return lines

    def _paint_cell(self, painter: QPainter, section: int, rect: QRect) -> None:
        palette, grid = self.palette(), self._grid
        unit = grid.matrix.units[section]
        ground = palette.alternateBase().color()
        if grid.currentIndex().column() == section or unit.id in grid.found_units:
            ground = palette.highlight().color()
        elif grid.hovered[1] == section:
            ground = hover_colour(palette)
        painter.fillRect(rect, ground)
        painter.setPen(palette.mid().color())
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        lines = self._lines(unit.name)
        painter.setFont(self._face)
        leaving = self.is_dragging and section == self._pressed
        painter.setPen((palette.placeholderText() if leaving else palette.text()).color())
        longest = max(len(line) for line in lines)
        top = rect.top() + (rect.height() - longest * self.pitch) // 2
        right = rect.left() + (rect.width() + len(lines) * self.pitch) // 2
        for number, line in enumerate(lines):
            left = right - (number + 1) * self.pitch
            for at, part in enumerate(line):
                self._paint_place(painter, part, QRect(left, top + at * self.pitch, self.pitch, self.pitch))

    def _paint_place(self, painter: QPainter, part: str, rect: QRect) -> None:
        if part not in _TURNED:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, part)
            return
        painter.save()
        painter.translate(QRectF(rect).center())
        painter.rotate(90)
        half = self.pitch
        painter.drawText(QRectF(-half, -half, 2 * half, 2 * half), Qt.AlignmentFlag.AlignCenter, part)
        painter.restore()
