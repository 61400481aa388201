"""How the cells of the 任务分解 are drawn and edited: headings across the row, folds, what is late."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from desktop.models.columns import FINDING_ROLE, Index
from desktop.models.task_model import DEADLINE, LEVEL, TaskModel
from desktop.widgets.cell_editor import ABOVE, SIDE, CellEditor
from desktop.widgets.cell_text import CellTextDelegate, paint_dot
from desktop.widgets.task_editors import TaskCellEditor
from desktop.widgets.text_layout import LaidText, TextLayouts
from domain.task_lines import LineKind, TaskLine

INDENT = 12  # px a level
_FOLD = 14  # px for the triangle
_LATE = "⚠ "


class TaskCellDelegate(CellTextDelegate):
    """Cells of the tree."""

    def __init__(self, font: QFont, heading: QFont, parent: QAbstractItemView, model: TaskModel) -> None:
        super().__init__(font, parent)
        self._model = model
        self._headings = TextLayouts(heading)
        self._small = TextLayouts(_smaller(font), limit=200)

    def set_fonts(self, font: QFont, heading: QFont) -> None:
        """Take other sizes."""
        self.layouts = TextLayouts(font)
        self._headings = TextLayouts(heading)
        self._small = TextLayouts(_smaller(font), limit=200)

    def shown_text(self, row: int, column: int) -> str:
        """What a cell shows, its mark below it; nothing for what lies under a heading."""
        line = self._model.row_at(row)
        if line.is_heading or column in self._model.hidden:
            return ""
        mark = self.mark(line, column)
        text = self._model.text_at(row, column)
        return f"{text}\n{mark}" if mark and text else text

    def mark(self, line: TaskLine, column: int) -> str:
        """A sign with words for what is late."""
        return self.tr("{}已过期").format(_LATE) if column == DEADLINE and line.due and line.due.is_overdue else ""

    def fold_rect(self, rect: QRect, line: TaskLine) -> QRect:
        """Where the triangle of a line stands in its first cell; empty where nothing is below it."""
        if not line.has_below:
            return QRect()
        left = rect.left() + SIDE + line.depth * INDENT - 3
        return QRect(left, rect.top(), _FOLD + 4, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw paper, text, hairlines, fold, dot and the frame of the current cell."""
        line = self._model.row_at(index.row())
        rect: QRect = option.rect  # type: ignore[attr-defined]  # absent from the stubs
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        current = self._view.currentIndex()
        is_current = current.row() == index.row() and (line.is_heading or current.column() == index.column())
        row = self._row_rect(rect) if line.is_heading else rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and not is_current  # type: ignore[attr-defined]
        painter.save()
        painter.setClipRect(rect)
        ground = palette.highlight() if selected else palette.alternateBase() if line.is_heading else palette.base()
        painter.fillRect(rect, ground)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        if line.is_heading:
            self._paint_heading(painter, row, palette, line)
        elif index.column() == LEVEL:
            self._paint_level(painter, rect, palette, line, str(index.data()))
        else:
            self._paint_text(painter, rect, palette, index)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(row.topRight(), row.bottomRight())
        if index.column() == 0:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if is_current:
            role = QPalette.ColorRole.Accent if self._view.hasFocus() else QPalette.ColorRole.PlaceholderText
            painter.setPen(palette.color(role))
            painter.drawRect(row.adjusted(0, 0, -2, -2))
            painter.drawRect(row.adjusted(1, 1, -3, -3))
        painter.restore()

    def _row_rect(self, cell: QRect) -> QRect:
        """The whole row of a cell: a heading is drawn across it, piece by piece, and every cell stays its own."""
        assert isinstance(self._view, QTableView)
        header = self._view.horizontalHeader()
        return QRect(self._view.columnViewportPosition(0), cell.top(), header.length(), cell.height())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Cover the cell; the title of a heading is edited across the row."""
        line = self._model.row_at(index.row())
        if not line.is_heading:
            super().updateEditorGeometry(editor, option, index)
            return
        row = self._row_rect(option.rect)  # type: ignore[attr-defined]
        left = SIDE + line.depth * INDENT + _FOLD
        editor.setGeometry(row.adjusted(left - SIDE, 0, -1, -1).intersected(self._view.viewport().rect()))
        if isinstance(editor, CellEditor):
            editor.fit_inside()

    def _paint_text(self, painter: QPainter, rect: QRect, palette: QPalette, index: Index) -> None:
        is_centred = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignHCenter)
        width = self.text_width(rect.width())
        laid = self.layouts.lay_out(self.shown_text(index.row(), index.column()), width, is_centred=is_centred)
        top = rect.top() + max((rect.height() - 1 - laid.height) // 2, ABOVE)
        laid.draw(painter, rect.left() + SIDE, top)
        if index.data(FINDING_ROLE):
            paint_dot(painter, rect.left() + SIDE / 2 + 1, top + self.layouts.pitch / 2 + 1, palette)

    def _paint_level(self, painter: QPainter, rect: QRect, palette: QPalette, line: TaskLine, word: str) -> None:
        self._paint_fold(painter, rect, palette, line)
        ink = QPalette.ColorRole.Text if line.kind is LineKind.TASK else QPalette.ColorRole.PlaceholderText
        painter.setPen(palette.color(ink))
        laid = self._small.lay_out(word, rect.width())
        left = rect.left() + SIDE + line.depth * INDENT + _FOLD
        laid.draw(painter, left, rect.top() + (rect.height() - 1 - laid.height) // 2)

    def _paint_heading(self, painter: QPainter, rect: QRect, palette: QPalette, line: TaskLine) -> None:
        self._paint_fold(painter, rect, palette, line)
        left = rect.left() + SIDE + line.depth * INDENT + _FOLD
        laid = self._headings.lay_out(f"{line.number}{line.title}", 100_000)
        top = rect.top() + (rect.height() - 1 - laid.height) // 2
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        laid.draw(painter, left, top)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        count = self._small.lay_out(self.tr("{} 项").format(line.count) if line.count else self.tr("无任务"), 200)
        middle = rect.top() + (rect.height() - 1 - count.height) // 2
        count.draw(painter, left + _width(laid) + 12, middle)

    def _paint_fold(self, painter: QPainter, rect: QRect, palette: QPalette, line: TaskLine) -> None:
        place = self.fold_rect(rect, line)
        if place.isEmpty():
            return
        x, y = place.left() + 7, place.center().y()
        shape = (
            [QPoint(x - 2, y - 4), QPoint(x + 3, y), QPoint(x - 2, y + 4)]
            if line.is_folded
            else [QPoint(x - 4, y - 2), QPoint(x + 4, y - 2), QPoint(x, y + 3)]
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawPolygon(QPolygon(shape))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """An editor in the face of the cell; that of a time limit offers what is typed shortly in whole words."""
        editor = TaskCellEditor(self.layouts.font, parent)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.finished.connect(self.on_finished)
        editor.grew.connect(self.on_grew)
        editor.place = QPersistentModelIndex(index)
        if index.column() == DEADLINE:
            editor.offer_deadlines(self._model.today(), self._model.session.content.info.year)
        return editor


class ShownTexts:
    """The texts by which rows are measured: with their marks, and none under a heading or in a hidden column."""

    def __init__(self, model: TaskModel, cells: TaskCellDelegate) -> None:
        self._model = model
        self._cells = cells

    def rowCount(self) -> int:
        """Number of rows."""
        return self._model.rowCount()

    def columnCount(self) -> int:
        """Number of columns."""
        return self._model.columnCount()

    def text_at(self, row: int, column: int) -> str:
        """The text of a cell."""
        return "" if column == LEVEL else self._cells.shown_text(row, column)


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(max(font.pointSizeF() * 0.9, 9))
    return small


def _width(laid: LaidText) -> float:
    return laid.layout.lineAt(0).naturalTextWidth()
