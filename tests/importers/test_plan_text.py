"""Plans of many makes → outline: what is a title, what a heading, what a list."""

from __future__ import annotations

import pytest

from domain.checks import Severity
from domain.exchange import PlanContent, PlanDraft
from domain.labels import PlanStage
from domain.numbering import NumberStyle
from domain.outline import NodeKind
from importers.read import read_plan_text

HEAD = "海州市质量方案\n为推进，制定本方案。\n"


def read(text: str) -> PlanDraft:
    return read_plan_text(text, "来文.txt")


def outline(text: str) -> list[str]:
    """Headings, indented by level, kinds other than sections named."""
    lines = []
    for one in read(text).content.placed():
        kind = "" if one.node.kind is NodeKind.SECTION else f" [{one.node.kind.value}]"
        lines.append("  " * (one.level - 1) + one.heading + kind)
    return lines


def paragraphs(content: PlanContent) -> dict[str, list[str]]:
    return {one.heading: [paragraph.text for paragraph in one.node.paragraphs] for one in content.placed()}


def codes(draft: PlanDraft, severity: Severity | None = None) -> list[str]:
    return [finding.code for finding in draft.findings if severity in (None, finding.severity)]


@pytest.mark.parametrize(
    ("text", "title", "stage", "mark"),
    [
        ("海州市质量\n提升方案\n（征求意见稿）\n", "海州市质量提升方案", PlanStage.CONSULTATION, "征求意见稿"),
        ("海州市质量提升方案（送审稿）\n", "海州市质量提升方案", PlanStage.REVIEW, "送审稿"),
        (
            "海州市质量规划\n（2026—2030年）\n（报批稿）\n",
            "海州市质量规划（2026—2030年）",
            PlanStage.APPROVAL,
            "报批稿",
        ),
        ("海州市质量办法（试行）\n（讨论稿）\n", "海州市质量办法（试行）", PlanStage.DRAFT, "讨论稿"),
        ("关于加强质量工作的实施意见\n", "关于加强质量工作的实施意见", PlanStage.DRAFT, ""),
        ("质量强市三年蓝图\n", "质量强市三年蓝图", PlanStage.DRAFT, ""),
    ],
)
def test_title_and_stage(text: str, title: str, stage: PlanStage, mark: str) -> None:
    draft = read(text + "为推进，制定本方案。\n一、总则\n坚持。\n")
    assert (draft.content.info.title, draft.content.info.stage, draft.content.info.mark) == (title, stage, mark)
    assert [paragraph.text for paragraph in draft.content.preamble] == ["为推进，制定本方案。"]
    assert codes(draft) == []


def test_a_formal_document_brings_its_number_office_and_date() -> None:
    text = (
        "海州市人民政府文件\n海政发〔2026〕 7 号\n海州市质量提升方案\n一、总则\n坚持。\n海州市人民政府\n2026年3月1日\n"
    )
    draft = read(text)
    info = draft.content.info
    assert (info.title, info.stage, info.document_number) == (
        "海州市质量提升方案",
        PlanStage.ISSUED,
        "海政发〔2026〕7号",
    )
    assert (info.issuing_authority, info.issued_on) == ("海州市人民政府", "2026-03-01")
    assert codes(draft) == ["signature"]
    assert paragraphs(draft.content) == {"一、总则": ["坚持。"]}


def test_the_notice_that_hands_a_plan_on_goes_before_it() -> None:
    text = (
        "海州市政府办公室关于印发海州市质量方案的通知\n各区人民政府：\n现将《海州市质量方案》印发给你们。\n"
        "海州市政府办公室\n2026年3月1日\n附件\n海州市质量方案\n为推进，制定本方案。\n一、总则\n坚持。\n"
    )
    draft = read(text)
    assert draft.content.info.title == "海州市质量方案"
    assert len(draft.content.preamble) == 6
    assert codes(draft, Severity.LOOK) == ["text_before_title"]
    assert codes(draft, Severity.NOTE) == ["annex_mark"]


def test_chapters_and_sections_in_words() -> None:
    text = (
        HEAD
        + "第一章  总则\n第一节 目标\n见效。\n一、近期\n甲。\n（一）今年\n乙。\n第二节 原则\n第二章 任务\n第一节 标准\n"
    )
    assert outline(text) == [
        "第一章　总则",
        "  第一节　目标",
        "    一、近期",
        "      （一）今年",
        "  第二节　原则",
        "第二章　任务",
        "  第一节　标准",
    ]


def test_numbers_that_run_on_through_the_chapters() -> None:
    draft = read(
        HEAD + "一、标准\n（一）立项\n甲。\n（二）宣贯\n乙。\n二、检测\n（三）建台\n丙。\n三、人才\n（四）培训\n丁。\n"
    )
    assert draft.content.info.run_on == {NumberStyle.HAN_PAREN}
    assert [one.heading for one in draft.content.placed() if one.level == 2][-1] == "（四）培训"
    assert codes(draft) == []


def test_a_number_left_out_or_used_twice_is_said() -> None:
    draft = read(
        HEAD + "一、标准\n（一）立项\n甲。\n（三）宣贯\n乙。\n（三）评价\n丙。\n二、检测\n丁。\n四、人才\n戊。\n"
    )
    found = [(finding.code, finding.where) for finding in draft.findings]
    assert found == [("number_gap", "（二）宣贯"), ("number_gap", "三、人才")]
    assert "“（三）”" in draft.findings[0].message


LISTS = [
    "1.飞行测试平台；\n2.电池检测平台；\n3.数据平台。",
    "1.到2027年，全市质量技术基础设施服务企业数量达到五百家，带动就业三千人；其中规模以上企业二百家。\n2.另有要求，"
    "要在全市范围内组织开展质量月活动，持续提升全社会的质量意识，营造良好氛围。",
    "（1）按时报送；\n（2）专人负责。",
    "1.建设滑冰馆。2.建设滑雪场。3.建设步道。",
    "1.5倍以上增长。",
    "2025.10完成验收",
    "3.单独一项，号码没有来处。",
    "一是加强领导。\n二是落实经费。",
    "1.每季度开展一次会商。\n2.每年开展一次评估。",
]


@pytest.mark.parametrize("items", LISTS)
def test_a_list_inside_a_section_stays_text(items: str) -> None:
    content = read(f"{HEAD}一、总则\n（一）要求\n重点如下：\n{items}\n（二）其他\n甲。\n").content
    assert [one.heading for one in content.placed()] == ["一、总则", "（一）要求", "（二）其他"]
    assert paragraphs(content)["（一）要求"] == ["重点如下：", *items.split("\n")]


def test_a_list_does_not_break_the_numbers_around_it() -> None:
    text = (
        HEAD
        + "一、任务\n1.建设平台\n要求：\n1.位置合理，交通便利；\n2.设备齐全。\n2.培养人才\n培训。\n二、保障\n甲。\n"
    )
    assert outline(text) == ["一、任务", "  1.建设平台", "  2.培养人才", "二、保障"]


def test_titles_that_run_into_their_text_are_parted() -> None:
    draft = read(HEAD + "一、任务\n1.完善标准。制定十项标准。\n2.强化检测：建设三个平台，服务企业。\n")
    assert paragraphs(draft.content) == {
        "一、任务": [],
        "1.完善标准。": ["制定十项标准。"],
        "2.强化检测：": ["建设三个平台，服务企业。"],
    }
    assert codes(draft) == ["run_in_headings"]


def test_a_heading_may_end_in_a_full_stop() -> None:
    assert outline(HEAD + "一、任务\n(一)完善标准，增强动力。\n甲。\n(二)强化检测。\n乙。\n")[1:] == [
        "  （一）完善标准，增强动力。",
        "  （二）强化检测。",
    ]


def test_other_marks_of_numbers_are_made_alike_and_said() -> None:
    draft = read(HEAD + "一、任务\n(一)标准\n1、立项\n甲。\n2、宣贯\n乙。\n")
    assert [one.heading for one in draft.content.placed()] == ["一、任务", "（一）标准", "1.立项", "2.宣贯"]
    assert codes(draft) == ["number_marks"]


def test_an_unnumbered_heading_is_known_by_the_numbers_below_it() -> None:
    text = (
        HEAD
        + "一、纲要\n（一）标准\n甲。\n1.立项\n乙。\n2.宣贯\n丙。\n综合推进\n丁。\n1.集聚力量\n戊。\n2.搭建平台\n己。\n"
    )
    assert outline(text) == [
        "一、纲要",
        "  （一）标准",
        "    1.立项",
        "    2.宣贯",
        "  综合推进",
        "    1.集聚力量",
        "    2.搭建平台",
    ]


def test_a_plan_without_headings_is_all_preamble() -> None:
    content = read("海州市质量方案\n甲。\n乙。\n").content
    assert content.nodes == ()
    assert [paragraph.text for paragraph in content.preamble] == ["甲。", "乙。"]


def test_source_lines_lead_back_to_the_file() -> None:
    assert [one.node.source_line for one in read(HEAD + "\n一、总则\n甲。\n\n二、任务\n").content.placed()] == [4, 7]


CLAUSE = "（牵头单位：市科技局；配合单位：市教委、市科技局）"


def test_a_clause_makes_a_section_a_task() -> None:
    draft = read(f"{HEAD}一、任务\n（一）攻关\n推进。\n完成。{CLAUSE}\n（二）其他\n甲。\n")
    content = draft.content
    (task,) = content.tasks()
    assert task.heading == "（一）攻关"
    assert task.node.paragraphs[-1].clause.startswith("（牵头单位：{lead}；配合单位：")
    assert [(unit.name, unit.seq) for unit in content.units] == [("市教委", 1), ("市科技局", 2)]
    assert [(duty.role.value, duty.unit_id, duty.seq) for duty in content.duties] == [("lead", 2, 1), ("support", 1, 2)]
    assert codes(draft) == ["unit_twice"]


def test_children_of_a_task_are_measures() -> None:
    text = f"{HEAD}一、任务\n（一）攻关\n推进。（责任单位：市科技局）\n1.立项\n甲。\n2.验收\n乙。（责任单位：市教委）\n"
    content = read(text).content
    assert outline(text)[1:] == ["  （一）攻关 [task]", "    1.立项 [measure]", "    2.验收 [measure]"]
    assert content.info.role_word == "责任单位"
    assert [duty.task_id for duty in content.duties] == [2, 4]


def test_a_clause_behind_all_measures_is_their_tasks() -> None:
    text = f"{HEAD}一、任务\n（一）攻关\n推进。\n1.立项\n甲。\n2.验收\n乙。\n责任单位：市科技局、市教委\n二、保障\n"
    draft = read(text)
    assert outline(text)[1:4] == ["  （一）攻关 [task]", "    1.立项 [measure]", "    2.验收 [measure]"]
    assert codes(draft) == ["clause_lifted"]


def test_measures_with_clauses_of_their_own_are_tasks() -> None:
    text = f"{HEAD}一、任务\n1.立项。支持企业。（责任单位：市科技局）\n2.验收。组织专家。（责任单位：市教委）\n"
    assert outline(text)[1:] == ["  1.立项。 [task]", "  2.验收。 [task]"]


@pytest.mark.parametrize(
    "clause", ["（责任单位：市科技局， 市教委）", "（责任单位：市科技局；市教委）", "（由市科技局会同市教委牵头）"]
)
def test_a_clause_is_printed_as_it_was_written(clause: str) -> None:
    draft = read(f"{HEAD}一、攻关\n推进。{clause}\n")
    (task,) = draft.content.tasks()
    assert draft.content.printed_paragraphs(task.node) == [f"推进。{clause}"]
    assert [duty.task_id for duty in draft.content.duties] == [task.node.id] * 2


def test_a_clause_that_is_not_understood_is_left_as_text_and_said() -> None:
    draft = read(f"{HEAD}一、攻关\n推进。（市科技局牵头抓总，做好统筹）\n")
    assert draft.content.tasks() == ()
    assert codes(draft) == ["clause_unread"]


LETTERHEAD = (
    "000012\n机密★1年　特急\n海州市人民政府办公室文件\n海政办发〔2026〕7号　　签发人：王立\n海州市质量提升方案\n"
    "各区人民政府，市政府各部门：\n为推进，制定本方案。\n一、总则\n坚持。\n海州市人民政府办公室\n2026年3月1日\n"
    "（此件公开发布）\n抄送：市委各部门，市人大常委会办公室。\n海州市人民政府办公室　2026年3月2日印发\n共印80份\n"
)


def test_letterhead_addressees_signature_and_imprint_become_fields() -> None:
    draft = read(LETTERHEAD)
    info = draft.content.info
    assert (info.title, info.document_number, info.signer) == ("海州市质量提升方案", "海政办发〔2026〕7号", "王立")
    assert (info.classification, info.urgency) == ("机密★1年", "特急")
    assert info.addressees == "各区人民政府，市政府各部门"
    assert (info.issuing_authority, info.issued_on) == ("海州市人民政府办公室", "2026-03-01")
    assert info.annotation == "此件公开发布"
    assert info.copied_to == "市委各部门，市人大常委会办公室"
    assert (info.printed_by, info.printed_on) == ("海州市人民政府办公室", "2026-03-02")
    assert [paragraph.text for paragraph in draft.content.preamble] == ["为推进，制定本方案。"]
    assert paragraphs(draft.content) == {"一、总则": ["坚持。"]}
    assert codes(draft) == ["letterhead", "imprint", "signature"]


def test_name_and_date_may_share_a_line() -> None:
    info = read(f"{HEAD}一、总则\n坚持。\n海州市人民政府　　2026年3月1日\n").content.info
    assert (info.issuing_authority, info.issued_on) == ("海州市人民政府", "2026-03-01")


@pytest.mark.parametrize(
    "headline",
    [
        "海州市出台《海州市养老服务方案》",
        "海州市人民政府关于印发海州市养老服务方案的通知",
        "关于征求《海州市养老服务方案》意见的函",
    ],
)
def test_a_headline_is_not_the_title_of_the_plan_below_it(headline: str) -> None:
    text = f"{headline}\n近日，全文公布如下。\n海州市养老服务实施方案\n为推进，制定本方案。\n一、总则\n坚持。\n"
    assert read(text).content.info.title == "海州市养老服务实施方案"


def test_a_document_named_inside_a_plan_is_not_its_title() -> None:
    text = "海州市养老服务方案\n为推进，制定本方案。\n海州市养老服务设施布局规划\n继续实施。\n一、总则\n坚持。\n"
    assert read(text).content.info.title == "海州市养老服务方案"
