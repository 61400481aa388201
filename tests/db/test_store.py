"""Operations, undo, redo and the rule that nothing is written outside one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.outline import add_node, load_nodes, remove_node, set_text, set_title
from db.snapshot import load_snapshot
from db.store import Store
from domain.changes import Direction, OperationState
from domain.errors import InputError


def titles(store: Store) -> list[str]:
    return [placed.heading for placed in load_snapshot(store).content.placed()]


def add(store: Store, title: str, parent: int | None = None, index: int = 99) -> int:
    siblings = [node for node in load_nodes(store.db) if node.parent == parent]
    changes = add_node(store, parent, min(index, len(siblings)), title)
    return next(change.row_id for change in changes.changes if change.before is None)


def test_a_write_outside_an_operation_is_refused(store: Store) -> None:
    for statement in (
        "INSERT INTO unit (name, seq) VALUES ('市科技局', 1)",
        "UPDATE plan SET title = '某方案'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="outside an operation"):
            store.db.execute(statement)


def test_undo_and_redo_go_through_everything_in_order(store: Store) -> None:
    add(store, "总体要求")
    second = add(store, "重点任务")
    set_title(store, second, "主要任务")
    assert titles(store) == ["一、总体要求", "二、主要任务"]
    assert [store.undo().operation.label for _ in range(3)] == ["修改标题 二、重点任务", "新增 章节", "新增 章节"]
    assert titles(store) == []
    assert not store.undo()
    while store.redo():
        pass
    assert titles(store) == ["一、总体要求", "二、主要任务"]


def test_undo_survives_a_restart(store: Store, path: Path) -> None:
    node = add(store, "总体要求")
    set_text(store, node, "第一段。\n第二段。")
    before = load_snapshot(store).content
    remove_node(store, node)
    store.close()
    again = Store.open(path)
    assert again.next_undo().label == "删除 一、总体要求"
    again.undo()
    assert load_snapshot(again).content == before
    again.redo()
    assert titles(again) == []
    again.close()


def test_a_new_operation_ends_redo(store: Store) -> None:
    add(store, "甲")
    store.undo()
    assert store.next_redo() is not None
    add(store, "乙")
    assert store.next_redo() is None
    assert [operation.state for operation in store.history()] == [OperationState.DONE]


def test_an_operation_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    node = add(store, "甲")
    revision = store.revision
    assert not set_title(store, node, "甲")
    assert store.revision == revision
    assert len(store.history()) == 1


def test_an_operation_that_fails_halfway_leaves_nothing_behind(store: Store) -> None:
    add(store, "甲")
    before = load_snapshot(store).content
    with pytest.raises(RuntimeError), store.operation("坏操作") as scope:
        scope.insert("unit", {"name": "市科技局", "seq": 1})
        raise RuntimeError
    assert load_snapshot(store).content == before
    add(store, "乙")  # and the store goes on working
    assert titles(store) == ["一、甲", "二、乙"]


def test_verbs_inside_an_operation_become_one_step(store: Store) -> None:
    with store.operation("成批") as scope:
        add_node(store, None, 0, "甲")
        add_node(store, None, 1, "乙")
    assert scope.changes.operation.label == "成批"
    assert len(scope.changes.rows("outline_node")) == 2
    store.undo()
    assert titles(store) == []


def test_typing_in_one_field_is_one_step_until_it_ends(store: Store) -> None:
    node = add(store, "甲")
    for text in ("第", "第一", "第一段"):
        set_text(store, node, text)
    assert len(store.history()) == 2
    store.end_merging()
    set_text(store, node, "第一段。")
    assert len(store.history()) == 3
    store.undo()
    assert load_nodes(store.db)[0].paragraphs[0].text == "第一段"
    store.undo()
    assert load_nodes(store.db)[0].paragraphs == ()


def test_a_change_set_tells_rows_before_and_after(store: Store) -> None:
    node = add(store, "甲")
    changes = set_title(store, node, "乙")
    (change,) = changes.changes
    assert (change.table, change.row_id) == ("outline_node", node)
    assert change.before["title"] == "甲"
    assert change.after["title"] == "乙"
    undone = store.undo()
    assert undone.direction is Direction.UNDO
    assert undone.changes[0].after["title"] == "甲"


def test_a_stale_edit_is_refused_even_after_an_undo(store: Store) -> None:
    node = add(store, "甲")
    version = load_nodes(store.db)[0].version
    set_title(store, node, "乙", version)
    with pytest.raises(InputError) as refusal:
        set_title(store, node, "丙", version)
    assert refusal.value.code == "stale_edit"
    edited = load_nodes(store.db)[0].version
    store.undo()
    store.end_merging()
    set_title(store, node, "丁")
    with pytest.raises(InputError):
        set_title(store, node, "丙", edited)


@pytest.mark.parametrize("text", ['“引号"与\\反斜杠', "制表\t符", "换行\n在里面", "表情😀", "NUL\x00与\ud800"])
def test_the_journal_gives_every_text_back(store: Store, text: str) -> None:
    node = add(store, "甲")
    with store.operation("写入") as scope:
        paragraph = scope.insert("paragraph", {"node_id": node, "seq": 1, "text": text})
    with store.operation("改写") as scope:
        scope.update("paragraph", paragraph, {"text": "别的"})
    store.undo()
    stored = load_nodes(store.db)[0].paragraphs[0].text
    assert stored == text.replace("\x00", "").replace("\ud800", "")


def test_removing_a_chapter_takes_everything_below_and_undo_brings_it_back(store: Store) -> None:
    chapter = add(store, "甲")
    task = add(store, "任务", chapter)
    set_text(store, task, "推进工作。（牵头单位：市科技局；配合单位：市教委、市人社局）")
    before = load_snapshot(store).content
    remove_node(store, chapter)
    after = load_snapshot(store).content
    assert (after.nodes, after.duties) == ((), ())
    store.undo()
    assert load_snapshot(store).content == before
