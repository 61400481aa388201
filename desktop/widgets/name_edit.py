"""A line that appears to take one name or title and goes away again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from domain.pinyin import match


class NameEdit(QLineEdit):
    """Hidden until `begin`. Enter, or leaving it, tells the text by `finished` if it is a new one; Esc forgets it."""

    finished = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self._original = ""
        self._is_leaving = False
        self._names: tuple[str, ...] = ()
        self.offers = QStringListModel(self)
        self._completer = QCompleter(self.offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.popup().setAccessibleName(self.tr("可选的名称"))
        self._completer.activated[str].connect(self.setText)  # type: ignore[index]  # absent from the stubs
        self.textEdited.connect(self.on_typed)
        self.hide()

    def on_typed(self, text: str) -> None:
        """Offer the names that fit, the best first; one letter alone says too little."""
        if len(text.strip()) < 2 and text.isascii():
            self._completer.popup().hide()
            return
        found = [(met.score, place, name) for place, name in enumerate(self._names) if (met := match(text, name))]
        self.offers.setStringList([name for *_, name in sorted(found)])
        if found:
            self._completer.complete()
            self._completer.popup().setCurrentIndex(QModelIndex())  # Enter takes what is typed
        else:
            self._completer.popup().hide()

    def begin(self, text: str = "", names: Sequence[str] = ()) -> None:
        """Appear with a text, all of it selected, and complete it from `names`, by pinyin and initials too."""
        self._original = text
        self._names = tuple(names)
        self.setText(text)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Tell the text, if it is a new one, and go away."""
        if self.isHidden() or self._is_leaving:
            return
        text = self.text().strip()
        self._leave()
        if text and text != self._original:
            self.finished.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the text, Esc does not; in the list of names, Enter takes the name."""
        popup = self._completer.popup()
        if popup.isVisible() and popup.currentIndex().isValid() and event.key() in _POPUP_KEYS:
            event.ignore()  # the list takes it
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the line takes the text; opening its menu does not."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finish()

    def _leave(self) -> None:
        self._is_leaving = True
        parent = self.parentWidget()
        if parent is not None:  # before hiding: else Qt tabs on, and a table takes that for a step to the next cell
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._is_leaving = False


_POPUP_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
