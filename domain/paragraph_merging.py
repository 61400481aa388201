"""Reading a file again: the paragraphs of one heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.alignment import Triple, align_three
from domain.merge_report import Ledger, Place
from domain.outline import Paragraph
from domain.text import comparison_key

_WRITTEN_TWICE = Paragraph("")  # the base of what both sides wrote and neither had before


class ParagraphMerger:
    """The paragraphs of one heading, or those before the first one.

    Where nothing is known of the former state the source is believed, unless `own_stays`. The cells `of_table` have no
    duty clause, nor the blanks and widths of the text.
    """

    def __init__(
        self,
        ledger: Ledger,
        at: Place,
        key: str,
        where: str,
        new_ids: Iterator[int],
        *,
        own_stays: bool,
        of_table: bool = False,
    ) -> None:
        self._ledger, self._at, self._key, self._where = ledger, at, key, where
        self._new_ids = new_ids
        self._own_stays = own_stays
        self._of_table = of_table
        self._kept: list[Paragraph] = []
        self._known: list[Paragraph] = []

    def merge(
        self,
        base: Sequence[Paragraph] | None,
        ours: Sequence[Paragraph],
        theirs: Sequence[Paragraph],
        shown: tuple[Mapping[Paragraph, str], Mapping[Paragraph, str]],
    ) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
        """The paragraphs of the plan, and those the next reading takes as base; `shown` print ours and theirs.

        `base` None: nothing is known of the former state.
        """
        sides = (base or (), ours, theirs)
        texts = [[one.text for one in side] for side in sides]
        for place, triple in enumerate(_meet(align_three(texts[0], texts[1], texts[2]), len(base or ()))):
            indices = (triple.base, triple.ours, triple.theirs)
            former, mine, new = (
                None if index is None else side[index] for side, index in zip(sides, indices, strict=True)
            )
            at = (*self._at, place)
            if new is None:
                if mine is not None and triple.ours is not None:
                    self._visit_ours(former, mine, at, f"{self._key}:{triple.ours}", shown[0][mine])
            elif mine is None:
                self._visit_theirs(former, new, at, f"{self._key}:+{triple.theirs}", shown[1][new])
            else:
                if base is not None and former is None:
                    former = _WRITTEN_TWICE
                key, printed = f"{self._key}:{triple.ours}", (shown[0][mine], shown[1][new])
                self._visit_both(former, mine, new, at, key, printed)
        return tuple(self._kept), tuple(self._known)

    def _visit_ours(self, base: Paragraph | None, ours: Paragraph, at: Place, key: str, text: str) -> None:
        if base is None and self._own_stays:
            self._kept.append(ours)
            return
        conflict = base is not None and _plain(base) != _plain(ours)
        gone, again = self._ledger.remove(at, key, self._where, text, conflict=conflict)
        if gone:
            self._ledger.report.gone += 1
        else:
            self._kept.append(ours)
        if again:
            self._known.append(base or ours)

    def _visit_theirs(self, base: Paragraph | None, theirs: Paragraph, at: Place, key: str, text: str) -> None:
        if base is not None:  # the office deleted it, and it stays deleted
            self._known.append(theirs)
        elif self._ledger.add(at, key, self._where, text):
            self._ledger.report.new += 1
            self._kept.append(replace(theirs, id=next(self._new_ids)))
            self._known.append(theirs)

    def _visit_both(
        self,
        base: Paragraph | None,
        ours: Paragraph,
        theirs: Paragraph,
        at: Place,
        key: str,
        printed: tuple[str, str],
    ) -> None:
        if self._of_table:
            alike = comparison_key(ours.text) == comparison_key(theirs.text)
            theirs = ours if alike else replace(theirs, clause=theirs.clause or ours.clause)
        values = (_plain(ours), _plain(theirs), None if base is None else _plain(base))
        chosen, known = self._ledger.choose(at, key, self._where, values, printed)
        self._ledger.count(_plain(ours), chosen)
        self._kept.append(replace(chosen, id=ours.id))
        if known != _WRITTEN_TWICE:
            self._known.append(known)


def _meet(triples: Sequence[Triple], count: int) -> list[Triple]:
    """Put together what both sides wrote anew in the place of one paragraph, which neither has any more."""
    known = {triple.base for triple in triples}
    vanished = [index for index in range(count) if index not in known]
    result: list[Triple] = []
    gap: list[Triple] = []
    for triple in (*triples, None):
        if triple is not None and (triple.ours is None or triple.theirs is None):
            gap.append(triple)
            continue
        end = count if triple is None else triple.base
        here = vanished if end is None else [index for index in vanished if index < end]
        result += _meet_in_gap(gap, here)
        vanished = vanished[len(here) :]
        gap = []
        if triple is not None:
            result.append(triple)
    return result


def _meet_in_gap(gap: Sequence[Triple], vanished: Sequence[int]) -> list[Triple]:
    own = [one for one in gap if one.theirs is None and one.base is None]
    new = [one for one in gap if one.ours is None and one.base is None]
    met = list(zip(vanished, own, new, strict=False))
    pairs = {id(mine): Triple(index, mine.ours, other.theirs) for index, mine, other in met}
    used = {id(other) for _, _, other in met}
    return [pairs.get(id(one), one) for one in gap if id(one) not in used]


def _plain(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, id=0)
