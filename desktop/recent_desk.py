"""The plans of last time, on the start page and in the menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.actions import WindowActions
from desktop.settings import Settings
from desktop.views.start_view import StartView
from domain.exchange import PlanInfo


class RecentDesk(QObject):
    """Keeps the list in step with what is opened, closed and taken off it."""

    def __init__(self, settings: Settings, start: StartView, commands: WindowActions, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._start = start
        self._commands = commands
        start.forget_wanted.connect(self.forget)

    def refresh(self) -> None:
        """Show what there is."""
        files = self._settings.recent()
        self._start.show_recent(files)
        self._commands.show_recent([one.path for one in files if one.edited is not None])

    def note(self, path: Path | None, info: PlanInfo) -> None:
        """Remember what an open plan is about."""
        if path is not None:
            self._settings.note_file(path, info.title, info.mark)

    def forget(self, path: Path) -> None:
        """Take a file off the list; the file itself stays."""
        self._settings.forget_file(path)
        self.refresh()
