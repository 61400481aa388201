"""The whole plan, read inside one transaction."""

from __future__ import annotations

from db.connection import translated
from db.outline import load_nodes, load_preamble
from db.plan import load_info
from db.remarks import load_remarks
from db.rows import enterprise_from_row
from db.store import Store
from db.tables import load_tables
from db.units import load_duties, load_units
from domain.exchange import PlanContent, PlanSnapshot


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


def _read(store: Store) -> PlanSnapshot:
    db = store.db
    content = PlanContent(
        info=load_info(db),
        preamble=load_preamble(db),
        nodes=load_nodes(db),
        units=load_units(db),
        duties=load_duties(db),
        tables=load_tables(db),
        enterprises=tuple(enterprise_from_row(row) for row in db.query("SELECT * FROM enterprise ORDER BY id")),
        remarks=load_remarks(db),
    )
    return PlanSnapshot(content, store.revision, str(store.path))
