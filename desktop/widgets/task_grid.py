"""The grid of the 任务分解: folds, unit picker and lists as editors, many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontInfo, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.models.columns import ColumnModel
from desktop.models.task_model import DEADLINE, FIELDS, LEVEL, ROLE_COLUMNS, SEQ, STATE, TaskModel
from desktop.theme import document_font, heading_font
from desktop.widgets.block_text import format_block
from desktop.widgets.cell_text import CellTextDelegate
from desktop.widgets.grid_view import TEXT_SIZE, GridView
from desktop.widgets.row_heights import RowHeights
from desktop.widgets.task_cells import ShownTexts, TaskCellDelegate
from desktop.widgets.task_editors import StateList, TaskCellEditor
from desktop.widgets.unit_picker import UnitPicker
from domain.task_fields import TaskField
from domain.task_lines import TaskLine

_TRIGGER = QAbstractItemView.EditTrigger
_OPENING = (_TRIGGER.DoubleClicked, _TRIGGER.EditKeyPressed, _TRIGGER.AnyKeyPressed)
_LEAST_WIDTH = 860  # px, at 100 %
_FIXED = {LEVEL: 5.5, SEQ: 4.9, DEADLINE: 7.7, STATE: 4.4}  # characters: these hold words that must not break


class TaskGrid(GridView):
    """Shows a TaskModel. `widths_changed` tells that the user set a width; `escaped` that Esc was pressed on a cell."""

    widths_changed = Signal()
    escaped = Signal()

    def __init__(self, model: TaskModel, parent: QWidget | None = None) -> None:
        self.tasks = model
        super().__init__(model, parent)
        self.picker = UnitPicker(model.session, self)
        self.picker.finished.connect(self.on_picked)
        self.states = StateList(self)
        self.states.chosen.connect(self.on_state_chosen)
        self.header.sectionResized.connect(self.widths_changed)

    def make_texts(self) -> CellTextDelegate:
        """Cells of the tree."""
        self.cells = TaskCellDelegate(document_font(TEXT_SIZE), heading_font(TEXT_SIZE), self, self.tasks)
        return self.cells

    def make_heights(self, model: ColumnModel[Any]) -> RowHeights:
        """Rows as tall as what they show."""
        return RowHeights(self, ShownTexts(self.tasks, self.cells), self.texts)

    def set_zoom(self, percent: int) -> None:
        """Show the text at this size."""
        super().set_zoom(percent)
        size = TEXT_SIZE * percent / 100
        self.cells.set_fonts(document_font(size), heading_font(size))
        self.fit_columns()
        self.fit_rows()

    # Columns

    def set_hidden(self, hidden: Iterable[int]) -> None:
        """Hide these columns and show the others."""
        hidden = set(hidden)
        if hidden == self.tasks.hidden:
            return
        self.tasks.hidden.clear()
        self.tasks.hidden.update(hidden)
        for column in range(self.tasks.columnCount()):
            self.setColumnHidden(column, column in hidden)
        self.fit_columns()
        self.fit_rows()

    def widths(self) -> list[int] | None:
        """The widths the user gave the columns; None while they are shared out."""
        if self._widths_are_ours:
            return None
        return [self.columnWidth(column) for column in range(self.tasks.columnCount())]

    def set_widths(self, widths: Iterable[int]) -> None:
        """Give the columns widths of another day."""
        for column, width in enumerate(widths):
            if width > 0 and column not in self.tasks.hidden:
                self.setColumnWidth(column, width)
        self._widths_are_ours = False

    def share_widths(self) -> None:
        """Let the program share the width out again."""
        self._widths_are_ours = True
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share the width out among the columns that are shown, unless the user has set them."""
        shown = [place for place in range(self.tasks.columnCount()) if place not in self.tasks.hidden]
        if not self._widths_are_ours or not shown:
            return
        em = QFontInfo(self.texts.layouts.font).pixelSize()
        fixed = {place: round(em * count) for place, count in _FIXED.items() if place in shown}
        width = max(self.viewport().width(), _LEAST_WIDTH * em // 14) - sum(fixed.values())
        whole = sum(self.tasks.columns[place].share for place in shown if place not in fixed)
        self._setting_widths = True
        edge = taken = 0.0
        for place in shown:
            if place in fixed:
                self.setColumnWidth(place, fixed[place])
                continue
            edge += width * self.tasks.columns[place].share / whole
            self.setColumnWidth(place, round(edge) - round(taken))
            taken = edge
        self._setting_widths = False

    # Editing

    def current_line(self) -> TaskLine | None:
        """The line the user is on."""
        row, _ = self.current_place()
        return self.tasks.row_at(row) if 0 <= row < self.tasks.rowCount() else None

    def edit(  # type: ignore[override]  # two C++ methods of one name
        self, index: QModelIndex, trigger: QAbstractItemView.EditTrigger | None = None, event: QEvent | None = None
    ) -> bool | None:
        """Open the editor of a cell: the unit picker, the list of states, or the text itself."""
        opens = trigger is None or trigger in _OPENING
        if opens and index.isValid() and not self.tasks.row_at(index.row()).is_heading:
            typed = event.text() if isinstance(event, QKeyEvent) and trigger == _TRIGGER.AnyKeyPressed else ""
            if index.column() in ROLE_COLUMNS:
                self.open_units(index.column(), typed)
                return True
            if index.column() == STATE:
                self.open_states(index)
                return True
        elif opens and index.isValid():
            index = self.tasks.index(index.row(), LEVEL)
        result = super().edit(index, trigger, event)
        editor = self.editor()
        if isinstance(editor, TaskCellEditor) and not editor.fills and len(self._rows_in(index.column())) > 1:
            editor.fills = True
            editor.filled.connect(self.on_filled)
        return result

    def open_units(self, column: int, typed: str = "") -> None:
        """Choose the units of the selected rows for a role."""
        rows = self._rows_in(column)
        if not rows:
            return
        ids = list(dict.fromkeys(self.tasks.row_at(row).node_id for row in rows))
        self.picker.open_for_tasks(ids, ROLE_COLUMNS[column], self._cell_rect(column))
        if typed.strip():
            self.picker.input.insert(typed)

    def on_picked(self, rows: int, columns: int) -> None:
        """Go on to the next cell, but leave a selection of several rows for what is done with it next."""
        if self.hasFocus() and len(self.selected_rows()) < 2:
            self.on_stepped(rows, columns)

    def open_states(self, index: QModelIndex) -> None:
        """Choose the state of the selected rows."""
        self.states.open_at(self._cell_rect(STATE), self.tasks.row_at(index.row()).state)

    def on_state_chosen(self, label: str) -> None:
        """Write it into the selected rows."""
        self.tasks.write_all(self._rows_in(STATE), TaskField.STATE, label)

    def on_filled(self, text: str) -> None:
        """Write what was typed into every selected row of the column."""
        editor = self.editor()
        if editor is None:
            return
        column = editor.place.column()
        rows = self._rows_in(column)
        editor.finished.emit(0, 0, False)
        self.tasks.write_all(rows, FIELDS[column], text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """An input method begins in the picker, too."""
        super().inputMethodEvent(event)
        if self.picker.isVisible() and (event.commitString() or event.preeditString()):
            QCoreApplication.sendEvent(self.picker.input, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers set a state; Left and Right fold on a heading; the rest is as in every grid."""
        index, plain = self.currentIndex(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        line = self.current_line()
        if event.key() == Qt.Key.Key_Escape and plain:
            self.escaped.emit()
        elif line is None or not plain:
            super().keyPressEvent(event)
        elif (line.is_heading or index.column() == LEVEL) and self._fold_key(event.key(), line):
            return
        elif index.column() == STATE and not line.is_heading and event.text() in ("0", "1", "2", "3", "4"):
            self.tasks.write_all(self._rows_in(STATE), TaskField.STATE, event.text())
        else:
            super().keyPressEvent(event)

    def _fold_key(self, key: int, line: TaskLine) -> bool:
        folds = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False, Qt.Key.Key_Space: not line.is_folded}
        wanted = folds.get(Qt.Key(key))
        if wanted is None or not line.has_below or wanted is line.is_folded:
            return False
        self.tasks.fold(line.key, wanted)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the triangle folds."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            line = self.tasks.row_at(index.row())
            first = self.visualRect(self.tasks.index(index.row(), LEVEL))
            if self.cells.fold_rect(first, line).contains(event.position().toPoint()):
                self.show_cell(index.row(), index.column())
                self.tasks.fold(line.key, not line.is_folded)
                return
        super().mousePressEvent(event)

    def on_stepped(self, rows: int, columns: int) -> None:
        """Go on to the next cell that is shown; headings are passed over sideways."""
        row, column = self.current_place()
        if not columns:
            super().on_stepped(rows, columns)
            return
        step = 1 if columns > 0 else -1
        while 0 <= row < self.tasks.rowCount():
            column += step
            if not 0 <= column < self.tasks.columnCount():
                row, column = row + step, 0 if step > 0 else self.tasks.columnCount() - 1
                if not 0 <= row < self.tasks.rowCount():
                    return
            if self.tasks.row_at(row).is_heading:
                column = self.tasks.columnCount() if step > 0 else -1
            elif column not in self.tasks.hidden and column > LEVEL:
                self.show_cell(row, column)
                return

    def copy(self) -> None:
        """Put the selected cells on the clipboard, headings and hidden columns left out."""
        places = [index for index in self.selected_places() if index.column() not in self.tasks.hidden]
        told = [index for index in places if not self.tasks.row_at(index.row()).is_heading]
        if not told and places:
            QGuiApplication.clipboard().setText(str(places[0].data()))
            return
        if not told:
            return
        texts = {(index.row(), index.column()): str(index.data()) for index in told}
        columns = sorted({column for _, column in texts})
        rows = sorted({row for row, _ in texts})
        block = [[texts.get((row, column), "") for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(format_block(block))

    def _rows_in(self, column: int) -> list[int]:
        """The selected rows with a cell in this column; only the current one where it is not among them."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes() if index.column() == column})
        current = self.current_place()[0]
        return self.tasks.task_rows(rows if current in rows else [current])

    def _cell_rect(self, column: int) -> QRect:
        rect = self.visualRect(self.tasks.index(self.current_place()[0], column))
        rect = rect.intersected(self.viewport().rect()) if rect.height() > 200 else rect
        return QRect(self.viewport().mapToGlobal(QPoint(rect.left(), rect.top())), rect.size())
