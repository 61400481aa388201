"""The JSON form is complete and keeps its contract."""

from __future__ import annotations

import json
from dataclasses import replace

from domain.exchange import content_from_json, content_to_json
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
