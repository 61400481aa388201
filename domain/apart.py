"""The code under which a plan remembers that two names which look like one are two."""

from __future__ import annotations

from collections.abc import Iterable

from domain.checks import MutedRule
from domain.text import comparison_key

_PREFIX = "apart"


def pair_code(kind: str, first: str, second: str) -> str:
    """The code of a pair in either order; it holds names, so that another plan understands it, too."""
    return "/".join((_PREFIX, kind, *sorted((comparison_key(first), comparison_key(second)))))


def is_pair_code(code: str) -> bool:
    """Whether a code among the muted rules is that of a pair, and no rule."""
    return code.startswith(f"{_PREFIX}/")


def known_pairs(muted: Iterable[MutedRule]) -> frozenset[str]:
    """The codes of all pairs that were said to be two."""
    return frozenset(one.code for one in muted if is_pair_code(one.code))
