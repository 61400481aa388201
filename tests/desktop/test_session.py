"""The session says after every change what the file says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.outline import add_node, heading_of, remove_node, set_kind, set_text, set_title, shift_node
from db.plan import load_info, set_info
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import add_row, remove_row, set_cell, set_cells, set_table_title, shift_row
from db.units import add_unit, set_role
from desktop.session import Session
from domain.changes import ChangeSet
from domain.exchange import PlanContent
from domain.outline import NodeKind, place_nodes
from domain.units import Role

Verb = Callable[[Store, PlanContent], ChangeSet]


def first_cell(content: PlanContent) -> tuple[int, int]:
    table = content.tables[0]
    return table.rows[0].id, next(column.id for column in table.spec.columns if column.kind.value == "items")


VERBS: dict[str, Verb] = {
    "cell": lambda store, content: set_cell(store, *first_cell(content), "★★新的问题"),
    "empty cell": lambda store, content: set_cell(store, *first_cell(content), ""),
    "block": lambda store, content: set_cells(store, [(*first_cell(content), "一\n二\n三")], "粘贴"),
    "new row": lambda store, content: add_row(store, content.tables[0].id, 0),
    "row moved": lambda store, content: shift_row(store, content.tables[0].rows[0].id, 1),
    "row removed": lambda store, content: remove_row(store, content.tables[0].rows[0].id),
    "table title": lambda store, content: set_table_title(store, content.tables[0].id, "新标题"),
    "heading": lambda store, content: set_title(store, content.tasks()[0].node.id, "新任务"),
    "heading removed": lambda store, content: remove_node(store, content.tasks()[0].node.id),
    "heading added": lambda store, content: add_node(store, None, 0, "新的一章"),
    "heading moved": lambda store, content: shift_node(store, content.tasks()[0].node.id, 1),
    "kind": lambda store, content: set_kind(store, content.tasks()[0].node.id, NodeKind.SECTION),
    "text": lambda store, content: set_text(store, content.tasks()[0].node.id, "新的一段。\n又一段。"),
    "preamble": lambda store, content: set_text(store, None, "新的引言。"),
    "unit": lambda store, content: add_unit(store, "市新设单位"),
    "duty": lambda store, content: set_role(store, content.tasks()[0].node.id, content.units[-1].id, Role.SUPPORT),
    "plan": lambda store, content: set_info(store, load_info(store.db)),
}


@pytest.mark.parametrize("name", VERBS)
def test_the_content_is_what_the_file_says_after_doing_undoing_and_redoing(session: Session, name: str) -> None:
    verb: Any = VERBS[name]
    seen: list[ChangeSet] = []
    session.changed.connect(seen.append)
    before = session.content
    assert before.placed() and before.tasks()  # what is reckoned from it is handed down
    done = session.perform(verb, before)
    assert session.content == load_snapshot(session.store).content
    if done:
        assert session.content != before
        session.undo()
        assert session.content == before == load_snapshot(session.store).content
        session.redo()
        assert session.content == load_snapshot(session.store).content
        assert len(seen) == 3
    now = session.content
    assert now.placed() == place_nodes(now.nodes, now.info.run_on)
    assert [one.node.id for one in now.tasks()] == [
        one.node.id for one in now.placed() if one.node.kind is NodeKind.TASK
    ]
    assert sum(len(now.duties_of(node.id)) for node in now.nodes) == len(now.duties)


def test_headings_that_did_not_change_stay_the_same_objects(session: Session) -> None:
    before = {one.node.id: one for one in session.content.placed()}
    task = session.content.tasks()[0].node.id
    session.perform(set_title, task, "新任务")
    others = [one for one in session.content.placed() if one.node.id != task]
    assert others
    assert all(one is before[one.node.id] for one in others)


def test_the_name_of_a_step_has_the_number_the_heading_prints(session: Session) -> None:
    placed = session.content.placed()
    assert [heading_of(session.store.db, one.node.id) for one in placed] == [one.heading for one in placed]


def test_a_refused_verb_is_told_and_changes_nothing(session: Session) -> None:
    refusals: list[Exception] = []
    session.failed.connect(refusals.append)
    before = session.content
    assert not session.perform(add_unit, "")
    assert [type(error).__name__ for error in refusals] == ["InputError"]
    assert session.content is before


def test_what_is_exported_after_an_edit_still_tells_where_it_comes_from(session: Session) -> None:
    session.perform(lambda store: set_title(store, session.content.tasks()[0].node.id, "新任务"))
    wanted = load_snapshot(session.store).origin
    assert wanted is not None
    assert session.snapshot().origin == wanted
