"""What one key in the text does that takes several verbs: each is one step, named as the user knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.outline import add_node, demote, load_nodes, load_preamble, promote, set_deadline, set_kind, shift_node
from db.plan import load_info, set_info
from db.store import Store
from db.text import add_paragraph, heading_to_paragraph, paragraph_to_heading, replace_range, set_paragraph
from db.units import set_role
from desktop.views.text_clipboard import CopiedLine
from domain.changes import ChangeSet
from domain.labels import NODE_KIND_LABELS
from domain.outline import NodeKind, OutlineNode, place_nodes
from domain.paragraph_edits import TextPlace
from domain.text import trim


def set_plan_title(store: Store, title: str) -> ChangeSet:
    """Write the plan's title, in one step while typing goes on; several lines become one."""
    with store.operation("修改 方案标题", merge_key="plan title") as scope:
        set_info(store, replace(load_info(store.db), title=trim(" ".join(title.split("\n")))))
    return scope.changes


def join_texts(store: Store, start: TextPlace, end: TextPlace) -> ChangeSet:
    """Put what follows a place behind what stands before another: the lines between them become one."""
    with store.operation("合并段落") as scope:
        replace_range(store, start, end)
    return scope.changes


def cut_texts(store: Store, start: TextPlace, end: TextPlace, text: str = "", title: str | None = None) -> ChangeSet:
    """Put text in place of what stands between two places; `title` is what is left of the plan's title then."""
    with store.operation("粘贴" if text else "删除所选内容") as scope:
        if title is not None:
            set_info(store, replace(load_info(store.db), title=trim(title)))
        replace_range(store, start, end, text)
    return scope.changes


def paste_below(store: Store, node_id: int | None, lines: Sequence[str]) -> ChangeSet:
    """Put paragraphs where there is none: below a heading, None: before the first one."""
    with store.operation("粘贴") as scope:
        for index, line in enumerate(lines):
            add_paragraph(store, node_id, index, line)
    return scope.changes


def paste_headings(
    store: Store, removed: tuple[TextPlace, TextPlace] | None, anchor: TextPlace, lines: Sequence[CopiedLine]
) -> ChangeSet:
    """Put headings and paragraphs behind a line, in place of what is `removed`; their clauses become duties."""
    with store.operation("粘贴") as scope:
        if removed is not None:
            replace_range(store, *removed)
        known = set(_paragraph_ids(store))
        replace_range(store, anchor, anchor, "\n" + "\n".join(line.text for line in lines))
        fresh = [one for one in _paragraph_ids(store) if one not in known]
        for paragraph_id, line in zip(fresh, lines, strict=False):
            if line.level:
                _raise(store, paragraph_id, line)
            elif line.clause:
                set_paragraph(store, paragraph_id, line.text + line.clause)
    return scope.changes


def _raise(store: Store, paragraph_id: int, line: CopiedLine) -> None:
    """Make a pasted paragraph the heading it was."""
    known = {node.id for node in load_nodes(store.db)}
    paragraph_to_heading(store, paragraph_id, line.level)
    for node in load_nodes(store.db):
        if node.id not in known:
            if line.kind:
                set_kind(store, node.id, NodeKind(line.kind))
            if line.deadline:
                set_deadline(store, node.id, line.deadline)


def _paragraph_ids(store: Store) -> list[int]:
    """Every paragraph in reading order."""
    ids = [one.id for one in load_preamble(store.db)]
    return ids + [one.id for placed in place_nodes(load_nodes(store.db)) for one in placed.node.paragraphs]


def cut_chips(store: Store, task_id: int, unit_ids: Sequence[int], paragraph: tuple[int, str] | None) -> ChangeSet:
    """Take units from a task, with words of the paragraph before them where any go, too."""
    with store.operation("删除所选内容" if paragraph is not None else "删除责任单位") as scope:
        if paragraph is not None:
            set_paragraph(store, *paragraph)
        for unit_id in unit_ids:
            set_role(store, task_id, unit_id, None)
    return scope.changes


def set_level(store: Store, node_ids: Sequence[int], paragraph_ids: Sequence[int], level: int) -> ChangeSet:
    """Make headings and paragraphs headings of a level, 0 for text; what cannot go so deep goes as deep as it can."""
    word = f"设为{'一二三四五六七八九'[level - 1]}级标题" if level else "设为正文"
    with store.operation(word) as scope:
        for node_id in node_ids:
            if level:
                _bring_to_level(store, node_id, level)
            else:
                heading_to_paragraph(store, node_id)
        for paragraph_id in paragraph_ids if level else ():
            paragraph_to_heading(store, paragraph_id, level)
    return scope.changes


def move_headings(store: Store, node_ids: Sequence[int], step: str) -> ChangeSet:
    """Move headings with what stands below them: “up”, “down”, “promote” or “demote”; one that cannot stays."""
    verbs = {
        "up": lambda one: shift_node(store, one, -1),
        "down": lambda one: shift_node(store, one, 1),
        "promote": lambda one: promote(store, one),
        "demote": lambda one: demote(store, one),
    }
    if len(node_ids) == 1:
        return verbs[step](node_ids[0])
    word = {"up": "上移", "down": "下移", "promote": "升级", "demote": "降级"}[step]
    with store.operation(f"{word} {len(node_ids)} 个标题") as scope:
        for node_id in reversed(node_ids) if step in ("down", "promote") else node_ids:
            verbs[step](node_id)
    return scope.changes


def add_heading_after(store: Store, node_id: int | None, kind: NodeKind) -> ChangeSet:
    """Put a heading of the same level behind one with all below it; None: the first heading of the plan."""
    nodes = load_nodes(store.db)
    node = next((one for one in nodes if one.id == node_id), None)
    with store.operation(f"新增 {NODE_KIND_LABELS[kind]}") as scope:
        add_node(store, node.parent if node else None, _place_behind(nodes, node), "", kind)
    return scope.changes


def _place_behind(nodes: Sequence[OutlineNode], node: OutlineNode | None) -> int:
    if node is None:
        return 0
    siblings = sorted((one for one in nodes if one.parent == node.parent), key=lambda one: (one.seq, one.id))
    return siblings.index(node) + 1


def _bring_to_level(store: Store, node_id: int, level: int) -> None:
    while (here := _level(store, node_id)) != level:
        (promote if here > level else demote)(store, node_id)
        if _level(store, node_id) == here:
            return


def _level(store: Store, node_id: int) -> int:
    return next((one.level for one in place_nodes(load_nodes(store.db)) if one.node.id == node_id), 0)
