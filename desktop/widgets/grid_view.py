"""A table that behaves as a spreadsheet does: keys, clipboard, edits in place, places kept."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from desktop.models.columns import ColumnModel
from desktop.widgets.cell_editor import CellEditor
from desktop.widgets.clipboard_block import Block, block_from_mime, block_to_mime
from desktop.widgets.grid_pane import TEXT_SIZE, GridPane

__all__ = ["TEXT_SIZE", "GridView"]

_EDIT_KEYS = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste)


class GridView(GridPane):
    """Shows a ColumnModel under its merged header, and edits it."""

    def __init__(self, model: ColumnModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._kept: tuple[Hashable, int, int] | None = None
        self.texts.stepped.connect(self.on_stepped)
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
        place = editor.place if isinstance(editor, CellEditor) else None
        if place is not None and place.isValid():
            reach = self._spans.get((place.row(), place.column()), 1)
            self._heights.fit(range(place.row(), place.row() + reach))
        else:
            self.fit_rows()
        self.setFocus()

    def on_stepped(self, rows: int, columns: int) -> None:
        """Go on to the next cell; at the right end, to the next row."""
        row, column = self.current_place()
        row += self._spans.get((row, column), 1) if rows > 0 else rows
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
        block = self.block_at(places)
        if block.rows:
            QGuiApplication.clipboard().setMimeData(block_to_mime(block))

    def block_at(self, places: list[QModelIndex]) -> Block:
        """Cells as a block, gaps between them empty, hidden columns left out."""
        texts = {(one.row(), one.column()): str(one.data()) for one in places if not self.isColumnHidden(one.column())}
        shown = {column for _, column in texts}
        columns = [
            one for one in range(min(shown, default=0), max(shown, default=-1) + 1) if not self.isColumnHidden(one)
        ]
        rows = sorted({row for row, _ in texts})
        joined = set()
        for (top, column), count in self._spans.items():
            for row in range(top + 1, top + count):
                if column in shown and row in rows and row - 1 in rows:
                    texts[row, column] = str(self.columns.index(top, column).data())
                    joined.add((rows.index(row), columns.index(column)))
        return Block([[texts.get((row, column), "") for column in columns] for row in rows], frozenset(joined))

    def cut(self) -> None:
        """Copy the selected cells and empty them."""
        self.copy()
        self.columns.clear_cells(self.selected_places())

    def paste(self) -> None:
        """Write the clipboard's block of cells, its corner at the first selected cell, and select what was written."""
        block, places = block_from_mime(QGuiApplication.clipboard().mimeData()), self.selected_places()
        if block is None or not places:
            return
        corner = places[0]
        row, column = corner.row(), corner.column()
        if self.columns.paste_block(corner, block.rows):
            self.select_block(row, column, len(block.rows), block.width)

    def select_block(self, row: int, column: int, rows: int, columns: int) -> None:
        """Select a block of cells, its corner current."""
        self.show_cell(row, column)
        last_row = min(row + rows, self.columns.rowCount())
        last_column = min(column + columns, self.columns.columnCount())
        if last_row > row and last_column > column:
            corners = self.columns.index(row, column), self.columns.index(last_row - 1, last_column - 1)
            self.selectionModel().select(QItemSelection(*corners), QItemSelectionModel.SelectionFlag.Select)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
