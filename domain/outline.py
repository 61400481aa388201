"""The outline of a plan: chapters, tasks, measures, boxes; its numbers and its moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from domain.duty_clause import format_clause, format_clauses
from domain.numbering import NumberStyle, format_label, format_number, style_for_level
from domain.units import Duty, Role, Unit, unit_names


class NodeKind(StrEnum):
    """What a heading stands for; the values are what the plan file and the JSON form hold."""

    SECTION = "section"
    TASK = "task"
    MEASURE = "measure"
    BOX = "box"


class TaskState(StrEnum):
    """What a task has come to; the values are what the plan file and the JSON form hold."""

    UNSAID = ""
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    PAUSED = "paused"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; `clause` is the template of the duty clause that ends it, or empty."""

    text: str
    clause: str = ""
    id: int = 0


@dataclass(frozen=True)
class OutlineNode:
    """A heading with the paragraphs below it.

    `parent` is None at the top; `seq` counts from 1 among siblings; `style` None means an unnumbered heading.
    `source_line` is where the heading stood in the file it was read from (paragraph or line, from 1);
    `deadline` is the source text of 完成时限 (2026年底前, 长期坚持), `note` the 备注 of the task breakdown; the
    text prints neither it nor `state`. `split_from` is the paragraph a task was split from, as it read then. `version`
    names the stored state.
    """

    id: int
    parent: int | None
    seq: int
    kind: NodeKind
    title: str
    style: NumberStyle | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    source_line: int | None = None
    deadline: str = ""
    version: int = 0
    state: TaskState = TaskState.UNSAID
    note: str = ""
    split_from: str = ""


@dataclass(frozen=True)
class PlacedNode:
    """A node where it stands: `level` from 1, `value` its number (0 when unnumbered), `above` the numbers of the
    headings it stands below, from the top, which 1.2.3 prints.
    """

    node: OutlineNode
    level: int
    value: int
    above: tuple[int, ...] = ()

    @property
    def number(self) -> str:
        """一, 1, 第一章; empty when unnumbered."""
        return format_number(self.node.style, self.value, self.above) if self.node.style and self.value else ""

    @cached_property
    def label(self) -> str:
        """一、 （一） 1. as printed before the title; empty when unnumbered."""
        return format_label(self.node.style, self.value, self.above) if self.node.style and self.value else ""

    @cached_property
    def heading(self) -> str:
        """Label and title as one line."""
        return self.label + self.node.title


@dataclass(frozen=True)
class Placement:
    """Where a move puts a node."""

    id: int
    parent: int | None
    seq: int
    style: NumberStyle | None


def place_nodes(nodes: Iterable[OutlineNode], run_on: frozenset[NumberStyle] = frozenset()) -> tuple[PlacedNode, ...]:
    """Put nodes into reading order and number them.

    Numbers restart under every parent, but for the styles in `run_on`, which count through the whole plan.
    Raises ValueError when parents form a circle or are missing.
    """
    children = group_children(nodes)
    placed: list[PlacedNode] = []
    through: dict[NumberStyle, int] = {}

    def visit(parent: int | None, level: int, above: tuple[int, ...]) -> None:
        here: dict[NumberStyle, int] = {}
        for node in children.get(parent, []):
            value = 0
            if node.style is not None:
                counter = through if node.style in run_on else here
                value = counter[node.style] = counter.get(node.style, 0) + 1
            placed.append(PlacedNode(node, level, value, above))
            visit(node.id, level + 1, (*above, value) if value else above)

    visit(None, 1, ())
    if len(placed) != sum(len(group) for group in children.values()):
        raise ValueError("outline has nodes without a way to the top")
    return tuple(placed)


def group_children(nodes: Iterable[OutlineNode]) -> dict[int | None, list[OutlineNode]]:
    """Children by parent id, each list in order."""
    children: dict[int | None, list[OutlineNode]] = {}
    for node in nodes:
        children.setdefault(node.parent, []).append(node)
    for group in children.values():
        group.sort(key=lambda node: (node.seq, node.id))
    return children


def printed_paragraphs(
    node: OutlineNode, duties: Sequence[Duty], units: Sequence[Unit], role_word: str = ""
) -> list[str]:
    """The paragraphs of a node as the reader sees them, the duty clause printed from the duties.

    A task whose text has no clause gets one at the end of its last paragraph.
    """
    names: Mapping[Role, list[str]] = {role: unit_names(node.id, role, duties, units) for role in Role}
    templates = [paragraph.clause for paragraph in node.paragraphs if paragraph.clause]
    clauses = iter(format_clauses(templates, names, role_word, node.deadline, units))
    texts = [paragraph.text + (next(clauses) if paragraph.clause else "") for paragraph in node.paragraphs]
    if any(names.values()) and not any(paragraph.clause for paragraph in node.paragraphs):
        clause = format_clause("", names, role_word)
        texts = [*texts[:-1], texts[-1] + clause] if texts else [clause]
    return texts


def move_node(nodes: Sequence[OutlineNode], node_id: int, offset: int) -> list[Placement]:
    """Move a node up (-1) or down (1) among its siblings; empty when it is already at the end."""
    node = _by_id(nodes, node_id)
    siblings = [other.id for other in group_children(nodes)[node.parent]]
    here = siblings.index(node_id)
    there = min(max(here + offset, 0), len(siblings) - 1)
    if here == there:
        return []
    return relocate_node(nodes, node_id, node.parent, there)


def promote_node(nodes: Sequence[OutlineNode], node_id: int) -> list[Placement]:
    """Raise a node one level where it stands: what followed it below its former parent comes to stand below it.

    Nothing of the text changes its place. Empty at the top level.
    """
    node = _by_id(nodes, node_id)
    if node.parent is None:
        return []
    parent = _by_id(nodes, node.parent)
    children = group_children(nodes)
    siblings = [other.id for other in children[parent.parent]]
    group = children[node.parent]
    moves = [(node_id, parent.parent, siblings.index(parent.id) + 1)]
    own = len(children.get(node_id, []))
    following = group[group.index(node) + 1 :]
    moves += [(other.id, node_id, own + place) for place, other in enumerate(following)]
    return _relocated(nodes, moves, restyled=node_id)


def demote_node(nodes: Sequence[OutlineNode], node_id: int) -> list[Placement]:
    """Lower a node one level: it becomes the last child of the sibling above, what is below it comes along.

    Empty when there is none above.
    """
    node = _by_id(nodes, node_id)
    children = group_children(nodes)
    siblings = [other.id for other in children[node.parent]]
    here = siblings.index(node_id)
    if here == 0:
        return []
    above = siblings[here - 1]
    return _relocated(nodes, [(node_id, above, len(children.get(above, [])))], restyled=node_id)


def _relocated(
    nodes: Sequence[OutlineNode], moves: Sequence[tuple[int, int | None, int]], *, restyled: int
) -> list[Placement]:
    """Several moves one after the other, as (node, parent, index), as one set of placements.

    What is below `restyled` goes to another level with it and takes the number style that level has.
    """
    now = list(nodes)
    below = descendants(nodes, restyled)
    for node_id, parent, index in moves:
        placements = {place.id: place for place in relocate_node(now, node_id, parent, index)}
        now = [_placed_at(node, placements.get(node.id)) for node in now]
    now = _with_level_styles(now, below)
    before = {node.id: node for node in nodes}
    return [
        Placement(node.id, node.parent, node.seq, node.style)
        for node in now
        if (node.parent, node.seq, node.style) != (before[node.id].parent, before[node.id].seq, before[node.id].style)
    ]


def _placed_at(node: OutlineNode, place: Placement | None) -> OutlineNode:
    return node if place is None else replace(node, parent=place.parent, seq=place.seq, style=place.style)


def _with_level_styles(nodes: Sequence[OutlineNode], ids: Sequence[int]) -> list[OutlineNode]:
    """The nodes with these ids numbered as others of their level are; what has no number keeps none."""
    levels = {placed.node.id: placed.level for placed in place_nodes(nodes)}
    usual: dict[int, NumberStyle] = {}
    for node in sorted(nodes, key=lambda one: (one.id in ids, one.id)):
        if node.style is not None and node.id not in ids:
            usual.setdefault(levels[node.id], node.style)
    return [
        replace(node, style=usual.get(levels[node.id]) or style_for_level(levels[node.id]))
        if node.id in ids and node.style is not None
        else node
        for node in nodes
    ]


def relocate_node(nodes: Sequence[OutlineNode], node_id: int, parent: int | None, index: int) -> list[Placement]:
    """Put a node at `index` (from 0) under `parent`; it takes the number style of its new siblings.

    Returns the placements that change, none when nothing does. Raises ValueError when the node would come to
    stand inside itself.
    """
    node = _by_id(nodes, node_id)
    if parent is not None and node_id in _line_up(nodes, parent):
        raise ValueError("a node cannot stand inside itself")
    children = group_children(nodes)
    group = [other for other in children.get(parent, []) if other.id != node_id]
    style = node.style
    if parent != node.parent and style is not None:
        level = len(_line_up(nodes, parent)) + 1 if parent is not None else 1
        style = next((other.style for other in group if other.style), None) or style_for_level(level)
    group.insert(index, replace(node, parent=parent, style=style))
    old = [other for other in children.get(node.parent, []) if other.id != node_id]
    lists = [group] if parent == node.parent else [old, group]
    current = {other.id: other for other in nodes}
    changed = []
    for members in lists:
        for seq, member in enumerate(members, start=1):
            before = current[member.id]
            if (before.parent, before.seq, before.style) != (member.parent, seq, member.style):
                changed.append(Placement(member.id, member.parent, seq, member.style))
    return changed


def descendants(nodes: Iterable[OutlineNode], node_id: int) -> list[int]:
    """Ids of everything below a node, in reading order."""
    children = group_children(nodes)

    def below(parent: int) -> list[int]:
        return [found for child in children.get(parent, []) for found in (child.id, *below(child.id))]

    return below(node_id)


def _line_up(nodes: Sequence[OutlineNode], node_id: int) -> list[int]:
    parents = {node.id: node.parent for node in nodes}
    line = [node_id]
    while (above := parents[line[-1]]) is not None:
        line.append(above)
    return line


def _by_id(nodes: Sequence[OutlineNode], node_id: int) -> OutlineNode:
    for node in nodes:
        if node.id == node_id:
            return node
    raise ValueError(f"no such node: {node_id}")
