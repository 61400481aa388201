"""Redesigning an appendix table: which column of the old specification became which of the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from domain.tables import TableColumn


def match_columns(old: Sequence[TableColumn], new: Sequence[TableColumn]) -> Mapping[int, TableColumn]:
    """The old column behind each new one, by its index: by id, then by key; new columns are absent."""
    by_id = {column.id: column for column in old if column.id}
    found = {place: by_id.pop(column.id) for place, column in enumerate(new) if column.id in by_id}
    by_key = {column.key: column for column in old if all(column is not one for one in found.values())}
    for place, column in enumerate(new):
        if place not in found and column.key in by_key:
            found[place] = by_key.pop(column.key)
    return found


def with_keys(columns: Sequence[TableColumn]) -> tuple[TableColumn, ...]:
    """The columns, those without a key given one that no other has."""
    taken = {column.key for column in columns if column.key}
    named = []
    for column in columns:
        if not column.key:
            column = replace(column, key=next(name for n in count(1) if (name := f"column{n}") not in taken))
            taken.add(column.key)
        named.append(column)
    return tuple(named)
