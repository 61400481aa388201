"""Columns of an appendix table designed in place: one verb, at the cost of the columns where no cell changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.rows import column_to_row
from db.store import OperationScope, Store
from db.table_design import redesign_table
from db.table_reading import load_design
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.table_design import match_columns, with_keys
from domain.tables import TableColumn, check_spec
from domain.text import trim


def design_columns(store: Store, table_id: int, columns: Sequence[TableColumn], action: str) -> ChangeSet:
    """Give a table these columns; `action` is the Chinese verb for the history (“修改列名”).

    Columns are the same by id; cells of those that are gone go along, those of another kind are read anew. Raises
    InputError where the columns make no table, with a sentence.
    """
    spec = load_design(store.db, table_id).spec
    tidied = tuple(replace(column, path=tuple(trim(part) for part in column.path)) for column in with_keys(columns))
    wanted = replace(spec, columns=tidied)
    former = match_columns(spec.columns, tidied)
    same_cells = len(former) == len(spec.columns) and all(
        (tidied[place].kind, tidied[place].key) == (old.kind, old.key) for place, old in former.items()
    )
    with store.operation(f"{action} {spec.label or spec.title}") as scope:
        if not same_cells:
            redesign_table(store, table_id, wanted)
        else:
            findings = check_spec(wanted)
            if findings:
                text = f"{findings[0].where}：{findings[0].message}"
                raise InputError("bad_table_spec", text, "附表没有改动，可以换一个写法再试。", findings[0].code)
            _write(scope, table_id, spec.columns, tidied)
    return scope.changes


def _write(scope: OperationScope, table_id: int, before: Sequence[TableColumn], after: Sequence[TableColumn]) -> None:
    stored = {column.id: {**column_to_row(column), "seq": seq} for seq, column in enumerate(before, start=1)}
    for seq, column in enumerate(after, start=1):
        row = {**column_to_row(column), "seq": seq}
        if column.id not in stored:
            scope.insert("appendix_column", {**row, "table_id": table_id})
        elif stored[column.id] != row:
            scope.update("appendix_column", column.id, row)
