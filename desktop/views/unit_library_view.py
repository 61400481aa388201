"""单位库: the units in office order, with every name they go by and what they have to do."""

from __future__ import annotations

from collections.abc import Sequence

from db.unit_library import merge_units, remove_units, set_unit_order, take_units
from db.units import add_unit
from desktop.known_units import known_units, offered_names
from desktop.models.unit_library_model import MENTIONS, UnitLibraryModel
from desktop.views.library_view import LibraryView
from desktop.views.view_commands import add_command
from desktop.widgets.grid_view import GridView
from desktop.widgets.library_doubles import Pair
from desktop.widgets.order_grid import OrderGrid
from domain.changes import ChangeSet
from domain.spots import Spot
from domain.unit_doubles import find_doubles
from domain.units import Unit


class UnitLibraryView(LibraryView[Unit]):
    """Alt with an arrow, or dragging 序号, puts units into another order."""

    kind = "unit"
    list_kind = "units"
    tables = ("unit", "duty")

    def make_model(self) -> UnitLibraryModel:
        """The units."""
        return UnitLibraryModel(self.session, self)

    def make_grid(self) -> GridView:
        """A table whose rows can be dragged."""
        grid = OrderGrid(self.model)
        grid.moved.connect(self.move_rows)
        return grid

    def heading(self) -> str:
        """What the place is called."""
        return self.tr("单位库")

    def adding_words(self) -> str:
        """What the line says that takes a new name."""
        return self.tr("新增单位：输入名称、拼音或首字母")

    def empty_words(self) -> str:
        """What belongs here."""
        return self.tr("还没有单位。任务里写到的责任单位会自动列在这里，也可以导入名单或逐个新增。")

    def offered(self) -> Sequence[str]:
        """The shipped units that the plan does not have."""
        own = {unit.name for unit in self.session.content.units}
        return [name for name in offered_names(self.session.content.units) if name not in own]

    def add_named(self, name: str) -> ChangeSet:
        """Add a unit; a shipped one with its full name and aliases."""
        shipped = next((unit for unit in known_units() if unit.name == name), None)
        if shipped is not None:
            return self.session.perform(take_units, [shipped], name)
        return self.session.perform(add_unit, name)

    def merge(self, kept: int, gone: int) -> None:
        """Make two units one everywhere, and stay with it."""
        if self.session.perform(merge_units, kept, gone):
            self.show_entry(kept)

    def remove(self) -> None:
        """Take the selected units out, their duties too."""
        self.grid.finish_editing()
        self.session.perform(remove_units, [self.model.entry_at(row).id for row in self.grid.selected_rows()])

    def pairs(self) -> Sequence[Pair]:
        """Units that may be one."""
        return [
            Pair(one.first.id, one.first.name, one.second.id, one.second.name, one.reason)
            for one in find_doubles(self.session.content.units)
        ]

    def follow(self, row: int, key: str) -> None:
        """The tasks of a unit, or where the text names it."""
        unit = self.model.entry_at(row)
        if key == MENTIONS:
            self.errand.emit("find", unit.name)
        else:
            self.errand.emit("unit_tasks", unit.id)

    def spot(self) -> Spot:
        """The current unit."""
        return Spot(unit=self.current_id())

    def show_spot(self, spot: Spot) -> None:
        """Go to a unit."""
        if spot.unit is not None:
            self.show_entry(spot.unit, spot.field)

    def own_commands(self) -> None:
        """The order."""
        tr = self.tr
        self._up = add_command(self, tr("上移"), ["Alt+Up"], lambda: self._shift(-1), icon="up")
        self._down = add_command(self, tr("下移"), ["Alt+Down"], lambda: self._shift(1), icon="down")

    def update_own(self, rows: Sequence[int]) -> None:
        """Rows that are filtered have no neighbours."""
        is_whole = bool(rows) and not self.model.is_filtered
        self._up.setEnabled(is_whole and rows[0] > 0)
        self._down.setEnabled(is_whole and rows[-1] < self.model.rowCount() - 1)

    def move_rows(self, rows: Sequence[int], target: int) -> None:
        """Put rows before the row at `target` (the number of rows: behind the last), as one step."""
        if self.model.is_filtered or not rows:
            return
        ids = [unit.id for unit in self.session.content.units]
        moved = [ids[row] for row in rows]
        rest = [one for one in ids if one not in moved]
        place = sum(1 for one in ids[:target] if one not in moved)
        name = self.model.entry_at(rows[0]).name
        label = self.tr("调整单位顺序 {}").format(name)
        column = max(self.grid.current_place()[1], 0)
        if self.session.perform(set_unit_order, [*rest[:place], *moved, *rest[place:]], label):
            self.grid.select_block(place, column, len(moved), 1)

    def _shift(self, step: int) -> None:
        self.grid.finish_editing()
        rows = self.grid.selected_rows()
        if rows:
            self.move_rows(rows, rows[0] - 1 if step < 0 else rows[-1] + 2)
