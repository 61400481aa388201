"""Checks on the headings of a plan, their texts and their time limits."""

from __future__ import annotations

from domain.checks import Severity
from domain.deadlines import DeadlineKind, parse_deadline
from domain.numbering import parse_label
from domain.outline import NodeKind, PlacedNode, TaskState
from domain.plan_findings import CheckedPlan, Examined, Fix, PlanFinding, found, on_node
from domain.spots import Spot
from domain.text import comparison_key

_ANNOUNCES = tuple("：:")
_TOO_EARLY = "时限不会早于方案成文的日子，请核对年份。"
_OVER = "办结的请把进展改为“已完成”，没有办结的请改时限。"


def check_plan_title(plan: CheckedPlan) -> Examined:
    """A plan needs a title: every document prints it."""
    if not plan.content.info.title and plan.placed:
        yield found("plan_no_title", Severity.MUST, "方案", "还没有标题", Spot())


def check_titles(plan: CheckedPlan) -> Examined:
    """A heading needs words."""
    for one in plan.placed:
        missing = not one.node.title and one.node.kind is not NodeKind.BOX
        yield _title(plan, one, "heading_no_title", Severity.MUST, "没有写标题") if missing else None


def check_typed_numbers(plan: CheckedPlan) -> Examined:
    """A number typed into a heading that the program numbers would print twice."""
    for one in plan.placed:
        typed = parse_label(one.node.title) if one.label else None
        if typed is None or not one.node.title[typed.length :].strip():
            yield None
            continue
        rest = one.node.title[typed.length :].strip()
        fix = Fix("set_title", f"改为“{rest}”", one.node.id, rest)
        yield _title(plan, one, "heading_two_numbers", Severity.MUST, "有两个编号", fix)


def check_equal_titles(plan: CheckedPlan) -> Examined:
    """Two headings of one name below the same heading."""
    for group in plan.children.values():
        seen: dict[str, PlacedNode] = {}
        for one in group:
            key = comparison_key(one.node.title)
            earlier = seen.setdefault(key, one)
            if key and earlier is not one:
                yield _title(plan, one, "heading_twice", Severity.LOOK, f"与“{earlier.label}”的标题相同")
            else:
                yield None


def check_bare_headings(plan: CheckedPlan) -> Examined:
    """A heading below which there is nothing at all, in a plan that has text elsewhere."""
    if not any(node.paragraphs for node in plan.content.nodes):
        return
    tabled = {table.place.node_id for table in plan.content.tables if table.place is not None}
    for one in plan.placed:
        node = one.node
        is_bare = not node.paragraphs and node.id not in plan.children and node.id not in tabled
        needs_text = node.kind in (NodeKind.SECTION, NodeKind.TASK) and bool(node.title)
        if is_bare and needs_text:
            yield found("heading_bare", Severity.LOOK, plan.place(one), "下面还没有内容", on_node(node))
        else:
            yield None


def check_unfinished_texts(plan: CheckedPlan) -> Examined:
    """A paragraph that announces what does not follow; how sentences end is told by their words."""
    for one in plan.placed:
        last = len(one.node.paragraphs) - 1
        ends_here = one.node.id not in plan.children
        for number, paragraph in enumerate(one.node.paragraphs):
            text = "" if paragraph.clause else paragraph.text.rstrip()
            announces = number == last and ends_here and text.endswith(_ANNOUNCES) and not _has_table(plan, one.node.id)
            if announces:
                spot = Spot(node=one.node.id, paragraph=paragraph.id)
                yield found("text_unfinished", Severity.LOOK, plan.place(one), f"第{number + 1}段没有写完", spot)
        yield None


def check_deadlines(plan: CheckedPlan) -> Examined:
    """A time limit nobody can read, that is over, or that lies before the plan itself."""
    issued = plan.content.info.issued_on or ""
    for one in plan.placed:
        words = one.node.deadline
        read = parse_deadline(words, plan.content.info.year) if words else None
        if read is None:
            yield None
            continue
        spot, place = on_node(one.node, "deadline"), plan.place(one)
        if read.kind is DeadlineKind.NONE:
            yield found("deadline_unread", Severity.LOOK, place, f"的完成时限“{words}”看不出时间", spot)
        elif read.date is not None and issued and read.date.isoformat() < issued:
            yield found(
                "deadline_before_plan", Severity.MUST, place, f"的完成时限“{words}”早于成文日期", spot, why=_TOO_EARLY
            )
        elif read.date is not None and read.date < plan.today and one.node.state is not TaskState.DONE:
            yield found("deadline_past", Severity.LOOK, place, f"的完成时限“{words}”已经过了", spot, why=_OVER)


def _has_table(plan: CheckedPlan, node_id: int) -> bool:
    return any(table.place is not None and table.place.node_id == node_id for table in plan.content.tables)


def _title(
    plan: CheckedPlan, one: PlacedNode, code: str, severity: Severity, message: str, fix: Fix | None = None
) -> PlanFinding:
    return found(code, severity, plan.place(one), message, on_node(one.node, "title"), fix)
