"""Checks that are switched off in a plan, each with a reason."""

from __future__ import annotations

from db.database import Database
from db.store import Store
from domain.changes import ChangeSet
from domain.checks import MutedRule
from domain.errors import InputError
from domain.text import trim


def load_muted(db: Database) -> tuple[MutedRule, ...]:
    """The checks that are switched off, in the order they were."""
    return tuple(
        MutedRule(row["code"], row["reason"], row["who"], row["at"], row["id"])
        for row in db.query("SELECT * FROM muted_rule ORDER BY id")
    )


def mute_rule(store: Store, code: str, reason: str, title: str = "") -> ChangeSet:
    """Switch a check off; `title` is what the history calls it. Raises InputError without a reason."""
    reason = trim(reason)
    if not reason:
        raise InputError("reason_blank", "停用检查要写明理由。", "请写一句理由，例如“本方案按惯例不设配合单位”。")
    with store.operation(f"停用检查 {title or code}") as scope:
        known = next((one for one in load_muted(store.db) if one.code == code), None)
        values = {"reason": reason, "who": store.who, "at": store.now(), "revision": scope.revision}
        if known is None:
            scope.insert("muted_rule", {"code": code, **values})
        elif known.reason != reason:
            scope.update("muted_rule", known.id, values)
    return scope.changes


def unmute_rule(store: Store, code: str, title: str = "") -> ChangeSet:
    """Switch a check on again."""
    with store.operation(f"启用检查 {title or code}") as scope:
        for one in load_muted(store.db):
            if one.code == code:
                scope.delete("muted_rule", one.id)
    return scope.changes
