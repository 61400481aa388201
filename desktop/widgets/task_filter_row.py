"""The quiet row above the 任务分解: what is asked for, under which headings, and how many of how many are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.session import Session
from desktop.theme import GAP
from desktop.widgets.frame import QuietLabel
from desktop.widgets.unit_picker import UnitChooser
from domain.labels import TASK_STATE_LABELS
from domain.outline import TaskState
from domain.task_arranging import Arranged, Grouping, TaskFilter
from domain.task_deadlines import DeadlineClass
from domain.task_fields import STATE_ORDER


class TaskFilterRow(QWidget):
    """`changed` tells that another thing is asked for; `left` that the user goes back to the table."""

    changed = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._unit = 0
        self._loading = False
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("筛选：文字、拼音或首字母"))
        self.text.setAccessibleName(self.tr("按文字筛选任务"))
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(240)
        self.text.installEventFilter(self)
        self.unit = QPushButton()
        self.unit.setAccessibleName(self.tr("按单位筛选"))
        self.unit.setToolTip(self.tr("只看一个单位承担的任务（Ctrl+U）"))
        self.unit.setFlat(False)
        self.chooser = UnitChooser(session, self)
        self.deadline = self._choice(self.tr("按完成时限筛选"), self._deadlines())
        self.state = self._choice(self.tr("按进展筛选"), self._states())
        self.grouping = self._choice(self.tr("分组"), self._groupings())
        self.count = QuietLabel()
        self.count.setWordWrap(False)
        self.clear = QToolButton()
        self.clear.setAutoRaise(True)
        self.clear.setText(self.tr("显示全部"))
        self.clear.setToolTip(self.tr("清除筛选（Esc）"))
        self.clear.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.text, 1)
        for widget in (self.unit, self.deadline, self.state, self.grouping):
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.count)
        layout.addWidget(self.clear)
        self._show_unit()
        self.text.textChanged.connect(self._tell)
        self.unit.clicked.connect(self.choose_unit)
        self.chooser.chosen.connect(self.show_unit)
        self.clear.clicked.connect(self.reset)
        for box in (self.deadline, self.state, self.grouping):
            box.currentIndexChanged.connect(self._tell)

    def wanted(self) -> TaskFilter:
        """What is asked for."""
        state = self.state.currentData()  # Qt gives plain text back
        return TaskFilter(
            self._unit,
            DeadlineClass(self.deadline.currentData()),
            None if state is None else TaskState(state),
            self.text.text(),
        )

    def grouped_by(self) -> Grouping:
        """Under which headings the tasks stand."""
        return Grouping(self.grouping.currentData())

    def choose_unit(self) -> None:
        """Offer the units that have something to do; the one that is asked for already is let go."""
        corner = self.unit.mapToGlobal(QPoint(0, 0))
        self.chooser.open_at(QRect(corner, self.unit.size()))

    def show_unit(self, unit_id: int) -> None:
        """Ask for one unit's tasks, what it leads apart from what it supports; 0 asks for all units."""
        self._loading = True
        self._unit = unit_id
        place = self.grouping.findData(Grouping.ROLE)
        if unit_id and place < 0:
            self.grouping.addItem(self.tr("按承担职责分组"), Grouping.ROLE)
            place = self.grouping.count() - 1
        if unit_id:
            self.grouping.setCurrentIndex(place)
        elif place >= 0:
            if self.grouping.currentIndex() == place:
                self.grouping.setCurrentIndex(0)
            self.grouping.removeItem(place)
        self._show_unit()
        self._loading = False
        self.changed.emit()

    @property
    def unit_id(self) -> int:
        """The unit that is asked for, 0 for none."""
        return self._unit

    def reset(self) -> None:
        """Ask for nothing; groups stay."""
        self._loading = True
        self.text.clear()
        self.deadline.setCurrentIndex(0)
        self.state.setCurrentIndex(0)
        self._loading = False
        self.show_unit(0)

    def show_counts(self, arranged: Arranged, wanted: TaskFilter) -> None:
        """Say how many tasks of how many are shown."""
        if wanted.unit != self._unit:  # the unit has gone from the plan
            self._unit = wanted.unit
            self._show_unit()
        if wanted.is_empty:
            self.count.setText(self.tr("共 {} 项任务").format(arranged.total))
        elif not arranged.shown:
            self.count.setText(self.tr("{} 项任务都不符合，按 Esc 显示全部").format(arranged.total))
        else:
            self.count.setText(self.tr("显示 {} / {} 项任务").format(arranged.shown, arranged.total))
        self.clear.setVisible(not wanted.is_empty)

    def say(self, sentence: str) -> None:
        """Say something about the table, until the counts change."""
        self.count.setText(sentence)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # Qt says QObject
        """In the line: Esc asks for nothing, Enter and Down go to the table."""
        if watched is self.text and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and event.key() in _LEAVING:
                if event.key() == Qt.Key.Key_Escape:
                    self.reset()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if not self._loading:
            self.changed.emit()

    def _show_unit(self) -> None:
        name = next((one.name for one in self._session.content.units if one.id == self._unit), "")
        self.unit.setText(name or self.tr("全部单位"))

    def _choice(self, name: str, items: list[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        for text, value in items:
            box.addItem(text, value)
        return box

    def _deadlines(self) -> list[tuple[str, object]]:
        return [
            (self.tr("全部时限"), DeadlineClass.ANY),
            (self.tr("本月到期"), DeadlineClass.THIS_MONTH),
            (self.tr("本季度到期"), DeadlineClass.THIS_QUARTER),
            (self.tr("已过期"), DeadlineClass.OVERDUE),
            (self.tr("无时限"), DeadlineClass.MISSING),
            (self.tr("长期"), DeadlineClass.ONGOING),
        ]

    def _states(self) -> list[tuple[str, object]]:
        named: list[tuple[str, object]] = [(TASK_STATE_LABELS[state], state) for state in STATE_ORDER]
        return [(self.tr("全部进展"), None), *named, (self.tr("未填进展"), TaskState.UNSAID)]

    def _groupings(self) -> list[tuple[str, object]]:
        return [
            (self.tr("按章节分组"), Grouping.CHAPTER),
            (self.tr("按牵头单位分组"), Grouping.UNIT),
            (self.tr("按时限分组"), Grouping.DEADLINE),
            (self.tr("按进展分组"), Grouping.STATE),
        ]


_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
