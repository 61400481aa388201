"""What an order became: which pieces of a list were moved, and where the new ones stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(before: Sequence[T], after: Sequence[T]) -> list[T]:
    """The pieces that were moved, as few as can be, in their new order; both lists hold the same pieces, each once."""
    places = {piece: place for place, piece in enumerate(before)}
    order = [places[piece] for piece in after]
    # The longest run that still rises has not moved (patience sorting).
    tails: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for index, place in enumerate(order):
        spot = bisect_left(tails, place)
        if spot == len(tails):
            tails.append(place)
            at.append(index)
        else:
            tails[spot], at[spot] = place, index
        previous.append(at[spot - 1] if spot else None)
    kept: set[int] = set()
    index_: int | None = at[-1] if at else None
    while index_ is not None:
        kept.add(index_)
        index_ = previous[index_]
    return [piece for index, piece in enumerate(after) if index not in kept]


def put_behind(pieces: list[T], piece: T, anchors: Sequence[T]) -> None:
    """Put a piece behind the last of the anchors that the list holds, else at its beginning, out of its old place."""
    if piece in pieces:
        pieces.remove(piece)
    anchor = next((one for one in reversed(anchors) if one in pieces), None)
    pieces.insert(0 if anchor is None else pieces.index(anchor) + 1, piece)
