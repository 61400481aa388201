"""The quiet row above an appendix table: which rows are looked at, and how many of how many are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop.models.appendix_model import AppendixModel
from desktop.theme import GAP
from desktop.widgets.frame import QuietLabel
from domain.row_filter import Filled, RowFilter, column_values
from domain.tables import ColumnKind

_STARS = {3: "★★★", 2: "★★", 1: "★"}
_PAUSE_MS = 120  # typing goes on: another question is coming
_LONGEST = 24  # characters of a value in the list


class AppendixBar(QWidget):
    """`changed` carries the RowFilter that is asked for; `left` tells that the user goes back to the table."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, model: AppendixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._is_loading = False
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("筛选：文字、拼音或首字母"))
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(220)
        self.text.installEventFilter(self)
        self._name(self.text, self.tr("按文字筛选行"), self.tr("只看有这些文字的行，短的单元格也可以按拼音或首字母找"))
        self.grades = {grade: self._star(grade, stars) for grade, stars in _STARS.items()}
        self.column, self.value = QComboBox(), QComboBox()
        self._name(self.column, self.tr("按列筛选"), self.tr("选一列，再选要看的内容"))
        self._name(self.value, self.tr("这一列的内容"), self.tr("只看这一列为空、不为空或等于某一内容的行"))
        for box, width in ((self.column, 128), (self.value, 168)):
            box.setMaximumWidth(width)
            box.setMinimumWidth(72)
        self.count = QuietLabel()
        self.count.setWordWrap(False)
        self.clear = QToolButton()
        self.clear.setAutoRaise(True)
        self.clear.setText(self.tr("显示全部"))
        self.clear.setToolTip(self.tr("清除筛选（Esc）"))
        self.clear.setAccessibleName(self.clear.text())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.text, 1)
        stars = QHBoxLayout()
        stars.setSpacing(2)
        for button in self.grades.values():
            stars.addWidget(button)
        layout.addLayout(stars)
        for part in (self.column, self.value):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.count)
        layout.addWidget(self.clear)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.text.textChanged.connect(self._pause.start)
        self.column.currentIndexChanged.connect(self.on_column)
        self.value.currentIndexChanged.connect(self.ask)
        self.clear.clicked.connect(self.reset)
        self.refill()

    def wanted(self) -> RowFilter:
        """What is asked for now."""
        grades = frozenset(grade for grade, button in self.grades.items() if button.isChecked())
        filled, value = self.value.currentData() or (Filled.ANY, "")
        return RowFilter(grades, self.text.text(), self.column.currentData() or "", filled, value)

    def refill(self) -> None:
        """Offer the columns that the table has now."""
        chosen = self.column.currentData()
        spec = self._model.table.spec
        self._is_loading = True
        self.column.clear()
        self.column.addItem(self.tr("全部列"), "")
        for column in spec.columns:
            if column.kind is not ColumnKind.NUMBER:
                self.column.addItem(column.title, column.key)
        self.column.setCurrentIndex(max(self.column.findData(chosen), 0))
        graded = any(column.kind is ColumnKind.ITEMS for column in spec.columns)
        for button in self.grades.values():
            button.setVisible(graded)
        self._is_loading = False
        self.on_column()

    def show_column(self, key: str, value: str | None = None) -> None:
        """Ask for a value of a column; None asks for its empty cells."""
        self.refill()
        self.column.setCurrentIndex(max(self.column.findData(key), 0))
        place = self._find((Filled.EMPTY, "") if value is None else (Filled.VALUE, value))
        if place < 0 and value is not None:
            self.value.addItem(_brief(value), (Filled.VALUE, value))
            place = self.value.count() - 1
        self.value.setCurrentIndex(max(place, 0))

    def toggle_grade(self, grade: int) -> None:
        """Ask for the rows of a grade, or for all again."""
        self.grades[grade].toggle()

    def begin(self) -> None:
        """Take the keys for a question."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def reset(self) -> None:
        """Ask for everything again."""
        self._is_loading = True
        self.text.clear()
        for button in self.grades.values():
            button.setChecked(False)
        self.column.setCurrentIndex(0)
        self._is_loading = False
        self.on_column()

    def show_counts(self) -> None:
        """Say how many of how many rows are shown."""
        shown, whole = self._model.rowCount(), len(self._model.table.rows)
        is_on = self._model.asked.is_on
        words = self.tr("显示 {} / {} 行").format(shown, whole) if is_on else self.tr("共 {} 行").format(whole)
        self.count.setText(words)
        self.count.setAccessibleName(words)
        self.clear.setVisible(is_on)

    def on_column(self) -> None:
        """Offer what the chosen column holds."""
        if self._is_loading:
            return
        key = self.column.currentData() or ""
        self._is_loading = True
        self.value.clear()
        self.value.addItem(self.tr("全部内容"), (Filled.ANY, ""))
        if key:
            self.value.addItem(self.tr("（空白）"), (Filled.EMPTY, ""))
            self.value.addItem(self.tr("（不为空）"), (Filled.FILLED, ""))
            for value in column_values(self._model.table, key):
                self.value.addItem(_brief(value), (Filled.VALUE, value))
        self.value.setEnabled(bool(key))
        self._is_loading = False
        self.ask()

    def ask(self) -> None:
        """Tell what is asked for."""
        self._pause.stop()
        if not self._is_loading:
            self.changed.emit(self.wanted())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc clears, Enter and the arrow down go to the table; the window's own keys stay out."""
        if watched is not self.text or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_ours = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
        if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() is not QEvent.Type.KeyPress or not is_ours:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.reset()
        else:
            self.ask()
        self.left.emit()
        return True

    def _star(self, grade: int, stars: str) -> QToolButton:
        button = QToolButton()
        button.setText(stars)
        button.setCheckable(True)
        button.setAutoRaise(True)
        self._name(button, self.tr("只看{}").format(stars), self.tr("只看有{}条目的行，其他条目变淡").format(stars))
        button.toggled.connect(self.ask)
        return button

    def _find(self, data: tuple[Filled, str]) -> int:
        return next((place for place in range(self.value.count()) if self.value.itemData(place) == data), -1)

    def _name(self, widget: QWidget, name: str, tip: str) -> None:
        widget.setAccessibleName(name)
        widget.setToolTip(tip)


def _brief(value: str) -> str:
    """A value as one line of a list."""
    line = " ".join(value.split("\n"))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
