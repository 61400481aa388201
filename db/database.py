"""Database: a connection with the two calls everything here is made of.

sqlite-utils makes and migrates schemas (db.migrations); it takes as long to import as a window to show, so a plan
that is up to date is opened without it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Parameters = Sequence[object] | Mapping[str, object]


class Database:
    """A connection that begins no transaction by itself, and whose triggers fire triggers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.conn = connection
        if connection.isolation_level is not None:  # setting it would commit a transaction that is running
            connection.isolation_level = None
        connection.execute("PRAGMA recursive_triggers = ON")

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.conn.execute(sql, parameters)

    def query(self, sql: str, parameters: Parameters = ()) -> Iterator[dict[str, Any]]:
        """Run a statement now; its rows come as they are asked for, by column name."""
        cursor = self.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def rollback(self) -> None:
        """Take a running transaction back, where one is left."""
        if self.conn.in_transaction:
            self.conn.execute("ROLLBACK")

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""
        return bool(
            self.conn.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [name]).fetchone()
        )
