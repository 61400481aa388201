"""A draft arrives as it left: every value of every field, through real JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import draft_json
from domain.checks import Finding, Option, Severity
from domain.draft_json import (
    choices_from_json,
    choices_to_json,
    draft_from_json,
    draft_to_json,
    join_json,
    specs_from_json,
    specs_to_json,
    split_json,
    value_from_json,
    value_to_json,
)
from domain.exchange import PlanContent, PlanDraft, SourceFile
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.reading import Fate, ReadingChoices, SourcePiece
from domain.tables import AppendixTable, TablePlace, TableRow, TableSpec, cell_of
from tests.small_plan import CLAUSE, small_plan

_SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def through_json(data: object) -> Any:
    text = json.dumps(data, ensure_ascii=False)
    return json.loads(text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass"))


def plan_draft() -> PlanDraft:
    content = small_plan()
    table = content.tables[0]
    row = replace(table.rows[0], joined=frozenset({"position", "other"}))
    spec = replace(table.spec, unit_line="单位：万元", notes=("注：甲。", "注：乙。"))
    inside = AppendixTable(7, spec, (row, *table.rows[1:]), TablePlace(3, 1))
    content = replace(content, tables=(table, inside), preamble=(Paragraph("序。", CLAUSE, 9),))
    finding = Finding(
        Severity.LOOK,
        "doubt",
        "第 3 段",
        "像标题。",
        "heading:3",
        (Option("heading", "作为标题"), Option("text", "")),
        3,
    )
    pieces = (
        SourcePiece(1, "海州市提升方案", Fate.TITLE, "标题"),
        SourcePiece(2, "", Fate.TABLE, "附表1", rows=(("甲", ""), ("乙\n丙", " "))),
    )
    return PlanDraft(content, SourceFile("方案.docx", "ab" * 32), (finding,), pieces)


def test_a_draft_with_something_in_every_place_comes_back_as_it_was() -> None:
    draft = plan_draft()
    assert draft_from_json(through_json(draft_to_json(draft))) == draft


@settings(max_examples=60, deadline=None, suppress_health_check=_SLOW_TO_DRAW)
@given(st.from_type(PlanDraft))
def test_any_draft_comes_back_as_it_was(draft: PlanDraft) -> None:
    assert draft_from_json(through_json(draft_to_json(draft))) == draft


@settings(max_examples=60, deadline=None, suppress_health_check=_SLOW_TO_DRAW)
@given(st.lists(st.from_type(TableSpec), max_size=3).map(tuple), st.from_type(ReadingChoices))
def test_forms_and_choices_come_back_as_they_were(specs: tuple[TableSpec, ...], choices: ReadingChoices) -> None:
    assert specs_from_json(through_json(specs_to_json(specs))) == specs
    assert choices_from_json(through_json(choices_to_json(choices))) == choices


def test_a_long_draft_goes_in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_json, "PART_LENGTH", 2)
    draft = plan_draft()
    draft = replace(draft, pieces=tuple(SourcePiece(n, "甲", Fate.TEXT) for n in range(7)))
    data = draft_to_json(draft)
    whole = through_json(data)
    parts = [(through_json(list(path)), through_json(items)) for path, items in split_json(data)]
    assert data != whole
    assert [len(items) for path, items in parts if path == ["pieces"]] == [2, 2, 2, 1]
    assert join_json(through_json(data), parts) == whole
    with pytest.raises(ValueError, match="no list"):
        join_json({"content": {}}, [(["content", "nodes"], [1])])


def test_half_a_character_goes_through() -> None:
    piece = SourcePiece(1, "甲\ud83d乙\udc00\0\u2028", Fate.TEXT)
    assert value_from_json(SourcePiece, through_json(value_to_json(piece))) == piece


def test_a_text_column_keeps_its_records() -> None:
    """The printed form would make paragraphs of them."""
    node = OutlineNode(1, None, 1, NodeKind.TASK, "甲", version=4)
    row = TableRow(1, 1, {"a": cell_of(small_plan().tables[0].spec.columns[2].kind, "★★甲\n1.乙")}, version=3)
    for value in (node, row):
        assert value_from_json(type(value), through_json(value_to_json(value))) == value


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"content": {}},
        {"content": {}, "source": {"name": 1, "sha256": ""}},
        {"content": {}, "source": {"name": "", "sha256": "", "folder": ""}},
        {"content": {"nodes": {}}, "source": {"name": "", "sha256": ""}},
        {"content": {"nodes": [{"id": True}]}, "source": {"name": "", "sha256": ""}},
        {"content": {"info": {"stage": "nothing"}}, "source": {"name": "", "sha256": ""}},
        {"content": {}, "source": {"name": "", "sha256": ""}, "findings": "甲"},
    ],
    ids=str,
)
def test_what_is_no_draft_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        draft_from_json(data)


def test_a_value_without_a_form_is_refused_and_not_dropped() -> None:
    @dataclass(frozen=True)
    class Dated:
        on: date

    with pytest.raises(TypeError):
        value_to_json(Dated(date(2026, 1, 1)))
    with pytest.raises(TypeError):
        value_to_json({1: "甲"})


def test_an_empty_plan_is_small() -> None:
    assert draft_to_json(PlanDraft(PlanContent(), SourceFile("", ""))) == {
        "content": {},
        "source": {"name": "", "sha256": ""},
    }
