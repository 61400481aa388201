"""查找替换: one line for what is looked for, one for what comes instead, and everything that was found."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.find_model import FindModel
from desktop.models.find_places import SCOPE_LABELS
from desktop.theme import GAP
from desktop.views.find_desk import FindDesk
from desktop.widgets.find_list import FindList
from desktop.widgets.frame import PrimaryButton, QuietLabel
from desktop.widgets.icons import dress_actions
from domain.searching import Query, Scope


class SearchLine(QLineEdit):
    """Enter steps on, with Shift back, with Ctrl it replaces; the arrow down goes to the list."""

    stepped = Signal(int)
    replacing = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, leave or type."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.replacing.emit()
        elif is_enter:
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindPanel(QWidget):
    """Shows the desk; typing asks it. Ctrl+F and Ctrl+H come here through `begin`."""

    def __init__(self, desk: FindDesk, steps: tuple[QAction, QAction], parent: QWidget | None = None) -> None:
        """`steps` are the commands to the find before and to the next one."""
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("查找替换"))
        self.line = self._search_line(self.tr("查找"), self.tr("要查找的文字"))
        self.by = self._search_line(self.tr("替换为"), self.tr("替换成的文字，空白表示删去"))
        self.scopes = {scope: self._scope(scope) for scope in Scope}
        self.case = self._option(self.tr("区分大小写"), self.tr("A 和 a 不算相同"))
        self.width_matters = self._option(self.tr("区分全半角"), self.tr("（和 ( 不算相同"))
        self.count = QuietLabel()
        self.model = FindModel(desk.describe, self)
        self.list = FindList()
        self.list.setModel(self.model)
        self.go = PrimaryButton("")
        self.go.setToolTip(self.tr("打勾的各处一次换完，可以撤销（Ctrl+回车）"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.line)
        layout.addWidget(self.by)
        layout.addLayout(_row(self.scopes.values(), 2))
        layout.addLayout(_row((self.case, self.width_matters), GAP))
        layout.addLayout(self._found_row(steps))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.go)
        self.setFocusProxy(self.line)
        self._show_question()
        self._connect()
        desk.is_watched = True
        self._show_mode(desk.is_replacing)
        desk.look()

    def begin(self, words: str, *, is_replacing: bool) -> None:
        """Take the keys into the line; `words` were selected in the editor, empty for what was looked for last."""
        self._show_mode(is_replacing)
        self._ask()
        if words:
            self.line.setText(words)
        line = self.by if is_replacing and self.line.text() and self.line.hasFocus() else self.line
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def on_changed(self) -> None:
        """Show other finds."""
        desk = self._desk
        if self.model.results is not desk.results:
            self.model.show(desk.results, desk.group_tick)
            self._mark(desk.current)
        else:
            self.model.refresh()
        self._tell()

    def on_reached(self, number: int) -> None:
        """Mark where one is."""
        self._mark(number)
        self._tell()

    def on_chosen(self, row: int) -> None:
        """Go to the place of a row; of a heading, to its first."""
        group = self.model.group_at(row)
        self._desk.go_to(group.first if group is not None else self.model.find_at(row))

    def on_ticked(self, row: int) -> None:
        """Tick an occurrence, or all of a group."""
        if not self._desk.is_replacing:
            return
        group = self.model.group_at(row)
        if group is not None:
            self._desk.tick_group(group)
        elif self.model.find_at(row) >= 0:
            self._desk.tick(self.model.find_at(row))

    def on_replacing(self) -> None:
        """Replace what is ticked; where the keys were quicker than the list, show that first."""
        if self._desk.is_looking():
            self._desk.look()
        elif self.go.isEnabled() and not self.go.isHidden():
            self._desk.replace()

    def on_down(self) -> None:
        """Go into the list, to the find one is at."""
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.list.currentIndex().row() < 1:
                self.list.setCurrentIndex(self.model.index(1))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody watches any more."""
        self._desk.is_watched = False

    def _connect(self) -> None:
        desk = self._desk
        desk.changed.connect(self.on_changed)
        desk.reached.connect(self.on_reached)
        self.line.textChanged.connect(self._ask)
        self.by.textChanged.connect(self._ask)
        for box in (*self.scopes.values(), self.case, self.width_matters):
            box.toggled.connect(self._ask)
        for line in (self.line, self.by):
            line.stepped.connect(desk.step)
            line.replacing.connect(self.on_replacing)
            line.left.connect(self.on_down)
        self.list.chosen.connect(self.on_chosen)
        self.list.ticked.connect(self.on_ticked)
        self.list.left.connect(self.line.setFocus)
        self.go.clicked.connect(desk.replace)

    def _ask(self) -> None:
        scopes = frozenset(scope for scope, box in self.scopes.items() if box.isChecked())
        words = self.line.text()
        query = Query(words, not self.width_matters.isChecked(), not self.case.isChecked(), scopes or frozenset(Scope))
        self._desk.replace_with(self.by.text(), is_replacing=not self.by.isHidden())
        self._desk.ask(query)
        self._tell()

    def _show_question(self) -> None:
        query = self._desk.query
        self.line.setText(query.words)
        self.by.setText(self._desk.by)
        for scope, box in self.scopes.items():
            box.setChecked(scope in query.scopes)
        self.case.setChecked(not query.any_case)
        self.width_matters.setChecked(not query.any_width)

    def _show_mode(self, is_replacing: bool) -> None:
        self.by.setVisible(is_replacing)
        self.go.setVisible(is_replacing)

    def _mark(self, number: int) -> None:
        row = self.model.row_of(number)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row))

    def _tell(self) -> None:
        desk, finds = self._desk, len(self._desk.results.finds)
        if not desk.query.words:
            words = self.tr("输入文字，即在整个方案里查找。")
        elif desk.is_looking():
            words = self.tr("正在查找…")
        elif not finds:
            words = self.tr("没有找到")
        elif desk.current >= 0:
            words = self.tr("第 {} 处，共 {} 处").format(desk.current + 1, finds)
        else:
            words = self.tr("共 {} 处").format(finds)
        self.count.setText(words)
        self.count.setAccessibleName(words)
        ticked = desk.count_ticked() if desk.is_replacing else 0
        self.go.setText(self.tr("替换选中的 {} 处").format(ticked) if ticked else self.tr("替换"))
        self.go.setEnabled(bool(ticked))

    def _search_line(self, name: str, tip: str) -> SearchLine:
        line = SearchLine()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setToolTip(tip)
        line.setClearButtonEnabled(True)
        return line

    def _scope(self, scope: Scope) -> QToolButton:
        box = QToolButton()
        box.setText(SCOPE_LABELS[scope])
        box.setCheckable(True)
        box.setChecked(True)
        box.setAutoRaise(True)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumWidth(24)
        box.setAccessibleName(self.tr("查找范围：{}").format(SCOPE_LABELS[scope]))
        box.setToolTip(self.tr("在{}里查找").format(SCOPE_LABELS[scope]))
        return box

    def _option(self, name: str, tip: str) -> QCheckBox:
        box = QCheckBox(name)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        return box

    def _found_row(self, steps: tuple[QAction, QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.count, 1)
        dress_actions(list(steps), self.palette())
        for action in steps:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        return row


def _row(widgets: Iterable[QWidget], gap: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget)
    return row
