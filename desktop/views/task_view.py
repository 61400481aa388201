"""任务分解: who does what until when, as a tree to edit like a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from desktop.models.task_model import FIELDS, LEVEL, ROLE_COLUMNS, TASK, TaskModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.plan_view import Composer, Memory, PlanView
from desktop.views.task_commands import TaskCommands
from desktop.views.task_source_pane import TaskSourcePane
from desktop.views.task_split_pane import TaskSplitPane
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.frame import HairlineSplitter
from desktop.widgets.task_bulk_bar import TaskBulkBar
from desktop.widgets.task_filter_row import TaskFilterRow
from desktop.widgets.task_grid import TaskGrid
from domain.labels import PART_TASKS, PART_UNIT_TASKS
from domain.spots import Spot
from domain.task_arranging import Grouping
from domain.task_fields import TaskField
from domain.units import Role, Unit


class TaskView(PlanView):
    """The tasks of the plan below their chapters, their units, deadlines, states and notes edited in the cells."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = TaskModel(session, self)
        self._own_hidden: set[int] = set()
        self._shown_once: set[int] = set()  # columns the user wants to see though the plan does not use them
        self.filters = TaskFilterRow(session)
        self.grid = TaskGrid(self.model)
        self.grid.setAccessibleName(self.heading())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.bulk = TaskBulkBar()
        self.sides = HairlineSplitter(Qt.Orientation.Horizontal)
        self.split = TaskSplitPane(session)
        self.source = TaskSourcePane(session)
        for side in (self.grid, self.split, self.source):
            self.sides.addWidget(side)
        self.sides.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addWidget(self.sides, 1)
        layout.addWidget(self.bulk)
        self.setFocusProxy(self.grid)
        sentence = self.tr("还没有任务。在“正文”里把一个标题的类型设为“任务”，或在这里新增任务。")
        self.commands = TaskCommands(self)
        self._note = EmptyNote(self.grid, sentence, self.commands.add_task)
        self.grid.addActions(self.actions())
        self._connect()
        self.on_rearranged()
        self.grid.show_cell(self._first_task(), TASK)
        self.grid.scrollToTop()

    def _connect(self) -> None:
        model, grid = self.model, self.grid
        model.rearranged.connect(self.on_rearranged)
        model.overflowed.connect(self.on_overflowed)
        grid.escaped.connect(self.on_escaped)
        selection = grid.selectionModel()
        selection.currentChanged.connect(self.selected)
        selection.currentChanged.connect(self.commands.update)
        selection.selectionChanged.connect(self.on_selection_changed)
        self.filters.changed.connect(self.on_filter_changed)
        self.filters.left.connect(self.on_left)
        self.bulk.units_wanted.connect(self.on_units_wanted)
        self.bulk.written.connect(self.on_bulk_written)
        self.bulk.left.connect(self.on_left)
        self.split.closed.connect(self.on_split)
        self.source.merged.connect(self.on_split)
        self.source.closed.connect(self.toggle_source)
        selection.currentChanged.connect(self.on_line_changed)

    def heading(self) -> str:
        """The name of the table."""
        return PART_TASKS

    def finish_editing(self) -> None:
        """Write what is being typed in a cell, or asked for in the picker."""
        if self.grid.picker.isVisible():
            self.grid.picker.take()
        self.grid.finish_editing()

    # What is shown

    def on_rearranged(self) -> None:
        """Follow counts, columns that the plan uses, and what can be done now."""
        self._hide_columns()
        self.filters.show_counts(self.model.arranged, self.model.filter)
        self.on_line_changed()
        self._note.setVisible(self.model.rowCount() == 0 and self.model.filter.is_empty)
        self.commands.update()

    def on_filter_changed(self) -> None:
        """Show what is asked for, and stay on the row where it is still shown."""
        line = self.grid.current_line()
        self.model.show(self.filters.wanted(), self.filters.grouped_by())
        place = self.model.place_of_node(line.node_id) if line is not None and line.node_id else -1
        column = max(self.grid.current_place()[1], LEVEL)
        row = place if place >= 0 else self._first_task()
        self.grid.show_cell(row, column)
        if row <= self._first_task():
            self.grid.scrollToTop()  # its headings, too

    def on_escaped(self) -> None:
        """Esc on a cell asks for everything again."""
        if not self.model.filter.is_empty:
            self.filters.reset()

    def on_left(self) -> None:
        """Back to the table."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_overflowed(self, lines: int) -> None:
        """Say that not all of a pasted block found a row."""
        self.filters.say(self.tr("粘贴的最后 {} 行没有对应的任务，没有写入").format(lines))

    def choose_unit(self) -> None:
        """See what one unit has to do, or all units again."""
        if self.filters.unit_id:
            self.filters.show_unit(0)
        else:
            self.filters.choose_unit()

    def hide_column(self, column: int, is_hidden: bool) -> None:
        """Hide a column, or show it."""
        for columns, wanted in ((self._own_hidden, is_hidden), (self._shown_once, not is_hidden)):
            (columns.add if wanted else columns.discard)(column)
        self._hide_columns()

    def _hide_columns(self) -> None:
        responsible = next(column for column, role in ROLE_COLUMNS.items() if role is Role.RESPONSIBLE)
        uses = any(duty.role is Role.RESPONSIBLE for duty in self.session.content.duties)
        unused = set() if uses or responsible in self._shown_once else {responsible}
        self.grid.set_hidden(self._own_hidden | unused)
        self.bulk.roles[Role.RESPONSIBLE].setVisible(not unused)

    def _first_task(self) -> int:
        rows = self.model.task_rows(range(self.model.rowCount()))
        return rows[0] if rows else 0

    # Splitting

    def open_split(self, node_id: int = 0) -> bool:
        """Show how a heading's paragraph may be split into tasks, the current row's unless one is named."""
        self.finish_editing()
        line = self.grid.current_line()
        wanted = node_id or (line.node_id if line is not None else 0)
        node = next((one for one in self.session.content.nodes if one.id == wanted), None)
        if node is None or not self.split.open_for(node):
            self.filters.say(self.tr("这一项的文字里没有可以拆分的地方"))
            return False
        self.source.hide()
        self.sides.setSizes([max(self.sides.width() - 380, 300), 380, 0])
        return True

    def on_split(self, node_id: int) -> None:
        """Back to the table, where what was made or joined stands."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if node_id:
            children = [one.id for one in self.session.content.nodes if one.parent == node_id]
            first = min(children, key=lambda one: self.model.unfold_to(one), default=node_id)
            self.show_spot(Spot(node=first))

    def toggle_source(self) -> None:
        """Show the paragraph that the current row was split from, or put it away."""
        if self.source.isVisible():
            self.source.hide()
            self.on_left()
            return
        self.split.hide()
        self.source.show()
        self.sides.setSizes([max(self.sides.width() - 320, 300), 0, 320])
        self.on_line_changed()

    def on_line_changed(self) -> None:
        """Let the source follow the current row."""
        line = self.grid.current_line()
        if not self.source.isHidden():
            self.source.show_node(line.node_id if line is not None else 0)

    # Several rows

    def selected_task_rows(self) -> list[int]:
        """The selected rows that are tasks or measures."""
        return self.model.task_rows(self.grid.selected_rows())

    def on_selection_changed(self) -> None:
        """Offer one change for all selected rows."""
        self.bulk.show_count(len(self.selected_task_rows()))
        self.commands.update()

    def on_units_wanted(self, role: Role) -> None:
        """Choose units for the selected rows."""
        ids = list(dict.fromkeys(self.model.row_at(row).node_id for row in self.selected_task_rows()))
        button = self.bulk.roles[role]
        rect = button.rect().translated(button.mapToGlobal(button.rect().topLeft()))
        self.grid.picker.open_for_tasks(ids, role, rect)

    def on_bulk_written(self, field: TaskField, text: str) -> None:
        """Write one text into all selected rows."""
        self.model.write_all(self.selected_task_rows(), field, text)

    # Places

    def spot(self) -> Spot:
        """The heading of the current row, and the field of the current column."""
        line, column = self.grid.current_line(), self.grid.current_place()[1]
        if line is None or not line.node_id:
            return Spot()
        field = FIELDS.get(column, TaskField.TITLE)
        is_title = line.is_heading or field in (TaskField.TITLE, TaskField.WORDS)
        return Spot(node=line.node_id, field="title" if is_title else field.value)

    def show_spot(self, spot: Spot) -> None:
        """Go to the row of a heading, in the column of the field; what is filtered out is shown again."""
        if spot.node is None:
            return
        if self.model.place_of_node(spot.node) < 0 and not self.model.filter.is_empty:
            self.filters.reset()
        place = self.model.unfold_to(spot.node)
        columns = {field.value: column for column, field in FIELDS.items()}
        if place >= 0:
            self.grid.show_cell(place, columns.get(spot.field, TASK))

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

    def part(self) -> str:
        """The 单位任务清单 of the unit that is asked for."""
        unit = self._asked_unit()
        return f"{PART_UNIT_TASKS}（{unit.name}）" if unit is not None else ""

    def composer(self) -> Composer | None:
        """The 单位任务清单 of the unit that is asked for; else the whole table."""
        unit = self._asked_unit()
        if unit is None:
            return None
        from exporters.compose_tasks import compose_unit_tasks

        return partial(compose_unit_tasks, units=(unit,))

    def _asked_unit(self) -> Unit | None:
        return next((one for one in self.session.content.units if one.id == self.model.filter.unit), None)

    def show_zoom(self, percent: int) -> None:
        """The text of the table, too."""
        super().show_zoom(percent)
        self.grid.set_zoom(percent)

    def memory(self) -> Memory:
        """Widths, hidden columns, folds and groups, too; a filter is of the day."""
        grouping = self.model.grouping if self.model.grouping is not Grouping.ROLE else Grouping.CHAPTER
        return {
            **super().memory(),
            "widths": self.grid.widths(),
            "hidden": sorted(self._own_hidden),
            "shown": sorted(self._shown_once),
            "folded": sorted(key for key in self.model.folded if isinstance(key, int)),
            "grouping": grouping.value,
        }

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take up widths, hidden columns, folds and groups first: they decide how far there is to scroll."""
        columns = range(self.model.columnCount())
        self._own_hidden = {one for one in _numbers(memory.get("hidden")) if one in columns and one > TASK}
        self._shown_once = {one for one in _numbers(memory.get("shown")) if one in columns}
        self._hide_columns()
        widths = _numbers(memory.get("widths"))
        if len(widths) == len(columns):
            self.grid.set_widths(widths)
        place = self.filters.grouping.findData(memory.get("grouping"))
        self.filters.grouping.setCurrentIndex(max(place, 0))
        known = {node.id for node in self.session.content.nodes}
        self.model.folded = {one for one in _numbers(memory.get("folded")) if one in known}
        self.model.refresh()
        super().recall(memory)


def _numbers(value: object) -> list[int]:
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []
