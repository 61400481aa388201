"""Remarks are written, changed and taken away beside what they are on."""

from __future__ import annotations

import pytest

from db.drafts import apply_draft
from db.history import describe_operation
from db.outline import remove_node
from db.remarks import add_remark, load_remarks, remove_remark, set_remark, set_settled
from db.snapshot import load_snapshot
from db.store import Store
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile
from domain.remarks import Remark, RemarkKind
from tests.small_plan import small_plan


@pytest.fixture
def plan(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


def test_a_remark_lives_beside_its_heading(plan: Store) -> None:
    content = load_snapshot(plan).content
    add_remark(plan, Remark(0, RemarkKind.COMMENT, "请核对", "攻关", "某某", node_id=content.nodes[2].id))
    (remark,) = load_remarks(plan.db)
    assert (remark.text, remark.quote, remark.author, remark.node_id) == ("请核对", "攻关", "某某", content.nodes[2].id)
    set_remark(plan, remark.id, "已核对")
    assert load_snapshot(plan).content.remarks[0].text == "已核对"
    (line,) = describe_operation(plan.db, plan.history()[0].id).lines
    assert (line.place, line.before, line.after) == ("“开展攻关” 批注", "请核对", "已核对")
    remove_node(plan, content.nodes[2].id)
    assert load_remarks(plan.db) == ()
    plan.undo()
    remove_remark(plan, remark.id)
    assert load_remarks(plan.db) == ()
    plan.undo()
    assert load_remarks(plan.db)[0].text == "已核对"


def test_a_remark_on_nothing_or_of_nothing_is_refused(plan: Store) -> None:
    for remark in (
        Remark(0, RemarkKind.COMMENT, " "),
        Remark(0, RemarkKind.COMMENT, "字", node_id=99),
        Remark(0, RemarkKind.COMMENT, "字", row_id=99),
        Remark(0, RemarkKind.COMMENT, "字", node_id=1, row_id=1),
    ):
        with pytest.raises(InputError):
            add_remark(plan, remark)
    with pytest.raises(InputError):
        set_remark(plan, 99, "字")
    with pytest.raises(InputError):
        remove_remark(plan, 99)


def test_a_remark_is_settled_and_brought_back(plan: Store) -> None:
    add_remark(plan, Remark(0, RemarkKind.COMMENT, "请核对"))
    (remark,) = load_remarks(plan.db)
    set_settled(plan, remark.id)
    assert load_remarks(plan.db)[0].is_settled
    assert plan.history()[0].label == "批注已处理"
    set_settled(plan, remark.id, False)
    assert not load_remarks(plan.db)[0].is_settled
    steps = len(plan.history())
    set_settled(plan, remark.id, False)
    assert len(plan.history()) == steps
    with pytest.raises(InputError):
        set_settled(plan, 99)
