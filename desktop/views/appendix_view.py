"""附表: one appendix table, edited as it will print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from db.tables import add_rows, remove_rows, set_table_title
from desktop.models.appendix_model import AppendixModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.appendix_bar import AppendixBar
from desktop.views.appendix_columns import AppendixColumns
from desktop.views.appendix_commands import AppendixCommands
from desktop.views.appendix_editor import ItemEditor
from desktop.views.appendix_grid import AppendixGrid
from desktop.views.appendix_sort import AppendixSort
from desktop.views.plan_view import Memory, PlanView
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.name_edit import NameEdit
from domain.changes import ChangeSet
from domain.row_filter import RowFilter
from domain.sorting import SortBy, SortLevel
from domain.spots import Spot


class AppendixView(PlanView):
    """The table with its merged header, the row that filters it, and the commands for rows, lines and columns."""

    def __init__(self, session: Session, table_id: int, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._table_id = table_id
        self._hidden: set[str] = set()  # keys of columns
        self._own_frozen: tuple[int, int] | None = None
        self.model = AppendixModel(session, table_id, self)
        self.grid = AppendixGrid(self.model)
        self.grid.setAccessibleName(self.heading())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.grid.installEventFilter(self)
        self.title = NameEdit(self.tr("附表标题"))
        self.title.finished.connect(self.on_title_typed)
        self.bar = AppendixBar(self.model)
        self.sorter = AppendixSort(self.model)
        self.columns = AppendixColumns(self.grid, sort=self.sort_by, see_empty=self.see_empty, hide=self.hide_column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for part in (self.title, self.bar, self.sorter):
            layout.addWidget(part)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.commands = AppendixCommands(self)
        self.grid.addActions([one for one in self.actions() if one is not self.commands.title])
        sentence = self.tr("这张附表还没有内容。一行写一项，序号自动编排；也可以从表格软件复制后粘贴。")
        self._note = EmptyNote(self.grid, sentence, self.commands.insert)
        self._connect()
        self.grid.show_cell(0, min(1, self.model.columnCount() - 1))
        self._update()

    def _connect(self) -> None:
        self.plan_changed.connect(self.on_changed)
        self.grid.chosen.connect(self.commands.update)
        self.grid.selectionModel().currentChanged.connect(self.selected)
        self.grid.escaped.connect(self.on_escaped)
        self.bar.changed.connect(self.on_filter)
        self.bar.left.connect(self.on_left)
        self.sorter.wanted.connect(self.on_sort)
        self.sorter.left.connect(self.on_left)
        self.model.modelReset.connect(self.on_reset)
        self.model.narrowed.connect(self._update)

    def heading(self) -> str:
        """Label and title, as printed above the table."""
        spec = self.model.table.spec
        return f"{spec.label}　{spec.title}".strip()

    def finish_editing(self) -> None:
        """Write what is being typed in a cell, in the header or in the title."""
        self.grid.finish_editing()
        self.columns.line.finish(keep=True)
        self.title.finish()

    # Places

    def spot(self) -> Spot:
        """The current cell."""
        row, column = self.grid.current_place()
        columns = self.model.table.spec.columns
        if not 0 <= row < self.model.rowCount():
            return Spot(table=self._table_id)
        cell = columns[column].id if 0 <= column < len(columns) else None
        return Spot(table=self._table_id, row=self.model.row_at(row).id, column=cell)

    def show_spot(self, spot: Spot) -> None:
        """Go to a cell; what is filtered out is shown again."""
        if spot.row is None:
            return
        if self.model.is_hidden(spot.row):
            self.bar.reset()
        columns = [column.id for column in self.model.table.spec.columns]
        place = columns.index(spot.column) if spot.column in columns else -1
        if place >= 0 and self.grid.isColumnHidden(place):
            self.hide_column(place, False)
        self.grid.show_cell(self.model.place_of(spot.row), place)

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

    def show_zoom(self, percent: int) -> None:
        """The text of the table, too."""
        super().show_zoom(percent)
        self.grid.set_zoom(percent)

    def memory(self) -> Memory:
        """Widths, hidden columns and what is frozen, too; a filter is of the day."""
        keys = sorted(self._hidden)
        return {**super().memory(), "widths": self.grid.own_widths(), "hidden": keys, "frozen": self._own_frozen}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take columns and widths first: they decide how far there is to scroll."""
        hidden, frozen = memory.get("hidden"), memory.get("frozen")
        self._hidden = {one for one in hidden if isinstance(one, str)} if isinstance(hidden, list) else set()
        self._hide_columns()
        self.grid.set_own_widths(memory.get("widths"))
        if (
            isinstance(frozen, Sequence)
            and len(frozen) == 2
            and all(isinstance(one, int) and one >= 0 for one in frozen)
        ):
            self._own_frozen = frozen[0], frozen[1]
            self.grid.freeze(*self._own_frozen)
        super().recall(memory)

    # Following the plan

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow a new title, and rows that came or went."""
        if changes.touches("appendix_table", "appendix_row", "appendix_column"):
            self.grid.setAccessibleName(self.heading())
            self._update()
        if changes.touches("appendix_row", "cell_item"):
            self.grid.after_write()

    def on_reset(self) -> None:
        """Other columns, or other rows, are shown."""
        if [self.bar.column.itemData(one) for one in range(1, self.bar.column.count())] != [
            column.key for column in self.model.table.spec.columns if column.kind.value != "number"
        ]:
            self.bar.refill()
            self._hide_columns()
            self.grid.freeze(*(self._own_frozen or (self.grid.usual_frozen(), 0)))
        self._update()

    def on_filter(self, asked: RowFilter) -> None:
        """Show the rows that are asked for, and stay on the row where it is still shown."""
        self.grid.finish_editing()
        self.model.show(asked)
        if self.grid.current_place()[0] < 0 and self.model.rowCount():
            self.grid.show_cell(0, min(1, self.model.columnCount() - 1))
        self._update()

    def on_escaped(self) -> None:
        """Esc on a cell asks for all rows again."""
        if self.model.asked.is_on:
            self.bar.reset()

    def on_left(self) -> None:
        """Back to the table."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with an arrow sideways moves lines; F2 on a whole column renames it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                return self.grid.lines.move_across(steps[Qt.Key(event.key())])
            whole = self.model.rowCount() > 1 and len(self.grid.chosen_rows()) == self.model.rowCount()
            if event.key() == Qt.Key.Key_F2 and whole and not event.modifiers():
                self.columns.rename()
                return True
        return super().eventFilter(watched, event)

    # Rows

    def insert_row(self) -> None:
        """Put empty rows below the current one, as many as are selected, and go there."""
        self.grid.finish_editing()
        column = self.grid.current_place()[1]
        rows = self.grid.chosen_rows() or [-1]
        index = self.model.number_of(self.model.row_at(rows[-1])) if rows[-1] >= 0 else 0
        count = len(rows) if len(rows) < self.model.rowCount() or len(rows) == 1 else 1
        changes = self.session.perform(add_rows, self._table_id, index, count)
        fresh = next((one.row_id for one in changes.changes if one.before is None), 0)
        if fresh:
            self.grid.setFocus()
            self.grid.show_cell(self.model.place_of(fresh), max(column, min(1, self.model.columnCount() - 1)))

    def remove_row(self) -> None:
        """Take the selected rows out; the cell after them becomes current."""
        self.grid.finish_editing()
        self.session.perform(remove_rows, [self.model.row_at(row).id for row in self.grid.chosen_rows()])

    def move_up(self) -> None:
        """Move the chosen lines, or the selected rows, up."""
        self._shift(-1)

    def move_down(self) -> None:
        """Move the chosen lines, or the selected rows, down."""
        self._shift(1)

    def paste_rows(self) -> None:
        """Put what was copied below the current row as new rows."""
        self.grid.finish_editing()
        self.grid.paste_as_rows()

    def fill(self, *, down: bool) -> None:
        """Fill the selection from its first row or column."""
        self.grid.finish_editing()
        self.model.edits.fill(self.grid.selected_places(), down=down)

    def set_grade(self, grade: int | None) -> None:
        """Grade the lines being typed, the chosen lines, or every item of the selected cells."""
        editor = self.grid.editor()
        if isinstance(editor, ItemEditor):
            editor.grade_line(grade)
        elif self.grid.lines.lines is not None:
            self.grid.lines.grade(grade)
        else:
            self.model.grade_cells(self.grid.selected_places(), grade)

    def begin_sort(self) -> None:
        """Ask by what to sort."""
        self.grid.finish_editing()
        self.sorter.begin(self.grid.current_place()[1])

    def on_sort(self, levels: Sequence[SortLevel]) -> None:
        """Sort by these levels."""
        words = {SortBy.PINYIN: "按拼音排序", SortBy.GRADE: "按等级排序", SortBy.NUMBER: "按数值排序"}
        self.grid.finish_editing()
        self.model.edits.sort(levels, words.get(levels[0].by, "恢复录入次序") if len(levels) == 1 else "多级排序")

    def sort_by(self, level: SortLevel) -> None:
        """Sort by one level."""
        self.on_sort([level])

    # Columns

    def see_empty(self, column: int) -> None:
        """Show the rows that have nothing in a column."""
        self.bar.show_column(self.model.table.spec.columns[column].key)

    def hide_column(self, column: int, is_hidden: bool) -> None:
        """Hide a column, or show it; one stays."""
        key = self.model.table.spec.columns[column].key
        (self._hidden.add if is_hidden else self._hidden.discard)(key)
        self._hide_columns()

    def share_widths(self) -> None:
        """Let the program share the width out again."""
        self.grid.share_widths()

    def freeze_here(self) -> None:
        """Freeze what stands left of and above the current cell, or as usual again."""
        row, column = self.grid.current_place()
        self._own_frozen = None if self.grid.frozen.rows or self._own_frozen else (max(column, 0), max(row, 0))
        self.grid.freeze(*(self._own_frozen or (self.grid.usual_frozen(), 0)))
        self.commands.update()

    # The title

    def on_title_typed(self, text: str) -> None:
        """Write the new title."""
        self.session.perform(set_table_title, self._table_id, text)
        self.grid.setFocus()

    def edit_title(self) -> None:
        """Open the line in which the title is edited."""
        self.grid.finish_editing()
        self.title.begin(self.model.table.spec.title)

    def _shift(self, offset: int) -> None:
        editor = self.grid.editor()
        if isinstance(editor, ItemEditor):
            editor.move_line(offset)
            return
        if self.grid.lines.move(offset):
            return
        rows, column = self.grid.chosen_rows(), self.grid.current_place()[1]
        here = self.grid.current_place()[0] - rows[0] if rows else 0
        if rows and rows[0] + offset >= 0 and rows[-1] + offset < self.model.rowCount():
            to = rows[0] + offset if offset < 0 else rows[-1] + offset + 1
            if self.model.edits.move(rows, to) and len(rows) > 1:
                self.grid.select_block(rows[0] + offset, 0, len(rows), self.model.columnCount())
            self.grid.scrollTo(self.model.index(rows[0] + offset + here, column))

    def _hide_columns(self) -> None:
        keys = [column.key for column in self.model.table.spec.columns]
        hidden = {place for place, key in enumerate(keys) if key in self._hidden}
        if len(hidden) == len(keys):
            hidden.discard(0)
        self.grid.set_hidden(hidden)

    def _update(self) -> None:
        """Enable what can be done where the user is; speak where there is nothing."""
        is_empty = self.model.rowCount() == 0 and not self.model.asked.is_on
        self._note.setVisible(is_empty and self.model.columnCount() > 0)
        self.bar.show_counts()
        self.commands.update()
