"""Gather the rows of a damaged plan file: read from its pages, completed from its own history and from another state.

A row is put into the table whose columns it fits and whose rules it keeps, so that pages need no tree above them.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from db.chain import broken_links
from db.database import Database
from db.digest import digested_columns, has_digest
from db.journal import TRACKED, drop_triggers
from db.leaf_pages import RawFile, RawLeaf, RawRow
from db.mending import is_readable, mended
from db.migrating import MIGRATION_SET, build_schema
from db.migrations import SCHEMA_VERSION
from db.stand_ins import add_stand_ins

_HISTORY = ("operation", "change")
_KEPT = ("publication", "_sqlite_migrations", "document", "pruning", "attachment", *_HISTORY, *TRACKED)
_DIGEST_LENGTH = 64


@dataclass(frozen=True)
class SalvagedTable:
    """How the rows of a table were come by. `moved` lost what they belonged to and stand at the top now.

    `lost` counts the rows that are known to have been there; what left no trace at all cannot be counted. `stand_ins`
    of them have a row （救回）… in their place, which keeps together what belongs to them. `mended` of the rows read
    had a value the program cannot read and keep what was left of it.
    """

    table: str
    read: int = 0
    from_history: int = 0
    from_backup: int = 0
    moved: int = 0
    lost: int = 0
    stand_ins: int = 0
    mended: int = 0

    @property
    def taken(self) -> int:
        """Rows that were got back."""
        return self.read + self.from_history + self.from_backup


@dataclass(frozen=True)
class _Column:
    name: str
    is_integer: bool
    is_nullable: bool
    is_id: bool


@dataclass(frozen=True)
class _Shape:
    """What the rows of a table look like in one version."""

    table: str
    columns: tuple[_Column, ...]

    def fits(self, row: RawRow) -> bool:
        """Whether a row has this number of columns and their types; two pairs of tables are told apart by content."""
        if len(row.values) != len(self.columns):
            return False
        if self.table == "publication" and len(str(row.values[2])) != _DIGEST_LENGTH:
            return False  # an appendix table has the same columns
        if (row.values[1] == MIGRATION_SET) is not (self.table == "_sqlite_migrations"):
            return False  # an enterprise has the same columns
        return all(
            column.is_nullable or column.is_id
            if value is None
            else not column.is_id and isinstance(value, int if column.is_integer else str)
            for column, value in zip(self.columns, row.values, strict=True)
        )


class GatheredRows:
    """Rows of a damaged file, in a plan database in memory (`db`) that keeps every rule but foreign keys."""

    def __init__(self, file: RawFile) -> None:
        self.db = _empty_plan(SCHEMA_VERSION)
        self._shapes = _shapes()
        self._has_gaps = file.unreadable_pages > 0
        self._counters: dict[str, int] = {}
        self._lost: dict[str, set[int]] = {table: set() for table in TRACKED}
        self._bad_cells: Counter[str] = Counter()
        self._moved: Counter[str] = Counter()
        self._from_history: dict[str, set[int]] = {table: set() for table in TRACKED}
        self._from_backup: dict[str, set[int]] = {table: set() for table in TRACKED}
        self._stand_ins: dict[str, set[int]] = {}
        self._unreadable: list[tuple[str, Mapping[str, object]]] = []
        self._mended: Counter[str] = Counter()
        for leaf in file.leaves:
            self._take(leaf)
        self.is_proven = self._matches_publication()
        if not self.is_proven:
            self._fill_from_history()
            self.is_proven = self._matches_publication()

    @property
    def document_id(self) -> str:
        """The id of the document the file was; empty when it is gone."""
        row = self.db.conn.execute("SELECT document_id FROM document").fetchone()
        return str(row[0]) if row is not None and str(row[0]).isalnum() else ""

    def close(self) -> None:
        """Let go of the memory."""
        self.db.conn.close()

    def fill_from(self, other: GatheredRows) -> int:
        """Add the rows another state of the document has and this one lost; returns how many."""
        deleted = {key for key, image in self._images(0).items() if image is None}
        wanted = {row[2] for row in self.db.conn.execute("PRAGMA foreign_key_check")}
        for table in TRACKED:
            if not (self._has_gaps or self._bad_cells[table] or self._lost[table] or table in wanted):
                continue  # all of it was read: what is not there was deleted
            for row in other.db.query(f"SELECT * FROM {table}"):
                if (table, row["id"]) not in deleted and self._insert(table, row):
                    self._from_backup[table].add(row["id"])
        return sum(map(len, self._from_backup.values()))

    def settle(self) -> tuple[SalvagedTable, ...]:
        """Give rows whose owner is gone a stand-in, or move those to the top that can stand there; then count."""
        self._mend()
        self._stand_ins = add_stand_ins(self.db)
        for table, ids in self._stand_ins.items():
            self._lost[table] |= ids
        while violations := list(self.db.conn.execute("PRAGMA foreign_key_check")):
            for table, rowid, parent, number in violations:
                self._settle(table, rowid, parent, number)
        circling = (
            "id NOT IN (WITH RECURSIVE placed (id) AS (SELECT id FROM outline_node WHERE parent_id IS NULL UNION "
            "SELECT n.id FROM outline_node n JOIN placed p ON n.parent_id = p.id) SELECT id FROM placed)"
        )
        self._moved["outline_node"] += self.db.execute(
            f"UPDATE outline_node SET parent_id = NULL WHERE {circling}"
        ).rowcount
        if self.db.execute("SELECT count(*) FROM plan").fetchone()[0] == 0:
            self._lost["plan"].add(1)  # every plan has its one row
        return tuple(self._count(table) for table in TRACKED)

    def _mend(self) -> None:
        """Take rows with a value that the program cannot read where neither history nor backup had the row."""
        for table, row in self._unreadable:
            values = mended(table, row)
            if values is not None and self._insert(table, values):
                self._mended[table] += 1

    def _settle(self, table: str, rowid: int, parent: str, number: int) -> None:
        column, nullable = self.db.conn.execute(
            'SELECT f."from", NOT t."notnull" FROM pragma_foreign_key_list(?) f '
            'JOIN pragma_table_info(?) t ON t.name = f."from" WHERE f.id = ?',
            [table, table, number],
        ).fetchone()
        row = self.db.conn.execute(f'SELECT "{column}" FROM {table} WHERE id = ?', [rowid]).fetchone()
        if row is None or row[0] is None:
            return  # settled by another of its violations
        if parent in self._lost:
            self._lost[parent].add(row[0])
        if nullable:
            self.db.execute(f'UPDATE {table} SET "{column}" = NULL WHERE id = ?', [rowid])
            self._moved[table] += 1
            return
        self.db.execute(f"DELETE FROM {table} WHERE id = ?", [rowid])
        if table in self._lost:
            self._lost[table].add(rowid)

    def _count(self, table: str) -> SalvagedTable:
        stand_ins = self._stand_ins.get(table, set())
        ids = {row[0] for row in self.db.conn.execute(f"SELECT id FROM {table}")} - stand_ins
        history, backup = self._from_history[table] & ids, self._from_backup[table] & ids
        # A cell that could not be read is one of the rows that history or backup gave, where they gave any.
        lost = max(
            len(self._lost[table] - ids), self._bad_cells[table] - len(history) - len(backup) - self._mended[table]
        )
        read, moved = len(ids) - len(history) - len(backup), self._moved[table]
        return SalvagedTable(table, read, len(history), len(backup), moved, lost, len(stand_ins), self._mended[table])

    def _take(self, leaf: RawLeaf) -> None:
        """Put the rows of a page into the table they fit; a page that fits none is no table of a plan."""
        self._counters |= {
            str(row.values[0]): int(row.values[1] or 0)
            for row in leaf.rows
            if len(row.values) == 2 and row.values[0] in _HISTORY and isinstance(row.values[1], int)
        }
        fitting = {shape: [row for row in leaf.rows if shape.fits(row)] for shape in self._shapes}
        shape = max(self._shapes, key=lambda one: len(fitting[one]))
        if not fitting[shape]:
            return
        bad = leaf.bad_cells + len(leaf.rows) - len(fitting[shape])
        for row in fitting[shape]:
            names = (column.name for column in shape.columns)
            bad += not self._insert(shape.table, {**dict(zip(names, row.values, strict=True)), "id": row.rowid})
        self._bad_cells[shape.table] += bad

    def _insert(self, table: str, row: Mapping[str, object]) -> bool:
        """Add a row unless there is one of its id, it breaks a rule, or the program could not read it."""
        if not is_readable(table, row):
            self._unreadable.append((table, row))
            return False
        names, holders = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        try:
            self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({holders})", list(row.values()))
        except (sqlite3.Error, OverflowError):
            return False
        return True

    def _matches_publication(self) -> bool:
        row = self.db.conn.execute("SELECT digest FROM publication").fetchone()
        # A file of an older version noted the digest of the columns that it had.
        return row is not None and any(has_digest(self.db, str(row[0]), columns) for columns in _digested())

    def _fill_from_history(self) -> None:
        """Rows that are gone as they were last recorded; rows that differ where the history is whole to its end."""
        trusted = self._images(self._sound_from())
        for (table, row_id), image in self._images(0).items():
            held = next(iter(self.db.query(f"SELECT * FROM {table} WHERE id = ?", [row_id])), None)
            if held is not None and (table, row_id) in trusted and (image is None or {**held, **image} != held):
                self.db.execute(f"DELETE FROM {table} WHERE id = ?", [row_id])
                image, held = image and {**held, **image}, None
            if held is None and image is not None:
                taken = self._insert(table, image)
                (self._from_history if taken else self._lost)[table].add(row_id)

    def _images(self, first: float) -> dict[tuple[str, int], dict[str, object] | None]:
        """What the operations from `first` on recorded last of every row; None for a deleted one."""
        images: dict[tuple[str, int], dict[str, object] | None] = {}
        for table, row_id, after in self.db.conn.execute(
            "SELECT c.tbl, c.row_id, c.after FROM change c LEFT JOIN operation o ON o.id = c.operation_id "
            "WHERE coalesce(o.state, 'done') = 'done' AND c.operation_id >= ? ORDER BY c.id",
            [first],
        ):
            image = None if after is None else _parse(after)
            if table in TRACKED and image != {}:
                images[table, row_id] = image
        return images

    def _sound_from(self) -> float:
        """The operation from which on the history is whole, by its links and the counters; infinity if there is none.

        Without its end a history would put an older state over a newer one.
        """
        for table in _HISTORY:
            last = self.db.conn.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
            if last is None or last != self._counters.get(table):
                return math.inf
        return max(broken_links(self.db), default=0) + 1


def _parse(after: str) -> dict[str, object]:
    """A recorded row; empty when the record is damaged, which says nothing."""
    try:
        image = json.loads(after, strict=False)
    except ValueError:
        return {}
    return image if isinstance(image, dict) and all(map(str.isidentifier, image)) else {}


def _empty_plan(version: int) -> Database:
    """A database of a schema version with no row, no trigger and no foreign keys kept."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None))
    build_schema(db, version)
    drop_triggers(db)
    for table in ("plan", "document", "_sqlite_migrations"):
        if db.has_table(table):
            db.execute(f"DELETE FROM {table}")
    return db


@cache
def _digested() -> tuple[dict[str, tuple[str, ...]], ...]:
    """What the digest of every version covers, the newest first; the first version had none."""
    found = []
    for version in range(SCHEMA_VERSION, 1, -1):
        db = _empty_plan(version)
        found.append(digested_columns(db))
        db.conn.close()
    return tuple(found)


@cache
def _shapes() -> tuple[_Shape, ...]:
    """Every shape rows of ours have had, in every version."""
    shapes: dict[_Shape, None] = {}
    for version in range(SCHEMA_VERSION, 0, -1):
        db = _empty_plan(version)
        for table in _KEPT:
            columns = tuple(
                _Column(str(name), kind == "INTEGER", not required and not key, bool(key))
                for name, kind, required, key in db.conn.execute(
                    'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', [table]
                )
            )
            if columns:
                shapes[_Shape(table, columns)] = None
        db.conn.close()
    return tuple(shapes)
