"""Which heading of three outlines is which: the plan's, the source's, and the source's when it was last read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.alignment import align, align_three
from domain.outline import OutlineNode, group_children

Children = Mapping[int | None, Sequence[OutlineNode]]


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
