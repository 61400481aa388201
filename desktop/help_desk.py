"""F1: help on the place that has the keys, in the panel at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from desktop.help_topics import SHORTCUTS, load_topics, topic_of
from desktop.widgets.side_panel import SidePanel

_WIDTH = 420  # px, enough for a table of keys

Shortcuts = Callable[[], Iterable[tuple[str, str]]]


class HelpDesk(QObject):
    """Puts pages of help into the panel, which it makes wide enough while they are read."""

    def __init__(
        self,
        panel: SidePanel,
        sides: QSplitter,
        shortcuts: Shortcuts,
        inside: Callable[[], QWidget | None],
        parent: QObject,
    ) -> None:
        """`sides` is the row the panel stands in, at its end; `shortcuts` gives commands and keys of the moment,
        `inside` the widget that fills the window.
        """
        super().__init__(parent)
        self._panel, self._sides, self._shortcuts, self._inside = panel, sides, shortcuts, inside
        self._before: list[int] | None = None
        panel.closed.connect(self.on_closed)

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
        self._panel.present(self.tr("帮助"), content)
        self._widen()

    def on_closed(self) -> None:
        """Give the room back."""
        before, self._before = self._before, None
        if before is not None and len(before) == self._sides.count():
            self._sides.setSizes(before)

    def topic(self) -> str:
        """The topic of the moment."""
        widget = QApplication.focusWidget() or self._inside()
        names: list[str] = []
        for start in (widget, self._inside()):
            while start is not None:
                names.append(type(start).__name__)
                start = start.parentWidget()
        return topic_of(names)

    def _widen(self) -> None:
        sizes = self._sides.sizes()
        if self._before is None and sizes[-1] < _WIDTH:
            self._before = sizes
            self._sides.setSizes([sum(sizes) - _WIDTH, *sizes[1:-1], _WIDTH])
