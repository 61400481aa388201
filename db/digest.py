"""A digest over what a plan file says: it changes when any logical row does, and only then.

SQLite's integrity check sees a broken tree, not a changed letter; this sees the letter.
"""

from __future__ import annotations

import hashlib
import json

from sqlite_utils import Database

from db.journal import TRACKED

# Not `change`: every link of the chain in `operation` covers what the operation recorded (db.chain).
DIGESTED = (*TRACKED, "operation", "document")
_BATCH = 200  # rows; a source document may be large


def content_digest(db: Database) -> str:
    """SHA-256 in hex over every row of every table that says something, by table and id."""
    whole = hashlib.sha256()
    # Many rows at once: a call a row costs twice the rest. How many does not show in the digest.
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for table in DIGESTED:
        whole.update(f"{table}\n".encode())
        cursor = db.conn.execute(f"SELECT * FROM {table} ORDER BY id")
        while rows := cursor.fetchmany(_BATCH):
            whole.update(f"{encode(rows)[1:-1]},".encode("utf-8", "surrogatepass"))
        whole.update(b"\n")
    return whole.hexdigest()
