"""The sheets of a file as they were: a tab for each, and the grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN
from desktop.widgets.collect_sheet import SheetGrid
from desktop.widgets.frame import QuietLabel
from domain.source_sheet import SourceSheet, cell_place


class SheetsView(QWidget):
    """Shows one sheet of several; cells of origin are framed in theirs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: tuple[SourceSheet, ...] = ()
        self._framed: tuple[str, list[tuple[int, int]]] = ("", [])
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("工作表"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.grid = SheetGrid()
        self.note = QuietLabel()
        self.note.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.tabs)
        self.setFocusProxy(self.grid)
        self.tabs.currentChanged.connect(self.on_tab_changed)

    def show_sheets(self, sheets: Sequence[SourceSheet], sheet: str = "", cells: Sequence[str] = ()) -> None:
        """Show the sheets of a file, one of them first, with cells framed."""
        places = [place for place in map(cell_place, cells) if place is not None]
        self._framed = sheet, places
        if tuple(sheets) != self._sheets:
            self._sheets = tuple(sheets)
            self.tabs.blockSignals(True)
            while self.tabs.count():
                self.tabs.removeTab(0)
            for one in sheets:
                self.tabs.addTab(one.name + (self.tr("（隐藏）") if one.is_hidden else ""))
            self.tabs.blockSignals(False)
            self.tabs.setVisible(len(self._sheets) > 1)
        number = next((place for place, one in enumerate(self._sheets) if one.name == sheet), 0)
        self.tabs.setCurrentIndex(number)
        self.on_tab_changed(number)

    def clear(self) -> None:
        """Show nothing."""
        self.show_sheets((SourceSheet("", 0, 0),))

    def on_tab_changed(self, number: int) -> None:
        """Show another sheet."""
        if not 0 <= number < len(self._sheets):
            return
        sheet = self._sheets[number]
        self.grid.show_sheet(sheet)
        name, places = self._framed
        if name in ("", sheet.name):
            self.grid.frame_cells(places)
        told = []
        if sheet.hidden_rows or sheet.hidden_columns or sheet.is_hidden:
            told.append(self.tr("灰色的内容在原表里是隐藏的。"))
        if sheet.left_out:
            told.append(self.tr("还有 {} 个单元格离得太远，没有显示。").format(sheet.left_out))
        self.note.setText("".join(told))
        self.note.setVisible(bool(told))
