"""The plans of last time, with what a clerk knows them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class RecentFile:
    """`edited` is None for a file that is not there; `mark` is 征求意见稿 and the like as it was when last closed."""

    path: Path
    title: str = ""
    mark: str = ""
    edited: datetime | None = None


def recent_file(path: Path, title: str, mark: str) -> RecentFile:
    """What there is to say about a file now."""
    try:
        edited = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        edited = None
    return RecentFile(path, title, mark, edited)
