"""Which names stand in which slot of a task's clauses, and whether the wording it arrived with still says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.duty_parts import ANY, DEADLINE
from domain.patterns import pattern
from domain.text import comparison_key
from domain.unit_names import MARKS, bare_name, is_marked, split_names, split_units
from domain.units import Role, Unit, match_unit

_MARK = pattern(f"[{re.escape(MARKS)}]+")


@dataclass
class _Slot:
    """A slot of a template: its roles, the wording it keeps (None: it has none), and the units that stand in it."""

    roles: tuple[Role, ...]
    written: str | None
    originals: list[str] = field(default_factory=list)
    spelled: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    repeats: bool = False


def lacking_names(
    holders: Sequence[Sequence[tuple[str, str]]], names: Mapping[Role, Sequence[str]], units: Sequence[Unit]
) -> dict[Role, list[str]]:
    """Units whose role no slot prints, by role."""
    flat = [holder for group in holders for holder in group]
    present = {role for roles, _ in flat for role in roles.split("+")}
    lacking = {role: list(held) for role, held in names.items() if held and role.value not in present}
    if lacking and ANY in present:
        resolve = _Resolver(names, units)
        repeated = {
            name for roles, written in flat if roles == ANY for name in _slot(roles, written, resolve).originals
        }
        lacking = {role: [name for name in held if name not in repeated] for role, held in lacking.items()}
    return lacking


def allot(
    holders: Sequence[Sequence[tuple[str, str]]], names: Mapping[Role, Sequence[str]], units: Sequence[Unit]
) -> list[list[str]]:
    """What each slot prints, template by template. A slot is (roles joined by +, its wording or empty)."""
    resolve = _Resolver(names, units)
    slots = [[_slot(roles, written, resolve) for roles, written in group] for group in holders]
    flat = [slot for group in slots for slot in group]
    repeated = {name for slot in flat if slot.repeats for name in slot.originals}
    for role in Role:
        held = [name for name in names.get(role, ()) if name not in repeated]
        _place_added(role, [slot for slot in flat if role in slot.roles and not slot.repeats], held)
    order = {unit.name: place for place, unit in enumerate(sorted(units, key=lambda unit: (unit.seq, unit.id)))}
    alone = {role: sum(role in slot.roles for slot in flat) == 1 for role in Role}
    return [[_print(slot, names, order, alone) for slot in group] for group in slots]


class _Resolver:
    """Finds the unit that a written name means among those that hold a duty."""

    def __init__(self, names: Mapping[Role, Sequence[str]], units: Sequence[Unit]) -> None:
        self._held = {comparison_key(name): name for held in names.values() for name in held}
        self._units = [unit for unit in units if comparison_key(unit.name) in self._held]

    def known(self, name: str) -> bool:
        """Whether a name is one of a unit that holds a duty."""
        return comparison_key(name) in self._held or match_unit(name, self._units) is not None

    def __call__(self, written: str) -> str:
        """The short name of the unit written so; what is written when it is none of the task's."""
        key = comparison_key(written)
        if key in self._held:
            return self._held[key]
        unit = match_unit(written, self._units)
        return unit.name if unit else written


def _slot(roles: str, written: str, resolve: _Resolver) -> _Slot:
    if roles == ANY:
        slot = _Slot(tuple(Role), written, repeats=True)
    else:
        slot = _Slot(tuple(Role(role) for role in roles.split("+")) if roles != DEADLINE else (), written or None)
    for name in split_units(re.sub("[；;]", "、", written), resolve.known) if written else ():
        short = resolve(name)
        slot.spelled.setdefault(short, name)
        if short not in slot.originals:
            slot.originals.append(short)
    return slot


def _place_added(role: Role, slots: Sequence[_Slot], held: Sequence[str]) -> None:
    """Give the units that no slot names to the slot that lost one, else to the last."""
    if not slots or any(slot.written is None for slot in slots):
        return
    placed = {name for slot in slots for name in slot.originals}
    lost = next(
        (slot for slot in slots if any(name not in held for name in slot.originals) and len(slot.roles) == 1), None
    )
    (lost or slots[-1]).added += [name for name in held if name not in placed]


def _print(
    slot: _Slot, names: Mapping[Role, Sequence[str]], order: Mapping[str, int], alone: Mapping[Role, bool]
) -> str:
    if not slot.roles:
        return ""
    held = {role: list(names.get(role, ())) for role in slot.roles}
    if slot.written is None:
        return "、".join(name for role in slot.roles for name in held[role])
    everyone = [name for role in slot.roles for name in held[role]]
    kept = [name for name in slot.originals if name in everyone]
    if slot.repeats:
        return slot.written if kept == slot.originals else "、".join(slot.spelled.get(name, name) for name in kept)
    if kept == slot.originals and not slot.added and _says_so(slot, held, alone):
        return slot.written
    if all(alone[role] for role in slot.roles) and not slot.added and len(kept) == len(everyone):
        listed = everyone  # put into another order
    else:
        listed = _insert(kept, slot.added, order)
    return _list(slot, listed, held)


def _says_so(slot: _Slot, held: Mapping[Role, list[str]], alone: Mapping[Role, bool]) -> bool:
    """Whether the wording names the units in the order of the duties, and the lead where it leads."""
    written = slot.written or ""
    if len(slot.roles) == 1:
        role = slot.roles[0]
        return not alone[role] or [name for name in held[role] if name in slot.originals] == slot.originals
    leads = held.get(Role.LEAD, [])
    marked = [bare_name(name) for name in split_names(written) if is_marked(name)]
    if marked:
        return [slot.spelled.get(name, name) for name in leads] == marked
    return leads == slot.originals[: len(leads)] and bool(leads)


def _insert(kept: Sequence[str], added: Sequence[str], order: Mapping[str, int]) -> list[str]:
    """Put names where office order has them: before the first that comes later."""
    listed = list(kept)
    last = len(order)
    for name in added:
        rank = order.get(name, last)
        place = next((index for index, other in enumerate(listed) if order.get(other, last) > rank), len(listed))
        listed.insert(place, name)
    return listed


def _list(slot: _Slot, listed: Sequence[str], held: Mapping[Role, list[str]]) -> str:
    """The names joined with 、, as the source spells them; a lead among others comes first, or keeps its mark."""
    if len(slot.roles) == 1:
        return "、".join(slot.spelled.get(name, name) for name in listed)
    leads = held.get(Role.LEAD, [])
    mark = _MARK.search(slot.written or "")
    sign = mark.group(0) if mark else ""
    in_order = [*(name for name in listed if name in leads), *(name for name in listed if name not in leads)]
    in_front = bool(mark and mark.start() == 0)
    shown = []
    for name in in_order:
        spelled = slot.spelled.get(name, name)
        shown.append((sign + spelled if in_front else spelled + sign) if name in leads else spelled)
    return "、".join(shown)
