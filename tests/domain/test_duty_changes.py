"""Clauses printed from duties that changed, and put back behind text that changed."""

from __future__ import annotations

from domain.duty_clause import format_clause, text_without_clauses
from domain.duty_rewrite import rewrite_paragraphs
from domain.outline import Paragraph
from domain.units import Role, Unit

LEAD, SUPPORT, RESPONSIBLE = Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE


def test_a_wording_stands_as_long_as_the_duties_say_the_same() -> None:
    units = [
        Unit(1, "市发展改革委", aliases=("市发改委",), seq=1),
        Unit(2, "市科技局", seq=2),
        Unit(3, "市教委", seq=3),
    ]
    template = "（责任单位：{responsible|市发改委 市教委}等）"
    same = {RESPONSIBLE: ["市发展改革委", "市教委"]}
    assert format_clause(template, same, units=units) == "（责任单位：市发改委 市教委等）"
    more = {RESPONSIBLE: ["市发展改革委", "市教委", "市科技局"]}
    assert format_clause(template, more, units=units) == "（责任单位：市发改委、市科技局、市教委等）"
    turned = {RESPONSIBLE: ["市教委", "市发展改革委"]}
    assert format_clause(template, turned, units=units) == "（责任单位：市教委、市发改委等）"


def test_who_leads_a_list_comes_first_or_bears_the_mark() -> None:
    ordered = "（责任单位：{lead+responsible|甲、乙、丙}，排名第一的为牵头单位）"
    assert format_clause(ordered, {LEAD: ["甲"], RESPONSIBLE: ["乙", "丙"]}).startswith("（责任单位：甲、乙、丙，")
    assert format_clause(ordered, {LEAD: ["丙"], RESPONSIBLE: ["甲", "乙"]}).startswith("（责任单位：丙、甲、乙，")
    marked = "（责任单位：{lead+responsible|甲*、乙}）"
    assert format_clause(marked, {LEAD: ["甲"], RESPONSIBLE: ["乙"]}) == "（责任单位：甲*、乙）"
    assert format_clause(marked, {LEAD: ["乙"], RESPONSIBLE: ["甲"]}) == "（责任单位：乙*、甲）"


def test_a_sentence_loses_and_gains_roles_in_its_own_words() -> None:
    template = "由{lead}会同{support}负责。"
    assert format_clause(template, {LEAD: ["甲"]}) == "由甲负责。"
    assert format_clause(template, {SUPPORT: ["乙"]}) == "由乙负责。"
    assert format_clause(template, {LEAD: ["甲"], SUPPORT: ["乙"], RESPONSIBLE: ["丙"]}) == "由甲会同乙负责，丙负责。"
    assert format_clause("由{responsible}负责。", {LEAD: ["甲"], RESPONSIBLE: ["丙"]}) == "由甲牵头，丙负责。"


def test_the_words_of_a_paragraph_without_its_clauses() -> None:
    assert text_without_clauses("推进。", "（责任单位：{responsible}）") == "推进。"
    assert text_without_clauses("制定细则，", "由{lead}会同{support}负责。") == "制定细则。"
    assert text_without_clauses("一。", "{clause}（{lead}牵头）{end}二。") == "一。二。"


def test_a_clause_stays_with_its_line_when_the_text_is_written_anew() -> None:
    first, second = "（责任单位：{responsible|甲}）", "（责任单位：{responsible|乙}）"
    before = [Paragraph("做甲。", first), Paragraph("做乙。", second), Paragraph("做丙。")]
    kept = rewrite_paragraphs(before, ["做甲。", "新增。", "做好乙。", "做丙。"])
    assert kept[0] == Paragraph("做甲。", first)
    assert {one.clause for one in kept} == {first, second, ""}
    assert rewrite_paragraphs(before, ["做甲。", "做丙。"])[0] == Paragraph("做甲。", first)
    assert Paragraph("", second) in rewrite_paragraphs(before, ["做甲。", "做丙。"])
    assert rewrite_paragraphs(before, []) == [Paragraph("", first), Paragraph("", second)]
