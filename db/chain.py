"""The chain of the history: every operation is linked to the one before it, so that a changed past is noticed."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring

from db.database import Database

_BATCH = 200  # changes


def link(db: Database, operation_id: int) -> None:
    """Write the link of an operation from the link before it and everything it recorded."""
    db.execute("UPDATE operation SET chain = ? WHERE id = ?", [_expected(db, operation_id), operation_id])


def relink(db: Database) -> None:
    """Link the whole history anew, as after a migration that changed what operations recorded."""
    for operation_id in _operation_ids(db):
        link(db, operation_id)


def broken_links(db: Database) -> list[int]:
    """Ids of the operations whose link does not fit what they and their past say; empty in a sound file."""
    chains = dict(db.conn.execute("SELECT id, chain FROM operation"))
    return [one for one in _operation_ids(db) if chains[one] != _expected(db, one)]


def _operation_ids(db: Database) -> list[int]:
    return [row[0] for row in db.conn.execute("SELECT id FROM operation ORDER BY id")]


def _expected(db: Database, operation_id: int) -> str:
    row = db.conn.execute("SELECT id, kind, label, who, at FROM operation WHERE id = ?", [operation_id]).fetchone()
    digest = hashlib.sha256(_previous(db, operation_id).encode())
    digest.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    changes = db.conn.execute(
        "SELECT tbl, row_id, before, after FROM change WHERE operation_id = ? ORDER BY id", [operation_id]
    )
    while rows := changes.fetchmany(_BATCH):
        digest.update("".join([_as_json(*change) for change in rows]).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _as_json(table: str, row_id: int, before: str | None, after: str | None) -> str:
    """A change as json.dumps writes it, without its detours: half the time of checking a large history."""
    old = "null" if before is None else encode_basestring(before)
    new = "null" if after is None else encode_basestring(after)
    return f"[{encode_basestring(table)}, {row_id}, {old}, {new}]"


def _previous(db: Database, operation_id: int) -> str:
    """The link before: of the operation before, else what pruning left behind."""
    for statement, values in (
        ("SELECT chain FROM operation WHERE id < ? ORDER BY id DESC LIMIT 1", [operation_id]),
        ("SELECT chain FROM pruning ORDER BY id DESC LIMIT 1", []),
    ):
        row = db.conn.execute(statement, values).fetchone()
        if row is not None:
            return str(row[0])
    return ""
