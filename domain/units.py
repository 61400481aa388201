"""Units (责任单位) and their duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from domain.text import comparison_key
from domain.unit_names import split_level


class Role(StrEnum):
    """What a unit does for a task; the values are what the plan file and the JSON form hold."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True)
class Unit:
    """A unit in office order (`seq` from 1). `name` is the short form that texts use."""

    id: int
    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    seq: int = 0


@dataclass(frozen=True)
class Duty:
    """One unit's role for one task; `seq` is its place within the clause of that task."""

    task_id: int
    unit_id: int
    role: Role
    seq: int = 0
    id: int = 0


# Levels at which a plan means the same office with and without the place: 天津市科技局 is 市科技局.
_ONE_PLACE = ("省", "市", "自治区")
_LIKE = 0.5


def match_unit(name: str, units: Iterable[Unit]) -> Unit | None:
    """Find a unit by short name, full name or alias, whatever the widths and blanks; None if there is none.

    A city's or province's office is also found with or without the name of the place, when only one unit fits.
    """
    units = list(units)
    key = comparison_key(name)
    for unit in units:
        if key in _keys(unit):
            return unit
    place, level, core = split_level(key)
    if level not in _ONE_PLACE:
        return None
    fitting = []
    for unit in units:
        places = {one[0] for known in _keys(unit) if (one := split_level(known))[1:] == (level, core)}
        if places and place and places - {"", place}:
            return None  # the plan knows this office of another place
        if places:
            fitting.append(unit)
    return fitting[0] if len(fitting) == 1 else None


def _keys(unit: Unit) -> set[str]:
    return {comparison_key(known) for known in (unit.name, unit.full_name, *unit.aliases) if known}


def nearest_units(name: str, units: Iterable[Unit], limit: int = 3) -> list[Unit]:
    """The units whose names are most like a name, the likest first; none that are unlike it."""
    key = comparison_key(name)
    _, _, core = split_level(key)
    ranked = []
    for unit in units:
        best = max(_likeness(key, core, known) for known in _keys(unit) or {""})
        if best >= _LIKE:
            ranked.append((-best, unit.seq, unit.id, unit))
    return [unit for *_, unit in sorted(ranked, key=lambda one: one[:3])[:limit]]


def _likeness(key: str, core: str, known: str) -> float:
    other = split_level(known)[2]
    whole = SequenceMatcher(None, key, known, autojunk=False)
    if whole.real_quick_ratio() < _LIKE or not set(core) & set(other):
        return 0.0
    return max(whole.ratio() - 0.1, SequenceMatcher(None, core, other, autojunk=False).ratio())


def insert_duty(duties: Sequence[Duty], new: Duty, units: Sequence[Unit]) -> list[Duty]:
    """The duties of one task in clause order with a new one where office order has it, `seq` from 1.

    It comes before the first unit of its role that stands later in office order, else behind the last of its role.
    """
    ranks = _office_ranks(units)
    listed = sorted(duties, key=lambda duty: duty.seq)
    last = len(ranks)
    mine = [index for index, duty in enumerate(listed) if duty.role is new.role]
    rank = ranks.get(new.unit_id, last)
    later = (index for index in mine if ranks.get(listed[index].unit_id, last) > rank)
    listed.insert(next(later, mine[-1] + 1 if mine else len(listed)), new)
    return [replace(duty, seq=seq) for seq, duty in enumerate(listed, start=1)]


def _office_ranks(units: Sequence[Unit]) -> Mapping[int, int]:
    return {unit.id: rank for rank, unit in enumerate(sorted(units, key=lambda unit: (unit.seq, unit.id)))}


def duties_of(task_id: int, duties: Iterable[Duty]) -> list[Duty]:
    """The duties of one task in the order of its clause."""
    return sorted((duty for duty in duties if duty.task_id == task_id), key=lambda duty: duty.seq)


def unit_names(task_id: int, role: Role, duties: Iterable[Duty], units: Sequence[Unit]) -> list[str]:
    """Short names of the units that hold `role` for a task, in the order of its clause."""
    wanted = [duty.unit_id for duty in duties_of(task_id, duties) if duty.role is role]
    names = {unit.id: unit.name for unit in units if unit.id in wanted} if wanted else {}
    return [names[unit_id] for unit_id in wanted]
