"""The plan itself: title, stage, document number."""

from __future__ import annotations

from db.database import Database
from db.references import following_references
from db.rows import info_from_row, info_to_row
from db.store import Store
from domain.changes import ChangeSet
from domain.exchange import PlanInfo


def load_info(db: Database) -> PlanInfo:
    """What the plan says of itself."""
    return info_from_row(next(iter(db.query("SELECT * FROM plan"))))


def set_info(store: Store, info: PlanInfo) -> ChangeSet:
    """Write title, stage and the like."""
    with store.operation("修改 方案信息") as scope, following_references(scope):
        scope.update("plan", 1, info_to_row(info))
    return scope.changes


def set_layout(store: Store, layout: str) -> ChangeSet:
    """Write the layout profile, as JSON text; empty for the standard one."""
    with store.operation("修改版式", merge_key="layout") as scope:
        scope.update("plan", 1, {"layout": layout})
    return scope.changes
