"""The paragraphs of a returned file as an outline: headings with their levels, and what stands below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.content import PlanContent
from domain.numbering import NumberStyle, parse_label
from domain.outline import NodeKind, PlacedNode
from domain.returned import CLAUSE, HEADING, PARAGRAPH, ReturnedText, ids_of

_LONGEST_HEADING = 50
_STYLED_LEVELS = 9  # what a style can say
_HEADING_STYLES = (NumberStyle.CHAPTER, NumberStyle.SECTION, NumberStyle.HAN, NumberStyle.HAN_PAREN)


@dataclass
class ReturnedNode:
    """A heading: `id` is the plan's, below 0 for a new one; `parent` None at the top. `place` is that of its piece."""

    id: int
    level: int
    parent: int | None
    piece: ReturnedText | None
    place: int
    paragraphs: list[tuple[int, ReturnedText]] = field(default_factory=list)


@dataclass
class ReturnedOutline:
    """Nodes in their order, the preamble, and the paragraphs that stand behind the text."""

    nodes: dict[int, ReturnedNode] = field(default_factory=dict)
    preamble: list[tuple[int, ReturnedText]] = field(default_factory=list)
    outside: list[ReturnedText] = field(default_factory=list)

    def children(self, parent: int | None) -> list[int]:
        """Ids below a heading, in order."""
        return [node.id for node in self.nodes.values() if node.parent == parent]


def read_outline(texts: Sequence[ReturnedText], base: PlanContent) -> ReturnedOutline:
    """Build the outline of resolved paragraphs by the levels of their headings."""
    return _Builder(base).build(texts)


def parent_by_level(levels: Sequence[tuple[int, int]], level: int) -> int | None:
    """The id of the last heading above a level, among (id, level) in reading order."""
    return next((node for node, other in reversed(levels) if other < level), None)


class _Builder:
    def __init__(self, base: PlanContent) -> None:
        self._base = base
        self._placed = {one.node.id: one for one in base.placed()}
        self._owners = {part.id: one.id for one in base.nodes for part in one.paragraphs}
        self._style_levels: dict[NumberStyle, int] = {}
        for one in self._placed.values():
            if one.node.style is not None:
                self._style_levels.setdefault(one.node.style, one.level)
        self._levels: list[tuple[int, int]] = []
        self._found = ReturnedOutline()
        self._fresh = 0
        self._outside = False

    def build(self, texts: Sequence[ReturnedText]) -> ReturnedOutline:
        current: int | None = None
        for place, piece in enumerate(texts):
            if piece.key:
                self._outside = not ids_of(HEADING, piece.key) and self._owner(piece.key) is None
            if ids_of(HEADING, piece.key):
                current = self._open_known(ids_of(HEADING, piece.key)[0], piece, place)
            elif self._owner(piece.key) is not None:
                current = self._current(piece.key, current)
                self._add(current, place, piece)
            elif not piece.key:
                current = self._take_new(piece, place, current)
        return self._found

    def _owner(self, key: str) -> int | None:
        """The heading a paragraph stood under, 0 for the preamble; None when it is no paragraph of the text."""
        if ids := ids_of(CLAUSE, key):
            return ids[0]
        ids = ids_of(PARAGRAPH, key)
        return self._owners.get(ids[0], 0) if ids else None

    def _current(self, key: str, current: int | None) -> int | None:
        """The heading a known paragraph stands under; one that prints no line of its own begins with its text."""
        owner = self._owner(key) or 0
        if owner in self._placed and owner not in self._found.nodes and not self._placed[owner].heading:
            return self._open(owner, self._placed[owner].level, None, 0)
        return current

    def _open_known(self, node_id: int, piece: ReturnedText, place: int) -> int | None:
        placed = self._placed.get(node_id)
        if placed is None:
            return None
        level = piece.level
        if not level or level == min(placed.level, _STYLED_LEVELS) or placed.node.kind is NodeKind.BOX:
            level = placed.level
        return self._open(node_id, level, piece, place)

    def _open(self, node_id: int, level: int, piece: ReturnedText | None, place: int) -> int:
        parent = parent_by_level([one for one in self._levels if not self._is_box(one[0])], level)
        self._found.nodes[node_id] = ReturnedNode(node_id, level, parent, piece, place)
        self._levels = [one for one in self._levels if one[1] < level]
        self._levels.append((node_id, level))
        return node_id

    def _is_box(self, node_id: int) -> bool:
        placed = self._placed.get(node_id)
        return placed is not None and placed.node.kind is NodeKind.BOX

    def _take_new(self, piece: ReturnedText, place: int, current: int | None) -> int | None:
        if self._outside and (self._found.nodes or self._found.preamble):
            self._found.outside.append(piece)
            return current
        level = self._new_level(piece)
        if level:
            self._fresh -= 1
            return self._open(self._fresh, level, piece, place)
        self._add(current, place, piece)
        return current

    def _new_level(self, piece: ReturnedText) -> int:
        """The level of a paragraph that nobody knew, 0 for text: by its style, else by its number."""
        if piece.level:
            return piece.level
        label = parse_label(piece.text)
        is_short = len(piece.text) <= _LONGEST_HEADING and not piece.text.endswith(("。", "；", "："))
        if label is None or label.style not in _HEADING_STYLES or not is_short:
            return 0
        return self._style_levels.get(label.style, 0)

    def _add(self, current: int | None, place: int, piece: ReturnedText) -> None:
        texts = self._found.preamble if current is None else self._found.nodes[current].paragraphs
        texts.append((place, piece))


def expected_parents(placed: Sequence[PlacedNode], present: Mapping[int, ReturnedNode]) -> dict[int, int | None]:
    """Where the headings that are still there would stand if the others had only been taken out."""
    levels: list[tuple[int, int]] = []
    parents: dict[int, int | None] = {}
    for one in placed:
        if one.node.id not in present:
            continue
        parents[one.node.id] = parent_by_level(levels, one.level)
        levels = [other for other in levels if other[1] < one.level]
        if one.node.kind is not NodeKind.BOX:
            levels.append((one.node.id, one.level))
    return parents
