"""Reading a file again: its units, matched to those of the plan by every name they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.content import PlanContent
from domain.merge_report import Ledger
from domain.text import comparison_key
from domain.units import Role, Unit, match_unit

AREA = 3
Identity = int | str  # the id of a unit of the plan, else the words of a name it does not have
Named = tuple[tuple[Identity, Role], ...]


class UnitMerger:
    """`units` are the plan's with those that come in; a unit the office took out comes back only for a new duty."""

    def __init__(
        self, base: PlanContent | None, ours: PlanContent, theirs: PlanContent, ledger: Ledger, new_ids: Iterator[int]
    ) -> None:
        self.units = list(ours.units)
        self._refused: list[Unit] = []
        self._known: dict[str, Identity] = {}
        self._names: dict[Identity, str] = {}
        needed = _newly_named(base, theirs)
        for unit in theirs.units:
            if find_unit(unit, self.units) is not None:
                continue
            if base is not None and find_unit(unit, base.units) is not None and unit.id not in needed:
                continue
            if ledger.add((AREA, unit.id), f"unit:+{unit.id}", "责任单位名单", unit.name):
                seq = max((one.seq for one in self.units), default=0) + 1
                self.units.append(replace(unit, id=next(new_ids), seq=seq))
            else:
                self._refused.append(unit)

    def identity(self, name: str) -> Identity:
        """What a name stands for; equal for two names of one unit."""
        if name not in self._known:
            unit = match_unit(name, self.units)
            self._known[name] = unit.id if unit is not None else comparison_key(name)
            self._names.setdefault(self._known[name], name)
        return self._known[name]

    def named(self, names: Sequence[tuple[str, Role]]) -> Named:
        """Names with roles as identities, one a unit."""
        found: dict[Identity, Role] = {}
        for name, role in names:
            found.setdefault(self.identity(name), role)
        return tuple(found.items())

    def spoken(self, named: Named) -> list[tuple[str, Role]]:
        """Identities as names again."""
        return [(self._names[identity], role) for identity, role in named]

    def is_refused(self, name: str) -> bool:
        """Whether a name is that of a unit that was declined."""
        return match_unit(name, self._refused) is not None


def find_unit(unit: Unit, units: Sequence[Unit]) -> Unit | None:
    """The unit of a list that has one of the names of another."""
    names = (unit.name, unit.full_name, *unit.aliases)
    return next((found for name in names if name and (found := match_unit(name, units)) is not None), None)


def _newly_named(base: PlanContent | None, theirs: PlanContent) -> set[int]:
    """Units that hold more duties in the source than when it was last read."""
    counts: dict[str, int] = {}
    for content, sign in ((base, -1), (theirs, 1)):
        if content is not None:
            names = {unit.id: comparison_key(unit.name) for unit in content.units}
            for duty in content.duties:
                counts[names[duty.unit_id]] = counts.get(names[duty.unit_id], 0) + sign
    return {unit.id for unit in theirs.units if counts.get(comparison_key(unit.name), 0) > 0}
