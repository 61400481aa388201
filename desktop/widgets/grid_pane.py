"""A table as it is seen: rows as tall as their text, columns that share its width, merged cells and frozen panes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QTimer
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from desktop.models.columns import ColumnModel, Index
from desktop.theme import document_font, heading_font
from desktop.widgets.cell_editor import CellEditor
from desktop.widgets.cell_text import CellTextDelegate
from desktop.widgets.grid_frozen import FrozenPanes
from desktop.widgets.grouped_header import GroupedHeader
from desktop.widgets.row_heights import RowHeights
from desktop.widgets.text_layout import TextLayouts

TEXT_SIZE = 10.5  # pt, as appendix tables print
_LEAST_WIDTH = 680  # px: narrower than this, the table scrolls sideways

Span = tuple[int, int, int]  # row, column, number of rows


class GridPane(QTableView):
    """Draws a ColumnModel under its merged header; sizes and scrolls it."""

    def __init__(self, model: ColumnModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = model
        self.texts = self.make_texts()
        self.header = GroupedHeader(heading_font(TEXT_SIZE), self)
        self.frozen = FrozenPanes(self)
        self._spans: dict[tuple[int, int], int] = {}
        self._widths_are_ours = True
        self._setting_widths = False
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.timeout.connect(self.fit_rows)
        self._heights = self.make_heights(model)
        self._dress()
        self.setItemDelegate(self.texts)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.header.set_paths([column.path for column in model.columns])
        self.header.sectionResized.connect(self.on_column_resized)
        self.verticalScrollBar().valueChanged.connect(self._heights.fit_seen)
        self.texts.grew.connect(self.on_grew)
        model.dataChanged.connect(self.on_data_changed)
        model.rowsInserted.connect(self.on_rows_inserted)
        model.rowsRemoved.connect(self.on_rows_removed)
        model.layoutChanged.connect(self.fit_rows)

    def make_texts(self) -> CellTextDelegate:
        """What draws and edits the cells."""
        return CellTextDelegate(document_font(TEXT_SIZE), self)

    def make_heights(self, model: ColumnModel[Any]) -> RowHeights:
        """What keeps the rows as tall as their texts."""
        return RowHeights(self, model, self.texts)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(self.texts.layouts.pitch)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    # Sizes

    def fit_columns(self) -> None:
        """Share the width out among the columns, unless the user has set them."""
        if not self._widths_are_ours or not self.columns.columns:
            return
        shares = [column.share for column in self.columns.columns]
        width = max(self.viewport().width(), _LEAST_WIDTH)
        self._setting_widths = True
        edge = taken = 0.0
        for number, share in enumerate(shares):
            edge += width * share / sum(shares)
            self.setColumnWidth(number, round(edge) - round(taken))
            taken = edge
        self._setting_widths = False

    def set_zoom(self, percent: int) -> None:
        """Show the text at this size."""
        size = TEXT_SIZE * percent / 100
        if self.texts.layouts.font.pointSizeF() == size:
            return
        self.texts.layouts = TextLayouts(document_font(size))
        self.header.set_text_font(heading_font(size))
        self.verticalScrollBar().setSingleStep(self.texts.layouts.pitch)
        self.fit_rows()
        self.viewport().update()

    def own_widths(self) -> list[int]:
        """The widths of the columns where the user has set them, else nothing."""
        return [] if self._widths_are_ours else [self.columnWidth(column) for column in range(self.header.count())]

    def set_own_widths(self, widths: object) -> None:
        """Take the widths of another day; what does not fit this table is passed over."""
        count = self.columns.columnCount()
        if isinstance(widths, list) and len(widths) == count and all(isinstance(one, int) for one in widths):
            for column, width in enumerate(widths):
                self.setColumnWidth(column, max(width, 24))

    def set_spans(self, spans: Iterable[Span]) -> None:
        """Let cells reach over the rows below them; `fit_rows` is to follow."""
        self._spans = {(row, column): count for row, column, count in spans if count > 1}
        self.clearSpans()
        for (row, column), count in self._spans.items():
            self.setSpan(row, column, count, 1)
        self._heights.set_spans(self._spans)

    def fit_rows(self) -> None:
        """Give every row the height of its text."""
        self._fit_soon.stop()
        self._heights.fit_all()

    def on_column_resized(self) -> None:
        """Break the texts anew; from the first time the user does it, the widths are the user's."""
        if not self._setting_widths:
            self._widths_are_ours = False
        self._fit_soon.start(0)

    def on_data_changed(self, first: Index, last: Index) -> None:
        """Fit the rows whose text changed."""
        self._heights.fit(range(first.row(), last.row() + 1))

    def on_rows_inserted(self, _parent: Index, first: int, last: int) -> None:
        """Fit the rows that came."""
        self._heights.insert(first, last)

    def on_rows_removed(self, _parent: Index, first: int, last: int) -> None:
        """The rows that stay keep their heights."""
        self._heights.remove(first, last)

    def on_grew(self, editor: CellEditor, height: int) -> None:
        """Let the row grow with what is typed, and keep the cursor in sight."""
        if not editor.place.isValid():
            return
        self._heights.grow(editor.place.row(), editor.place.column(), height)
        self.updateGeometries()
        caret = editor.cursorRect().translated(editor.viewport().mapTo(self.viewport(), QPoint()))
        bar = self.verticalScrollBar()
        if caret.bottom() > self.viewport().height():
            bar.setValue(bar.value() + caret.bottom() - self.viewport().height() + 2 * self.texts.layouts.pitch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit_columns()

    # What is frozen

    def freeze(self, columns: int, rows: int = 0) -> None:
        """Keep the first columns and rows in sight while the others scroll."""
        self.frozen.columns, self.frozen.rows = columns, rows
        self.header.frozen = columns
        self.header.viewport().update()
        self.viewport().update()

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """The cell that is seen at a place."""
        return super().indexAt(self.frozen.behind(pos))

    def visualRect(self, index: Index) -> QRect:
        """Where a cell is seen."""
        return self.frozen.seen(index, super().visualRect(index))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, out from under what is frozen."""
        across = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        if index.column() < self.frozen.columns and across:
            self.horizontalScrollBar().setValue(across)
        self.frozen.clear_view(index)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What is frozen is not to be carried along."""
        super().scrollContentsBy(dx, dy)
        if (dx and self.frozen.columns) or (dy and self.frozen.rows):
            self.viewport().update()
            self.header.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is frozen over the cells."""
        super().paintEvent(event)
        self.frozen.paint(event)
