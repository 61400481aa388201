"""What the program remembers between two starts: the window, recent files, light or dark."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from desktop.theme import SchemeChoice

_MOST_RECENT = 8


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

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._store.remove("files/recent")

    def layout(self, name: str) -> QByteArray:
        """A remembered geometry or splitter state; empty when there is none."""
        value = self._store.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_layout(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or splitter state under a name."""
        self._store.setValue(f"window/{name}", state)

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
