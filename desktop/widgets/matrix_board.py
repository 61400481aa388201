"""The matrix with its totals at the right and below, and the scroll bars beyond them: everything but cells stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
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
        layout.setColumnStretch(0, 1000)
        layout.setColumnStretch(3, 1)  # what few units leave
        layout.setRowStretch(0, 1000)
        layout.setRowStretch(3, 1)  # what a short matrix leaves
        grid.matrix.modelReset.connect(layout.activate)  # not only when events are next turned to

    def fit(self) -> None:
        """Give the grid what totals and scroll bar leave of the width; the totals stand right beside the last unit."""
        bar = self.down.sizeHint().width()
        self.grid.fit_into(self.width() - self.task_totals.sizeHint().width() - bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit()

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
