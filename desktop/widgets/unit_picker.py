"""Choosing units by typing: for one task or many, as a chip's menu, as a cell's editor, as a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from db.tasks import set_task_units
from desktop.known_units import known_units
from desktop.models.task_unit_model import UnitDraft, UnitListModel
from desktop.session import Session
from desktop.widgets.frame import QuietLabel
from desktop.widgets.task_overlay import Overlay
from desktop.widgets.task_unit_rows import UnitRowDelegate
from domain.duty_clause import split_names
from domain.labels import ROLE_CLAUSE_WORDS
from domain.task_names import holder_of, names_of
from domain.task_units import UnitChoice, fitting_choices, named_choice, unit_choices
from domain.text import trim
from domain.units import Role

_WIDTH, _HEIGHT = 340, 400  # px
_ROLE_KEYS = {Qt.Key.Key_1: Role.LEAD, Qt.Key.Key_2: Role.SUPPORT, Qt.Key.Key_3: Role.RESPONSIBLE}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class UnitList(Overlay):
    """A line to type in and the units that fit, by Chinese, pinyin or initials; what a choice means is for others."""

    def __init__(self, session: Session, parent: QWidget, *, can_add: bool) -> None:
        super().__init__(parent)
        self.session = session
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.input = QLineEdit()
        self.input.setAccessibleName(self.tr("查找单位"))
        self.input.setPlaceholderText(self.tr("名称、拼音或首字母"))
        self.input.setClearButtonEnabled(True)
        self.input.installEventFilter(self)
        self.model = UnitListModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(UnitRowDelegate(self.list))
        self.list.setAccessibleName(self.tr("单位"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self.on_clicked(index.row()))
        self.hint = QuietLabel()
        self._can_add = can_add
        self._choices: tuple[UnitChoice, ...] = ()
        self._draft = UnitDraft(())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 9)
        layout.setSpacing(6)
        for widget in (self.title, self.input):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        self.input.textChanged.connect(self.on_typed)

    def open_list(self, choices: Sequence[UnitChoice], draft: UnitDraft | None, rect: QRect) -> None:
        """Appear beside a place given in global coordinates."""
        self._choices = tuple(choices)
        self._draft = draft if draft is not None else UnitDraft(())
        self.input.blockSignals(True)
        self.input.clear()
        self.input.blockSignals(False)
        self._fill()
        rows = self.model.rowCount()
        row_height = self.list.sizeHintForRow(0) if rows else 24
        frame = self.sizeHint().height() - self.list.sizeHint().height()
        height = min(frame + max(rows, 3) * row_height + 4, _HEIGHT)
        self.show_beside(rect, QSize(max(_WIDTH, min(rect.width(), 480)), height), self.input)

    def current(self) -> UnitChoice | None:
        """The unit the keys act on."""
        return self.model.choice_at(self.list.currentIndex().row())

    def is_asked(self) -> bool:
        """Whether something is typed or a row was gone to, so that Enter means that row."""
        return bool(self.input.text().strip()) or self.list.currentIndex().isValid()

    def go_to(self, row: int) -> None:
        """Make a row current."""
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if index.isValid():
            self.list.scrollTo(index)
        text = self.model.data(index, Qt.ItemDataRole.AccessibleTextRole) if index.isValid() else ""
        self.input.setAccessibleDescription(str(text or ""))

    def on_typed(self) -> None:
        """Show what fits."""
        self._fill()

    def on_clicked(self, row: int) -> None:
        """A row was clicked."""
        raise NotImplementedError

    def on_key(self, event: QKeyEvent) -> bool:
        """A key that is no movement; True when it is done with."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list and of what it is for come before those of the line, and before the window's shortcuts."""
        if isinstance(event, QKeyEvent) and watched is self.input:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._moved(event) or self.on_key(event)
        return super().eventFilter(watched, event)

    def fits(self, text: str) -> bool:
        """Whether a text is part of the name of a unit on offer."""
        return any(text in word for choice in self._choices for word in (choice.name, *choice.words))

    def _fill(self) -> None:
        typed = trim(self.input.text())
        found = fitting_choices(typed, self._choices)
        is_list = len(split_names(typed)) > 1
        is_name = bool(typed) and not is_list and not (found and typed.isascii())
        is_new = self._can_add and is_name and named_choice(typed, self._choices) is None
        self.model.show(found, typed if is_new else "", self._draft)
        self.go_to(0 if typed and self.model.rowCount() else -1)

    def _moved(self, event: QKeyEvent) -> bool:
        step = _MOVES.get(Qt.Key(event.key()))
        count = self.model.rowCount()
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not count:
            return False
        row = self.list.currentIndex().row()
        if row < 0:
            row = 0 if step > 0 else count - 1
        else:
            row = (row + step) % count if abs(step) == 1 else min(max(row + step, 0), count - 1)
        self.go_to(row)
        return True


class UnitPicker(UnitList):
    """Ticks units of tasks and changes their roles; one visit is one step that undo takes back.

    `finished` comes when it has closed, with the step to the next cell that the key asked for (rows, columns).
    """

    finished = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, can_add=True)
        self.setAccessibleName(self.tr("选择责任单位"))
        self._tasks: tuple[int, ...] = ()
        self._role = Role.LEAD
        self.hint.setText(self.tr("空格勾选 · 1牵头 2配合 3落实 · Tab完成 · Esc不改"))

    def open_for(self, task_id: int, role: Role, global_rect: QRect) -> None:
        """Open for one task; what is ticked gets `role`."""
        self.open_for_tasks((task_id,), role, global_rect)

    def open_for_tasks(self, task_ids: Sequence[int], role: Role, global_rect: QRect) -> None:
        """Open for several tasks at once; a measure without units of its own shows those of its task."""
        content = self.session.content
        self._tasks, self._role = tuple(task_ids), role
        names = [names_of(content, holder_of(content, one)) for one in task_ids]
        word = ROLE_CLAUSE_WORDS[role]
        self.title.setText(word if len(names) == 1 else self.tr("{} · {} 项任务").format(word, len(names)))
        self.open_list(unit_choices(content.units, known_units()), UnitDraft(names), global_rect)

    def take(self, rows: int = 0, columns: int = 0) -> None:
        """Write what was asked for and go away."""
        wishes = self._draft.wishes()
        tasks = self._tasks
        self.leave()
        if wishes and tasks:
            self.session.perform(set_task_units, tasks, wishes)
            self.session.store.end_merging()
        self.finished.emit(rows, columns)

    def cancel(self) -> None:
        """Go away and leave everything as it was."""
        self.leave()
        self.finished.emit(0, 0)

    def leave(self) -> None:
        """Go away; nothing is asked for any more."""
        self._tasks = ()
        super().leave()

    def on_left(self) -> None:
        """Leaving it takes what was asked for."""
        self.take()

    def on_clicked(self, row: int) -> None:
        """A click ticks."""
        self.go_to(row)
        self._toggle()

    def on_key(self, event: QKeyEvent) -> bool:
        """Tick, give another role, finish or leave."""
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act: Callable[[], None] | None = None
        if key == Qt.Key.Key_Escape:
            act = self.cancel
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = 1 if key == Qt.Key.Key_Tab else -1
            act = partial(self._finish_typed, 0, step)
        elif key in _ENTER and (not plain or not self.is_asked()):
            act = partial(self._finish_typed, int(plain), 0)
        elif key in _ENTER or (key == Qt.Key.Key_Space and self.current() is not None):
            act = self._toggle
        elif key in _ROLE_KEYS and plain and self._means_role(event.text()):
            act = partial(self._give, _ROLE_KEYS[key])
        if act is None:
            return False
        act()
        return True

    def _finish_typed(self, rows: int, columns: int) -> None:
        """Finish; what is typed and fits is taken along."""
        choice = self.current()
        if trim(self.input.text()) and not (choice is not None and self._draft.has(choice.name, self._role)):
            self._toggle()
        self.take(rows, columns)

    def _means_role(self, digit: str) -> bool:
        return self.current() is not None and not self.fits(self.input.text() + digit)

    def _toggle(self) -> None:
        listed = [trim(name) for name in split_names(self.input.text()) if trim(name)]
        choice = self.current()
        if len(listed) > 1:
            for name in listed:
                known = named_choice(name, self._choices)
                self._draft_give(known.name if known else name, self._role)
        elif choice is not None:
            ticked = self._draft.has(choice.name, self._role)
            self._draft_give(choice.name, None if ticked else self._role)
        self._after()

    def _give(self, role: Role) -> None:
        choice = self.current()
        if choice is not None and self._draft is not None:
            self._draft_give(choice.name, None if self._draft.has(choice.name, role) else role)
        self._after()

    def _draft_give(self, name: str, role: Role | None) -> None:
        if named_choice(name, self._choices) is None:
            self._choices = (*self._choices, UnitChoice(name))
        self._draft.give(name, role)

    def _after(self) -> None:
        """Ready for the next name: what was typed is gone; a row gone to by arrows stays current."""
        if self.input.text():
            self.input.clear()
        else:
            self.model.tell_roles()


class UnitChooser(UnitList):
    """Takes one unit, as for a filter; `chosen` carries its id."""

    chosen = Signal(int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, can_add=False)
        self.setAccessibleName(self.tr("选择单位"))
        self.title.setText(self.tr("按单位筛选"))
        self.hint.setText(self.tr("回车 选定 · Esc 返回"))

    def open_at(self, global_rect: QRect) -> None:
        """Offer the plan's units that have something to do."""
        content = self.session.content
        busy = {duty.unit_id for duty in content.duties}
        self.open_list(unit_choices([unit for unit in content.units if unit.id in busy], ()), None, global_rect)

    def on_clicked(self, row: int) -> None:
        """A click takes."""
        self._take(self.model.choice_at(row))

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter takes, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        if event.key() in (*_ENTER, Qt.Key.Key_Tab):
            self._take(self.current())
            return True
        return False

    def _take(self, choice: UnitChoice | None) -> None:
        self.leave()
        if choice is not None:
            self.chosen.emit(choice.id)
