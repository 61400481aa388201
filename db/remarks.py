"""Remarks (批注) in the plan file: loading them, and one verb a user action."""

from __future__ import annotations

from sqlite_utils import Database

from db.rows import remark_from_row
from domain.remarks import Remark


def load_remarks(db: Database) -> tuple[Remark, ...]:
    """Every remark in the order they were made or read."""
    return tuple(remark_from_row(row) for row in db.query("SELECT * FROM remark ORDER BY id"))
