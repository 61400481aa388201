"""Appendix tables as a whole: designing, naming, ordering and removing them, one verb a user action."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from db.references import following_references
from db.rows import column_to_row, joined_to_text, place_to_row, spec_to_row
from db.store import OperationScope, Store
from db.tables import items_to_rows, load_table, load_tables, write_items
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.table_design import match_columns, with_keys
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of, check_spec, free_label
from domain.text import trim


def create_table(store: Store, spec: TableSpec, index: int | None = None) -> ChangeSet:
    """Add an empty table at `index` (from 0) among the plan's tables, None: behind them.

    Its id is that of the appendix_table row in the ChangeSet. Raises InputError where the specification is none.
    """
    tables = load_tables(store.db)
    spec = _checked(spec, tables)
    with store.operation(f"新增附表 {_name(spec)}") as scope, following_references(scope):
        place = len(tables) if index is None else min(max(index, 0), len(tables))
        _insert(scope, AppendixTable(0, spec), place, tables)
    return scope.changes


def duplicate_table(store: Store, table_id: int) -> ChangeSet:
    """Put a copy of a table with its rows right behind it, under the next free label."""
    tables = load_tables(store.db)
    table = load_table(store.db, table_id)
    label = free_label(table.spec.label, [one.spec.label for one in tables])
    title = f"{table.spec.title}（副本）" if table.spec.title else ""
    copy = replace(table, spec=_checked(replace(table.spec, label=label, title=title), tables))
    with store.operation(f"复制附表 {_name(table.spec)}") as scope, following_references(scope):
        _insert(scope, copy, [one.id for one in tables].index(table_id) + 1, tables)
    return scope.changes


def rename_table(store: Store, table_id: int, label: str, title: str) -> ChangeSet:
    """Change label and title. Raises InputError where both are blank or the label is that of another table."""
    table = load_table(store.db, table_id)
    spec = _checked(replace(table.spec, label=label, title=title), load_tables(store.db), table_id)
    with store.operation(f"修改附表名称 {_name(table.spec)}") as scope, following_references(scope):
        if spec != table.spec:
            scope.update("appendix_table", table_id, {"label": spec.label, "title": spec.title})
    return scope.changes


def remove_table(store: Store, table_id: int) -> ChangeSet:
    """Take a table out of the plan with everything in it."""
    table = load_table(store.db, table_id)
    with store.operation(f"删除附表 {_name(table.spec)}") as scope, following_references(scope):
        scope.delete("appendix_table", table_id)
    return scope.changes


def shift_table(store: Store, table_id: int, offset: int) -> ChangeSet:
    """Move a table by `offset` places among the plan's tables."""
    tables = list(load_tables(store.db))
    here = tables.index(load_table(store.db, table_id))
    there = min(max(here + offset, 0), len(tables) - 1)
    with store.operation(f"{'上移' if offset < 0 else '下移'}附表 {_name(tables[here].spec)}") as scope:
        if here != there:
            tables.insert(there, tables.pop(here))
            _number(scope, [table.id for table in tables])
    return scope.changes


def redesign_table(store: Store, table_id: int, spec: TableSpec) -> ChangeSet:
    """Give a table another specification, as one step; rows stay.

    Columns are the same by id, then by key. Those that are gone take their cells along; where the kind of a column
    changes its cells are read anew, their printed text stays to the character. Raises InputError where the
    specification is none, or a column with text would become 序号, which holds none.
    """
    table = load_table(store.db, table_id)
    spec = _checked(spec, load_tables(store.db), table_id)
    former = match_columns(table.spec.columns, spec.columns)
    for place, old in former.items():
        _refuse_loss(table, old, spec.columns[place])
    with store.operation(f"修改附表设计 {_name(table.spec)}") as scope, following_references(scope):
        if spec_to_row(spec) != spec_to_row(table.spec):
            scope.update("appendix_table", table_id, spec_to_row(spec))
        changed: set[int] = set()
        for place, column in enumerate(spec.columns):
            changed |= _write_column(scope, table, former.get(place), column, place + 1)
        for gone in {column.id for column in table.spec.columns} - {old.id for old in former.values()}:
            scope.delete("appendix_column", gone)  # last, or a new column would get its id
        keys = {old.key: spec.columns[place].key for place, old in former.items()}
        changed |= _write_keys(scope, table, keys)
        for row_id in sorted(changed):
            scope.update("appendix_row", row_id, {"version": scope.revision})
    return scope.changes


def _write_column(
    scope: OperationScope, table: AppendixTable, old: TableColumn | None, column: TableColumn, seq: int
) -> set[int]:
    """Write one column and its cells as its kind asks for; returns the ids of the rows whose cells changed."""
    row = {**column_to_row(column), "table_id": table.id, "seq": seq}
    if old is None:
        scope.insert("appendix_column", row)
        return set()
    if row != {**column_to_row(old), "table_id": table.id, "seq": table.spec.columns.index(old) + 1}:
        scope.update("appendix_column", old.id, row)
    if column.kind is old.kind:
        return set()
    changed = set()
    for index, one in enumerate(table.rows):
        items = cell_of(column.kind, table.printed(index, old)).items
        if write_items(scope, one.id, old.id, one.cell(old.key).items, items):
            changed.add(one.id)
    return changed


def _write_keys(scope: OperationScope, table: AppendixTable, keys: dict[str, str]) -> set[int]:
    """Let joined cells and remarks follow columns that got another key, or let go of those that went."""
    changed = set()
    for row in table.rows:
        joined = frozenset(keys[key] for key in row.joined if key in keys)
        if joined != row.joined:
            scope.update("appendix_row", row.id, {"joined": joined_to_text(joined)})
            changed.add(row.id)
    remarks = scope.db.query(
        "SELECT m.id, m.column_key FROM remark m JOIN appendix_row r ON r.id = m.row_id WHERE r.table_id = ?",
        [table.id],
    )
    for remark in list(remarks):
        key = str(remark["column_key"])
        if keys.get(key, "") != key:
            scope.update("remark", int(str(remark["id"])), {"column_key": keys.get(key, "")})
    return changed


def _refuse_loss(table: AppendixTable, old: TableColumn, column: TableColumn) -> None:
    """A column that becomes 序号 must be empty. Raises InputError."""
    if column.kind is ColumnKind.NUMBER and any(row.cell(old.key).text for row in table.rows):
        raise InputError(
            "number_would_lose",
            f"“{old.title}”列里已有内容，序号列不保存内容，改成序号列会丢失这些文字。",
            "请另加一列序号，或先把这一列清空。",
        )


def _checked(spec: TableSpec, tables: Sequence[AppendixTable], table_id: int = 0) -> TableSpec:
    """The specification, tidied, with a key for every column. Raises InputError where it is no table."""
    columns = tuple(
        replace(column, path=tuple(trim(part) for part in column.path)) for column in with_keys(spec.columns)
    )
    tidied = replace(spec, label=trim(spec.label), title=trim(spec.title), columns=columns)
    findings = check_spec(tidied, [table.spec.label for table in tables if table.id != table_id])
    if findings:
        detail = " ".join(finding.code for finding in findings)
        text = f"{findings[0].where}：{findings[0].message}"
        raise InputError("bad_table_spec", text, "附表没有改动，改好后可以再保存。", detail)
    return tidied


def _name(spec: TableSpec) -> str:
    return spec.label or spec.title


def _insert(scope: OperationScope, table: AppendixTable, index: int, present: Sequence[AppendixTable]) -> None:
    """Write a new table with its rows at `index` among those present."""
    table_id = scope.insert("appendix_table", {"seq": 0, **spec_to_row(table.spec), **place_to_row(table.place)})
    ids = [one.id for one in present]
    ids.insert(index, table_id)
    _number(scope, ids)
    columns = {
        column.key: scope.insert("appendix_column", {**column_to_row(column), "table_id": table_id, "seq": seq})
        for seq, column in enumerate(table.spec.columns, start=1)
    }
    fresh: list[dict[str, object]] = []
    for row in table.rows:
        row_id = _insert_row(scope, table_id, row)
        for key, column_id in columns.items():
            fresh += items_to_rows(row_id, column_id, row.cell(key).items)
    scope.insert_many("cell_item", fresh)


def _insert_row(scope: OperationScope, table_id: int, row: TableRow) -> int:
    values = {"table_id": table_id, "seq": row.seq, "joined": joined_to_text(row.joined), "version": scope.revision}
    return scope.insert("appendix_row", values)


def _number(scope: OperationScope, ids: Collection[int]) -> None:
    """Give the tables their order; only those that move are written."""
    stored = dict(scope.db.conn.execute("SELECT id, seq FROM appendix_table"))
    for seq, table_id in enumerate(ids, start=1):
        if stored[table_id] != seq:
            scope.update("appendix_table", table_id, {"seq": seq})
