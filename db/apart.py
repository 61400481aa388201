"""Entries of a library that look like one and are two: somebody said so, and is not asked again."""

from __future__ import annotations

from db.store import Store
from domain.apart import pair_code
from domain.changes import ChangeSet

_REASON = "不是一家"


def keep_apart(store: Store, kind: str, first: str, second: str) -> ChangeSet:
    """Remember that two names are two units or enterprises (`kind` “unit” or “enterprise”), as one step to undo."""
    with store.operation(f"标明不是一家：{first}、{second}") as scope:
        code = pair_code(kind, first, second)
        if next(iter(scope.db.query("SELECT id FROM muted_rule WHERE code = ?", [code])), None) is None:
            values = {"reason": _REASON, "who": store.who, "at": store.now(), "revision": scope.revision}
            scope.insert("muted_rule", {"code": code, **values})
    return scope.changes
