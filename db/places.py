"""Where the program keeps its own files on this machine: working copies and backups."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True)
class Home:
    """The program's folder of the user; its sub-folders are made when they are needed."""

    root: Path

    @classmethod
    def default(cls) -> Home:
        """The folder the system gives to programs, or the one FANGAN_HOME names (tests, portable installs)."""
        named = os.environ.get("FANGAN_HOME")
        return cls(Path(named) if named else platformdirs.user_data_path("fangan", appauthor=False))

    @property
    def work(self) -> Path:
        """Working copies, one folder an open document."""
        return self.root / "work"

    @property
    def backups(self) -> Path:
        """Backups, one folder a document id."""
        return self.root / "backups"
