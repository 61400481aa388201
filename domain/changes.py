"""What an operation did: told after the commit, so that every view can decide for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class OperationState(StrEnum):
    """DONE stands, UNDONE waits for redo."""

    DONE = "done"
    UNDONE = "undone"


@dataclass(frozen=True)
class Operation:
    """A named step in the history: `label` is its Chinese title, `at` ISO 8601 local time, `kind` a stable word."""

    id: int
    kind: str
    label: str
    who: str
    at: str
    state: OperationState


@dataclass(frozen=True)
class RowChange:
    """One row before and after; `before` is None for an insertion, `after` for a deletion."""

    table: str
    row_id: int
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


class Direction(StrEnum):
    """Whether a change set comes from doing, undoing or redoing."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True)
class ChangeSet:
    """The rows an operation changed, in the order it changed them; empty when nothing came of it."""

    operation: Operation | None = None
    direction: Direction = Direction.DO
    changes: tuple[RowChange, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.changes)

    def touches(self, *tables: str) -> bool:
        """Whether any row of these tables changed."""
        return not self._tables.isdisjoint(tables)

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(change.table for change in self.changes)  # everybody asks of thousands of changes

    def rows(self, table: str) -> frozenset[int]:
        """Ids of the rows of a table that changed in any way."""
        return frozenset(change.row_id for change in self.changes if change.table == table)

    def values(self, table: str, column: str) -> frozenset[object]:
        """What a column held before or holds after, over the changed rows of a table."""
        return frozenset(
            image[column]
            for change in self.changes
            if change.table == table
            for image in (change.before, change.after)
            if image is not None
        )
