"""Checks on the appendix tables of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from domain.checks import Severity
from domain.plan_findings import CheckedPlan, Examined, Fix, Words, found
from domain.plan_readings import RowFill
from domain.spots import Spot
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, free_label
from domain.text import comparison_key

_OPTIONAL = ("备注", "其他", "说明")  # columns that may well be empty
_FEWEST = 3  # filled rows that make a column one that is to be filled
_PULSE = 256  # rows between two breaths


def check_labels(plan: CheckedPlan) -> Examined:
    """Two tables under one number."""
    seen: dict[str, AppendixTable] = {}
    for table in _tables(plan):
        key = comparison_key(table.spec.label)
        earlier = seen.setdefault(key, table)
        if key and earlier is not table:
            label = free_label(table.spec.label, [one.spec.label for one in plan.content.tables])
            fix = Fix("set_table_label", f"改为“{label}”", table.id, label)
            message = f"与《{earlier.spec.title}》的编号相同"
            yield found(
                "table_label_twice", Severity.MUST, f"《{table.spec.title}》", message, Spot(table=table.id), fix
            )
        else:
            yield None


def check_empty_tables(plan: CheckedPlan) -> Examined:
    """A table that prints its head only."""
    for table in _tables(plan):
        empty = not table.rows and any(column.kind is not ColumnKind.NUMBER for column in table.spec.columns)
        yield found("table_empty", Severity.LOOK, _name(table), "还没有内容", Spot(table=table.id)) if empty else None


def check_rows(plan: CheckedPlan) -> Examined:
    """Rows without a word."""
    for table in _tables(plan):
        for number, row in enumerate(table.rows, start=1):
            if not plan.readings.fill(row).filled:
                fix = Fix("remove_row", "删去这一行", row.id)
                spot = Spot(table=table.id, row=row.id)
                yield found("row_blank", Severity.LOOK, f"{_name(table)}第{number}行", "是空的", spot, fix)
            elif number % _PULSE == 0:
                yield None


def check_cells(plan: CheckedPlan) -> Examined:
    """Cells that are left out where every other row has a word, and cells whose last word is a comma."""
    for table in _tables(plan):
        columns = [column for column in table.spec.columns if column.kind is not ColumnKind.NUMBER]
        counts: Counter[str] = Counter()
        for number, row in enumerate(table.rows, start=1):
            counts.update(plan.readings.fill(row).filled)
            if number % _PULSE == 0:
                yield None
        needed = {column.key for column in columns if _is_needed(table, column, counts[column.key])}
        for number, row in enumerate(table.rows, start=1):
            fill = plan.readings.fill(row)
            if fill.filled and (fill.loose or not needed <= fill.filled):
                yield from _lacking(table, number, row, fill, needed)
            elif number % _PULSE == 0:
                yield None


def _lacking(table: AppendixTable, number: int, row: TableRow, fill: RowFill, needed: set[str]) -> Examined:
    for column in table.spec.columns:
        where = f"{_name(table)}第{number}行{column.title}"
        spot = Spot(table=table.id, row=row.id, column=column.id)
        if column.key in fill.loose:
            text = row.cell(column.key).text
            end = len(text.rstrip())
            finding = found("cell_unfinished", Severity.LOOK, where, "未写完", spot)
            yield replace(finding, words=Words(text, end - 1, end))
        elif column.key in needed - fill.filled:
            yield found("cell_unfinished", Severity.LOOK, where, "没有填", spot)


def _is_needed(table: AppendixTable, column: TableColumn, filled: int) -> bool:
    """Whether all rows but one have a word in a column, and there are enough of them to tell."""
    if any(word in column.title for word in _OPTIONAL):
        return False
    return filled >= _FEWEST and filled == len(table.rows) - 1


def _tables(plan: CheckedPlan) -> Iterator[AppendixTable]:
    """The tables behind the text; those within it follow no rule."""
    return (table for table in plan.content.tables if table.place is None)


def _name(table: AppendixTable) -> str:
    return table.spec.label or f"《{table.spec.title}》"
