"""Reading a file again: its appendix tables, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.alignment import align
from domain.cell_items import Cell
from domain.merge_report import MergeReport
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec
from domain.text import comparison_key


def merge_tables(
    base: Sequence[AppendixTable] | None,
    ours: Sequence[AppendixTable],
    theirs: Sequence[AppendixTable],
    report: MergeReport,
    new_ids: Iterator[int],
) -> tuple[AppendixTable, ...]:
    """Bring the tables of a draft into those of a plan; tables only the plan has stay as they are."""
    merged = list(ours)
    for table in theirs:
        mine = _find(table, ours)
        former = _find(table, base or ())
        if mine is None:
            if former is None:
                merged.append(_as_new(table, report, new_ids))
            continue
        merged[merged.index(mine)] = _merge_table(former, mine, table, report, new_ids)
    return tuple(merged)


def _find(table: AppendixTable, tables: Sequence[AppendixTable]) -> AppendixTable | None:
    title, label = comparison_key(table.spec.title), comparison_key(table.spec.label)
    by_title = [one for one in tables if title and comparison_key(one.spec.title) == title]
    by_label = [one for one in tables if label and comparison_key(one.spec.label) == label]
    return next((found[0] for found in (by_title, by_label) if len(found) == 1), None)


def _as_new(table: AppendixTable, report: MergeReport, new_ids: Iterator[int]) -> AppendixTable:
    report.new += len(table.rows)
    columns = tuple(replace(column, id=next(new_ids)) for column in table.spec.columns)
    rows = tuple(replace(row, id=next(new_ids)) for row in table.rows)
    return AppendixTable(next(new_ids), replace(table.spec, columns=columns), rows)


def _merge_table(
    base: AppendixTable | None,
    ours: AppendixTable,
    theirs: AppendixTable,
    report: MergeReport,
    new_ids: Iterator[int],
) -> AppendixTable:
    title = report.choose(ours.spec.label, ours.spec.title, theirs.spec.title, base.spec.title if base else None)
    columns = _merge_columns(base, ours, theirs, new_ids)
    spec = TableSpec(ours.spec.label, title, columns)
    # Their cells under our keys: a column is the same when its header reads the same.
    keys = {comparison_key("/".join(column.path)): column.key for column in columns}
    rows = _rekeyed(theirs, keys)
    former = _rekeyed(base, keys) if base else []
    merged = []
    base_rows = {there: here for here, there in _align_rows(former, rows, spec) if here is not None}
    for here, there in _align_rows(ours.rows, rows, spec):
        if there is None:
            assert here is not None
            merged += _keep_or_drop(ours.rows[here], former, spec, report)
            continue
        old = former[base_rows[there]] if there in base_rows else None
        if here is None:
            if old is None:  # else the office deleted the row, and it stays deleted
                report.new += 1
                merged.append(replace(rows[there], id=next(new_ids)))
            continue
        merged.append(_merge_row(old, ours.rows[here], rows[there], spec, report))
    return AppendixTable(ours.id, spec, tuple(replace(row, seq=seq) for seq, row in enumerate(merged, start=1)))


def _merge_columns(
    base: AppendixTable | None, ours: AppendixTable, theirs: AppendixTable, new_ids: Iterator[int]
) -> tuple[TableColumn, ...]:
    """Our columns; where the source brings others than before, those are added at their place."""
    columns = list(ours.spec.columns)
    known = {comparison_key("/".join(column.path)) for column in columns}
    before = {comparison_key("/".join(column.path)) for column in base.spec.columns} if base else set()
    for index, column in enumerate(theirs.spec.columns):
        key = comparison_key("/".join(column.path))
        if key not in known and key not in before:
            free = column.key if column.key not in {one.key for one in columns} else f"{column.key}_{len(columns)}"
            columns.insert(min(index, len(columns)), replace(column, key=free, id=next(new_ids)))
    return tuple(columns)


def _rekeyed(table: AppendixTable, keys: dict[str, str]) -> list[TableRow]:
    own = {column.key: keys.get(comparison_key("/".join(column.path))) for column in table.spec.columns}
    return [
        replace(row, cells={target: cell for key, cell in row.cells.items() if (target := own.get(key))})
        for row in table.rows
    ]


def _align_rows(
    left: Sequence[TableRow], right: Sequence[TableRow], spec: TableSpec
) -> list[tuple[int | None, int | None]]:
    sides = (left, right)
    names = [[_identity(row, spec) for row in side] for side in sides]
    bodies = [["\n".join(_texts(row, spec)) for row in side] for side in sides]
    return align(names[0], names[1], (bodies[0], bodies[1]))


def _identity(row: TableRow, spec: TableSpec) -> str:
    """What a reader knows a row by: the first words in it."""
    for column in spec.columns:
        if column.kind is not ColumnKind.NUMBER and row.cell(column.key).text:
            return row.cell(column.key).text
    return ""


def _keep_or_drop(row: TableRow, former: Sequence[TableRow], spec: TableSpec, report: MergeReport) -> list[TableRow]:
    """A row of ours the source does not have: dropped when it came from the source and was not touched."""
    texts = _texts(row, spec)
    if any(_texts(old, spec) == texts for old in former):
        report.gone += 1
        return []
    return [row]


def _merge_row(
    base: TableRow | None, ours: TableRow, theirs: TableRow, spec: TableSpec, report: MergeReport
) -> TableRow:
    cells: dict[str, Cell] = {}
    for column in spec.columns:
        text = report.choose(
            f"{spec.label} {column.title}",
            ours.cell(column.key).text,
            theirs.cell(column.key).text,
            base.cell(column.key).text if base else None,
        )
        mine = ours.cell(column.key)
        cell = mine if text == mine.text else theirs.cell(column.key)
        if cell.items:
            cells[column.key] = cell
    merged = replace(ours, cells=cells)
    report.count(_texts(ours, spec), _texts(merged, spec))
    return merged


def _texts(row: TableRow, spec: TableSpec) -> list[str]:
    return [row.cell(column.key).text for column in spec.columns]
