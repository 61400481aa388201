"""Which heading of three outlines is which: the plan's, the source's, and the source's when it was last read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.alignment import align, align_three, similarity
from domain.numbering import parse_label
from domain.outline import NodeKind, OutlineNode, PlacedNode, group_children
from domain.text import comparison_key

Children = Mapping[int | None, Sequence[OutlineNode]]
_ALIKE = 0.8  # share of common characters from which two tasks of different length are one


@dataclass(eq=False)
class NodeEntry:
    """One heading in three states, None where a state does not have it, with those below it in their order."""

    base: OutlineNode | None = None
    ours: OutlineNode | None = None
    theirs: OutlineNode | None = None
    children: list[NodeEntry] = field(default_factory=list)

    def walk(self) -> Iterator[NodeEntry]:
        """This entry and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def body_of(node: OutlineNode, children: Children) -> str:
    """A heading with its text and the headings below: a chapter is known by these even when it is renamed."""
    below = [child.title for child in children.get(node.id, ())]
    return "\n".join((node.title, *below, *(paragraph.text for paragraph in node.paragraphs)))


def match_nodes(left: Sequence[OutlineNode], right: Sequence[OutlineNode]) -> dict[int, int]:
    """For nodes of the right outline the node of the left one they are, by id; unmatched ones are absent."""
    left_children, right_children = group_children(left), group_children(right)
    matched: dict[int, int] = {}

    def visit(left_parent: int | None, right_parent: int | None) -> None:
        ours, theirs = left_children.get(left_parent, []), right_children.get(right_parent, [])
        bodies = [body_of(node, left_children) for node in ours], [body_of(node, right_children) for node in theirs]
        for here, there in align([node.title for node in ours], [node.title for node in theirs], bodies):
            if here is not None and there is not None:
                matched[theirs[there].id] = ours[here].id
                visit(ours[here].id, theirs[there].id)

    visit(None, None)
    return matched


def align_outlines(
    base: Sequence[OutlineNode], ours: Sequence[OutlineNode], theirs: Sequence[OutlineNode]
) -> list[NodeEntry]:
    """The three outlines as one tree; what only the base has is left out."""
    sides = (group_children(base), group_children(ours), group_children(theirs))

    def visit(parents: tuple[int | None, ...]) -> list[NodeEntry]:
        # A heading that a side does not have has nothing below it there; only the top has no id.
        groups = [side.get(parent, []) for side, parent in zip(sides, parents, strict=True)]
        titles = [[node.title for node in group] for group in groups]
        bodies = [[body_of(node, side) for node in group] for group, side in zip(groups, sides, strict=True)]
        entries = []
        for one in align_three(titles[0], titles[1], titles[2], (bodies[0], bodies[1], bodies[2])):
            places = (one.base, one.ours, one.theirs)
            nodes = [None if place is None else group[place] for group, place in zip(groups, places, strict=True)]
            below = visit(tuple(-1 if node is None else node.id for node in nodes))
            entries.append(NodeEntry(nodes[0], nodes[1], nodes[2], below))
        return entries

    return visit((None, None, None))


def task_key(title: str) -> str:
    """What a task is known by in a table: its words without number and full stop."""
    label = parse_label(title)
    return comparison_key(title[label.length if label else 0 :]).rstrip("。.;；")


class _TaskFinder:
    """The plan's outline as entries, in which tasks are found by their words."""

    def __init__(self, ours: Sequence[PlacedNode]) -> None:
        self.top: list[NodeEntry] = []
        self._groups: dict[int, list[NodeEntry]] = {}  # by node id: the list its entry stands in
        self._entries: dict[int, NodeEntry] = {}
        self._by_key: dict[str, list[NodeEntry]] = {}
        for one in ours:
            parent = one.node.parent
            group = self.top if parent is None else self._entries[parent].children
            entry = NodeEntry(ours=one.node)
            group.append(entry)
            self._entries[one.node.id], self._groups[one.node.id] = entry, group
            self._by_key.setdefault(task_key(one.node.title), []).append(entry)

    def home(self) -> list[NodeEntry]:
        """The list a plan keeps its tasks in: that of the first one, else the top."""
        task = next((one for one in self._entries.values() if _kind(one) is NodeKind.TASK), None)
        return self.top if task is None or task.ours is None else self._groups[task.ours.id]

    def group(self, entry: NodeEntry) -> list[NodeEntry] | None:
        """The list an entry of the plan stands in; None for one that is new."""
        return None if entry.ours is None else self._groups[entry.ours.id]

    def find(self, node: OutlineNode, above: NodeEntry | None) -> NodeEntry | None:
        """The heading a task of a table is: the same words, those below `above` first, else one that is much alike."""
        key = task_key(node.title)
        free = [one for one in self._by_key.get(key, []) if one.theirs is None]
        if above is not None:
            free = [one for one in free if any(one is child for child in above.children)]
        elif len(free) > 1:
            free = [one for one in free if _kind(one) is NodeKind.TASK]
        if free:
            return free[0] if above is not None or len(free) == 1 else None
        pool = above.children if above is not None else self._entries.values()
        alike = [one for one in pool if one.theirs is None and one.ours is not None and self._is_alike(one.ours, key)]
        return alike[0] if len(alike) == 1 else None

    def _is_alike(self, node: OutlineNode, key: str) -> bool:
        return similarity(task_key(node.title), key) >= _ALIKE


def _kind(entry: NodeEntry) -> NodeKind | None:
    return None if entry.ours is None else entry.ours.kind


def place_tasks(
    base: Sequence[PlacedNode], ours: Sequence[PlacedNode], theirs: Sequence[PlacedNode]
) -> list[NodeEntry]:
    """The plan's outline with the tasks of a table found in it by their words, wherever they stand.

    A task the plan does not have comes behind the one before it in the table, else where the plan's tasks are.
    Outlines are given in reading order.
    """
    finder = _TaskFinder(ours)
    former = {task_key(one.node.title): one.node for one in base}
    found: dict[int, NodeEntry] = {}
    last: dict[int | None, tuple[list[NodeEntry], NodeEntry]] = {}  # by parent: where the task before it stands
    for node in (one.node for one in theirs):
        above = found.get(node.parent) if node.parent is not None else None
        entry = finder.find(node, above)
        if entry is None:
            entry = NodeEntry(theirs=node)
            group, before = last.get(node.parent, (None, None))
            if group is None:
                group = finder.home() if above is None else above.children
            place = next((place for place, one in enumerate(group, start=1) if one is before), len(group))
            group.insert(place, entry)
            last[node.parent] = (group, entry)
        else:
            entry.theirs = node
            last[node.parent] = (finder.group(entry) or finder.top, entry)
        entry.base = former.get(task_key(node.title))
        found[node.id] = entry
    return finder.top
