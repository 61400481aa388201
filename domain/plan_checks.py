"""The register of checks on a whole plan: what an officer would be asked about before signing.

A new check is one function that yields findings, and one line here.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from domain import plan_rules_names as names
from domain import plan_rules_outline as outline
from domain import plan_rules_tables as tables
from domain import plan_rules_units as units
from domain.checks import Severity
from domain.dangling import look_for_dangling
from domain.exchange import PlanContent
from domain.plan_findings import CheckedPlan, Examined, PlanFinding, Rule
from domain.plan_readings import Readings
from domain.plan_rules_words import check_mixed_names, check_mixed_terms, check_slips


def _dangling(plan: CheckedPlan) -> Examined:
    return look_for_dangling(plan.content, plan.readings.references)


RULES: tuple[Rule, ...] = (
    Rule("plan_no_title", "方案标题", "标题印在首页，也是导出文件的名称。", outline.check_plan_title),
    Rule("heading_no_title", "空标题", "没有文字的标题会印成只有编号的一行。", outline.check_titles),
    Rule("heading_two_numbers", "重复编号", "编号由程序自动排，手写的编号会再印一遍。", outline.check_typed_numbers),
    Rule("heading_twice", "重复标题", "同一层里两个标题一样，读的人分不清指哪一个。", outline.check_equal_titles),
    Rule("heading_bare", "空章节", "标题下面没有文字，也没有下级标题。", outline.check_bare_headings),
    Rule("text_unfinished", "未写完的段落", "段落到这里断了，后面没有内容。", outline.check_unfinished_texts),
    Rule("sentence_unfinished", "未写完的句子", "句子停在逗号、顿号或连接词上。", check_slips("sentence_unfinished")),
    Rule(
        "stop",
        "句末标点",
        "段落以句号收尾，标题末尾不用标点。",
        check_slips("stop_missing", "title_punctuation"),
    ),
    Rule(
        "punctuation",
        "重复、冲突的标点",
        "两个标点连在一起，读的人不知道句子断在哪里。",
        check_slips("punctuation_doubled", "punctuation_clash"),
    ),
    Rule("punctuation_half", "半角标点", "中文用全角标点，混用的印出来宽窄不一。", check_slips("punctuation_half")),
    Rule(
        "bracket",
        "不成对的括号、引号",
        "括号和引号成对使用，缺一边会读错范围。",
        check_slips("bracket_unopened", "bracket_unclosed"),
    ),
    Rule("word_doubled", "重复的字", "多打了一个字。", check_slips("word_doubled")),
    Rule("word_wrong", "错别字", "这个词在任何句子里都不这样写。", check_slips("word_wrong", severity=Severity.MUST)),
    Rule(
        "typed_number",
        "手写编号",
        "手写的编号缺号、重号，引用时会指错地方。",
        check_slips("number_gap", "number_double", "number_order"),
    ),
    Rule("term_mixed", "用语不统一", "同一个词全文只用一种写法。", check_mixed_terms),
    Rule("name_mixed", "名称写法不统一", "同一个名称大小写、全半角要一致，否则查找和统计会漏。", check_mixed_names),
    Rule("date_past", "过去的时限", "要做的事不能定在已经过去的日子。", names.check_past_limits),
    Rule("deadline", "完成时限", "时限用来排序、筛选和催办，写法要看得出时间。", outline.check_deadlines),
    Rule("reference_gone", "失效的引用", "读的人按这个编号会找不到。", _dangling),
    Rule("task_no_unit", "没有责任单位的任务", "没有责任单位，任务就没有人落实。", units.check_unassigned),
    Rule("task_leads", "牵头单位", "一项任务一般由一个单位牵头。", units.check_leads),
    Rule("unit_unlisted", "未列入的单位", "正文写了责任单位，任务分解表和矩阵里却没有它。", units.check_unlisted_units),
    Rule("unit_idle", "没有任务的单位", "名单里的单位没有承担任务，矩阵会多出一列空白。", units.check_idle_units),
    Rule(
        "enterprise_unlisted",
        "未列入附表1的企业",
        "正文和其他附表写到的企业，附表1里要有。",
        names.check_unlisted_enterprises,
    ),
    Rule("table_label_twice", "附表编号", "正文里的“附表几”会指向两张表。", tables.check_labels),
    Rule("table_empty", "空附表", "印出来只有表头。", tables.check_empty_tables),
    Rule("row_blank", "空行", "印出来是只有序号的一行。", tables.check_rows),
    Rule("cell_unfinished", "没有填完的单元格", "同列其他各行都填了，或者这一格以逗号、顿号结尾。", tables.check_cells),
)
_RANKS = {Severity.MUST: 0, Severity.LOOK: 1, Severity.NOTE: 2}


def examine_plan(content: PlanContent, today: datetime.date, readings: Readings | None = None) -> Examined:
    """Run every rule that is not switched off; None between two findings is a place to pause, nothing more.

    `readings` of the state before spare what did not change.
    """
    plan = CheckedPlan(content, today, readings or Readings())
    yield from plan.readings.read(content)
    muted = {one.code for one in content.muted}
    for rule in RULES:
        for one in rule.check(plan) if rule.code not in muted else ():
            yield one if one is None else replace(one, why=one.why or rule.why, rule=rule.code)
        yield None


def check_plan(content: PlanContent, today: datetime.date) -> tuple[PlanFinding, ...]:
    """Everything the rules find, as `sort_findings` puts it."""
    return sort_findings(content, (one for one in examine_plan(content, today) if one is not None))


def rule_title(code: str) -> str:
    """What a rule is about, in Chinese; the code where there is no such rule any more."""
    return next((rule.title for rule in RULES if rule.code == code), code)


def sort_findings(content: PlanContent, findings: Examined) -> tuple[PlanFinding, ...]:
    """Findings in the order of the plan: its own data, headings in reading order, tables, units; the graver
    first."""
    nodes = {one.node.id: number for number, one in enumerate(content.placed())}
    texts = [*content.preamble, *(text for node in content.nodes for text in node.paragraphs)]
    paragraphs = {one.id: number for number, one in enumerate(texts)}
    rows = {
        row.id: (number, place) for number, table in enumerate(content.tables) for place, row in enumerate(table.rows)
    }
    numbers = {table.id: number for number, table in enumerate(content.tables)}

    def place(one: PlanFinding) -> tuple[int, ...]:
        spot = one.spot
        if spot.table is not None:
            return (2, *rows.get(spot.row or -1, (numbers.get(spot.table, 0), -1)))
        if spot.node is not None:
            return (1, nodes.get(spot.node, -1), paragraphs.get(spot.paragraph or 0, -1))
        return (3, spot.unit, 0) if spot.unit is not None else (0, 0, 0)

    kept = [one for one in findings if one is not None]
    return tuple(
        sorted(kept, key=lambda one: (place(one), _RANKS[one.severity], one.code, one.words.start if one.words else -1))
    )
