"""Where a row of the plan comes from, as the journal knows: the last step that changed it, its file."""

from __future__ import annotations

from collections.abc import Sequence

from db.database import Database
from domain.changes import Operation, OperationState

_FURTHEST = 20_000  # changes looked back over: what is older is not worth the wait

Row = tuple[str, int]  # table and id


def last_change(db: Database, rows: Sequence[Row]) -> Operation | None:
    """The newest operation, not undone, that changed any of these rows."""
    if not rows:
        return None
    places = " OR ".join("(c.tbl = ? AND c.row_id = ?)" for _ in rows)
    row = next(
        iter(
            db.query(
                "SELECT o.* FROM change c JOIN operation o ON o.id = c.operation_id "
                f"WHERE c.id > (SELECT coalesce(max(id), 0) - {_FURTHEST} FROM change) AND ({places}) "
                "AND o.state = 'done' ORDER BY c.id DESC LIMIT 1",
                [value for one in rows for value in one],
            )
        ),
        None,
    )
    if row is None:
        return None
    state = OperationState(str(row["state"]))
    return Operation(int(row["id"]), str(row["kind"]), str(row["label"]), str(row["who"]), str(row["at"]), state)


def source_names(db: Database) -> tuple[str, ...]:
    """The files that were read into the plan, the newest first, none twice."""
    rows = db.query("SELECT name FROM source_document ORDER BY id DESC")
    return tuple(dict.fromkeys(str(row["name"]) for row in rows))


def source_of(db: Database, table: str, row_id: int) -> str:
    """The file whose reading brought a row; empty for one that was written here, and where nobody knows."""
    born = next(
        iter(
            db.query(
                "SELECT operation_id FROM change "
                f"WHERE id > (SELECT coalesce(max(id), 0) - {_FURTHEST} FROM change) "
                "AND tbl = ? AND row_id = ? AND before IS NULL ORDER BY id DESC LIMIT 1",
                [table, row_id],
            )
        ),
        None,
    )
    if born is None:  # before what the journal still knows
        names = source_names(db)
        return names[0] if len(names) == 1 else ""
    row = next(
        iter(
            db.query(
                "SELECT s.name FROM change c JOIN source_document s ON s.id = c.row_id "
                "WHERE c.operation_id = ? AND c.tbl = 'source_document' LIMIT 1",
                [born["operation_id"]],
            )
        ),
        None,
    )
    return str(row["name"]) if row is not None else ""
