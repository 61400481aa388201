"""What the program remembers between two starts: the window, recent files, light or dark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from desktop.recent_files import RecentFile, recent_file
from desktop.theme import SchemeChoice

_MOST_RECENT = 8
_MOST_DOCUMENTS = 40
_LONGEST_MEMORY = 100_000  # characters a document


class Settings:
    """Typed access to a QSettings; nothing of a plan is kept in it but the paths of recent files."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def scheme(self) -> SchemeChoice:
        """Light, dark, or as the system says."""
        value = str(self._store.value("window/scheme", SchemeChoice.SYSTEM.value))
        return SchemeChoice(value) if value in set(SchemeChoice) else SchemeChoice.SYSTEM

    @scheme.setter
    def scheme(self, choice: SchemeChoice) -> None:
        self._store.setValue("window/scheme", choice.value)

    def recent_files(self) -> list[Path]:
        """Plan files opened lately that are still there, newest first."""
        return [path for path in self._remembered() if path.exists()]

    def remember_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        paths = [path.absolute(), *(known for known in self._remembered() if known != path.absolute())]
        self._store.setValue("files/recent", [str(one) for one in paths[:_MOST_RECENT]])

    def recent(self) -> list[RecentFile]:
        """Plan files opened lately with what is known of them, newest first; those that are gone, too."""
        notes = self._notes()
        return [recent_file(path, *(notes.get(str(path)) or ["", ""])) for path in self._remembered()]

    def note_file(self, path: Path, title: str, mark: str) -> None:
        """Remember what a recent file is about."""
        known = {str(one) for one in self._remembered()}
        notes = {one: note for one, note in self._notes().items() if one in known}
        notes[str(path.absolute())] = [title, mark]
        self._store.setValue("files/notes", json.dumps(notes, ensure_ascii=False))

    def forget_file(self, path: Path) -> None:
        """Take a file off the list of recent ones."""
        self._store.setValue("files/recent", [str(one) for one in self._remembered() if one != path])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._store.remove("files/recent")
        self._store.remove("files/notes")

    def _notes(self) -> dict[str, list[str]]:
        try:
            held = json.loads(str(self._store.value("files/notes", "{}")))
        except ValueError:
            return {}
        pairs = held.items() if isinstance(held, dict) else ()
        return {
            str(path): [str(one) for one in note] for path, note in pairs if isinstance(note, list) and len(note) == 2
        }

    def layout(self, name: str) -> QByteArray:
        """A remembered geometry or splitter state; empty when there is none."""
        value = self._store.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_layout(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or splitter state under a name."""
        self._store.setValue(f"window/{name}", state)

    def is_shown(self, pane: str, usual: bool) -> bool:
        """Whether the user wants a pane of the window."""
        return str(self._store.value(f"window/show_{pane}", "yes" if usual else "no")) == "yes"

    def keep_shown(self, pane: str, shown: bool) -> None:
        """Remember whether a pane is wanted."""
        self._store.setValue(f"window/show_{pane}", "yes" if shown else "no")

    def number(self, name: str, usual: int) -> int:
        """A remembered size or percentage."""
        value = str(self._store.value(f"window/{name}", usual))
        return int(value) if value.isascii() and value.isdigit() else usual

    def keep_number(self, name: str, value: int) -> None:
        """Remember a size or percentage."""
        self._store.setValue(f"window/{name}", value)

    def memory(self, document: str) -> dict[str, Any]:
        """Where the user was in a document; empty when nobody remembers."""
        try:
            held = json.loads(str(self._store.value(f"places/{document}", "{}")))
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}

    def keep_memory(self, document: str, memory: Mapping[str, Any]) -> None:
        """Remember where the user is in a document; those not opened for longest are forgotten."""
        text = json.dumps(memory, ensure_ascii=False)
        if len(text) > _LONGEST_MEMORY:
            return
        known = self._store.value("places/order", [])
        others = [one for one in (known if isinstance(known, list) else [known]) if one and one != document]
        for gone in others[_MOST_DOCUMENTS - 1 :]:
            self._store.remove(f"places/{gone}")
        self._store.setValue("places/order", [document, *others[: _MOST_DOCUMENTS - 1]])
        self._store.setValue(f"places/{document}", text)

    def last_folder(self) -> Path | None:
        """The folder of the last file choice, while it exists."""
        value = self._store.value("files/folder")
        path = Path(str(value)) if value else None
        return path if path is not None and path.is_dir() else None

    def keep_folder(self, folder: Path) -> None:
        """Remember where the user last looked for a file."""
        self._store.setValue("files/folder", str(folder))

    def sync(self) -> None:
        """Write everything out now."""
        self._store.sync()

    def _remembered(self) -> list[Path]:
        value = self._store.value("files/recent", [])
        texts = value if isinstance(value, list) else [value]
        return [Path(str(text)) for text in texts if text]
