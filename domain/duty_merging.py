"""Reading a file again: who is to do what."""

from __future__ import annotations

from collections.abc import Iterator

from domain.content import PlanContent
from domain.labels import ROLE_CLAUSE_WORDS
from domain.merge_report import Ledger, Place
from domain.unit_merging import Named, UnitMerger
from domain.units import Duty, Role, duties_of


class DutyMerger:
    """The duties of a task are one piece: their units with roles, in the order of the clause.

    `merged` are the plan's afterwards; `known` those the next reading takes as base, by the id of their task there and
    the name of their unit.
    """

    def __init__(
        self,
        contents: tuple[PlanContent | None, PlanContent, PlanContent],
        ledger: Ledger,
        units: UnitMerger,
        new_ids: Iterator[int],
        *,
        partial: bool,
    ) -> None:
        self._base, self._ours, self._theirs = contents
        self._ledger, self._units, self._new_ids, self._partial = ledger, units, new_ids, partial
        self.merged: list[Duty] = []
        self.known: list[tuple[int, str, Role]] = []

    def keep(self, node_id: int) -> None:
        """Leave the duties of a heading of ours as they are."""
        self.merged += duties_of(node_id, self._ours.duties_of(node_id))

    def remember(self, known_id: int, content: PlanContent | None, node_id: int) -> None:
        """Let the next reading know the duties of a heading of the source or of the base."""
        self.known += [(known_id, name, role) for name, role in _names(content, node_id)]

    def add(self, their_id: int, where: str, at: Place, new_id: int, known_id: int, *, allowed: bool) -> None:
        """Offer the duties of a new heading, which came in itself where they are `allowed`."""
        wanted = self._units.named(_names(self._theirs, their_id))
        if not wanted:
            return
        text = self._text(wanted)
        if self._ledger.add(at, f"duties:+{their_id}", f"{where} 责任单位", text, allowed=allowed):
            self._take(new_id, wanted)
            self._know(known_id, wanted)

    def merge(self, ids: tuple[int | None, int, int], where: str, at: Place, known_id: int) -> None:
        """Offer what became of the duties of a heading, given by its id in base, ours and theirs."""
        base_id, our_id, their_id = ids
        mine = self._units.named(_names(self._ours, our_id))
        wanted = self._units.named(_names(self._theirs, their_id))
        former = None if base_id is None else self._units.named(_names(self._base, base_id))
        if self._partial and not wanted:
            wanted = mine  # a table that names nobody takes no duty away
        texts = self._text(mine), self._text(wanted)
        key = f"duties:{our_id}"
        chosen, known = self._ledger.choose(at, key, f"{where} 责任单位", (mine, wanted, former), texts)
        self._know(known_id, known)
        if chosen == mine:
            self.keep(our_id)
        else:
            self._take(our_id, chosen)

    def _take(self, node_id: int, chosen: Named) -> None:
        existing = {duty.unit_id: duty.id for duty in duties_of(node_id, self._ours.duties_of(node_id))}
        held = [(unit, role) for unit, role in chosen if isinstance(unit, int)]  # but for units that were declined
        for seq, (unit, role) in enumerate(held, start=1):
            self.merged.append(Duty(node_id, unit, role, seq, existing.get(unit) or next(self._new_ids)))

    def _know(self, known_id: int, named: Named) -> None:
        spoken = self._units.spoken(named)
        self.known += [(known_id, name, role) for name, role in spoken if not self._units.is_refused(name)]

    def _text(self, named: Named) -> str:
        spoken = self._units.spoken(named)
        parts = []
        for role in Role:
            names = [name for name, held in spoken if held is role]
            if names:
                parts.append(f"{ROLE_CLAUSE_WORDS[role]}：{'、'.join(names)}")
        return "；".join(parts)


def _names(content: PlanContent | None, node_id: int) -> list[tuple[str, Role]]:
    if content is None:
        return []
    names = {unit.id: unit.name for unit in content.units}
    return [(names[duty.unit_id], duty.role) for duty in duties_of(node_id, content.duties_of(node_id))]
