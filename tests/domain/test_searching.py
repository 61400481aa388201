"""Finding words in a plan: everywhere, in any width, and again after a change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cell_items import Cell, CellItem, ItemKind
from domain.content import PlanContent, PlanInfo
from domain.enterprises import Enterprise
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.remarks import Remark, RemarkKind
from domain.searching import Hit, Query, Scope, Spot, TextIndex
from domain.tables import AppendixTable, TableColumn, TableRow, TableSpec
from domain.units import Unit


def cell(*lines: str) -> Cell:
    return Cell(tuple(CellItem(ItemKind.PARAGRAPH, line, id=number) for number, line in enumerate(lines, start=90)))


CONTENT = PlanContent(
    info=PlanInfo(title="海州市停车治理方案"),
    preamble=(Paragraph("为治理停车难，制定本方案。", id=1),),
    nodes=(
        OutlineNode(5, None, 1, NodeKind.SECTION, "停车设施", paragraphs=(Paragraph("新建停车位（ABC）。", id=2),)),
        OutlineNode(6, 5, 1, NodeKind.TASK, "挖潜", deadline="2026年底前", note="停车办催办"),
    ),
    units=(Unit(7, "市停车办", "海州市停车管理办公室", ("停管办",)),),
    tables=(
        AppendixTable(
            8,
            TableSpec(
                "附表1", "停车场清单", (TableColumn("name", ("停车场", "名称"), id=3),), notes=("注：停车场指…",)
            ),
            (TableRow(9, 1, {"name": cell("东门停车场，停车“难”", "西门")}),),
        ),
    ),
    enterprises=(Enterprise(10, "海州停车有限公司"),),
    remarks=(Remark(11, RemarkKind.COMMENT, "停车数再核", node_id=5),),
)


def index(content: PlanContent = CONTENT) -> TextIndex:
    made = TextIndex()
    made.update(content)
    return made


def test_every_kind_of_text_is_found_in_reading_order() -> None:
    hits = index().find(Query("停车"))
    assert [(hit.spot.record, hit.spot.field) for hit in hits] == [
        ("plan", "title"),
        ("paragraph", "text"),
        ("outline_node", "title"),
        ("paragraph", "text"),
        ("outline_node", "note"),
        ("appendix_table", "title"),
        ("appendix_table", "notes"),
        ("appendix_column", "path"),
        ("cell_item", "text"),
        ("unit", "name"),
        ("unit", "full_name"),
        ("enterprise", "name"),
        ("remark", "text"),
    ]
    assert hits[8].spans == ((2, 4), (6, 8))
    assert (hits[8].spot.row_id, hits[8].spot.column, hits[3].spot.node_id) == (9, "name", 5)


def test_only_some_places_are_searched() -> None:
    hits = index().find(Query("停车", scopes=frozenset({Scope.UNITS})))
    assert {hit.spot.record for hit in hits} == {"unit"}


@pytest.mark.parametrize("words", ["(abc)", "（ＡＢＣ）", "（abc)"])
def test_width_and_case_do_not_matter_unless_they_should(words: str) -> None:
    (hit,) = index().find(Query(words))
    assert hit.text[slice(*hit.spans[0])] == "（ABC）"
    assert index().find(Query(words, any_width=False, any_case=False)) == []


@pytest.mark.parametrize("words", ['"难"', "“难”", "＂难＂"])
def test_quotation_marks_of_any_form_are_the_same(words: str) -> None:
    assert len(index().find(Query(words))) == 1


@pytest.mark.parametrize("words", ["", "\0", "。新建\0"])
def test_nothing_is_found_by_nothing_nor_across_texts(words: str) -> None:
    assert index().find(Query(words)) == []
    assert index().find(Query("方案为治理")) == []


def test_a_change_is_found_and_the_rest_still_is() -> None:
    made = index()
    table = CONTENT.tables[0]
    rows = (*table.rows, TableRow(20, 2, {"name": cell("南门停车场")}))
    made.update(replace(CONTENT, tables=(replace(table, rows=rows),), units=()))
    assert [hit.spot.row_id for hit in made.find(Query("门停车场"))] == [9, 20]
    assert made.find(Query("停管办")) == []


TEXTS = st.text(alphabet='甲乙aＡ，,“"', max_size=8)


@given(TEXTS, TEXTS, st.sampled_from(["", "丙", "甲乙"]))
def test_replacing_is_what_replace_does(text: str, words: str, by: str) -> None:
    content = PlanContent(preamble=(Paragraph("前", id=1), Paragraph(text, id=2), Paragraph("后", id=3)))
    hits = index(content).find(Query(words, any_width=False, any_case=False))
    mine = [hit for hit in hits if hit.spot.id == 2]
    assert (mine[0].replaced(by) if mine else text) == (text.replace(words, by) if words else text)


def test_spans_are_replaced_one_by_one() -> None:
    hit = Hit(Spot(Scope.TEXT, "paragraph", 1, "text"), "停车，停车", ((0, 2), (3, 5)))
    assert hit.replaced("泊车") == "泊车，泊车"
    assert hit.replaced("") == "，"
