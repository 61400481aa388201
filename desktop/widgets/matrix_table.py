"""The table of the matrix as it is seen: cells between a header of units and one of tasks, places and sizes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop.models.columns import Index
from desktop.models.matrix_model import MatrixModel
from desktop.theme import document_font, heading_font
from desktop.widgets.matrix_paint import paint_cells
from desktop.widgets.matrix_signs import SignPainter
from desktop.widgets.matrix_tasks import TaskHeader
from desktop.widgets.rotated_header import RotatedHeader

_TEXT_SIZE = 10.5  # pt
_LEAST_COLUMN, _MOST_COLUMN = 36, 64  # px
_ANY = 16777215  # what Qt takes for no limit
_TASKS = (240, 400)  # px at least and at most
_STEP = 20  # px by which the tasks grow wider: breaking all of them anew for less is not worth it
_FLAG = QItemSelectionModel.SelectionFlag


class MatrixTable(QTableView):
    """Shows a MatrixModel between a header of upright unit names and one of tasks.

    `row_touched` and `column_touched` tell of one that is to be drawn anew beside the cells, too. `found_tasks` and
    `found_units` are the ids that a search has found, `target` the cells that a drag would fill.
    """

    row_touched = Signal(int)
    column_touched = Signal(int)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self.hovered = (-1, -1)
        self.found_tasks: frozenset[int] = frozenset()
        self.found_units: frozenset[int] = frozenset()
        self.target: QItemSelectionRange | None = None
        self.note = ""  # what an empty table says
        self.filling: QItemSelectionRange | None = None  # the cells that a drag goes on
        self._kept: tuple[int, int] = (-1, -1)
        self._findings = dict(model.findings)
        self._signs = dict(model.signs())
        self._scrolled = QPoint()
        self._room = 640  # px, until the board has told
        self._zoom = 100
        self.head_font = heading_font(_TEXT_SIZE)
        self.signs = SignPainter(document_font(_TEXT_SIZE))
        self.units = RotatedHeader(self.head_font, self)
        self.tasks = TaskHeader(document_font(_TEXT_SIZE), self)
        self.setHorizontalHeader(self.units)
        self.setVerticalHeader(self.tasks)
        self.setModel(model)
        self._dress()
        model.modelAboutToBeReset.connect(self.on_about_to_reset)
        model.modelReset.connect(self.on_reset)
        model.dataChanged.connect(self.on_data_changed)
        model.counted.connect(self.on_counted)
        model.reworded.connect(self.fit)
        model.restored.connect(self.show_cell)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # the board has them, beyond the totals
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.tasks.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.viewport().setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.corner: QWidget | None = None
        button = self.findChild(QAbstractButton)
        if button is not None:  # Qt's own corner, which knows no words
            button.hide()

    # Places

    def sections(self, header: QHeaderView, exposed: QRect) -> range:
        """The sections of a header that reach into a place, from the first to the last."""
        across = header.orientation() is Qt.Orientation.Horizontal
        start, end = (exposed.left(), exposed.right()) if across else (exposed.top(), exposed.bottom())
        if header.count() == 0 or end < 0 or start >= header.length() - header.offset():
            return range(0)
        first, last = header.visualIndexAt(max(start, 0)), header.visualIndexAt(end)
        return range(max(first, 0), (last if last >= 0 else header.count() - 1) + 1)

    def block(self) -> QItemSelectionRange | None:
        """The one block that is selected, the current cell where nothing is."""
        selection = self.selectionModel().selection()
        if selection.count() == 1:
            return QItemSelectionRange(selection.first())  # what it gives lives no longer than the selection
        here = self.currentIndex()
        return QItemSelectionRange(here) if selection.isEmpty() and here.isValid() else None

    def show_cell(self, row: int, column: int) -> None:
        """Make a cell current and bring it into sight; -1 stays in the row or column."""
        here, last = self.currentIndex(), self.matrix.rowCount() - 1
        row, column = row if row >= 0 else max(here.row(), 0), column if column >= 0 else max(here.column(), 0)
        while row < last and not self.matrix.is_task(row):
            row += 1
        index = self.matrix.index(row, column)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect)
            self.scrollTo(index)

    def selected_cells(self) -> list[QModelIndex]:
        """The selected cells row by row; the current one when nothing is selected."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return sorted((one for one in chosen if one.isValid()), key=lambda one: (one.row(), one.column()))

    def select_units(self, column: int, *, extends: bool) -> None:
        """Select the column of a unit, or all from the current one to it."""
        row, start = max(self.currentIndex().row(), 0), self.currentIndex().column() if extends else column
        if not extends:
            self.show_cell(row, column)
        self.select_block(0, min(start, column), self.matrix.rowCount() - 1, max(start, column))
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select the cells between two corners; the current one stays."""
        chosen = QItemSelection(self.matrix.index(top, left), self.matrix.index(bottom, right))
        self.selectionModel().select(chosen, _FLAG.ClearAndSelect)

    def hover(self, row: int, column: int) -> None:
        """Light a row and a column, -1 for none."""
        before, self.hovered = self.hovered, (row, column)
        self.touch({before[0], row} if before[0] != row else (), {before[1], column} if before[1] != column else ())

    def touch(self, rows: Iterable[int], columns: Iterable[int], *, cells: bool = True) -> None:
        """Draw rows and columns anew, their cells or only what stands beside them."""
        view = self.viewport()
        for row in rows:
            if row >= 0:
                rect = self.tasks.cell_rect(row)
                self.tasks.viewport().update(rect)
                if cells:
                    view.update(0, rect.top(), view.width(), rect.height())
                self.row_touched.emit(row)
        for column in columns:
            if column >= 0:
                rect = self.units.cell_rect(column)
                self.units.viewport().update(rect)
                if cells:
                    view.update(rect.left(), 0, rect.width(), view.height())
                self.column_touched.emit(column)

    def show_found(self, tasks: frozenset[int], units: frozenset[int]) -> None:
        """Mark the tasks and units that a search has found."""
        self.found_tasks, self.found_units = tasks, units
        self.units.viewport().update()
        self.tasks.viewport().update()

    # Following the plan

    def on_about_to_reset(self) -> None:
        """Remember where the user is."""
        self._kept = self.matrix.ids_at(self.currentIndex().row(), self.currentIndex().column())
        self._scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def on_reset(self) -> None:
        """Measure anew, and bring the user back to where they were."""
        self.hovered, self.target, self.filling = (-1, -1), None, None
        self.fit()
        row, column = self.matrix.place_of(*self._kept)
        if self._kept != (-1, -1) or not self.currentIndex().isValid():
            self.show_cell(max(row, 0), min(max(column, 0), self.matrix.columnCount() - 1))
        self.horizontalScrollBar().setValue(self._scrolled.x())
        self.verticalScrollBar().setValue(self._scrolled.y())

    def on_data_changed(self, first: Index, last: Index) -> None:
        """Draw the numbers beside changed cells anew."""
        columns = range(first.column(), last.column() + 1)
        self.touch(range(first.row(), last.row() + 1), columns, cells=False)

    def on_counted(self) -> None:
        """A finding may have come to a task that was not touched, and another sign to a role."""
        before, self._findings = self._findings, dict(self.matrix.findings)
        told = {id_ for id_ in before.keys() | self._findings.keys() if before.get(id_) != self._findings.get(id_)}
        self.touch({self.matrix.place_of(id_, -1)[0] for id_ in told}, (), cells=False)
        signs = dict(self.matrix.signs())
        if signs != self._signs:
            self._signs = signs
            self.viewport().update()

    # Sizes

    def show_zoom(self, percent: int) -> None:
        """Show text and signs at another size."""
        self._zoom = percent
        size = _TEXT_SIZE * percent / 100
        self.head_font = heading_font(size)
        self.signs = SignPainter(document_font(size))
        self.units.set_face(self.head_font)
        self.tasks.set_face(document_font(size))
        self.fit()
        self.units.geometriesChanged.emit()

    def fit_into(self, room: int) -> None:
        """Take as much of a width as the matrix needs."""
        if room != self._room:
            self._room = room
            self.fit()

    def fit(self) -> None:
        """Give tasks their width, share what is left out among the units, and be no larger than all of it."""
        least, most = (min(side * self._zoom // 100, self._room // 2) for side in _TASKS)
        tasks = min(max(self._room * 3 // 10 // _STEP * _STEP, least), most)
        self.tasks.set_width(tasks)
        self.verticalScrollBar().setSingleStep(self.units.pitch * 2)
        count = self.matrix.columnCount()
        narrow = max(_LEAST_COLUMN, 2 * self.units.pitch + 2)
        wide = min(max((self._room - tasks) // max(count, 1), narrow), _MOST_COLUMN)
        self.units.setDefaultSectionSize(wide)
        rest = self._room - tasks - wide * count
        if 0 < rest < count and wide < _MOST_COLUMN:
            for column in range(count):
                self.units.resizeSection(column, wide + (column < rest))
        whole = bool(count and self.matrix.rowCount())  # else there is room for what an empty table says
        high = self.units.sizeHint().height() + self.tasks.length()
        self.setMaximumSize(tasks + self.units.length() if whole else _ANY, high if whole else _ANY)
        self.updateGeometries()

    def updateGeometries(self) -> None:
        """Lay the corner's words over the corner."""
        super().updateGeometries()
        if getattr(self, "corner", None) is not None:
            self.corner.setGeometry(QRect(0, 0, self.tasks.width(), self.units.height()))  # type: ignore[union-attr]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells that are exposed, or what an empty table says."""
        painter = QPainter(self.viewport())
        paint_cells(self, painter, event.rect())
        if self.note and not self.matrix.rowCount():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.note)
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Show in the headers which task and unit meet."""
        super().currentChanged(current, previous)
        self.touch({previous.row(), current.row()}, {previous.column(), current.column()}, cells=False)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """The frame around the selection and its handle reach over the cells."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()
