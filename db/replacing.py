"""Replacing words throughout a plan, as one step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from db.rows import item_from_row
from db.store import OperationScope, Store
from db.tables import write_items
from db.units import rename_unit
from domain.cell_items import Cell
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.searching import Hit, Spot
from domain.tables import ColumnKind, cell_of
from domain.text import trim

_LISTS = frozenset({("unit", "aliases"), ("appendix_table", "notes"), ("appendix_column", "path")})


def replace_words(store: Store, hits: Sequence[Hit], by: str, words: str = "") -> ChangeSet:
    """Replace what was found by other words, everywhere or nowhere, as one step to undo.

    `words` are what was looked for, for the history. Raises InputError where a text is not what it was when it was
    searched, where a name would become empty or that of another unit, or where the new words break a line.
    """
    if "\n" in by:
        raise InputError("replace_lines", "替换成的内容不能换行。", "请去掉换行后再试。")
    hits = [hit for hit in hits if trim(hit.replaced(by)) != hit.text]
    count = sum(len(hit.spans) for hit in hits)
    with store.operation(f"替换“{words}”为“{by}” {count} 处" if words else f"替换 {count} 处", kind="replace") as scope:
        cells: dict[tuple[int, str], list[Hit]] = {}
        for hit in hits:
            if hit.spot.record == "cell_item":
                cells.setdefault((hit.spot.row_id or 0, hit.spot.column), []).append(hit)
            else:
                _replace(store, scope, hit, trim(hit.replaced(by)))
        for found in cells.values():
            _replace_in_cell(scope, found, by)
        _touch(scope, hits)
    return scope.changes


def _replace(store: Store, scope: OperationScope, hit: Hit, text: str) -> None:
    spot = hit.spot
    row = next(iter(scope.db.query(f"SELECT * FROM {spot.record} WHERE id = ?", [spot.id])), None)
    if row is None or _value(row, spot) != hit.text:
        raise stale_hit()
    if not text and (spot.record, spot.field) in _NAMES:
        raise InputError("name_blank", "替换后会留下空的名称。", "请取消勾选这一处，或换一个替换内容。", str(spot))
    if (spot.record, spot.field) == ("unit", "name"):
        rename_unit(store, spot.id, text)
    elif (spot.record, spot.field) in _LISTS:
        listed = json.loads(str(row[spot.field]))
        listed[spot.index] = text
        scope.update(spot.record, spot.id, {spot.field: json.dumps(listed, ensure_ascii=False)})
    else:
        scope.update(spot.record, spot.id, {spot.field: text})


_NAMES = frozenset({("unit", "name"), ("enterprise", "name"), ("appendix_column", "path"), ("remark", "text")})


def _value(row: Mapping[str, object], spot: Spot) -> object:
    value = row[spot.field]
    if (spot.record, spot.field) not in _LISTS:
        return value
    listed = json.loads(str(value))
    return listed[spot.index] if spot.index < len(listed) else None


def _replace_in_cell(scope: OperationScope, hits: Sequence[Hit], by: str) -> None:
    """A cell as a whole: its new words may make a line a measure or a graded item, as if they had been typed."""
    by_id = {hit.spot.id: hit for hit in hits}
    spot = hits[0].spot
    query = (
        "SELECT i.*, c.kind AS column_kind FROM cell_item i JOIN appendix_column c ON c.id = i.column_id "
        "WHERE i.row_id = ? AND c.key = ? ORDER BY i.seq, i.id"
    )
    rows = list(scope.db.query(query, [spot.row_id, spot.column]))
    before = [item_from_row(row) for row in rows]
    if {item.id: item.text for item in before if item.id in by_id} != {id: hit.text for id, hit in by_id.items()}:
        raise stale_hit()
    lines = [item.lead + (by_id[item.id].replaced(by) if item.id in by_id else item.text) for item in before]
    text, kind = "\n".join(lines), ColumnKind(str(rows[0]["column_kind"]))
    if Cell(tuple(before)).text != text:
        write_items(
            scope, int(str(rows[0]["row_id"])), int(str(rows[0]["column_id"])), before, cell_of(kind, text).items
        )


def _touch(scope: OperationScope, hits: Sequence[Hit]) -> None:
    """Let edits that began before know that the heading or row is another now."""
    touched = {("outline_node", hit.spot.node_id) for hit in hits if hit.spot.record in ("paragraph", "outline_node")}
    touched |= {("appendix_row", hit.spot.row_id) for hit in hits if hit.spot.record == "cell_item"}
    for table, row_id in touched:
        if row_id is not None:
            scope.update(table, row_id, {"version": scope.revision})


def stale_hit() -> InputError:
    """What is said where a text is no longer what was searched."""
    return InputError("stale_edit", "要替换的内容刚刚已被改动，没有替换。", "请重新查找后再试。")
