"""The commands of the 附表 editor: rows, grades, fills, sorting, filters, columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.icons import name_icon
from domain.tables import ColumnKind

if TYPE_CHECKING:
    from desktop.views.appendix_view import AppendixView

_GRADES = ((3, "★★★"), (2, "★★"), (1, "★"))


class AppendixCommands(QObject):
    """Made once for a view; `update` enables what can be done where the user is."""

    def __init__(self, view: AppendixView) -> None:
        super().__init__(view)
        self._view = view
        self._add_rows()
        add_gap(view)
        self._add_grades()
        add_gap(view)
        self._add_order()
        add_gap(view)
        self._add_blocks()
        add_gap(view)
        tip = self.tr("修改这张附表的标题，双击标题也可以")
        self.title = add_command(view, self.tr("修改标题"), ["Ctrl+T"], view.edit_title, icon="rename", tip=tip)

    def update(self) -> None:
        """Enable what can be done where the user is."""
        grid, model = self._view.grid, self._view.model
        count = model.rowCount()
        rows = grid.chosen_rows() if count else []
        columns = grid.chosen_columns() if count else []
        lines = grid.lines.lines is not None or grid.editor() is not None
        self.remove.setEnabled(bool(rows))
        is_run = bool(rows) and rows[-1] - rows[0] == len(rows) - 1
        self.up.setEnabled(lines or (is_run and rows[0] > 0))
        self.down.setEnabled(lines or (is_run and rows[-1] < count - 1))
        graded = bool(rows) and any(model.kind_at(column) is ColumnKind.ITEMS for column in columns)
        for action in self.grades:
            action.setEnabled(graded)
        writable = bool(rows) and any(model.kind_at(column) is not ColumnKind.NUMBER for column in columns)
        self.fill_down.setEnabled(writable and rows[-1] > 0)
        self.fill_right.setEnabled(writable and columns[-1] > 0)
        for action in (self.sort, self.columns, self.freeze, self.paste_rows):
            action.setEnabled(model.columnCount() > 0)
        self.freeze.setText(self.tr("取消冻结") if grid.frozen.rows else self.tr("冻结窗格"))

    def _add_rows(self) -> None:
        view, tr = self._view, self.tr
        self.insert = add_command(
            view,
            tr("插入行"),
            ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"],
            view.insert_row,
            icon="add",
            tip=tr("在当前行下面插入一行，选中几行就插入几行"),
        )
        self.remove = add_command(
            view, tr("删除行"), ["Ctrl+Shift+Del"], view.remove_row, icon="remove", tip=tr("删除选中的行")
        )
        tip = tr("把选中的行或条目{}移")
        self.up = add_command(view, tr("上移"), ["Alt+Up"], view.move_up, icon="up", tip=tip.format(tr("上")))
        self.down = add_command(view, tr("下移"), ["Alt+Down"], view.move_down, icon="down", tip=tip.format(tr("下")))

    def _add_grades(self) -> None:
        view, tr = self._view, self.tr
        self.grades = [
            add_command(
                view,
                stars,
                [f"Ctrl+{grade}"],
                partial(view.set_grade, grade),
                icon="star" if grade == 1 else f"star-{grade}",
                tip=tr("选中的条目定为{stars}").format(stars=stars),
            )
            for grade, stars in _GRADES
        ]
        none = partial(view.set_grade, None)
        tip = tr("去掉选中条目的等级")
        self.grades.append(add_command(view, tr("无等级"), ["Ctrl+0"], none, icon="star-none", tip=tip))

    def _add_order(self) -> None:
        view, tr = self._view, self.tr
        self.filter = add_command(
            view, tr("筛选"), ["Ctrl+Alt+F"], view.bar.begin, icon="filter", tip=tr("按文字、等级、列的内容筛选行")
        )
        self.see_top = add_command(
            view,
            tr("只看★★★"),
            ["Ctrl+Shift+3"],
            partial(view.bar.toggle_grade, 3),
            icon="star-3",
            tip=tr("只看有★★★条目的行，再按一次看全部"),
        )
        self.sort = add_command(
            view, tr("排序"), ["Ctrl+Alt+U"], view.begin_sort, icon="sort", tip=tr("按一列或几列的拼音、等级、数值排列")
        )
        self.columns = self._columns_action()
        self.freeze = add_command(
            view,
            tr("冻结窗格"),
            ["Ctrl+Alt+W"],
            view.freeze_here,
            icon="freeze",
            tip=tr("当前单元格左边的列和上面的行不随滚动移动，再按一次取消"),
        )

    def _add_blocks(self) -> None:
        view, tr = self._view, self.tr
        self.paste_rows = add_command(
            view,
            tr("粘贴为新行"),
            ["Ctrl+Shift+V"],
            view.paste_rows,
            icon="paste-rows",
            tip=tr("把复制的内容作为新行插在当前行下面"),
        )
        self.fill_down = add_command(
            view,
            tr("向下填充"),
            ["Ctrl+D"],
            partial(view.fill, down=True),
            icon="fill-down",
            tip=tr("用选中区域最上面一格的内容填充下面各格"),
        )
        self.fill_right = add_command(
            view,
            tr("向右填充"),
            ["Ctrl+R"],
            partial(view.fill, down=False),
            icon="fill-right",
            tip=tr("用选中区域最左边一格的内容填充右边各格"),
        )

    def _columns_action(self) -> QAction:
        """What can be done with the current column, and which columns are shown."""
        view = self._view
        action = QAction(self.tr("列"), view)
        name_icon(action, "columns")
        menu = QMenu(view)
        menu.setToolTip(self.tr("设计当前列，选择显示哪些列"))
        menu.aboutToShow.connect(partial(self._fill_columns, menu))
        action.setMenu(menu)
        action.setToolTip(self.tr("设计当前列，选择显示哪些列"))
        view.addAction(action)
        return action

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        view = self._view
        view.columns.fill(menu)
        menu.addSeparator()
        shown = menu.addMenu(self.tr("显示的列"))
        for number, column in enumerate(view.model.columns):
            one = shown.addAction("/".join(column.path))
            one.setCheckable(True)
            one.setChecked(not view.grid.isColumnHidden(number))
            one.toggled.connect(lambda is_shown, place=number: view.hide_column(place, not is_shown))
        menu.addAction(self.tr("恢复列宽")).triggered.connect(view.share_widths)
