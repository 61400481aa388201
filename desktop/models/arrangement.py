"""Which heading stands where, as a tree shows it: ids only."""

from __future__ import annotations

from collections.abc import Iterable


class Arrangement:
    """Children by parent id (None: the top) and parents by child, kept in step."""

    def __init__(self, pairs: Iterable[tuple[int, int | None]] = ()) -> None:
        """`pairs` of node and parent, siblings in order."""
        self._children: dict[int | None, list[int]] = {}
        self._above: dict[int, int | None] = {}
        for node_id, parent in pairs:
            self._children.setdefault(parent, []).append(node_id)
            self._above[node_id] = parent

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Arrangement) and self.groups() == other.groups()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def ids(self) -> set[int]:
        """Everything that stands in it."""
        return set(self._above)

    def groups(self) -> dict[int | None, list[int]]:
        """Siblings by parent, without empty groups."""
        return {parent: group for parent, group in self._children.items() if group}

    def children_of(self, parent: int | None) -> list[int]:
        """The siblings below a parent, in order."""
        return self._children.get(parent, [])

    def parent_of(self, node_id: int) -> int | None:
        """The parent of a node; None at the top and for a node it does not hold."""
        return self._above.get(node_id)

    def only(self, ids: set[int]) -> Arrangement:
        """The same arrangement of some of the nodes; none of them may stand below one left out."""
        return Arrangement(
            (node_id, parent) for parent, group in self._children.items() for node_id in group if node_id in ids
        )

    def can_become(self, wanted: Arrangement) -> bool:
        """Whether it can turn into another by removals, moves and insertions of whole subtrees, in that order."""
        old, new = self.ids(), wanted.ids()
        gone, fresh = old - new, new - old
        if not gone and not fresh:
            return True
        return all(self.parent_of(one) not in gone and wanted.parent_of(one) not in fresh for one in old & new)

    def remove(self, node_id: int) -> None:
        """Take a node out with everything below it."""
        self._children[self._above[node_id]].remove(node_id)
        self._forget(node_id)

    def insert(self, row: int, node_id: int, source: Arrangement) -> None:
        """Put a node where `source` has it, at a row, with everything below it there."""
        parent = source.parent_of(node_id)
        self._children.setdefault(parent, []).insert(row, node_id)
        self._above[node_id] = parent
        for child_row, child in enumerate(source.children_of(node_id)):
            self.insert(child_row, child, source)

    def _forget(self, node_id: int) -> None:
        del self._above[node_id]
        for child in self._children.pop(node_id, []):
            self._forget(child)
