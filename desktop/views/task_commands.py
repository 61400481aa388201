"""What can be done in the 任务分解, beside typing in its cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from db.outline import add_node, shift_node
from db.tasks import remove_tasks
from desktop.models.task_model import LEVEL, MEASURE, TASK
from desktop.views.view_commands import add_command, add_gap, describe
from desktop.widgets.icons import name_icon
from domain.changes import ChangeSet
from domain.outline import NodeKind, group_children
from domain.task_arranging import Grouping
from domain.task_lines import LineKind, TaskLine

if TYPE_CHECKING:
    from desktop.views.task_view import TaskView


class TaskCommands(QObject):
    """The commands of one TaskView, in the order they are shown."""

    def __init__(self, view: TaskView) -> None:
        super().__init__(view)
        self._view = view
        tr = self.tr
        self.add_task = add_command(
            view,
            tr("新增任务"),
            ["Ctrl+Return", "Ctrl+Enter"],
            self.new_task,
            icon="add",
            tip=tr("在当前任务后新增一项任务"),
        )
        self.add_measure = add_command(
            view,
            tr("新增举措"),
            ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"],
            self.new_measure,
            icon="add-child",
            tip=tr("给当前任务新增一条举措"),
        )
        self.remove = add_command(view, tr("删除"), ["Ctrl+Shift+Delete"], self.remove_rows, icon="remove")
        add_gap(view)
        self.fill = add_command(
            view,
            tr("向下填充"),
            ["Ctrl+D"],
            self.fill_down,
            icon="fill-down",
            tip=tr("把选区最上面一格的内容填到下面各格"),
        )
        self.bulk = add_command(
            view, tr("批量修改"), ["Ctrl+Alt+B"], view.bulk.enter, icon="row", tip=tr("到下方一次修改所选的各行")
        )
        self.split = add_command(
            view,
            tr("拆分为任务…"),
            ["Ctrl+Alt+P"],
            view.open_split,
            icon="split",
            tip=tr("把这一项的一段文字拆成几项任务"),
        )
        add_gap(view)
        self.unit = add_command(
            view,
            tr("按单位查看"),
            ["Ctrl+U"],
            view.choose_unit,
            icon="unit",
            tip=tr("只看一个单位牵头、配合的任务"),
        )
        self.find = add_command(
            view, tr("筛选"), ["Ctrl+Alt+F"], self.go_to_filter, icon="filter", tip=tr("按文字、拼音筛选任务")
        )
        self._fold_menu()
        self._columns = self._columns_action()
        # What is rare stands last: it goes behind the arrow of a narrow tool row.
        add_gap(view)
        self.up = add_command(view, tr("上移"), ["Alt+Up"], partial(self.shift, -1), icon="up")
        self.down = add_command(view, tr("下移"), ["Alt+Down"], partial(self.shift, 1), icon="down")
        self.source = add_command(
            view,
            tr("来源段落"),
            ["Ctrl+Alt+S"],
            view.toggle_source,
            icon="source",
            tip=tr("查看这一项是从哪一段拆分出来的"),
        )
        self.update()

    def update(self) -> None:
        """Offer what can be done with the current row."""
        view = self._view
        line = view.grid.current_line()
        siblings = self._siblings(line) if line is not None and line.node_id else []
        place = siblings.index(line.node_id) if line is not None and line.node_id in siblings else -1
        is_ordered = view.model.grouping is Grouping.CHAPTER
        self.up.setEnabled(is_ordered and place > 0)
        self.down.setEnabled(is_ordered and 0 <= place < len(siblings) - 1)
        is_work = line is not None and not line.is_heading
        self.add_measure.setEnabled(is_work)
        self.remove.setEnabled(is_work)
        self.split.setEnabled(line is not None and line.node is not None and bool(line.node.paragraphs))
        self.source.setEnabled(not view.source.isHidden() or (line is not None and _is_split(line)))
        self.bulk.setEnabled(len(view.selected_task_rows()) > 1)
        self.fill.setEnabled(len(view.grid.selectionModel().selectedIndexes()) > 1)
        self.unit.setText(self.tr("全部单位") if view.model.filter.unit else self.tr("按单位查看"))

    def shift(self, offset: int) -> None:
        """Move the heading of the current row among its siblings."""
        view = self._view
        view.finish_editing()
        line, column = view.grid.current_line(), view.grid.current_place()[1]
        if line is None or not line.node_id or not (self.up if offset < 0 else self.down).isEnabled():
            return
        if view.session.perform(shift_node, line.node_id, offset):
            view.grid.show_cell(view.model.place_of_node(line.node_id), column)

    def new_task(self) -> None:
        """Put a task behind the current one, or at the end of the current chapter, and begin its title."""
        view = self._view
        view.finish_editing()
        line = self._owner(LineKind.TASK)
        chapter = self._owner(LineKind.CHAPTER)
        children = group_children(view.session.content.nodes)
        if line is not None and line.node is not None:
            parent = line.node.parent
            index = [one.id for one in children[parent]].index(line.node_id) + 1
        else:
            parent = chapter.node_id if chapter is not None else None
            index = len(children.get(parent, []))
        self._begin(view.session.perform(add_node, parent, index, "", NodeKind.TASK), TASK)

    def new_measure(self) -> None:
        """Put a measure behind the current one, or as the last of the current task, and begin it."""
        view = self._view
        view.finish_editing()
        line = view.grid.current_line()
        if line is None or line.node is None or line.is_heading:
            return
        children = group_children(view.session.content.nodes)
        if line.kind is LineKind.MEASURE:
            parent: int | None = line.node.parent
            index = [one.id for one in children[parent]].index(line.node_id) + 1
        else:
            parent, index = line.node_id, len(children.get(line.node_id, []))
        self._begin(view.session.perform(add_node, parent, index, "", NodeKind.MEASURE), MEASURE)

    def remove_rows(self) -> None:
        """Take the selected tasks and measures out; the notice offers to take that back."""
        view = self._view
        view.finish_editing()
        row, column = view.grid.current_place()
        ids = list(dict.fromkeys(view.model.row_at(one).node_id for one in view.selected_task_rows()))
        if ids and view.session.perform(remove_tasks, ids):
            view.grid.show_cell(min(row, view.model.rowCount() - 1), column)

    def fill_down(self) -> None:
        """Fill the selected cells from the uppermost."""
        self._view.finish_editing()
        self._view.model.fill_down(self._view.grid.selected_places())

    def go_to_filter(self) -> None:
        """Into the line of the filter."""
        self._view.finish_editing()
        self._view.filters.text.setFocus()
        self._view.filters.text.selectAll()

    def fold_all(self, is_folded: bool) -> None:
        """Fold every heading, or open all."""
        view = self._view
        line, column = view.grid.current_line(), view.grid.current_place()[1]
        view.model.fold_all(is_folded)
        if line is not None:
            place = view.model.place_of(line.key)
            view.grid.show_cell(place if place >= 0 else 0, max(column, LEVEL))

    def fold_current(self) -> None:
        """Fold the current line, or the one it stands below; open it where it is folded."""
        view = self._view
        line = view.grid.current_line()
        if line is not None and not line.has_below:
            place = view.model.place_of(line.parent)
            line = view.model.row_at(place) if place >= 0 else None
        if line is not None:
            view.model.fold(line.key, not line.is_folded)
            view.grid.show_cell(view.model.place_of(line.key), view.grid.current_place()[1])

    def _fold_menu(self) -> None:
        view, tr = self._view, self.tr
        menu = QMenu(tr("折叠"), view)
        menu.menuAction().setToolTip(tr("折叠、展开章节和任务"))
        name_icon(menu.menuAction(), "fold")
        for text, keys, icon, slot in (
            (tr("折叠或展开这一项"), "Ctrl+.", "fold", self.fold_current),
            (tr("全部折叠"), "Ctrl+Shift+,", "fold", partial(self.fold_all, True)),
            (tr("全部展开"), "Ctrl+Shift+.", "unfold", partial(self.fold_all, False)),
        ):
            action = QAction(text, view)
            name_icon(action, icon)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(_call, slot))
            describe(action)
            menu.addAction(action)
            view.sides.addAction(action)  # the keys work around the table
        view.addAction(menu.menuAction())

    def _begin(self, changes: ChangeSet, column: int) -> None:
        view = self._view
        new = next((one.row_id for one in changes.changes if one.table == "outline_node" and one.before is None), 0)
        if not new:
            return
        if view.model.place_of_node(new) < 0:
            view.filters.reset()
        place = view.model.unfold_to(new)
        if place >= 0:
            view.grid.setFocus()
            view.grid.show_cell(place, column)
            view.grid.edit(view.model.index(place, column))

    def _owner(self, kind: LineKind) -> TaskLine | None:
        """The task or chapter that the current row is of."""
        row, _ = self._view.grid.current_place()
        model = self._view.model
        if not 0 <= row < model.rowCount():
            return None
        line = model.row_at(row)
        if kind is LineKind.TASK:
            place = model.place_of_node(line.task_id) if line.task_id else -1
            return model.row_at(place) if place >= 0 else None
        return line if line.kind is kind else None

    def _siblings(self, line: TaskLine) -> list[int]:
        parent = line.node.parent if line.node is not None else None
        nodes = [node for node in self._view.session.content.nodes if node.parent == parent]
        return [node.id for node in sorted(nodes, key=lambda node: (node.seq, node.id))]

    def _columns_action(self) -> QAction:
        """Which columns are shown, as a menu."""
        view = self._view
        action = QAction(self.tr("显示的列"), view)
        name_icon(action, "columns")
        menu = QMenu(view)
        menu.setToolTip(self.tr("选择显示哪些列"))
        menu.aboutToShow.connect(partial(self._fill_columns, menu))
        action.setMenu(menu)
        action.setToolTip(self.tr("选择显示哪些列，或恢复列宽"))
        view.addAction(action)
        return action

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        for number, column in enumerate(self._view.model.columns):
            if number > TASK:
                one = menu.addAction(column.path[-1])
                one.setCheckable(True)
                one.setChecked(number not in self._view.model.hidden)
                one.toggled.connect(lambda shown, place=number: self._view.hide_column(place, not shown))
        menu.addSeparator()
        chapters = menu.addAction(self.tr("显示没有任务的章节"))
        chapters.setCheckable(True)
        chapters.setChecked(self._view.model.all_chapters)
        chapters.toggled.connect(self._view.model.show_all_chapters)
        menu.addAction(self.tr("恢复列宽")).triggered.connect(self._view.grid.share_widths)


def _call(slot: Callable[[], None], _checked: bool = False) -> None:
    slot()


def _is_split(line: TaskLine) -> bool:
    return line.node is not None and bool(line.node.split_from)
