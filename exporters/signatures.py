"""Where 署名, date and the red name stand (GB/T 9704 7.2.4, 7.3.5): the figures every writer shares."""

from __future__ import annotations

from collections.abc import Iterator

from exporters import page
from exporters.blocks import Signature
from exporters.page import Layout, Pt

_AUTHORITY_MOST = Pt(62)  # practice: no larger than the 22 mm that older standards allowed
_RIGHT = 2.0  # 字, 7.3.5.2
_DATE_FURTHER = 2.0
_SEALED_RIGHT = 4.0  # 7.3.5.1


def signature_places(one: Signature) -> Iterator[tuple[str, float]]:
    """Each line of a signature with the characters left blank at its right."""
    day = _chars(one.date)
    for name in one.names:
        own = _chars(name)
        if one.sealed:
            yield name, max(_SEALED_RIGHT + (day - own) / 2, 0.0)
        else:
            # A date longer than the name keeps its two blanks and pushes the name on.
            yield name, _RIGHT if own >= day else _RIGHT + _DATE_FURTHER + day - own
    if one.date:
        last = _chars(one.names[-1]) if one.names else 0.0
        plain = last - day if last >= day else _RIGHT
        yield one.date, _SEALED_RIGHT if one.sealed else plain


def authority_size(layout: Layout, authority: str) -> Pt:
    """Size of the red name: as large as one line allows, in half points."""
    size = min(_AUTHORITY_MOST, page.to_points(layout.frame_mm(False)) / max(len(authority), 1))
    return Pt(int(size * 2) / 2)


def _chars(text: str) -> float:
    """Width in characters; figures of the Latin font take half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
