"""Verbs on units and duties, and the clause that follows them."""

from __future__ import annotations

import pytest

from db.drafts import apply_draft
from db.outline import set_deadline, set_text
from db.snapshot import load_snapshot
from db.store import Store
from db.units import add_unit, remove_unit, rename_unit, replace_duties, set_role, set_role_names, shift_unit
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile, content_to_json
from domain.units import Role
from tests.small_plan import small_plan


@pytest.fixture
def filled(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


def clause(store: Store, title: str) -> str:
    content = load_snapshot(store).content
    node = next(node for node in content.nodes if node.title == title)
    return content.printed_paragraphs(node)[-1]


def ids(store: Store) -> tuple[int, dict[str, int]]:
    content = load_snapshot(store).content
    task = next(node.id for node in content.nodes if node.title == "开展攻关")
    return task, {unit.name: unit.id for unit in content.units}


def test_the_text_follows_the_matrix(filled: Store) -> None:
    task, units = ids(filled)
    set_role(filled, task, units["市人社局"], Role.SUPPORT)
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市科技局；配合单位：市教委、市人社局）"
    set_role(filled, task, units["市科技局"], None)
    assert clause(filled, "开展攻关") == "组织攻关。（配合单位：市教委、市人社局）"
    set_role(filled, task, units["市教委"], Role.LEAD)
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市教委；配合单位：市人社局）"
    filled.undo()
    filled.undo()
    filled.undo()
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市科技局；配合单位：市教委）"


def test_the_matrix_follows_the_text(filled: Store) -> None:
    task, units = ids(filled)
    set_text(filled, task, "组织攻关。（责任单位：市教委、市大数据中心）")
    content = load_snapshot(filled).content
    duties = [(duty.unit_id, duty.role) for duty in content.duties if duty.task_id == task]
    new = next(unit for unit in content.units if unit.name == "市大数据中心")
    assert duties == [(units["市教委"], Role.RESPONSIBLE), (new.id, Role.RESPONSIBLE)]
    assert clause(filled, "开展攻关") == "组织攻关。（责任单位：市教委、市大数据中心）"


def test_a_list_of_names_replaces_one_role_only(filled: Store) -> None:
    task, _ = ids(filled)
    set_role_names(filled, task, Role.SUPPORT, "市人社局、市文旅局")
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市科技局；配合单位：市人社局、市文旅局）"
    set_role_names(filled, task, Role.SUPPORT, "")
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市科技局）"


def test_a_unit_named_for_another_role_moves_there(filled: Store) -> None:
    task, _ = ids(filled)
    set_role_names(filled, task, Role.SUPPORT, "市科技局")
    assert clause(filled, "开展攻关") == "组织攻关。（配合单位：市科技局）"


def test_a_renamed_unit_is_renamed_everywhere(filled: Store) -> None:
    _, units = ids(filled)
    rename_unit(filled, units["市教委"], "市教育局")
    assert "市教育局" in clause(filled, "开展攻关")
    assert "市教育局" in clause(filled, "培养人才")
    with pytest.raises(InputError):
        rename_unit(filled, units["市教委"], "市科技局")


def test_a_removed_unit_loses_its_duties_and_undo_brings_them_back(filled: Store) -> None:
    _, units = ids(filled)
    before = load_snapshot(filled).content
    remove_unit(filled, units["市教委"])
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市科技局）"
    filled.undo()
    assert load_snapshot(filled).content == before


def test_units_keep_an_order_and_their_names_are_unique(filled: Store) -> None:
    _, units = ids(filled)
    shift_unit(filled, units["市人社局"], -2)
    assert [unit.name for unit in load_snapshot(filled).content.units] == ["市人社局", "市科技局", "市教委"]
    for name in ("", "　", "市科技局", "市 科技局"):
        with pytest.raises(InputError):
            add_unit(filled, name)


def test_the_time_limit_stands_in_text_and_breakdown_alike(filled: Store) -> None:
    task, _ = ids(filled)
    set_text(filled, task, "组织攻关。（牵头单位：市教委；完成时限：2026年底前）")
    node = next(node for node in load_snapshot(filled).content.nodes if node.id == task)
    assert node.deadline == "2026年底前"
    set_deadline(filled, task, "2027年6月底前")
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市教委；完成时限：2027年6月底前）"
    set_deadline(filled, task, "")
    assert clause(filled, "开展攻关") == "组织攻关。（牵头单位：市教委）"


def test_a_clause_in_lines_of_its_own_keeps_them(filled: Store) -> None:
    task, _ = ids(filled)
    lines = "牵头单位：市教委\n配合单位：市科技局"
    with filled.operation("读取") as scope:
        scope.insert(
            "paragraph", {"node_id": task, "seq": 2, "text": "", "clause": "牵头单位：{lead}\n配合单位：{support}"}
        )
        first = next(node for node in load_snapshot(filled).content.nodes if node.id == task).paragraphs[0]
        scope.update("paragraph", first.id, {"clause": ""})
        replace_duties(scope, task, {Role.LEAD: ["市教委"], Role.SUPPORT: ["市科技局"]})
    set_text(filled, task, "第一段。\n第二段。")
    content = load_snapshot(filled).content
    node = next(node for node in content.nodes if node.id == task)
    assert content.printed_paragraphs(node) == ["第一段。", "第二段。", lines]
    printed = next(one for one in content_to_json(content)["outline"] if one["id"] == task)
    assert printed["paragraphs"] == ["第一段。", "第二段。", *lines.split("\n")]
