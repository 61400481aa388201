"""Two texts as runs of characters: what stayed, what went, what came."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_LONGEST = 4000  # characters; beyond, a text is shown as replaced whole
_ISLAND = 2  # common characters between two changes that are no help to a reader


class RunKind(StrEnum):
    """What became of a run of characters."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Run:
    """Characters that were dealt with alike."""

    kind: RunKind
    text: str


def text_runs(before: str, after: str) -> tuple[Run, ...]:
    """The runs of a change in reading order, what went before what came in its place.

    Joined without the inserted ones they are `before`, without the deleted ones `after`.
    """
    if before == after:
        return (Run(RunKind.KEPT, after),) if after else ()
    if not before or not after or len(before) + len(after) > 2 * _LONGEST:
        return _pair(before, after)
    runs: list[Run] = []
    lost = came = ""
    for tag, left, left_end, right, right_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        kept = before[left:left_end] if tag == "equal" else ""
        is_island = bool(kept) and (lost or came) and len(kept) < _ISLAND and left_end < len(before)
        if kept and not is_island:
            runs += [*_pair(lost, came), Run(RunKind.KEPT, kept)]
            lost = came = ""
        else:
            lost += before[left:left_end]
            came += after[right:right_end]
    return tuple(runs) + _pair(lost, came)


def _pair(lost: str, came: str) -> tuple[Run, ...]:
    return tuple(Run(kind, text) for kind, text in ((RunKind.DELETED, lost), (RunKind.INSERTED, came)) if text)
