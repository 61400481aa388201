"""An appendix table to look at: merged header as it prints, cells that cannot be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from desktop.theme import document_font, heading_font
from desktop.widgets.cell_text import CellTextDelegate
from desktop.widgets.grouped_header import GroupedHeader
from desktop.widgets.row_heights import RowHeights
from domain.tables import AppendixTable, ColumnKind, TableSpec

_SIZE = 10.5  # pt, as appendix tables print
_LEAST_COLUMN = 34  # px
_KIND_WIDTHS = {ColumnKind.NUMBER: 12, ColumnKind.TEXT: 28, ColumnKind.ITEMS: 40, ColumnKind.MEASURES: 44}  # mm
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class PreviewModel(QAbstractTableModel):
    """The printed cells of a table."""

    def __init__(self) -> None:
        super().__init__()
        self._table = AppendixTable(0, TableSpec("", "", ()))

    @property
    def spec(self) -> TableSpec:
        """The specification of the table shown."""
        return self._table.spec

    def show(self, table: AppendixTable) -> None:
        """Take a table."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def text_at(self, row: int, column: int) -> str:
        """The printed text of a cell."""
        return self._table.printed(row, self._table.spec.columns[column])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Rows of the table."""
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Columns of the table."""
        return 0 if parent.isValid() else len(self._table.spec.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, and in the middle where it is a number."""
        if not index.isValid():
            return None
        column = self._table.spec.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            centred = column.kind is ColumnKind.NUMBER
            return int(Qt.AlignmentFlag.AlignCenter if centred else Qt.AlignmentFlag.AlignLeft)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{' '.join(column.path)}：{self.text_at(index.row(), index.column())}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The lowest header of a column."""
        known = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._table.spec.columns[section].title if known else None


class TablePreview(QTableView):
    """Columns share the width as they share the printed page; heights out of sight are reckoned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = PreviewModel()
        self.cells.setParent(self)
        self.header = GroupedHeader(heading_font(_SIZE), self)
        self._texts = CellTextDelegate(document_font(_SIZE), self)
        self._heights = RowHeights(self, self.cells, self._texts)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit)
        self.setAccessibleName(self.tr("表格预览"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(self._texts)
        self.setHorizontalHeader(self.header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setModel(self.cells)
        self.verticalScrollBar().valueChanged.connect(self._heights.fit_seen)

    def show_table(self, table: AppendixTable) -> None:
        """Show a table from its top."""
        self.cells.show(table)
        self.header.set_paths([column.path for column in table.spec.columns])
        self.fit()
        self.scrollToTop()

    def fit(self) -> None:
        """Share the width out and give every row the height of its text."""
        columns = self.cells.spec.columns
        if not columns:
            return
        shares = [column.width or _KIND_WIDTHS[column.kind] for column in columns]
        width = max(self.viewport().width(), _LEAST_COLUMN * len(columns))
        for number, part in enumerate(share_out(width, shares, _LEAST_COLUMN)):
            self.setColumnWidth(number, part)
        self._heights.fit_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew once the size has settled."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_soon.start()


def share_out(width: int, shares: Sequence[float], least: int) -> list[int]:
    """Parts of a width in the proportion of shares, none below `least`; they sum up to `width` where it suffices."""
    narrow: set[int] = set()
    while True:
        rest = width - least * len(narrow)
        whole = sum(share for number, share in enumerate(shares) if number not in narrow) or 1
        more = {n for n, share in enumerate(shares) if n not in narrow and rest * share / whole < least}
        if not more or len(narrow) + len(more) == len(shares):
            break
        narrow |= more
    parts, edge, taken = [], 0.0, 0
    for number, share in enumerate(shares):
        edge += least if number in narrow else rest * share / whole
        parts.append(max(round(edge) - taken, least))
        taken = round(edge)
    return parts
