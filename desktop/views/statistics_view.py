"""统计: what the plan comes to in numbers; each number leads to what it has counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QStyleOptionViewItem, QTabBar, QVBoxLayout, QWidget

from desktop.models.statistics_model import StatisticsModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN, document_font
from desktop.views.plan_view import Memory, PlanView
from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.block_text import format_block
from desktop.widgets.cell_text import CellTextDelegate
from desktop.widgets.frame import QuietLabel
from desktop.widgets.grid_view import TEXT_SIZE, GridView
from domain.changes import ChangeSet
from domain.statistics import Statistic, statistics

if TYPE_CHECKING:
    from exporters.library_lists import ListSheet

_BAR = 4  # px high
_INSET = 8  # px from the lines of a cell


class StatisticsView(PlanView):
    """One table at a time, chosen in the row above it by Ctrl+Page or the mouse."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, today: datetime.date | None = None) -> None:
        """`today` is the day by which time limits are over."""
        super().__init__(session, parent)
        day = today or datetime.date.today()
        self.model = StatisticsModel(session, day, self)
        self.keys = tuple(statistics(day))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("统计项目"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for one in self.model.all():
            self.tabs.addTab(one.title)
        self.grid = _StatisticsGrid(self.model)
        self.grid.setAccessibleName(self.heading())
        self.none = QuietLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.tabs)
        layout.addWidget(self.none)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self._build_commands()
        self.tabs.currentChanged.connect(lambda place: self.choose(self.keys[place]))
        self.grid.clicked.connect(self.follow)
        self.model.modelReset.connect(self._update)
        self.plan_changed.connect(self.on_changed)
        self.grid.show_cell(0, 1)
        self._update()

    def heading(self) -> str:
        """What the place is called."""
        return self.tr("统计")

    def body(self) -> QAbstractScrollArea:
        """The table."""
        return self.grid

    def show_zoom(self, percent: int) -> None:
        """The text of the table, too."""
        super().show_zoom(percent)
        self.grid.set_zoom(percent)

    def memory(self) -> Memory:
        """The statistic that is shown, too."""
        return {**super().memory(), "statistic": self.model.key}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Show the same statistic again."""
        self.choose(str(memory.get("statistic")))
        super().recall(memory)

    def choose(self, key: str) -> None:
        """Show a statistic."""
        if key in self.keys:
            self.model.choose(key)
            self.tabs.setCurrentIndex(self.keys.index(key))
            self.grid.show_cell(0, 1)

    def on_changed(self, _changes: ChangeSet) -> None:
        """Bars are shares of the largest number."""
        self._update()
        self.grid.viewport().update()

    def follow(self, index: QModelIndex) -> None:
        """Show what a number has counted."""
        count = self.model.count_at(index)
        if count is None or not count.number:
            return
        if count.unit:
            self.errand.emit("unit_tasks", count.unit)
        elif count.tasks:
            self.errand.emit("tasks", list(count.tasks))
        elif count.rows:
            self.errand.emit("rows", list(count.rows))

    def follow_current(self) -> None:
        """The same by keys."""
        self.follow(self.grid.currentIndex())

    def copy_table(self) -> None:
        """Put the whole table on the clipboard, headers too."""
        QGuiApplication.clipboard().setText(format_block(_block(self.model.statistic)))

    def write(self) -> None:
        """Write every statistic into one workbook."""
        self.errand.emit("write_sheets", (self.heading(), [_sheet(one) for one in self.model.all() if one.lines]))

    def step(self, offset: int) -> None:
        """Show the next statistic (1) or the one before (-1)."""
        self.choose(self.keys[(self.keys.index(self.model.key) + offset) % len(self.keys)])

    def _build_commands(self) -> None:
        tr = self.tr
        tip = tr("前往所选数字所指的任务或附表的行")
        add_command(self, tr("查看"), ["Ctrl+Return", "Ctrl+Enter"], self.follow_current, icon="go-text", tip=tip)
        add_gap(self)
        tip = tr("看前一张统计表")
        add_command(self, tr("上一张"), ["Ctrl+PgUp"], lambda: self.step(-1), icon="unit-left", tip=tip)
        tip = tr("看后一张统计表")
        add_command(self, tr("下一张"), ["Ctrl+PgDown"], lambda: self.step(1), icon="unit-right", tip=tip)
        add_gap(self)
        tip = tr("把这张统计表连表头一起复制，可以粘贴到 Word、Excel、WPS")
        self._copy = add_command(self, tr("复制表格"), ["Ctrl+Shift+C"], self.copy_table, icon="table", tip=tip)
        tip = tr("把全部统计表写成一个 Excel 文件")
        self._write = add_command(self, tr("导出统计…"), ["Ctrl+Alt+X"], self.write, icon="export", tip=tip)

    def _update(self) -> None:
        statistic = self.model.statistic
        self.none.setText("" if statistic.lines else statistic.empty)
        self.none.setVisible(not statistic.lines)
        self.grid.setVisible(bool(statistic.lines))
        self._copy.setEnabled(bool(statistic.lines))


class _StatisticsGrid(GridView):
    def make_texts(self) -> CellTextDelegate:
        """Numbers with bars."""
        return _BarDelegate(document_font(TEXT_SIZE), self)


class _BarDelegate(CellTextDelegate):
    """A thin bar along the foot of a number's cell, as long as the number is large."""

    def needed_height(self, text: str, width: int) -> int:
        """Room for the bar, too."""
        return super().needed_height(text, width) + _BAR

    def estimated_height(self, text: str, width: int) -> int:
        """Room for the bar, too."""
        return super().estimated_height(text, width) + _BAR

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, StatisticsModel):
            return
        count = model.count_at(index)
        if count is None or not count.number:
            return
        rect = option.rect  # type: ignore[attr-defined]  # absent from the stubs
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        room = rect.width() - 2 * _INSET - 1
        width = max(room * count.number // max(model.most(), 1), 2)
        colour = palette.color(QPalette.ColorRole.PlaceholderText)
        colour.setAlpha(110)
        painter.fillRect(rect.left() + _INSET, rect.bottom() - _BAR - 1, width, _BAR - 1, colour)


def _block(statistic: Statistic) -> list[list[str]]:
    head = [statistic.head, *statistic.columns]
    return [head, *([line.label, *(count.text for count in line.counts)] for line in statistic.lines)]


def _sheet(statistic: Statistic) -> ListSheet:
    from exporters.library_lists import ListSheet

    head, *rows = map(tuple, _block(statistic))
    numeric = frozenset() if statistic.key == "cross" else frozenset(range(1, len(head)))
    return ListSheet(statistic.title, head, tuple(rows), numeric)
