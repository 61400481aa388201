"""A digest over what a plan file says: it changes when any logical row does, and only then.

SQLite's integrity check sees a broken tree, not a changed letter; this sees the letter.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from db.database import Database
from db.journal import TRACKED, column_types

# Not `change`: every link of the chain in `operation` covers what the operation recorded (db.chain).
DIGESTED = (*TRACKED, "operation", "document", "attachment")
_BATCH = 200  # rows; a source document may be large
_FORMAT = 0  # of marshal, the same in every Python 3: a letter for the type, lengths and numbers as 4 bytes, the bytes
_HEAD = 5  # bytes: that a list follows, and how long it is; how many rows are read at once must not show

Columns = Mapping[str, Sequence[str]]


def digested_columns(db: Database) -> dict[str, tuple[str, ...]]:
    """The tables that say something with their columns, as they are in this file; older versions have fewer."""
    found = {table: tuple(column_types(db, table)) for table in DIGESTED}
    return {table: names for table, names in found.items() if names}


def content_digest(db: Database, columns: Columns | None = None) -> str:
    """SHA-256 in hex over every row of every table that says something, by table and id.

    `columns` are those of an older version, for rows of its that stand in newer tables. Text counts as its bytes:
    that it is text, `integrity_check` sees, for the tables are strict.
    """
    whole = hashlib.sha256()
    columns = digested_columns(db) if columns is None else columns
    connection, factory = db.conn, db.conn.text_factory
    connection.text_factory = bytes  # to decode every text and encode it again would take half of the time
    try:
        for table, batches in _batches(db, columns):
            whole.update(f"{table}\n".encode())
            for rows in batches:
                whole.update(memoryview(marshal.dumps(rows, _FORMAT))[_HEAD:])
            whole.update(b"\n")
    finally:
        connection.text_factory = factory
    return whole.hexdigest()


def has_digest(db: Database, digest: str, columns: Columns | None = None) -> bool:
    """Whether a digest noted in a file fits its rows, made by this program or by an earlier one."""
    return digest == content_digest(db, columns) or digest == _former_digest(db, columns)


def _former_digest(db: Database, columns: Columns | None) -> str:
    """The same over the rows as JSON, which took twice as long: files published until November 2026 note this one."""
    whole = hashlib.sha256()
    columns = digested_columns(db) if columns is None else columns
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for table, batches in _batches(db, columns):
        whole.update(f"{table}\n".encode())
        for rows in batches:
            whole.update(f"{encode(rows)[1:-1]},".encode("utf-8", "surrogatepass"))
        whole.update(b"\n")
    return whole.hexdigest()


def _batches(db: Database, columns: Columns) -> Iterator[tuple[str, Iterator[list[tuple[object, ...]]]]]:
    for table, names in columns.items():
        listed = ", ".join(f'"{name}"' for name in names)
        cursor = db.conn.execute(f"SELECT {listed} FROM {table} ORDER BY id")
        yield table, _rows(cursor)


def _rows(cursor: sqlite3.Cursor) -> Iterator[list[tuple[object, ...]]]:
    while rows := cursor.fetchmany(_BATCH):
        yield rows
