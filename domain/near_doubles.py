"""Texts that say nearly the same, side by side, for a person to decide which is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from domain.text import comparison_key

NEAR = 0.8  # share of common characters
_SHARED = 0.55  # share of common pairs of neighbouring characters, which is quick to reckon


@dataclass(frozen=True)
class NearDouble:
    """Two texts by their keys, and how alike they are (0–1)."""

    first: str
    second: str
    likeness: float


def find_near_doubles(texts: Sequence[tuple[str, str]]) -> list[NearDouble]:
    """Pairs of (key, text) that are nearly the same, the likest first; each text pairs with those before it."""
    folded = [comparison_key(text) for _, text in texts]
    pairs = [frozenset(pairwise(text)) for text in folded]
    found = []
    for place, text in enumerate(folded):
        for before in range(place):
            small, large = sorted((len(pairs[place]), len(pairs[before])))
            if not small or small / large < _SHARED:
                continue
            shared = len(pairs[place] & pairs[before])
            if shared / large < _SHARED:
                continue
            likeness = SequenceMatcher(None, folded[before], text, autojunk=False).ratio()
            if likeness >= NEAR:
                found.append(NearDouble(texts[before][0], texts[place][0], round(likeness, 3)))
    return sorted(found, key=lambda one: -one.likeness)
