"""How long a history is kept, and a copy without any."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.connection import translated
from db.database import Database
from db.publishing import publish
from db.store import Store
from domain.errors import InputError

KEEP_OPERATIONS = 5000
KEEP_DAYS = 365
MAX_BYTES = 64 << 20
_NEVER_TOO_OLD = 20  # a plan taken up again after a year can still be taken back some steps


@dataclass(frozen=True)
class Pruned:
    """What was dropped from a history: how many operations, and the moments of the first and the last (ISO 8601)."""

    operations: int
    oldest: str
    newest: str

    @property
    def message(self) -> str:
        """The sentence for the user."""
        first, last = self.oldest[:10], self.newest[:10]
        span = f"{first} 的" if first == last else f"{first} 至 {last} 的"
        return f"操作记录过长，已清理 {span} {self.operations} 步，方案内容不变，这些步骤不能再撤销。"


@dataclass(frozen=True)
class _Step:
    id: int
    at: datetime
    is_done: bool
    size: int


def prune(
    store: Store,
    *,
    keep_operations: int = KEEP_OPERATIONS,
    keep_days: int = KEEP_DAYS,
    max_bytes: int = MAX_BYTES,
    now: datetime | None = None,
) -> Pruned | None:
    """Drop the oldest operations by count, age and size of what they recorded; None when nothing had to go.

    Only whole operations go, from the oldest on, and none from the first undone one on: what is left can be taken
    back and done again as before. The chain goes on from the link that is noted in `pruning`.
    """
    db = store.db
    with translated(store.path):
        steps = _load_steps(db)
        cutoff = (now or datetime.now().astimezone()) - timedelta(days=keep_days)
        count = max(len(steps) - keep_operations, _too_old(steps, cutoff), _too_large(steps, max_bytes))
        done = next((place for place, step in enumerate(steps) if not step.is_done), len(steps))
        count = min(count, done)
        if count <= 0:
            return None
        db.execute("BEGIN IMMEDIATE")
        try:
            pruned = _drop(db, steps[count - 1].id)
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
    return pruned


def export_clean_copy(store: Store, target: Path) -> Path:
    """Write what the plan says into a new document, without its history and the texts it was read from (导出干净副本).

    Returns where it is. Raises InputError when something is there, StorageError when the place cannot be written.
    """
    if target.exists():
        raise InputError("plan_exists", f"“{target.name}”已经存在。", "请换一个文件名。")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "plan.fangan"
        with translated(store.path):
            store.db.conn.execute("VACUUM INTO ?", [str(copy)])
        clean = Store.open(copy, shown=target)
        try:
            with translated(target):
                _forget(clean.db)
            return publish(clean.db, target, (), clean.revision).path
        finally:
            clean.close()


def _load_steps(db: Database) -> list[_Step]:
    rows = db.conn.execute(
        "SELECT o.id, o.at, o.state, coalesce(sum(length(cast(coalesce(c.before, '') || coalesce(c.after, '') "
        "AS BLOB))), 0) FROM operation o LEFT JOIN change c ON c.operation_id = o.id GROUP BY o.id ORDER BY o.id"
    )
    return [_Step(row[0], _moment(row[1]), row[2] == "done", row[3]) for row in rows]


def _moment(at: str) -> datetime:
    try:
        return datetime.fromisoformat(at).astimezone()
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)  # no moment at all: age is no reason to drop it


def _too_old(steps: list[_Step], cutoff: datetime) -> int:
    """How many of the first are older than the cutoff; one with a later date ends it, whatever its clock said."""
    young = next((place for place, step in enumerate(steps) if step.at >= cutoff), len(steps))
    return min(young, len(steps) - _NEVER_TOO_OLD)


def _too_large(steps: list[_Step], max_bytes: int) -> int:
    """How many of the first must go so that the rest fits; the newest stays whatever its size."""
    size = 0
    for kept, step in enumerate(reversed(steps)):
        size += step.size
        if kept and size > max_bytes:
            return len(steps) - kept
    return 0


def _drop(db: Database, last: int) -> Pruned:
    oldest, newest, operations = db.conn.execute(
        "SELECT min(at), max(at), count(*) FROM operation WHERE id <= ?", [last]
    ).fetchone()
    chain = db.conn.execute("SELECT chain FROM operation WHERE id = ?", [last]).fetchone()[0]
    db.execute(
        "INSERT INTO pruning (at, operations, oldest, newest, chain) VALUES (?, ?, ?, ?, ?)",
        [datetime.now().astimezone().isoformat(timespec="seconds"), operations, oldest, newest, chain],
    )
    db.execute("DELETE FROM operation WHERE id <= ?", [last])
    return Pruned(operations, oldest, newest)


def _forget(db: Database) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute("UPDATE journal_state SET replaying = 1")  # else the journal would record what it forgets
        for table in ("operation", "change", "pruning", "source_document", "publication"):
            db.execute(f"DELETE FROM {table}")
        db.execute("DELETE FROM sqlite_sequence")
        db.execute("UPDATE journal_state SET replaying = 0, revision = 0")
        db.execute("UPDATE document SET document_id = ?", [uuid.uuid4().hex])
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
