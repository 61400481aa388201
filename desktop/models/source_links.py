"""Which place of the source became which place of the plan: for showing one where the other is selected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.checks import Finding
from domain.exchange import PlanDraft
from domain.outline import OutlineNode, PlacedNode
from domain.patterns import pattern
from domain.reading import Fate, SourcePiece
from domain.tables import AppendixTable
from domain.text import comparison_key

TITLE, PREAMBLE = "title", "preamble"
_INFO = (Fate.TITLE, Fate.FIELD)
_QUOTED = pattern("“([^”]{2,})”")


def node_key(node: OutlineNode) -> str:
    """The key of a heading in the preview."""
    return f"node:{node.id}"


def table_key(table: AppendixTable) -> str:
    """The key of a table in the preview."""
    return f"table:{table.id}"


class SourceLinks:
    """Built once a draft. Pieces are known by their place from 0, since a file of one line has them all in it."""

    def __init__(self, draft: PlanDraft) -> None:
        self._pieces = draft.pieces
        heads = _match_heads(draft)
        tables = _match_tables(draft)
        self._texts: list[str] | None = None
        self._at_line: dict[int, list[int]] = {}
        for place, piece in enumerate(self._pieces):
            self._at_line.setdefault(piece.line, []).append(place)
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        above = ""
        for place, piece in enumerate(draft.pieces):
            above = heads.get(place, above)
            key = tables.get(place) or (TITLE if piece.fate in _INFO else above or _before_heads(piece))
            self._keys.append(key)
            if key and (key not in self._places or _begins_better(piece, draft.pieces[self._places[key]])):
                self._places[key] = place

    def key_of(self, place: int) -> str:
        """The place of the plan a piece belongs to; empty for nowhere."""
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def place_of(self, key: str) -> int:
        """The piece where a place of the plan begins, -1 for nowhere."""
        return self._places.get(key, -1)

    def place_of_text(self, text: str) -> int:
        """The piece that says a text, or its first paragraph; -1 for none."""
        wanted = comparison_key(next((line for line in text.split("\n") if line), ""))
        if not wanted:
            return -1
        if self._texts is None:
            self._texts = [comparison_key(piece.text) for piece in self._pieces]
        return next((place for place, said in enumerate(self._texts) if wanted in said), -1)

    def place_of_finding(self, finding: Finding) -> int:
        """The piece a finding is about: at its line, the one it quotes where there are several; -1 for the whole."""
        if not finding.line:
            quoted = (self.place_of_text(text) for text in _QUOTED.findall(finding.message))
            return next((place for place in quoted if place >= 0), -1) if finding.options else -1
        there = self._at_line.get(finding.line, [])
        quotes = [comparison_key(text) for text in _QUOTED.findall(finding.message)]
        for place in there if len(there) > 1 else ():
            text = comparison_key(self._pieces[place].text)
            if any(quote in text for quote in quotes):
                return place
        return there[0] if there else next(_after(self._pieces, finding.line), -1)


def _begins_better(piece: SourcePiece, former: SourcePiece) -> bool:
    """A table begins where its rows are, not where a list of annexes names it."""
    return bool(piece.rows) and not former.rows and former.fate is Fate.TABLE


def _after(pieces: Sequence[SourcePiece], line: int) -> Iterator[int]:
    return (place for place, piece in enumerate(pieces) if piece.line > line)


def _before_heads(piece: SourcePiece) -> str:
    return PREAMBLE if piece.fate is Fate.TEXT else ""


def _match_heads(draft: PlanDraft) -> dict[int, str]:
    """Headings in reading order, each the next piece at its line that says its title."""
    waiting = [place for place, piece in enumerate(draft.pieces) if piece.fate is Fate.HEADING]
    found: dict[int, str] = {}
    start = 0
    for placed in draft.content.placed():
        for step in range(start, len(waiting)):
            if _is_head(draft.pieces[waiting[step]], placed):
                found[waiting[step]] = node_key(placed.node)
                start = step + 1
                break
    return found


def _is_head(piece: SourcePiece, placed: PlacedNode) -> bool:
    line = placed.node.source_line
    if line is not None and line != piece.line:
        return False
    title, text = comparison_key(placed.node.title), comparison_key(piece.text)
    return title in text or text in title


def _match_tables(draft: PlanDraft) -> dict[int, str]:
    """Tables by the label their pieces name, those without one in their order."""
    named = {comparison_key(one.spec.label): table_key(one) for one in draft.content.tables if one.spec.label}
    nameless = [table_key(one) for one in draft.content.tables if not one.spec.label]
    found: dict[int, str] = {}
    for place, piece in enumerate(draft.pieces):
        if piece.fate is not Fate.TABLE:
            continue
        target = comparison_key(piece.target)
        # The longest label first: 附表1 is in 附表12, too.
        key = next((named[label] for label in sorted(named, key=len, reverse=True) if label in target), "")
        if not key and piece.rows and nameless:
            key = nameless.pop(0)
        if key:
            found[place] = key
    return found
