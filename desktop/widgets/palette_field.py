"""The line at the right of the menus: the field of the command palette, and the commands always at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop.theme import GAP
from desktop.widgets.icons import dress_actions, themed_icon

_WIDTH, _LEAST_WIDTH = 300, 120  # px
_MENUS = 340  # px that the menus need at the left
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaletteField(QLineEdit):
    """Takes the query; `stepped` asks for another result, `accepted` for the current one (True: the other way),
    `entered` and `left` tell that the keys come here and go elsewhere, `dismissed` that Esc was pressed.
    """

    stepped = Signal(int)
    accepted = Signal(bool)
    entered = Signal()
    left = Signal()
    dismissed = Signal()

    def __init__(self, passing: Callable[[], Iterable[QAction]], parent: QWidget | None = None) -> None:
        """`passing` gives the commands of the window, whose keys work here, too."""
        super().__init__(parent)
        self._passing = passing
        self.setPlaceholderText(self.tr("查找或执行… Ctrl+K"))
        self.setAccessibleName(self.tr("查找或执行"))
        self.setAccessibleDescription(self.tr("输入汉字、拼音或首字母，上下键选择，回车前往"))
        self.setClearButtonEnabled(False)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setMaximumWidth(_WIDTH)
        self._icon = QAction(self)
        self._icon.setText(self.tr("查找"))
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._dress()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that are not the window's own.

        The field is a child of the menu bar: for Qt the commands of the open editor, which stand in a menu there, would
        be near enough to answer Enter and Delete.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence(event.keyCombination())
            is_mnemonic = event.modifiers() == Qt.KeyboardModifier.AltModifier and event.text().isalpha()
            if not is_mnemonic and not any(keys in action.shortcuts() for action in self._passing()):
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys come here."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys go elsewhere; another window or a menu takes them for a moment only."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that choose a result; the rest edits the query."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _ENTER:
            self.accepted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon in the ink of a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.ButtonText, palette.color(QPalette.ColorRole.PlaceholderText))
        self._icon.setIcon(themed_icon("search", palette))


class TopLine(QWidget):
    """Stands in the corner of the menu bar."""

    def __init__(
        self, actions: Iterable[QAction], passing: Callable[[], Iterable[QAction]], parent: QWidget | None = None
    ) -> None:
        """`actions` become small buttons behind the field, by their icons only: the words of undo change."""
        super().__init__(parent)
        self._actions = list(actions)
        self.field = PaletteField(passing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, 2, GAP, 2)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addSpacing(GAP)
        for action in self._actions:
            button = QToolButton()
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setIconSize(QSize(16, 16))
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            layout.addWidget(button)
        dress_actions(self._actions, self.palette())

    def sizeHint(self) -> QSize:
        """In a narrow window the field leaves room for the menus."""
        hint = super().sizeHint()
        buttons = hint.width() - self.field.sizeHint().width()
        room = self.window().width() - _MENUS - buttons
        return QSize(buttons + max(_LEAST_WIDTH, min(_WIDTH, room)), hint.height())
