"""The list of places at the left: a title, a quiet number, and the accent beside the selected one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.navigation_model import COUNT_ROLE
from desktop.theme import MARGIN

_BAR = 3  # px
_PAD = 6  # px above and below a row's text
_RULE_AFTER = 3  # the fixed places stand above a hairline, the plan's own tables below it


class NavigationList(QListView):
    """Places of the plan; the current row is the place that is open. `left`: the keys are to go to its editor."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("方案各部分"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_PlaceDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMinimumWidth(148)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the editor of the place."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Wide enough for the longest place."""
        return QSize(max(self.sizeHintForColumn(0) + MARGIN, 168), 320)


class _PlaceDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = option.fontMetrics  # type: ignore[attr-defined]  # missing from the stubs of 6.9
        count = index.data(COUNT_ROLE)
        width = metrics.horizontalAdvance(str(index.data())) + 3 * MARGIN + _BAR
        if count is not None:
            width += metrics.horizontalAdvance(str(count))
        rule = 2 * _PAD + 1 if index.row() == _RULE_AFTER else 0
        return QSize(width, metrics.height() + 2 * _PAD + rule)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if index.row() == _RULE_AFTER:
            painter.fillRect(rect.left() + MARGIN, rect.top() + _PAD, rect.width() - 2 * MARGIN, 1, palette.mid())
            rect = rect.adjusted(0, 2 * _PAD + 1, 0, 0)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.base())
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), palette.color(QPalette.ColorRole.Accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, palette.alternateBase())
        inner = rect.adjusted(MARGIN + _BAR, 0, -MARGIN, 0)
        count = index.data(COUNT_ROLE)
        if count is not None:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), str(count))
            metrics = option.fontMetrics  # type: ignore[attr-defined]
            inner = inner.adjusted(0, 0, -metrics.horizontalAdvance(str(count)) - MARGIN, 0)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawRect(rect.adjusted(_BAR, 0, -1, -1))
        painter.restore()
