"""The source as a long white page: its words in their faces, what became of each in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.piece_model import MARK, TEXT, PieceModel, SourceLine
from desktop.theme import GAP, MARGIN, document_font, heading_font, point_size
from desktop.widgets.severity_dot import paint_severity
from desktop.widgets.text_layout import LaidText, TextLayouts
from domain.reading import Fate
from domain.tables import HeaderCell

_MARK_WIDTH = 108  # px
_BAR = 3  # px
_CELL_SIDE = 4  # px
_EXACT_ROWS = 150  # above this, heights out of sight are reckoned
_INDENT = "　　"
_Index = QModelIndex | QPersistentModelIndex


class SourceView(QTableView):
    """Shows a PieceModel; the current row is the place that is looked at."""

    def __init__(self, model: PieceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._exact: set[int] = set()
        self.setModel(model)
        self.setAccessibleName(self.tr("来源文件"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setColumnWidth(MARK, _MARK_WIDTH)
        self.drawing = SourceDelegate(model, self)
        self.setItemDelegate(self.drawing)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit_rows)
        model.modelReset.connect(self.fit_rows)
        self.verticalScrollBar().valueChanged.connect(self.fit_seen)

    def show_piece(self, place: int) -> None:
        """Select a piece of the source and bring it into sight."""
        row = self._model.row_of(place)
        if row >= 0 and place != self.current_piece():
            index = self._model.index(row, TEXT)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def current_piece(self) -> int:
        """The place of the selected piece, -1 for none."""
        row = self.currentIndex().row()
        return self._model.line_at(row).place if row >= 0 else -1

    def fit_rows(self) -> None:
        """Give every row the height of its text, by arithmetic where there are many."""
        self.setColumnWidth(TEXT, max(self.viewport().width() - _MARK_WIDTH, 200))
        self._exact.clear()
        count = self._model.rowCount()
        self._set(range(count), exact=count <= _EXACT_ROWS)
        self.fit_seen()

    def is_exact(self, row: int) -> bool:
        """Whether a row's height was measured, not reckoned."""
        return row in self._exact

    def fit_seen(self) -> None:
        """Make the heights of the rows in sight exact."""
        top = self.rowAt(0)
        if top < 0:
            return
        bottom = self.rowAt(self.viewport().height() - 1)
        bottom = bottom if bottom >= 0 else self._model.rowCount() - 1
        rows = [row for row in range(top, bottom + 1) if row not in self._exact]
        if rows:
            self._set(rows, exact=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the texts anew once the size has settled."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_soon.start()

    def _set(self, rows: Sequence[int], *, exact: bool) -> None:
        width = self.columnWidth(TEXT)
        header = self.verticalHeader()
        header.blockSignals(True)  # one update for all of them
        for row in rows:
            height = self.drawing.height(row, width, exact=exact)
            if height != self.rowHeight(row):
                header.resizeSection(row, height)
        header.blockSignals(False)
        if exact:
            self._exact.update(rows)
        self.updateGeometries()
        self.viewport().update()


class SourceDelegate(QStyledItemDelegate):
    """Measures and draws the rows of a source."""

    def __init__(self, model: PieceModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        size = point_size(view.font()) * 1.15
        self._texts = TextLayouts(document_font(size))
        self._heads = {level: TextLayouts(heading_font(size, level), 500) for level in (1, 2, 3)}
        self._title = TextLayouts(heading_font(size * 1.35, 0), 20)
        self._cells = TextLayouts(document_font(size * 0.88), 2000)
        self._mark_font = QFont(view.font())
        self._mark_heights: dict[str, int] = {}
        self._shares: dict[int, list[float]] = {}
        model.modelAboutToBeReset.connect(self._shares.clear)

    def height(self, row: int, width: int, *, exact: bool) -> int:
        """Px that a row needs in a text column of that width."""
        one = self._model.line_at(row)
        if one.row >= 0:
            return self._table_height(one, width, exact=exact)
        layouts = self._layouts(one)
        inner = self._inner(width).width()
        measure = self._exact_height if exact else TextLayouts.estimate_height
        pad = 2 * GAP if one.piece.fate is Fate.TITLE else GAP
        body = measure(layouts, self._words(one), inner)
        return max(body, self._mark_height(self._model.mark(row))) + pad

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The size of a cell in its column."""
        width = self._view.columnWidth(index.column())
        return QSize(width, self.height(index.row(), self._view.columnWidth(TEXT), exact=True))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paper, the selected place, the margin's words or the text."""
        palette: QPalette = option.palette  # type: ignore[attr-defined]  # absent from the stubs
        rect: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        one = self._model.line_at(index.row())
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, palette.highlight() if selected else palette.base())
        if index.column() == MARK:
            self._paint_mark(painter, rect, palette, index.row(), selected)
        elif one.row >= 0:
            inner = self._inner(rect.width()).translated(rect.topLeft())
            self._paint_cells(painter, inner, rect, index.row(), one, palette)
        else:
            quiet = one.piece.fate is Fate.LEFT_OUT
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText if quiet else QPalette.ColorRole.Text))
            inner = self._inner(rect.width()).translated(rect.topLeft())
            laid = self._laid(one, inner.width())
            laid.draw(painter, inner.left(), rect.top() + (rect.height() - laid.height) // 2)
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect, palette: QPalette, row: int, selected: bool) -> None:
        if selected:
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), palette.color(QPalette.ColorRole.Accent))
        severity = self._model.severity(row)
        top = rect.top() + GAP // 2
        if severity is not None:
            middle = top + self._view.fontMetrics().height() / 2
            paint_severity(painter, rect.left() + MARGIN, middle, palette, severity)
        painter.setFont(self._mark_font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        words = QRect(rect.left() + MARGIN + GAP, top, rect.width() - MARGIN - 2 * GAP, rect.height() - GAP // 2)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), self._model.mark(row))

    def _paint_cells(
        self, painter: QPainter, inner: QRect, rect: QRect, row: int, one: SourceLine, palette: QPalette
    ) -> None:
        line = palette.color(QPalette.ColorRole.Mid)
        ink = palette.color(QPalette.ColorRole.Text)
        edges = self._edges(one, inner.left(), inner.width())
        painter.setPen(line)
        if one.row == 0:
            painter.drawLine(inner.left(), rect.top(), inner.right(), rect.top())
        header = self._header_cells(one)
        for cell in header:
            last = min(cell.column + cell.column_span, len(edges) - 1)
            above = sum(self._view.rowHeight(row - 1 - step) for step in range(one.row - cell.row))
            box = QRect(edges[cell.column], rect.top(), edges[last] - edges[cell.column], rect.height())
            is_end = one.row == cell.row + cell.row_span - 1
            self._paint_cell(painter, box, cell.text, line, ink, below=is_end, above=above)
        if header:
            return
        for column, text in enumerate(one.piece.rows[one.row]):
            box = QRect(edges[column], rect.top(), edges[column + 1] - edges[column], rect.height())
            self._paint_cell(painter, box, text, line, ink, below=True)

    def _paint_cell(
        self, painter: QPainter, box: QRect, text: str, line: QColor, ink: QColor, *, below: bool, above: int = 0
    ) -> None:
        painter.setPen(line)
        painter.drawLine(box.left(), box.top(), box.left(), box.bottom())
        painter.drawLine(box.left() + box.width(), box.top(), box.left() + box.width(), box.bottom())
        if below:
            painter.drawLine(box.left(), box.bottom(), box.left() + box.width(), box.bottom())
        if text:
            painter.setPen(ink)
            laid = self._cells.lay_out(text, box.width() - 2 * _CELL_SIDE)
            laid.draw(painter, box.left() + _CELL_SIDE, box.top() + _CELL_SIDE - above)

    def _table_height(self, one: SourceLine, width: int, *, exact: bool) -> int:
        inner = self._inner(width)
        edges = self._edges(one, inner.left(), inner.width())
        measure = partial(self._exact_height, self._cells) if exact else self._cells.estimate_height
        least = self._cells.pitch + 2 * _CELL_SIDE + 1
        header = self._header_cells(one)
        if not header:
            cells = enumerate(one.piece.rows[one.row])
            needed = (measure(text, edges[place + 1] - edges[place] - 2 * _CELL_SIDE) for place, text in cells)
            return max(max(needed, default=0) + 2 * _CELL_SIDE + 1, least)
        height = least
        for cell in header:
            if one.row == cell.row + cell.row_span - 1:  # what reaches over several rows stretches the last
                end = min(cell.column + cell.column_span, len(edges) - 1)
                whole = measure(cell.text, edges[end] - edges[cell.column] - 2 * _CELL_SIDE) + 2 * _CELL_SIDE + 1
                above = (SourceLine(one.piece, one.place, row) for row in range(cell.row, one.row))
                height = max(height, whole - sum(self._table_height(row, width, exact=exact) for row in above))
        return height

    def _header_cells(self, one: SourceLine) -> list[HeaderCell]:
        cells = self._model.header_of(one)
        return [cell for cell in cells if cell.row <= one.row < cell.row + cell.row_span]

    def _mark_height(self, mark: str) -> int:
        height = self._mark_heights.get(mark)
        if height is None:
            room = QRect(0, 0, _MARK_WIDTH - MARGIN - 2 * GAP, 1000)
            height = self._view.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), mark).height()
            self._mark_heights[mark] = height
        return height

    def _words(self, one: SourceLine) -> str:
        fate = one.piece.fate
        text = one.piece.text.strip("　 \t")
        return text if fate is Fate.TITLE or not text else _INDENT + text

    def _laid(self, one: SourceLine, width: int) -> LaidText:
        centred = one.piece.fate is Fate.TITLE
        return self._layouts(one).lay_out(self._words(one), width, is_centred=centred)

    def _layouts(self, one: SourceLine) -> TextLayouts:
        if one.piece.fate is Fate.TITLE:
            return self._title
        if one.piece.fate is Fate.HEADING:
            return self._heads[min(max(one.piece.level, 1), 3)]
        return self._texts

    def _edges(self, one: SourceLine, left: int, width: int) -> list[int]:
        shares = self._shares.get(one.place)
        if shares is None:
            shares = self._shares[one.place] = _shares(one.piece.rows)
        return [left + round(width * share) for share in shares]

    @staticmethod
    def _exact_height(layouts: TextLayouts, text: str, width: int) -> int:
        return layouts.lay_out(text, width).height

    @staticmethod
    def _inner(width: int) -> QRect:
        return QRect(MARGIN, 0, max(width - 3 * MARGIN, 60), 0)


def _shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """The part of the width each column takes: by the root of its longest words, so that none is starved."""
    count = max((len(row) for row in rows), default=0)
    longest = [max((len(row[column]) for row in rows if column < len(row)), default=1) for column in range(count)]
    weights = [min(max(length, 6), 120) ** 0.38 for length in longest]
    return [sum(weights[:column]) / sum(weights) for column in range(count + 1)]
