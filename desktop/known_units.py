"""The units most cities have, to be offered while a name is typed. They enter a plan only when somebody picks them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache

from domain.units import Unit, match_unit
from resources import resource


@cache
def known_units() -> tuple[Unit, ...]:
    """The shipped list, in office order, with full names and aliases."""
    listed = tomllib.loads(resource("units/default.toml").read_text(encoding="utf-8"))["unit"]
    return tuple(
        Unit(seq, one["name"], one.get("full_name", ""), tuple(one.get("aliases", ())), seq)
        for seq, one in enumerate(listed, start=1)
    )


def offered_names(units: Iterable[Unit]) -> list[str]:
    """The plan's own units first, then the shipped ones it does not have under any name."""
    own = list(units)
    missing = [
        unit.name
        for unit in known_units()
        if not any(match_unit(name, own) for name in (unit.name, unit.full_name, *unit.aliases))
    ]
    return [unit.name for unit in own] + missing
