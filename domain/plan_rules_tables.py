"""Checks on the appendix tables of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.checks import Severity
from domain.plan_findings import CheckedPlan, Examined, Fix, Words, found
from domain.spots import Spot
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, free_label
from domain.text import comparison_key

_OPTIONAL = ("备注", "其他", "说明")  # columns that may well be empty
_FEWEST = 3  # filled rows that make a column one that is to be filled
_GOES_ON = tuple("，、；：,;:")
_PULSE = 64  # rows between two breaths


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
            if not any(cell.text.strip() for cell in row.cells.values()):
                fix = Fix("remove_row", "删去这一行", row.id)
                spot = Spot(table=table.id, row=row.id)
                yield found("row_blank", Severity.LOOK, f"{_name(table)}第{number}行", "是空的", spot, fix)
            elif number % _PULSE == 0:
                yield None


def check_cells(plan: CheckedPlan) -> Examined:
    """Cells that are left out where every other row has a word, and cells whose last word is a comma."""
    for table in _tables(plan):
        columns = [column for column in table.spec.columns if column.kind is not ColumnKind.NUMBER]
        needed = {column.key for column in columns if _is_needed(table, column)}
        for number, row in enumerate(table.rows, start=1):
            where = f"{_name(table)}第{number}行"
            if any(cell.text for cell in row.cells.values()):
                for column in columns:
                    message = _lacking(row, column, column.key in needed)
                    if message:
                        spot = Spot(table=table.id, row=row.id, column=column.id)
                        finding = found("cell_unfinished", Severity.LOOK, where + column.title, message, spot)
                        text = row.cell(column.key).text
                        end = len(text.rstrip())
                        yield replace(finding, words=Words(text, end - 1, end)) if text else finding
            if number % _PULSE == 0:
                yield None


def _lacking(row: TableRow, column: TableColumn, is_needed: bool) -> str:
    text = row.cell(column.key).text.rstrip()
    if text:
        return "未写完" if text.endswith(_GOES_ON) else ""
    return "没有填" if is_needed else ""


def _is_needed(table: AppendixTable, column: TableColumn) -> bool:
    """Whether all rows but one have a word in a column, and there are enough of them to tell."""
    if any(word in column.title for word in _OPTIONAL):
        return False
    filled = sum(1 for row in table.rows if row.cell(column.key).text)
    return filled >= _FEWEST and filled == len(table.rows) - 1


def _tables(plan: CheckedPlan) -> Iterator[AppendixTable]:
    """The tables behind the text; those within it follow no rule."""
    return (table for table in plan.content.tables if table.place is None)


def _name(table: AppendixTable) -> str:
    return table.spec.label or f"《{table.spec.title}》"
