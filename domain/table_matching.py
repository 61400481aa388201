"""Which appendix table, which column and which row of two states are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.alignment import Triple, align_three
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec
from domain.text import comparison_key


def align_rows(
    sides: tuple[Sequence[TableRow], Sequence[TableRow], Sequence[TableRow]], spec: TableSpec
) -> list[Triple]:
    """Which rows are the same: by the first words in them, then by all of them."""
    columns = _text_columns(spec)[: _identity_depth(sides, spec)]
    names = [[_identity(row, columns) for row in side] for side in sides]
    bodies = [["\n".join(row.cell(column.key).text for column in spec.columns) for row in side] for side in sides]
    return align_three(names[0], names[1], names[2], (bodies[0], bodies[1], bodies[2]))


def row_text(row: TableRow, spec: TableSpec) -> str:
    """A row for a reader: a line for each cell that says something, after the name of its column."""
    return "\n".join(
        f"{column.title}：{row.cell(column.key).text}" for column in spec.columns if row.cell(column.key).text
    )


def _identity_depth(sides: Sequence[Sequence[TableRow]], spec: TableSpec) -> int:
    """How many of the first columns it takes to tell the rows apart, at most three."""
    columns = _text_columns(spec)
    shares = []
    for depth in range(1, min(3, len(columns)) + 1):
        names = [[_identity(row, columns[:depth]) for row in side] for side in sides]
        shares.append(sum(len(set(side)) for side in names) / max(1, sum(len(side) for side in names)))
        if shares[-1] == 1:
            return depth
    return 1 + shares.index(max(shares)) if shares else 1


def _text_columns(spec: TableSpec) -> list[TableColumn]:
    return [column for column in spec.columns if column.kind is not ColumnKind.NUMBER]


def _identity(row: TableRow, columns: Sequence[TableColumn]) -> str:
    """What a reader knows a row by."""
    return "\n".join(text for column in columns if (text := row.cell(column.key).text))


def pair_tables(
    ours: Sequence[AppendixTable], theirs: Sequence[AppendixTable], *, strict: bool
) -> dict[int, AppendixTable]:
    """The table of ours for each of theirs, by its index: by title, label and header, each only where unique."""
    found: dict[int, AppendixTable] = {}
    left = list(ours)
    rules = (_same_title, _same_header, _same_label_and_header) if strict else (_same_title, _same_label, _same_header)
    for is_same in rules:
        for place, table in enumerate(theirs):
            if place in found:
                continue
            alike = [one for one in left if is_same(one.spec, table.spec)]
            rivals = [one for other, one in enumerate(theirs) if other not in found and is_same(one.spec, table.spec)]
            if len(alike) == 1 and len(rivals) == 1:
                found[place] = alike[0]
                left = [one for one in left if one is not alike[0]]
    return found


def _same_title(ours: TableSpec, theirs: TableSpec) -> bool:
    return bool(theirs.title) and comparison_key(ours.title) == comparison_key(theirs.title)


def _same_label(ours: TableSpec, theirs: TableSpec) -> bool:
    return bool(theirs.label) and comparison_key(ours.label) == comparison_key(theirs.label)


def _same_header(ours: TableSpec, theirs: TableSpec) -> bool:
    """The same columns in the same order, in tables whose titles do not say that they are two."""
    if ours.title and theirs.title and comparison_key(ours.title) != comparison_key(theirs.title):
        return False
    return [path_key(column) for column in ours.columns] == [path_key(column) for column in theirs.columns]


def _same_label_and_header(ours: TableSpec, theirs: TableSpec) -> bool:
    """The same label, and at least half of the columns."""
    mine, new = ({path_key(column) for column in spec.columns} for spec in (ours, theirs))
    return _same_label(ours, theirs) and len(mine & new) * 2 >= len(new)


def path_key(column: TableColumn) -> str:
    """What a column is known by: its header, whatever widths and blanks."""
    return comparison_key("/".join(column.path))


def rekeyed(table: AppendixTable, keys: Mapping[str, str]) -> list[TableRow]:
    """The rows of a table with their cells under other column keys, given by header; other cells are left out."""
    own = {column.key: keys.get(path_key(column)) for column in table.spec.columns}
    return [
        replace(
            row,
            cells={target: cell for key, cell in row.cells.items() if (target := own.get(key))},
            joined=frozenset(target for key in row.joined if (target := own.get(key))),
        )
        for row in table.rows
    ]
