"""How a file is to be read, and what became of each piece of it: the two sides of a preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Revisions(StrEnum):
    """How tracked changes are taken: as if accepted, or as if never made."""

    ACCEPTED = "accepted"
    ORIGINAL = "original"


@dataclass(frozen=True)
class ReadingChoices:
    """What the officer decided: tracked changes, and an option key for each doubtful place by its question id.

    Ids come from `Finding.question`; an id that the file does not raise is passed over.
    """

    revisions: Revisions = Revisions.ACCEPTED
    picks: Mapping[str, str] = field(default_factory=dict)

    def pick(self, question: str, assumed: str) -> str:
        """The option chosen for a question, else the one the reader assumes."""
        return self.picks.get(question, assumed)


class Fate(StrEnum):
    """What a piece of a source became."""

    TITLE = "title"
    FIELD = "field"  # a field of the plan: stage, document number, signature, date
    HEADING = "heading"
    TEXT = "text"
    TABLE = "table"
    REMARK = "remark"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class SourcePiece:
    """A paragraph or a table of a source, in its order.

    `line` is its place in the source from 1. A table has `rows` (its printed cells, merged ones filled) and no
    `text`. `target` says in Chinese what it became (“一级标题”, “附表1”, “目录，不收入”); `level` is that of a heading.
    """

    line: int
    text: str
    fate: Fate
    target: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
