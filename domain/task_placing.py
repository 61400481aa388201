"""Finding the tasks of a table in the outline of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.alignment import similarity
from domain.numbering import parse_label
from domain.outline import NodeKind, OutlineNode, PlacedNode
from domain.outline_alignment import NodeEntry
from domain.text import comparison_key

_ALIKE = 0.8  # share of common characters from which two tasks of different length are one


def task_key(title: str) -> str:
    """What a task is known by in a table: its words without number and full stop."""
    label = parse_label(title)
    return comparison_key(title[label.length if label else 0 :]).rstrip("。.;；")


def place_tasks(
    base: Sequence[PlacedNode], ours: Sequence[PlacedNode], theirs: Sequence[PlacedNode]
) -> list[NodeEntry]:
    """The plan's outline with the tasks of a table found in it by their words, wherever they stand.

    A task the plan does not have comes behind the one before it in the table, else where the plan's tasks are; the
    heading it has in the table comes only with it. A measure that the text of its task says already is left out.
    Outlines are given in reading order.
    """
    placing = _Placing(base, ours)
    for one in theirs:
        placing.place(one.node)
    return placing.top


class _Placing:
    """The plan's outline as entries, in which headings are found by their words."""

    def __init__(self, base: Sequence[PlacedNode], ours: Sequence[PlacedNode]) -> None:
        self.top: list[NodeEntry] = []
        self._former = {task_key(one.node.title): one.node for one in base}
        self._entries: list[NodeEntry] = []
        self._groups: dict[int, list[NodeEntry]] = {}  # by node id of the plan: the list its entry stands in
        self._by_key: dict[str, list[NodeEntry]] = {}
        self._found: dict[int, NodeEntry] = {}  # by node id of the table
        self._waiting: dict[int, OutlineNode] = {}  # headings of the table that nothing new stands under yet
        self._last: dict[int | None, tuple[list[NodeEntry], NodeEntry]] = {}  # by parent: the one before
        known: dict[int, NodeEntry] = {}
        for one in ours:
            parent = one.node.parent
            group = self.top if parent is None else known[parent].children
            entry = known[one.node.id] = NodeEntry(ours=one.node)
            group.append(entry)
            self._entries.append(entry)
            self._groups[one.node.id] = group
            self._by_key.setdefault(task_key(one.node.title), []).append(entry)

    def place(self, node: OutlineNode) -> None:
        """Find one heading of the table, or add it; those above it come first."""
        above = None if node.parent is None else self._found.get(node.parent)
        entry = self._find(node, above if above is not None and above.ours is not None else None)
        if entry is not None and entry.ours is not None:
            entry.theirs = node
            self._last[node.parent] = (self._groups[entry.ours.id], entry)
        elif node.kind is NodeKind.SECTION:
            self._waiting[node.id] = node
            return
        elif above is not None and _says(above, node):
            return
        else:
            entry = self._add(node)
        entry.base = self._former.get(task_key(node.title))
        self._found[node.id] = entry

    def _find(self, node: OutlineNode, above: NodeEntry | None) -> NodeEntry | None:
        """The heading with the same words, below `above` where that is given, else the only one that is much alike."""
        key = task_key(node.title)
        pool = above.children if above is not None else self._by_key.get(key, [])
        free = [one for one in pool if one.theirs is None and one.ours is not None and task_key(one.ours.title) == key]
        if len(free) > 1:
            free = [one for one in free if one.ours is not None and one.ours.kind is node.kind]
        if free:
            return free[0] if len(free) == 1 else None
        pool = above.children if above is not None else self._entries
        alike = [
            one
            for one in pool
            if one.theirs is None and one.ours is not None and similarity(task_key(one.ours.title), key) >= _ALIKE
        ]
        return alike[0] if len(alike) == 1 else None

    def _add(self, node: OutlineNode) -> NodeEntry:
        """Put a heading in that the plan does not have, numbered like those beside it."""
        if node.parent in self._waiting:
            section = self._waiting.pop(node.parent)
            self._found[section.id] = self._add(section)
        above = None if node.parent is None else self._found.get(node.parent)
        group, before = self._last.get(node.parent, (None, None))
        if group is None:
            group = self._home() if above is None else above.children
        style = next((one.ours.style for one in group if one.ours is not None and one.ours.style), node.style)
        entry = NodeEntry(theirs=replace(node, style=style))
        place = next((place for place, one in enumerate(group, start=1) if one is before), len(group))
        group.insert(place, entry)
        self._last[node.parent] = (group, entry)
        return entry

    def _home(self) -> list[NodeEntry]:
        """The list a plan keeps its tasks in: that of the first one, else the top."""
        tasks = (one.ours for one in self._entries if one.ours is not None and one.ours.kind is NodeKind.TASK)
        first = next(tasks, None)
        return self.top if first is None else self._groups[first.id]


def _says(above: NodeEntry, node: OutlineNode) -> bool:
    """Whether a task of the plan says in its text, or below it, what a measure of the table says."""
    words = comparison_key("".join((node.title, *(one.text for one in node.paragraphs)))).rstrip("。.;；")
    held = [one.ours for one in above.walk() if one.ours is not None]
    said = "".join(comparison_key("".join((one.title, *(part.text for part in one.paragraphs)))) for one in held)
    return bool(words) and words in said
