"""The rows of a returned table beside those that were printed: which is which, where a key was lost or doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.alignment import align
from domain.returned import ROW, ReturnedRow, ReturnedTable, key_of
from domain.returned_texts import MOST_COMPARED, Wording
from domain.tables import AppendixTable, ColumnKind


@dataclass(frozen=True)
class RowThere:
    """A row of the file: the key of its row in the export, empty for a new one, and its texts by column key."""

    key: str
    texts: Mapping[str, str]
    covered: frozenset[str]
    by: Mapping[str, str]
    place: int


def rows_there(
    base: AppendixTable, found: Sequence[ReturnedTable], keys: Sequence[str], wording: Wording, blank: str
) -> list[RowThere]:
    """The rows of a file with every key once at most; rows that lost theirs are known by their words.

    `keys` are those of the columns by place, `blank` is what an empty cell prints.
    """
    numbers = {column.key for column in base.spec.columns if column.kind is ColumnKind.NUMBER}
    rows: list[RowThere] = []
    for table in found:
        for row in table.rows:
            one = _there(row, keys, len(rows), wording, blank)
            if one.key or any(text for key, text in one.texts.items() if key not in numbers):
                rows.append(one)
    printed = {key_of(ROW, row.id): printed_row(base, index, wording) for index, row in enumerate(base.rows)}
    _settle_doubles(rows, printed)
    _find_lost(rows, printed)
    return rows


def printed_row(table: AppendixTable, index: int, wording: Wording) -> dict[str, str]:
    """What an export prints in a row, by column key."""
    return {column.key: wording.restored(table.printed(index, column)) for column in table.spec.columns}


def _there(row: ReturnedRow, keys: Sequence[str], place: int, wording: Wording, blank: str) -> RowThere:
    texts = {}
    for key, text in zip(keys, row.cells, strict=False):
        if key:
            restored = wording.restored(text)
            texts[key] = "" if restored == blank else restored
    covered = frozenset(keys[one] for one in row.covered if one < len(keys) and keys[one])
    by = {key: name for key, name in zip(keys, row.by, strict=False) if key and name}
    return RowThere(row.key.rstrip("+"), texts, covered, by, place)


def _settle_doubles(rows: list[RowThere], printed: Mapping[str, Mapping[str, str]]) -> None:
    """A row that was copied took its key along: the one that still reads the same keeps it, else the first."""
    rivals: dict[str, list[int]] = {}
    for place, one in enumerate(rows):
        rivals.setdefault(one.key, []).append(place)
    for key, places in rivals.items():
        same = [one for one in places if rows[one].texts == printed.get(key)] if len(places) > 1 else []
        keeper = (same or places)[0] if key in printed else -1
        for place in places:
            if place != keeper:
                rows[place] = replace(rows[place], key="")


def _find_lost(rows: list[RowThere], printed: Mapping[str, Mapping[str, str]]) -> None:
    """A row that was written anew lost its key: it stands among its neighbours and is like the one that is missing."""
    held = {one.key for one in rows}
    missing = [key for key in printed if key not in held]
    without = [place for place, one in enumerate(rows) if not one.key]
    if not missing or not without or len(missing) * len(without) > MOST_COMPARED:
        return
    bodies = ["\n".join(printed[key].values()) for key in missing]
    others = ["\n".join(rows[place].texts.values()) for place in without]
    for here, there in align(bodies, others):
        if here is not None and there is not None:
            rows[without[there]] = replace(rows[without[there]], key=missing[here])
