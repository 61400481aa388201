"""A copy of an open plan in memory: work on it holds up nobody and touches no file."""

from __future__ import annotations

import sqlite3

from db.connection import translated
from db.database import Database
from db.store import Store


def scratch_copy(store: Store) -> Store:
    """The plan as it stands now, for work on another thread; close it there. The open plan is only read."""
    with translated(store.path):
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        store.db.conn.backup(connection)
        connection.isolation_level = None
        return Store(Database(connection), store.path, who="")
