"""The page on which the plan is written: keys, mouse and input methods over one continuous text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from desktop.models.text_lines import LineKey, LineKind
from desktop.widgets.finding_marks import Mark
from desktop.widgets.text_document import len_units
from desktop.widgets.text_keys import KeyDeed, deed_of, is_foreign, is_text_key
from desktop.widgets.text_painting import SheetPainter
from desktop.widgets.text_places import Place, TextPlaces
from desktop.widgets.text_style import TextStyle
from domain.checks import Severity

_FORM = "application/x-fangan-text"
_KEPT_ON = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class TextSheet(TextPlaces):
    """Edits within the words of one line happen by themselves; everything else is told as a signal.

    Besides plain text the clipboard carries a form with the levels of headings, which `copied_form` gives and `pasted`
    brings behind the text. `deed` carries a KeyDeed. `chip_wanted` tells of a line, the number of its chip
    (as many as there are: the place for one more) and what was typed on it; `fold_wanted` of the line of a heading,
    `table_wanted` of that of a table; `dragged` carries the Place where the selection was dropped;
    `left` that the focus went to another widget, `composed` that an input method is done. `copied_text` gives the
    selection as plain text.
    """

    deed = Signal(object)
    pasted = Signal(str, bytes)
    chip_wanted = Signal(int, int, str)
    fold_wanted = Signal(int)
    table_wanted = Signal(int)
    dragged = Signal(object)
    menu_wanted = Signal(QPoint)
    composed = Signal()
    left = Signal()

    def __init__(self, style: TextStyle, parent: QWidget | None = None) -> None:
        super().__init__(style, parent)
        self.setTabChangesFocus(True)
        self.is_composing = False
        self.copied_text: Callable[[], str] = lambda: self.textCursor().selection().toPlainText()
        self.copied_form: Callable[[], bytes] = bytes
        self.marks: Mapping[LineKey, Sequence[Mark]] = {}
        self.shown_marks: Callable[[LineKey, str], list[tuple[int, int, Severity]]] = lambda _key, _text: []
        self._painter = SheetPainter(self)
        self.text.chips.palette = self.palette()

    def make_read_only(self) -> None:
        """Let the text be read, selected and copied; what would change it is refused by the plan."""
        flag = Qt.TextInteractionFlag
        self.setReadOnly(True)
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window: steps are the plan's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if is_text_key(event):
                event.accept()
                return True
            if is_foreign(event):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what stays within the words of a line; tell the rest."""
        if is_foreign(event):
            event.ignore()
            return
        place = self.place()
        length = len(self.text.typed(place.line))
        deed = deed_of(event, place, length, is_simple=self.is_simple(), has_selection=self.textCursor().hasSelection())
        if deed is KeyDeed.WRITE:
            if self._make_room():
                super().keyPressEvent(event)
        elif deed is KeyDeed.REMOVE_WORD:
            self._remove_word(place, length)
        elif deed in (KeyDeed.OPEN_CHIP, KeyDeed.WRITE_CHIP):
            self.chip_wanted.emit(place.line, place.chip, event.text() if deed is KeyDeed.WRITE_CHIP else "")
        elif deed is not None:
            self.deed.emit(deed)
        else:
            super().keyPressEvent(event)

    def _make_room(self) -> bool:
        """Let the caret be where something can be written over what is selected; False where nothing can."""
        if not self.is_simple():
            self.deed.emit(KeyDeed.REMOVE)
        if not self.is_simple():
            place = self.span()[0]
            self.go_to(Place(place.line, place.offset))
        return self.text.lines[self.place().line].is_written and not self.isReadOnly()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab at the start of a heading is about its level; elsewhere it goes on to the next pane."""
        place = self.place()
        if self.text.lines[place.line].is_heading and not place.offset and self.hasFocus():
            self.deed.emit(KeyDeed.TAB if next else KeyDeed.BACKTAB)
            return True
        return super().focusNextPrevChild(next)

    def _remove_word(self, place: Place, length: int) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
        end = self.position_of(Place(place.line, length))
        if cursor.position() > end:
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Compose in words only, and tell when it is done."""
        begins = not self.is_composing and (event.preeditString() or event.commitString())
        if begins and not self._make_room():
            event.ignore()
            return
        was = self.is_composing
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if was and not self.is_composing:
            self.composed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell when the focus goes to another widget, not when a menu or another window comes up."""
        super().focusOutEvent(event)
        if event.reason() not in _KEPT_ON:
            self.left.emit()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold by the triangle, open a chip; else go where the click is."""
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            fold = self._painter.fold_at(point)
            if fold >= 0:
                self.fold_wanted.emit(fold)
                return
            chip = self.chip_at(point)
            if chip is not None:
                self.go_to(chip)
                self.chip_wanted.emit(chip.line, chip.chip, "")
                return
            table = self.table_at(point)
            if table >= 0:
                self.go_to(Place(table, 0))
                self.table_wanted.emit(table)
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be clicked."""
        super().mouseMoveEvent(event)
        if event.buttons():
            return
        point = event.position().toPoint()
        is_button = self._painter.fold_at(point) >= 0 or self.chip_at(point) is not None or self.table_at(point) >= 0
        shape = Qt.CursorShape.PointingHandCursor if is_button else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        self._painter.hover(self._painter.heading_at(point))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self._painter.hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the place; the caret goes there, as in other word processors."""
        cursor = self.cursorForPosition(event.pos())
        selected = self.textCursor()
        inside = selected.selectionStart() <= cursor.position() < selected.selectionEnd()
        if event.reason() is QContextMenuEvent.Reason.Mouse and not inside:
            self.setTextCursor(cursor)
        self.menu_wanted.emit(event.globalPos())

    def chip_at(self, point: QPoint) -> Place | None:
        """The chip under a point of the viewport."""
        position = self.cursorForPosition(point).position()
        for one in (position, position - 1):
            place = self.place_of(one)
            if place.chip >= 0 and self.chip_rect(place.line, place.chip).contains(point):
                return place
        return None

    def table_at(self, point: QPoint) -> int:
        """The line of the table in the text under a point of the viewport, -1 where there is none."""
        index = self.cursorForPosition(point).blockNumber()
        line = self.text.lines[index] if index < len(self.text.lines) else None
        is_table = line is not None and line.key.kind is LineKind.TABLE
        return index if is_table and self.line_rect(index).contains(point) else -1

    # Clipboard

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text as it prints: numbers before headings, clauses in place of chips."""
        data = QMimeData()
        data.setText(self.copied_text())
        if form := self.copied_form():
            data.setData(_FORM, form)
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to the window."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Tell about pasting."""
        self.pasted.emit(source.text(), source.data(_FORM).data())

    def write(self, text: str) -> None:
        """Write over what is selected within the words of a line."""
        cursor = self.textCursor()
        place = self.place()
        if not self.text.lines[place.line].is_written or self.isReadOnly():
            return
        if not cursor.hasSelection() and place.chip >= 0:
            cursor.setPosition(self.position_of(Place(place.line, place.offset)))
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def dropEvent(self, event: QDropEvent) -> None:
        """What is selected here goes along, or is copied with Ctrl; text from outside is pasted."""
        if event.source() not in (self, self.viewport()):
            super().dropEvent(event)
            return
        place = self.place_of(self.cursorForPosition(event.position().toPoint()).position())
        is_copy = event.dropAction() is Qt.DropAction.CopyAction
        # Copying is all that may be told, or the text would be taken out a second time.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        super().dragLeaveEvent(QDragLeaveEvent())  # the caret that showed where it would go
        if is_copy:
            self.go_to(place)
            self.insertFromMimeData(event.mimeData())
        else:
            self.dragged.emit(place)

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, then what stands around it."""
        super().paintEvent(event)
        self._painter.paint()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self.text.chips.palette = self.palette()
            self.viewport().update()

    def fold_rect(self, index: int) -> QRect:
        """Where the triangle of a heading is, in the viewport."""
        return self._painter.fold_rect(index)

    def end_of(self, index: int) -> Place:
        """Behind the words of a line."""
        return Place(index, len(self.text.typed(index)))

    def is_at_end(self, place: Place) -> bool:
        """Whether a place is behind the words of its line."""
        return len_units(self.text.typed(place.line)) <= place.offset
