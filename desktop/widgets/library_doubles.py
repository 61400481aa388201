"""One quiet line above a library: two entries that may be one, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop.theme import GAP
from desktop.widgets.frame import ElidedLabel


@dataclass(frozen=True)
class Pair:
    """Two entries by id and name, and why they may be one."""

    first: int
    first_name: str
    second: int
    second_name: str
    reason: str


_MIDDLE = Qt.TextElideMode.ElideMiddle


class DoublesLine(QWidget):
    """Shows one pair at a time, hidden where there is none.

    `merge_wanted` carries the entry that is kept and the one that goes, `apart_wanted` the pair, `shown` a pair that
    is to be seen in the table.
    """

    merge_wanted = Signal(int, int)
    apart_wanted = Signal(object)
    shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[Pair, ...] = ()
        self._at = 0
        self.words = ElidedLabel()
        self.first = QPushButton()
        self.second = QPushButton()
        self.apart = QPushButton(self.tr("不是一家"))
        self.apart.setToolTip(self.tr("记下这两个不是一家，以后不再提示；可以撤销"))
        self.next = QToolButton()
        self.next.setAutoRaise(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.words, 1)
        for button in (self.first, self.second, self.apart, self.next):
            layout.addWidget(button)
        self.first.clicked.connect(lambda: self._merge(is_first_kept=True))
        self.second.clicked.connect(lambda: self._merge(is_first_kept=False))
        self.apart.clicked.connect(self.on_apart)
        self.next.clicked.connect(self.on_next)
        self.hide()

    @property
    def pair(self) -> Pair | None:
        """The pair that is shown."""
        return self._pairs[self._at] if self._pairs else None

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Take other pairs; the one that is shown stays if it is still among them."""
        before = self.pair
        self._pairs = tuple(pairs)
        self._at = self._pairs.index(before) if before in self._pairs else min(self._at, max(len(pairs) - 1, 0))
        self._show()

    def on_next(self) -> None:
        """Show the next pair, and in the table."""
        if self._pairs:
            self._at = (self._at + 1) % len(self._pairs)
            self._show()
            self.shown.emit(self.pair)

    def on_apart(self) -> None:
        """They are two."""
        if self.pair is not None:
            self.apart_wanted.emit(self.pair)

    def _merge(self, *, is_first_kept: bool) -> None:
        pair = self.pair
        if pair is not None:
            ids = (pair.first, pair.second)
            self.merge_wanted.emit(*(ids if is_first_kept else ids[::-1]))

    def _show(self) -> None:
        pair = self.pair
        self.setVisible(pair is not None)
        if pair is None:
            return
        text = self.tr("可能是一家：{}").format(pair.reason)
        self.words.setText(text)
        self.words.setAccessibleName(f"{pair.first_name}、{pair.second_name}，{text}")
        for button, name in ((self.first, pair.first_name), (self.second, pair.second_name)):
            words = self.tr("合并为“{}”").format(name)
            button.setText(self.fontMetrics().elidedText(words, _MIDDLE, 200))
            button.setToolTip(self.tr("两家并为一家，名称用“{}”，另一个名称成为别名；可以撤销").format(name))
            button.setAccessibleName(words)
        self.next.setVisible(len(self._pairs) > 1)
        self.next.setText(f"{self._at + 1}/{len(self._pairs)} ▸")
        self.next.setToolTip(self.tr("看下一对"))
        self.next.setAccessibleName(self.tr("第 {} 对，共 {} 对，看下一对").format(self._at + 1, len(self._pairs)))
        self.words.update()
