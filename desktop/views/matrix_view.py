"""责任矩阵: every unit's role for every task, given by a click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from db.units import add_unit, remove_unit, rename_unit, shift_unit
from desktop.known_units import offered_names
from desktop.models.matrix_model import MatrixModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.plan_view import PlanView
from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.matrix_grid import MatrixGrid
from desktop.widgets.name_edit import NameEdit
from domain.labels import PART_MATRIX, ROLE_LABELS
from domain.spots import Spot
from domain.units import Role

_NAME_WIDTH = 220  # px
_ROLES: tuple[tuple[Role | None, str], ...] = (
    (Role.RESPONSIBLE, "1"),
    (Role.LEAD, "2"),
    (Role.SUPPORT, "3"),
    (None, "0"),
)


class MatrixView(PlanView):
    """The 责任单位矩阵, and the commands for its units."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = MatrixModel(session, self)
        self.grid = MatrixGrid(self.model)
        self.grid.setAccessibleName(self.heading())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.name = NameEdit(self.tr("单位名称"), self.grid)
        self.name.finished.connect(self.on_name_typed)
        self._renamed: int | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self._build_commands()
        self._no_units = EmptyNote(
            self.grid, self.tr("还没有责任单位。新增单位后，点一下单元格就能定牵头、配合或落实。"), self._add
        )
        self.grid.rename_wanted.connect(self.rename_unit)
        self.grid.selectionModel().currentChanged.connect(self._update)
        self.grid.selectionModel().currentChanged.connect(self.selected)
        self.model.modelReset.connect(self._update)
        self.grid.show_cell(0, 0)
        self._update()

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
        """Go to the cell of a task and a unit."""
        row, column = self.model.place_of(
            spot.node if spot.node is not None else -1, spot.unit if spot.unit is not None else -1
        )
        if row >= 0 or column >= 0:
            self.grid.show_cell(max(row, 0), max(column, 0))

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

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
        elif self.session.perform(add_unit, name):
            self.grid.show_cell(-1, self.model.columnCount() - 1)
        self.grid.setFocus()

    def remove_unit(self) -> None:
        """Take the current unit out, its duties too."""
        column = self.grid.currentIndex().column()
        if column >= 0:
            self.session.perform(remove_unit, self.model.units[column].id)

    def move_left(self) -> None:
        """Move the current unit forward in the office order."""
        self._shift(-1)

    def move_right(self) -> None:
        """Move the current unit back in the office order."""
        self._shift(1)

    def _shift(self, offset: int) -> None:
        column = self.grid.currentIndex().column()
        if column >= 0:
            self.session.perform(shift_unit, self.model.units[column].id, offset)

    def _open_name(self, column: int, name: str) -> None:
        """Lay the line over the foot of the column's name, within the grid."""
        header = self.grid.units
        left = self.grid.tasks.width()
        if column < self.model.columnCount():
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
        self._add = add_command(
            self, self.tr("新增单位"), ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"], self.add_unit, icon="add"
        )
        self._rename = add_command(self, self.tr("单位改名"), ["F2"], self.rename_unit, icon="text")
        self._remove = add_command(self, self.tr("删除单位"), ["Ctrl+Shift+Del"], self.remove_unit, icon="remove")
        self._left = add_command(self, self.tr("单位左移"), ["Alt+Left"], self.move_left)
        self._right = add_command(self, self.tr("单位右移"), ["Alt+Right"], self.move_right)
        add_gap(self)
        self._roles = []
        for role, key in _ROLES:
            text = ROLE_LABELS[role] if role else self.tr("不承担")
            action = add_command(self, text, [], partial(self._set_role, role))
            action.setToolTip(self.tr("选中的单元格定为{role}（{key}）").format(role=text, key=key))
            self._roles.append(action)
        self.grid.addActions([*self.actions()[6:], *self.actions()[5:6], *self.actions()[:5]])

    def _set_role(self, role: Role | None) -> None:
        self.model.set_roles(self.grid.selected_cells(), role)

    def _update(self) -> None:
        column, count = self.grid.currentIndex().column(), self.model.columnCount()
        self._no_units.setVisible(count == 0)
        for action in (self._rename, self._remove):
            action.setEnabled(column >= 0)
        self._left.setEnabled(column > 0)
        self._right.setEnabled(0 <= column < count - 1)
        for action in self._roles:
            action.setEnabled(self.grid.currentIndex().isValid())
