"""The row that sorts an appendix table by up to three columns."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop.models.appendix_model import AppendixModel
from desktop.theme import GAP
from domain.sorting import SortBy, SortLevel
from domain.tables import ColumnKind

_LEVELS = 3


@dataclass(frozen=True)
class _Level:
    """The boxes of one level."""

    column: QComboBox
    way: QComboBox


class AppendixSort(QWidget):
    """`wanted` carries the levels to sort by; `left` tells that the user goes back to the table."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, model: AppendixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self.levels = [self._level(layout, number) for number in range(_LEVELS)]
        self.go = QPushButton(self.tr("排序"))
        self.go.setToolTip(self.tr("按所选的列重新排列各行，序号随之更新；可以撤销"))
        self.go.clicked.connect(self.on_go)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setText(self.tr("收起"))
        self.close_button.setToolTip(self.tr("收起排序（Esc）"))
        self.close_button.clicked.connect(self.leave)
        layout.addWidget(self.go)
        layout.addStretch(1)
        layout.addWidget(self.close_button)
        self.hide()

    def begin(self, column: int) -> None:
        """Appear, with the current column as the first to sort by."""
        spec = self._model.table.spec
        for number, level in enumerate(self.levels):
            level.column.blockSignals(True)
            level.column.clear()
            level.column.addItem(self.tr("录入次序") if number == 0 else self.tr("不再分"), "")
            for one in spec.columns:
                if one.kind is not ColumnKind.NUMBER:
                    level.column.addItem(one.title, one.key)
            level.column.blockSignals(False)
            level.column.setCurrentIndex(0)
            self._fill_ways(level)
        key = spec.columns[column].key if 0 <= column < len(spec.columns) else ""
        self.levels[0].column.setCurrentIndex(max(self.levels[0].column.findData(key), 0))
        self.show()
        self.levels[0].column.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chosen(self) -> list[SortLevel]:
        """The levels that were chosen."""
        levels = []
        for level in self.levels:
            way = level.way.currentData()
            if level.column.currentData() and way:
                levels.append(SortLevel(SortBy(way[0]), level.column.currentData(), bool(way[1])))
        return levels or [SortLevel(SortBy.ENTERED)]

    def on_go(self) -> None:
        """Tell what to sort by."""
        self.wanted.emit(self.chosen())

    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sorts, Esc goes away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_go()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _level(self, layout: QHBoxLayout, number: int) -> _Level:
        words = (self.tr("先按"), self.tr("再按"), self.tr("然后按"))[number]
        label = QLabel(words)
        level = _Level(QComboBox(), QComboBox())
        level.column.setAccessibleName(self.tr("{}哪一列排序").format(words))
        level.way.setAccessibleName(self.tr("{}什么次序排序").format(words))
        level.column.setMaximumWidth(136)
        level.column.setMinimumWidth(72)
        level.way.setMinimumWidth(104)
        label.setBuddy(level.column)
        level.column.currentIndexChanged.connect(lambda: self._fill_ways(level))
        for part in (label, level.column, level.way):
            layout.addWidget(part)
        return level

    def _fill_ways(self, level: _Level) -> None:
        """Offer the ways that fit what the column holds."""
        key = level.column.currentData()
        level.way.clear()
        level.way.setEnabled(bool(key))
        if not key:
            return
        if self._model.table.spec.column(key).kind is ColumnKind.ITEMS:
            level.way.addItem(self.tr("★★★在前"), (SortBy.GRADE, True))
            level.way.addItem(self.tr("★在前"), (SortBy.GRADE, False))
        level.way.addItem(self.tr("拼音升序"), (SortBy.PINYIN, False))
        level.way.addItem(self.tr("拼音降序"), (SortBy.PINYIN, True))
        level.way.addItem(self.tr("数值升序"), (SortBy.NUMBER, False))
        level.way.addItem(self.tr("数值降序"), (SortBy.NUMBER, True))
