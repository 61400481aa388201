"""The window without a plan: what was not written back, four ways to begin, and the files of last time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.recent_files import RecentFile
from desktop.theme import GAP, MARGIN, heading_font, point_size
from desktop.widgets.frame import ElidedLabel, Hairline, PrimaryButton, QuietLabel
from desktop.widgets.recent_list import RecentList

_COLUMN = 300  # px
_HEIGHT = 34  # px of a button


class StartView(QWidget):
    """Tells what the user chose; it does nothing itself."""

    read_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    file_wanted = Signal(object)
    forget_wanted = Signal(object)
    recovery_wanted = Signal(object)
    discard_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QLabel(self.tr("方案工作台"))
        name.setFont(heading_font(point_size(self.font()) * 2.4, 0))
        purpose = QuietLabel(self.tr("起草和管理工作方案：正文、任务分解、责任单位和附表在一处编写，按公文格式导出。"))
        self.recent = RecentList()
        self.recent.chosen.connect(self.file_wanted)
        self.recent.forgotten.connect(self.forget_wanted)
        self._none = QuietLabel(self.tr("打开过的方案会列在这里。\n也可以把 .fangan、Word 或文本文件拖进窗口。"))
        columns = QHBoxLayout()
        columns.setSpacing(3 * MARGIN)
        columns.addWidget(self._beginnings())
        columns.addWidget(Hairline(Qt.Orientation.Vertical))
        columns.addWidget(self._last_time(), 1)
        inner = QWidget()
        inner.setMaximumWidth(2 * _COLUMN + 14 * MARGIN)
        inner.setMinimumWidth(_COLUMN + _COLUMN // 2)
        lines = QVBoxLayout(inner)
        lines.setSpacing(MARGIN)
        lines.addStretch(2)
        lines.addWidget(name)
        lines.addWidget(purpose)
        lines.addSpacing(2 * MARGIN)
        self._leftovers = QVBoxLayout()
        self._leftovers.setSpacing(0)
        lines.addLayout(self._leftovers)
        lines.addLayout(columns)
        lines.addStretch(3)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(inner, 100)
        layout.addStretch(1)

    def show_recent(self, files: Sequence[RecentFile]) -> None:
        """List the files of last time, newest first."""
        self.recent.show_files(files)
        self.recent.setVisible(bool(files))
        self._none.setVisible(not files)

    def show_leftovers(self, leftovers: Sequence[tuple[str, str, object]]) -> None:
        """Offer what was not written back: a sentence, where it belongs, and what the signals carry."""
        while (item := self._leftovers.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        if not leftovers:
            return
        self._leftovers.addWidget(_section(self.tr("上次未写回的内容")))
        for text, place, leftover in leftovers:
            self._leftovers.addWidget(self._leftover(text, place, leftover))
        space = QWidget()
        space.setFixedHeight(2 * MARGIN)
        self._leftovers.addWidget(space)

    def _leftover(self, text: str, place: str, leftover: object) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(3, 2, 0, 2)
        layout.setSpacing(GAP)
        label = ElidedLabel()
        label.setText(text)
        label.setToolTip(place)
        layout.addWidget(label, 1)
        for word, signal in ((self.tr("恢复"), self.recovery_wanted), (self.tr("放弃"), self.discard_wanted)):
            button = QPushButton(word)
            button.setAccessibleName(f"{word} {text}")
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(leftover))
            layout.addWidget(button)
        return line

    def _beginnings(self) -> QWidget:
        column = QWidget()
        column.setFixedWidth(_COLUMN)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self.read = PrimaryButton(self.tr("读取现有方案（Word）…"))
        self.new = QPushButton(self.tr("新建空白方案…"))
        self.open = QPushButton(self.tr("打开…"))
        self.sample = QPushButton(self.tr("打开示例方案"))
        for button, signal, hint in (
            (self.read, self.read_wanted, self.tr("章节、任务、责任单位和附表各归其位")),
            (self.new, self.new_wanted, ""),
            (self.open, self.open_wanted, ""),
            (self.sample, self.sample_wanted, self.tr("一份写好的方案，放进“文档”文件夹，可随意改动")),
        ):
            button.setFixedHeight(_HEIGHT)
            button.clicked.connect(signal)
            layout.addWidget(button)
            if hint:
                layout.addWidget(QuietLabel(hint))
                layout.addSpacing(GAP)
        layout.addStretch(1)
        return column

    def _last_time(self) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        title = _section(self.tr("最近打开"))
        self._none.setIndent(3)
        layout.addWidget(title)
        layout.addWidget(self.recent, 1)
        layout.addWidget(self._none)
        layout.addStretch(1)
        return column


def _section(text: str) -> QLabel:
    title = QLabel(text)
    font = QFont(title.font())
    font.setWeight(QFont.Weight.Medium)
    title.setFont(font)
    title.setIndent(3)  # as far in as the rows of the list
    return title
