"""Finding tasks and units of a matrix while typing, by characters, pinyin or initials."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.widgets.matrix_bar import MatrixBar
from desktop.widgets.matrix_grid import MatrixGrid

Hit = tuple[int, int]  # row and column, -1 for a unit's row or a task's column


class MatrixSearch(QObject):
    """Marks what answers the typed words, goes to the best of it, and from one to the next."""

    def __init__(self, grid: MatrixGrid, bar: MatrixBar) -> None:
        super().__init__(bar)
        self._grid = grid
        self._bar = bar
        self._hits: list[Hit] = []
        self._at = 0
        bar.line.textChanged.connect(self.on_typed)
        bar.line.stepped.connect(self.step)

    def on_typed(self) -> None:
        """Look anew, and go to the best."""
        self.look()
        self._go()

    def look(self) -> None:
        """Mark what answers among what is shown."""
        from domain.pinyin import match  # loads the readings of all characters

        query, model = self._bar.line.text().strip(), self._grid.matrix
        scored: list[tuple[int, Hit]] = []
        found = set()
        for row, one in enumerate(model.rows):
            if query and one.is_task and (answer := match(query, one.text)) is not None:
                scored.append((answer.score, (row, -1)))
                found.add(one.id)
        for column, unit in enumerate(model.units):
            if query and (answer := match(query, unit.name)) is not None:
                scored.append((answer.score, (-1, column)))
        units = frozenset(model.units[column].id for _, (_, column) in scored if column >= 0)
        self._grid.show_found(frozenset(found), units)
        self._hits = [hit for _, hit in sorted(scored)]
        self._at = 0
        self._tell()

    def step(self, step: int) -> None:
        """Go to the next hit, or the one before."""
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._go()

    def _go(self) -> None:
        if self._hits:
            self._grid.show_cell(*self._hits[self._at])
        self._tell()

    def _tell(self) -> None:
        words = f"{self._at + 1}/{len(self._hits)}" if self._hits else self.tr("没有")
        self._bar.hits.setText(words if self._bar.line.text().strip() else "")
        self._bar.hits.setAccessibleName(self._bar.hits.text())
        self._bar.hits.update()
