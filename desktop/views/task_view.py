"""任务分解: who does what until when, as the table prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from db.outline import shift_node
from desktop.models.task_model import TASK, TaskModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.plan_view import Memory, PlanView
from desktop.views.view_commands import add_command
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.grid_view import GridView, Span
from domain.labels import PART_TASKS
from domain.spots import Spot


class TaskView(PlanView):
    """The 任务分解表, its tasks, units and deadlines edited in the cells."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = TaskModel(session, self)
        self._spans: list[Span] = []
        self.grid = GridView(self.model)
        self.grid.setAccessibleName(self.heading())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        sentence = self.tr("还没有任务。在“正文”里把一个标题的类型设为“任务”，它就会出现在这里。")
        self._note = EmptyNote(self.grid, sentence, None)
        self._up = add_command(self, self.tr("上移任务"), ["Alt+Up"], self.move_up, icon="up")
        self._down = add_command(self, self.tr("下移任务"), ["Alt+Down"], self.move_down, icon="down")
        self.grid.addActions(self.actions())
        for told in (self.model.rowsInserted, self.model.rowsRemoved, self.model.layoutChanged, self.model.modelReset):
            told.connect(self.on_rows_changed)
        self.model.dataChanged.connect(self.on_values_changed)
        self.grid.selectionModel().currentChanged.connect(self._update)
        self.grid.selectionModel().currentChanged.connect(self.selected)
        self.on_rows_changed()
        self.grid.show_cell(0, TASK)

    def heading(self) -> str:
        """The name of the table."""
        return PART_TASKS

    def finish_editing(self) -> None:
        """Write what is being typed in a cell."""
        self.grid.finish_editing()

    def spot(self) -> Spot:
        """The task or measure of the current row, and the field of the current column."""
        row, column = self.grid.current_place()
        if not 0 <= row < self.model.rowCount():
            return Spot()
        one = self.model.row_at(row)
        key = self.model.columns[column].key if 0 <= column < self.model.columnCount() else ""
        node = one.task.node.id if key == "task" else one.part.node.id
        return Spot(node=node, field="title" if key in ("seq", "task", "measure") else key)

    def show_spot(self, spot: Spot) -> None:
        """Go to the row of a task or measure, in the column of the field."""
        rows = [self.model.row_at(row) for row in range(self.model.rowCount())]
        place = next((row for row, one in enumerate(rows) if one.part.node.id == spot.node), -1)
        if place < 0:
            place = next((row for row, one in enumerate(rows) if one.task.node.id == spot.node), -1)
        keys = [column.key for column in self.model.columns]
        if place >= 0:
            self.grid.show_cell(place, keys.index(spot.field) if spot.field in keys else TASK)

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

    def memory(self) -> Memory:
        """The widths of the columns, too."""
        return {**super().memory(), "widths": self.grid.own_widths()}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take the widths first: they decide how far there is to scroll."""
        self.grid.set_own_widths(memory.get("widths"))
        super().recall(memory)

    def on_rows_changed(self) -> None:
        """Join the cells of one task anew."""
        self._spans = self.model.spans()
        self.grid.set_spans(self._spans)
        self.grid.fit_rows()
        self._note.setVisible(self.model.rowCount() == 0)
        self._update()

    def on_values_changed(self) -> None:
        """Follow duties that a measure took over from its task, or gave back."""
        if self.model.spans() != self._spans:
            self.on_rows_changed()

    def move_up(self) -> None:
        """Move the task up among its siblings."""
        self._shift(-1)

    def move_down(self) -> None:
        """Move the task down among its siblings."""
        self._shift(1)

    def _shift(self, offset: int) -> None:
        self.grid.finish_editing()
        row, column = self.grid.current_place()
        if row < 0:
            return
        key = self.model.key_of(self.model.row_at(row))
        if self.session.perform(shift_node, self.model.row_at(row).task.node.id, offset):
            self.grid.show_cell(self.model.place_of(key), column)

    def _update(self) -> None:
        row, _ = self.grid.current_place()
        siblings = self._siblings(row) if row >= 0 else []
        place = siblings.index(self.model.row_at(row).task.node.id) if siblings else 0
        self._up.setEnabled(place > 0)
        self._down.setEnabled(place < len(siblings) - 1)

    def _siblings(self, row: int) -> list[int]:
        parent = self.model.row_at(row).task.node.parent
        nodes = [node for node in self.session.content.nodes if node.parent == parent]
        return [node.id for node in sorted(nodes, key=lambda node: (node.seq, node.id))]
