"""A digest over what a plan file says: it changes when any logical row does, and only then.

SQLite's integrity check sees a broken tree, not a changed letter; this sees the letter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from db.journal import TRACKED, column_types

# Not `change`: every link of the chain in `operation` covers what the operation recorded (db.chain).
DIGESTED = (*TRACKED, "operation", "document")
_BATCH = 200  # rows; a source document may be large


def digested_columns(db: Database) -> dict[str, tuple[str, ...]]:
    """The tables that say something with their columns, as they are in this file; older versions have fewer."""
    found = {table: tuple(column_types(db, table)) for table in DIGESTED}
    return {table: names for table, names in found.items() if names}


def content_digest(db: Database, columns: Mapping[str, Sequence[str]] | None = None) -> str:
    """SHA-256 in hex over every row of every table that says something, by table and id.

    `columns` are those of an older version, for rows of its that stand in newer tables.
    """
    whole = hashlib.sha256()
    # Many rows at once: a call a row costs twice the rest. How many does not show in the digest.
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for table, names in (digested_columns(db) if columns is None else columns).items():
        whole.update(f"{table}\n".encode())
        listed = ", ".join(f'"{name}"' for name in names)
        cursor = db.conn.execute(f"SELECT {listed} FROM {table} ORDER BY id")
        while rows := cursor.fetchmany(_BATCH):
            whole.update(f"{encode(rows)[1:-1]},".encode("utf-8", "surrogatepass"))
        whole.update(b"\n")
    return whole.hexdigest()
