"""The plain tables of the import page: files, and rows of a file."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop.models.collect_files_model import FILE, KIND, LOOK, ROWS, SENDER, WRONG, FilesModel

_TALL = 3  # lines a row may take


def plain_table(model: QAbstractItemModel, name: str) -> QTableView:
    """A table to look at: no grid, no editing."""
    table = QTableView()
    dress(table, name)
    table.setModel(model)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().setDefaultSectionSize(2 * table.fontMetrics().lineSpacing() + 8)
    table.horizontalHeader().setDefaultSectionSize(table.fontMetrics().horizontalAdvance("国") * 9)
    table.horizontalHeader().setStretchLastSection(True)
    model.modelReset.connect(lambda: _fit(table))
    return table


def dress(table: QTableView, name: str) -> None:
    """Take the looks all of them share."""
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _fit(table: QTableView) -> None:
    """Widths by what the columns say, within reason; rows as tall as their fullest cell."""
    model, metrics = table.model(), table.fontMetrics()
    letter = metrics.horizontalAdvance("国")
    rows = range(min(model.rowCount(), 200))
    for column in range(model.columnCount()):
        head = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        texts = (str(model.index(row, column).data() or "").split("\n") for row in rows)
        longest = max((len(line) for lines in texts for line in lines), default=0)
        table.setColumnWidth(column, (min(max(longest, len(head), 4), 26) + 1) * letter)
    for row in rows:
        tall = 1
        for column in range(model.columnCount()):
            width = max(table.columnWidth(column) // letter - 1, 1)
            text = str(model.index(row, column).data() or "")
            tall = max(tall, sum(1 + len(line) // (width + 1) for line in text.split("\n")))
        table.setRowHeight(row, min(tall, _TALL) * metrics.lineSpacing() + 8)


class FileTable(QTableView):
    """Files; Space turns ticks, Enter or a letter asks whose the file is (`sender_wanted`)."""

    sender_wanted = Signal()

    def __init__(self, model: FilesModel) -> None:
        super().__init__()
        self._files = model
        dress(self, self.tr("回收的文件"))
        self.setModel(model)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 10)
        wide = self.fontMetrics().horizontalAdvance("国")
        for column, width in ((FILE, 22), (KIND, 8), (SENDER, 21), (ROWS, 9), (WRONG, 4)):
            self.setColumnWidth(column, width * wide)
        self.horizontalHeader().setSectionResizeMode(LOOK, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda: self.sender_wanted.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns ticks; Enter and F2 ask whose the file is."""
        if event.key() == Qt.Key.Key_Space:
            self._files.toggle(sorted({index.row() for index in self.selectionModel().selectedRows()}))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self.sender_wanted.emit()
        else:
            super().keyPressEvent(event)
