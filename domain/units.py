"""Units (责任单位) and their duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.text import comparison_key


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


def match_unit(name: str, units: Iterable[Unit]) -> Unit | None:
    """Find a unit by short name, full name or alias, whatever the widths and blanks; None if there is none."""
    key = comparison_key(name)
    for unit in units:
        if key in {comparison_key(known) for known in (unit.name, unit.full_name, *unit.aliases) if known}:
            return unit
    return None


def duties_of(task_id: int, duties: Iterable[Duty]) -> list[Duty]:
    """The duties of one task in the order of its clause."""
    return sorted((duty for duty in duties if duty.task_id == task_id), key=lambda duty: duty.seq)


def unit_names(task_id: int, role: Role, duties: Iterable[Duty], units: Sequence[Unit]) -> list[str]:
    """Short names of the units that hold `role` for a task, in the order of its clause."""
    names = {unit.id: unit.name for unit in units}
    return [names[duty.unit_id] for duty in duties_of(task_id, duties) if duty.role is role]
