"""One breach of a clause at one place, and what would mend it: the language between judges and the mender."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from domain.checks import Severity
from exporters.layout_check_placed import Placed


class Place(Enum):
    """What a problem is about."""

    FILE = "file"
    SECTION = "section"
    PARAGRAPH = "paragraph"
    TABLE = "table"


class Mend(StrEnum):
    """What a repair does. The target is a paragraph, a section or a table by its index, or the whole file."""

    FONT = "font"  # Chinese font of every run
    LATIN = "latin"  # font of figures and Latin letters
    SIZE = "size"  # half points
    BOLD = "bold"  # 1 or 0
    INK = "ink"  # black
    HINT = "hint"  # quotation marks in the Chinese font
    ALIGN = "align"
    INDENT = "indent"  # the attributes of w:ind as “name=value …”, all others removed
    LINE = "line"  # exact distance
    GAPS = "gaps"  # no space before and after
    NO_WIDOWS = "no_widows"
    OUTLINE = "outline"  # level from 1
    NEW_PAGE = "new_page"
    BLANK_BEFORE = "blank_before"
    SPLICE = "splice"  # “start:end:text” of the paragraph's own text
    PAPER = "paper"
    MARGIN = "margin"  # “top=2098”
    GRID = "grid"
    RUNS_ON = "runs_on"  # no numbering of its own
    NO_FIRST_PAGE = "no_first_page"
    STARTS_PAGE = "starts_page"  # the section begins on a new page
    MIRROR = "mirror"
    ODD_EVEN = "odd_even"
    NUMBER = "number"  # odd and even footers with their numbers
    TABLE_HEAD = "table_head"  # so many rows repeat
    WHOLE_ROWS = "whole_rows"
    RULES = "rules"


@dataclass(frozen=True)
class Repair:
    """One change to one place; see `Mend` for what the value means. Text before `start` and from `end` on (0: to
    the last) is left as it is."""

    mend: Mend
    target: int = 0
    value: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Problem:
    """A breach of a clause. `number` is its place from 1; problems that differ in the place only become one finding."""

    clause: str
    what: str
    actual: str
    wanted: str
    severity: Severity
    place: Place
    number: int = 0
    sample: str = ""
    repairs: tuple[Repair, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What problems of one finding have in common."""
        return self.clause, self.what, self.actual, self.wanted, self.severity, self.place, bool(self.repairs)


def in_paragraph(
    one: Placed,
    clause: str,
    what: str,
    actual: str = "",
    wanted: str = "",
    *repairs: Repair,
    severity: Severity = Severity.MUST,
) -> Problem:
    """A problem of a paragraph."""
    return Problem(clause, what, actual, wanted, severity, Place.PARAGRAPH, one.number, one.text, repairs)
