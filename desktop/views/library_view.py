"""What 单位库 and 企业库 share: the table, the line of doubles, adding, removing, merging, lists in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.apart import keep_apart
from desktop.models.library_model import Entry, LibraryModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.plan_view import Memory, PlanView
from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.grid_view import GridView
from desktop.widgets.library_doubles import DoublesLine, Pair
from desktop.widgets.name_edit import NameEdit
from domain.apart import known_pairs, pair_code
from domain.changes import ChangeSet

E = TypeVar("E", bound=Entry)
_PAUSE = 200  # ms after an edit, before doubles are looked for
_FILTER_WIDTH = 240  # px


class LibraryView(PlanView, Generic[E]):
    """`merge_begun`: the line that takes the name of the other entry has appeared."""

    merge_begun = Signal()

    kind = ""  # “unit” or “enterprise”
    list_kind = ""  # what the list is called in an errand
    tables: tuple[str, ...] = ()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = self.make_model()
        self.grid = self.make_grid()
        self.grid.setAccessibleName(self.heading())
        self.doubles = DoublesLine()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("筛选：文字、拼音或首字母"))
        self.filter.setAccessibleName(self.tr("筛选{}").format(self.heading()))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(_FILTER_WIDTH)
        self.count = QLabel()
        self.adding = NameEdit(self.adding_words(), self)
        self.merging = NameEdit(self.tr("并入哪一家：输入名称、拼音或首字母"), self)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.filter, 1)
        row.addWidget(self.count)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for part in (row, self.adding, self.merging, self.doubles, self.grid):
            if isinstance(part, QHBoxLayout):
                layout.addLayout(part)
            else:
                layout.addWidget(part, 1 if part is self.grid else 0)
        self.setFocusProxy(self.grid)
        self._soon = QTimer(self, singleShot=True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look_for_doubles)
        self._build_commands()
        self._note = EmptyNote(self.grid, self.empty_words(), self._add)
        self._connect()
        self.grid.show_cell(0, 1)
        self._update()

    # What differs

    def make_model(self) -> LibraryModel[E]:
        """The rows."""
        raise NotImplementedError

    def make_grid(self) -> GridView:
        """The table."""
        return GridView(self.model)

    def adding_words(self) -> str:
        """What the line says that takes a new name."""
        raise NotImplementedError

    def empty_words(self) -> str:
        """What belongs here."""
        raise NotImplementedError

    def offered(self) -> Sequence[str]:
        """Names that may be added, for the line that takes one."""
        return ()

    def add_named(self, name: str) -> ChangeSet:
        """Add an entry."""
        raise NotImplementedError

    def merge(self, kept: int, gone: int) -> None:
        """Make two entries one."""
        raise NotImplementedError

    def remove(self) -> None:
        """Take the selected entries out."""
        raise NotImplementedError

    def pairs(self) -> Sequence[Pair]:
        """Entries that may be one."""
        raise NotImplementedError

    def follow(self, row: int, key: str) -> None:
        """Show what a count has counted."""
        raise NotImplementedError

    # A view of a plan

    def finish_editing(self) -> None:
        """Write what is being typed."""
        self.grid.finish_editing()

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

    def showEvent(self, event: QShowEvent) -> None:
        """Look for doubles now that somebody sees them."""
        super().showEvent(event)
        self._soon.start()

    def show_entry(self, entry_id: int, key: str = "") -> None:
        """Go to an entry, whatever was filtered."""
        if self.model.place_of(entry_id) < 0 and self.model.is_filtered:
            self.filter.clear()
        row = self.model.place_of(entry_id)
        keys = [column.key for column in self.model.columns]
        if row >= 0:
            self.grid.show_cell(row, keys.index(key) if key in keys else 1)

    def current_id(self) -> int | None:
        """The entry of the current row."""
        row = self.grid.current_place()[0]
        return self.model.entry_at(row).id if 0 <= row < self.model.rowCount() else None

    # Commands

    def add(self) -> None:
        """Open the line that takes a new name."""
        self.grid.finish_editing()
        self.adding.begin("", self.offered())

    def on_named(self, name: str) -> None:
        """Add what was typed, and go there."""
        if self.add_named(name):
            self.filter.clear()
            added = next((one.id for one in self.model.entries() if one.name == name), None)
            if added is not None:
                self.show_entry(added)
        self.grid.setFocus()

    def begin_merge(self) -> None:
        """Merge the selected entries into the first of them; where one is selected, ask into which."""
        self.grid.finish_editing()
        ids = [self.model.entry_at(row).id for row in self.grid.selected_rows()]
        if len(ids) == 2:
            self.merge(*ids)
        elif len(ids) == 1:
            names = [one.name for one in self.model.entries() if one.id != ids[0]]
            self.merging.begin("", names)
            self.merge_begun.emit()

    def on_merge_named(self, name: str) -> None:
        """Merge the current entry into the one that was named."""
        here = self.current_id()
        kept = next((one.id for one in self.model.entries() if one.name == name), None)
        if here is not None and kept is not None and kept != here:
            self.merge(kept, here)
            self.show_entry(kept)
        self.grid.setFocus()

    def follow_current(self) -> None:
        """Show what the count under the cell has counted."""
        row, column = self.grid.current_place()
        keys = [key for key, _ in self.model.counted()]
        key = self.model.columns[column].key if column >= 0 else ""
        if row >= 0:
            self.follow(row, key if key in keys else keys[0])

    def on_clicked(self, index: QModelIndex) -> None:
        """A click on a count shows what it has counted."""
        key = self.model.columns[index.column()].key
        if key in dict(self.model.counted()) and index.data():
            self.follow(index.row(), key)

    def on_apart(self, pair: Pair) -> None:
        """Remember that two are not one."""
        self.session.perform(keep_apart, self.kind, pair.first_name, pair.second_name)

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow the plan."""
        if changes.touches("muted_rule", *self.tables):
            self._soon.start()
            self._update()

    def look_for_doubles(self) -> None:
        """Show pairs that nobody has said to be two."""
        if self.isVisible():
            known = known_pairs(self.session.content.muted)
            pairs = self.pairs()
            self.doubles.show_pairs(
                [one for one in pairs if pair_code(self.kind, one.first_name, one.second_name) not in known]
            )

    def on_filtered(self, text: str) -> None:
        """Show what answers."""
        self.model.show_matching(text)
        self._update()

    def _connect(self) -> None:
        self.plan_changed.connect(self.on_changed)
        self.adding.finished.connect(self.on_named)
        self.merging.finished.connect(self.on_merge_named)
        self.filter.textChanged.connect(self.on_filtered)
        self.filter.returnPressed.connect(self.grid.setFocus)
        self.doubles.merge_wanted.connect(self.merge)
        self.doubles.apart_wanted.connect(self.on_apart)
        self.doubles.shown.connect(lambda pair: self.show_entry(pair.first))
        self.grid.clicked.connect(self.on_clicked)
        self.grid.selectionModel().selectionChanged.connect(self._update)
        self.grid.selectionModel().currentChanged.connect(self.selected)
        self.model.modelReset.connect(self._update)

    def own_commands(self) -> None:
        """Commands that only this library has, between adding and merging."""

    def _build_commands(self) -> None:
        tr = self.tr
        self._add = add_command(
            self,
            tr("新增"),
            ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"],
            self.add,
            icon="add",
            tip=self.adding_words(),
        )
        self._remove = add_command(
            self, tr("删除"), ["Ctrl+Shift+Del"], self.remove, icon="remove", tip=tr("删除选中的各行，可以撤销")
        )
        self.own_commands()
        tip = tr("把两家并为一家：选中两行，或在一行上再输入另一家的名称")
        self._merge = add_command(self, tr("合并…"), ["Ctrl+J"], self.begin_merge, icon="join", tip=tip)
        add_gap(self)
        tip = tr("前往所在单元格的数字所指的任务、文字或附表的行")
        self._follow = add_command(
            self, tr("查看用处"), ["Ctrl+Return", "Ctrl+Enter"], self.follow_current, icon="go-text", tip=tip
        )
        tip = tr("从 Excel、CSV 或文本文件读入名单，已有的只补缺项")
        self._import = add_command(self, tr("导入名单…"), ["Ctrl+Alt+O"], self.read_list, icon="import", tip=tip)
        tip = tr("把名单写成 Excel 文件")
        self._export = add_command(self, tr("导出名单…"), ["Ctrl+Alt+X"], self.write_list, icon="export", tip=tip)
        add_gap(self)
        tip = tr("把输入移到筛选框")
        self._find: QAction = add_command(
            self, tr("筛选"), ["Ctrl+Shift+J"], self.filter.setFocus, icon="filter", tip=tip
        )

    def read_list(self) -> None:
        """Ask for a list to take in."""
        self.errand.emit("read_list", self.list_kind)

    def write_list(self) -> None:
        """Ask where the list shall go."""
        self.errand.emit("write_list", self.list_kind)

    def _update(self) -> None:
        """Enable what can be done; say how many there are."""
        rows, count = self.grid.selected_rows() if self.model.rowCount() else [], self.model.rowCount()
        total = len(self.model.entries())
        self._note.setVisible(total == 0)
        self.count.setText(self.tr("{} / {}").format(count, total) if self.model.is_filtered else "")
        self._remove.setEnabled(bool(rows))
        self._merge.setEnabled(bool(rows) and total > 1 and len(rows) <= 2)
        self._follow.setEnabled(bool(rows))
        self._export.setEnabled(total > 0)
        self.update_own(rows)

    def update_own(self, rows: Sequence[int]) -> None:
        """Enable what only this library has."""
