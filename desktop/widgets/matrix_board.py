"""The matrix with its totals at the right and below, and the scroll bars beyond them: everything but cells stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from desktop.widgets.matrix_grid import MatrixGrid
from desktop.widgets.matrix_totals import HeaderCorner, TaskTotals, UnitTotals


class MatrixBoard(QWidget):
    """Lays the parts of a matrix out and scrolls them together."""

    def __init__(self, grid: MatrixGrid) -> None:
        super().__init__()
        self.grid = grid
        grid.corner = HeaderCorner(grid)
        self.task_totals, self.unit_totals = TaskTotals(grid), UnitTotals(grid)
        self.down = self._follow(grid.verticalScrollBar(), Qt.Orientation.Vertical)
        self.across = self._follow(grid.horizontalScrollBar(), Qt.Orientation.Horizontal)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(grid, 0, 0)
        layout.addWidget(self.task_totals, 0, 1)
        layout.addWidget(self.down, 0, 2)
        layout.addWidget(self.unit_totals, 1, 0, 1, 2)
        layout.addWidget(self.across, 2, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setRowStretch(0, 1000)
        layout.setRowStretch(3, 1)  # what a short matrix leaves
        for told in (
            grid.tasks.geometriesChanged,
            grid.units.geometriesChanged,
            grid.matrix.modelReset,
            grid.matrix.reworded,
        ):
            told.connect(self.fit)
        grid.tasks.sectionCountChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Let the totals stand right below the last task."""
        rows = self.grid.tasks.length() if self.grid.matrix.rowCount() and self.grid.matrix.columnCount() else 16777215
        self.grid.setMaximumHeight(min(self.grid.units.sizeHint().height() + rows, 16777215))

    def _follow(self, own: QScrollBar, way: Qt.Orientation) -> QScrollBar:
        """A scroll bar that stands for another, which is hidden."""
        bar = QScrollBar(way)

        def take() -> None:
            bar.setPageStep(own.pageStep())
            bar.setSingleStep(own.singleStep())
            bar.setRange(own.minimum(), own.maximum())
            bar.setVisible(own.maximum() > own.minimum())

        own.rangeChanged.connect(take)
        own.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(own.setValue)
        take()
        return bar
