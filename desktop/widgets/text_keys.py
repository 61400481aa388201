"""What a key does to the text: the words of one line change by themselves, for everything else there is a deed."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop.widgets.text_places import Place

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_NOT_WRITING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_OWN_LETTERS = (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X)
_CONTROL = Qt.KeyboardModifier.ControlModifier


class KeyDeed(Enum):
    """What is to be done."""

    WRITE = auto()  # a character
    BREAK = auto()  # Enter
    JOIN_BEFORE = auto()
    JOIN_AFTER = auto()
    REMOVE = auto()  # what is selected, over several lines or with chips
    REMOVE_WORD = auto()  # the word behind the caret
    CUT = auto()
    OPEN_CHIP = auto()
    WRITE_CHIP = auto()  # a character typed on a chip
    REMOVE_CHIP = auto()
    TAB = auto()
    BACKTAB = auto()
    TEXT = auto()  # a heading becomes text


def deed_of(event: QKeyEvent, place: Place, length: int, *, is_simple: bool, has_selection: bool) -> KeyDeed | None:
    """What a key asks for at a place of a line with so many characters; None: what it does by itself is right."""
    key = event.key()
    if event.matches(QKeySequence.StandardKey.Cut):
        return KeyDeed.CUT
    if key in _ENTER or key == Qt.Key.Key_F2:
        if place.chip >= 0:
            return KeyDeed.OPEN_CHIP
        return KeyDeed.BREAK if key in _ENTER else None
    if is_text_key(event):
        return KeyDeed.TEXT
    if key in _ERASING:
        return _erasing(event, place, length, is_simple=is_simple, has_selection=has_selection)
    if event.text().isprintable() and event.text() and not event.modifiers() & _NOT_WRITING:
        return KeyDeed.WRITE_CHIP if place.chip >= 0 and not has_selection else KeyDeed.WRITE
    return None


def is_foreign(event: QKeyEvent) -> bool:
    """Whether a key is the window's: steps are the plan's, and Ctrl+K, Ctrl+D or Ctrl+E mean no editing here."""
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return True
    is_letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
    return bool(event.modifiers() & _CONTROL) and is_letter and event.key() not in _OWN_LETTERS


def is_text_key(event: QKeyEvent) -> bool:
    """Ctrl+0, as in other word processors; elsewhere in the window it is about the size."""
    return event.key() == Qt.Key.Key_0 and event.modifiers() == _CONTROL


def _erasing(event: QKeyEvent, place: Place, length: int, *, is_simple: bool, has_selection: bool) -> KeyDeed | None:
    if has_selection:
        return None if is_simple else KeyDeed.REMOVE
    if place.chip >= 0:
        return KeyDeed.REMOVE_CHIP
    if event.key() == Qt.Key.Key_Backspace:
        return None if place.offset else KeyDeed.JOIN_BEFORE
    if place.offset >= length:
        return KeyDeed.JOIN_AFTER
    return KeyDeed.REMOVE_WORD if event.modifiers() & _CONTROL else None
