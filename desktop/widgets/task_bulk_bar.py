"""The bar below the 任务分解 while several rows are selected: one change for all of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.theme import GAP
from desktop.widgets.frame import QuietLabel
from domain.labels import ROLE_CLAUSE_WORDS, TASK_STATE_LABELS
from domain.task_fields import STATE_ORDER, TaskField, field_label
from domain.units import Role


class TaskBulkBar(QWidget):
    """`units_wanted` carries a Role; `written` a TaskField and the text for all rows; `left` gives the focus back."""

    units_wanted = Signal(object)
    written = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = QuietLabel()
        self.count.setWordWrap(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.count)
        self.roles = {role: self._role_button(role, layout) for role in Role}
        self.deadline = self._line(TaskField.DEADLINE, layout)
        self.state = QComboBox()
        self.state.setAccessibleName(self.tr("所选任务的进展"))
        self.state.addItem(field_label(TaskField.STATE), "")
        for state in STATE_ORDER:
            self.state.addItem(TASK_STATE_LABELS[state], TASK_STATE_LABELS[state])
        self.state.activated.connect(self.on_state)
        layout.addWidget(self.state)
        self.note = self._line(TaskField.NOTE, layout)
        layout.addStretch(1)
        self.hide()

    def show_count(self, rows: int) -> None:
        """Appear for several rows, go away for one."""
        self.count.setText(self.tr("已选 {} 行").format(rows))
        self.setVisible(rows > 1)

    def enter(self) -> None:
        """Take the focus, where it is shown."""
        if self.isVisible():
            next(iter(self.roles.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def on_state(self, place: int) -> None:
        """A state was chosen."""
        if place > 0:
            self.written.emit(TaskField.STATE, self.state.itemData(place))
            self.state.setCurrentIndex(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter writes a line into all rows, Esc goes back to the table."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QLineEdit):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            watched.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            field = TaskField.DEADLINE if watched is self.deadline else TaskField.NOTE
            text = watched.text()
            watched.clear()
            self.written.emit(field, text)
        else:
            return False
        return True

    def _role_button(self, role: Role, layout: QHBoxLayout) -> QPushButton:
        button = QPushButton(f"{ROLE_CLAUSE_WORDS[role]}…")
        button.setAccessibleName(self.tr("修改所选任务的{}").format(ROLE_CLAUSE_WORDS[role]))
        button.setToolTip(self.tr("给所选各行增加或去掉{}").format(ROLE_CLAUSE_WORDS[role]))
        button.clicked.connect(lambda: self.units_wanted.emit(role))
        layout.addWidget(button)
        return button

    def _line(self, field: TaskField, layout: QHBoxLayout) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(self.tr("{}，回车写入").format(field_label(field)))
        line.setAccessibleName(self.tr("所选任务的{}").format(field_label(field)))
        line.setMinimumWidth(140)
        line.setMaximumWidth(190)
        line.installEventFilter(self)
        layout.addWidget(line)
        return line
