"""The JSON form is complete and keeps its contract."""

from __future__ import annotations

import json
from dataclasses import replace

from domain.exchange import content_from_json, content_to_json
from domain.remarks import Remark, RemarkKind
from domain.tables import TablePlace
from tests.small_plan import small_plan


def test_the_json_form_gives_the_plan_back() -> None:
    data = json.loads(json.dumps(content_to_json(small_plan())))
    again = content_from_json(data)
    assert content_to_json(again) == data
    assert [node.paragraphs for node in again.nodes] == [node.paragraphs for node in small_plan().nodes]


def test_the_json_form_says_what_the_reader_sees() -> None:
    data = content_to_json(small_plan())
    assert data["format"] == "fangan/1"
    assert data["plan"]["stage"] == "征求意见稿"
    assert [(node["number"], node["level"]) for node in data["outline"]] == [("一", 1), ("二", 1), ("一", 2), ("二", 2)]
    assert data["outline"][2]["paragraphs"] == ["组织攻关。（牵头单位：市科技局；配合单位：市教委）"]
    cells = data["tables"][0]["rows"][0]["cells"]
    assert cells["number"] == {"text": "1"}
    assert cells["technical"]["text"] == "★★★缺芯片\n★缺软件"
    assert [(item["grade"], item["text"]) for item in cells["technical"]["items"]] == [(3, "缺芯片"), (1, "缺软件")]
    assert cells["other"] == {"text": "", "items": []}
    for key in ("enterprises", "submissions", "links", "indicators", "feedback", "versions"):
        assert data[key] == []


def test_a_mark_that_is_no_stage_survives() -> None:
    plan = replace(small_plan(), info=replace(small_plan().info, stage_mark="讨论稿"))
    data = content_to_json(plan)
    assert data["plan"]["stage"] == "讨论稿"
    assert content_from_json(data).info.mark == "讨论稿"


def test_remarks_places_notes_and_the_imprint_come_back() -> None:
    plan = small_plan()
    table = plan.tables[0]
    spec = replace(table.spec, unit_line="单位：万元", notes=("注：甲。", "乙。"))
    row = replace(table.rows[1], joined=frozenset({"position", "other"}))
    full = replace(
        plan,
        info=replace(plan.info, layout="{}", addressees="各区人民政府：", signer="某某", printed_on="2026-11-21"),
        tables=(replace(table, spec=spec, rows=(table.rows[0], row), place=TablePlace(3, 1)),),
        remarks=(
            Remark(1, RemarkKind.COMMENT, "请核对", "攻关", "某某", "2026-11-21T08:00:00", node_id=3),
            Remark(2, RemarkKind.FOOTNOTE, "见附表", row_id=2, column="other"),
            Remark(3, RemarkKind.HIDDEN, "旧文"),
        ),
    )
    data = json.loads(json.dumps(content_to_json(full)))
    again = content_from_json(data)
    assert (again.remarks, again.info) == (full.remarks, full.info)
    assert again.tables[0].spec.notes == spec.notes
    assert again.tables[0].spec.unit_line == "单位：万元"
    assert again.tables[0].place == TablePlace(3, 1)
    assert [one.joined for one in again.tables[0].rows] == [frozenset(), row.joined]
    assert data["tables"][0]["rows"][1]["joined"] == ["other", "position"]


def test_the_form_of_an_earlier_program_is_read() -> None:
    data = content_to_json(small_plan())
    del data["remarks"], data["plan"]["layout"], data["plan"]["printed_on"]
    for table in data["tables"]:
        del table["unit_line"], table["notes"], table["place"]
        for row in table["rows"]:
            del row["joined"]
    assert content_to_json(content_from_json(data)) == content_to_json(small_plan())
