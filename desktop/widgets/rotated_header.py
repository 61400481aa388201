"""A header whose names stand upright, one character below the other, as offices print the units of a matrix."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QToolTip, QWidget

from desktop.models.matrix_model import COUNT_ROLE
from domain.patterns import pattern

MOST_PLACES = 14  # characters that a name shows from top to bottom
STRIP = 24  # px for the number of duties below the names
_ABOVE = 8  # px above and below a name
_TURNED = "（）()《》〈〉【】〔〕[]—–-…～~"
_ELLIPSIS = "…"
_PARTS = pattern(r"(?<![0-9])[0-9]{1,2}(?![0-9])|[\s\S]")


def stack_name(name: str, most: int = MOST_PLACES) -> list[str]:
    """The places of a name from top to bottom: one character each, a number of two digits together.

    A name of more than `most` places ends in “…” at the last of them.
    """
    parts = [part for part in _PARTS.findall(name) if not part.isspace()]
    return parts if len(parts) <= most else [*parts[: most - 1], _ELLIPSIS]


class RotatedHeader(QHeaderView):
    """Names of columns from top to bottom, each over its number of duties."""

    def __init__(self, font: QFont, parent: QAbstractItemView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._face = font
        self._pitch = round(QFontInfo(font).pixelSize() * 1.2)
        self._view = parent
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)

    def names_height(self) -> int:
        """Px that the names take, without the strip of numbers."""
        longest = max((len(stack_name(self._name(section))) for section in range(self.count())), default=4)
        return longest * self._pitch + 2 * _ABOVE

    def cell_rect(self, section: int) -> QRect:
        """Where a section stands, its lines included, in the coordinates of the viewport."""
        left = self.sectionViewportPosition(section)
        return QRect(left, 0, self.sectionSize(section), self.height())

    def sizeHint(self) -> QSize:
        """As high as the longest name and the strip of numbers."""
        return QSize(super().sizeHint().width(), self.names_height() + STRIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every section that can be seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().window())
        for section in range(self.count()):
            rect = self.cell_rect(section)
            if rect.intersects(event.rect()):
                self._paint_cell(painter, section, rect)
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole name and its duties when asked."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            words = self._data(section, Qt.ItemDataRole.ToolTipRole) if section >= 0 else ""
            QToolTip.showText(event.globalPos(), str(words or ""), self)
            return True
        return super().viewportEvent(event)

    def _paint_cell(self, painter: QPainter, section: int, rect: QRect) -> None:
        palette = self.palette()
        is_current = self._view.currentIndex().column() == section
        painter.fillRect(rect, palette.highlight() if is_current else palette.alternateBase())
        painter.setPen(palette.mid().color())
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        places = stack_name(self._name(section))
        top = rect.top() + (rect.height() - STRIP - len(places) * self._pitch) // 2
        painter.setFont(self._face)
        painter.setPen(palette.text().color())
        for number, part in enumerate(places):
            self._paint_place(painter, part, QRect(rect.left(), top + number * self._pitch, rect.width(), self._pitch))
        painter.setFont(self.font())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        strip = QRect(rect.left(), rect.bottom() - STRIP, rect.width(), STRIP)
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, str(self._data(section, COUNT_ROLE) or ""))

    def _paint_place(self, painter: QPainter, part: str, rect: QRect) -> None:
        if part not in _TURNED:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, part)
            return
        painter.save()
        painter.translate(QRectF(rect).center())
        painter.rotate(90)
        half = self._pitch
        painter.drawText(QRectF(-half, -half, 2 * half, 2 * half), Qt.AlignmentFlag.AlignCenter, part)
        painter.restore()

    def _name(self, section: int) -> str:
        return str(self._data(section, Qt.ItemDataRole.DisplayRole) or "")

    def _data(self, section: int, role: int) -> object:
        data: object = self.model().headerData(section, Qt.Orientation.Horizontal, role)
        return data


class HeaderCorner(QWidget):
    """The corner where two headers meet: what stands below it, and what the numbers at its edges count."""

    def __init__(self, font: QFont, words: tuple[str, str, str, str], widths: tuple[int, int], parent: QWidget) -> None:
        """`words` name the numbers, the tasks, the count at the right and the count below; `widths` the outer two."""
        super().__init__(parent)
        self._face = font
        self._words = words
        self._widths = widths

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words between hairlines."""
        painter = QPainter(self)
        palette, rect = self.palette(), self.rect().adjusted(0, 0, -1, -1)
        number, heading, right, below = self._words
        first, last = self._widths
        painter.fillRect(self.rect(), palette.alternateBase())
        painter.setPen(palette.mid().color())
        painter.drawRect(rect)
        upper = rect.adjusted(0, 0, 0, -STRIP)
        painter.drawLine(QPoint(first, 0), QPoint(first, rect.bottom()))
        painter.setFont(self._face)
        painter.setPen(palette.text().color())
        centred = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRect(0, 0, first, rect.height()), centred, number)
        painter.drawText(upper.adjusted(first, 0, -last, 0), centred, heading)
        painter.setFont(self.font())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(QRect(rect.right() - last, 0, last, upper.height()), centred, right)
        strip = QRect(first, upper.bottom(), rect.width() - first - last // 4, STRIP)
        painter.drawText(strip, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, below)
        painter.end()
