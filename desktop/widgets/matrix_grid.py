"""The table of the matrix: a click or a key gives a unit its role, the headers stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.columns import Index
from desktop.models.matrix_model import MatrixModel
from desktop.theme import document_font, heading_font
from desktop.widgets.block_text import format_block
from desktop.widgets.rotated_header import HeaderCorner, RotatedHeader
from desktop.widgets.task_header import COUNT_WIDTH, NUMBER_WIDTH, TaskHeader
from domain.units import Role

_TEXT_SIZE = 10.5  # pt
_LEAST_COLUMN, _MOST_COLUMN = 46, 72  # px
_KEYS: dict[int, Role | None] = {
    Qt.Key.Key_1: Role.RESPONSIBLE,
    Qt.Key.Key_2: Role.LEAD,
    Qt.Key.Key_3: Role.SUPPORT,
    Qt.Key.Key_0: None,
    Qt.Key.Key_Delete: None,
    Qt.Key.Key_Backspace: None,
}


class RoleDelegate(QStyledItemDelegate):
    """Draws the word of a role: 牵头 in the face of headings, 配合 in the quiet ink."""

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._view = parent
        self._text = document_font(_TEXT_SIZE)
        self._lead = heading_font(_TEXT_SIZE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw paper, word, hairlines and the frame of the current cell."""
        palette, rect, state = option.palette, option.rect, option.state  # type: ignore[attr-defined]
        is_current = index == self._view.currentIndex()
        selected = bool(state & QStyle.StateFlag.State_Selected) and not is_current
        model = index.model()
        role = model.role_at(index) if isinstance(model, MatrixModel) else None
        painter.save()
        painter.fillRect(rect, palette.highlight() if selected else palette.base())
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        quiet = role is Role.SUPPORT
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText if quiet else QPalette.ColorRole.Text))
        painter.setFont(self._lead if role is Role.LEAD else self._text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if is_current:
            colour = QPalette.ColorRole.Accent if self._view.hasFocus() else QPalette.ColorRole.PlaceholderText
            painter.setPen(palette.color(colour))
            painter.drawRect(rect.adjusted(0, 0, -2, -2))
            painter.drawRect(rect.adjusted(1, 1, -3, -3))
        painter.restore()


class MatrixGrid(QTableView):
    """Shows a MatrixModel between a header of upright unit names and one of tasks.

    `rename_wanted` tells the column whose header was double-clicked.
    """

    rename_wanted = Signal(int)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self.units = RotatedHeader(heading_font(_TEXT_SIZE), self)
        self.tasks = TaskHeader(document_font(_TEXT_SIZE), self)
        self._pressed = QModelIndex()
        self._kept: tuple[int, int] = (-1, -1)
        self._scrolled = QPoint()
        self.setHorizontalHeader(self.units)
        self.setVerticalHeader(self.tasks)
        self.setItemDelegate(RoleDelegate(self))
        self.setModel(model)
        self._dress()
        model.modelAboutToBeReset.connect(self.on_about_to_reset)
        model.modelReset.connect(self.on_reset)
        model.headerDataChanged.connect(self.on_headers_changed)
        model.restored.connect(self.show_cell)
        self.units.sectionDoubleClicked.connect(self.rename_wanted)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.tasks.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setCornerButtonEnabled(False)
        words = (self.tr("序号"), self.tr("重点任务"), self.tr("单位数"), self.tr("任务数"))
        self.corner = HeaderCorner(heading_font(_TEXT_SIZE), words, (NUMBER_WIDTH, COUNT_WIDTH), self)
        button = self.findChild(QAbstractButton)
        if button is not None:  # Qt's own corner, which knows no words
            button.hide()

    def show_cell(self, row: int, column: int) -> None:
        """Make a cell current and bring it into sight; -1 stays in the row or column."""
        here = self.currentIndex()
        index = self.matrix.index(
            row if row >= 0 else max(here.row(), 0), column if column >= 0 else max(here.column(), 0)
        )
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def selected_cells(self) -> list[QModelIndex]:
        """The selected cells row by row; the current one when nothing is selected."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return sorted((one for one in chosen if one.isValid()), key=lambda one: (one.row(), one.column()))

    def on_about_to_reset(self) -> None:
        """Remember where the user is."""
        self._kept = self.matrix.ids_at(self.currentIndex().row(), self.currentIndex().column())
        self._scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def on_reset(self) -> None:
        """Measure anew, and bring the user back to where they were."""
        self.fit()
        row, column = self.matrix.place_of(*self._kept)
        if self._kept != (-1, -1):
            self.show_cell(max(row, 0), min(max(column, 0), self.matrix.columnCount() - 1))
        self.horizontalScrollBar().setValue(self._scrolled.x())
        self.verticalScrollBar().setValue(self._scrolled.y())

    def on_headers_changed(self) -> None:
        """Names may have become longer or shorter."""
        self.tasks.fit()
        self.units.updateGeometry()
        self.units.geometriesChanged.emit()
        self.units.viewport().update()
        self.tasks.viewport().update()

    def fit(self) -> None:
        """Give tasks their width, and share what is left out among the units."""
        self.tasks.set_width(min(max(self.width() * 3 // 10, 260), 440))
        count = self.matrix.columnCount()
        room = self.width() - self.tasks.sizeHint().width() - self.verticalScrollBar().sizeHint().width()
        for column in range(count):
            self.setColumnWidth(column, min(max(room // count, _LEAST_COLUMN), _MOST_COLUMN))
        self.updateGeometries()

    def updateGeometries(self) -> None:
        """Lay the corner's words over the corner."""
        super().updateGeometries()
        if hasattr(self, "corner"):
            self.corner.setGeometry(QRect(0, 0, self.tasks.width(), self.units.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Show in the headers which task and unit meet."""
        super().currentChanged(current, previous)
        self.units.viewport().update()
        self.tasks.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click begins."""
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = self.indexAt(event.position().toPoint()) if plain else QModelIndex()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is two clicks."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that ends where it began gives the next role."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and index == self._pressed:
            self.matrix.cycle_role(index)
        self._pressed = QModelIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 give a role, 0 and Delete take it, the space bar gives the next one."""
        modified = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _KEYS and not modified:
            self.matrix.set_roles(self.selected_cells(), _KEYS[event.key()])
        elif event.key() == Qt.Key.Key_Space and not modified and self.currentIndex().isValid():
            self.matrix.cycle_role(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, gaps between them empty."""
        cells = {(index.row(), index.column()): str(index.data()) for index in self.selected_cells()}
        if not cells:
            return
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        block = [[cells.get((row, column), "") for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(format_block(block))
