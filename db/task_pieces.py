"""Splitting a paragraph into tasks and joining them again: each one step, the link between both kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.outline import load_nodes, write_paragraphs
from db.plan import load_info
from db.references import following_references
from db.store import OperationScope, Store
from db.task_duties import TaskDuties
from db.units import load_duties, load_units
from domain.changes import ChangeSet
from domain.duty_clause import is_inside, parse_clause, text_without_clauses
from domain.errors import InputError
from domain.labels import NODE_KIND_LABELS
from domain.numbering import style_for_level
from domain.outline import NodeKind, OutlineNode, Paragraph, group_children, place_nodes, printed_paragraphs
from domain.task_pieces import Cutting, read_paragraph
from domain.task_splitting import piece_words, rejoin
from domain.text import trim
from domain.units import Role, match_unit


@dataclass(frozen=True)
class SplitWish:
    """Which paragraph (place from 0) of which heading becomes which tasks, of which kind.

    `copies_units` writes the units of the heading into every task that names none, and takes them off the heading.
    """

    node_id: int
    paragraph: int
    cutting: Cutting
    kind: NodeKind
    copies_units: bool = False


def split_paragraph(store: Store, wish: SplitWish) -> ChangeSet:
    """Make tasks of a paragraph, below its heading and before what stands there already."""
    nodes = load_nodes(store.db)
    node = _find(nodes, wish.node_id)
    if not wish.cutting.tasks or wish.paragraph >= len(node.paragraphs):
        raise InputError("nothing_to_split", "这一段没有可以拆分的内容。", "请在列表中至少勾选一处。")
    word = NODE_KIND_LABELS[wish.kind]
    with (
        store.operation(f"拆分 {_short(node.title)} 为 {len(wish.cutting.tasks)} 项{word}") as scope,
        following_references(scope),
    ):
        source = _printed(store, node)[wish.paragraph]
        duties = TaskDuties(scope)
        former = duties.names(node.id)
        keeps = bool(wish.cutting.common) and not wish.copies_units
        _leave_lead(scope, node, wish, keeps=keeps)
        ids = _insert(scope, nodes, node, wish, source)
        for node_id, task in zip(ids, wish.cutting.tasks, strict=True):
            if any(task.names.values()):
                duties.replace(node_id, task.names)
            elif wish.copies_units:
                duties.replace(node_id, former)
        taken = {name for task in wish.cutting.tasks for names in task.names.values() for name in names}
        left = {role: [] if wish.copies_units else [n for n in former[role] if n not in taken] for role in Role}
        if left != former:
            duties.replace(node.id, left)
        if wish.kind is NodeKind.TASK and node.kind is NodeKind.TASK:
            scope.update("outline_node", node.id, {"kind": NodeKind.SECTION.value, "version": scope.revision})
    return scope.changes


def merge_pieces(store: Store, node_id: int) -> ChangeSet:
    """Join the tasks that were split from one paragraph into a paragraph again.

    What was changed in them is in it; their notes and, where it is the same, their state go to the heading. Raises
    InputError where one of them has headings below it.
    """
    nodes = load_nodes(store.db)
    pieces = pieces_of(nodes, node_id)
    children = group_children(nodes)
    if not pieces or pieces[0].parent is None:
        raise InputError("not_split", "这一项不是从段落拆分出来的。", "只有拆分出来的任务才能合并回原段落。")
    if any(children.get(one.id) for one in pieces):
        raise InputError("piece_has_below", "要合并的任务下面还有内容。", "请先把下面的内容移走或删除，再合并。")
    parent = _find(nodes, pieces[0].parent)
    with store.operation(f"合并 {len(pieces)} 项任务回原段落") as scope, following_references(scope):
        _write_back(store, scope, parent, pieces)
        for one in pieces:
            scope.delete("outline_node", one.id)
        notes = [one.note for one in pieces if one.note]
        values: dict[str, object] = {"version": scope.revision}
        if notes:
            values["note"] = "\n".join([parent.note, *notes] if parent.note else notes)
        states = {one.state for one in pieces}
        if len(states) == 1 and not parent.state:
            values["state"] = pieces[0].state.value
        scope.update("outline_node", parent.id, values)
    return scope.changes


def pieces_of(nodes: Sequence[OutlineNode], node_id: int) -> list[OutlineNode]:
    """The tasks that were split from the same paragraph as this one, in order; none where it was not split."""
    node = next((one for one in nodes if one.id == node_id), None)
    if node is None or not node.split_from:
        return []
    siblings = group_children(nodes)[node.parent]
    return [one for one in siblings if one.split_from == node.split_from]


def _write_back(store: Store, scope: OperationScope, parent: OutlineNode, pieces: Sequence[OutlineNode]) -> None:
    source = pieces[0].split_from
    duties = TaskDuties(scope)
    ended = parse_clause(source)
    names = [duties.own_names(one.id) for one in pieces]
    shared = not any(any(one.values()) for one in names) or all(one == names[0] for one in names)
    own = duties.own_names(parent.id)
    if ended is not None and shared:
        text = rejoin(ended.body, [(one.title, _words(one, "")) for one in pieces])
        clause = next((one.clause for one in parent.paragraphs if one.clause), "") or ended.template
        after = Paragraph(text, clause)
        wanted = own if any(own.values()) else names[0]
    else:
        texts = [(one.title, _words(one, _clause(store, one))) for one in pieces]
        units = load_units(store.db)
        text = rejoin(source, texts)
        after, read = read_paragraph(text, parent.deadline, lambda name: match_unit(name, units) is not None)
        wanted = {role: list(dict.fromkeys([*own[role], *read.get(role, ())])) for role in Role}
        if not after.clause:  # the words stay, and the units with them
            wanted = {
                role: list(dict.fromkeys([*own[role], *(n for one in names for n in one[role])])) for role in Role
            }
    write_paragraphs(scope, parent.id, parent.paragraphs, _placed(parent, after))
    if wanted != own:
        duties.replace(parent.id, wanted)


def _placed(parent: OutlineNode, after: Paragraph) -> list[Paragraph]:
    """The paragraphs of the heading with the joined one where its beginning was left."""
    for place, one in enumerate(parent.paragraphs):
        if (one.text and after.text.startswith(one.text)) or (not one.text and one.clause == after.clause):
            return [*parent.paragraphs[:place], after, *parent.paragraphs[place + 1 :]]
    return [*parent.paragraphs, after]


def _words(node: OutlineNode, clause: str) -> str:
    texts = (text_without_clauses(one.text, one.clause) for one in node.paragraphs)
    return piece_words(node.title, "".join(text for text in texts if text), clause)


def _clause(store: Store, node: OutlineNode) -> str:
    """The duty clause that the last paragraph of a task prints."""
    printed = "".join(_printed(store, node))
    parsed = parse_clause(printed)
    return printed[len(parsed.body) :].rstrip("。；;") if parsed is not None else ""


def _printed(store: Store, node: OutlineNode) -> list[str]:
    duties = [one for one in load_duties(store.db) if one.task_id == node.id]
    return printed_paragraphs(node, duties, load_units(store.db), load_info(store.db).role_word)


def _leave_lead(scope: OperationScope, node: OutlineNode, wish: SplitWish, *, keeps: bool) -> None:
    """Leave what stood before the first piece, and the clause that speaks for all where it stays."""
    former = node.paragraphs[wish.paragraph]
    clause = former.clause if keeps and not is_inside(former.clause) else ""
    left = [Paragraph(wish.cutting.lead, clause)] if wish.cutting.lead or clause else []
    after = [*node.paragraphs[: wish.paragraph], *left, *node.paragraphs[wish.paragraph + 1 :]]
    if write_paragraphs(scope, node.id, node.paragraphs, after):
        scope.update("outline_node", node.id, {"version": scope.revision})


def _insert(
    scope: OperationScope, nodes: Sequence[OutlineNode], node: OutlineNode, wish: SplitWish, source: str
) -> list[int]:
    children = group_children(nodes).get(node.id, [])
    level = 1 + next(one.level for one in place_nodes(nodes) if one.node.id == node.id)
    style = next((one.style for one in children if one.style), None) or style_for_level(level)
    count = len(wish.cutting.tasks)
    for place, child in enumerate(children, start=count + 1):
        scope.update("outline_node", child.id, {"seq": place})
    ids = []
    for place, task in enumerate(wish.cutting.tasks, start=1):
        values = {
            "parent_id": node.id,
            "seq": place,
            "kind": wish.kind.value,
            "title": trim(task.title),
            "style": style.value,
            "deadline": task.deadline,
            "split_from": source,
            "version": scope.revision,
        }
        node_id = scope.insert("outline_node", values)
        if task.body or task.clause:
            write_paragraphs(scope, node_id, (), [Paragraph(task.body, task.clause)])
        ids.append(node_id)
    return ids


def _find(nodes: Sequence[OutlineNode], node_id: int) -> OutlineNode:
    for node in nodes:
        if node.id == node_id:
            return node
    raise InputError("row_gone", "要修改的内容已经不在方案里了。", "请查看最新内容后再试。")


def _short(title: str) -> str:
    return title if len(title) <= 16 else title[:15] + "…"
