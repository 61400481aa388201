"""Appendix tables in the plan file: loading them, and one verb a user action."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from db.database import Database
from db.rows import column_from_row, item_from_row, item_to_row, place_from_row, spec_from_row
from db.store import OperationScope, Store
from domain.cell_items import STAR, Cell, CellItem, renumber, with_grade
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, cell_of

_NONE_JOINED: frozenset[str] = frozenset()  # one for the thousands of rows that have none


def load_tables(db: Database) -> tuple[AppendixTable, ...]:
    """Every appendix table with all its rows, in order."""
    columns: dict[int, list[TableColumn]] = {}
    for row in db.query("SELECT * FROM appendix_column ORDER BY table_id, seq, id"):
        columns.setdefault(int(str(row["table_id"])), []).append(column_from_row(row))
    rows: dict[int, list[TableRow]] = {}
    for table_id, table_row in _read_rows(db, "", []):
        rows.setdefault(table_id, []).append(table_row)
    tables = []
    for row in db.query("SELECT * FROM appendix_table ORDER BY seq, id"):
        table_id = int(str(row["id"]))
        spec = spec_from_row(row, tuple(columns.get(table_id, ())))
        tables.append(AppendixTable(table_id, spec, tuple(rows.get(table_id, ())), place_from_row(row)))
    return tuple(tables)


def load_rows(db: Database, row_ids: Collection[int]) -> dict[int, TableRow]:
    """Single rows by id, for a view that shows thousands and saw one of them change; ids that are gone are absent."""
    holders = ", ".join("?" for _ in row_ids)
    return {row.id: row for _, row in _read_rows(db, f"WHERE r.id IN ({holders})", list(row_ids))}


def _read_rows(db: Database, where: str, values: Sequence[object]) -> Iterator[tuple[int, TableRow]]:
    """Rows with their cells, each with its table's id, in order."""
    items: dict[int, dict[str, list[CellItem]]] = {}
    for row in db.query(
        "SELECT i.*, c.key FROM cell_item i JOIN appendix_column c ON c.id = i.column_id "
        f"JOIN appendix_row r ON r.id = i.row_id {where} ORDER BY i.row_id, i.column_id, i.seq, i.id",
        values,
    ):
        cells = items.setdefault(int(str(row["row_id"])), {})
        cells.setdefault(str(row["key"]), []).append(item_from_row(row))
    for row in db.query(f"SELECT * FROM appendix_row r {where} ORDER BY table_id, seq, id", values):
        row_id = int(str(row["id"]))
        filled = {key: Cell(tuple(listed)) for key, listed in items.get(row_id, {}).items()}
        joined = _NONE_JOINED if row["joined"] == "[]" else frozenset(json.loads(str(row["joined"])))
        yield (
            int(str(row["table_id"])),
            TableRow(row_id, int(str(row["seq"])), filled, int(str(row["version"])), joined),
        )


def load_table(db: Database, table_id: int) -> AppendixTable:
    """One appendix table. Raises InputError when it is not there."""
    for table in load_tables(db):
        if table.id == table_id:
            return table
    raise InputError("row_gone", "这张附表已经不在方案里了。", "请查看最新内容后再试。", f"table {table_id}")


def set_cell(store: Store, row_id: int, column_id: int, text: str, version: int | None = None) -> ChangeSet:
    """Write the printed text of a cell; its lines become items by the column's kind.

    Raises InputError when `version` is not the row's any more, or for 序号, which counts itself.
    """
    place = _locate(store.db, row_id, column_id)
    with store.operation(f"修改 {place.name}", merge_key=f"cell {row_id} {column_id}") as scope:
        if version is not None and place.version != version:
            raise InputError("stale_edit", "这一行刚刚已被改动，您的修改没有写入。", "请查看最新内容后再改。")
        _write_text(scope, place, text)
    return scope.changes


def set_cells(store: Store, values: Sequence[tuple[int, int, str]], label: str) -> ChangeSet:
    """Write several cells, given as (row id, column id, printed text), as one step (“粘贴 6 格”); 序号 is left out."""
    with store.operation(label) as scope:
        for row_id, column_id, text in values:
            place = _locate(store.db, row_id, column_id)
            if place.column.kind is not ColumnKind.NUMBER:
                _write_text(scope, place, text)
    return scope.changes


def clear_cells(store: Store, cells: Sequence[tuple[int, int]]) -> ChangeSet:
    """Empty several cells, given as (row id, column id), as one step."""
    return set_cells(store, [(row_id, column_id, "") for row_id, column_id in cells], f"清空 {len(cells)} 格")


def set_items(store: Store, row_id: int, column_id: int, items: Sequence[CellItem], action: str) -> ChangeSet:
    """Replace the items of a cell (a grade changed, an item moved); measures are numbered afresh.

    `action` is the Chinese verb for the history (“调整等级”).
    """
    place = _locate(store.db, row_id, column_id)
    with store.operation(f"{action} {place.name}") as scope:
        if write_items(scope, row_id, column_id, place.items, renumber(items)):
            scope.update("appendix_row", row_id, {"version": scope.revision})
    return scope.changes


def set_grades(store: Store, cells: Sequence[tuple[int, int]], grade: int | None) -> ChangeSet:
    """Grade every item of some cells, given as (row id, column id), as one step; None takes the grade off.

    Blank lines stay as they are.
    """
    word = STAR * grade if grade else "无等级"
    places = [_locate(store.db, row_id, column_id) for row_id, column_id in cells]
    name = places[0].name if len(places) == 1 else f"{len(places)} 格"
    with store.operation(f"{name} 改为{word}") as scope:
        for (row_id, column_id), place in zip(cells, places, strict=True):
            after = [with_grade(item, grade) if item.printed.strip() else item for item in place.items]
            if write_items(scope, row_id, column_id, place.items, renumber(after)):
                scope.update("appendix_row", row_id, {"version": scope.revision})
    return scope.changes


def paste_cells(
    store: Store, table_id: int, first_row: int, column_ids: Sequence[int], block: Sequence[Sequence[str]]
) -> ChangeSet:
    """Write a block of texts from row `first_row` (from 0) into these columns as one step; missing rows are added.

    A line of the block that is shorter than the columns leaves the rest of them alone; 序号 is left out.
    """
    table = load_table(store.db, table_id)
    with store.operation(f"粘贴到 {table.spec.label} 第{first_row + 1}行") as scope:
        for index in range(len(table.rows), first_row + len(block)):
            add_row(store, table_id, index)
        rows = load_table(store.db, table_id).rows[first_row:]
        values = [
            (row.id, column_id, text)
            for row, line in zip(rows, block, strict=False)
            for column_id, text in zip(column_ids, line, strict=False)
        ]
        set_cells(store, values, "")
    return scope.changes


def items_to_rows(row_id: int, column_id: int, items: Sequence[CellItem]) -> list[dict[str, object]]:
    """The rows of a whole cell in order."""
    place = {"row_id": row_id, "column_id": column_id}
    return [{**place, "seq": seq, **item_to_row(item)} for seq, item in enumerate(items, start=1)]


def write_items(
    scope: OperationScope, row_id: int, column_id: int, before: Sequence[CellItem], after: Sequence[CellItem]
) -> bool:
    """Turn one list of items into another, touching only rows that differ; True when any did."""
    rows = items_to_rows(row_id, column_id, after)
    pairs = _matched(before, after)
    changed = len(pairs) < max(len(before), len(after))
    kept = {old for old, _ in pairs}
    for place, item in enumerate(before):
        if place not in kept:
            scope.delete("cell_item", item.id)
    for old, new in pairs:
        if old != new or replace(after[new], id=0) != replace(before[old], id=0):
            scope.update("cell_item", before[old].id, {**item_to_row(after[new]), "seq": new + 1})
            changed = True
    fresh = set(range(len(after))) - {new for _, new in pairs}
    if fresh:
        scope.insert_many("cell_item", [rows[place] for place in sorted(fresh)])
    return changed


def _matched(before: Sequence[CellItem], after: Sequence[CellItem]) -> list[tuple[int, int]]:
    """Which line became which: what came from where is known by the line, so a line keeps its row when it moves."""
    pairs: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, [item.text for item in before], [item.text for item in after], autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            pairs += zip(range(first, last), range(new_first, new_last), strict=False)
    return pairs


def add_row(store: Store, table_id: int, index: int) -> ChangeSet:
    """Put an empty row at `index` (from 0)."""
    table = load_table(store.db, table_id)
    with store.operation(f"新增 {table.spec.label} 第{index + 1}行") as scope:
        for later, row in enumerate(table.rows[index:], start=index + 2):
            if row.seq != later:
                scope.update("appendix_row", row.id, {"seq": later})
        scope.insert("appendix_row", {"table_id": table_id, "seq": index + 1, "version": scope.revision})
    return scope.changes


def remove_row(store: Store, row_id: int) -> ChangeSet:
    """Take a row out; 序号 closes up."""
    table, row = _row(store.db, row_id)
    with store.operation(f"删除 {table.spec.label} 第{table.rows.index(row) + 1}行") as scope:
        scope.delete("appendix_row", row_id)
        for seq, other in enumerate((one for one in table.rows if one.id != row_id), start=1):
            if other.seq != seq:
                scope.update("appendix_row", other.id, {"seq": seq})
    return scope.changes


def remove_rows(store: Store, row_ids: Sequence[int]) -> ChangeSet:
    """Take several rows of a table out as one step."""
    if not row_ids:
        return ChangeSet()
    if len(row_ids) == 1:
        return remove_row(store, row_ids[0])
    table, _ = _row(store.db, row_ids[0])
    with store.operation(f"删除 {table.spec.label} {len(row_ids)} 行") as scope:
        for row_id in row_ids:
            remove_row(store, row_id)
    return scope.changes


def shift_row(store: Store, row_id: int, offset: int) -> ChangeSet:
    """Move a row up (-1) or down (1)."""
    table, row = _row(store.db, row_id)
    rows = list(table.rows)
    here = rows.index(row)
    there = min(max(here + offset, 0), len(rows) - 1)
    with store.operation(f"{'上移' if offset < 0 else '下移'} {table.spec.label} 第{here + 1}行") as scope:
        rows.insert(there, rows.pop(here))
        for seq, other in enumerate(rows, start=1):
            if other.seq != seq:
                scope.update("appendix_row", other.id, {"seq": seq})
    return scope.changes


def set_table_title(store: Store, table_id: int, title: str) -> ChangeSet:
    """Change the title printed above a table."""
    table = load_table(store.db, table_id)
    with store.operation(f"修改 {table.spec.label} 标题") as scope:
        if title != table.spec.title:
            scope.update("appendix_table", table_id, {"title": title})
    return scope.changes


def _row(db: Database, row_id: int) -> tuple[AppendixTable, TableRow]:
    for table in load_tables(db):
        for row in table.rows:
            if row.id == row_id:
                return table, row
    raise InputError("row_gone", "这一行已经不在附表里了。", "请查看最新内容后再试。", f"row {row_id}")


@dataclass(frozen=True)
class _CellPlace:
    """A cell as stored, found without reading the rest of its table."""

    row_id: int
    version: int
    column: TableColumn
    name: str  # “附表1 第2行 质量技术问题”, for the history
    items: tuple[CellItem, ...]


def _locate(db: Database, row_id: int, column_id: int) -> _CellPlace:
    column = next(iter(db.query("SELECT * FROM appendix_column WHERE id = ?", [column_id])), None)
    row = next(
        iter(
            db.query(
                "SELECT r.version, t.label, (SELECT count(*) FROM appendix_row o WHERE o.table_id = r.table_id "
                "AND (o.seq, o.id) <= (r.seq, r.id)) AS number "
                "FROM appendix_row r JOIN appendix_table t ON t.id = r.table_id WHERE r.id = ? AND t.id = ?",
                [row_id, column["table_id"] if column else None],
            )
        ),
        None,
    )
    if column is None or row is None:
        raise InputError("row_gone", "这一格已经不在附表里了。", "请查看最新内容后再试。", f"cell {row_id} {column_id}")
    items = db.query("SELECT * FROM cell_item WHERE row_id = ? AND column_id = ? ORDER BY seq, id", [row_id, column_id])
    listed = tuple(item_from_row(item) for item in items)
    found = column_from_row(column)
    name = f"{row['label']} 第{row['number']}行 {found.title}"
    return _CellPlace(row_id, int(str(row["version"])), found, name, listed)


def _write_text(scope: OperationScope, place: _CellPlace, text: str) -> None:
    if place.column.kind is ColumnKind.NUMBER:
        raise InputError("number_column", "序号由程序自动编排，不能直接修改。", "移动行即可改变序号。")
    if text != Cell(place.items).text:
        write_items(scope, place.row_id, place.column.id, place.items, cell_of(place.column.kind, text).items)
        scope.update("appendix_row", place.row_id, {"version": scope.revision})
