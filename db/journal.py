"""The journal: triggers that write down every change of a tracked table, and their replay.

Editing code does not know that undo exists. A tracked table has an INTEGER id, no BLOB and no REAL; a write outside
an operation is refused by its trigger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby

from db.database import Database
from domain.changes import RowChange

# Everything a plan says. The remaining tables are the journal itself and SQLite's bookkeeping.
TRACKED = (
    "plan",
    "outline_node",
    "paragraph",
    "unit",
    "duty",
    "appendix_table",
    "appendix_column",
    "appendix_row",
    "cell_item",
    "enterprise",
    "source_document",
    "remark",
    "plan_version",
    "muted_rule",
    "collection_form",
    "dispatch",
    "submission",
    "submitted_row",
    "item_source",
    "layout_mapping",
)
UNTRACKED = (
    "operation",
    "change",
    "journal_state",
    "document",
    "publication",
    "pruning",
    "attachment",
    "_sqlite_migrations",
    "sqlite_sequence",
)

# strict=False: a text may hold a tab or another control character, which the trigger leaves as it is.
_DECODER = json.JSONDecoder(strict=False)
_REFUSAL = "write outside an operation"


def install_triggers(db: Database) -> None:
    """Create the three triggers of every tracked table from its columns as they are now."""
    for table in TRACKED:
        columns = column_types(db, table)
        if not columns:
            continue  # the schema of an older version, which a check asks for
        changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns)
        before, after = _image("OLD", columns), _image("NEW", columns)
        for event, row, old, new, condition in (
            ("INSERT", "NEW", "NULL", after, ""),
            ("DELETE", "OLD", before, "NULL", ""),
            ("UPDATE", "NEW", before, after, f" AND ({changed})"),
        ):
            db.execute(
                f"CREATE TRIGGER journal_{table}_{event.lower()} AFTER {event} ON {table} "
                f"WHEN (SELECT replaying FROM journal_state) = 0{condition} BEGIN "
                f"SELECT RAISE(ABORT, '{_REFUSAL}') "
                "WHERE (SELECT current_operation FROM journal_state) IS NULL; "
                "INSERT INTO change (operation_id, tbl, row_id, before, after) VALUES "
                f"((SELECT current_operation FROM journal_state), '{table}', {row}.id, {old}, {new}); END"
            )


def drop_triggers(db: Database) -> None:
    """Remove the journal's triggers, before a migration changes the tables below them."""
    for row in list(
        db.query("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'journal!_%' ESCAPE '!'")
    ):
        db.execute(f'DROP TRIGGER "{row["name"]}"')


def column_types(db: Database, table: str) -> dict[str, str]:
    """The columns of a table in order with their declared types."""
    rows = db.query("SELECT name, type FROM pragma_table_info(?)", [table])
    return {str(row["name"]): str(row["type"]) for row in rows}


def load_changes(db: Database, operation_id: int, after: int = 0) -> tuple[RowChange, ...]:
    """The changes an operation recorded, oldest first, from the change after `after` on."""
    rows = db.conn.execute(
        "SELECT tbl, row_id, before, after FROM change WHERE operation_id = ? AND id > ? ORDER BY id",
        [operation_id, after],
    )
    found = rows.fetchall()
    # All images in one go: a call of the decoder for each costs three times what it decodes.
    images = iter(_DECODER.decode(f"[{','.join(image or 'null' for row in found for image in row[2:])}]"))
    return tuple(RowChange(table, row_id, next(images), next(images)) for table, row_id, _, _ in found)


def replay(db: Database, changes: Iterable[RowChange]) -> None:
    """Put rows into their `after` state, in the order given, without recording it.

    Foreign keys are checked at the end of the caller's transaction: halfway a child may be without its parent.
    """
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("UPDATE journal_state SET replaying = 1")
    for statement, run in groupby(changes, _statement):
        db.conn.executemany(statement, map(_values, run))
    db.execute("UPDATE journal_state SET replaying = 0")


def _statement(change: RowChange) -> str:
    """The SQL that puts a row into its `after` state; changes that follow one another often share it."""
    if change.after is None:
        return f"DELETE FROM {change.table} WHERE id = ?"
    if change.before is None:
        names, holders = ", ".join(f'"{name}"' for name in change.after), ", ".join("?" * len(change.after))
        return f"INSERT INTO {change.table} ({names}) VALUES ({holders})"
    names = ", ".join(f'"{name}" = ?' for name in change.after)
    return f"UPDATE {change.table} SET {names} WHERE id = ?"


def _values(change: RowChange) -> list[object]:
    """What the holders of its statement stand for."""
    if change.after is None:
        return [change.row_id]
    return [*change.after.values()] if change.before is None else [*change.after.values(), change.row_id]


def reversed_changes(changes: Iterable[RowChange]) -> tuple[RowChange, ...]:
    """The same changes backwards: newest first, before and after exchanged."""
    return tuple(
        RowChange(change.table, change.row_id, change.after, change.before) for change in reversed(tuple(changes))
    )


def _image(row: str, columns: Mapping[str, str]) -> str:
    """SQL for a row as a JSON object.

    Built from `replace` because SQLite 3.40 calls its JSON functions unsafe in a trigger under trusted_schema=OFF.
    """
    parts = []
    for name, kind in columns.items():
        value = f'{row}."{name}"'
        if kind == "TEXT":
            for char, escaped in (("'\\'", "'\\\\'"), ("'\"'", "'\\\"'"), ("char(10)", "'\\n'")):
                value = f"replace({value}, {char}, {escaped})"
            value = f"'\"' || {value} || '\"'"
        parts.append(f"'\"{name}\":' || coalesce({value}, 'null')")
    return "'{' || " + " || ',' || ".join(parts) + " || '}'"
