"""What has changed in the appendix tables of a plan since a version of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.tables import AppendixTable, ColumnKind, TableRow


class ChangeKind(StrEnum):
    """What became of a line or a cell since a version."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True)
class CellChange:
    """What became of a cell, of a whole row where `column` is None, of a table where `row` is None, too.

    A row that is GONE names the one it stood behind, None at the start.
    """

    kind: ChangeKind
    table: int
    row: int | None
    column: int | None
    before: str
    after: str


def compare_tables(old: Sequence[AppendixTable], new: Sequence[AppendixTable]) -> tuple[CellChange, ...]:
    """The changes table by table and row by row; what kept its id is the same."""
    former = {table.id: table for table in old}
    changes: list[CellChange] = []
    for table in new:
        was = former.pop(table.id, None)
        if was is None:
            changes.append(CellChange(ChangeKind.NEW, table.id, None, None, "", _name(table)))
        elif was != table:
            changes += _table(was, table)
    changes += [CellChange(ChangeKind.GONE, table.id, None, None, _name(table), "") for table in former.values()]
    return tuple(changes)


def _table(old: AppendixTable, new: AppendixTable) -> Iterator[CellChange]:
    if _name(old) != _name(new):
        yield CellChange(ChangeKind.CHANGED, new.id, None, None, _name(old), _name(new))
    rows = {row.id: row for row in new.rows}
    above: int | None = None
    gone: dict[int | None, list[TableRow]] = {}
    for row in old.rows:
        if row.id in rows:
            above = row.id
        else:
            gone.setdefault(above, []).append(row)
    former = {row.id: row for row in old.rows}
    yield from _gone(new.id, None, gone, old)
    for row in new.rows:
        was = former.get(row.id)
        if was is None:
            yield CellChange(ChangeKind.NEW, new.id, row.id, None, "", _words(new, row))
        elif was.cells != row.cells:
            yield from _cells(old, new, was, row)
        yield from _gone(new.id, row.id, gone, old)


def _gone(
    table_id: int, above: int | None, gone: dict[int | None, list[TableRow]], old: AppendixTable
) -> Iterator[CellChange]:
    for row in gone.get(above, ()):
        yield CellChange(ChangeKind.GONE, table_id, above, None, _words(old, row), "")


def _cells(old: AppendixTable, new: AppendixTable, was: TableRow, row: TableRow) -> Iterator[CellChange]:
    keys = {column.key for column in old.spec.columns}
    for column in new.spec.columns:
        if column.kind is ColumnKind.NUMBER:
            continue
        before = was.cell(column.key).text if column.key in keys else ""
        after = row.cell(column.key).text
        if before != after:
            yield CellChange(ChangeKind.CHANGED, new.id, row.id, column.id, before, after)


def _name(table: AppendixTable) -> str:
    return f"{table.spec.label} {table.spec.title}".strip()


def _words(table: AppendixTable, row: TableRow) -> str:
    return "\n".join(text for column in table.spec.columns if (text := row.cell(column.key).text))
