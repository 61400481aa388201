"""A file of ours that comes back: what it says, piece by piece, under the hidden keys it left with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Kinds of keys: a letter and an id of the plan file.
HEADING, PARAGRAPH, CLAUSE, TABLE, COLUMN, ROW, TASK_ROW = "h", "p", "v", "t", "c", "r", "k"
TABLE_TITLE, UNIT_LINE, NOTE = "s", "u", "n"
TITLE, MARK, ADDRESSEES, DERIVED = "title", "mark", "to", "x"
TASK_TABLE = "k"
BOOKMARK = "_fg_"  # before a key in the name of a bookmark
SHEET = "_fg:"  # before the key of a table, in the corner of a hidden row and a hidden column
# Names of hidden properties.
DOCUMENT, REVISION, MOMENT, PART, BLANK, WORD = (
    "FanganDocument",
    "FanganRevision",
    "FanganMoment",
    "FanganPart",
    "FanganBlank",
    "FanganAppendixWord",
)


@dataclass(frozen=True)
class Origin:
    """Which state of which document a snapshot is: `moment` is a mark that the plan file itself understands."""

    document_id: str
    revision: int
    moment: str = ""


def key_of(kind: str, first: int, *more: int) -> str:
    """A key: its kind and the ids it names."""
    return "_".join((f"{kind}{first}", *map(str, more)))


def ids_of(kind: str, key: str) -> tuple[int, ...]:
    """The ids that a key of a kind names; none when it is of another kind."""
    rest = key[len(kind) :].split("_")
    if not key.startswith(kind) or not all(one.isdecimal() and len(one) < 16 for one in rest):
        return ()
    return tuple(int(one) for one in rest)


@dataclass(frozen=True)
class ReturnedText:
    """A paragraph; `key` is empty for one we did not write, `level` that of a heading by its style, from 1, else 0.

    `by` names the authors of tracked changes in it. Paragraphs stand in the order of the file.
    """

    key: str
    text: str
    line: int = 0
    level: int = 0
    by: str = ""


@dataclass(frozen=True)
class ReturnedRow:
    """A row: its texts by place, `covered` the places that a merged cell reaches over.

    `by` names for every place the authors of tracked changes, and is empty where there are none.
    """

    key: str
    cells: tuple[str, ...]
    covered: frozenset[int] = frozenset()
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnedTable:
    """A table: for every place from the left the key of its column and its header from the top down."""

    key: str
    columns: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    rows: tuple[ReturnedRow, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class ReturnedRemark:
    """A comment on the piece under `key`, or in the row under it at a place from the left."""

    text: str
    quote: str = ""
    author: str = ""
    made_at: str = ""
    key: str = ""
    place: int = -1


@dataclass(frozen=True)
class ReturnedFile:
    """What a file of ours says now, and its hidden properties.

    `gone_by` tells who took out, by a tracked change, the piece under a key; `strange` counts tables that are not ours.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[ReturnedText, ...] = ()
    tables: tuple[ReturnedTable, ...] = ()
    remarks: tuple[ReturnedRemark, ...] = ()
    gone_by: Mapping[str, str] = field(default_factory=dict)
    strange: int = 0

    @property
    def origin(self) -> Origin:
        """Which state of which document it was made from."""
        revision = self.properties.get(REVISION, "")
        number = int(revision) if revision.isdecimal() and len(revision) < 16 else 0
        return Origin(self.properties.get(DOCUMENT, ""), number, self.properties.get(MOMENT, ""))
