"""Which piece of an older text is which piece of a newer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.text import comparison_key

# Below this share of common characters two pieces are two things, not one that was reworded.
SIMILAR = 0.6


def align(
    left: Sequence[str],
    right: Sequence[str],
    bodies: tuple[Sequence[str], Sequence[str]] | None = None,
) -> list[tuple[int | None, int | None]]:
    """Pair the pieces of two sequences, in the order of the right one, what is left only before what follows it.

    First pieces that read alike (widths and blanks aside), then, between those, pieces that are similar: in
    `bodies` where these are given (short names say too little), else in themselves. Every index of both sides
    comes exactly once.
    """
    left_keys = [comparison_key(text) for text in left]
    right_keys = [comparison_key(text) for text in right]
    if bodies is None:
        left_bodies, right_bodies = left_keys, right_keys
    else:
        left_bodies, right_bodies = ([comparison_key(text) for text in side] for side in bodies)
    pairs: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(None, left_keys, right_keys, autojunk=False)
    for tag, left_start, left_end, right_start, right_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(left_start, left_end), range(right_start, right_end), strict=True)
        else:
            pairs += _pair_similar(
                left_bodies, range(left_start, left_end), right_bodies, range(right_start, right_end)
            )
    return pairs


def _pair_similar(
    left: Sequence[str], left_range: range, right: Sequence[str], right_range: range
) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    waiting = list(left_range)
    for there in right_range:
        best = max(waiting, key=lambda here: similarity(left[here], right[there]), default=None)
        if best is None or similarity(left[best], right[there]) < SIMILAR:
            pairs.append((None, there))
            continue
        # Order is kept: what stands before the match and was not matched is gone.
        passed = waiting.index(best)
        pairs += [(here, None) for here in waiting[:passed]]
        pairs.append((best, there))
        waiting = waiting[passed + 1 :]
    return pairs + [(here, None) for here in waiting]


def similarity(left: str, right: str) -> float:
    """Share of characters two texts have in common, 0–1; only the first 400 of each are looked at."""
    left, right = left[:400], right[:400]
    if left == right:
        return 1.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < SIMILAR or matcher.quick_ratio() < SIMILAR:
        return 0.0
    return matcher.ratio()


@dataclass(frozen=True)
class Triple:
    """One piece in three states, by its index in each; None where a state does not have it."""

    base: int | None
    ours: int | None
    theirs: int | None


def align_three(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    bodies: tuple[Sequence[str], Sequence[str], Sequence[str]] | None = None,
) -> list[Triple]:
    """Which pieces of three states of one sequence are the same, in the order they stand together.

    Between two pieces that both sides have, ours come before theirs. Two that are not similar any more are one piece
    when both come from the same piece of the base. What only the base has is left out. `bodies` are as in `align`,
    in the order of the three.
    """
    parts = bodies or (base, ours, theirs)
    former = _matches(align(base, theirs, (parts[0], parts[2])) if bodies else align(base, theirs))
    held = _matches(align(base, ours, (parts[0], parts[1])) if bodies else align(base, ours))
    pairs = align(ours, theirs, (parts[1], parts[2])) if bodies else align(ours, theirs)
    taken = set(former.values())
    triples: list[Triple] = []
    for here, there in _through_base(pairs, held, former):
        before = former.get(there) if there is not None else None
        if before is None and here is not None and held.get(here) not in taken:
            before = held.get(here)
        triples.append(Triple(before, here, there))
    return triples


def _matches(pairs: Sequence[tuple[int | None, int | None]]) -> dict[int, int]:
    return {right: left for left, right in pairs if left is not None and right is not None}


def _through_base(
    pairs: Sequence[tuple[int | None, int | None]], held: Mapping[int, int], former: Mapping[int, int]
) -> list[tuple[int | None, int | None]]:
    """The pairs with ours before theirs in every gap, and those put together that the base knows as one."""
    result: list[tuple[int | None, int | None]] = []
    mine: list[int] = []
    other: list[int] = []

    def close_gap() -> None:
        for there in other:
            before = former.get(there)
            found = next((here for here in mine if before is not None and held.get(here) == before), None)
            if found is None:
                waiting.append(there)
                continue
            place = mine.index(found)
            result.extend((here, None) for here in mine[:place])
            result.extend((None, one) for one in waiting)
            result.append((found, there))
            waiting.clear()
            del mine[: place + 1]
        result.extend((here, None) for here in mine)
        result.extend((None, one) for one in waiting)
        for listed in (mine, other, waiting):
            listed.clear()

    waiting: list[int] = []
    for here, there in pairs:
        if here is not None and there is not None:
            close_gap()
            result.append((here, there))
        elif here is not None:
            mine.append(here)
        elif there is not None:
            other.append(there)
    close_gap()
    return result
