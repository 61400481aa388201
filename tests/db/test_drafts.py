"""Drafts go into the plan file in one step, and never as a second copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.drafts import apply_draft, preview_draft
from db.outline import set_title
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import load_tables, set_cell
from db.units import set_role
from domain.errors import InputError
from domain.exchange import PlanContent, PlanDraft, PlanInfo, SourceFile, content_to_json
from domain.outline import Paragraph
from domain.units import Role
from tests.small_plan import small_plan


def draft(content: PlanContent, name: str = "方案.docx", sha256: str = "a") -> PlanDraft:
    return PlanDraft(content, SourceFile(name, sha256))


def printed(content: PlanContent) -> object:
    data = content_to_json(content)
    for part in ("outline", "units", "tables"):
        for one in data[part]:
            del one["id"]
            one.pop("parent", None)
            for row in one.get("rows", []):
                del row["id"]
    del data["duties"]
    return data


def test_a_draft_is_stored_whole_and_one_undo_takes_it_back(store: Store) -> None:
    changes, report = apply_draft(store, draft(small_plan()))
    assert printed(load_snapshot(store).content) == printed(small_plan())
    assert (report.new, report.changed, report.gone, report.same) == (11, 0, 0, 0)
    assert changes.operation.label == "导入 方案.docx"
    store.undo()
    assert load_snapshot(store).content == PlanContent()


def test_the_same_file_again_is_no_second_copy(store: Store) -> None:
    apply_draft(store, draft(small_plan()))
    before = load_snapshot(store).content
    changes, report = apply_draft(store, draft(small_plan()))
    assert not changes
    assert report.same == 11
    assert load_snapshot(store).content == before


def test_a_new_state_of_the_file_updates_what_it_changed_and_nothing_else(store: Store) -> None:
    apply_draft(store, draft(small_plan()))
    content = load_snapshot(store).content
    set_title(store, content.nodes[2].id, "开展联合攻关")
    set_role(store, content.nodes[3].id, content.units[0].id, Role.SUPPORT)
    newer = small_plan()
    nodes = [*newer.nodes[:1], replace(newer.nodes[1], paragraphs=(Paragraph("分工如下。"),)), *newer.nodes[2:]]
    later = draft(replace(newer, nodes=tuple(nodes)), "方案（改）.docx", "b")
    assert preview_draft(store, later).new == 1
    _, report = apply_draft(store, later)
    assert (report.new, report.changed, report.gone) == (1, 0, 0)
    after = load_snapshot(store).content
    assert after.nodes[1].paragraphs[0].text == "分工如下。"
    assert after.nodes[2].title == "开展联合攻关"
    assert len(after.duties) == 5
    # the newer state is now what a third reading is compared with
    assert not apply_draft(store, later)[0]


def test_cells_edited_here_survive_a_second_reading(store: Store) -> None:
    apply_draft(store, draft(small_plan()))
    table = load_tables(store.db)[0]
    set_cell(store, table.rows[0].id, table.spec.column("technical").id, "★★只剩一条")
    apply_draft(store, draft(small_plan(), sha256="c"))
    assert load_tables(store.db)[0].rows[0].cell("technical").text == "★★只剩一条"


def test_another_plan_is_refused_with_a_sentence(store: Store) -> None:
    apply_draft(store, draft(small_plan()))
    other = small_plan()
    nodes = tuple(replace(node, paragraphs=(Paragraph(f"别的{node.id}"),)) for node in other.nodes)
    with pytest.raises(InputError) as refusal:
        apply_draft(store, draft(replace(other, info=PlanInfo("别的方案"), nodes=nodes)))
    assert refusal.value.code == "different_plan"
    assert "海州市提升方案" in refusal.value.message
