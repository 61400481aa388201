"""Versions (版本): states of the plan that were given a name, to be compared with later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PlanVersion:
    """A named state; what the plan said then is loaded when it is wanted. `at` is ISO 8601."""

    id: int
    name: str
    at: str
    who: str = ""


def suggest_name(mark: str, taken: Iterable[str]) -> str:
    """The next name under the plan's mark: 征求意见稿 1, 征求意见稿 2 …; 草稿 1 where it has none."""
    stem = mark or "草稿"
    pattern = re.compile(rf"{re.escape(stem)}\s*(\d{{1,6}})?")
    numbers = [int(match[1] or 1) for name in taken if (match := pattern.fullmatch(name))]
    return f"{stem} {max(numbers, default=0) + 1}"
