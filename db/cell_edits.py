"""What is done to cells of appendix tables: typed, graded, filled, pasted, lines moved; one verb a user action."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from db.cell_writing import CellId, CellPlace, ItemBatch, find_cells, name_cell, name_row, touch_rows, write_items
from db.database import Database
from db.rows import item_to_row, joined_to_text
from db.store import OperationScope, Store
from db.table_reading import load_design
from db.table_rows import insert_rows, row_places
from domain.cell_items import STAR, Cell, CellItem, renumber, with_grade
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.tables import ColumnKind, TableColumn, cell_of, item_in

Tick = Callable[[int, int], None]
_Gone = ("row_gone", "要移动的条目已经不在附表里了。", "请查看最新内容后再试。")


def set_cell(store: Store, row_id: int, column_id: int, text: str, version: int | None = None) -> ChangeSet:
    """Write the printed text of a cell; its lines become items by the column's kind.

    Raises InputError when `version` is not the row's any more, or for 序号, which counts itself.
    """
    place = find_cells(store.db, [(row_id, column_id)])[row_id, column_id]
    label = f"修改 {name_cell(store.db, place)}"
    with store.operation(label, merge_key=f"cell {row_id} {column_id}") as scope:
        if version is not None and place.version != version:
            raise InputError("stale_edit", "这一行刚刚已被改动，您的修改没有写入。", "请查看最新内容后再改。")
        if place.column.kind is ColumnKind.NUMBER:
            raise InputError("number_column", "序号由程序自动编排，不能直接修改。", "移动行即可改变序号。")
        _write_texts(scope, [(place, text)])
    return scope.changes


def set_cells(store: Store, values: Sequence[tuple[int, int, str]], label: str, tick: Tick | None = None) -> ChangeSet:
    """Write several cells, given as (row id, column id, printed text), as one step (“粘贴 6 格”); 序号 is left out.

    `tick` is called while thousands are written, with how many are done and how many there are; it may raise.
    """
    with store.operation(label) as scope:
        cells = find_cells(store.db, [(row_id, column_id) for row_id, column_id, _ in values])
        _write_texts(scope, [(cells[row_id, column_id], text) for row_id, column_id, text in values], tick)
    return scope.changes


def clear_cells(store: Store, cells: Sequence[CellId], tick: Tick | None = None) -> ChangeSet:
    """Empty several cells, given as (row id, column id), as one step."""
    label = f"清空 {len(cells)} 格"
    return set_cells(store, [(row_id, column_id, "") for row_id, column_id in cells], label, tick)


def set_items(store: Store, row_id: int, column_id: int, items: Sequence[CellItem], action: str) -> ChangeSet:
    """Replace the items of a cell (a grade changed, an item moved); measures are numbered afresh.

    `action` is the Chinese verb for the history (“调整等级”).
    """
    place = find_cells(store.db, [(row_id, column_id)])[row_id, column_id]
    with store.operation(f"{action} {name_cell(store.db, place)}") as scope:
        if write_items(scope, row_id, column_id, place.items, renumber(items)):
            touch_rows(scope, [row_id])
    return scope.changes


def set_grades(store: Store, cells: Sequence[CellId], grade: int | None, tick: Tick | None = None) -> ChangeSet:
    """Grade every item of some cells, given as (row id, column id), as one step; None takes the grade off.

    Blank lines stay as they are.
    """
    word = STAR * grade if grade else "无等级"
    places = find_cells(store.db, cells)
    name = name_cell(store.db, next(iter(places.values()))) if len(places) == 1 else f"{len(places)} 格"
    with store.operation(f"{name} 改为{word}") as scope:
        batch = ItemBatch()
        for done, place in enumerate(places.values()):
            after = [with_grade(item, grade) if item.printed.strip() else item for item in place.items]
            batch.turn(place.row_id, place.column.id, place.items, renumber(after))
            _told(tick, done, len(places))
        batch.write(scope)
        touch_rows(scope, batch.rows)
    return scope.changes


def paste_cells(
    store: Store,
    table_id: int,
    row_ids: Sequence[int],
    column_ids: Sequence[int],
    block: Sequence[Sequence[str]],
    *,
    joined: Collection[tuple[int, int]] = (),
    index: int | None = None,
    tick: Tick | None = None,
) -> ChangeSet:
    """Write a block of texts into these rows and columns as one step; what goes beyond the rows makes new ones.

    New rows go to `index` (from 0), None: behind the last. A line that is shorter than the columns leaves the rest of
    them alone; 序号 is left out. `joined` are places of the block, as (line, column of it), that reach up to the cell
    above them, as merged cells do.
    """
    spec = load_design(store.db, table_id).spec
    columns = {column.id: column for column in spec.columns}
    with store.operation(f"粘贴到 {_where(store.db, spec.label, row_ids, len(block))}") as scope:
        missing = max(len(block) - len(row_ids), 0)
        end = len(row_places(store.db, table_id)) if index is None else index
        fresh = insert_rows(scope, table_id, end, missing)
        rows = [*row_ids, *fresh]
        known = find_cells(store.db, [(row_id, column_id) for row_id in row_ids for column_id in column_ids])
        values = [
            (known.get((row_id, column_id)) or _blank(row_id, table_id, columns[column_id]), text)
            for row_id, line in zip(rows, block, strict=False)
            for column_id, text in zip(column_ids, line, strict=False)
        ]
        _write_texts(scope, values, tick)
        _join(scope, rows, [columns[one].key for one in column_ids], block, joined)
    return scope.changes


def move_items(store: Store, item_ids: Sequence[int], row_id: int, column_id: int, place: int) -> ChangeSet:
    """Put lines, in the order they are given in, into a cell so that `place` lines (from 0) stand above them.

    They keep their ids, and with them the links to where they came from; `place` counts the lines of the cell as
    it was. A line takes on what its new column holds: without grades there, its stars stay as text. Raises InputError
    where a line is gone or the column is 序号.
    """
    held = _homes(store.db, item_ids)
    target = (row_id, column_id)
    cells = find_cells(store.db, [*dict.fromkeys(held[one] for one in item_ids), target])
    goal = cells[target]
    if goal.column.kind is ColumnKind.NUMBER:
        raise InputError("number_column", "序号由程序自动编排，不能放入条目。", "请放到别的列。")
    moved = {item.id: item for cell in cells.values() for item in cell.items if item.id in held}
    name = name_cell(store.db, goal)
    with store.operation(f"移动条目到 {name}" if set(held.values()) != {target} else f"调整条目次序 {name}") as scope:
        above = [item for item in goal.items[:place] if item.id not in held]
        below = [item for item in goal.items[place:] if item.id not in held]
        lines = [item_in(goal.column.kind, moved[one], goal.items) for one in item_ids]
        changed = _put(scope, goal, renumber([*above, *lines, *below]))
        for cell in cells.values():
            if cell is not goal:
                changed |= _put(scope, cell, renumber([item for item in cell.items if item.id not in held]))
        _move_sources(scope, item_ids, row_id)
        touch_rows(scope, sorted(changed))
    return scope.changes


def _move_sources(scope: OperationScope, item_ids: Sequence[int], row_id: int) -> None:
    """Where a line came from is told by its row, too."""
    scope.db.conn.executemany(
        "UPDATE item_source SET table_row_id = ? WHERE item_id = ? AND table_row_id IS NOT ?",
        [(row_id, item_id, row_id) for item_id in item_ids],
    )


def _put(scope: OperationScope, cell: CellPlace, items: Sequence[CellItem]) -> set[int]:
    """Let a cell hold exactly these stored items, wherever they were; returns the rows that changed."""
    before = {item.id: (seq, item) for seq, item in enumerate(cell.items, start=1)}
    changed = set() if len(items) == len(cell.items) else {cell.row_id}
    for seq, item in enumerate(items, start=1):
        if before.get(item.id) != (seq, item):
            place = {"row_id": cell.row_id, "column_id": cell.column.id, "seq": seq}
            scope.update("cell_item", item.id, {**item_to_row(item), **place})
            changed.add(cell.row_id)
    return changed


def _homes(db: Database, item_ids: Sequence[int]) -> dict[int, CellId]:
    """The cells in which lines stand. Raises InputError where one is gone."""
    holders = ", ".join("?" for _ in item_ids)
    rows = db.conn.execute(f"SELECT id, row_id, column_id FROM cell_item WHERE id IN ({holders})", list(item_ids))
    held = {item_id: (row_id, column_id) for item_id, row_id, column_id in rows}
    if not held or len(held) < len(set(item_ids)):
        raise InputError(*_Gone, f"items {item_ids}")
    return held


def _write_texts(scope: OperationScope, values: Sequence[tuple[CellPlace, str]], tick: Tick | None = None) -> None:
    """Write printed texts; the last one given for a cell counts."""
    batch = ItemBatch()
    last = {(place.row_id, place.column.id): (place, text) for place, text in values}
    for done, (place, text) in enumerate(last.values()):
        if place.column.kind is not ColumnKind.NUMBER and text != Cell(place.items).text:
            batch.turn(place.row_id, place.column.id, place.items, cell_of(place.column.kind, text).items)
        _told(tick, done, len(last))
    batch.write(scope)
    touch_rows(scope, batch.rows)


def _join(
    scope: OperationScope,
    rows: Sequence[int],
    keys: Sequence[str],
    block: Sequence[Sequence[str]],
    joined: Collection[tuple[int, int]],
) -> None:
    """Let pasted cells reach up or not, as those of the block did."""
    wanted: dict[int, set[str]] = {}
    for line, column in joined:
        if line > 0 and column < len(keys):
            wanted.setdefault(line, set()).add(keys[column])
    holders: Mapping[int, str] = dict(_joined_texts(scope.db, rows))
    for line, texts in enumerate(block):
        before = frozenset(_parsed(holders[rows[line]]))
        if not before and line not in wanted:
            continue
        after = (before - set(keys[: len(texts)])) | wanted.get(line, set())
        if after != before:
            scope.update("appendix_row", rows[line], {"joined": joined_to_text(frozenset(after))})


def _joined_texts(db: Database, rows: Sequence[int]) -> Iterable[tuple[int, str]]:
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        query = f"SELECT id, joined FROM appendix_row WHERE id IN ({', '.join('?' for _ in some)})"
        yield from db.conn.execute(query, some)


def _parsed(joined: str) -> list[str]:
    return [] if joined == "[]" else list(json.loads(joined))


def _blank(row_id: int, table_id: int, column: TableColumn) -> CellPlace:
    return CellPlace(row_id, 0, table_id, column, ())


def _where(db: Database, label: str, row_ids: Sequence[int], lines: int) -> str:
    name = name_row(db, row_ids[0]) if row_ids else f"{label} 新的一行"
    return name if lines == 1 else f"{name}起 {lines} 行"


def _told(tick: Tick | None, done: int, whole: int) -> None:
    if tick is not None:
        tick(done, whole)
