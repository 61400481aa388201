"""Remarks (批注) in the plan file: loading them, and one verb a user action."""

from __future__ import annotations

from db.database import Database
from db.rows import remark_from_row, remark_to_row
from db.store import Store
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.labels import REMARK_KIND_LABELS
from domain.remarks import Remark
from domain.text import trim


def load_remarks(db: Database) -> tuple[Remark, ...]:
    """Every remark in the order they were made or read."""
    return tuple(remark_from_row(row) for row in db.query("SELECT * FROM remark ORDER BY id"))


def load_remark(db: Database, remark_id: int) -> Remark:
    """One remark. Raises InputError when it is not there."""
    row = next(iter(db.query("SELECT * FROM remark WHERE id = ?", [remark_id])), None)
    if row is None:
        raise InputError("row_gone", "这条批注已经不在方案里了。", "请查看最新内容后再试。", f"remark {remark_id}")
    return remark_from_row(row)


def add_remark(store: Store, remark: Remark) -> ChangeSet:
    """Put a remark beside a heading, a cell or the plan as a whole; its `id` is passed over.

    Raises InputError for a remark that says nothing, or on something that is gone.
    """
    _check_place(store.db, remark)
    _check_text(remark.text)
    with store.operation(f"新增{REMARK_KIND_LABELS[remark.kind]}") as scope:
        scope.insert("remark", remark_to_row(remark))
    return scope.changes


def set_remark(store: Store, remark_id: int, text: str) -> ChangeSet:
    """Change what a remark says. Raises InputError for one that would say nothing, or that is gone."""
    remark = load_remark(store.db, remark_id)
    _check_text(text)
    with store.operation(f"修改{REMARK_KIND_LABELS[remark.kind]}", merge_key=f"remark {remark_id}") as scope:
        if text != remark.text:
            scope.update("remark", remark_id, {"text": text})
    return scope.changes


def set_settled(store: Store, remark_id: int, is_settled: bool = True) -> ChangeSet:
    """Put a remark away as dealt with, or bring it back. Raises InputError when it is gone."""
    remark = load_remark(store.db, remark_id)
    kind = REMARK_KIND_LABELS[remark.kind]
    with store.operation(f"{kind}已处理" if is_settled else f"恢复{kind}") as scope:
        if remark.is_settled != is_settled:
            scope.update("remark", remark_id, {"is_settled": int(is_settled)})
    return scope.changes


def remove_remark(store: Store, remark_id: int) -> ChangeSet:
    """Take a remark away. Raises InputError when it is gone."""
    remark = load_remark(store.db, remark_id)
    with store.operation(f"删除{REMARK_KIND_LABELS[remark.kind]}") as scope:
        scope.delete("remark", remark_id)
    return scope.changes


def _check_text(text: str) -> None:
    if not trim(text):
        raise InputError("remark_blank", "批注内容不能为空。", "请填写内容，或删除这条批注。")


def _check_place(db: Database, remark: Remark) -> None:
    for table, row_id in (("outline_node", remark.node_id), ("appendix_row", remark.row_id)):
        if row_id is not None and db.execute(f"SELECT 1 FROM {table} WHERE id = ?", [row_id]).fetchone() is None:
            raise InputError(
                "row_gone", "要批注的内容已经不在方案里了。", "请查看最新内容后再试。", f"{table} {row_id}"
            )
    if remark.node_id is not None and remark.row_id is not None:
        raise InputError("remark_place", "一条批注只能写在一处。", "请选择章节或附表里的一格。")
