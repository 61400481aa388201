"""The list of what was found: the place in quiet ink, below it the text with the words marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.find_model import FIND_ROLE, GROUP_ROLE, FindRow
from desktop.theme import GAP, MARGIN
from desktop.widgets.choice_marks import paint_tick_box

_PAD = 4  # px above and below a row
_TICK = 22  # px for a tick box
_LINES = 2  # of a text
_Index = QModelIndex | QPersistentModelIndex


class FindList(QListView):
    """`chosen` carries the row that was clicked or entered, `ticked` the row whose tick box was; `left`: Esc or above.

    Up on the first row goes back to the line in which words are typed.
    """

    chosen = Signal(int)
    ticked = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("查找结果"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setItemDelegate(_FindDelegate(self))
        self.setMinimumHeight(96)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the place, the space bar ticks, up from the first row leaves."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(row)
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit(row)
        elif event.key() == Qt.Key.Key_Up and row <= 1:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a tick box ticks, elsewhere it goes to the place."""
        super().mousePressEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None and point.x() < MARGIN + _TICK:
            self.ticked.emit(index.row())
        else:
            self.chosen.emit(index.row())


class _FindDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.height()  # type: ignore[attr-defined]  # absent from the stubs
        if index.data(GROUP_ROLE):
            return QSize(120, height + 3 * _PAD)
        return QSize(120, (1 + _LINES) * height + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        row: FindRow = index.data(FIND_ROLE)
        painter.save()
        painter.setClipRect(rect)
        if state & QStyle.StateFlag.State_Selected and not row.is_group:
            painter.fillRect(rect, palette.base())
        inner = rect.adjusted(MARGIN, _PAD + (_PAD if row.is_group else 0), -GAP, -_PAD)
        line = option.fontMetrics.height()  # type: ignore[attr-defined]
        if row.ticked is not None:
            box = QRect(inner.left(), inner.top(), 16, line)
            paint_tick_box(painter, box, palette, ticked=row.ticked)
            inner.setLeft(inner.left() + _TICK)
        if row.is_group:
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.Medium)
            painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text if row.is_group else QPalette.ColorRole.PlaceholderText))
        head = f"{row.where}　{row.note}" if row.note else row.where
        words = painter.fontMetrics().elidedText(head, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner.left(), inner.top() + painter.fontMetrics().ascent(), words)
        if not row.is_group:
            laid = _lay_out(row, painter.font(), palette, inner.width())
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            laid.draw(painter, QPointF(inner.left(), inner.top() + line))
        if state & QStyle.StateFlag.State_HasFocus and not row.is_group:
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()


def _lay_out(row: FindRow, font: QFont, palette: QPalette, width: int) -> QTextLayout:
    """The text of a row in two lines: what was found marked, or struck out before what comes instead."""
    by = row.by or ""
    text = f"{row.before}{row.words}{by}{row.after}".replace("\n", " ")
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    found, instead = QTextCharFormat(), QTextCharFormat()
    if row.by is None:
        found.setBackground(palette.highlight())
        found.setFontWeight(QFont.Weight.Medium)
    else:
        found.setFontStrikeOut(True)
        found.setForeground(palette.color(QPalette.ColorRole.PlaceholderText))
    instead.setFontWeight(QFont.Weight.Medium)
    instead.setBackground(palette.highlight())
    at, formats = _units(row.before), []
    for words, look in ((row.words, found), (by, instead)):
        piece = QTextLayout.FormatRange()
        piece.start, piece.length, piece.format = at, _units(words), look  # type: ignore[attr-defined]  # stubs
        formats.append(piece)
        at += _units(words)
    layout.setFormats(formats)
    layout.beginLayout()
    top = 0.0
    for _ in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _units(text: str) -> int:
    """Qt counts UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
