"""The commands of finding and replacing: the panel at the right, and from one find to the next without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from desktop.views.find_desk import FindDesk

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.views.find_panel import FindPanel

_LONGEST = 40  # characters of a selection that may be what is looked for


class FindCommands(QObject):
    """Joins the desk with the window; the panel is built when it is first wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.desk = FindDesk(lambda: window.session, lambda: window.workspace, window.runner, self)
        commands = window.commands
        for action, slot in (
            (commands.find, lambda: self.open(is_replacing=False)),
            (commands.replace, lambda: self.open(is_replacing=True)),
            (commands.find_next, lambda: self.step(1)),
            (commands.find_previous, lambda: self.step(-1)),
        ):
            action.triggered.connect(slot)
        self.desk.replaced.connect(self.on_replaced)
        window.panel.closed.connect(self.on_panel_closed)

    def open(self, *, is_replacing: bool) -> None:
        """Take the keys into the panel; what is selected is looked for."""
        window, words = self._window, _selected_words()
        if window.session is None or window.workspace is None or window.pages.page is not None:
            return
        window.workspace.finish_editing()
        self._panel().begin(words, is_replacing=is_replacing)

    def find(self, words: str) -> None:
        """Look for words that somebody clicked, and go to the first place."""
        self._panel().begin(words, is_replacing=False)
        self.desk.step(1)

    def step(self, step: int) -> None:
        """Go on; where nothing was looked for yet, ask."""
        if not self.desk.query.words:
            self.open(is_replacing=False)
        elif self._window.workspace is not None:
            self._window.workspace.finish_editing()
            self.desk.step(step)

    def on_replaced(self, count: int) -> None:
        """Say how many, and offer to take it back."""
        self._window.outcomes.offer_undo(self.tr("已替换 {} 处").format(count))

    def on_panel_closed(self) -> None:
        """Give the keys back to the editor, where they were in the panel; a closed plan is let go of."""
        if self._window.session is None:
            self.desk.leave()

    def _panel(self) -> FindPanel:
        from desktop.views.find_panel import FindPanel

        content = self._window.panel.content()
        if isinstance(content, FindPanel):
            return content
        commands = self._window.commands
        panel = FindPanel(self.desk, (commands.find_previous, commands.find_next))
        self._window.panel.present(self.tr("查找替换"), panel)
        return panel


def _selected_words() -> str:
    """A short selection within one line, where the keys are."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit):
        return focus.selectedText() if len(focus.selectedText()) <= _LONGEST else ""
    if not isinstance(focus, QTextEdit):
        return ""
    words = focus.textCursor().selectedText()
    is_plain = words.isprintable() and "\ufffc" not in words
    return words if is_plain and len(words) <= _LONGEST else ""
