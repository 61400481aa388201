"""Appendix tables as the plan file has them: whole, single rows, and what of them a change touched."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from db.database import Database
from db.rows import column_from_row, place_from_row, spec_from_row
from domain.cell_items import Cell, CellItem, ItemKind
from domain.changes import ChangeSet, RowChange
from domain.errors import InputError
from domain.tables import AppendixTable, TableColumn, TableRow

_NONE_JOINED: frozenset[str] = frozenset()  # one for the thousands of rows that have none
_KINDS = {kind.value: kind for kind in ItemKind}
_AT_ONCE = 500  # SQLite takes at least 999 values in one statement


def load_tables(db: Database) -> tuple[AppendixTable, ...]:
    """Every appendix table with all its rows, in order."""
    rows: dict[int, list[TableRow]] = {}
    for table_id, table_row in _read_rows(db, "", []):
        rows.setdefault(table_id, []).append(table_row)
    return tuple(replace(table, rows=tuple(rows.get(table.id, ()))) for table in _bare_tables(db))


def load_table(db: Database, table_id: int) -> AppendixTable:
    """One appendix table. Raises InputError when it is not there."""
    table = load_design(db, table_id)
    return replace(table, rows=tuple(row for _, row in _read_rows(db, "WHERE r.table_id = ?", [table_id])))


def load_design(db: Database, table_id: int) -> AppendixTable:
    """One appendix table without its rows. Raises InputError when it is not there."""
    for table in _bare_tables(db, "WHERE {} = ?", [table_id]):
        return table
    raise InputError("row_gone", "这张附表已经不在方案里了。", "请查看最新内容后再试。", f"table {table_id}")


def load_rows(db: Database, row_ids: Collection[int]) -> dict[int, TableRow]:
    """Single rows by id, for a view that shows thousands and saw one of them change; ids that are gone are absent."""
    return {row.id: row for _, row in _rows_of(db, row_ids)}


def refreshed_tables(db: Database, tables: Sequence[AppendixTable], changes: ChangeSet) -> tuple[AppendixTable, ...]:
    """The tables after a change: only the rows it touched are read again."""
    if changes.touches("appendix_table", "appendix_column"):
        tables = _redesigned(db, tables, changes)
    rows = [change for change in changes.changes if change.table == "appendix_row"]
    gone = {change.row_id for change in rows if change.after is None}
    ids = {int(str(one)) for one in changes.values("cell_item", "row_id")}
    ids |= {change.row_id for change in rows if change.before is None}
    known = ids | gone
    fresh: dict[int, dict[int, TableRow]] = {}
    for table_id, row in _only_placed(tables, [change for change in rows if change.row_id not in known]):
        fresh.setdefault(table_id, {})[row.id] = row
    for table_id, row in _rows_of(db, ids - gone):
        fresh.setdefault(table_id, {})[row.id] = row
    moved = {_table_of(change) for change in rows if _is_placed_anew(change)}
    return tuple(_with_rows(table, fresh.get(table.id, {}), gone, table.id in moved) for table in tables)


def _only_placed(tables: Sequence[AppendixTable], changes: Sequence[RowChange]) -> Iterator[tuple[int, TableRow]]:
    """Rows no cell of which changed, as the change tells them: thousands move on when one comes."""
    images = {change.row_id: change.after for change in changes if change.after is not None}
    if not images:
        return
    for table in tables:
        for row in table.rows:
            image = images.get(row.id)
            if image is not None:
                seq, version = int(str(image["seq"])), int(str(image["version"]))
                yield table.id, TableRow(row.id, seq, row.cells, version, _reaches(str(image["joined"])))


def _reaches(joined: str) -> frozenset[str]:
    return _NONE_JOINED if joined == "[]" else frozenset(json.loads(joined))


def _with_rows(
    table: AppendixTable, fresh: dict[int, TableRow], gone: Collection[int], is_moved: bool
) -> AppendixTable:
    if not fresh and not is_moved:
        return table
    if not is_moved:
        return replace(table, rows=tuple(fresh.get(row.id, row) for row in table.rows))
    kept = {row.id: row for row in table.rows if row.id not in gone} | fresh
    return replace(table, rows=tuple(sorted(kept.values(), key=lambda row: (row.seq, row.id))))


def _is_placed_anew(change: RowChange) -> bool:
    return change.before is None or change.after is None or change.before["seq"] != change.after["seq"]


def _table_of(change: RowChange) -> int:
    image = change.after if change.after is not None else change.before
    assert image is not None
    return int(str(image["table_id"]))


def _redesigned(db: Database, tables: Sequence[AppendixTable], changes: ChangeSet) -> tuple[AppendixTable, ...]:
    """The tables with their specifications read anew; rows only where columns went or got another key."""
    reread = {
        int(str(change.before["table_id"]))
        for change in changes.changes
        if change.table == "appendix_column"
        and change.before is not None
        and (change.after is None or change.after["key"] != change.before["key"])
    }
    known = {table.id: table.rows for table in tables if table.id not in reread}
    return tuple(
        replace(table, rows=known[table.id]) if table.id in known else load_table(db, table.id)
        for table in _bare_tables(db)
    )


def _bare_tables(db: Database, where: str = "", values: Sequence[object] = ()) -> list[AppendixTable]:
    columns: dict[int, list[TableColumn]] = {}
    for row in db.query(f"SELECT * FROM appendix_column {where.format('table_id')} ORDER BY table_id, seq, id", values):
        columns.setdefault(int(row["table_id"]), []).append(column_from_row(row))
    found = db.query(f"SELECT * FROM appendix_table {where.format('id')} ORDER BY seq, id", values)
    return [
        AppendixTable(
            int(row["id"]), spec_from_row(row, tuple(columns.get(int(row["id"]), ()))), (), place_from_row(row)
        )
        for row in found
    ]


def _rows_of(db: Database, row_ids: Iterable[int]) -> Iterator[tuple[int, TableRow]]:
    ids = sorted(row_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield from _read_rows(db, f"WHERE r.id IN ({', '.join('?' for _ in some)})", some)


def _read_rows(db: Database, where: str, values: Sequence[object]) -> Iterator[tuple[int, TableRow]]:
    """Rows with their cells, each with its table's id, in order."""
    items: dict[int, dict[str, list[CellItem]]] = {}
    found = db.conn.execute(
        "SELECT i.row_id, c.key, i.kind, i.text, i.lead, i.grade, i.number, i.id "
        "FROM cell_item i JOIN appendix_column c ON c.id = i.column_id "
        f"{'JOIN appendix_row r ON r.id = i.row_id' if where else ''} {where} "
        "ORDER BY i.row_id, i.column_id, i.seq, i.id",
        values,
    )
    for row_id, key, kind, text, lead, grade, number, item_id in found:
        cells = items.setdefault(row_id, {})
        cells.setdefault(key, []).append(CellItem(_KINDS[kind], text, lead, grade, number, item_id))
    held = db.conn.execute(
        f"SELECT r.id, r.table_id, r.seq, r.version, r.joined FROM appendix_row r {where} "
        "ORDER BY r.table_id, r.seq, r.id",
        values,
    )
    for row_id, table_id, seq, version, joined in held:
        filled = {key: Cell(tuple(listed)) for key, listed in items.get(row_id, {}).items()}
        yield table_id, TableRow(row_id, seq, filled, version, _reaches(joined))
