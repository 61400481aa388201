"""Which number style stands above which: the official order, unless the document plainly nests them otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.numbering import NumberLabel, NumberStyle

OFFICIAL_RANKS: Mapping[NumberStyle, int] = {style: rank for rank, style in enumerate(NumberStyle, start=1)}
# Numbers of these never stand in front of a list.
STRUCTURAL = frozenset(
    {NumberStyle.BOOK, NumberStyle.VOLUME, NumberStyle.PART, NumberStyle.CHAPTER, NumberStyle.SECTION}
)


def is_high(style: NumberStyle) -> bool:
    """Whether a number style is one of headings first of all, and seldom one of lists."""
    return OFFICIAL_RANKS[style] <= OFFICIAL_RANKS[NumberStyle.HAN_PAREN]


def rank_styles(labels: Iterable[NumberLabel]) -> dict[NumberStyle, int]:
    """Ranks from 1 (highest) for every style, by the labels of a document in reading order.

    A style stands above another where the other begins at 1 again between two of its neighbouring numbers:
    A. 1. 2. B. puts A. above 1., against the official order.
    """
    seen: Counter[tuple[NumberStyle, NumberStyle]] = Counter()
    last: dict[NumberStyle, int] = {}
    begun: dict[NumberStyle, set[NumberStyle]] = {style: set() for style in NumberStyle}
    for label in labels:
        style = label.style
        if last.get(style, 0) + 1 == label.value and label.value > 1:
            seen.update((style, below) for below in begun[style])
        begun[style].clear()
        last[style] = label.value
        if label.value == 1:
            for other, started in begun.items():
                if other is not style and other in last:
                    started.add(style)
    order = list(NumberStyle)
    for above, below in [pair for pair in seen if OFFICIAL_RANKS[pair[0]] > OFFICIAL_RANKS[pair[1]]]:
        if seen[above, below] > seen[below, above] and order.index(above) > order.index(below):
            order.remove(above)
            order.insert(order.index(below), above)
    return {style: rank for rank, style in enumerate(order, start=1)}
