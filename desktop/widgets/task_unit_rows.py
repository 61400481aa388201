"""How a unit is drawn in the picker: ticked or not, its name with what was typed underlined, its role at the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.models.columns import Index
from desktop.models.task_unit_model import FIRST_KNOWN_ROLE, NEW_ROLE, QUIET_ROLE, ROLE_WORD_ROLE, SPANS_ROLE

_SIDE = 10  # px beside a row
_TICK = 20  # px for the tick
_ABOVE = 5


class UnitRowDelegate(QStyledItemDelegate):
    """Rows of one line. The current one carries a bar of the accent and the tone of a selection."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line and a little air."""
        height = option.fontMetrics.height() + 2 * _ABOVE  # type: ignore[attr-defined]  # absent from the stubs
        return QSize(160, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one unit."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(option.font)  # type: ignore[attr-defined]
        metrics = painter.fontMetrics()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(rect, palette.highlight())
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), palette.accent())
        if index.data(FIRST_KNOWN_ROLE):
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawLine(rect.topLeft(), rect.topRight())
        ink, quiet = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)
        word = str(index.data(ROLE_WORD_ROLE) or "")
        lead = "＋" if index.data(NEW_ROLE) else "✓" if word else ""
        inner = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(ink)
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignLeft), lead)
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), word)
        room = inner.adjusted(_TICK, 0, -metrics.horizontalAdvance(word) - _SIDE, 0)
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignLeft), name)
        painter.setPen(QPen(ink, 1))
        base = room.center().y() + metrics.ascent() - metrics.height() / 2 + 3
        for start, end in index.data(SPANS_ROLE) or ():
            if end <= len(name):
                left, right = _advance(painter, name, start), _advance(painter, name, end)
                painter.drawLine(QPointF(room.left() + left, base), QPointF(room.left() + right - 1, base))
        alias = str(index.data(QUIET_ROLE) or "")
        if alias:
            painter.setPen(quiet)
            rest = room.adjusted(metrics.horizontalAdvance(name) + _SIDE, 0, 0, 0)
            said = metrics.elidedText(alias, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle | int(Qt.AlignmentFlag.AlignLeft), said)
        painter.restore()


def _advance(painter: QPainter, text: str, place: int) -> float:
    layout = QTextLayout(text, painter.font())
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    x: tuple[float, int] | float = line.cursorToX(place)  # type: ignore[assignment]  # the stubs say object
    return x[0] if isinstance(x, tuple) else x
