"""Clauses that name units: read apart and printed again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duty_clause import format_clause, is_clause_line, parse_clause, split_names
from domain.duty_parts import Slot, gather_names, paragraph_template, write_templates
from domain.duty_search import find_clauses, find_doubtful
from domain.units import Role

LEAD, SUPPORT, RESPONSIBLE = Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE

CLAUSES = [
    ("（落实单位：市科技局、市教委等）", {RESPONSIBLE: ("市科技局", "市教委")}),
    ("（牵头单位：市科技局；配合单位：市教委、市人社局）", {LEAD: ("市科技局",), SUPPORT: ("市教委", "市人社局")}),
    ("(主办单位:市科技局;协办单位:市教委)。", {LEAD: ("市科技局",), SUPPORT: ("市教委",)}),
    ("（责任单位：海州中心（本部）、市教委）", {RESPONSIBLE: ("海州中心（本部）", "市教委")}),
    ("（牵头部门：市科技局，参与单位：市教委等按职责分工负责）", {LEAD: ("市科技局",), SUPPORT: ("市教委",)}),
    ("（责任单位：市高等教育局、各区等有关部门。）", {RESPONSIBLE: ("市高等教育局", "各区")}),
    ("（责任单位：市教委；完成时限：2027年底前）", {RESPONSIBLE: ("市教委",)}),
    ("（完成时限：长期坚持；牵头责任单位：市教委）", {LEAD: ("市教委",)}),
    ("（市科技局牵头，市教委、市人社局等部门配合）", {LEAD: ("市科技局",), SUPPORT: ("市教委", "市人社局")}),
    ("（市科技局牵头负责；市教委按职责分工负责）。", {LEAD: ("市科技局",), RESPONSIBLE: ("市教委",)}),
    ("（市科技局、海州中心（本部）等按职责分工负责）", {RESPONSIBLE: ("市科技局", "海州中心（本部）")}),
    ("【责任单位：市科技局、市教委】", {RESPONSIBLE: ("市科技局", "市教委")}),
]


@pytest.mark.parametrize(("clause", "names"), CLAUSES)
def test_clauses_in_the_wordings_of_offices(clause: str, names: dict[Role, tuple[str, ...]]) -> None:
    parsed = parse_clause(f"推进（见附表）工作。{clause}")
    assert parsed is not None
    assert parsed.body == "推进（见附表）工作。"
    assert parsed.names == names
    assert format_clause(parsed.template, parsed.names, deadline=parsed.deadline) == clause


@pytest.mark.parametrize(
    "clause",
    [
        "责任单位：市科技局、市教委。",
        "完成时限：2027年底；责任单位：市教委；工作进度：按季",
        "牵头单位：市科技局　配合单位：市教委",
    ],
)
def test_a_clause_without_brackets_stands_alone_or_follows_a_full_stop(clause: str) -> None:
    parsed = parse_clause(clause)
    assert parsed is not None
    assert parsed.body == ""
    assert format_clause(parsed.template, parsed.names, deadline=parsed.deadline) == clause
    assert parse_clause(f"推进{clause}") is None
    followed = parse_clause(f"推进。{clause}")
    assert followed is not None
    assert (followed.body, followed.names) == ("推进。", parsed.names)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "推进工作。",
        "推进。（由市科技局牵头，另行通知）",
        "（责任单位：）",
        "（责任单位：甲；乙）",
        "（责任单位：甲；责任部门：乙）",
        "（责任单位：{lead}）",
        "（责任单位：甲）之后还有话",
        "各责任单位：要细化计划",
    ],
)
def test_other_text_is_left_alone(paragraph: str) -> None:
    assert parse_clause(paragraph) is None


@given(st.text("（）()【】：；、，。等 责任牵头配合单位完成时限{}lead甲乙\n", max_size=40))
def test_whatever_is_read_prints_back_to_the_byte(text: str) -> None:
    for paragraph in (
        text,
        f"（{text}牵头，乙配合）",
        f"推进。（责任单位：{text}）",
        f"（牵头单位：甲；{text}）",
        f"责任单位：{text}",
    ):
        parsed = parse_clause(paragraph)
        if parsed is not None:
            assert parsed.body + format_clause(parsed.template, parsed.names, deadline=parsed.deadline) == paragraph
            assert parsed.names


NAMES = st.lists(
    st.text("市省县区科技教委局厅（）", min_size=2, max_size=8).filter(
        lambda name: "（" not in name and "）" not in name
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(NAMES, NAMES)
def test_a_clause_printed_from_duties_reads_back(lead: list[str], support: list[str]) -> None:
    clause = format_clause("", {LEAD: lead, SUPPORT: support})
    parsed = parse_clause(clause)
    assert parsed is not None
    assert parsed.names == {LEAD: tuple(lead), SUPPORT: tuple(support)}


def test_names_in_brackets_stay_whole() -> None:
    assert split_names("甲（乙、丙）、丁，戊") == ["甲（乙、丙）", "丁", "戊"]


def test_a_role_nobody_holds_drops_out() -> None:
    template = "（牵头单位：{lead}；配合单位：{support}等）。"
    assert format_clause(template, {SUPPORT: ["甲"]}) == "（配合单位：甲等）。"
    assert format_clause(template, {LEAD: ["甲"]}) == "（牵头单位：甲）。"
    assert format_clause(template, {}) == "。"


def test_a_role_the_template_lacks_is_added_in_office_order() -> None:
    template = "（落实单位：{responsible}等）"
    names = {SUPPORT: ["丙"], RESPONSIBLE: ["乙"], LEAD: ["甲"]}
    assert format_clause(template, names) == "（牵头单位：甲；落实单位：乙等；配合单位：丙）"
    assert format_clause("", {RESPONSIBLE: ["乙"]}, "责任单位") == "（责任单位：乙）"


def test_a_new_role_takes_the_separator_of_its_clause() -> None:
    template = "（牵头单位：{lead}，配合单位：{support}）"
    assert format_clause(template, {LEAD: ["甲"], RESPONSIBLE: ["乙"]}) == "（牵头单位：甲，落实单位：乙）"
    assert format_clause("责任单位：{responsible}。", {}) == ""


def test_a_clause_in_verbs_stays_in_verbs() -> None:
    template = "（{lead}牵头，{support}等配合）"
    assert format_clause(template, {LEAD: ["甲"]}) == "（甲牵头）"
    assert format_clause(template, {LEAD: ["甲"], RESPONSIBLE: ["乙"]}) == "（甲牵头，乙负责）"


def test_a_time_limit_stays_when_a_role_goes() -> None:
    template = "（牵头单位：{lead}；完成时限：2027年底前）"
    assert format_clause(template, {SUPPORT: ["乙"]}) == "（完成时限：2027年底前；配合单位：乙）"


@pytest.mark.parametrize(
    ("clause", "template", "deadline"),
    [
        (
            "（责任单位：市教委；完成时限：2027年底前）",
            "（责任单位：{responsible}；完成时限：{deadline}）",
            "2027年底前",
        ),
        ("（责任单位：市教委，2026年底前完成）", "（责任单位：{responsible}，{deadline}）", "2026年底前完成"),
        ("（牵头单位：市教委；长期坚持）", "（牵头单位：{lead}；{deadline}）", "长期坚持"),
        (
            "牵头单位：市教委\n配合单位：市科技局、市财政局\n完成时限：2026年12月",
            "牵头单位：{lead}\n配合单位：{support}\n完成时限：{deadline}",
            "2026年12月",
        ),
    ],
)
def test_the_time_limit_of_a_clause_is_the_tasks(clause: str, template: str, deadline: str) -> None:
    parsed = parse_clause(clause)
    assert parsed is not None
    assert (parsed.template, parsed.deadline) == (template, deadline)
    assert format_clause(template, parsed.names, deadline=deadline) == clause
    assert "2030年" in format_clause(template, parsed.names, deadline="2030年")
    assert "限" not in format_clause(template, parsed.names)


def test_a_line_that_is_all_clause_is_told_from_a_sentence() -> None:
    assert is_clause_line("牵头单位：市教委")
    assert is_clause_line("完成时限：2026年底前")
    assert not is_clause_line("牵头单位：市教委。各区要抓好落实。")
    assert not is_clause_line("各责任单位要抓好落实。")


WIDE = [
    ("〔责任单位：市科技局，市教委〕", {RESPONSIBLE: ("市科技局", "市教委")}),
    ("[责任单位：市科技局 市教委]", {RESPONSIBLE: ("市科技局", "市教委")}),
    ("（牵头：市科技局；配合：市教委）", {LEAD: ("市科技局",), SUPPORT: ("市教委",)}),
    ("（市科技局会同市教委负责）", {LEAD: ("市科技局",), SUPPORT: ("市教委",)}),
    ("（市科技局牵头，会同市教委、市财政局落实）", {LEAD: ("市科技局",), SUPPORT: ("市教委", "市财政局")}),
    ("（由市科技局牵头，市教委配合）", {LEAD: ("市科技局",), SUPPORT: ("市教委",)}),
    ("（市科技局为牵头单位，市教委、市财政局为配合单位）", {LEAD: ("市科技局",), SUPPORT: ("市教委", "市财政局")}),
    ("（责任单位：市科技局；市教委）", {RESPONSIBLE: ("市科技局", "市教委")}),
    ("（市商务局、市工商联负责，长期坚持）", {RESPONSIBLE: ("市商务局", "市工商联")}),
    ("（2026年底前，责任单位：市科技局；责任人：张三）", {RESPONSIBLE: ("市科技局",)}),
    ("（责任单位：市科技局、市教委，排名第一的为牵头单位）", {LEAD: ("市科技局",), RESPONSIBLE: ("市教委",)}),
    (
        "（责任单位：市发展改革委（市粮食和物资储备局）和各区人民政府）",
        {RESPONSIBLE: ("市发展改革委（市粮食和物资储备局）", "各区人民政府")},
    ),
    ("（市级责任单位：市科技局；区级责任单位：各区人民政府）", {RESPONSIBLE: ("市科技局", "各区人民政府")}),
    ("（市园林局指导，各区人民政府负责）", {RESPONSIBLE: ("各区人民政府",)}),
    ("由市科技局会同市财政局负责。", {LEAD: ("市科技局",), SUPPORT: ("市财政局",)}),
    ("由市科技局牵头，市教委、市财政局配合。", {LEAD: ("市科技局",), SUPPORT: ("市教委", "市财政局")}),
    ("由市科技局、市教委等按职责分工负责。", {RESPONSIBLE: ("市科技局", "市教委")}),
    ("市科技局牵头，市教委配合。", {LEAD: ("市科技局",), SUPPORT: ("市教委",)}),
    ("责任单位：市科技局、市教委。完成时限：长期坚持。", {RESPONSIBLE: ("市科技局", "市教委")}),
]


def taken(paragraph: str) -> tuple[str, str, dict[Role, tuple[str, ...]], str]:
    """Text, template, names and time limit of a paragraph with all its clauses."""
    cores = find_clauses(paragraph)
    names = gather_names(slot for core in cores for slot in core.slots)
    template = paragraph_template(paragraph, cores, write_templates(cores)) if cores else ""
    deadline = next((core.deadline for core in cores if core.deadline), "")
    return paragraph[: cores[0].start] if cores else paragraph, template, names, deadline


@pytest.mark.parametrize(("clause", "names"), WIDE)
@pytest.mark.parametrize("tail", ["", "二是推进试点。", "做好保障，形成闭环"])
def test_every_wording_is_read_anywhere_and_prints_back(
    clause: str, names: dict[Role, tuple[str, ...]], tail: str
) -> None:
    paragraph = f"推进工作。{clause}{tail}"
    text, template, found, deadline = taken(paragraph)
    assert text == "推进工作。"
    assert found == names
    assert text + format_clause(template, found, deadline=deadline) == paragraph


@pytest.mark.parametrize(
    "sentence",
    [
        "由市场主体负责建设，由企业牵头。",
        "由海州市海洋装备产业链链主牵头，联合上下游开展攻关。",
        "本方案由市科技局负责解释。市科技局负责人到会。",
        "由有资质的第三方机构会同行业协会实施。",
        "海州大学（滨海校区）、海州中心（本部）参加。",
        "各责任单位：要细化计划",
    ],
)
def test_sentences_that_give_no_unit_a_duty_are_text(sentence: str) -> None:
    assert find_clauses(sentence) == []


def test_a_doubtful_sentence_is_found_apart() -> None:
    (core,) = find_doubtful("市科技局要会同市财政局、市教委制定办法。")
    assert core.names() == {LEAD: ("市科技局",), SUPPORT: ("市财政局", "市教委")}
    assert find_doubtful("企业要会同高校攻关。") == []


def test_several_clauses_share_the_units_of_their_task() -> None:
    paragraph = "一是做甲。（责任单位：市科技局）二是做乙。（责任单位：市教委、市财政局）三是做丙。"
    text, template, names, _ = taken(paragraph)
    assert names == {RESPONSIBLE: ("市科技局", "市教委", "市财政局")}
    assert text + format_clause(template, names) == paragraph
    without = {RESPONSIBLE: ["市科技局", "市财政局"]}
    assert format_clause(template, without).endswith("（责任单位：市财政局）三是做丙。")
    more = {RESPONSIBLE: ["市科技局", "市教委", "市财政局", "市商务局"]}
    assert format_clause(template, more).endswith("（责任单位：市教委、市财政局、市商务局）三是做丙。")


PIECES = st.lists(
    st.sampled_from(
        [clause for clause, _ in [*CLAUSES, *WIDE]]
        + [
            "推进试点。",
            "到2027年，占比超过20%，",
            "各区要抓好落实",
            "（见附表1）",
            "、",
            "。",
            " ",
            "由企业负责。",
            "{lead}",
        ]
    ),
    max_size=6,
)


@given(PIECES)
def test_any_mixture_of_clauses_and_text_prints_back_to_the_byte(pieces: list[str]) -> None:
    """With every slot's own wording kept, and repeats told, print gives the paragraph back."""
    paragraph = "".join(pieces)
    cores = find_clauses(paragraph)
    if not cores:
        return
    named = next((core.deadline for core in cores if core.deadline), "")
    roles: dict[str, Role] = {}
    for core in cores:
        for slot in core.slots:
            for role, held in slot.names.items():
                for name in held:
                    roles.setdefault(name, role)
    told = []
    for core in cores:
        parts = tuple(
            replace(part, repeats=any(roles[name] is not role for role, held in part.names.items() for name in held))
            if isinstance(part, Slot)
            else part.replace("{deadline}", core.deadline if core.deadline != named else "{deadline}")
            for part in core.parts
        )
        told.append(replace(core, parts=parts))
    names = {role: [name for name, held in roles.items() if held is role] for role in Role}
    template = paragraph_template(paragraph, told, write_templates(told, own=True))
    assert paragraph[: cores[0].start] + format_clause(template, names, deadline=named) == paragraph


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "（责任单位：",
        "责任单位：",
        "由市科技局",
        "（市科技局牵头，市教委配合）",
        "责任单位：甲。",
        "（甲，",
        "各区县",
    ],
)
def test_a_hostile_line_is_read_to_its_end(piece: str) -> None:
    paragraph = piece * (30_000 // len(piece)) + "。（责任单位：市商务局）"
    assert any("市商务局" in held for held in find_clauses(paragraph)[-1].names().values())
