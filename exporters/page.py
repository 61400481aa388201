"""What the figures of a layout come to: lengths, pitches, papers. The one place that computes them.

Numbers behind a name are clauses of GB/T 9704-2012; “practice” marks what the standard leaves open. What an office may
set is in `exporters.profile`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

from exporters.profile import STANDARD, Face, LayoutProfile, SidePageNumber

Mm = NewType("Mm", float)
Pt = NewType("Pt", float)
Twips = NewType("Twips", int)

MM_PER_INCH = 25.4


def to_twips(length: Mm) -> Twips:
    """Millimetres → twentieths of a point."""
    return Twips(round(length * 1440 / MM_PER_INCH))


def pt_to_twips(size: Pt) -> Twips:
    """Points → twentieths of a point."""
    return Twips(round(size * 20))


def half_points(size: Pt) -> int:
    """Points → half points, the unit of w:sz."""
    return round(size * 2)


def to_points(length: Mm) -> Pt:
    """Millimetres → points."""
    return Pt(length * 72 / MM_PER_INCH)


def to_mm(size: Pt) -> Mm:
    """Points → millimetres."""
    return Mm(size * MM_PER_INCH / 72)


def inches(length: Mm) -> float:
    """Millimetres → inches, the unit of Excel's margins."""
    return round(length / MM_PER_INCH, 4)


# Paper (5.1)
A4_SHORT = Mm(210)
A4_LONG = Mm(297)

FIRST_LINE_CHARS = 200  # 左空二字 in hundredths, 7.3.3
GAP_BELOW_TITLE = Pt(10)  # practice: between a title and its table
DENSE_COLUMNS = 8  # practice: from here on headers are set smaller
WIDE_COLUMNS = 7  # practice: from here on a table lies across
# What stands for the character grid where it cannot be used is given to every 3号 character in quarter points.
_SPACING_STEP = 5
# 附件说明 (7.3.4): “附件：” takes 3 characters, “1.” three quarters of one.
NOTE_INDENT_CHARS = 200
NOTE_WORD_CHARS = 300
NOTE_NUMBER_CHARS = 75

# Page number (7.5, 8)
PAGE_NUMBER_PREFIX = "— "
PAGE_NUMBER_SUFFIX = " —"
HEADER_DISTANCE = Mm(15)
# Word sets a footer by its lower edge; the dash of the number stands this much above it at 4号, measured.
_DASH_ABOVE_FOOTER = Mm(2.6)
# A turned number: how far its frame begins outside the dash, and what it needs beside the line; measured.
_SIDE_NUMBER_OUT = 181
_SIDE_NUMBER_SPARE = 37

# Tables (practice)
CELL_MARGIN_SIDE = Mm(1.4)
CELL_MARGIN_SIDE_DENSE = Mm(0.7)
CELL_MARGIN_SIDE_NARROW = Mm(0.6)
CELL_MARGIN_END = Mm(0.8)
ROW_HEIGHT_LEAST = Mm(9)
ROW_HEIGHT_LEAST_SIGNS = Mm(7)  # rows that hold signs, as a matrix does
KEEP_ROWS_SHARE = 0.5  # rows of one task stay on one page up to this share of it
SPLIT_ROW_OVER_TIGHT = Mm(40)  # where it saves a nearly empty page
ROTATED_HEAD_LEAST = Mm(22)
ROTATED_HEAD_MOST = Mm(52)
MATRIX_UNIT_WIDTH = Mm(10.5)
MATRIX_TASK_WIDTH_LEAST = Mm(46)
MATRIX_TASK_WIDTH_MOST = Mm(64)


@dataclass(frozen=True)
class Paper:
    """A page: sheet, margins and frame in twips."""

    landscape: bool
    width: Twips
    height: Twips
    top: Twips
    right: Twips
    bottom: Twips
    left: Twips

    @property
    def frame_width(self) -> Twips:
        """Width of the 版心."""
        return Twips(self.width - self.left - self.right)

    @property
    def frame_height(self) -> Twips:
        """Height of the 版心."""
        return Twips(self.height - self.top - self.bottom)


class Layout:
    """A profile with everything that follows from it."""

    def __init__(self, profile: LayoutProfile = STANDARD) -> None:
        self.profile = profile

    def font(self, face: Face) -> str:
        """The name of a font by its use."""
        name: str = getattr(self.profile.fonts, face.value)
        return name

    @property
    def latin_font(self) -> str:
        """The font of Latin letters and figures."""
        return self.profile.fonts.latin

    @property
    def size_title(self) -> Pt:
        """2号, 7.3.1."""
        return Pt(self.profile.sizes.title)

    @property
    def size_body(self) -> Pt:
        """3号, 5.2.2."""
        return Pt(self.profile.sizes.body)

    @property
    def size_page_number(self) -> Pt:
        """4号, 7.5."""
        return Pt(self.profile.sizes.page_number)

    @property
    def size_imprint(self) -> Pt:
        """4号, 7.4."""
        return Pt(self.profile.sizes.imprint)

    @property
    def line_title(self) -> Pt:
        """Distance of title lines, practice."""
        return Pt(self.profile.sizes.title_line)

    @property
    def sizes_table_body(self) -> tuple[Pt, ...]:
        """The three sizes of cells from the largest down."""
        tables = self.profile.tables
        sizes = (tables.body_size, tables.body_size_small, tables.body_size_least)
        return tuple(Pt(size) for size in sorted(sizes, reverse=True))

    def size_table_head(self, columns: int) -> Pt:
        """Size of headers in a table of so many columns."""
        tables = self.profile.tables
        return Pt(tables.head_size_dense if columns >= DENSE_COLUMNS else tables.head_size)

    @property
    def split_row_over(self) -> Mm:
        """A row higher than this may part over a page break."""
        return Mm(self.profile.tables.split_rows_over)

    @cached_property
    def portrait(self) -> Paper:
        """The upright page."""
        figures = self.profile.page
        width, height = to_twips(A4_SHORT), to_twips(A4_LONG)
        top, left = to_twips(Mm(figures.top)), to_twips(Mm(figures.binding))
        right = Twips(width - left - to_twips(Mm(figures.frame_width)))
        return Paper(False, width, height, top, right, Twips(height - top - to_twips(Mm(figures.frame_height))), left)

    @cached_property
    def landscape(self) -> Paper:
        """The page that lies across, its frame turned and centred.

        Turned strictly it would come out wrong on even pages: mirrored margins push it the other way.
        """
        width, height = to_twips(A4_LONG), to_twips(A4_SHORT)
        side = Twips((width - to_twips(Mm(self.profile.page.frame_height))) // 2)
        end = Twips((height - to_twips(Mm(self.profile.page.frame_width))) // 2)
        return Paper(True, width, height, end, side, end, side)

    def paper(self, landscape: bool) -> Paper:
        """The page that lies across, or the upright one."""
        return self.landscape if landscape else self.portrait

    def frame_mm(self, landscape: bool) -> Mm:
        """Width of the 版心 in millimetres."""
        return Mm(self.profile.page.frame_height if landscape else self.profile.page.frame_width)

    @cached_property
    def line_pitch(self) -> Twips:
        """Distance of body lines: so many fill the frame (5.2.2)."""
        return Twips(to_twips(Mm(self.profile.page.frame_height)) // self.profile.page.lines)

    @cached_property
    def char_space(self) -> int:
        """Pitch of a character less its size, in 1/4096 pt, the narrower so that all fit (ECMA-376 17.6.5)."""
        pitch = to_twips(Mm(self.profile.page.frame_width)) / self.profile.page.chars / 20
        return math.floor((pitch - self.size_body) * 4096)

    @cached_property
    def char_spacing_plain(self) -> Twips:
        """The same in quarter points for every character, where a character grid cannot be used."""
        return Twips(math.floor(self.char_space / 4096 * 20 / _SPACING_STEP) * _SPACING_STEP)

    @cached_property
    def first_line_indent(self) -> Twips:
        """左空二字, 7.3.3."""
        return Twips(2 * to_twips(Mm(self.profile.page.frame_width)) // self.profile.page.chars)

    def title_chars(self, landscape: bool) -> int:
        """Title characters that fit on a line."""
        return int(self.frame_mm(landscape) / to_mm(self.size_title))

    @cached_property
    def footer_distance(self) -> Twips:
        """Lower edge of the footer above the edge of the sheet; puts the dash below the frame as 7.5 asks."""
        figures = self.profile.page
        dash = figures.top + figures.frame_height + figures.dash_below
        return to_twips(Mm(A4_LONG - dash - _DASH_ABOVE_FOOTER))

    def footer_distance_of(self, paper: Paper) -> Twips:
        """The same for a page; one that lies across with its number in the footer has its frame end elsewhere."""
        if not paper.landscape or self.has_side_number:
            return self.footer_distance
        above = to_twips(Mm(self.profile.page.dash_below + _DASH_ABOVE_FOOTER))
        return Twips(max(paper.bottom - above, 0))

    @property
    def page_number_indent(self) -> Twips:
        """空一字 of the number's own size."""
        return pt_to_twips(self.size_page_number)

    @property
    def has_side_number(self) -> bool:
        """Whether landscape pages have their number turned at the left edge (clause 8)."""
        return self.profile.page.side_number is SidePageNumber.SIDE

    @cached_property
    def side_number_x(self) -> Twips:
        """Where the turned frame of a landscape page's number begins: its dash stands as far out as in a footer."""
        return Twips(self.landscape.left - to_twips(Mm(self.profile.page.dash_below)) - _SIDE_NUMBER_OUT)

    @property
    def side_number_width(self) -> Twips:
        """Width of that frame: a line of the number."""
        return Twips(self.page_number_indent + _SIDE_NUMBER_SPARE)

    def rule_eighths(self, *, outer: bool = False) -> int:
        """Thickness of table rules in 1/8 pt, the unit of w:sz."""
        tables = self.profile.tables
        return round((tables.outer_rule if outer else tables.rule) * 8)

    def line_pitch_in_table(self, size: Pt) -> Pt:
        """Distance of lines inside a table."""
        return Pt(round(size * self.profile.tables.line_factor * 20) / 20)


# Excel (practice): what a sheet can carry of the above.
SHEET_MARGIN_FOOTER_PORTRAIT = Mm(25.4)
SHEET_MARGIN_FOOTER_LANDSCAPE = Mm(15)
SHEET_MARGIN_HEADER = Mm(12)
SHEET_ROW_MOST = Pt(409)
SHEET_ROW_PIECE = Pt(130)  # a row too high for the sheet is laid over rows of this height, so that pages fill
SHEET_UPRIGHT_MOST = Pt(220)
SHEET_STACK_FACTOR = 1.45  # lines of stacked characters, as the widest-set 黑体 has them
SHEET_CELL_MOST_CHARS = 32767
SHEET_PAPER_A4 = 9
SHEET_PIXELS_PER_CHAR = 7  # Calibri 11, the workbook's Normal style
SHEET_PIXELS_PADDING = 5
PIXELS_PER_INCH = 96


def sheet_column_width(width: Mm) -> float:
    """Millimetres → the character unit of a sheet's columns."""
    pixels = width * PIXELS_PER_INCH / MM_PER_INCH
    return round((pixels - SHEET_PIXELS_PADDING) / SHEET_PIXELS_PER_CHAR, 2)
