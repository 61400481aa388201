"""Frozen panes: the first columns and rows of a table stay in sight while the others scroll."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from desktop.models.columns import Index

_MOST = 0.6  # of the view: more than that leaves nothing to scroll in


class FrozenPanes:
    """How many columns and rows of a table are frozen, and where they lie while it is scrolled."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self.columns = 0
        self.rows = 0

    @property
    def width(self) -> int:
        """Px that frozen columns cover; 0 while they lie where they belong."""
        header = self._table.horizontalHeader()
        if not self.columns or header.offset() <= 0:
            return 0
        width = sum(header.sectionSize(column) for column in range(min(self.columns, header.count())))
        return width if width <= self._table.viewport().width() * _MOST else 0

    @property
    def height(self) -> int:
        """Px that frozen rows cover; 0 while they lie where they belong."""
        header = self._table.verticalHeader()
        if not self.rows or header.offset() <= 0:
            return 0
        height = sum(header.sectionSize(row) for row in range(min(self.rows, header.count())))
        return height if height <= self._table.viewport().height() * _MOST else 0

    def behind(self, place: QPoint) -> QPoint:
        """The place in the scrolled table of what is seen at a place."""
        across = self._table.horizontalHeader().offset() if 0 <= place.x() < self.width else 0
        down = self._table.verticalHeader().offset() if 0 <= place.y() < self.height else 0
        return QPoint(place.x() - across, place.y() - down)

    def seen(self, index: Index, rect: QRect) -> QRect:
        """Where a cell is seen whose place in the scrolled table is `rect`."""
        across = self._table.horizontalHeader().offset() if index.column() < self.columns and self.width else 0
        down = self._table.verticalHeader().offset() if index.row() < self.rows and self.height else 0
        return rect.translated(across, down)

    def clear_view(self, index: Index) -> None:
        """Scroll a cell out from under what is frozen."""
        header, width, height = self._table.horizontalHeader(), self.width, self.height
        if index.column() >= self.columns and width:
            hidden = width - header.sectionViewportPosition(index.column())
            if hidden > 0:
                bar = self._table.horizontalScrollBar()
                bar.setValue(bar.value() - hidden)
        if index.row() >= self.rows and height:
            hidden = height - self._table.verticalHeader().sectionViewportPosition(index.row())
            if hidden > 0:
                bar = self._table.verticalScrollBar()
                bar.setValue(bar.value() - hidden)

    def paint(self, event: QPaintEvent) -> None:
        """Draw what is frozen over what is scrolled."""
        width, height = self.width, self.height
        view = self._table.viewport().rect()
        if not width and not height:
            return
        painter = QPainter(self._table.viewport())
        rows, columns = self._rows(), self._columns()
        if width:
            self._paint_cells(painter, rows, range(self.columns), QRect(0, height, width, view.height()))
        if height:
            self._paint_cells(painter, range(self.rows), columns, QRect(width, 0, view.width(), height))
        if width and height:
            self._paint_cells(painter, range(self.rows), range(self.columns), QRect(0, 0, width, height))
        painter.setClipping(False)
        painter.setPen(self._table.palette().color(QPalette.ColorRole.PlaceholderText))
        if width:
            painter.drawLine(width - 1, 0, width - 1, min(self._table.verticalHeader().length(), view.bottom()))
        if height:
            painter.drawLine(0, height - 1, min(self._table.horizontalHeader().length(), view.right()), height - 1)
        painter.end()

    def _paint_cells(self, painter: QPainter, rows: range, columns: range, clip: QRect) -> None:
        table, model = self._table, self._table.model()
        option = QStyleOptionViewItem()
        table.initViewItemOption(option)
        chosen = table.selectionModel()
        for row in rows:
            for column in columns:
                index = model.index(row, column)
                rect = table.visualRect(index)
                if table.isColumnHidden(column) or not rect.intersects(clip):
                    continue
                painter.setClipRect(clip)
                selected = QStyle.StateFlag.State_Selected if chosen.isSelected(index) else QStyle.StateFlag.State_None
                option.rect = rect  # type: ignore[attr-defined]  # absent from the stubs
                option.state = QStyle.StateFlag.State_Enabled | selected  # type: ignore[attr-defined]
                table.itemDelegate().paint(painter, option, index)

    def _rows(self) -> range:
        first = max(self._table.rowAt(0), 0)
        last = self._table.rowAt(self._table.viewport().height() - 1)
        count = self._table.verticalHeader().count()
        return range(first, (last if last >= 0 else count - 1) + 1)

    def _columns(self) -> range:
        first = max(self._table.columnAt(0), 0)
        last = self._table.columnAt(self._table.viewport().width() - 1)
        count = self._table.horizontalHeader().count()
        return range(first, (last if last >= 0 else count - 1) + 1)
