"""A returned file and the plan: the paragraphs of one heading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.alignment import align
from domain.clause_edits import DutyBook, reworded
from domain.merge_report import Ledger, MergeStep, Place, StepKind
from domain.outline import Paragraph
from domain.returned import PARAGRAPH, ReturnedText, ids_of
from domain.sequences import moved, put_behind

AREA = 2  # place of the text among the steps
Placed = tuple[int, ReturnedText]


class ParagraphReturn:
    """The paragraphs of one heading: one step for each that was changed."""

    def __init__(
        self,
        ledger: Ledger,
        book: DutyBook,
        new_ids: Iterator[int],
        gone_by: Mapping[str, str],
        node_id: int,
        where: str,
        exported: Collection[str] = (),
    ) -> None:
        self._ledger, self._book, self._new_ids, self._gone_by = ledger, book, new_ids, gone_by
        self._node_id, self._where, self._exported = node_id, where, exported

    def merge(
        self,
        printed: Mapping[str, str],
        ours: Sequence[Paragraph],
        shown: Sequence[str],
        there: Sequence[Placed],
        start: int = 0,
    ) -> tuple[Paragraph, ...]:
        """The paragraphs afterwards; `shown` prints ours, `printed` what was exported, by key."""
        ours_lines = list(ours) or [Paragraph("")] * len(shown)  # units that print without a paragraph
        keys = list(printed)
        held = dict(self._pairs(printed, shown, ours))
        merged: list[tuple[str, Paragraph]] = [
            (_own_key(place, keys, held), one) for place, one in enumerate(ours_lines)
        ]
        texts = {key: shown[place] for place, (key, _) in enumerate(merged)}
        known = {piece.key: (place, piece) for place, piece in there if piece.key in printed}
        place = start
        for key in keys:
            place = known[key][0] if key in known else place
            self._settle(key, printed[key], texts.get(key), known.get(key), merged, (AREA, place))
        self._order(keys, known, merged)
        self._add_new(there, printed, texts, merged)
        return tuple(one for _, one in merged if one.text or one.clause or one.id)

    def _pairs(
        self, printed: Mapping[str, str], shown: Sequence[str], ours: Sequence[Paragraph]
    ) -> list[tuple[int, int]]:
        """For paragraphs of the plan those of the export they were: by their words, else by what they are.

        One that says what another paragraph of the export said was moved here.
        """
        former = list(printed.values())
        if former == list(shown):
            return [(place, place) for place in range(len(former))]
        pairs = [(there, here) for here, there in align(former, shown) if here is not None and there is not None]
        mine, theirs = {there for there, _ in pairs}, {here for _, here in pairs}
        free = {ids_of(PARAGRAPH, key): place for place, key in enumerate(printed) if place not in theirs}
        for place, one in enumerate(ours):
            if (one.id,) in free and place not in mine and shown[place] not in self._exported:
                pairs.append((place, free[one.id,]))
        return pairs

    def _settle(
        self,
        key: str,
        former: str,
        mine: str | None,
        found: Placed | None,
        merged: list[tuple[str, Paragraph]],
        at: Place,
    ) -> None:
        step = f"text:{key}"
        index = next((place for place, (one, _) in enumerate(merged) if one == key), None)
        if found is None:
            if mine is not None and index is not None:
                by = self._gone_by.get(key, "")
                gone, _ = self._ledger.remove((*at, 5), step, self._where, mine, conflict=mine != former, by=by)
                if gone:
                    self._ledger.report.gone += 1
                    reworded(merged[index][1], mine, "", self._node_id, self._book)
                    del merged[index]
            return
        new = found[1].text
        if mine is None or index is None:
            if new != former:
                self._ledger.report.need_person(
                    "changed_but_gone", self._where, f"返回文件改了一段，但本机已删去它，没有读取：{new[:30]}"
                )
            return
        chosen, _ = self._ledger.choose((*at, 1), step, self._where, (mine, new, former), by=found[1].by)
        self._ledger.count(mine, chosen)
        if chosen != mine:
            made = reworded(merged[index][1], mine, new, self._node_id, self._book)
            merged[index] = (key, made)

    def _order(self, keys: Sequence[str], known: Mapping[str, Placed], merged: list[tuple[str, Paragraph]]) -> None:
        """Paragraphs that stand among their like in another order."""
        now = sorted(known, key=lambda key: known[key][0])
        here = [key for key, _ in merged]
        for key in moved([key for key in keys if key in known], now):
            before = now[: now.index(key)]
            there = list(here)
            put_behind(there, key, before)
            if key not in here or there == here:
                continue
            place, piece = known[key]
            after = f"移到“{known[before[-1]][1].text[:15]}”之后" if before else "移到最前"
            step = MergeStep(f"text:{key}:place", StepKind.CHANGED, self._where, piece.text, after, by=piece.by)
            if self._ledger.offer((AREA, place, 2), step):
                here = there
        texts = dict(merged)
        merged[:] = [(key, texts[key]) for key in here]

    def _add_new(
        self,
        there: Sequence[Placed],
        printed: Mapping[str, str],
        texts: Mapping[str, str],
        merged: list[tuple[str, Paragraph]],
    ) -> None:
        own = [text for key, text in texts.items() if key.startswith("+")]
        before: list[str] = []
        for place, piece in there:
            if piece.key in printed:
                before.append(piece.key)
            elif piece.text in own:  # taken from this file before
                own.remove(piece.text)
            elif self._ledger.add((AREA, place, 3), f"text:+{place}", self._where, piece.text, by=piece.by):
                self._ledger.report.new += 1
                made = reworded(Paragraph(""), "", piece.text, self._node_id, self._book)
                keys = [key for key, _ in merged]
                put_behind(keys, f"new{place}", before)
                merged.insert(keys.index(f"new{place}"), (f"new{place}", replace(made, id=next(self._new_ids))))
                before.append(f"new{place}")


def _own_key(place: int, keys: Sequence[str], held: Mapping[int, int]) -> str:
    return keys[held[place]] if place in held else f"+{place}"
