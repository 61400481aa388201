"""Choosing the units of tasks: what is on offer, what fits what is typed, what a visit of the picker comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.pinyin import match
from domain.text import comparison_key
from domain.units import Role, Unit, match_unit

RoleNames = Mapping[Role, Sequence[str]]
Span = tuple[int, int]

_STRANGER_COST = 4000  # the plan's own units first, but for one that others fit far better
_ALIAS_COST = 200  # a name that fits nearly as well comes before another name of a unit


@dataclass(frozen=True)
class UnitWish:
    """A unit that is to have a role, or none; a name nobody knows becomes a unit of the plan."""

    name: str
    role: Role | None


@dataclass(frozen=True)
class UnitChoice:
    """A unit on offer; `id` is 0 where the plan does not have it yet, `words` are its other names."""

    name: str
    id: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class FittingChoice:
    """A choice that fits what is typed: `spans` of its name, or the other name (`alias`) by which it was found."""

    choice: UnitChoice
    spans: tuple[Span, ...] = ()
    alias: str = ""


def unit_choices(units: Iterable[Unit], known: Iterable[Unit]) -> tuple[UnitChoice, ...]:
    """The plan's units in office order, then those of a list that the plan does not have under any name."""
    return _choices(tuple(units), tuple(known))


@lru_cache(maxsize=4)
def _choices(units: tuple[Unit, ...], known: tuple[Unit, ...]) -> tuple[UnitChoice, ...]:
    own = sorted(units, key=lambda unit: (unit.seq, unit.id))
    missing = [
        unit for unit in known if not any(match_unit(name, own) for name in (unit.name, unit.full_name, *unit.aliases))
    ]
    return tuple(
        UnitChoice(unit.name, unit_id, tuple(word for word in (unit.full_name, *unit.aliases) if word))
        for unit_id, unit in [*((unit.id, unit) for unit in own), *((0, unit) for unit in missing)]
    )


def fitting_choices(query: str, choices: Sequence[UnitChoice]) -> tuple[FittingChoice, ...]:
    """The choices that fit, the best first, the plan's own before others as good; all of them when nothing is typed."""
    if not query.strip():
        return tuple(map(FittingChoice, choices))
    found = []
    for place, choice in enumerate(choices):
        best = _best(query, choice)
        if best is not None:
            found.append((best[0] + (0 if choice.id else _STRANGER_COST), place, best[1]))
    return tuple(fitting for *_, fitting in sorted(found, key=lambda one: one[:2]))


def _best(query: str, choice: UnitChoice) -> tuple[int, FittingChoice] | None:
    own = match(query, choice.name)
    if own is not None:
        return own.score, FittingChoice(choice, own.spans)
    others = [(met.score, word) for word in choice.words if (met := match(query, word)) is not None]
    if not others:
        return None
    score, word = min(others)
    return score + _ALIAS_COST, FittingChoice(choice, alias=word)


def named_choice(name: str, choices: Iterable[UnitChoice]) -> UnitChoice | None:
    """The choice that has exactly this name, widths and blanks apart."""
    key = comparison_key(name)
    return next((one for one in choices if key in map(comparison_key, (one.name, *one.words))), None)


def wished_names(names: RoleNames, wishes: Iterable[UnitWish]) -> dict[Role, list[str]]:
    """Names by role after the wishes: a unit that keeps its role keeps its place, one that gets another comes last."""
    result = {role: list(names.get(role, ())) for role in Role}
    for wish in wishes:
        if wish.role is not None and wish.name in result[wish.role]:
            continue
        for held in result.values():
            if wish.name in held:
                held.remove(wish.name)
        if wish.role is not None:
            result[wish.role].append(wish.name)
    return result
