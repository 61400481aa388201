"""Session: one open plan, what it says now, and the hub that tells every view what changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal, SignalInstance

from db.collections import load_collection, load_enterprises, load_sources
from db.database import Database
from db.history import redo_to, undo_to
from db.matrix import load_duties_of
from db.muting import load_muted
from db.outline import load_preamble, refreshed_nodes
from db.plan import load_info
from db.remarks import load_remarks
from db.snapshot import load_origin, load_snapshot
from db.store import Store
from db.tables import refreshed_tables
from db.units import load_duties, load_units
from db.versions import load_versions
from domain.changes import ChangeSet, Operation
from domain.errors import FanganError, InputError
from domain.exchange import PlanContent, PlanSnapshot
from domain.units import Duty

P = ParamSpec("P")

_COLLECTING = ("collection_form", "dispatch", "submission", "submitted_row", "layout_mapping")
# Tables that are one field of the content each.
_LOADERS: tuple[tuple[str, str, Callable[[Database], Any]], ...] = (
    ("plan", "info", load_info),
    ("remark", "remarks", load_remarks),
    ("plan_version", "versions", load_versions),
    ("enterprise", "enterprises", load_enterprises),
    ("muted_rule", "muted", load_muted),
)
_MANY_ROWS = 2000
_FEW_ROWS = 500  # SQLite takes at least 999 values in one statement

Tick = Callable[[int, int], None]
# What does a bulk write on another thread, given the session, the write and what to say meanwhile.
Carrier = Callable[["Session", Callable[[Store, Tick], tuple[ChangeSet, Any]], str], None]


class Session(QObject):
    """The way from a view to the store and back.

    `changed` carries the ChangeSet of every edit, undo and redo after its commit, when `content` already says the
    new state. `failed` carries the FanganError of a verb that was refused; nothing was written then.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None, *, snapshot: PlanSnapshot | None = None) -> None:
        """`snapshot` is what the store says, where it was read already."""
        super().__init__(parent)
        self._store = store
        self._snapshot = snapshot or load_snapshot(store)
        if sum(len(table.rows) for table in self._snapshot.content.tables) > _MANY_ROWS:
            gc.freeze()  # or every full collection looks through the whole plan, for a third of a second
        self._steps: tuple[Operation | None, Operation | None] = (None, None)  # while the store is lent
        self.carrier: Carrier | None = None

    @property
    def store(self) -> Store:
        """The open plan file."""
        return self._store

    @property
    def content(self) -> PlanContent:
        """What the plan says now."""
        return self._snapshot.content

    def snapshot(self) -> PlanSnapshot:
        """The plan as a frozen value, for an export on another thread."""
        return self._snapshot

    def perform(self, verb: Callable[Concatenate[Store, P], ChangeSet], *args: P.args, **kwargs: P.kwargs) -> ChangeSet:
        """Run one verb of `db/` and tell everybody; a refusal goes to `failed` and gives an empty ChangeSet."""
        return self._run(lambda: verb(self._store, *args, **kwargs))

    def perform_long(self, write: Callable[[Store, Tick], ChangeSet], sentence: str) -> None:
        """Run a verb that writes thousands of rows: on another thread where the window lends one; `changed` tells."""
        if self.carrier is None or self._store.is_lent:
            self._run(lambda: write(self._store, lambda done, whole: None))
        else:
            self.carrier(self, lambda store, tick: (write(store, tick), None), sentence)

    def undo(self) -> ChangeSet:
        """Take the newest operation back."""
        return self._run(self._store.undo)

    def redo(self) -> ChangeSet:
        """Do the last undone operation again."""
        return self._run(self._store.redo)

    def undo_to(self, operation_id: int) -> None:
        """Take an operation back and every one after it; each step is told in turn."""
        self._run_all(undo_to(self._store, operation_id))

    def redo_to(self, operation_id: int) -> None:
        """Do again what was undone, up to an operation; each step is told in turn."""
        self._run_all(redo_to(self._store, operation_id))

    def next_undo(self) -> Operation | None:
        """The operation undo would take back, for the menu (“撤销 修改标题 …”)."""
        return self._steps[0] if self._store.is_lent else self._store.next_undo()

    def next_redo(self) -> Operation | None:
        """The operation redo would do again."""
        return self._steps[1] if self._store.is_lent else self._store.next_redo()

    def lend(self) -> Store:
        """Hand the plan file to a bulk write on another thread; until `take_back` edits are refused with a sentence."""
        self._steps = self._store.next_undo(), self._store.next_redo()
        self._store.is_lent = True
        return self._store

    def take_back(self, changes: ChangeSet, snapshot: PlanSnapshot | None) -> None:
        """Have the plan file back, and tell everybody what was done to it; `snapshot` is the state it left."""
        self._store.is_lent = False
        if changes and snapshot is not None:
            self._snapshot = snapshot
            self.changed.emit(changes)

    def _run(self, work: Callable[[], ChangeSet]) -> ChangeSet:
        if self._store.is_lent:
            self.failed.emit(_lent())
            return ChangeSet()
        try:
            changes = work()
        except FanganError as error:
            self.failed.emit(error)
            return ChangeSet()
        self._tell(changes)
        return changes

    def _run_all(self, steps: Iterable[ChangeSet]) -> None:
        """Tell every step before the next one is taken, so that views see the content each one left."""
        if self._store.is_lent:
            self.failed.emit(_lent())
            return
        try:
            for changes in steps:
                self._tell(changes)
        except FanganError as error:
            self.failed.emit(error)

    def _tell(self, changes: ChangeSet) -> None:
        if changes:
            self._snapshot = self.renewed(changes)
            self.changed.emit(changes)

    def renewed(self, changes: ChangeSet) -> PlanSnapshot:
        """The plan with what a change set touched read anew, and only that; by whoever has the plan file."""
        db, content = self._store.db, self._snapshot.content
        if changes.touches("outline_node", "paragraph"):
            content = content.succeeded(nodes=refreshed_nodes(db, content.nodes, changes))
        if None in changes.values("paragraph", "node_id"):
            content = content.succeeded(preamble=load_preamble(db))
        if changes.touches("unit"):
            content = content.succeeded(units=load_units(db))
        if changes.touches("unit", "duty"):
            content = content.succeeded(duties=self._refresh_duties(changes))
        if changes.touches("appendix_table", "appendix_column", "appendix_row", "cell_item"):
            content = content.succeeded(tables=refreshed_tables(db, content.tables, changes))
        for table, name, load in _LOADERS:
            if changes.touches(table):
                content = content.succeeded(**{name: load(db)})
        if changes.touches(*_COLLECTING):
            content = content.succeeded(collection=load_collection(db))
        elif changes.touches("item_source"):
            content = content.succeeded(collection=replace(content.collection, sources=load_sources(db)))
        revision = self._store.revision
        return PlanSnapshot(content, revision, str(self._store.path), load_origin(db, revision))

    def _refresh_duties(self, changes: ChangeSet) -> tuple[Duty, ...]:
        """Where few tasks got other duties, read those."""
        tasks = {int(str(one)) for one in changes.values("duty", "node_id")}
        if len(tasks) > _FEW_ROWS or changes.touches("unit", "outline_node"):
            return load_duties(self._store.db)
        kept = [duty for duty in self.content.duties if duty.task_id not in tasks]
        fresh = load_duties_of(self._store.db, sorted(tasks))
        return tuple(sorted((*kept, *fresh), key=lambda duty: (duty.task_id, duty.seq, duty.id)))


def changes_for(session: Session, parent: QObject | None) -> SignalInstance:
    """What a model of `parent` follows: an editor's `plan_changed`, which waits while it is hidden; else `changed`."""
    signal: SignalInstance = getattr(parent, "plan_changed", session.changed)
    return signal


def _lent() -> InputError:
    return InputError("plan_lent", "正在写入导入的内容，这时不能修改方案。", "请等写完，或先取消写入。")
