"""来源: the file a line came in, as it was, with its cell framed; several files at the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from desktop.models.collect_ledger_model import short_day
from desktop.theme import GAP, MARGIN
from desktop.widgets.collect_sheets import SheetsView
from desktop.widgets.frame import ElidedLabel, Hairline, HairlineSplitter, HeadingLabel
from domain.collection import SubmissionState
from domain.source_sheet import SourceSheet

if TYPE_CHECKING:
    from desktop.collecting_origins import Origin


class SourcePage(QWidget):
    """`wanted` carries the Origin that is to be shown, `closed` leaves."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("来源"))
        self._origins: list[Origin] = []
        self.heading = HeadingLabel()
        self.place = ElidedLabel()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("来源的回收表"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setSpacing(2)
        self.sheets = SheetsView()
        self.back = QPushButton(self.tr("返回"))
        self.back.setToolTip(self.tr("回到原来的地方（Esc）"))
        self.back.setMinimumSize(96, 30)
        self._build()
        self.list.currentRowChanged.connect(self.on_row_changed)
        self.back.clicked.connect(self.closed)

    def show_origins(self, origins: Sequence[Origin]) -> None:
        """List some places; the first is asked for by who opens the page."""
        self._origins = list(origins)
        self.heading.setText(self.tr("来源　{} 份回收表").format(len({one.submission.id for one in origins})))
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._origins:
            self.list.addItem(f"{one.sender}\n{place_words(one)}")
            self.list.item(self.list.count() - 1).setToolTip(one.submission.file)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._side.setVisible(len(self._origins) > 1)
        self._tell(self._origins[0])
        (self.list if len(self._origins) > 1 else self.sheets).setFocus()

    def show_sheets(self, origin: Origin, sheets: Sequence[SourceSheet]) -> None:
        """Show the file of a place, its cell framed."""
        self._tell(origin)
        self.sheets.show_sheets(sheets, origin.sheet, origin.cells)

    def on_row_changed(self, row: int) -> None:
        """Ask for another place."""
        if 0 <= row < len(self._origins):
            self.wanted.emit(self._origins[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _tell(self, origin: Origin) -> None:
        words = f"{origin.submission.file} · {origin.sender} · {place_words(origin)}"
        self.place.setText(words)
        self.place.setAccessibleName(words)

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, GAP)
        top.setSpacing(4)
        top.addWidget(self.heading)
        top.addWidget(self.place)
        self._side = self.list
        sides = HairlineSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.list)
        sides.addWidget(self.sheets)
        sides.setStretchFactor(1, 1)
        sides.setSizes([280, 900])
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.addStretch(1)
        foot.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(sides, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addLayout(foot)


def place_words(origin: Origin) -> str:
    """第2次 · 11月21日收 · 工作表“填报” · D5."""
    one = origin.submission
    parts = [f"第{one.round}次", f"{short_day(one.received_at)}收" if one.received_at else ""]
    if one.state is SubmissionState.SUPERSEDED:
        parts.append("已被后来的更正代替")
    parts += [f"工作表“{origin.sheet}”" if origin.sheet else "", "、".join(origin.cells[:6])]
    return " · ".join(part for part in parts if part)
