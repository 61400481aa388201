"""附表: one appendix table, edited as it will print."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from db.tables import add_row, remove_rows, set_table_title, shift_row
from desktop.models.appendix_model import AppendixModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.plan_view import Memory, PlanView
from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.grid_view import GridView
from desktop.widgets.name_edit import NameEdit
from domain.changes import ChangeSet
from domain.spots import Spot

_GRADES = ((3, "★★★"), (2, "★★"), (1, "★"))


class AppendixView(PlanView):
    """The table with its merged header, and the commands for rows and grades."""

    def __init__(self, session: Session, table_id: int, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._table_id = table_id
        self.model = AppendixModel(session, table_id, self)
        self.grid = GridView(self.model)
        self.grid.setAccessibleName(self.heading())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.title = NameEdit(self.tr("附表标题"))
        self.title.finished.connect(self.on_title_typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.title)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self._build_commands()
        sentence = self.tr("这张附表还没有内容。一行写一项，序号自动编排；也可以从表格软件复制后粘贴。")
        self._note = EmptyNote(self.grid, sentence, self._insert)
        self.plan_changed.connect(self.on_changed)
        self.grid.selectionModel().selectionChanged.connect(self._update)
        self.grid.selectionModel().currentChanged.connect(self.selected)
        self.model.modelReset.connect(self._update)
        self.grid.show_cell(0, min(1, self.model.columnCount() - 1))
        self._update()

    def heading(self) -> str:
        """Label and title, as printed above the table."""
        spec = self.model.table.spec
        return f"{spec.label}　{spec.title}".strip()

    def finish_editing(self) -> None:
        """Write what is being typed in a cell or in the title."""
        self.grid.finish_editing()
        self.title.finish()

    def spot(self) -> Spot:
        """The current cell."""
        row, column = self.grid.current_place()
        columns = self.model.table.spec.columns
        if not 0 <= row < self.model.rowCount():
            return Spot(table=self._table_id)
        cell = columns[column].id if 0 <= column < len(columns) else None
        return Spot(table=self._table_id, row=self.model.row_at(row).id, column=cell)

    def show_spot(self, spot: Spot) -> None:
        """Go to a cell."""
        columns = [column.id for column in self.model.table.spec.columns]
        if spot.row is not None:
            self.grid.show_cell(
                self.model.place_of(spot.row), columns.index(spot.column) if spot.column in columns else -1
            )

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

    def show_zoom(self, percent: int) -> None:
        """The text of the table, too."""
        super().show_zoom(percent)
        self.grid.set_zoom(percent)

    def memory(self) -> Memory:
        """The widths of the columns, too."""
        return {**super().memory(), "widths": self.grid.own_widths()}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take the widths first: they decide how far there is to scroll."""
        self.grid.set_own_widths(memory.get("widths"))
        super().recall(memory)

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow a new title, and rows that came or went."""
        if changes.touches("appendix_table", "appendix_row"):
            self.grid.setAccessibleName(self.heading())
            self._update()

    def insert_row(self) -> None:
        """Put an empty row below the current one and go there."""
        self.grid.finish_editing()
        row, column = self.grid.current_place()
        if self.session.perform(add_row, self._table_id, row + 1):
            self.grid.setFocus()
            self.grid.show_cell(row + 1, max(column, min(1, self.model.columnCount() - 1)))

    def remove_row(self) -> None:
        """Take the selected rows out; the cell after them becomes current."""
        self.grid.finish_editing()
        self.session.perform(remove_rows, [self.model.row_at(row).id for row in self.grid.selected_rows()])

    def move_up(self) -> None:
        """Move the current row up."""
        self._shift(-1)

    def move_down(self) -> None:
        """Move the current row down."""
        self._shift(1)

    def set_grade(self, grade: int | None) -> None:
        """Grade the line being typed, or every item of the selected cells."""
        editor = self.grid.editor()
        if editor is None:
            self.model.grade_cells(self.grid.selected_places(), grade)
        elif self.model.is_graded(self.grid.currentIndex()):
            editor.grade_line(grade)

    def on_title_typed(self, text: str) -> None:
        """Write the new title."""
        self.session.perform(set_table_title, self._table_id, text)
        self.grid.setFocus()

    def edit_title(self) -> None:
        """Open the line in which the title is edited."""
        self.grid.finish_editing()
        self.title.begin(self.model.table.spec.title)

    def _shift(self, offset: int) -> None:
        self.grid.finish_editing()
        row, column = self.grid.current_place()
        if row >= 0 and self.session.perform(shift_row, self.model.row_at(row).id, offset):
            self.grid.show_cell(row + offset, column)

    def _build_commands(self) -> None:
        self._insert = add_command(
            self,
            self.tr("插入行"),
            ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"],
            self.insert_row,
            icon="add",
            tip=self.tr("在当前行下面插入一行"),
        )
        self._remove = add_command(
            self, self.tr("删除行"), ["Ctrl+Shift+Del"], self.remove_row, icon="remove", tip=self.tr("删除选中的行")
        )
        self._up = add_command(self, self.tr("上移"), ["Alt+Up"], self.move_up, icon="up")
        self._down = add_command(self, self.tr("下移"), ["Alt+Down"], self.move_down, icon="down")
        add_gap(self)
        self._grades = [
            add_command(
                self,
                stars,
                [f"Ctrl+{grade}"],
                partial(self.set_grade, grade),
                icon="star" if grade == 1 else f"star-{grade}",
                tip=self.tr("选中的条目定为{stars}").format(stars=stars),
            )
            for grade, stars in _GRADES
        ]
        self._grades.append(
            add_command(
                self,
                self.tr("无等级"),
                ["Ctrl+0"],
                lambda: self.set_grade(None),
                icon="star-none",
                tip=self.tr("去掉选中条目的等级"),
            )
        )
        add_gap(self)
        tip = self.tr("修改这张附表的标题，双击标题也可以")
        self._title = add_command(self, self.tr("修改标题"), ["Ctrl+T"], self.edit_title, icon="rename", tip=tip)
        self.grid.addActions(self.actions()[:-2])

    def _update(self) -> None:
        """Enable what can be done where the user is; speak where there is nothing."""
        rows, count = self.grid.selected_rows() if self.model.rowCount() else [], self.model.rowCount()
        self._note.setVisible(count == 0 and self.model.columnCount() > 0)
        self._remove.setEnabled(bool(rows))
        self._up.setEnabled(len(rows) == 1 and rows[0] > 0)
        self._down.setEnabled(len(rows) == 1 and rows[0] < count - 1)
        graded = bool(rows) and any(self.model.is_graded(index) for index in self.grid.selected_places())
        for action in self._grades:
            action.setEnabled(graded)
