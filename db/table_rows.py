"""Rows of appendix tables: they come, go, move and are sorted, one verb a user action.

`seq` only orders: where few rows stand behind a place they are closed up or moved on, where thousands do a gap stays,
so that a row that comes or goes costs no more than itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from db.cell_writing import name_row
from db.database import Database
from db.store import OperationScope, Store
from db.table_reading import load_design
from domain.changes import ChangeSet
from domain.errors import InputError

_FEW = 200  # rows that are renumbered without a thought
_STRIDE = 16  # room left between rows that have to move on by the thousand

Placed = tuple[int, int]  # id and seq of a row


def add_row(store: Store, table_id: int, index: int) -> ChangeSet:
    """Put an empty row at `index` (from 0)."""
    return add_rows(store, table_id, index, 1)


def add_rows(store: Store, table_id: int, index: int, count: int) -> ChangeSet:
    """Put empty rows at `index` (from 0), as one step."""
    label = load_design(store.db, table_id).spec.label
    name = f"{label} 第{index + 1}行" if count == 1 else f"{label} {count} 行"
    with store.operation(f"新增 {name}") as scope:
        insert_rows(scope, table_id, index, count)
    return scope.changes


def insert_rows(scope: OperationScope, table_id: int, index: int, count: int) -> list[int]:
    """Put empty rows at `index` inside an operation; returns their ids."""
    seqs = _make_room(scope, table_id, index, count)
    values = {"table_id": table_id, "version": scope.revision}
    return [scope.insert("appendix_row", {**values, "seq": seq}) for seq in seqs]


def remove_row(store: Store, row_id: int) -> ChangeSet:
    """Take a row out; 序号 closes up."""
    return remove_rows(store, [row_id])


def remove_rows(store: Store, row_ids: Sequence[int]) -> ChangeSet:
    """Take several rows of a table out as one step."""
    if not row_ids:
        return ChangeSet()
    name = name_row(store.db, row_ids[0])
    table_id = _table_of(store.db, row_ids[0])
    if len(row_ids) > 1:
        name = f"{name.partition(' 第')[0]} {len(row_ids)} 行"
    gone = set(row_ids)
    with store.operation(f"删除 {name}") as scope:
        rows = row_places(store.db, table_id)
        first = next(place for place, (row_id, _) in enumerate(rows) if row_id in gone)
        scope.db.conn.executemany("DELETE FROM appendix_row WHERE id = ?", [(row_id,) for row_id in row_ids])
        later = [row for row in rows[first:] if row[0] not in gone]
        if len(later) <= _FEW:
            start = rows[first - 1][1] + 1 if first else min(rows[first][1], 1)
            _place(scope, [(row_id, seq, start + step) for step, (row_id, seq) in enumerate(later)])
    return scope.changes


def shift_row(store: Store, row_id: int, offset: int) -> ChangeSet:
    """Move a row up (-1) or down (1)."""
    label = f"{'上移' if offset < 0 else '下移'} {name_row(store.db, row_id)}"
    order = [one for one, _ in row_places(store.db, _table_of(store.db, row_id))]
    return _move(store, [row_id], min(max(order.index(row_id) + offset, 0), len(order) - 1), label)


def move_rows(store: Store, row_ids: Sequence[int], index: int) -> ChangeSet:
    """Put rows of a table, in their order, where the first of them is at `index` (from 0) afterwards, as one step."""
    if not row_ids:
        return ChangeSet()
    name = name_row(store.db, row_ids[0])
    return _move(store, row_ids, index, f"移动 {name}" if len(row_ids) == 1 else f"移动 {name}等 {len(row_ids)} 行")


def order_rows(store: Store, table_id: int, row_ids: Sequence[int], label: str) -> ChangeSet:
    """Put all rows of a table into this order, as one step (“按拼音排序 附表1”). InputError where rows differ."""
    with store.operation(label) as scope:
        rows = row_places(store.db, table_id)
        if sorted(row_ids) != sorted(row_id for row_id, _ in rows):
            raise InputError("stale_edit", "附表刚刚已被改动，没有重新排序。", "请查看最新内容后再排序。")
        _order(scope, rows, row_ids)
    return scope.changes


def row_places(db: Database, table_id: int) -> list[Placed]:
    """Ids and seqs of a table's rows in order."""
    query = "SELECT id, seq FROM appendix_row WHERE table_id = ? ORDER BY seq, id"
    return db.conn.execute(query, [table_id]).fetchall()


def _move(store: Store, row_ids: Collection[int], index: int, label: str) -> ChangeSet:
    moved = set(row_ids)
    with store.operation(label) as scope:
        rows = row_places(store.db, _table_of(store.db, next(iter(row_ids))))
        rest = [row_id for row_id, _ in rows if row_id not in moved]
        index = min(max(index, 0), len(rest))
        chosen = [row_id for row_id, _ in rows if row_id in moved]
        _order(scope, rows, [*rest[:index], *chosen, *rest[index:]])
    return scope.changes


def _order(scope: OperationScope, rows: Sequence[Placed], row_ids: Sequence[int]) -> None:
    """Share the seqs that the rows have out anew; only rows that move are written."""
    held, seqs, last = dict(rows), [], None
    for _, seq in rows:
        last = seq if last is None else max(seq, last + 1)  # two rows of one seq would stay as they stood
        seqs.append(last)
    _place(scope, [(row_id, held[row_id], seq) for row_id, seq in zip(row_ids, seqs, strict=True)])


def _place(scope: OperationScope, rows: Sequence[tuple[int, int, int]]) -> None:
    """Give rows, as (id, seq before, seq), their seq."""
    scope.db.conn.executemany(
        "UPDATE appendix_row SET seq = ? WHERE id = ?", [(new, row_id) for row_id, old, new in rows if new != old]
    )


def _make_room(scope: OperationScope, table_id: int, index: int, count: int) -> list[int]:
    """Seqs for new rows at `index`; as few of the present rows as possible make way."""
    rows = row_places(scope.db, table_id)
    before, after = rows[:index], rows[index:]
    low = before[-1][1] if before else min(after[0][1] - 1, 0) if after and len(after) <= _FEW else None
    if not after:
        return [(low or 0) + step for step in range(1, count + 1)]
    high = after[0][1]
    if low is None:
        return list(range(high - count, high))
    if high - low > count:
        return [low + step * (high - low) // (count + 1) for step in range(1, count + 1)]
    if len(after) <= _FEW:
        _place(scope, _pushed(after, low + count + 1, 1))
    elif len(after) <= len(before):
        _place(scope, _pushed(after, low + count + _STRIDE, _STRIDE))
    else:
        down = _pushed([(row_id, -seq) for row_id, seq in reversed(before)], count + _STRIDE - high, _STRIDE)
        _place(scope, [(row_id, -old, -new) for row_id, old, new in down])
        low = high - count - _STRIDE
    return [low + step for step in range(1, count + 1)]


def _pushed(rows: Sequence[Placed], least: int, stride: int) -> list[tuple[int, int, int]]:
    """Rows moved on until they stand at `least` or behind it, as (id, seq before, seq)."""
    moved = []
    for row_id, seq in rows:
        if seq >= least:
            break
        moved.append((row_id, seq, least))
        least += stride
    return moved


def _table_of(db: Database, row_id: int) -> int:
    row = db.conn.execute("SELECT table_id FROM appendix_row WHERE id = ?", [row_id]).fetchone()
    if row is None:
        raise InputError("row_gone", "这一行已经不在附表里了。", "请查看最新内容后再试。", f"row {row_id}")
    return int(row[0])
