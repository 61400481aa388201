"""Versions (版本): states of the plan that were given a name, to be compared with later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanVersion:
    """A named state; what the plan said then is loaded when it is wanted. `at` is ISO 8601."""

    id: int
    name: str
    at: str
    who: str = ""
