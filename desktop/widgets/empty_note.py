"""What an empty table says: what belongs here, and one button to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from desktop.theme import MARGIN
from desktop.widgets.frame import PrimaryButton, QuietLabel

_WIDTH = 360  # px


class EmptyNote(QWidget):
    """A sentence and a button in the middle of a table that has nothing to show."""

    def __init__(self, place: QAbstractScrollArea, sentence: str, begin: QAction | None) -> None:
        super().__init__(place.viewport())
        self._label = QuietLabel(sentence)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setMaximumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setSpacing(MARGIN)
        layout.addWidget(self._label)
        if begin is not None:
            button = PrimaryButton(begin.text())
            button.setToolTip(begin.toolTip())
            button.clicked.connect(begin.trigger)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        centre = QVBoxLayout(place.viewport())
        centre.addWidget(self, 0, Qt.AlignmentFlag.AlignCenter)
