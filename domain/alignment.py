"""Which piece of an older text is which piece of a newer one."""

from __future__ import annotations

from collections.abc import Sequence
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
