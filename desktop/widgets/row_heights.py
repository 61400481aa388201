"""Rows as tall as their text, quickly for a few rows and for many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from desktop.widgets.cell_text import CellTextDelegate

_EXACT_ROWS = 200  # above this, heights out of sight are reckoned and made exact when they come into view
_AT_ONCE = 500  # rows that are reckoned before anything else gets its turn

Measure = Callable[[str, int], int]


class TextTable(Protocol):
    """Rows and columns of text, as a table model has them."""

    def rowCount(self) -> int:
        """Number of rows."""

    def columnCount(self) -> int:
        """Number of columns."""

    def text_at(self, row: int, column: int) -> str:
        """The text of a cell."""


class RowHeights(QObject):
    """Keeps the row heights of a table in step with its texts and widths.

    Of thousands of rows those in sight are fitted at once, the others in turns; what is in sight stays where it is.
    """

    def __init__(self, table: QTableView, model: TextTable, texts: CellTextDelegate) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._texts = texts
        self._spans: Mapping[tuple[int, int], int] = {}
        self._covered: set[tuple[int, int]] = set()
        self._exact: list[bool] = []
        self._waiting: list[range] = []
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self.take_turn)

    @property
    def is_busy(self) -> bool:
        """Whether rows out of sight still wait for their height."""
        return bool(self._waiting)

    def set_spans(self, spans: Mapping[tuple[int, int], int]) -> None:
        """Say which cells (row, column) reach over how many rows; `fit_all` is to follow."""
        self._spans = spans
        self._covered = {(row + below, column) for (row, column), count in spans.items() for below in range(count)}

    def fit_all(self) -> None:
        """Fit every row: exactly when they are few, else those in sight at once and the others in turns."""
        count = self._model.rowCount()
        self._exact = [False] * count
        self._waiting.clear()
        if count <= _EXACT_ROWS:
            self.fit(range(count))
            return
        top = max(self._table.rowAt(0), 0)
        self.fit_seen()
        chunks = [range(start, min(start + _AT_ONCE, count)) for start in range(0, count, _AT_ONCE)]
        behind = [chunk for chunk in chunks if chunk.stop > top]
        before = [chunk for chunk in chunks if chunk.stop <= top]
        self._waiting = [*behind, *reversed(before)]
        self._turns.start()

    def take_turn(self) -> None:
        """Reckon the heights of some rows out of sight."""
        if not self._waiting:
            self._turns.stop()
            return
        chunk = self._waiting.pop(0)
        rows = [row for row in chunk if row < len(self._exact) and not self._exact[row]]
        anchor = _Anchor(self._table)
        self._reckon(rows)
        anchor.hold()
        self.fit_seen()

    def insert(self, first: int, last: int) -> None:
        """Fit rows that came."""
        self._exact[first:first] = [False] * (last - first + 1)
        self._move_waiting(first, last - first + 1)
        self.fit(range(first, last + 1))

    def remove(self, first: int, last: int) -> None:
        """Forget rows that went."""
        del self._exact[first : last + 1]
        self._move_waiting(first, first - last - 1)

    def fit(self, rows: Sequence[int]) -> None:
        """Fit some rows: exactly when they are few, else by arithmetic until they come into sight."""
        self._exact += [False] * (self._model.rowCount() - len(self._exact))
        if len(rows) <= _EXACT_ROWS:
            self._set(rows, self._texts.needed_height)
        else:
            self._reckon(rows)
        for row in rows:
            self._exact[row] = len(rows) <= _EXACT_ROWS

    def fit_seen(self) -> None:
        """Make the heights of the rows in sight exact."""
        for _ in range(3):  # rows that turn out lower let others into sight
            top = self._table.rowAt(0)
            if top < 0:
                return
            bottom = self._table.rowAt(self._table.viewport().height() - 1)
            bottom = bottom if bottom >= 0 else self._model.rowCount() - 1
            self._exact += [False] * (self._model.rowCount() - len(self._exact))
            rows = [row for row in range(top, min(bottom, top + _EXACT_ROWS) + 1) if not self._exact[row]]
            if not rows:
                return
            self.fit(rows[:_EXACT_ROWS])

    def grow(self, row: int, column: int, height: int) -> None:
        """Make room for a cell that is being edited and needs `height` px."""
        last = row + self._spans.get((row, column), 1) - 1
        self.fit([last])
        missing = height - sum(self._table.rowHeight(one) for one in range(row, last + 1))
        if missing > 0:
            self._table.setRowHeight(last, self._table.rowHeight(last) + missing)

    def _move_waiting(self, first: int, by: int) -> None:
        self._waiting = [
            chunk if chunk.stop <= first else range(max(min(chunk.start, first), chunk.start + by), chunk.stop + by)
            for chunk in self._waiting
        ]

    def _reckon(self, rows: Sequence[int]) -> None:
        """Heights by arithmetic: from the lengths of lines where the model tells them, else from the texts."""
        lengths_of = getattr(self._model, "lengths_of", None)
        if lengths_of is None or self._covered:
            self._set(rows, self._texts.estimated_height)
            return
        widths = [width for _, width in self._widths()]
        numbers = [number for number, _ in self._widths()]
        places = [self._texts.layouts.half_places(self._texts.text_width(width)) for width in widths]
        pitch, spare = self._texts.layouts.pitch, self._texts.estimated_height("", 100) - self._texts.layouts.pitch
        heights = {}
        for row in rows:
            most = 1
            cells = lengths_of(row)
            for number, per_line in zip(numbers, places, strict=True):
                lines = 0
                for length in cells[number]:
                    lines += -(-2 * length // per_line) or 1
                if lines > most:
                    most = lines
            heights[row] = most * pitch + spare
        self._write(heights)

    def _widths(self) -> list[tuple[int, int]]:
        return [
            (number, self._table.columnWidth(number))
            for number in range(self._model.columnCount())
            if not self._table.isColumnHidden(number)
        ]

    def _set(self, rows: Sequence[int], measure: Measure) -> None:
        widths = self._widths()
        heights = {row: self._height(row, widths, measure) for row in rows}
        for (first, column), count in self._spans.items():
            last = first + count - 1
            if last in heights:  # a cell over several rows stretches the last of them
                needed = measure(self._model.text_at(first, column), self._table.columnWidth(column))
                above = sum(heights.get(row, self._table.rowHeight(row)) for row in range(first, last))
                heights[last] = max(heights[last], needed - above)
        self._write(heights)

    def _write(self, heights: Mapping[int, int]) -> None:
        header = self._table.verticalHeader()
        changed = {row: height for row, height in heights.items() if height != header.sectionSize(row)}
        if not changed:
            return
        header.blockSignals(True)  # one update for all of them
        for row, height in changed.items():
            header.resizeSection(row, height)
        header.blockSignals(False)
        self._table.updateGeometries()
        self._table.viewport().update()

    def _height(self, row: int, widths: Sequence[tuple[int, int]], measure: Measure) -> int:
        text_at = self._model.text_at
        if not self._covered:
            return max([measure(text_at(row, column), width) for column, width in widths], default=measure("", 1))
        texts = (measure(text_at(row, column), width) for column, width in widths if (row, column) not in self._covered)
        return max(texts, default=measure("", 1))


class _Anchor:
    """The row at the top of a table, to be where it was when rows above it have another height."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._row = table.rowAt(0)
        self._top = table.rowViewportPosition(self._row) if self._row > 0 else 0

    def hold(self) -> None:
        """Scroll as far as the row has moved."""
        if self._row > 0:
            moved = self._table.rowViewportPosition(self._row) - self._top
            if moved:
                bar = self._table.verticalScrollBar()
                bar.setValue(bar.value() + moved)
