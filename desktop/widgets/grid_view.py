"""A table that behaves as a spreadsheet does: rows as tall as their text, keys, clipboard, places kept."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView, QWidget

from desktop.models.columns import ColumnModel, Index
from desktop.theme import document_font, heading_font
from desktop.widgets.block_text import format_block, parse_block
from desktop.widgets.cell_editor import CellEditor
from desktop.widgets.cell_text import CellTextDelegate
from desktop.widgets.grouped_header import GroupedHeader
from desktop.widgets.row_heights import RowHeights
from desktop.widgets.text_layout import TextLayouts

TEXT_SIZE = 10.5  # pt, as appendix tables print
_LEAST_WIDTH = 680  # px: narrower than this, the table scrolls sideways
_EDIT_KEYS = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste)


class GridView(QTableView):
    """Shows a ColumnModel under its merged header."""

    def __init__(self, model: ColumnModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = model
        self.texts = self.make_texts()
        self.header = GroupedHeader(heading_font(TEXT_SIZE), self)
        self._widths_are_ours = True
        self._setting_widths = False
        self._kept: tuple[Hashable, int, int] | None = None
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.timeout.connect(self.fit_rows)
        self._heights = self.make_heights(model)
        self._dress()
        self.setItemDelegate(self.texts)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.header.set_paths([column.path for column in model.columns])
        self._connect(model)

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

    def _connect(self, model: ColumnModel[Any]) -> None:
        self.header.sectionResized.connect(self.on_column_resized)
        self.verticalScrollBar().valueChanged.connect(self._heights.fit_seen)
        self.texts.stepped.connect(self.on_stepped)
        self.texts.grew.connect(self.on_grew)
        model.dataChanged.connect(self.on_data_changed)
        model.rowsInserted.connect(self.fit_rows)
        model.rowsRemoved.connect(self.fit_rows)
        model.layoutChanged.connect(self.fit_rows)
        model.modelAboutToBeReset.connect(self.on_about_to_reset)
        model.modelReset.connect(self.on_reset)
        model.restored.connect(self.show_cell)

    # Places

    def current_place(self) -> tuple[int, int]:
        """Row and column of the current cell, -1 where there is none."""
        index = self.currentIndex()
        return index.row(), index.column()

    def show_cell(self, row: int, column: int) -> None:
        """Make a cell current and bring it into sight; column -1 stays in the column."""
        column = column if column >= 0 else max(self.currentIndex().column(), 0)
        index = self.columns.index(row, column)
        if index.isValid():
            # not setCurrentIndex(): with Shift or Ctrl down, as in a shortcut, it would extend the selection
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def selected_places(self) -> list[QModelIndex]:
        """The selected cells, row by row; the current one when nothing is selected."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return sorted((index for index in chosen if index.isValid()), key=lambda index: (index.row(), index.column()))

    def selected_rows(self) -> list[int]:
        """The rows that hold a selected cell, from the top."""
        return sorted({index.row() for index in self.selected_places()})

    def editor(self) -> CellEditor | None:
        """The editor that is open, if any."""
        return next((one for one in self.viewport().findChildren(CellEditor) if one.isVisible()), None)

    def finish_editing(self) -> None:
        """Write what is still being typed."""
        editor = self.editor()
        if editor is not None:
            editor.finished.emit(0, 0, True)

    def on_about_to_reset(self) -> None:
        """Remember where the user is."""
        row, column = self.current_place()
        key = self.columns.key_of(self.columns.row_at(row)) if row >= 0 else None
        self._kept = (key, column, self.verticalScrollBar().value()) if key is not None else None

    def on_reset(self) -> None:
        """Take new headers, and bring the user back to where they were."""
        self.header.set_paths([column.path for column in self.columns.columns])
        self.fit_columns()
        self.fit_rows()
        if self._kept is not None:
            key, column, scrolled = self._kept
            row = self.columns.place_of(key)
            if row >= 0:
                self.setCurrentIndex(self.columns.index(row, min(column, self.columns.columnCount() - 1)))
            self.verticalScrollBar().setValue(scrolled)

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

    def on_grew(self, editor: CellEditor, height: int) -> None:
        """Let the row grow with what is typed, and keep the cursor in sight."""
        if not editor.place.isValid():
            return
        self._heights.grow(editor.place.row(), height)
        self.updateGeometries()
        caret = editor.cursorRect().translated(editor.viewport().mapTo(self.viewport(), QPoint()))
        bar = self.verticalScrollBar()
        if caret.bottom() > self.viewport().height():
            bar.setValue(bar.value() + caret.bottom() - self.viewport().height() + 2 * self.texts.layouts.pitch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit_columns()

    # Editing

    def edit(  # type: ignore[override]  # two C++ methods of one name
        self, index: QModelIndex, trigger: QAbstractItemView.EditTrigger | None = None, event: QEvent | None = None
    ) -> bool | None:
        """Open an editor; typing on a cell replaces its text."""
        if trigger is None:
            self.texts.replaces = False
            super().edit(index)
            return None
        self.texts.replaces = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        return super().edit(index, trigger, event)  # type: ignore[arg-type]  # Qt passes None, too

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let an input method begin an edit as keys do; Qt itself opens the editor but keeps the text back."""
        super().inputMethodEvent(event)
        editor = self.editor()
        if editor is not None and (event.commitString() or event.preeditString()):
            QCoreApplication.sendEvent(editor, event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close an editor and give its row the height of what the plan says."""
        super().closeEditor(editor, hint)
        self.fit_rows()
        self.setFocus()

    def on_stepped(self, rows: int, columns: int) -> None:
        """Go on to the next cell; at the right end, to the next row."""
        row, column = self.current_place()
        row += rows
        column += columns
        if column >= self.columns.columnCount():
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, self.columns.columnCount() - 1
        if 0 <= row < self.columns.rowCount():
            self.show_cell(row, column)

    def event(self, event: QEvent) -> bool:
        """Claim the clipboard's keys before a window's own shortcuts do."""
        if event.type() is QEvent.Type.ShortcutOverride and self._is_clipboard_key(event):
            event.accept()
            return True
        return super().event(event)

    def _is_clipboard_key(self, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and any(event.matches(key) for key in _EDIT_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, cut, paste and empty cells; Enter goes down."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.columns.clear_cells(self.selected_places())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.on_stepped(1, 0)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, gaps between them empty."""
        places = self.selected_places()
        if not places:
            return
        texts = {(index.row(), index.column()): str(index.data()) for index in places}
        columns = range(min(column for _, column in texts), max(column for _, column in texts) + 1)
        block = [[texts.get((row, column), "") for column in columns] for row in self.selected_rows()]
        QGuiApplication.clipboard().setText(format_block(block))

    def cut(self) -> None:
        """Copy the selected cells and empty them."""
        self.copy()
        self.columns.clear_cells(self.selected_places())

    def paste(self) -> None:
        """Write the clipboard's block of cells, its corner at the first selected cell, and select what was written."""
        text, places = QGuiApplication.clipboard().text(), self.selected_places()
        if not text or not places:
            return
        block = parse_block(text)
        corner = places[0]
        row, column = corner.row(), corner.column()
        if self.columns.paste_block(corner, block):
            self.select_block(row, column, len(block), max(len(line) for line in block))

    def select_block(self, row: int, column: int, rows: int, columns: int) -> None:
        """Select a block of cells, its corner current."""
        self.show_cell(row, column)
        last_row = min(row + rows, self.columns.rowCount())
        last_column = min(column + columns, self.columns.columnCount())
        for down in range(row, last_row):
            for right in range(column, last_column):
                self.selectionModel().select(self.columns.index(down, right), QItemSelectionModel.SelectionFlag.Select)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
