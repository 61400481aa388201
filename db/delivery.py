"""Publishing in two steps: pack the state on this machine, deliver it to a place that may be slow.

Packing needs the open document and takes tens of milliseconds; delivering needs no connection, so another thread may
wait for a network share that does not answer.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from db.database import Database
from db.publishing import Publication, PublishedState, explained, replace_document, temporary_beside, write_state


@dataclass(frozen=True)
class Parcel:
    """A state packed into a file on this machine; `known` are the states the document at `path` may be in."""

    file: Path
    state: PublishedState
    path: Path
    known: tuple[PublishedState, ...]


def pack(db: Database, file: Path, path: Path, known: Collection[PublishedState], revision: int) -> Parcel:
    """Write the present state of a working copy into a file beside it. Raises StorageError when that fails."""
    with explained(file):
        file.unlink(missing_ok=True)
        return Parcel(file, write_state(db, file, revision), path, tuple(known))


def deliver(parcel: Parcel) -> Publication:
    """Put a packed state into its document, as `db.publishing.publish` does; any thread may wait for it.

    Raises StorageError with a sentence when the place cannot be written; the document is then as it was.
    """
    path = parcel.path.resolve() if parcel.path.is_symlink() else parcel.path
    temporary = temporary_beside(path)
    with explained(path, temporary):
        shutil.copyfile(parcel.file, temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        return replace_document(temporary, path, parcel.known, parcel.state)
