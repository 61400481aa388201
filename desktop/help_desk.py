"""F1: help on the place that has the keys, in the panel at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.help_topics import SHORTCUTS, load_topics, topic_of

Shortcuts = Callable[[], Iterable[tuple[str, str]]]


class Panel(Protocol):
    """What shows a content under a title."""

    def show(self, title: str, content: QWidget) -> None: ...


class HelpDesk(QObject):
    """Keeps nothing but what was shown last; the panel owns the page."""

    def __init__(
        self, panel: Panel, shortcuts: Shortcuts, inside: Callable[[], QWidget | None], parent: QObject
    ) -> None:
        """`shortcuts` gives commands and keys of the moment, `inside` the widget that fills the window."""
        super().__init__(parent)
        self._panel, self._shortcuts, self._inside = panel, shortcuts, inside

    def show_place(self) -> None:
        """Help on the place that has the keys, or on what fills the window."""
        self.show_topic(self.topic())

    def show_shortcuts(self) -> None:
        """The page of all keys."""
        self.show_topic(SHORTCUTS)

    def show_topic(self, key: str) -> None:
        """A page of help."""
        from desktop.views.help_panel import HelpPanel

        pairs = list(self._shortcuts())
        content = HelpPanel(load_topics(), lambda: pairs)
        content.show_topic(key)
        self._panel.show(self.tr("帮助"), content)

    def topic(self) -> str:
        """The topic of the moment."""
        widget = QApplication.focusWidget() or self._inside()
        names: list[str] = []
        for start in (widget, self._inside()):
            while start is not None:
                names.append(type(start).__name__)
                start = start.parentWidget()
        return topic_of(names)
