"""Verbs on many tasks at once."""

import pytest

from db.drafts import apply_draft
from db.snapshot import load_snapshot
from db.store import Store
from db.tasks import remove_tasks, set_task_units, write_cells
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile, content_to_json
from domain.outline import NodeKind, TaskState
from domain.task_fields import TaskEdit, TaskField
from domain.task_names import holder_of, names_of
from domain.task_units import UnitWish
from domain.units import Role
from tests.small_plan import small_plan


@pytest.fixture
def filled(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


def tasks(store: Store) -> list[int]:
    return [one.node.id for one in load_snapshot(store).content.tasks()]


def names(store: Store, node_id: int) -> dict[Role, list[str]]:
    return names_of(load_snapshot(store).content, node_id)


def test_units_of_many_tasks_are_one_step(filled: Store) -> None:
    before = content_to_json(load_snapshot(filled).content)
    ids = tasks(filled)
    set_task_units(filled, ids, [UnitWish("新设单位", Role.SUPPORT), UnitWish("市科技局", None)])
    for one in ids:
        assert names(filled, one)[Role.SUPPORT][-1] == "新设单位" and "市科技局" not in names(filled, one)[Role.LEAD]
    assert sum(unit.name == "新设单位" for unit in load_snapshot(filled).content.units) == 1
    filled.undo()
    assert content_to_json(load_snapshot(filled).content) == before


def test_cells_of_many_tasks_are_one_step(filled: Store) -> None:
    before = content_to_json(load_snapshot(filled).content)
    ids = tasks(filled)
    edits = [TaskEdit(one, TaskField.STATE, "进行中") for one in ids]
    edits += [TaskEdit(one, TaskField.DEADLINE, " 2027年底前\n") for one in ids]
    write_cells(filled, edits, what="粘贴")
    nodes = [one.node for one in load_snapshot(filled).content.tasks()]
    assert {(one.state, one.deadline) for one in nodes} == {(TaskState.UNDER_WAY, "2027年底前")}
    operation = filled.next_undo()
    assert operation is not None and operation.label.startswith("粘贴")
    filled.undo()
    assert content_to_json(load_snapshot(filled).content) == before


def test_same_values_leave_no_step(filled: Store) -> None:
    ids = tasks(filled)
    node = load_snapshot(filled).content.tasks()[0].node
    revision = filled.revision
    held = "、".join(names(filled, ids[0])[Role.LEAD])
    write_cells(filled, [TaskEdit(ids[0], TaskField.TITLE, node.title), TaskEdit(ids[0], TaskField.LEAD, held)])
    assert filled.revision == revision


def test_one_bad_cell_takes_all_back(filled: Store) -> None:
    ids = tasks(filled)
    before = content_to_json(load_snapshot(filled).content)
    with pytest.raises(InputError, match="不是进展"):
        write_cells(filled, [TaskEdit(ids[0], TaskField.NOTE, "甲"), TaskEdit(ids[0], TaskField.STATE, "快了")])
    with pytest.raises(InputError, match="已被改动"):
        write_cells(filled, [TaskEdit(ids[0], TaskField.NOTE, "甲")], version=-1)
    with pytest.raises(InputError, match="不在方案里"):
        write_cells(filled, [TaskEdit(99999, TaskField.NOTE, "甲")])
    assert content_to_json(load_snapshot(filled).content) == before


def test_words_keep_the_clause(filled: Store) -> None:
    content = load_snapshot(filled).content
    task = next(one.node for one in content.tasks() if any(paragraph.clause for paragraph in one.node.paragraphs))
    clause = content.printed_paragraphs(task)[-1][len(task.paragraphs[-1].text) :]
    write_cells(filled, [TaskEdit(task.id, TaskField.WORDS, "第一段。\n第二段。")])
    after = load_snapshot(filled).content
    node = next(one for one in after.nodes if one.id == task.id)
    assert after.printed_paragraphs(node) == ["第一段。", f"第二段。{clause}"]


def test_task_goes_with_what_is_below_it(filled: Store) -> None:
    content = load_snapshot(filled).content
    chosen = [one.id for one in content.nodes if one.kind in (NodeKind.TASK, NodeKind.MEASURE)]
    remove_tasks(filled, chosen)
    assert not {one.id for one in load_snapshot(filled).content.nodes} & set(chosen)
    filled.undo()
    assert load_snapshot(filled).content.nodes == content.nodes


def test_holder_is_the_task_only_for_a_measure_without_units(filled: Store) -> None:
    content = load_snapshot(filled).content
    for node in content.nodes:
        holder = holder_of(content, node.id)
        assert holder == node.id or (holder == node.parent and not content.duties_of(node.id))
