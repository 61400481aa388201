"""References follow in the very step that renumbers, everywhere in the plan; what is gone is told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from db.outline import add_node, demote, promote, remove_node, set_text, set_title, shift_node
from db.plan import load_info, set_info
from db.remarks import add_remark
from db.store import Store
from db.table_design import create_table, duplicate_table, remove_table, rename_table
from db.tables import add_row, set_cell
from db.tasks import remove_tasks
from db.text import heading_to_paragraph, paragraph_to_heading, split_heading
from domain.dangling import find_dangling
from domain.exchange import content_to_json
from domain.numbering import NumberStyle
from domain.outline import NodeKind
from domain.plan_checks import check_plan
from domain.remarks import Remark, RemarkKind
from domain.tables import ColumnKind, TableColumn, TableSpec
from tests.db.text_case import content, fill_text, node, paragraph
from tests.desktop.sample_plan import inserted

SAID = "见第二部分（一）、第三部分和附表1、2；《纲要》第二部分、附表1不在内。"


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """Text that refers from a paragraph, a title, a cell, a note and a remark."""
    ids = fill_text(store)
    columns = (TableColumn("number", ("序号",), ColumnKind.NUMBER), TableColumn("text", ("依据",), ColumnKind.TEXT))
    for number in (1, 2):
        spec = TableSpec(f"附表{number}", f"清单{number}", columns, "", ("注：见第三部分。",))
        ids[f"附表{number}"] = inserted(create_table(store, spec), "appendix_table")
    table = content(store).tables[0]
    ids["row"] = inserted(add_row(store, table.id, 0), "appendix_row")
    set_cell(store, ids["row"], table.spec.columns[1].id, "第三部分、附表2")
    set_text(store, ids["总体要求"], SAID)
    set_title(store, ids["建立机制"], "落实附表2")
    add_remark(store, Remark(0, RemarkKind.COMMENT, "与第三部分重复", "附表1、2", node_id=ids["总体要求"]))
    store.end_merging()
    return ids


def _said(store: Store, ids: dict[str, int]) -> str:
    return node(store, ids["总体要求"]).paragraphs[0].text


def _cell(store: Store) -> str:
    table = content(store).tables[0]
    return table.rows[0].cell("text").text


def test_a_new_heading_moves_every_reference_in_one_step(store: Store, ids: dict[str, int]) -> None:
    before, steps = content_to_json(content(store)), len(store.history())
    version = node(store, ids["总体要求"]).version
    add_node(store, None, 0, "前言")
    plan = content(store)
    assert _said(store, ids) == "见第三部分（一）、第四部分和附表1、2；《纲要》第二部分、附表1不在内。"
    assert _cell(store) == "第四部分、附表2"
    assert plan.tables[1].spec.notes == ("注：见第四部分。",)
    assert plan.remarks[0].text == "与第四部分重复"
    assert node(store, ids["总体要求"]).version > version
    assert len(store.history()) == steps + 1
    store.undo()
    assert content_to_json(content(store)) == before


def test_moves_and_levels_are_followed(store: Store, ids: dict[str, int]) -> None:
    shift_node(store, ids["开展攻关"], 1)
    assert "第二部分（二）、" in _said(store, ids)
    promote(store, ids["开展攻关"])
    assert _said(store, ids).startswith("见第三部分、第四部分和")
    demote(store, ids["开展攻关"])
    assert _said(store, ids).startswith("见第二部分（二）、第三部分和")
    split_heading(store, ids["保障措施"], 0, as_heading=True)
    assert "第四部分和" in _said(store, ids)
    paragraph_to_heading(store, paragraph(store, ids["培养人才"], 0), 1)
    assert "第五部分和" in _said(store, ids)


def test_tables_that_are_renamed_are_followed(store: Store, ids: dict[str, int]) -> None:
    rename_table(store, ids["附表2"], "附表5", "清单2")
    assert _said(store, ids) == "见第二部分（一）、第三部分和附表1、5；《纲要》第二部分、附表1不在内。"
    assert node(store, ids["建立机制"]).title == "落实附表5"
    assert content(store).remarks[0].quote == "附表1、5"
    store.undo()
    assert _said(store, ids) == SAID
    duplicate_table(store, ids["附表1"])
    assert _said(store, ids) == SAID


def test_numbers_that_run_on_are_followed(store: Store, ids: dict[str, int]) -> None:
    add_node(store, ids["开展攻关"], 0, "建立台账", NodeKind.MEASURE)
    set_text(store, ids["总体要求"], "见第二部分（二）第1条。")
    set_info(store, replace(load_info(store.db), run_on=frozenset({NumberStyle.ARABIC})))
    assert _said(store, ids) == "见第二部分（二）第2条。"


def test_what_points_to_a_table_that_is_gone_is_told(store: Store, ids: dict[str, int]) -> None:
    assert find_dangling(content(store)) == []
    remove_table(store, ids["附表2"])
    findings = find_dangling(content(store))
    assert {finding.code for finding in findings} == {"reference_gone"}
    told = [one for one in check_plan(content(store), datetime.date(2026, 1, 1)) if one.code == "reference_gone"]
    assert sorted(one.message for one in told) == sorted(one.message for one in findings)
    assert "原来引用的“附表1、2”里有的已不存在，请核对。" in {finding.message for finding in findings}
    assert any("附表2" in finding.message and finding.spot.row == ids["row"] for finding in findings)
    store.undo()
    assert find_dangling(content(store)) == []


def test_a_number_that_something_else_has_now_is_remarked(store: Store, ids: dict[str, int]) -> None:
    remove_node(store, ids["重点任务"])
    assert _said(store, ids).startswith("见第二部分（一）、第二部分和附表1、2")
    told = [finding.message for finding in find_dangling(content(store))]
    assert told == ["原来引用的“第二部分（一）”已不存在，现在的“第二部分（一）”是另一处，请核对。"]
    store.undo()
    set_text(store, ids["总体要求"], "见第二部分。")
    remove_node(store, ids["重点任务"])
    assert _said(store, ids) == "见第二部分。"
    (finding,) = find_dangling(content(store))
    assert "“第二部分”已不存在" in finding.message and finding.spot.node == ids["总体要求"]
    set_text(store, ids["总体要求"], "不再引用。")
    assert find_dangling(content(store)) == []


def test_a_heading_that_is_dissolved_is_gone_too(store: Store, ids: dict[str, int]) -> None:
    set_text(store, ids["总体要求"], "见第三部分。")
    heading_to_paragraph(store, ids["保障措施"])
    assert find_dangling(content(store))[0].message == "引用的“第三部分”已不存在，请核对。"


def test_tasks_that_are_taken_out_of_the_breakdown_are_followed(store: Store, ids: dict[str, int]) -> None:
    set_text(store, ids["总体要求"], "见第二部分（二）。")
    remove_tasks(store, [ids["开展攻关"]])
    assert _said(store, ids) == "见第二部分（一）。"
    store.undo()
    assert _said(store, ids) == "见第二部分（二）。"
