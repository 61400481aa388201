"""The grid of an appendix table: items as lines, blocks to and from spreadsheets, merged cells, frozen panes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.models.appendix_model import AppendixModel
from desktop.models.columns import Index
from desktop.theme import document_font
from desktop.views.appendix_cells import AppendixCells
from desktop.views.appendix_editor import ItemEditor
from desktop.views.appendix_lines import LineCursor
from desktop.widgets.cell_text import CellTextDelegate
from desktop.widgets.clipboard_block import Block, block_from_mime, block_to_mime
from desktop.widgets.grid_view import TEXT_SIZE, GridView
from domain.tables import ColumnKind

_GRADES = {Qt.Key.Key_0: None, Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
_MOST_WIDE = 34  # characters that a column fitted to its text is wide at most
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class AppendixGrid(GridView):
    """Shows an AppendixModel. `escaped` tells of Esc on a cell, `chosen` that other cells or lines are chosen."""

    escaped = Signal()
    chosen = Signal()

    def __init__(self, model: AppendixModel, parent: QWidget | None = None) -> None:
        self.table = model
        self._after: tuple[int, int, int, int] | None = None
        super().__init__(model, parent)
        self.lines = LineCursor(self, self.cells)
        self.lines.changed.connect(self.chosen)
        self.header.sectionHandleDoubleClicked.connect(self.fit_column)
        self.viewport().setMouseTracking(True)
        for signal in (model.rowsInserted, model.rowsRemoved, model.layoutChanged, model.modelReset, model.dataChanged):
            signal.connect(self.on_told)
        self.join_cells()
        self.freeze(self.usual_frozen())

    def make_texts(self) -> CellTextDelegate:
        """Cells of lines."""
        self.cells = AppendixCells(document_font(TEXT_SIZE), self, self.table)
        return self.cells

    def usual_frozen(self) -> int:
        """序号 and the column behind it stay in sight."""
        columns = self.table.columnCount()
        return min(2, columns) if columns > 3 and self.table.kind_at(0) is ColumnKind.NUMBER else min(1, columns)

    # Following the table

    def on_told(self) -> None:
        """Merged cells may be others, and lines may have gone."""
        self.join_cells()
        self.lines.refresh()

    def join_cells(self) -> None:
        """Show merged cells as they print."""
        spans = self.table.spans()
        if {(row, column): count for row, column, count in spans} != self._spans:
            rows = {row + below for row, _, count in spans for below in range(count)}
            rows |= {row + below for (row, _), count in self._spans.items() for below in range(count)}
            self.set_spans(spans)
            self._heights.fit(sorted(row for row in rows if row < self.table.rowCount()))

    def on_data_changed(self, first: Index, last: Index) -> None:
        """Fit the rows whose text changed; 序号 makes no row taller."""
        if first.column() == last.column() and self.table.kind_at(first.column()) is ColumnKind.NUMBER:
            return
        super().on_data_changed(first, last)

    def after_write(self) -> None:
        """Select what was pasted, once it is there."""
        if self._after is not None:
            block, self._after = self._after, None
            self.select_block(*block)

    # Selection

    def chosen_rows(self) -> list[int]:
        """The rows that hold a selected cell, without asking every cell."""
        rows: set[int] = set()
        for one in self._ranges():
            rows.update(range(one.top(), one.bottom() + 1))
        here = self.currentIndex().row()
        return sorted(rows) or ([here] if here >= 0 else [])

    def selected_rows(self) -> list[int]:
        """The rows that hold a selected cell, from the top."""
        return self.chosen_rows()

    def chosen_columns(self) -> list[int]:
        """The columns that hold a selected cell and are shown."""
        columns: set[int] = set()
        for one in self._ranges():
            columns.update(range(one.left(), one.right() + 1))
        here = self.currentIndex().column()
        found = columns or ({here} if here >= 0 else set())
        return sorted(column for column in found if not self.isColumnHidden(column))

    def select_column(self, column: int) -> None:
        """Select a column from its header."""
        if self.table.rowCount():
            row = max(self.currentIndex().row(), 0)
            index = self.table.index(row, column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            corners = self.table.index(0, column), self.table.index(self.table.rowCount() - 1, column)
            self.selectionModel().select(QItemSelection(*corners), _SELECT)

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()  # what it gives lives no longer than itself
        return [QItemSelectionRange(selection.at(place)) for place in range(selection.count())]

    def _is_rectangle(self) -> bool:
        ranges = self._ranges()
        cells = sum(one.width() * one.height() for one in ranges)
        rows, columns = self.chosen_rows(), self.chosen_columns()
        hidden = sum(self.isColumnHidden(one) for one in range(self.table.columnCount()))
        return len(ranges) <= 1 or (not hidden and cells == len(rows) * len(columns))

    # Editing

    def edit_line(self, line: int) -> None:
        """Edit the current cell, the caret at the end of a line."""
        self.lines.leave()
        self.edit(self.currentIndex())
        editor = self.editor()
        if isinstance(editor, ItemEditor):
            editor.show_line(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lines first; a figure grades whole cells; Esc asks for all rows again; the rest is as in every grid."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if self.lines.press(event):
            return
        if key == Qt.Key.Key_Escape and plain:
            self.escaped.emit()
        elif key in _GRADES and plain and self._has_graded():
            self.table.edits.grade(self.selected_places(), _GRADES[key])
        else:
            if self.lines.lines is not None and event.text().isprintable() and event.text() and plain:
                self.edit_line(self.lines.lines.start)
                editor = self.editor()
                if editor is not None:
                    editor.keyPressEvent(event)
                return
            super().keyPressEvent(event)

    def _has_graded(self) -> bool:
        """Whether the current cell holds items that a figure can only mean to grade."""
        index = self.currentIndex()
        return index.isValid() and self.table.is_graded(index) and bool(index.data())

    # Blocks

    def copy(self) -> None:
        """Put the chosen lines or the selected cells on the clipboard."""
        if self.lines.lines is not None:
            QGuiApplication.clipboard().setText("\n".join(self.lines.texts()))
            return
        block = self._block() if self._is_rectangle() else self.block_at(self.selected_places())
        if block.rows:
            QGuiApplication.clipboard().setMimeData(block_to_mime(block))

    def cut(self) -> None:
        """Copy, and empty the cells or take the lines out."""
        self.copy()
        if self.lines.lines is not None:
            self.lines.remove()
        else:
            self.columns.clear_cells(self.selected_places())

    def paste(self) -> None:
        """Write the clipboard's block over the selection: a single cell fills it, a block that fits is repeated."""
        mime = QGuiApplication.clipboard().mimeData()
        if self.lines.lines is not None:
            self.lines.paste([line for line in mime.text().replace("\r\n", "\n").split("\n") if line.strip()])
            return
        block = block_from_mime(mime)
        rows, columns = self.chosen_rows(), self.chosen_columns()
        if block is None or not rows or not columns:
            return
        if len(rows) * len(columns) > 1 and self._is_rectangle():
            block = block.repeated(len(rows), len(columns))
        row, column = rows[0], columns[0]
        targets = rows if len(block.rows) == len(rows) else range(row, self.table.rowCount())
        self._after = (row, column, len(block.rows), self._reach(column, block.width))
        self.table.edits.paste(targets, self._shown_from(column), block.rows, block.joined)
        self._settle()

    def paste_as_rows(self) -> None:
        """Put the clipboard's rows below the current one as new rows."""
        block = block_from_mime(QGuiApplication.clipboard().mimeData())
        if block is None or not self.table.columnCount():
            return
        _, column = self.current_place()
        shown = self._shown_from(0)
        if block.width >= len(shown) - 1:  # whole rows, with 序号 or without it
            first = self.table.kind_at(0) is ColumnKind.NUMBER and block.width < len(shown)
            column = shown[1 if first and len(shown) > 1 else 0]
        rows = self.chosen_rows()
        index = self.table.number_of(self.table.row_at(rows[-1])) if rows else 0
        at = rows[-1] + 1 if rows else 0
        column = max(column, 0)
        self._after = (at, column, len(block.rows), self._reach(column, block.width))
        self.table.edits.paste((), self._shown_from(column), block.rows, block.joined, index=index)
        self._settle()

    def _settle(self) -> None:
        """A write that is done has been told already; one that goes on will be."""
        if not self.table.session.store.is_lent:
            self.after_write()

    def _block(self) -> Block:
        """A selected rectangle, read from the model without an index a cell."""
        rows, columns = self.chosen_rows(), self.chosen_columns()
        places = {row: place for place, row in enumerate(rows)}
        joined = {
            (places[row], columns.index(column))
            for (top, column), count in self._spans.items()
            for row in range(top + 1, top + count)
            if column in columns and row in places and row - 1 in places
        }
        return Block([[self.table.text_at(row, column) for column in columns] for row in rows], frozenset(joined))

    def _shown_from(self, column: int) -> list[int]:
        return [one for one in range(column, self.table.columnCount()) if not self.isColumnHidden(one)]

    def _reach(self, column: int, width: int) -> int:
        """Columns from one on, hidden ones counted, that so many shown ones reach over."""
        shown = self._shown_from(column)[:width]
        return shown[-1] - column + 1 if shown else 1

    # Columns

    def fit_column(self, column: int) -> None:
        """Make a column as wide as its longest line, within reason."""
        em = self.cells.layouts.lay_out("国", 1000).layout.maximumWidth()
        first, last = max(self.rowAt(0), 0), self.rowAt(self.viewport().height() - 1)
        rows = range(first, (last if last >= 0 else self.table.rowCount() - 1) + 1)
        lines = [line for row in rows for line in self.table.text_at(row, column).split("\n")]
        lines.append(self.table.columns[column].path[-1])
        longest = max((self.cells.layouts.lay_out(line, 100_000).layout.maximumWidth() for line in lines), default=em)
        spare = self.columnWidth(column) - self.cells.text_width(self.columnWidth(column))
        self.setColumnWidth(column, round(min(longest, em * _MOST_WIDE)) + spare + 2)

    def set_hidden(self, columns: set[int]) -> None:
        """Hide these columns and show the others."""
        for column in range(self.table.columnCount()):
            self.setColumnHidden(column, column in columns)
        self.fit_columns()
        self.fit_rows()

    def fit_columns(self) -> None:
        """Share the width out among the columns that are shown, unless the user has set them."""
        if not any(self.isColumnHidden(one) for one in range(self.header.count())):
            super().fit_columns()
        elif self._widths_are_ours:
            shown = self._shown_from(0)
            whole = sum(self.table.columns[one].share for one in shown)
            self._setting_widths = True
            for one in shown:
                self.setColumnWidth(one, round(self.viewport().width() * self.table.columns[one].share / whole) - 1)
            self._setting_widths = False

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A mark takes hold of its line; anything else is a click on a cell."""
        if not self.lines.mouse_press(event):
            self.lines.leave()
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lines are carried, or cells selected."""
        if not self.lines.mouse_move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lines are let go."""
        if not self.lines.mouse_release(event):
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the place of lines that are carried over everything."""
        super().paintEvent(event)
        if self.lines.is_dragging:
            painter = QPainter(self.viewport())
            self.lines.paint(painter)
            painter.end()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that other cells are chosen."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def share_widths(self) -> None:
        """Let the program share the width out again."""
        self._widths_are_ours = True
        self.fit_columns()
