"""How a cell of an appendix table is drawn: grades that are not asked for stand back, the chosen lines are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from desktop.models.appendix_model import AppendixModel
from desktop.models.columns import Index
from desktop.views.appendix_editor import ItemEditor
from desktop.widgets.cell_editor import ABOVE, SIDE
from desktop.widgets.cell_text import CellTextDelegate
from domain.tables import ColumnKind

_BAR = 3  # px of the bar beside chosen lines
_HANDLE = 14  # px at least that a line is taken hold of


@dataclass(frozen=True)
class LineRect:
    """Where a line of a cell is seen; `handle` is how far from its left edge it can be taken hold of."""

    rect: QRect
    handle: int


class AppendixCells(CellTextDelegate):
    """Cells whose lines can be chosen one by one: `lines` are those of the current cell, None where none are."""

    def __init__(self, font: QFont, parent: QTableView, model: AppendixModel) -> None:
        super().__init__(font, parent)
        self._table = parent
        self._model = model
        self.lines: range | None = None

    def line_rects(self, index: Index) -> list[LineRect]:
        """The lines of a cell as they are seen, from the top."""
        rect = self._table.visualRect(index)
        if self._model.kind_at(index.column()) is ColumnKind.NUMBER:
            return []
        items = self._model.items_at(index.row(), index.column())
        laid = self.layouts.lay_out(
            str(index.data()),
            self.text_width(rect.width()),
            is_centred=bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignHCenter),
        )
        top = rect.top() + max((rect.height() - 1 - laid.height) // 2, ABOVE)
        metrics, pitch = QFontMetricsF(self.layouts.font), self.layouts.pitch
        found = []
        for item, lines in zip(items, laid.paragraph_lines(), strict=False):
            place = QRect(rect.left(), top + lines.start * pitch, rect.width() - 1, len(lines) * pitch)
            found.append(LineRect(place, max(round(metrics.horizontalAdvance(item.lead)) + SIDE, _HANDLE)))
        return found

    def line_at(self, index: Index, place: QPoint) -> int:
        """The line of a cell at a place, -1 for none."""
        rects = self.line_rects(index)
        return next((line for line, one in enumerate(rects) if one.rect.contains(place)), -1)

    def handle_at(self, index: Index, place: QPoint) -> int:
        """The line that a place takes hold of, -1 for none."""
        line = self.line_at(index, place)
        if line < 0:
            return -1
        one = self.line_rects(index)[line]
        first = one.rect.top() + self.layouts.pitch
        return line if place.x() < one.rect.left() + one.handle and place.y() <= first else -1

    def formats(self, index: Index) -> Sequence[QTextLayout.FormatRange]:
        """Lines of grades that are not asked for stand back."""
        asked = self._model.asked.grades
        if not asked or self._model.kind_at(index.column()) is not ColumnKind.ITEMS:
            return ()
        faint = QTextCharFormat()
        faint.setForeground(self._table.palette().color(QPalette.ColorRole.PlaceholderText))
        ranges, place = [], 0
        for item in self._model.items_at(index.row(), index.column()):
            length = len(item.printed)
            if item.grade not in asked:
                one: Any = QTextLayout.FormatRange()  # the stubs do not know what it holds
                one.start, one.length, one.format = place, length, faint
                ranges.append(one)
            place += length + 1
        return ranges

    def paint_over(self, painter: QPainter, rect: QRect, top: int, laid: object, index: Index) -> None:
        """Mark the chosen lines of the current cell."""
        if self.lines is None or index != self._table.currentIndex():
            return
        rects = self.line_rects(index)[self.lines.start : self.lines.stop]
        if not rects:
            return
        accent = self._table.palette().color(QPalette.ColorRole.Accent)
        tint = QColor(accent)
        tint.setAlpha(28)
        whole = rects[0].rect.united(rects[-1].rect)
        painter.fillRect(whole.adjusted(3, 0, -2, 0), tint)
        painter.fillRect(QRect(whole.left() + 3, whole.top(), _BAR, whole.height()), accent)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """An editor that knows what a line is."""
        editor = ItemEditor(self.layouts.font, parent)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.kind = self._model.kind_at(index.column())
        editor.finished.connect(self.on_finished)
        editor.grew.connect(self.on_grew)
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the text without a mark that was left over."""
        if isinstance(editor, ItemEditor):
            editor.tidy()
        super().setModelData(editor, model, index)
