"""Rows as tall as their text, quickly for a few rows and for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QTableView

from desktop.widgets.cell_text import CellTextDelegate

_EXACT_ROWS = 200  # above this, heights out of sight are reckoned and made exact when they come into view

Measure = Callable[[str, int], int]


class TextTable(Protocol):
    """Rows and columns of text, as a table model has them."""

    def rowCount(self) -> int:
        """Number of rows."""

    def columnCount(self) -> int:
        """Number of columns."""

    def text_at(self, row: int, column: int) -> str:
        """The text of a cell."""


class RowHeights:
    """Keeps the row heights of a table in step with its texts and widths."""

    def __init__(self, table: QTableView, model: TextTable, texts: CellTextDelegate) -> None:
        self._table = table
        self._model = model
        self._texts = texts
        self._exact: set[int] = set()

    def fit_all(self) -> None:
        """Fit every row."""
        self._exact.clear()
        self.fit(range(self._model.rowCount()))
        self.fit_seen()

    def fit(self, rows: Sequence[int]) -> None:
        """Fit some rows: exactly when they are few, else by arithmetic until they come into sight."""
        if len(rows) <= _EXACT_ROWS:
            self._set(rows, self._texts.needed_height)
            self._exact.update(rows)
        else:
            self._set(rows, self._texts.estimated_height)
            self._exact.difference_update(rows)

    def fit_seen(self) -> None:
        """Make the heights of the rows in sight exact."""
        top = self._table.rowAt(0)
        if top < 0:
            return
        bottom = self._table.rowAt(self._table.viewport().height() - 1)
        bottom = bottom if bottom >= 0 else self._model.rowCount() - 1
        rows = [row for row in range(top, bottom + 1) if row not in self._exact]
        if rows:
            self.fit(rows)

    def grow(self, row: int, height: int) -> None:
        """Make room for a cell that is being edited and needs `height` px."""
        self.fit([row])
        if height > self._table.rowHeight(row):
            self._table.setRowHeight(row, height)

    def _set(self, rows: Sequence[int], measure: Measure) -> None:
        widths = [self._table.columnWidth(number) for number in range(self._model.columnCount())]
        heights = {row: self._height(row, widths, measure) for row in rows}
        changed = {row: height for row, height in heights.items() if height != self._table.rowHeight(row)}
        if not changed:
            return
        header = self._table.verticalHeader()
        header.blockSignals(True)  # one update for all of them
        for row, height in changed.items():
            header.resizeSection(row, height)
        header.blockSignals(False)
        self._table.updateGeometries()
        self._table.viewport().update()

    def _height(self, row: int, widths: Sequence[int], measure: Measure) -> int:
        texts = (measure(self._model.text_at(row, column), width) for column, width in enumerate(widths))
        return max(texts, default=measure("", 1))
