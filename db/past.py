"""The plan as it was at an earlier moment, from what the journal recorded since."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.database import Database
from db.journal import load_changes, replay, reversed_changes
from db.snapshot import read_content
from db.store import Store
from domain.changes import RowChange
from domain.exchange import PlanContent


@dataclass(frozen=True)
class _Moment:
    """The newest operation that was done, when it began, and the last change it had made by then."""

    operation: int
    at: str
    change: int


def load_past(store: Store, moment: str) -> PlanContent | None:
    """What the plan said at the moment an origin names (db.snapshot); None where the journal lost it.

    The plan file itself is only read: the changes since are taken back in a copy in memory.
    """
    found = _parse(moment)
    changes = None if found is None else _changes_to(store.db, found)
    if changes is None:
        return None
    if not changes:
        return read_content(store.db)
    copy = Database(sqlite3.connect(":memory:"))
    try:
        store.db.conn.backup(copy.conn)
        copy.execute("BEGIN")
        replay(copy, changes)
        copy.execute("COMMIT")
        return read_content(copy)
    finally:
        copy.conn.close()


def _parse(moment: str) -> _Moment | None:
    operation, _, rest = moment.partition("/")
    change, _, at = rest.partition("/")
    if not (operation.isdecimal() and change.isdecimal()) or max(len(operation), len(change)) > 15:
        return None
    return _Moment(int(operation), at, int(change))


def _changes_to(db: Database, moment: _Moment) -> list[RowChange] | None:
    """The changes that lead from now back to a moment, or forward where it was undone; None where they are lost."""
    if moment.operation:
        row = db.conn.execute("SELECT at, state FROM operation WHERE id = ?", [moment.operation]).fetchone()
        if row is None or row[0] != moment.at:
            return None
        if row[1] == "undone":
            return _forward(db, moment)
    elif db.conn.execute("SELECT 1 FROM pruning").fetchone():
        return None
    changes: list[RowChange] = []
    later = "SELECT id FROM operation WHERE state = 'done' AND id > ? ORDER BY id DESC"
    for (operation,) in db.conn.execute(later, [moment.operation]).fetchall():
        changes += reversed_changes(load_changes(db, operation))
    # What was typed on into the same operation came later, too.
    return [*changes, *reversed_changes(load_changes(db, moment.operation, moment.change))]


def _forward(db: Database, moment: _Moment) -> list[RowChange]:
    changes: list[RowChange] = []
    undone = "SELECT id FROM operation WHERE state = 'undone' AND id <= ? ORDER BY id"
    for (operation,) in db.conn.execute(undone, [moment.operation]).fetchall():
        changes += load_changes(db, operation)
    more = load_changes(db, moment.operation, moment.change)
    return [*changes, *reversed_changes(more)]
