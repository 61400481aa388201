"""Findings settled in the plan file: words mended everywhere or nowhere, as one step."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from db.finding_fixes import can_mend, mend_words, settle_finding
from db.outline import add_node, set_title
from db.snapshot import load_snapshot
from db.store import Store
from db.text import add_paragraph, set_paragraph
from domain.errors import InputError
from domain.outline import NodeKind
from domain.plan_checks import check_plan
from domain.plan_findings import PlanFinding

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def spoilt(tmp_path) -> Store:
    with Store.create(tmp_path / "方案.fangan") as fresh:
        node = add_node(fresh, None, 0, "重点,任务", NodeKind.SECTION).rows("outline_node")
        add_paragraph(fresh, next(iter(node)), 0, "建立台账,逐项销号,按月通报。")
        add_paragraph(fresh, None, 0, "严加防犯。。")
        yield fresh


def found(store: Store) -> list[PlanFinding]:
    return [one for one in check_plan(load_snapshot(store).content, TODAY) if can_mend(one)]


def test_every_place_in_one_step(spoilt: Store) -> None:
    assert len(found(spoilt)) == 5
    mend_words(spoilt, found(spoilt), "标点")
    content = load_snapshot(spoilt).content
    assert content.nodes[0].title == "重点，任务"
    assert content.nodes[0].paragraphs[0].text == "建立台账，逐项销号，按月通报。"
    assert content.preamble[0].text == "严加防范。"
    assert spoilt.next_undo().label == "改正标点 5 处"
    spoilt.undo()
    assert len(found(spoilt)) == 5


def test_a_text_that_was_changed_meanwhile_refuses_all(spoilt: Store) -> None:
    findings = found(spoilt)
    set_paragraph(spoilt, load_snapshot(spoilt).content.preamble[0].id, "严加防犯。。另行通知。。")
    with pytest.raises(InputError, match="刚刚已被改动"):
        mend_words(spoilt, findings)
    assert load_snapshot(spoilt).content.nodes[0].title == "重点,任务"


def test_one_finding_by_its_fix(spoilt: Store) -> None:
    node = load_snapshot(spoilt).content.nodes[0].id
    set_title(spoilt, node, "一、重点任务")
    (one,) = [one for one in check_plan(load_snapshot(spoilt).content, TODAY) if one.code == "heading_two_numbers"]
    settle_finding(spoilt, one)
    assert load_snapshot(spoilt).content.nodes[0].title == "重点任务"
    assert not settle_finding(spoilt, replace(one, fix=None))
