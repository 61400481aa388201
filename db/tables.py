"""Appendix tables in the plan file: one door to loading them and to what is done to their cells and rows."""

from __future__ import annotations

from db.cell_edits import clear_cells, move_items, paste_cells, set_cell, set_cells, set_grades, set_items
from db.cell_writing import items_to_rows, write_items
from db.store import Store
from db.table_reading import load_design, load_rows, load_table, load_tables, refreshed_tables
from db.table_rows import add_row, add_rows, move_rows, order_rows, remove_row, remove_rows, shift_row
from domain.changes import ChangeSet

__all__ = [
    "add_row",
    "add_rows",
    "clear_cells",
    "items_to_rows",
    "load_rows",
    "load_table",
    "load_tables",
    "move_items",
    "move_rows",
    "order_rows",
    "paste_cells",
    "refreshed_tables",
    "remove_row",
    "remove_rows",
    "set_cell",
    "set_cells",
    "set_grades",
    "set_items",
    "set_table_title",
    "shift_row",
    "write_items",
]


def set_table_title(store: Store, table_id: int, title: str) -> ChangeSet:
    """Change the title printed above a table."""
    table = load_design(store.db, table_id)
    with store.operation(f"修改 {table.spec.label} 标题") as scope:
        if title != table.spec.title:
            scope.update("appendix_table", table_id, {"title": title})
    return scope.changes
