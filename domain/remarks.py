"""Remarks (批注): what people wrote beside the text of a plan, and what a source said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """What a remark is; the values are what the plan file and the JSON form hold."""

    COMMENT = "comment"
    INSERTION = "insertion"  # text that a tracked change put in
    DELETION = "deletion"  # text that a tracked change took out
    FOOTNOTE = "footnote"
    HIDDEN = "hidden"  # text that the source hides


@dataclass(frozen=True)
class Remark:
    """A remark on a heading with its paragraphs, or on a cell of an appendix table.

    `node_id` None and `row_id` None: on the plan as a whole, its title or preamble. `column` is the key of the cell's
    column. `quote` is the text remarked on, `text` what is said; `made_at` is ISO 8601 or empty. `author` is the name
    as the source gives it; `is_settled` puts a remark away that has been dealt with.
    """

    id: int
    kind: RemarkKind
    text: str
    quote: str = ""
    author: str = ""
    made_at: str = ""
    node_id: int | None = None
    row_id: int | None = None
    column: str = ""
    is_settled: bool = False
