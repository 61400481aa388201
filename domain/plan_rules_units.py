"""Checks on who does what: tasks and the units that answer for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from domain.checks import Severity
from domain.duty_search import find_clauses
from domain.outline import NodeKind, Paragraph, PlacedNode
from domain.patterns import pattern
from domain.plan_findings import CheckedPlan, Examined, Fix, PlanFinding, Words, found, on_node
from domain.spots import Spot
from domain.unit_names import is_group_unit, is_surely_unit
from domain.units import Role, match_unit

_WORK = ("单位", "牵头", "负责", "会同")
# 市商务局牵头建立台账: the unit begins the sentence.
_SUBJECT = pattern(
    r"(?:^|(?<=[，。；]))(?P<name>[市区县省][\u4e00-\u9fff]{2,12}?(?:局|委|办|厅|办公室))(?=牵头|会同|负责)"
)
_HOSTS = pattern(r"(?:主办|承办|协办|联办|指导|支持|媒体支持|执行)(?:单位|机构)[：:]")
_REMEMBERED = 20_000  # texts looked through for clauses


def check_unassigned(plan: CheckedPlan) -> Examined:
    """A task nobody answers for, in a plan that names units."""
    if not plan.content.duties:
        return
    for task in _tasks(plan):
        held = [task, *plan.children.get(task.node.id, [])]
        if any(plan.content.duties_of(one.node.id) for one in held):
            yield None
            continue
        yield found("task_no_unit", Severity.MUST, plan.place(task), "还没有责任单位", on_node(task.node, "lead"))


def check_leads(plan: CheckedPlan) -> Examined:
    """Support without a lead, and more than one lead."""
    for one in plan.placed:
        roles = [duty.role for duty in plan.content.duties_of(one.node.id)]
        leads, place = roles.count(Role.LEAD), plan.place(one)
        if leads > 1:
            yield found("task_two_leads", Severity.LOOK, place, f"有 {leads} 个牵头单位", on_node(one.node, "lead"))
        elif Role.SUPPORT in roles and not leads and Role.RESPONSIBLE not in roles:
            yield found("task_no_lead", Severity.MUST, place, "有配合单位，没有牵头单位", on_node(one.node, "lead"))
        else:
            yield None


def check_idle_units(plan: CheckedPlan) -> Examined:
    """A unit in the list that no task names."""
    busy = {duty.unit_id for duty in plan.content.duties}
    if not busy:
        return
    for unit in plan.content.units:
        if unit.id in busy:
            yield None
            continue
        fix = Fix("remove_unit", "从名单里删去", unit.id)
        yield found("unit_idle", Severity.NOTE, f"“{unit.name}”", "没有承担任务", Spot(unit=unit.id), fix)


def check_unlisted_units(plan: CheckedPlan) -> Examined:
    """A unit that the text gives work to and the matrix does not have."""
    has_duties = bool(plan.content.duties)
    for one in plan.placed:
        said: set[str] = set()
        for paragraph in one.node.paragraphs:
            for name in _named(paragraph.text, in_sentences=has_duties) if not paragraph.clause else ():
                if name not in said and match_unit(name, plan.content.units) is None:
                    said.add(name)
                    yield _unlisted(plan, one, name, paragraph)
        yield None


def _unlisted(plan: CheckedPlan, one: PlacedNode, name: str, paragraph: Paragraph) -> PlanFinding:
    fix = Fix("add_unit", "加进责任单位", text=name)
    spot = Spot(node=one.node.id, paragraph=paragraph.id)
    message = f"写到的“{name}”不在责任单位里"
    finding = found("unit_unlisted", Severity.LOOK, plan.place(one), message, spot, fix)
    start = paragraph.text.find(name)
    return replace(finding, words=Words(paragraph.text, start, start + len(name))) if start >= 0 else finding


@lru_cache(maxsize=_REMEMBERED)
def _named(text: str, *, in_sentences: bool) -> tuple[str, ...]:
    """The units that the clauses of a text name, and those a sentence of it gives work to; who holds an event is
    named without being given a task."""
    if not any(word in text for word in _WORK) or _HOSTS.match(text):
        return ()
    clauses = find_clauses(text, sentences=False)
    names = [name for core in clauses for held in core.names().values() for name in held]
    if not in_sentences:
        return tuple(dict.fromkeys(names))
    spoken = [name for core in find_clauses(text) for held in core.names().values() for name in held]
    spoken += [match["name"] for match in _SUBJECT.finditer(text)]
    names += [name for name in spoken if is_surely_unit(name) and not is_group_unit(name)]
    return tuple(dict.fromkeys(names))


def _tasks(plan: CheckedPlan) -> Iterator[PlacedNode]:
    return (one for one in plan.placed if one.node.kind is NodeKind.TASK)
