"""What a Word file says of its own layout, resolved through its styles and free of any file format.

Lengths are twips, sizes half points, indents in characters hundredths of one, rules of tables eighths of a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

AUTO_COLOR = ""


@dataclass(frozen=True)
class TextLook:
    """How a run of text looks; `color` is RRGGBB, empty for the automatic one, `spacing` is added to a character.

    `hinted` tells that quotation marks and the like come out in the Chinese font.
    """

    east: str = ""
    latin: str = ""
    hinted: bool = False
    size: int = 20
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    color: str = AUTO_COLOR
    spacing: int = 0


@dataclass(frozen=True)
class RunFacts:
    """A run of text in one look. Runs that look alike are one."""

    text: str
    look: TextLook


class LineRule(StrEnum):
    """What the distance of lines means: parts of a line's own height (240 = one), at least so much, just so much."""

    AUTO = "auto"
    AT_LEAST = "atLeast"
    EXACT = "exact"


@dataclass(frozen=True)
class ParagraphLook:
    """How a paragraph is set. `first` and `first_chars` are negative for a hanging one; `outline` counts from 1, 0 for
    text; `rule_below` is the thickness of a rule under it and `rule_below_color` its colour.
    """

    style: str = ""
    alignment: str = ""
    left: int = 0
    right: int = 0
    first: int = 0
    left_chars: int = 0
    right_chars: int = 0
    first_chars: int = 0
    before: int = 0
    after: int = 0
    line: int = 240
    rule: LineRule = LineRule.AUTO
    outline: int = 0
    keeps_next: bool = False
    breaks_before: bool = False
    widow_control: bool = True
    snaps_to_grid: bool = True
    rule_below: int = 0
    rule_below_color: str = ""


@dataclass(frozen=True)
class ParagraphFacts:
    """A paragraph. `index` is its place among all paragraphs of the part, from 0; `section` that of its section.

    `label` is its automatic number, `mark` the look of the paragraph's end (all an empty one has), `drawings` how many
    pictures and shapes hang on it, `red_line` whether one of them is a red line and how wide; `breaks_inside` tells of
    a page break among its runs, `breaks_first` that it stands before any text.
    """

    index: int
    section: int
    text: str
    look: ParagraphLook
    runs: tuple[RunFacts, ...] = ()
    mark: TextLook = TextLook()
    label: str = ""
    drawings: int = 0
    red_line: int = 0
    breaks_inside: bool = False
    breaks_first: bool = False
    is_contents: bool = False
    right_tab: int = 0

    @property
    def full_text(self) -> str:
        """Number and text as a reader sees them."""
        return self.label + self.text


@dataclass(frozen=True)
class CellFacts:
    """A kind of cell of a table: all that look alike are one, `row` and `column` say where the first one stands.

    `longest` is the length of the longest text among them; `fill` a colour behind the text; `text` that of the first;
    `columns` are the columns in which they stand.
    """

    row: int
    column: int
    text: str
    look: TextLook
    paragraph: ParagraphLook
    count: int = 1
    longest: int = 0
    vertical: str = ""
    fill: str = ""
    columns: tuple[int, ...] = ()
    is_head: bool = False


@dataclass(frozen=True)
class ColumnFacts:
    """A column below the head: width, length of its longest text, whether every text is a number."""

    width: int
    longest: int = 0
    numeric: bool = False
    head: str = ""


@dataclass(frozen=True)
class TableFacts:
    """A table. `index` is its place among all tables of the part, `after` the index of the paragraph before it (-1:
    none); `head_rows` repeat on every page, `head_guess` are those that look like a head.

    `low_rows_split` are the rows, from 0, that a page break may part though they are low. `texts` are those
    of its first rows, for telling what it is. Rules by thickness: the thinnest of all four, that of top and bottom, and
    the thinnest inside.
    """

    index: int
    after: int
    section: int
    width: int
    rows: int
    head_rows: int = 0
    head_guess: int = 1
    low_rows_split: tuple[int, ...] = ()
    outer_rule: int = 0
    end_rule: int = 0
    inner_rule: int = 0
    columns: tuple[ColumnFacts, ...] = ()
    cells: tuple[CellFacts, ...] = ()
    texts: tuple[str, ...] = ()
    paragraphs: tuple[ParagraphFacts, ...] = ()
    floats: bool = False
    place_y: int = 0
    row_heights: tuple[int, ...] = ()
    has_pictures: bool = False


class NumberPlace(StrEnum):
    """Where a page number stands."""

    FOOTER = "footer"
    HEADER = "header"


@dataclass(frozen=True)
class NumberFacts:
    """A page number in a header or footer: its part and paragraph, the text around it with “#” in its place.

    `turned` tells of a cell or box whose text runs down the page, `floats` of any frame or box; `room_below` is the
    height of what stands below it in its footer, `is_alone` tells that its part holds no other text.
    """

    part: str
    index: int
    place: NumberPlace
    text: str
    look: TextLook
    paragraph: ParagraphLook
    number_look: TextLook
    turned: bool = False
    floats: bool = False
    side: str = ""
    room_below: int = 0
    box_x: int = 0
    is_alone: bool = True


@dataclass(frozen=True)
class SectionFacts:
    """A section. `number` belongs to odd (or all) pages, `even_number` to even ones; None where there is none.

    `starts_at` restarts the numbering (-1: goes on), `kind` is how it begins (nextPage …), `grid` the kind of its grid.
    """

    width: int
    height: int
    landscape: bool
    top: int
    right: int
    bottom: int
    left: int
    gutter: int = 0
    header: int = 0
    footer: int = 0
    kind: str = "nextPage"
    grid: str = ""
    line_pitch: int = 0
    char_space: int = 0
    starts_at: int = -1
    number_format: str = ""
    title_page: bool = False
    columns: int = 1
    number: NumberFacts | None = None
    even_number: NumberFacts | None = None
    first_number: NumberFacts | None = None


@dataclass(frozen=True)
class WordFacts:
    """A whole Word file. `digest` is the SHA-256 of the bytes it was read from, `main` the name of its text part.

    `normal` is the look of text without any style of its own.
    """

    name: str
    digest: str
    main: str
    sections: tuple[SectionFacts, ...]
    paragraphs: tuple[ParagraphFacts, ...]
    tables: tuple[TableFacts, ...] = ()
    normal: TextLook = TextLook()
    mirrored: bool = False
    odd_and_even: bool = False
    tracked_changes: bool = False
