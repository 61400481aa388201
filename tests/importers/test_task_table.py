"""任务分解表 in any wording → tasks, measures, duties, time limits; or what they add to the tasks of the body."""

from __future__ import annotations

import pytest

from domain.checks import Severity
from domain.exchange import PlanDraft
from domain.outline import NodeKind, OutlineNode, TaskState, place_nodes
from domain.reading import ReadingChoices
from domain.units import Role, unit_names
from importers.annexes import AnnexTable
from importers.appendix import TablesDraft, read_tables
from importers.read import read_plan_text
from importers.specs import load_table_specs
from importers.task_columns import Field, is_task_table, task_fields, units_in
from importers.task_table import TaskDraft
from tests.importers.table_builder import drawn

LEAD, SUPPORT, ALL = Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE


def read(*rows: str, title: str = "重点任务分解表", **picks: str) -> TablesDraft:
    choices = ReadingChoices(picks={name.replace("_", ":"): key for name, key in picks.items()})
    return read_tables([AnnexTable("附件1", title, drawn(*rows))], load_table_specs(), {}, TaskDraft(), choices)


def outline(draft: TablesDraft) -> list[tuple[int, str, str]]:
    return [(one.level, one.node.kind.value, one.heading) for one in place_nodes(draft.nodes)]


def units(draft: TablesDraft, title: str) -> dict[Role, list[str]]:
    node = titled(draft, title)
    return {role: found for role in Role if (found := unit_names(node.id, role, draft.duties, draft.units))}


def titled(draft: TablesDraft, title: str) -> OutlineNode:
    return next(node for node in draft.nodes if node.title == title)


def codes(draft: TablesDraft) -> list[str]:
    return [finding.code for finding in draft.findings]


def test_tasks_merged_over_their_measures() -> None:
    draft = read(
        "序号|重点任务|具体举措|牵头单位|配合单位|完成时限",
        "1|岸电改造|新建泊位|市交通局|市财政局、市发改委等|2026年底前",
        "^|^|改造旧船|^|^|^",
        "2|绿色堆场|修订标准|市住建局|/|长期坚持",
    )
    assert outline(draft) == [
        (1, "task", "一、岸电改造"),
        (2, "measure", "1.新建泊位"),
        (2, "measure", "2.改造旧船"),
        (1, "task", "二、绿色堆场"),
        (2, "measure", "修订标准"),
    ]
    assert units(draft, "岸电改造") == {LEAD: ["市交通局"], SUPPORT: ["市财政局", "市发改委"]}
    assert units(draft, "绿色堆场") == {LEAD: ["市住建局"]}
    assert [titled(draft, title).deadline for title in ("岸电改造", "绿色堆场")] == ["2026年底前", "长期坚持"]
    assert draft.tables == ()
    assert codes(draft) == ["task_table", "task_table_words"]
    assert "“等”没有收入" in draft.findings[1].message


def test_cells_left_blank_below_the_first_go_on() -> None:
    draft = read("任务|举措|责任单位", "甲任务|a|A局", "|b|", "乙任务|c|B局、C局")
    assert [heading for _, _, heading in outline(draft)] == ["一、甲任务", "1.a", "2.b", "二、乙任务", "c"]
    assert units(draft, "乙任务") == {ALL: ["B局", "C局"]}


def test_measures_may_have_their_own_units_and_limits() -> None:
    draft = read(
        "行动|任务|牵头单位|参与单位|时限", "强基|建平台|A局|B局|6月", "^|育人才|C局|D局|9月", "扩面|开市场|F局||长期"
    )
    assert units(draft, "强基") == {}
    assert units(draft, "育人才") == {LEAD: ["C局"], SUPPORT: ["D局"]}
    assert titled(draft, "育人才").deadline == "9月"
    assert (titled(draft, "扩面").deadline, units(draft, "扩面")) == ("长期", {LEAD: ["F局"]})


def test_sections_and_categories_stand_above_the_tasks() -> None:
    draft = read(
        "领域|序号|重点任务|牵头领导|责任单位|<|年度目标|<|时限",
        "^|^|^|^|牵头单位|配合单位|2026年|2027年|^",
        "创新|1|建实验室|王某|市科技局|市财政局|1个|2个|2027年底",
        "^|2|引人才|李某|市人社局|—|10人|20人|长期",
        "绿色|3|减排|张某|市环境局|市发改委|1%|2%|2027年",
    )
    assert [(level, heading) for level, _, heading in outline(draft)] == [
        (1, "一、创新"),
        (2, "（一）建实验室"),
        (2, "（二）引人才"),
        (1, "二、绿色"),
        (2, "（一）减排"),
    ]
    texts = [paragraph.text for paragraph in titled(draft, "建实验室").paragraphs]
    assert texts == ["牵头领导：王某", "年度目标2026年：1个", "年度目标2027年：2个"]
    rows = ("一、提升供给|<|<", "甲任务|a|A局", "二、优化环境|<|<", "乙任务|b|B局")
    draft = read("任务|举措|责任单位", *rows)
    assert [(level, kind) for level, kind, _ in outline(draft)] == [
        (1, "section"),
        (2, "task"),
        (3, "measure"),
    ] * 2


def test_a_list_in_one_cell_is_several_measures() -> None:
    draft = read("任务|举措|责任单位", "甲|1.建平台；2.育企业。|A局", "乙|（1）一条 / 补充 / （2）二条|B局")
    headings = [heading for _, kind, heading in outline(draft) if kind == "measure"]
    assert headings == ["1.建平台；", "2.育企业。", "1.一条", "2.二条"]
    assert [paragraph.text for paragraph in titled(draft, "一条").paragraphs] == ["补充"]


def test_a_task_that_is_a_sentence_is_heading_and_text() -> None:
    sentence = "（一）推进岸电改造。到2026年底前建成岸电泊位20个，岸电使用率达到50%以上，形成可复制的经验。"
    draft = read(
        "序号|工作举措|责任单位（排第一的为牵头单位）|时限", f"1|{sentence}|A局、B局|年内", "2|（二）定标准|C局|年内"
    )
    assert [heading for _, _, heading in outline(draft)] == ["（一）推进岸电改造", "（二）定标准"]
    assert titled(draft, "推进岸电改造").paragraphs[0].text.startswith("到2026年底前")
    assert units(draft, "推进岸电改造") == {LEAD: ["A局"], SUPPORT: ["B局"]}


def test_the_officer_may_keep_the_table_or_leave_it_out() -> None:
    rows = ("任务|举措|责任单位", "甲|a|A局")
    kept = read(*rows, table_1="appendix")
    assert ([table.spec.label for table in kept.tables], kept.nodes) == (["附件1"], ())
    left = read(*rows, table_1="skip")
    assert (left.tables, left.nodes, codes(left)) == ((), (), ["table_skipped"])
    (asked,) = [finding for finding in read(*rows).findings if finding.question == "table:1"]
    assert [option.key for option in asked.options] == ["tasks", "appendix", "skip"]


def test_any_table_can_be_taken_for_tasks() -> None:
    draft = read("名称|数量", "甲|1", "|2", title="名单", table_1="tasks")
    assert [heading for _, _, heading in outline(draft)] == ["一、甲"]
    assert [paragraph.text for paragraph in draft.nodes[0].paragraphs] == ["数量：1", "数量：2"]
    draft = read("牵头单位|配合单位", "甲局|乙局", title="名单", table_1="tasks")
    assert [heading for _, _, heading in outline(draft)] == ["一、甲局"]


def test_what_stands_beside_the_tasks_is_said() -> None:
    draft = read("任务|举措|责任单位|经费", "甲|a|A局|10", "合计|<|<|10", "注：按季度报送。|<|<|<")
    (finding,) = [finding for finding in draft.findings if finding.code == "beside_tasks"]
    assert "注：按季度报送。" in finding.message
    assert "合计，10" in finding.message


BODY = """海州市绿色港口行动方案
为推进绿色港口建设，制定本方案。
一、总体要求
坚持生态优先。
二、重点任务
（一）岸电改造
新建泊位20个，改造旧船30艘。（牵头单位：市交通局；配合单位：市财政局）
（二）绿色堆场
修订堆场标准，推广封闭堆场。
三、保障措施
加强领导。
附件1
重点任务分解表
"""


def with_table(*rows: str) -> PlanDraft:
    header = "重点任务|具体举措|牵头单位|配合单位|完成时限"
    table = "\n".join("".join(f"\t{cell}\n" for cell in row.split("|")) for row in (header, *rows))
    return read_plan_text(BODY + table, "来文.txt")


def test_a_table_completes_the_tasks_of_the_body() -> None:
    draft = with_table(
        "岸电改造|新建泊位20个|市交通局|市财政局|2026年底前", "（二）绿色堆场|修订堆场标准|市住建局||长期坚持"
    )
    content = draft.content
    kinds = {one.heading: one.node.kind for one in content.placed()}
    assert kinds["（二）绿色堆场"] is NodeKind.TASK
    assert len(kinds) == 5
    yard = next(node for node in content.nodes if node.title == "绿色堆场")
    assert unit_names(yard.id, LEAD, content.duties, content.units) == ["市住建局"]
    assert [task.node.deadline for task in content.tasks()] == ["2026年底前", "长期坚持"]
    assert content.tables == ()
    assert not [finding for finding in draft.findings if finding.severity is Severity.MUST]
    assert "task_completed" in {finding.code for finding in draft.findings}


def test_a_table_that_disagrees_with_the_body_is_a_must() -> None:
    draft = with_table("岸电改造|新建泊位20个|市交通局|市发改委|2026年底前", "智慧闸口|上线系统|市大数据局||2027年")
    must = {finding.code: finding.message for finding in draft.findings if finding.severity is Severity.MUST}
    assert set(must) == {"units_differ", "task_only_in_table"}
    assert "市财政局" in must["units_differ"]
    assert "市发改委" in must["units_differ"]
    headings = [one.heading for one in draft.content.placed()]
    assert headings[3:5] == ["（二）绿色堆场", "（三）智慧闸口"]


def test_a_table_with_words_of_its_own_is_kept_beside() -> None:
    draft = with_table("岸电改造|另建充电桩|市交通局|市财政局|", "绿色堆场|修订堆场标准|市住建局||")
    assert [table.spec.label for table in draft.content.tables] == ["附件1"]
    assert "task_table_kept" in {finding.code for finding in draft.findings}


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            "序号|任务类别|主要任务|工作内容|完成时间|责任部门|备注",
            "number category task measure deadline responsible note",
        ),
        ("项次|目标任务|分解任务|责任科室|责任人|时间节点", "number task measure responsible extra deadline"),
        ("编号|重点工作|具体措施|主办单位|协办单位|进度安排", "number task measure lead support deadline"),
        ("工作举措|责任单位", "task responsible"),
        ("任务名称|牵头部门（单位）|参加部门|办结时限|联系电话", "task lead support deadline extra"),
        ("指标|计量单位|目标值", "extra extra extra"),
    ],
)
def test_columns_in_any_wording(headers: str, fields: str) -> None:
    found = task_fields([(header,) for header in headers.split("|")])
    assert [field.value for field in found] == fields.split()
    assert Field.TASK in found or "task" not in fields


@pytest.mark.parametrize(
    ("title", "headers", "is_one"),
    [
        ("重点任务分解表", "任务|责任单位", True),
        ("责任清单", "工作举措|落实单位", True),
        ("分工表", "重点任务|备注", False),
        ("主要指标", "指标|目标值|责任单位", False),
        ("重点项目清单", "项目名称|建设内容|牵头单位", False),
        ("攻关清单", "序号|攻关项目名称|拟解决的产业链质量问题|项目牵头和参与机构|预期成效", False),
        ("项目任务分解表", "项目名称|年度投资|责任单位", True),
        ("重点项目责任分解表", "项目名称|项目业主|总投资|年度投资|包保领导|责任单位", False),
    ],
)
def test_what_is_a_task_table(title: str, headers: str, is_one: bool) -> None:
    assert is_task_table([(header,) for header in headers.split("|")], title, load_table_specs()) is is_one


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("市科技局、市财政局，市发改委；市人社局", {ALL: ["市科技局", "市财政局", "市发改委", "市人社局"]}),
        ("市科技局\n市财政局", {ALL: ["市科技局", "市财政局"]}),
        ("市工业和信\n息化局\n市商务局", {ALL: ["市工业和信息化局", "市商务局"]}),
        ("市科技局 市财政局", {ALL: ["市科技局", "市财政局"]}),
        ("市科技局（牵头）、市财政局、市商务局", {LEAD: ["市科技局"], SUPPORT: ["市财政局", "市商务局"]}),
        ("市科技局牵头，市财政局、市商务局配合", {LEAD: ["市科技局"], SUPPORT: ["市财政局", "市商务局"]}),
        ("牵头单位：市科技局\n配合单位：市财政局", {LEAD: ["市科技局"], SUPPORT: ["市财政局"]}),
        ("市科技局、市教委等有关单位", {ALL: ["市科技局", "市教委"]}),
        ("各区人民政府、各有关单位", {ALL: ["各区人民政府", "各有关单位"]}),
        (
            "市规划和自然资源局（市海洋局、市林业局）、市商务局",
            {ALL: ["市规划和自然资源局（市海洋局、市林业局）", "市商务局"]},
        ),
        ("市科技局\n（市大数据局）、市财政局", {ALL: ["市科技局（市大数据局）", "市财政局"]}),
        ("市工信局、市商务局按职责\n分工负责", {ALL: ["市工信局", "市商务局"]}),
        ("/", {}),
        ("——", {}),
        ("无", {}),
    ],
)
def test_units_in_a_cell(text: str, named: dict[Role, list[str]]) -> None:
    assert units_in(text, ALL) == named


def test_remarks_and_states_of_a_table_are_those_of_its_tasks() -> None:
    draft = read(
        "重点任务|具体举措|责任单位|工作进展|备注",
        "岸电改造|新建泊位|市交通局|已办结|附照片",
        "^|改造旧船|^|进行中|按月报",
        "绿色堆场|修订标准|市住建局|已完成选址\n正在报批|/",
        "智慧闸口|升级道闸|市海洋局|推进中|纳入考核",
    )
    said = {node.title: (node.note, node.state) for node in draft.nodes}
    assert said["岸电改造"] == ("", TaskState.UNSAID)
    assert said["新建泊位"] == ("附照片", TaskState.DONE)
    assert said["改造旧船"] == ("按月报", TaskState.UNDER_WAY)
    assert said["智慧闸口"] == ("纳入考核", TaskState.UNDER_WAY)
    # What names no state stays text, with the words of its column.
    assert said["修订标准"] == ("", TaskState.UNSAID)
    assert [one.text for one in titled(draft, "修订标准").paragraphs] == ["工作进展：已完成选址", "正在报批"]


def test_a_remark_over_all_measures_is_the_tasks() -> None:
    draft = read("任务|举措|责任单位|备注", "甲任务|a|A局|每季度报送", "^|b|^|^")
    assert [(node.title, node.note) for node in draft.nodes] == [("甲任务", "每季度报送"), ("a", ""), ("b", "")]


def test_a_table_gives_its_remarks_to_the_tasks_of_the_body() -> None:
    header = "重点任务|牵头单位|备注"
    rows = (header, "岸电改造|市交通局|年内办结", "绿色堆场|市住建局|")
    table = "\n".join("".join(f"\t{cell}\n" for cell in row.split("|")) for row in rows)
    draft = read_plan_text(BODY + table, "来文.txt")
    nodes = {node.title: node.note for node in draft.content.nodes if node.title in ("岸电改造", "绿色堆场")}
    assert nodes == {"岸电改造": "年内办结", "绿色堆场": ""}
    assert "年内办结" not in "".join(one.text for node in draft.content.nodes for one in node.paragraphs)
