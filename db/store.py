"""Store: the one door to a plan file. Every write is inside a named operation; undo and redo come from the journal."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from db.chain import link
from db.connection import check_depth, create_database, open_database, storage_error
from db.database import Database
from db.journal import load_changes, replay, reversed_changes
from db.publishing import place_error, publish, temporary_beside
from domain.changes import ChangeSet, Direction, Operation, OperationState
from domain.errors import InputError, StorageError
from domain.text import storable


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def current_user() -> str:
    """The name of the person at this machine, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this user id, as in some containers
        return "本机"


@dataclass
class OperationScope:
    """A running operation; `changes` is filled once it is committed. `revision` names the state it makes.

    `step` is called at every row of a bulk write; it may raise, which takes everything back.
    """

    db: Database
    revision: int
    changes: ChangeSet = field(default_factory=ChangeSet)
    step: Callable[[], None] = lambda: None

    def insert(self, table: str, values: Mapping[str, object]) -> int:
        """Insert one row and return its id."""
        cursor = self.db.execute(_insertion(table, tuple(values)), _storable(values))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def insert_many(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert rows that have the same columns in the same order; for thousands of them in a fraction of the time."""
        if rows:
            self.db.conn.executemany(_insertion(table, tuple(rows[0])), map(_storable, rows))

    def update(self, table: str, row_id: int, values: Mapping[str, object]) -> None:
        """Set columns of one row. Raises InputError when the row is no longer there."""
        names = ", ".join(f'"{name}" = ?' for name in values)
        cursor = self.db.execute(f"UPDATE {table} SET {names} WHERE id = ?", [*_storable(values), row_id])
        if cursor.rowcount == 0:
            raise InputError(
                "row_gone", "要修改的内容已经不在方案里了。", "请查看最新内容后再试。", f"{table} {row_id}"
            )

    def delete(self, table: str, row_id: int) -> None:
        """Delete one row, and with it what belongs to it."""
        self.db.execute(f"DELETE FROM {table} WHERE id = ?", [row_id])


class Store:
    """An open plan file. Not safe for use by two threads at once: it has one owner at a time.

    While `is_lent` that is the thread of a bulk write, and nobody else may ask for anything.
    Where `is_read_only`, every operation, undo and redo raises a StorageError with a sentence.
    """

    def __init__(self, db: Database, path: Path, *, clock: Callable[[], str] = _now, who: str | None = None) -> None:
        self.db = db
        self.path = path
        self.is_read_only = False
        self.is_lent = False
        self._clock = clock
        self._who = who if who is not None else current_user()
        self._running: OperationScope | None = None
        self._mergeable: tuple[str, int] | None = None

    @classmethod
    def open(cls, path: Path, *, shown: Path | None = None) -> Store:
        """Open a plan file in place; messages name `shown`, where that is what the user knows it by.

        Raises what `db.connection.open_database` raises.
        """
        return cls(open_database(path), shown or path)

    @classmethod
    @contextmanager
    def create(cls, path: Path) -> Generator[Store]:
        """Make a new plan file: it appears at `path` when the block ends well, and not at all otherwise.

        Raises InputError when something is there already, StorageError when the place or the name cannot be used.
        """
        check_depth(path)
        try:
            if path.exists():
                raise InputError("plan_exists", f"“{path.name}”已经存在。", "请换一个文件名，或直接打开它。")
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise place_error(path, error) from error
        draft = temporary_beside(path).with_suffix(".draft")
        draft.unlink(missing_ok=True)
        try:
            store = cls(create_database(draft), path)
            try:
                yield store
                publish(store.db, path, (), store.revision)
            finally:
                store.close()
        finally:
            draft.unlink(missing_ok=True)
            draft.with_name(draft.name + "-journal").unlink(missing_ok=True)

    @property
    def who(self) -> str:
        """Who works here, as operations name them."""
        return self._who

    def now(self) -> str:
        """The moment by the store's clock, ISO 8601."""
        return self._clock()

    def close(self) -> None:
        """Close the file. Everything is saved already."""
        self.db.conn.close()

    @contextmanager
    def operation(
        self, label: str, *, kind: str = "edit", merge_key: str = "", joins: int = 0
    ) -> Generator[OperationScope]:
        """Run writes as one named, undoable step; inside another operation they become part of it.

        All or nothing: an exception takes everything back. An operation that changes nothing leaves no trace.
        Operations that follow one another with the same `merge_key` (typing in one field) become one step, until
        `end_merging`. One that `joins` the operation of that id becomes part of it if it still is the newest.
        """
        if self._running is not None:
            yield self._running
            return
        changed = ChangeSet()
        with self._transaction():
            operation_id, start = self._begin(label, kind, self._merged(merge_key, joins))
            scope = self._running = OperationScope(self.db, self._bump_revision())
            try:
                yield scope
            finally:
                self._running = None
            self.db.execute("UPDATE journal_state SET current_operation = NULL")
            changes = load_changes(self.db, operation_id, start)
            if not changes:
                raise _NothingChanged
            self._discard_undone(operation_id)
            link(self.db, operation_id)
            changed = ChangeSet(self._operation(operation_id), Direction.DO, changes)
        if changed:
            scope.changes = changed
            self._mergeable = (merge_key, operation_id) if merge_key else None

    def end_merging(self) -> None:
        """Let the next operation be a step of its own, as when the focus leaves a field."""
        self._mergeable = None

    def undo(self) -> ChangeSet:
        """Take the newest operation back; empty when there is none."""
        return self._step(self.next_undo(), Direction.UNDO)

    def redo(self) -> ChangeSet:
        """Do the last undone operation again; empty when there is none."""
        return self._step(self.next_redo(), Direction.REDO)

    def next_undo(self) -> Operation | None:
        """The operation that undo would take back."""
        return self._first("WHERE state = 'done' ORDER BY id DESC LIMIT 1")

    def next_redo(self) -> Operation | None:
        """The operation that redo would do again."""
        return self._first("WHERE state = 'undone' ORDER BY id LIMIT 1")

    def history(self) -> tuple[Operation, ...]:
        """Every operation, newest first."""
        return tuple(_operation(row) for row in self.db.query("SELECT * FROM operation ORDER BY id DESC"))

    def count_changes(self, operation_id: int) -> int:
        """How many rows an operation changed."""
        return int(self.db.execute("SELECT count(*) FROM change WHERE operation_id = ?", [operation_id]).fetchone()[0])

    @property
    def revision(self) -> int:
        """Counts every committed change, undo and redo; never goes back."""
        row = next(iter(self.db.query("SELECT revision FROM journal_state")))
        return int(row["revision"])

    def _step(self, operation: Operation | None, direction: Direction) -> ChangeSet:
        if operation is None:
            return ChangeSet()
        self.end_merging()
        with self._transaction():
            changes = load_changes(self.db, operation.id)
            if direction is Direction.UNDO:
                changes = reversed_changes(changes)
            replay(self.db, changes)
            state = OperationState.UNDONE if direction is Direction.UNDO else OperationState.DONE
            self.db.execute("UPDATE operation SET state = ? WHERE id = ?", [state.value, operation.id])
            self._bump_revision()
            return ChangeSet(self._operation(operation.id), direction, changes)

    def _merged(self, merge_key: str, joins: int) -> int:
        """The operation that is gone on with; 0 for a new one."""
        if merge_key and self._mergeable is not None and self._mergeable[0] == merge_key:
            return self._mergeable[1]
        newest = self.next_undo() if joins else None
        return newest.id if newest is not None and newest.id == joins else 0

    def _begin(self, label: str, kind: str, operation_id: int) -> tuple[int, int]:
        """Set the current operation, a new one for 0; returns its id and the last change before it goes on."""
        if operation_id:
            self.db.execute("UPDATE operation SET label = ? WHERE id = ?", [label, operation_id])
        else:
            cursor = self.db.execute(
                "INSERT INTO operation (kind, label, who, at, state) VALUES (?, ?, ?, ?, 'done')",
                [kind, label, self._who, self._clock()],
            )
            assert cursor.lastrowid is not None
            operation_id = cursor.lastrowid
        self.db.execute("UPDATE journal_state SET current_operation = ?", [operation_id])
        last = next(iter(self.db.query("SELECT coalesce(max(id), 0) AS last FROM change")))
        return operation_id, int(last["last"])

    def _discard_undone(self, operation_id: int) -> None:
        self.db.execute("DELETE FROM operation WHERE state = 'undone' AND id <> ?", [operation_id])

    def _bump_revision(self) -> int:
        self.db.execute("UPDATE journal_state SET revision = revision + 1")
        return self.revision

    def _first(self, clause: str) -> Operation | None:
        row = next(iter(self.db.query(f"SELECT * FROM operation {clause}")), None)
        return None if row is None else _operation(row)

    def _operation(self, operation_id: int) -> Operation:
        found = self._first(f"WHERE id = {operation_id:d}")
        assert found is not None
        return found

    @contextmanager
    def _transaction(self) -> Generator[None]:
        if self.is_read_only:
            raise StorageError(
                "opened_read_only",
                f"“{self.path.name}”是以只读方式打开的，不能修改。",
                "要修改请另存副本，或关闭后重新打开。",
            )
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise
        except _NothingChanged:
            return
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # a broken rule is a bug of ours, not a state of the disk
        except sqlite3.DatabaseError as error:
            raise storage_error(self.path, error) from error


class _NothingChanged(Exception):  # noqa: N818 - not an error: it takes an empty operation back
    """Raised inside a transaction to roll an operation back that changed nothing."""


@cache
def _insertion(table: str, names: tuple[str, ...]) -> str:
    columns, holders = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({columns}) VALUES ({holders})"


def _storable(values: Mapping[str, object]) -> list[object]:
    return [storable(value) if isinstance(value, str) else value for value in values.values()]


def _operation(row: Mapping[str, object]) -> Operation:
    return Operation(
        int(str(row["id"])),
        str(row["kind"]),
        str(row["label"]),
        str(row["who"]),
        str(row["at"]),
        OperationState(str(row["state"])),
    )
