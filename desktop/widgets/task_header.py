"""The tasks at the left of a matrix: number, wrapped heading, number of units."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from desktop.models.columns import FINDING_ROLE
from desktop.models.matrix_model import COUNT_ROLE
from desktop.widgets.cell_text import paint_dot
from desktop.widgets.text_layout import LaidText, TextLayouts

NUMBER_WIDTH = 44  # px
COUNT_WIDTH = 52
_SIDE = 8
_ABOVE = 6
_LEAST_HEIGHT = 36


class TaskHeader(QHeaderView):
    """Rows as tall as their headings; an amber dot where there is something to look at."""

    def __init__(self, font: QFont, parent: QAbstractItemView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._layouts = TextLayouts(font, limit=400)
        self._view = parent
        self._width = 300
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(_LEAST_HEIGHT)

    def set_width(self, width: int) -> None:
        """Take a width, and give every row the height its heading then needs."""
        self._width = width
        self.fit()
        self.updateGeometry()
        self.geometriesChanged.emit()

    def fit(self) -> None:
        """Give every row the height of its heading."""
        for section in range(self.count()):
            self.resizeSection(section, self.needed_height(section))

    def needed_height(self, section: int) -> int:
        """Px from line to line that a heading needs."""
        return max(self._words(section).height + 2 * _ABOVE + 1, _LEAST_HEIGHT)

    def cell_rect(self, section: int) -> QRect:
        """Where a section stands, its lines included, in the coordinates of the viewport."""
        return QRect(0, self.sectionViewportPosition(section), self.width(), self.sectionSize(section))

    def sizeHint(self) -> QSize:
        """As wide as it was told."""
        return QSize(self._width, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every section that can be seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().window())
        for section in range(self.count()):
            rect = self.cell_rect(section)
            if rect.intersects(event.rect()):
                self._paint_cell(painter, section, rect)
        painter.end()

    def _paint_cell(self, painter: QPainter, section: int, rect: QRect) -> None:
        palette = self.palette()
        is_current = self._view.currentIndex().row() == section
        painter.fillRect(rect, palette.highlight() if is_current else palette.base())
        painter.setPen(palette.mid().color())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.drawLine(NUMBER_WIDTH, rect.top(), NUMBER_WIDTH, rect.bottom())
        laid = self._words(section)
        top = rect.top() + (rect.height() - laid.height) // 2
        painter.setPen(palette.text().color())
        laid.draw(painter, NUMBER_WIDTH + _SIDE, top)
        painter.setFont(self._layouts.font)
        painter.drawText(QRect(0, rect.top(), NUMBER_WIDTH, rect.height()), _CENTRED, str(section + 1))
        painter.setFont(self.font())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        count = QRect(rect.right() - COUNT_WIDTH, rect.top(), COUNT_WIDTH, rect.height())
        units = self._data(section, COUNT_ROLE)
        painter.drawText(count, _CENTRED, str(units or ""))
        if self._data(section, FINDING_ROLE):
            x = rect.right() - (_SIDE if units else COUNT_WIDTH / 2)
            paint_dot(painter, x, rect.top() + rect.height() / 2, palette)

    def _words(self, section: int) -> LaidText:
        text = str(self._data(section, Qt.ItemDataRole.DisplayRole) or "")
        return self._layouts.lay_out(text, self._width - NUMBER_WIDTH - COUNT_WIDTH - 2 * _SIDE)

    def _data(self, section: int, role: int) -> object:
        data: object = self.model().headerData(section, Qt.Orientation.Vertical, role)
        return data


_CENTRED = Qt.AlignmentFlag.AlignCenter
