"""The row above a matrix: find a task or a unit, show a part of it, and what is to be said of the current row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.models.matrix_model import MatrixModel
from desktop.models.matrix_rows import Narrowing
from desktop.theme import GAP
from desktop.widgets.frame import ElidedLabel

_FIND_WIDTH, _BOX_WIDTH = 176, 132  # px
_INDENT = "\u3000"


class FindLine(QLineEdit):
    """Tells every change; Enter steps on, with Shift back; Esc or the arrow down goes back to the table."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, leave or type."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim Esc before a window's own shortcut does."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)


class MatrixBar(QWidget):
    """`narrowed` carries a Narrowing that was chosen; the line to find with is `line`."""

    narrowed = Signal(object)

    def __init__(self, model: MatrixModel, clear: QAction) -> None:
        super().__init__()
        self._model = model
        self._is_showing = False
        self.line = FindLine()
        self.line.setClearButtonEnabled(True)
        self.line.setMinimumWidth(_FIND_WIDTH // 3)  # gives way where the screen is scaled
        self.line.setMaximumWidth(_FIND_WIDTH)
        self.line.setPlaceholderText(self.tr("查找任务、单位"))
        self._name(self.line, self.tr("查找任务或单位"), self.tr("按汉字、拼音或首字母查找（Ctrl+G），回车到下一处"))
        self.hits = QLabel()
        self.hits.setMaximumWidth(48)
        self.chapter, self.unit = QComboBox(), QComboBox()
        self._name(self.chapter, self.tr("按章节筛选"), self.tr("只看一个章节下的任务"))
        self._name(self.unit, self.tr("按单位筛选"), self.tr("只看一个单位承担的任务"))
        self.faulty, self.busy = QCheckBox(self.tr("只看待补的")), QCheckBox(self.tr("隐去无职责的单位"))
        self._name(self.faulty, self.faulty.text(), self.tr("只看没有牵头、牵头不止一个或没有单位的任务"))
        self._name(self.busy, self.busy.text(), self.tr("所列任务里不承担职责的单位不占一列"))
        self.clear = QToolButton()
        self.clear.setDefaultAction(clear)
        self.clear.setAutoRaise(True)
        self.clear.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.said = ElidedLabel()
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight)
        for box in (self.chapter, self.unit):
            box.setMinimumWidth(_BOX_WIDTH // 3)
            box.setMaximumWidth(_BOX_WIDTH)
            box.currentIndexChanged.connect(self.on_chosen)
        for check in (self.faulty, self.busy):
            check.toggled.connect(self.on_chosen)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, GAP)
        self._halves.setSpacing(GAP)
        self._first = self._half(self.line, self.hits, self.chapter, self.unit)
        self._second = self._half(self.faulty, self.busy, self.clear)
        self._second.addWidget(self.said, 1)
        self._halves.setStretch(1, 1)
        self.refill()

    def minimumSizeHint(self) -> QSize:
        """One half above the other is enough."""
        width = max(self._first.minimumSize().width(), self._second.minimumSize().width())
        return QSize(width, self._halves.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What does not fit beside the boxes goes below them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = self._first.sizeHint().width() + GAP + self._second.sizeHint().width()
        fits = needed - self.said.sizeHint().width() <= self.width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._halves.direction() is not way:
            self._halves.setDirection(way)
            self.updateGeometry()

    def _half(self, *parts: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        for part in parts:
            line.addWidget(part)
        self._halves.addLayout(line)
        return line

    def refill(self) -> None:
        """Offer the chapters and units of the plan, and show what the model is narrowed to."""
        narrowing = self._model.narrowing
        self._is_showing = True
        chapters = [(_INDENT * (one.level - 1) + one.heading, one.node.id) for one, _ in self._model.chapters()]
        units = [(unit.name, unit.id) for unit in self._model.matrix.units]
        self._fill(self.chapter, self.tr("全部章节"), chapters, narrowing.chapter)
        self._fill(self.unit, self.tr("全部单位"), units, narrowing.unit)
        self.faulty.setChecked(narrowing.findings_only)
        self.busy.setChecked(narrowing.busy_only)
        self.clear.setVisible(narrowing.is_on)
        self._is_showing = False
        self.recount()
        self._arrange()

    def recount(self) -> None:
        """Say how many tasks there is something to say about."""
        count = len(self._model.findings)
        self.faulty.setText(self.tr("只看待补的（{}）").format(count) if count else self.tr("只看待补的"))

    def say(self, words: str) -> None:
        """Show words about the current row, for the ear, too."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.update()

    def on_chosen(self) -> None:
        """Tell what is to be shown."""
        if not self._is_showing:
            self.narrowed.emit(
                replace(
                    Narrowing(),
                    chapter=self.chapter.currentData(),
                    unit=self.unit.currentData(),
                    findings_only=self.faulty.isChecked(),
                    busy_only=self.busy.isChecked(),
                )
            )

    def _fill(self, box: QComboBox, every: str, entries: Sequence[tuple[str, int]], chosen: int | None) -> None:
        box.clear()
        box.addItem(every, None)
        for text, value in entries:
            box.addItem(text, value)
        widest = max((box.fontMetrics().horizontalAdvance(text) for text, _ in entries), default=0)
        box.view().setMinimumWidth(min(max(widest + 40, _BOX_WIDTH), 480))
        box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)

    def _name(self, widget: QWidget, name: str, tip: str) -> None:
        widget.setAccessibleName(name)
        widget.setToolTip(tip)
