"""A random user: edits, failures, undo, redo and restarts, and what must always hold."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import outline, remarks, table_design, tables, units
from db.connection import APPLICATION_ID
from db.journal import TRACKED
from db.snapshot import load_snapshot
from db.store import Store
from domain.errors import FanganError
from domain.outline import NodeKind
from domain.remarks import Remark, RemarkKind
from domain.tables import ColumnKind, TableColumn, TableSpec
from domain.units import Role

TEXTS = st.text(alphabet="甲乙丙（）：；、★1.。\n\"\\'\t", max_size=12)
PICK = st.integers(0, 1000)


class PlanUser(RuleBasedStateMachine):
    """Keeps the content after every step; undo and redo must land exactly there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "随机.fangan"

    @initialize()
    def make(self) -> None:
        with Store.create(self.path) as store:
            self.states = [load_snapshot(store).content]
            self.make_table(store)
        self.store = Store.open(self.path)
        self.states.append(self.now())
        self.place = 1

    def make_table(self, store: Store) -> None:
        with store.operation("附表") as scope:
            table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": "清单"})
            for seq, kind in enumerate(("number", "text", "items"), start=1):
                values = {"table_id": table, "seq": seq, "key": f"c{seq}", "path": f'["列{seq}"]', "kind": kind}
                scope.insert("appendix_column", values)

    def now(self) -> Any:
        return load_snapshot(self.store).content

    def do(self, verb: Any, *args: Any) -> None:
        """Run a verb; whatever it did or refused, the history must agree with the states seen."""
        self.store.end_merging()
        try:
            changes = verb(self.store, *args)
        except FanganError:
            changes = None
        if changes:
            self.states = [*self.states[: self.place + 1], self.now()]
            self.place += 1

    def pick_node(self, pick: int) -> int | None:
        nodes = sorted(node.id for node in self.now().nodes)
        return nodes[pick % len(nodes)] if nodes else None

    def pick_row(self, pick: int) -> int | None:
        rows = [row.id for table in self.now().tables for row in table.rows]
        return rows[pick % len(rows)] if rows else None

    @rule(parent=PICK, index=st.integers(0, 3), title=TEXTS, kind=st.sampled_from(list(NodeKind)))
    def add_node(self, parent: int, index: int, title: str, kind: NodeKind) -> None:
        under = self.pick_node(parent) if parent % 2 else None
        siblings = [node for node in self.now().nodes if node.parent == under]
        self.do(outline.add_node, under, min(index, len(siblings)), title, kind)

    @rule(pick=PICK, text=TEXTS)
    def write_text(self, pick: int, text: str) -> None:
        self.do(outline.set_text, self.pick_node(pick), text)

    @rule(pick=PICK, names=st.lists(st.sampled_from("甲乙丙丁"), min_size=1, unique=True))
    def write_clause(self, pick: int, names: list[str]) -> None:
        node = self.pick_node(pick)
        if node is not None:
            self.do(outline.set_text, node, f"推进。（牵头单位：{'、'.join(names)}）")

    @rule(pick=PICK, move=st.sampled_from(["up", "down", "promote", "demote", "remove"]))
    def move(self, pick: int, move: str) -> None:
        node = self.pick_node(pick)
        if node is None:
            return
        if move in ("up", "down"):
            self.do(outline.shift_node, node, -1 if move == "up" else 1)
        else:
            verbs = {"promote": outline.promote, "demote": outline.demote, "remove": outline.remove_node}
            self.do(verbs[move], node)

    @rule(pick=PICK, parent=PICK, index=st.integers(0, 3))
    def drag(self, pick: int, parent: int, index: int) -> None:
        node = self.pick_node(pick)
        if node is not None:
            self.do(outline.relocate, node, self.pick_node(parent), index)

    @rule(name=st.sampled_from("甲乙丙丁戊"))
    def add_unit(self, name: str) -> None:
        self.do(units.add_unit, name)

    @rule(pick=PICK, unit=PICK, role=st.sampled_from([*Role, None]))
    def set_role(self, pick: int, unit: int, role: Role | None) -> None:
        node, listed = self.pick_node(pick), self.now().units
        if node is not None and listed:
            self.do(units.set_role, node, listed[unit % len(listed)].id, role)

    @rule(unit=PICK, offset=st.integers(-2, 2), remove=st.booleans())
    def change_unit(self, unit: int, offset: int, remove: bool) -> None:
        listed = self.now().units
        if listed:
            chosen = listed[unit % len(listed)].id
            self.do(units.remove_unit, chosen) if remove else self.do(units.shift_unit, chosen, offset)

    @rule(index=st.integers(0, 3))
    def add_row(self, index: int) -> None:
        for table in self.now().tables:
            self.do(tables.add_row, table.id, min(index, len(table.rows)))

    @rule(pick=PICK, column=st.integers(0, 2), text=TEXTS)
    def write_cell(self, pick: int, column: int, text: str) -> None:
        row = self.pick_row(pick)
        if row is not None:
            columns = self.now().tables[0].spec.columns
            self.do(tables.set_cell, row, columns[column % len(columns)].id, text)

    @rule(pick=PICK, offset=st.integers(-1, 1))
    def move_row(self, pick: int, offset: int) -> None:
        row = self.pick_row(pick)
        if row is not None:
            self.do(tables.shift_row, row, offset) if offset else self.do(tables.remove_row, row)

    @rule(pick=PICK, kind=st.sampled_from(list(ColumnKind)), drop=st.booleans(), name=TEXTS)
    def redesign(self, pick: int, kind: ColumnKind, drop: bool, name: str) -> None:
        for table in self.now().tables[:1]:
            columns = list(table.spec.columns)
            place = pick % len(columns)
            columns[place] = replace(columns[place], kind=kind, path=(f"{name}{place}",))
            new = TableColumn("", (f"新列{len(columns)}", name or "列"))
            kept = columns[:place] + columns[place + 1 :] if drop else columns
            self.do(table_design.redesign_table, table.id, replace(table.spec, columns=(*kept[1:], new, *kept[:1])))

    @rule(offset=st.integers(-1, 1), copy=st.booleans(), label=TEXTS)
    def change_tables(self, offset: int, copy: bool, label: str) -> None:
        listed = self.now().tables
        if len(listed) > 3:
            self.do(table_design.remove_table, listed[0].id)
        elif copy and listed:
            self.do(table_design.duplicate_table, listed[-1].id)
        elif listed:
            self.do(table_design.rename_table, listed[0].id, label, "清单")
            self.do(table_design.shift_table, listed[0].id, offset)
        else:
            spec = TableSpec("附表1", "清单", (TableColumn("", ("列",)),))
            self.do(table_design.create_table, spec)

    @rule(pick=PICK, in_table=st.booleans(), text=TEXTS)
    def write_remark(self, pick: int, in_table: bool, text: str) -> None:
        row, node = self.pick_row(pick), self.pick_node(pick)
        place = {"row_id": row, "column": "c2"} if in_table else {"node_id": node}
        self.do(remarks.add_remark, Remark(0, RemarkKind.COMMENT, text, **place))
        held = self.now().remarks
        if len(held) > 2:
            self.do(remarks.remove_remark, held[0].id)

    @rule(title=TEXTS)
    def fail(self, title: str) -> None:
        before = self.now()
        try:
            with self.store.operation("失败") as scope:
                scope.insert("unit", {"name": title or "无", "seq": 1})
                scope.update("plan", 1, {"title": title})
                raise InterruptedError
        except InterruptedError:
            assert self.now() == before

    @rule()
    def undo(self) -> None:
        if self.store.undo():
            self.place -= 1

    @rule()
    def redo(self) -> None:
        if self.store.redo():
            self.place += 1

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store.open(self.path)

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def content_is_where_the_history_says(self) -> None:
        assert self.now() == self.states[self.place]
        done = sum(operation.state == "done" for operation in self.store.history())
        assert done == self.place

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def file_is_sound(self) -> None:
        assert list(self.store.db.query("PRAGMA foreign_key_check")) == []
        state = next(iter(self.store.db.query("SELECT * FROM journal_state")))
        assert (state["current_operation"], state["replaying"]) == (None, 0)
        self.now().placed()  # raises when the outline has a circle

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert next(iter(self.store.db.query("PRAGMA integrity_check")))["integrity_check"] == "ok"
            self.store.close()
        shutil.rmtree(self.folder)


PlanUser.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestRandomUser = PlanUser.TestCase


def test_everything_a_plan_says_is_tracked_and_the_file_is_marked(store: Store) -> None:
    from db.journal import UNTRACKED

    names = {str(row["name"]) for row in store.db.query("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert names == {*TRACKED, *UNTRACKED}
    for table in TRACKED:
        columns = list(store.db.query("SELECT name, type FROM pragma_table_info(?)", [table]))
        assert {row["type"] for row in columns} <= {"TEXT", "INTEGER"}
        trigger = next(
            iter(store.db.query("SELECT sql FROM sqlite_schema WHERE name = ?", [f"journal_{table}_update"]))
        )
        assert all(f'NEW."{row["name"]}"' in str(trigger["sql"]) for row in columns)
    assert next(iter(store.db.query("PRAGMA application_id")))["application_id"] == APPLICATION_ID
