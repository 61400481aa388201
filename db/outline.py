"""The outline in the plan file: loading it, and one verb a user action."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.database import Database
from db.references import following_references
from db.rows import node_from_row, paragraph_from_row
from db.store import OperationScope, Store
from db.units import replace_duties
from domain.changes import ChangeSet
from domain.duty_clause import is_inside, parse_clause
from domain.duty_rewrite import rewrite_paragraphs
from domain.errors import InputError
from domain.labels import NODE_KIND_LABELS
from domain.numbering import style_for_level
from domain.outline import (
    NodeKind,
    OutlineNode,
    Paragraph,
    PlacedNode,
    Placement,
    demote_node,
    group_children,
    move_node,
    place_nodes,
    promote_node,
    relocate_node,
)
from domain.text import trim

_FEW = 500  # SQLite takes at least 999 values in one statement


def load_nodes(db: Database) -> tuple[OutlineNode, ...]:
    """Every node with its paragraphs, in no particular order (`place_nodes` puts them into one)."""
    paragraphs: dict[int, list[Paragraph]] = {}
    for row in db.query("SELECT * FROM paragraph WHERE node_id IS NOT NULL ORDER BY node_id, seq, id"):
        paragraphs.setdefault(int(str(row["node_id"])), []).append(paragraph_from_row(row))
    return tuple(
        node_from_row(row, tuple(paragraphs.get(int(str(row["id"])), ())))
        for row in db.query("SELECT * FROM outline_node ORDER BY id")
    )


def load_nodes_of(db: Database, ids: Sequence[int]) -> tuple[OutlineNode, ...]:
    """The nodes with these ids, by id; not more of them than a statement takes values."""
    places = ", ".join("?" * len(ids))
    paragraphs: dict[int, list[Paragraph]] = {}
    for row in db.query(f"SELECT * FROM paragraph WHERE node_id IN ({places}) ORDER BY node_id, seq, id", ids):
        paragraphs.setdefault(int(str(row["node_id"])), []).append(paragraph_from_row(row))
    return tuple(
        node_from_row(row, tuple(paragraphs.get(int(str(row["id"])), ())))
        for row in db.query(f"SELECT * FROM outline_node WHERE id IN ({places}) ORDER BY id", ids)
    )


def refreshed_nodes(db: Database, nodes: Sequence[OutlineNode], changes: ChangeSet) -> tuple[OutlineNode, ...]:
    """The nodes after a change: only those it touched are read again, the others stay the same objects."""
    touched = changes.rows("outline_node") | {int(str(one)) for one in changes.values("paragraph", "node_id") if one}
    if len(touched) > _FEW:
        return load_nodes(db)
    kept = {node.id: node for node in nodes if node.id not in touched}
    kept |= {node.id: node for node in load_nodes_of(db, sorted(touched))}
    return tuple(kept[id_] for id_ in sorted(kept))


def load_preamble(db: Database) -> tuple[Paragraph, ...]:
    """The paragraphs before the first heading."""
    return tuple(
        paragraph_from_row(row) for row in db.query("SELECT * FROM paragraph WHERE node_id IS NULL ORDER BY seq, id")
    )


def add_node(
    store: Store, parent: int | None, index: int, title: str = "", kind: NodeKind = NodeKind.SECTION
) -> ChangeSet:
    """Put a new heading at `index` (from 0) under `parent`, numbered like its siblings.

    The id of the new node is the one in the ChangeSet that was inserted.
    """
    nodes = load_nodes(store.db)
    siblings = group_children(nodes).get(parent, [])
    level = 1 + next((placed.level for placed in place_nodes(nodes) if placed.node.id == parent), 0)
    style = next((other.style for other in siblings if other.style), None) or style_for_level(level)
    with store.operation(f"新增 {NODE_KIND_LABELS[kind]}") as scope, following_references(scope):
        for later, sibling in enumerate(siblings[index:], start=index + 2):
            if sibling.seq != later:
                scope.update("outline_node", sibling.id, {"seq": later})
        scope.insert(
            "outline_node",
            {
                "parent_id": parent,
                "seq": index + 1,
                "kind": kind.value,
                "title": title,
                "style": style.value,
                "version": scope.revision,
            },
        )
    return scope.changes


def remove_node(store: Store, node_id: int) -> ChangeSet:
    """Take a heading out with everything below it."""
    with store.operation(f"删除 {heading_of(store.db, node_id)}") as scope, following_references(scope):
        scope.delete("outline_node", node_id)
    return scope.changes


def set_title(store: Store, node_id: int, title: str, version: int | None = None) -> ChangeSet:
    """Change the words of a heading. Raises InputError on a stale `version` or a title of several lines."""
    if "\n" in title:
        raise InputError("title_lines", "标题只能有一行。", "请把换行后的内容写到正文里。")
    with store.operation(f"修改标题 {heading_of(store.db, node_id)}", merge_key=f"title {node_id}") as scope:
        check_version(store.db, node_id, version)
        if trim(title) != load_node(store.db, node_id).title:
            scope.update("outline_node", node_id, {"title": trim(title), "version": scope.revision})
    return scope.changes


def set_kind(store: Store, node_id: int, kind: NodeKind) -> ChangeSet:
    """Say what a heading stands for: 章节, 任务, 举措 or 专栏."""
    with store.operation(f"{heading_of(store.db, node_id)} 改为{NODE_KIND_LABELS[kind]}") as scope:
        if load_node(store.db, node_id).kind is not kind:
            scope.update("outline_node", node_id, {"kind": kind.value, "version": scope.revision})
    return scope.changes


def set_deadline(store: Store, node_id: int, deadline: str) -> ChangeSet:
    """Write the 完成时限 of a task as the office words it."""
    with store.operation(f"修改完成时限 {heading_of(store.db, node_id)}") as scope:
        if trim(deadline) != load_node(store.db, node_id).deadline:
            scope.update("outline_node", node_id, {"deadline": trim(deadline), "version": scope.revision})
    return scope.changes


def set_text(store: Store, node_id: int | None, text: str, version: int | None = None) -> ChangeSet:
    """Replace the paragraphs below a heading (None: before the first one), one a line, blank lines dropped.

    `text` is without the duty clause, which stays where it was, at the end of the last paragraph or as lines of
    its own; several clauses stay each with its paragraph. A clause typed into the text of a node that has at most one
    becomes the duties of the node instead.
    """
    where = "引言" if node_id is None else heading_of(store.db, node_id)
    lines = [trim(line) for line in text.split("\n") if trim(line)]
    with store.operation(f"修改正文 {where}", merge_key=f"text {node_id}") as scope:
        if node_id is not None:
            check_version(store.db, node_id, version)
        before = load_preamble(store.db) if node_id is None else load_node(store.db, node_id).paragraphs
        after = [Paragraph(line) for line in lines]
        clauses = [paragraph for paragraph in before if paragraph.clause]
        parsed = parse_clause(lines[-1]) if lines and node_id is not None and len(clauses) < 2 else None
        if parsed is not None and node_id is not None:
            after[-1] = Paragraph(parsed.body, parsed.template)
            replace_duties(scope, node_id, parsed.names)
            _become_task(scope, store.db, node_id, parsed.deadline)
        elif len(clauses) > 1 or (clauses and (not before[-1].clause or is_inside(clauses[0].clause))):
            after = rewrite_paragraphs(before, lines)
        elif clauses:
            after = _with_clause(after, clauses[0], stood_alone=len(before) > 1)
        if write_paragraphs(scope, node_id, before, after) and node_id is not None:
            scope.update("outline_node", node_id, {"version": scope.revision})
    return scope.changes


def _with_clause(lines: Sequence[Paragraph], clause: Paragraph, *, stood_alone: bool) -> list[Paragraph]:
    """Paragraphs with the duty clause put back: behind the last one, or below it where it stood by itself."""
    is_bracketed = clause.clause[0] in "（(【[〔"
    if not lines or (not clause.text and (stood_alone or not is_bracketed)):
        return [*lines, Paragraph("", clause.clause)]
    return [*lines[:-1], Paragraph(lines[-1].text, clause.clause)]


def write_paragraphs(
    scope: OperationScope, node_id: int | None, before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> bool:
    """Turn one list of paragraphs into another, touching only rows that differ; True when any did."""
    changed = False
    for seq, paragraph in enumerate(after, start=1):
        if seq <= len(before):
            old = before[seq - 1]
            if (old.text, old.clause) != (paragraph.text, paragraph.clause):
                scope.update("paragraph", old.id, {"text": paragraph.text, "clause": paragraph.clause})
                changed = True
        else:
            values = {"node_id": node_id, "seq": seq, "text": paragraph.text, "clause": paragraph.clause}
            scope.insert("paragraph", values)
            changed = True
    for old in before[len(after) :]:
        scope.delete("paragraph", old.id)
        changed = True
    return changed


def shift_node(store: Store, node_id: int, offset: int) -> ChangeSet:
    """Move a heading with all below it up (-1) or down (1) among its siblings."""
    word = "上移" if offset < 0 else "下移"
    return _place(store, node_id, word, lambda nodes: move_node(nodes, node_id, offset))


def promote(store: Store, node_id: int) -> ChangeSet:
    """Raise a heading one level (升级)."""
    return _place(store, node_id, "升级", lambda nodes: promote_node(nodes, node_id))


def demote(store: Store, node_id: int) -> ChangeSet:
    """Lower a heading one level (降级)."""
    return _place(store, node_id, "降级", lambda nodes: demote_node(nodes, node_id))


def relocate(store: Store, node_id: int, parent: int | None, index: int) -> ChangeSet:
    """Put a heading at `index` (from 0) under `parent`, as when it is dragged there."""
    return _place(store, node_id, "移动", lambda nodes: relocate_node(nodes, node_id, parent, index))


def _place(
    store: Store, node_id: int, word: str, rule: Callable[[Sequence[OutlineNode]], list[Placement]]
) -> ChangeSet:
    with store.operation(f"{word} {heading_of(store.db, node_id)}") as scope, following_references(scope):
        try:
            placements = rule(load_nodes(store.db))
        except ValueError as error:
            raise InputError("bad_move", "不能把章节移到它自己下面。", "请选择其他位置。", str(error)) from error
        for place in placements:
            style = place.style.value if place.style else None
            values = {"parent_id": place.parent, "seq": place.seq, "style": style, "version": scope.revision}
            scope.update("outline_node", place.id, values)
    return scope.changes


def _become_task(scope: OperationScope, db: Database, node_id: int, deadline: str) -> None:
    """A heading whose text ends in a duty clause is a task, with the clause's time limit."""
    node = load_node(db, node_id)
    kind = NodeKind.TASK if node.kind is NodeKind.SECTION else node.kind
    if (kind, deadline or node.deadline) != (node.kind, node.deadline):
        values = {"kind": kind.value, "deadline": deadline or node.deadline, "version": scope.revision}
        scope.update("outline_node", node_id, values)


def check_version(db: Database, node_id: int | None, version: int | None) -> None:
    """Refuse an edit of a heading or its text that began before the last one. Raises InputError."""
    if version is not None and node_id is not None and load_node(db, node_id).version != version:
        raise InputError("stale_edit", "这一段刚刚已被改动，您的修改没有写入。", "请查看最新内容后再改。")


def load_node(db: Database, node_id: int) -> OutlineNode:
    """One heading with its paragraphs. Raises InputError when it is gone."""
    found = load_nodes_of(db, [node_id])
    if not found:
        raise InputError("row_gone", "要修改的内容已经不在方案里了。", "请查看最新内容后再试。", f"node {node_id}")
    return found[0]


def heading_of(db: Database, node_id: int) -> str:
    """A heading as the names of operations have it, at most 20 characters; empty when it is gone."""
    # This is asked at every edit: only the headings it stands below are read, and counted what stands before each.
    row = next(iter(db.query("SELECT * FROM outline_node WHERE id = ?", [node_id])), None)
    if row is None:
        return ""
    node = node_from_row(row, ())
    above: list[int] = []
    parent = node.parent
    while parent is not None:
        higher = node_from_row(next(iter(db.query("SELECT * FROM outline_node WHERE id = ?", [parent]))), ())
        above[:0] = [_number_of(db, higher)]
        parent = higher.parent
    numbers = tuple(number for number in above if number)
    heading = PlacedNode(node, len(above) + 1, _number_of(db, node), numbers).heading
    return heading if len(heading) <= 20 else heading[:19] + "…"


def _number_of(db: Database, node: OutlineNode) -> int:
    """The number of a heading among its siblings; 0 where it has none."""
    if node.style is None:
        return 0
    sql = "SELECT count(*) FROM outline_node WHERE parent_id IS ? AND style = ? AND (seq, id) <= (?, ?)"
    return int(db.execute(sql, [node.parent, node.style.value, node.seq, node.id]).fetchone()[0])
