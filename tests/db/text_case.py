"""A plan to write in, and what it prints."""

from __future__ import annotations

from db.outline import add_node, set_text
from db.snapshot import load_snapshot
from db.store import Store
from domain.content import PlanContent
from domain.outline import NodeKind, OutlineNode
from domain.paragraph_edits import TextPlace
from tests.desktop.sample_plan import inserted

FIRST = "组织攻关。（牵头单位：市科技局；配合单位：市教委、市人社局）"
SECOND = "培养人才。由市教委牵头，市人社局配合。"


def fill_text(store: Store) -> dict[str, int]:
    """一、总体要求, 二、重点任务 with （一）开展攻关 and （二）培养人才 with 1.建立机制, 三、保障措施; ids by title."""
    ids: dict[str, int] = {}

    def put(title: str, above: str | None, kind: NodeKind, text: str) -> None:
        parent = ids[above] if above else None
        place = sum(1 for one in load_snapshot(store).content.nodes if one.parent == parent)
        ids[title] = inserted(add_node(store, parent, place, title, kind), "outline_node")
        set_text(store, ids[title], text)

    set_text(store, None, "根据工作安排，制定本方案。")
    put("总体要求", None, NodeKind.SECTION, "坚持质量第一。\n坚持问题导向。")
    put("重点任务", None, NodeKind.SECTION, "")
    put("开展攻关", "重点任务", NodeKind.TASK, f"摸清底数。\n{FIRST}")
    put("培养人才", "重点任务", NodeKind.TASK, "开设课程。\n（牵头单位：市教委）")
    put("建立机制", "培养人才", NodeKind.MEASURE, "每季度会商。")
    put("保障措施", None, NodeKind.SECTION, "加强领导。")
    store.end_merging()
    return ids


def content(store: Store) -> PlanContent:
    """What the plan says."""
    return load_snapshot(store).content


def node(store: Store, node_id: int) -> OutlineNode:
    """A heading as it is now."""
    return next(one for one in content(store).nodes if one.id == node_id)


def paragraph(store: Store, node_id: int, index: int) -> int:
    """The id of a paragraph."""
    return node(store, node_id).paragraphs[index].id


def printed(store: Store) -> list[str]:
    """Every line a reader sees, headings with their number."""
    plan = content(store)
    lines = [one.text for one in plan.preamble]
    for placed in plan.placed():
        lines += [placed.heading, *plan.printed_paragraphs(placed.node)]
    return lines


def words(store: Store) -> str:
    """All that is printed but numbers, without breaks: what no edit may lose."""
    plan = content(store)
    texts = [one.text for one in plan.preamble]
    for placed in plan.placed():
        texts += [placed.node.title, *plan.printed_paragraphs(placed.node)]
    return "".join(texts)


def at(store: Store, node_id: int, index: int, offset: int) -> TextPlace:
    """A place in a paragraph."""
    return TextPlace(node_id, paragraph(store, node_id, index), offset)
