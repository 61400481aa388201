"""责任矩阵: every unit's role for every task, given by a click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from db.units import add_unit, remove_unit, rename_unit, shift_unit
from desktop.known_units import offered_names
from desktop.models.matrix_model import MatrixModel
from desktop.models.matrix_rows import Narrowing
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.matrix_search import MatrixSearch
from desktop.views.plan_view import Composer, PlanView
from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.matrix_bar import MatrixBar
from desktop.widgets.matrix_board import MatrixBoard
from desktop.widgets.matrix_grid import MatrixGrid
from desktop.widgets.name_edit import NameEdit
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.labels import PART_MATRIX, ROLE_LABELS
from domain.spots import Spot
from domain.units import Role

_NAME_WIDTH = 220  # px
_ROLES: tuple[tuple[Role | None, str, str], ...] = (
    (Role.LEAD, "1、Q", "role-lead"),
    (Role.SUPPORT, "2、P", "role-support"),
    (Role.RESPONSIBLE, "3、L", "role-responsible"),
    (None, "0、Del", "role-none"),
)


class MatrixView(PlanView):
    """The 责任单位矩阵, and the commands for its units."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = MatrixModel(session, self)
        self.grid = MatrixGrid(self.model)
        self.grid.setAccessibleName(self.heading())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._build_commands()
        self.board = MatrixBoard(self.grid)
        self.bar = MatrixBar(self.model, self._clear)
        self.search = MatrixSearch(self.grid, self.bar)
        self.name = NameEdit(self.tr("单位名称"), self.grid)
        self._renamed: int | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.board, 1)
        self.setFocusProxy(self.grid)
        self._no_units = EmptyNote(
            self.grid, self.tr("还没有责任单位。新增单位后，点一下单元格就能定牵头、配合或落实。"), self._add
        )
        self._connect()
        self.grid.show_cell(0, 0)
        self._update()

    def _connect(self) -> None:
        self.name.finished.connect(self.on_name_typed)
        self.bar.narrowed.connect(self.narrow)
        self.bar.line.left.connect(self.grid.setFocus)
        self.grid.units.renamed.connect(self.rename_unit)
        self.grid.units.dragged.connect(self.on_dragged)
        self.grid.tasks.opened.connect(self.on_opened)
        self.grid.passed_over.connect(self.on_passed_over)
        self.grid.selectionModel().currentChanged.connect(self._update)
        self.grid.selectionModel().currentChanged.connect(self.selected)
        self.model.counted.connect(self._update)
        self.model.counted.connect(self.bar.recount)
        self.model.modelReset.connect(self._update)
        self.model.modelReset.connect(self.bar.refill)
        self.plan_changed.connect(self.on_changed)

    def heading(self) -> str:
        """The name of the table."""
        return PART_MATRIX

    def finish_editing(self) -> None:
        """Take the name that is being typed."""
        self.name.finish()

    def spot(self) -> Spot:
        """The task and the unit of the current cell."""
        index = self.grid.currentIndex()
        if index.isValid():
            node, unit = self.model.ids_at(index.row(), index.column())
            return Spot(node=node if node > 0 else None, unit=unit if unit > 0 else None)
        return Spot()

    def show_spot(self, spot: Spot) -> None:
        """Go to the cell of a task and a unit; where it is not among what is shown, show all."""
        node, unit = spot.node if spot.node is not None else -1, spot.unit if spot.unit is not None else -1
        wanted = (node >= 0, unit >= 0)
        if self.model.narrowing.is_on and tuple(at >= 0 for at in self.model.place_of(node, unit)) != wanted:
            self.narrow(Narrowing())
        row, column = self.model.place_of(node, unit)
        if row >= 0 or column >= 0:
            self.grid.show_cell(max(row, 0), max(column, 0))

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

    def composer(self) -> Composer | None:
        """The tasks and units that are shown, where that is not all of them."""
        tasks = frozenset(task.node.id for task in self.model.tasks)
        if not self.model.narrowing.is_on or not tasks:
            return None
        from exporters.compose_matrix import MatrixExtract, compose_matrix

        extract = MatrixExtract(tasks, frozenset(unit.id for unit in self.model.units), self._extract_words())
        return partial(compose_matrix, extract=extract)

    def _extract_words(self) -> str:
        """What an extract says below its table."""
        narrowing, model = self.model.narrowing, self.model
        heading = next((one.heading for one, _ in model.chapters() if one.node.id == narrowing.chapter), "")
        unit = next((unit.name for unit in model.matrix.units if unit.id == narrowing.unit), "")
        parts = (
            self.tr("“{}”中").format(heading) if heading else "",
            self.tr("{}承担的").format(unit) if unit else "",
            self.tr("职责待补的") if narrowing.findings_only else "",
        )
        return self.tr("本表为摘录，列{what}任务{count}项。").format(what="".join(parts), count=len(model.tasks))

    def show_zoom(self, percent: int) -> None:
        """Show the table at another size."""
        super().show_zoom(percent)
        self.grid.show_zoom(percent)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show a part of the matrix, or all of it."""
        self.model.narrow(narrowing)
        self.search.look()

    def show_all(self) -> None:
        """Show all of the matrix again."""
        self.narrow(Narrowing())
        self.grid.setFocus()

    def on_changed(self, changes: ChangeSet) -> None:
        """Headings may have another name or place."""
        if changes.touches("outline_node", "unit"):
            self.bar.refill()
            self.search.look()

    def on_opened(self, heading: int) -> None:
        """Ask for a heading in the text."""
        self.spot_wanted.emit(Spot(node=heading))

    def open_task(self) -> None:
        """Ask for the current task in the text."""
        node = self.spot().node
        if node is not None:
            self.on_opened(node)

    def on_passed_over(self, count: int) -> None:
        """Say that some of what was pasted was no role."""
        message = self.tr("有 {} 格没有粘贴：内容不是职责，或超出了表格。").format(count)
        hint = self.tr("单元格里写 ●、○、△，或写牵头、配合、落实。")
        self.session.failed.emit(InputError("no_role", message, hint))

    def next_fault(self) -> None:
        """Go to the next task there is something to say about, from the last on to the first."""
        self._step_to_fault(1)

    def last_fault(self) -> None:
        """Go to the one before."""
        self._step_to_fault(-1)

    def add_unit(self) -> None:
        """Open a line for the name of a new unit, at the end of the office order."""
        self._renamed = None
        self._open_name(self.model.columnCount(), "")

    def rename_unit(self, column: int = -1) -> None:
        """Open a line over a unit's name; without a column, over that of the current one."""
        column = column if column >= 0 else self.grid.currentIndex().column()
        if 0 <= column < self.model.columnCount():
            unit = self.model.units[column]
            self._renamed = unit.id
            self._open_name(column, unit.name)

    def on_name_typed(self, name: str) -> None:
        """Write a new unit or a new name."""
        if self._renamed is not None:
            self.session.perform(rename_unit, self._renamed, name)
        elif changes := self.session.perform(add_unit, name):
            self.show_spot(Spot(node=self.spot().node, unit=next(iter(changes.rows("unit")))))
        self.grid.setFocus()

    def remove_unit(self) -> None:
        """Take the current unit out, its duties too."""
        column = self.grid.currentIndex().column()
        if column >= 0:
            self.session.perform(remove_unit, self.model.units[column].id)

    def on_dragged(self, column: int, gap: int) -> None:
        """Move a unit to where it was dropped: before the unit behind that gap."""
        self._shift(column, gap - 1 if gap > column else gap)

    def move_left(self) -> None:
        """Move the current unit before the one at its left."""
        self._shift(self.grid.currentIndex().column(), self.grid.currentIndex().column() - 1)

    def move_right(self) -> None:
        """Move the current unit behind the one at its right."""
        self._shift(self.grid.currentIndex().column(), self.grid.currentIndex().column() + 1)

    def _shift(self, column: int, place: int) -> None:
        """Let a unit take the place of another one, units that are not shown counted."""
        shown = self.model.units
        if 0 <= column < len(shown) and 0 <= place < len(shown) and place != column:
            order = [unit.id for unit in self.model.matrix.units]
            offset = order.index(shown[place].id) - order.index(shown[column].id)
            self.session.perform(shift_unit, shown[column].id, offset)

    def _step_to_fault(self, step: int) -> None:
        rows = [at for at, row in enumerate(self.model.rows) if row.is_task and row.id in self.model.findings]
        here = self.grid.currentIndex().row()
        ahead = [row for row in rows if (row - here) * step > 0]
        if rows:
            self.grid.show_cell((ahead or rows)[0 if step > 0 else -1], -1)
        self.grid.setFocus()

    def _open_name(self, column: int, name: str) -> None:
        """Lay the line over the foot of the column's name, within the grid."""
        header = self.grid.units
        left = self.grid.tasks.width()
        if column < self.model.columnCount():
            self.grid.show_cell(-1, column)
            left += header.sectionViewportPosition(column)
        else:
            left += min(header.length() - header.offset(), self.grid.viewport().width())
        height = self.name.sizeHint().height()
        left = max(min(left, self.grid.width() - _NAME_WIDTH), 0)
        self.name.setGeometry(left, max(header.height() - height, 0), _NAME_WIDTH, height)
        self.name.raise_()
        own = self.session.content.units
        self.name.begin(name, offered_names(own)[len(own) :])

    def _build_commands(self) -> None:
        self._roles = []
        for role, key, icon in _ROLES:
            text = ROLE_LABELS[role] if role else self.tr("不承担")
            action = add_command(self, text, [], partial(self._set_role, role), icon=icon)
            action.setToolTip(self.tr("选中的单元格定为{role}（{key}）").format(role=text, key=key))
            self._roles.append(action)
        add_gap(self)
        fill = self.grid.fill_from_edge
        self._blocks = [
            add_command(self, self.tr("向下填充"), ["Ctrl+D"], partial(fill, down=True), icon="fill-down"),
            add_command(self, self.tr("向右填充"), ["Ctrl+R"], partial(fill, down=False), icon="fill-right"),
        ]
        add_gap(self)
        fault_tip = self.tr("到{}一项没有牵头、牵头不止一个或没有单位的任务")
        self._next = add_command(
            self,
            self.tr("下一处待补"),
            ["Alt+F8"],
            self.next_fault,
            icon="finding-next",
            tip=fault_tip.format(self.tr("下")),
        )
        add_gap(self)
        self._add = add_command(
            self, self.tr("新增单位"), ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"], self.add_unit, icon="add"
        )
        self._rename = add_command(self, self.tr("单位改名"), ["F2"], self.rename_unit, icon="text")
        self._remove = add_command(self, self.tr("删除单位"), ["Ctrl+Shift+Del"], self.remove_unit, icon="remove")
        add_gap(self)
        tip = self.tr("到正文里看这项任务，双击任务也可以")
        keys = ["Ctrl+Return", "Ctrl+Enter"]
        self._open = add_command(self, self.tr("在正文中查看"), keys, self.open_task, icon="go-text", tip=tip)
        # What is rare stands last: it goes behind the arrow of a narrow tool row.
        add_gap(self)
        self._last = add_command(
            self,
            self.tr("上一处待补"),
            ["Alt+Shift+F8"],
            self.last_fault,
            icon="finding-previous",
            tip=fault_tip.format(self.tr("上")),
        )
        self._left = add_command(self, self.tr("单位左移"), ["Alt+Left"], self.move_left, icon="unit-left")
        self._right = add_command(self, self.tr("单位右移"), ["Alt+Right"], self.move_right, icon="unit-right")
        self._find = add_command(self, self.tr("查找任务或单位"), ["Ctrl+G"], self.begin_search, icon="search")
        self._clear = add_command(self, self.tr("清除筛选"), [], self.show_all, icon="filter-off")
        self.grid.addActions(self.actions())

    def begin_search(self) -> None:
        """Go to the line to find with."""
        self.bar.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.line.selectAll()

    def _set_role(self, role: Role | None) -> None:
        self.model.set_roles(self.grid.selected_cells(), role)

    def _update(self) -> None:
        index, count = self.grid.currentIndex(), self.model.columnCount()
        column = index.column()
        self._no_units.setVisible(not self.model.matrix.units)
        narrowing = self.model.narrowing
        sentence = self.tr("还没有任务。在“正文”里把一个标题的类型设为“任务”，它就会出现在这里。")
        self.grid.note = self.tr("没有符合筛选条件的任务。") if narrowing.is_on else sentence
        for action in (self._rename, self._remove):
            action.setEnabled(column >= 0)
        self._left.setEnabled(column > 0)
        self._right.setEnabled(0 <= column < count - 1)
        for action in (*self._roles, *self._blocks, self._open):
            action.setEnabled(index.isValid())
        for action in (self._next, self._last):
            action.setEnabled(any(task.node.id in self.model.findings for task in self.model.tasks))
        self._clear.setEnabled(narrowing.is_on)
        self.bar.say(self._words())

    def _words(self) -> str:
        """What is to be said of the current row, else how much is shown."""
        row = self.grid.currentIndex().row()
        finding = self.model.findings.get(self.model.rows[row].id, "") if self.model.is_task(row) else ""
        if finding:
            return self.tr("第{number}项{finding}").format(number=self.model.rows[row].number, finding=finding)
        if not self.model.narrowing.is_on:
            return ""
        shown, all_tasks = len(self.model.tasks), len(self.model.matrix.tasks)
        return self.tr("列出 {shown} 项，共 {all} 项").format(shown=shown, all=all_tasks)
