"""Which place of the source became which place of the plan: for showing one where the other is selected."""

from __future__ import annotations

from bisect import bisect_right

from domain.exchange import PlanDraft
from domain.outline import OutlineNode
from domain.reading import Fate
from domain.tables import AppendixTable
from domain.text import comparison_key

TITLE, PREAMBLE = "title", "preamble"
_INFO = (Fate.TITLE, Fate.FIELD)


def node_key(node: OutlineNode) -> str:
    """The key of a heading in the preview."""
    return f"node:{node.id}"


def table_key(table: AppendixTable) -> str:
    """The key of a table in the preview."""
    return f"table:{table.id}"


class SourceLinks:
    """Built once a draft. Lines count from 1; 0 and the empty key mean: nowhere."""

    def __init__(self, draft: PlanDraft) -> None:
        self._lines: dict[str, int] = {}
        self._keys: dict[int, str] = {}
        self._heads: list[tuple[int, str]] = []
        self._link_nodes(draft)
        self._link_tables(draft)
        for piece in draft.pieces:
            key = self._keys.setdefault(piece.line, "") or self._key_above(piece.line, piece.fate)
            self._keys[piece.line] = key
            if key:
                self._lines.setdefault(key, piece.line)

    def key_of(self, line: int) -> str:
        """The place of the plan a line of the source belongs to."""
        return self._keys.get(line) or self._key_above(line, Fate.TEXT)

    def line_of(self, key: str) -> int:
        """The line of the source where a place of the plan begins."""
        return self._lines.get(key, 0)

    def _link_nodes(self, draft: PlanDraft) -> None:
        titles: dict[str, list[int]] = {}
        for piece in draft.pieces:
            if piece.fate is Fate.HEADING:
                titles.setdefault(comparison_key(piece.text), []).append(piece.line)
        for placed in draft.content.placed():
            line = placed.node.source_line
            if line is None:  # a text annex carries no line: known by its heading
                line = next(iter(titles.get(comparison_key(placed.heading), ())), 0)
            if line:
                self._heads.append((line, node_key(placed.node)))
                self._lines[node_key(placed.node)] = line
        self._heads.sort()

    def _link_tables(self, draft: PlanDraft) -> None:
        pieces = [piece for piece in draft.pieces if piece.fate is Fate.TABLE]
        waiting = list(draft.content.tables)
        for piece in pieces:
            named = (table for table in waiting if table.spec.label and table.spec.label in piece.target)
            table = next(named, waiting[0] if waiting and len(waiting) >= len(pieces) else None)
            if table is None:
                continue
            waiting.remove(table)
            self._lines[table_key(table)] = piece.line
            self._keys[piece.line] = table_key(table)

    def _key_above(self, line: int, fate: Fate) -> str:
        if fate in _INFO:
            return TITLE
        place = bisect_right(self._heads, (line, "\uffff")) - 1
        if place >= 0:
            return self._heads[place][1]
        return PREAMBLE if fate is Fate.TEXT else ""
