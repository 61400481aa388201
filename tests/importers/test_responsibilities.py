"""Clauses of a whole plan → units, duties, questions."""

from __future__ import annotations

import pytest

from domain.exchange import PlanContent, PlanDraft
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph, place_nodes
from domain.reading import ReadingChoices
from domain.units import Role, Unit
from importers.duty_units import UnitDirectory, listed_units
from importers.read import read_plan_text
from importers.responsibilities import take_duties

LEAD, SUPPORT, RESPONSIBLE = Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE
HEAD = "海州市质量方案\n为推进，制定本方案。\n一、任务\n"


def read(text: str, **picks: str) -> PlanDraft:
    chosen = {key.replace("__", ":"): value for key, value in picks.items()}
    return read_plan_text(HEAD + text + "\n", "来文.txt", ReadingChoices(picks=chosen))


def duties(content: PlanContent) -> list[tuple[str, Role]]:
    names = {unit.id: unit.name for unit in content.units}
    return [(names[duty.unit_id], duty.role) for duty in content.duties]


def printed(content: PlanContent) -> list[str]:
    return [text for one in content.placed() for text in content.printed_paragraphs(one.node)]


def codes(draft: PlanDraft) -> list[str]:
    return [finding.code for finding in draft.findings if finding.code != "unit_unknown"]


TEXTS = [
    "一是做甲。（责任单位：市科技局）二是做乙。（责任单位：市教委）三是做丙。",
    "推进甲。（责任单位：市科技局、市教委）\n推进乙。【责任单位：市发改委，市教委；完成时限：2026年底前】\n做好总结。",
    "制定细则，由市发展改革委会同市财政局负责，年内完成。\n推进。（市科技局、各区人民政府按职责分工负责）",
    "推进（市科技局负责），扩大试点（市教委、市财政局牵头，各有关单位配合），形成经验。",
    "推进。（牵头单位：市科技局；配合单位：市教委）\n再推进。（牵头单位：市教委；配合单位：市科技局）",
    "推进。（责任单位：市发改委、市发展改革委）",
    "推进。（责任单位：市科技局；完成时限：2026年）\n推开。（责任单位：市教委；完成时限：2027年）",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_paragraph_prints_as_it_was_written(text: str) -> None:
    draft = read(text)
    (task,) = draft.content.tasks()
    assert draft.content.printed_paragraphs(task.node) == text.split("\n")
    assert "lost_text" not in codes(draft)


def test_duties_are_the_tasks_and_text_keeps_each_clause_in_its_place() -> None:
    content = read(TEXTS[0]).content
    assert duties(content) == [("市科技局", RESPONSIBLE), ("市教委", RESPONSIBLE)]
    content = read(TEXTS[3]).content
    assert duties(content) == [
        ("市科技局", RESPONSIBLE),
        ("市教委", LEAD),
        ("市财政局", LEAD),
        ("各有关单位", SUPPORT),
    ]


def test_two_names_of_one_listed_unit_are_one_unit_and_print_as_written() -> None:
    content = read("推进。（责任单位：市发改委）\n推开。（责任单位：市发展改革委、市财政局）").content
    assert [(unit.name, unit.aliases) for unit in content.units] == [("市发改委", ("市发展改革委",)), ("市财政局", ())]
    assert duties(content) == [("市发改委", RESPONSIBLE), ("市财政局", RESPONSIBLE)]


def test_offices_of_two_places_are_two_units() -> None:
    names = ["西青区教育局", "东丽区教育局", "市教育局"]
    content = read(f"推进。（责任单位：{'、'.join(names)}）").content
    assert {unit.name for unit in content.units} == set(names)


def test_units_stand_in_office_order_and_groups_last() -> None:
    content = read("推进。（责任单位：各区人民政府、市软件行业协会、市财政局、市教育局）").content
    assert [unit.name for unit in content.units] == ["市教育局", "市财政局", "市软件行业协会", "各区人民政府"]
    assert [unit.seq for unit in content.units] == [1, 2, 3, 4]
    assert [duty.seq for duty in content.duties] == [1, 2, 3, 4]
    assert duties(content)[0][0] == "各区人民政府"


def test_an_unknown_unit_is_offered_the_nearest_names_and_never_merged_unasked() -> None:
    text = "推进。（责任单位：市科技局、市科学技木局）"
    draft = read(text)
    (finding,) = [one for one in draft.findings if one.code == "unit_unknown"]
    assert finding.question == "unit:市科学技木局"
    assert [option.key for option in finding.options][:1] == ["new"]
    assert "same:市科技局" in [option.key for option in finding.options]
    assert len(draft.content.units) == 2
    merged = read(text, **{"unit:市科学技木局": "same:市科技局"}).content
    assert [unit.name for unit in merged.units] == ["市科技局"]
    assert printed(merged)[-1] == text


def test_a_doubtful_sentence_is_text_until_the_officer_says_otherwise() -> None:
    text = "市科技局要会同市财政局制定办法。"
    draft = read(text)
    (finding,) = [one for one in draft.findings if one.code == "duty_doubtful"]
    assert [option.key for option in finding.options] == ["text", "duty"]
    assert draft.content.duties == ()
    taken = read(text, **{finding.question: "duty"}).content
    assert duties(taken) == [("市科技局", LEAD), ("市财政局", SUPPORT)]
    assert printed(taken)[-1] == text


def test_a_mark_tells_the_lead_and_asks() -> None:
    text = "推进。（责任单位：市科技局*、市教委）"
    draft = read(text)
    (finding,) = [one for one in draft.findings if one.code == "lead_marked"]
    assert duties(draft.content) == [("市科技局", LEAD), ("市教委", RESPONSIBLE)]
    same = read(text, **{finding.question: "same"}).content
    assert {role for _, role in duties(same)} == {RESPONSIBLE}
    assert printed(draft.content)[-1] == printed(same)[-1] == text


@pytest.mark.parametrize(
    "text",
    [
        "推进。（责任单位：市科技局、市教委）\n注：责任单位中，排名第一的为牵头单位。",
        "推进。（责任单位：市科技局、市教委，排名第一的为牵头单位）",
    ],
)
def test_a_remark_on_the_order_tells_the_lead_and_asks(text: str) -> None:
    draft = read(text)
    assert codes(draft) == ["lead_first"]
    assert duties(draft.content) == [("市科技局", LEAD), ("市教委", RESPONSIBLE)]
    same = read(text, lead_first="same").content
    assert {role for _, role in duties(same)} == {RESPONSIBLE}
    (task,) = same.tasks()
    assert same.printed_paragraphs(task.node) == text.split("\n")


def test_a_sentence_in_a_chapter_that_has_sections_is_a_question() -> None:
    draft = read("全市统筹，由市科技局牵头。\n（一）攻关\n推进。（责任单位：市教委）\n（二）推广\n推开。")
    assert [one.node.kind for one in draft.content.placed()] == [NodeKind.SECTION, NodeKind.TASK, NodeKind.SECTION]
    assert "duty_doubtful" in codes(draft)


def test_a_clause_behind_a_title_goes_below_it() -> None:
    nodes = (OutlineNode(1, None, 1, NodeKind.SECTION, "攻关（责任单位：市科技局）", NumberStyle.HAN),)
    (node,), found = take_duties(place_nodes(nodes))
    assert (node.title, node.paragraphs) == ("攻关", (Paragraph("", "（责任单位：{responsible}）"),))
    assert [finding.code for finding in found.findings] == ["clause_in_title"]


def test_an_unread_clause_is_said() -> None:
    draft = read("推进。（市科技局牵头抓总，做好统筹）")
    assert draft.content.duties == ()
    assert codes(draft) == ["clause_unread"]


def test_braces_of_a_source_are_text() -> None:
    text = "推进。（责任单位：{lead}、市科技局）"
    draft = read(text)
    assert (draft.content.duties, printed(draft.content)[-1]) == ((), text)


def test_the_list_knows_offices_of_any_place() -> None:
    names = [
        "天津市发展和改革委员会",
        "市发改委",
        "省科技厅",
        "县教育局",
        "天津市市场监管委",
        "天津海关",
        "中国人民银行天津市分行",
    ]
    assert [name for name in names if not listed_units().knows(name)] == []
    assert not listed_units().knows("市互联网协会")


def test_another_directory_can_be_given() -> None:
    directory = UnitDirectory((Unit(1, "乙办", seq=1), Unit(2, "甲办", seq=2)))
    nodes = (
        OutlineNode(1, None, 1, NodeKind.SECTION, "攻关", paragraphs=(Paragraph("推进。（责任单位：甲办、乙办）"),)),
    )
    _, found = take_duties(place_nodes(nodes), directory=directory)
    assert [unit.name for unit in found.units] == ["乙办", "甲办"]
    assert found.findings == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进。（市科技局等部门及各区按职责分工负责）", ["市科技局", "各区"]),
        ("推进。（市科技局牵头，市级各有关部门及各县市区政府配合）", ["市科技局", "市级各有关部门", "各县市区政府"]),
        ("推进。（市科技局、市教委共同牵头，市财政局参加）", ["市科技局", "市教委", "市财政局"]),
        ("市级由市科技局负责，区级由各区人民政府负责。", ["市科技局", "各区人民政府"]),
        ("推进。（责任单位:市科技局 完成时限:2026年12月底)", ["市科技局"]),
        ("推进。（责任单位：市财政局等有关部门，各县（市、区））", ["市财政局", "各县（市、区）"]),
    ],
)
def test_names_are_told_from_the_words_around_them(text: str, expected: list[str]) -> None:
    content = read(text).content
    assert [name for name, _ in duties(content)] == expected
    assert printed(content)[-1] == text


def test_a_bracket_of_names_alone_is_a_question() -> None:
    text = "推进试点。（市科技局、各区人民政府）"
    draft = read(text)
    (finding,) = [one for one in draft.findings if one.code == "duty_doubtful"]
    assert draft.content.duties == ()
    taken = read(text, **{finding.question: "duty"}).content
    assert duties(taken) == [("市科技局", RESPONSIBLE), ("各区人民政府", RESPONSIBLE)]
    assert printed(taken)[-1] == text
