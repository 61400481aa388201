"""A sheet of a file as it was, to look at: letters and numbers around, merges, hidden rows grey, a cell framed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from desktop.theme import document_font
from domain.source_sheet import SourceSheet, column_letters

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SIZE = 10.0  # pt
_MOST_SPANS = 3000
_LEAST, _WIDEST = 42, 330  # px of a column
_LINES = 6  # a row grows to so many lines
_MORE_ROWS, _MORE_COLUMNS = 3, 1  # empty ones behind the filled part, as in a spreadsheet


class SheetModel(QAbstractTableModel):
    """The cells of one sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = SourceSheet("", 0, 0)
        self._texts: dict[tuple[int, int], str] = {}
        self._quiet: QPalette.ColorRole = QPalette.ColorRole.PlaceholderText

    def show(self, sheet: SourceSheet) -> None:
        """Take a sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self._texts = {(one.row, one.column): one.text for one in sheet.cells}
        self.endResetModel()

    def text_at(self, row: int, column: int) -> str:
        """What a cell says."""
        return self._texts.get((row, column), "")

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """The filled rows, and a few more."""
        return 0 if parent.isValid() or not self.sheet.rows else self.sheet.rows + _MORE_ROWS

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """The filled columns, and one more."""
        return 0 if parent.isValid() or not self.sheet.columns else self.sheet.columns + _MORE_COLUMNS

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether the cell was hidden in the file."""
        return row in self.sheet.hidden_rows or column in self.sheet.hidden_columns or self.sheet.is_hidden

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text; grey where the file hid it."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text_at(row, column) or None
        if role == Qt.ItemDataRole.ForegroundRole and self.is_hidden(row, column):
            return QApplication.palette().brush(self._quiet)
        if role == Qt.ItemDataRole.BackgroundRole and self.is_hidden(row, column):
            return QApplication.palette().brush(QPalette.ColorRole.Window)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            hidden = self.tr("（隐藏）") if self.is_hidden(row, column) else ""
            return f"{column_letters(column)}{row + 1} {self.text_at(row, column)}{hidden}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A, B, C above; 1, 2, 3 at the left."""
        if role == Qt.ItemDataRole.DisplayRole:
            return column_letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)
        return None


class SheetGrid(QTableView):
    """Shows one sheet; `frame_cells` draws a line around the cells of origin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = SheetModel()
        self.sheet.setParent(self)
        self._framed: list[tuple[int, int]] = []
        self.setAccessibleName(self.tr("原表"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(True)
        self.setFont(document_font(_SIZE))
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setModel(self.sheet)

    def show_sheet(self, sheet: SourceSheet) -> None:
        """Show a sheet from its top."""
        self._framed = []
        self.clearSpans()
        self.sheet.show(sheet)
        spans = [one for one in sheet.cells if one.rows > 1 or one.columns > 1]
        for one in spans[:_MOST_SPANS]:
            self.setSpan(one.row, one.column, one.rows, one.columns)
        self._fit(sheet)
        self.scrollToTop()

    def frame_cells(self, places: list[tuple[int, int]]) -> None:
        """Frame the cells at these places and bring the first into sight."""
        self._framed = [(row, column) for row, column in places if self.sheet.index(row, column).isValid()]
        if self._framed:
            index = self.sheet.index(*self._framed[0])
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()

    def framed(self) -> list[tuple[int, int]]:
        """The places that are framed."""
        return list(self._framed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, and the frames over it."""
        super().paintEvent(event)
        if not self._framed:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 2))
        for row, column in self._framed:
            painter.drawRect(self._rect(row, column).adjusted(0, 0, -1, -1))
        painter.end()

    def _rect(self, row: int, column: int) -> QRect:
        return self.visualRect(self.sheet.index(row, column))

    def _fit(self, sheet: SourceSheet) -> None:
        """Columns by the file's own widths, else by their texts; rows as tall as their texts, within reason."""
        metrics = QFontMetrics(QFont(self.font()))
        letter = metrics.horizontalAdvance("国") / 2
        widths = dict(enumerate(sheet.widths))
        longest: dict[int, float] = {}
        for one in sheet.cells:
            if one.columns == 1:
                longest[one.column] = max(longest.get(one.column, 0), min(len(one.text), 18) * 2 * letter + 14)
        taken = {}
        for column in range(self.sheet.columnCount()):
            width = widths[column] * letter + 8 if widths.get(column) else longest.get(column, 64)
            taken[column] = round(min(max(width, _LEAST), _WIDEST))
            self.setColumnWidth(column, taken[column])
        line = metrics.lineSpacing()
        lines: dict[int, int] = {}
        for one in sheet.cells:
            width = sum(taken.get(one.column + step, 64) for step in range(one.columns)) - 8
            count = sum(1 + int(len(part) * 2 * letter // max(width, 1)) for part in one.text.split("\n"))
            if one.rows == 1:
                lines[one.row] = max(lines.get(one.row, 1), min(count, _LINES))
        for row in range(self.sheet.rowCount()):
            self.setRowHeight(row, lines.get(row, 1) * line + 8)
