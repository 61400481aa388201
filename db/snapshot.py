"""The whole plan, read inside one transaction."""

from __future__ import annotations

from db.collections import load_collection, load_enterprises
from db.connection import translated
from db.database import Database
from db.muting import load_muted
from db.outline import load_nodes, load_preamble
from db.plan import load_info
from db.publishing import document_id
from db.remarks import load_remarks
from db.store import Store
from db.tables import load_tables
from db.units import load_duties, load_units
from db.versions import load_versions
from domain.exchange import PlanContent, PlanSnapshot
from domain.returned import Origin


def load_snapshot(store: Store) -> PlanSnapshot:
    """Everything the plan says at one revision; inside a running operation, what it has made so far."""
    db = store.db
    with translated(store.path):
        if db.conn.in_transaction:
            return _read(store)
        db.execute("BEGIN")
        try:
            return _read(store)
        finally:
            db.execute("COMMIT")


def load_origin(db: Database, revision: int) -> Origin:
    """What names the present state in an export: its moment is the newest operation, when it began, and the last
    change it has made.
    """
    row = db.conn.execute("SELECT id, at FROM operation WHERE state = 'done' ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return Origin(document_id(db), revision, "0/0/")
    last = db.conn.execute("SELECT coalesce(max(id), 0) FROM change WHERE operation_id = ?", [row[0]]).fetchone()[0]
    return Origin(document_id(db), revision, f"{row[0]}/{last}/{row[1]}")


def _read(store: Store) -> PlanSnapshot:
    db = store.db
    revision = store.revision
    return PlanSnapshot(read_content(db), revision, str(store.path), load_origin(db, revision))


def read_content(db: Database) -> PlanContent:
    """Everything a plan says; the caller holds the transaction."""
    return PlanContent(
        info=load_info(db),
        preamble=load_preamble(db),
        nodes=load_nodes(db),
        units=load_units(db),
        duties=load_duties(db),
        tables=load_tables(db),
        enterprises=load_enterprises(db),
        remarks=load_remarks(db),
        versions=load_versions(db),
        collection=load_collection(db),
        muted=load_muted(db),
    )
