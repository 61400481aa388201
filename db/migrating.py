"""Give a database the schema, and bring an older plan file to the newest one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db.database import Database
from db.journal import drop_triggers, install_triggers
from db.migrations import SCHEMA_VERSION, STEPS

if TYPE_CHECKING:
    import sqlite_utils

MIGRATION_SET = "fangan"

# What sqlite-utils keeps its books in, as it makes it itself.
_BOOKS = (
    """CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT""",
    """CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")""",
)


def build_schema(db: Database, version: int) -> list[str]:
    """Give an empty database the schema of a version; returns the migrations such a file has been through."""
    for statement in _BOOKS:
        db.execute(statement)
    entry = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)"
    for step in STEPS[:version]:
        step(db)
        db.execute(entry, [MIGRATION_SET, step.__name__, str(datetime.now(UTC))])
    install_triggers(db)
    return [step.__name__ for step in STEPS[:version]]


def apply_migrations(db: Database) -> None:
    """Bring a plan file to the newest schema; a file that is up to date is not written to.

    The journal's triggers are dropped before and installed anew after, since they name every column.
    """
    if _is_up_to_date(db):
        return
    import sqlite_utils

    migrations = sqlite_utils.Migrations(MIGRATION_SET)
    for step in STEPS:
        migrations(name=step.__name__)(_for_keeper(step))
    keeper = sqlite_utils.Database(db.conn, strict=True, execute_plugins=False)
    # The bookkeeping table must exist before the transaction, or its own DDL would end it.
    migrations.ensure_migrations_table(keeper)
    # A table that is made anew is dropped first, which would take along what belongs to its rows.
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        drop_triggers(db)
        migrations.apply(keeper)
        install_triggers(db)
        if dangling := db.conn.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError(f"foreign key of {dangling[0]} after the migration")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def _for_keeper(step: Callable[[Database], None]) -> Callable[[sqlite_utils.Database], None]:
    def run(keeper: sqlite_utils.Database) -> None:
        step(Database(keeper.conn))

    return run


def _is_up_to_date(db: Database) -> bool:
    if not db.has_table("_sqlite_migrations"):
        return False
    rows = db.query("SELECT * FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATION_SET])
    return {step.__name__ for step in STEPS} <= {str(row["name"]) for row in rows}
