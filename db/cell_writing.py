"""Cells of appendix tables as rows of the plan file: found and written many at a time, only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from db.database import Database
from db.rows import column_from_row, item_from_row, item_to_row
from db.store import OperationScope
from domain.cell_items import CellItem
from domain.errors import InputError
from domain.tables import TableColumn
from domain.text import storable

CellId = tuple[int, int]  # row and column
_AT_ONCE = 500  # SQLite takes at least 999 values in one statement
_UPDATE = "UPDATE cell_item SET kind = ?, grade = ?, number = ?, lead = ?, text = ?, seq = ? WHERE id = ?"


@dataclass(frozen=True)
class CellPlace:
    """A cell as stored, found without reading the rest of its table."""

    row_id: int
    version: int
    table_id: int
    column: TableColumn
    items: tuple[CellItem, ...]


def find_cells(db: Database, cells: Iterable[CellId]) -> dict[CellId, CellPlace]:
    """Cells by row and column id. Raises InputError where one is not there any more."""
    wanted = list(dict.fromkeys(cells))
    tables: dict[int, int] = {}
    columns: dict[int, TableColumn] = {}
    for row in _chosen(db, "SELECT * FROM appendix_column WHERE id IN ({})", {column for _, column in wanted}):
        tables[row["id"]], columns[row["id"]] = row["table_id"], column_from_row(row)
    rows: dict[int, tuple[int, int]] = {}
    for row in _chosen(
        db, "SELECT id, table_id, version FROM appendix_row WHERE id IN ({})", {one for one, _ in wanted}
    ):
        rows[row["id"]] = row["table_id"], row["version"]
    for row_id, column_id in wanted:
        if row_id not in rows or rows[row_id][0] != tables.get(column_id):
            detail = f"cell {row_id} {column_id}"
            raise InputError("row_gone", "这一格已经不在附表里了。", "请查看最新内容后再试。", detail)
    items: dict[CellId, list[CellItem]] = {cell: [] for cell in wanted}
    query = "SELECT * FROM cell_item WHERE row_id IN ({}) ORDER BY row_id, column_id, seq, id"
    for row in _chosen(db, query, rows):
        cell = (row["row_id"], row["column_id"])
        if cell in items:
            items[cell].append(item_from_row(row))
    return {
        (row_id, column_id): CellPlace(
            row_id, rows[row_id][1], rows[row_id][0], columns[column_id], tuple(items[row_id, column_id])
        )
        for row_id, column_id in wanted
    }


def name_cell(db: Database, place: CellPlace) -> str:
    """“附表1 第2行 质量技术问题”, for the history."""
    return f"{name_row(db, place.row_id)} {place.column.title}"


def name_row(db: Database, row_id: int) -> str:
    """“附表1 第2行”. Raises InputError when the row is not there."""
    row = db.conn.execute(
        "SELECT t.label, (SELECT count(*) FROM appendix_row o WHERE o.table_id = r.table_id "
        "AND (o.seq, o.id) <= (r.seq, r.id)) FROM appendix_row r JOIN appendix_table t ON t.id = r.table_id "
        "WHERE r.id = ?",
        [row_id],
    ).fetchone()
    if row is None:
        raise InputError("row_gone", "这一行已经不在附表里了。", "请查看最新内容后再试。", f"row {row_id}")
    return f"{row[0]} 第{row[1]}行"


def items_to_rows(row_id: int, column_id: int, items: Sequence[CellItem]) -> list[dict[str, object]]:
    """The rows of a whole cell in order."""
    place = {"row_id": row_id, "column_id": column_id}
    return [{**place, "seq": seq, **item_to_row(item)} for seq, item in enumerate(items, start=1)]


def write_items(
    scope: OperationScope, row_id: int, column_id: int, before: Sequence[CellItem], after: Sequence[CellItem]
) -> bool:
    """Turn one list of items into another, touching only rows that differ; True when any did."""
    batch = ItemBatch()
    changed = batch.turn(row_id, column_id, before, after)
    batch.write(scope)
    return changed


@dataclass
class ItemBatch:
    """Changes of many cells, gathered to be written together."""

    gone: list[int] = field(default_factory=list)
    changed: list[tuple[object, ...]] = field(default_factory=list)
    fresh: list[Mapping[str, object]] = field(default_factory=list)
    rows: dict[int, None] = field(default_factory=dict)  # whose cells changed

    def turn(self, row_id: int, column_id: int, before: Sequence[CellItem], after: Sequence[CellItem]) -> bool:
        """Turn one list of items into another; True when they differ."""
        pairs = _matched(before, after)
        changed = len(pairs) < max(len(before), len(after))
        if len(pairs) < len(before):
            kept = {old for old, _ in pairs}
            self.gone += [item.id for place, item in enumerate(before) if place not in kept]
        for old, new in pairs:
            if old != new or replace(after[new], id=0) != replace(before[old], id=0):
                self.changed.append(_update(after[new], new + 1, before[old].id))
                changed = True
        if len(pairs) < len(after):
            rows = items_to_rows(row_id, column_id, after)
            taken = {new for _, new in pairs}
            self.fresh += [rows[place] for place in range(len(after)) if place not in taken]
        if changed:
            self.rows[row_id] = None
        return changed

    def write(self, scope: OperationScope) -> None:
        """Write what was gathered; the versions of the rows are left to `touch_rows`."""
        if self.gone:
            scope.db.conn.executemany("DELETE FROM cell_item WHERE id = ?", [(one,) for one in self.gone])
        if self.changed:
            scope.db.conn.executemany(_UPDATE, self.changed)
        scope.insert_many("cell_item", self.fresh)


def touch_rows(scope: OperationScope, row_ids: Iterable[int]) -> None:
    """Give rows the version of this operation, so that an edit begun before it is noticed."""
    scope.db.conn.executemany(
        "UPDATE appendix_row SET version = ? WHERE id = ?", [(scope.revision, row_id) for row_id in row_ids]
    )


def _update(item: CellItem, seq: int, item_id: int) -> tuple[object, ...]:
    return (item.kind.value, item.grade, storable(item.number), storable(item.lead), storable(item.text), seq, item_id)


def _matched(before: Sequence[CellItem], after: Sequence[CellItem]) -> list[tuple[int, int]]:
    """Which line became which: what came from where is known by the line, so a line keeps its row when it moves."""
    if not before or not after:
        return []
    if len(before) == len(after) == 1:
        return [(0, 0)]
    pairs: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, [item.text for item in before], [item.text for item in after], autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            pairs += zip(range(first, last), range(new_first, new_last), strict=False)
    return pairs


def _chosen(db: Database, query: str, ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """The rows of a query for ids, which stand in its braces, so many at a time."""
    listed = sorted(ids)
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        yield from db.query(query.format(", ".join("?" for _ in some)), some)
