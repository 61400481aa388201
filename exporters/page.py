"""GB/T 9704-2012 and the practice of appendix tables, as figures: the one place that holds them.

Numbers behind a name are clauses of GB/T 9704-2012; “practice” marks what the standard leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

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


class Face(StrEnum):
    """What a font is used for; the standard names styles only."""

    TITLE = "title"  # 小标宋, 7.3.1
    BODY = "body"  # 仿宋, 5.2.2
    HEAD = "head"  # 黑体, 7.3.3 level 1, 7.3.7 label, table headers
    KAI = "kai"  # 楷体, 7.3.3 level 2, stage mark
    SONG = "song"  # 宋体, 7.5 page number


FONT_NAMES = {
    Face.TITLE: "方正小标宋简体",
    Face.BODY: "仿宋_GB2312",
    Face.HEAD: "黑体",
    Face.KAI: "楷体_GB2312",
    Face.SONG: "宋体",
}
LATIN_FONT = "Times New Roman"

# 字号 (3.1)
SIZE_TITLE = Pt(22)  # 2号, 7.3.1
SIZE_BODY = Pt(16)  # 3号, 5.2.2
SIZE_PAGE_NUMBER = Pt(14)  # 4号, 7.5
SIZE_TABLE_HEAD = Pt(12)  # 小四, practice
SIZE_TABLE_HEAD_DENSE = Pt(10.5)  # 五号, practice from 8 columns on
SIZES_TABLE_BODY = (Pt(12), Pt(10.5), Pt(9))  # 小四 → 五号 → 小五, never below; practice
DENSE_COLUMNS = 8  # practice
WIDE_COLUMNS = 7  # practice: from here on a table lies across

# Paper and frame (5.1, 5.2.1)
A4_SHORT = Mm(210)
A4_LONG = Mm(297)
FRAME_SHORT = Mm(156)
FRAME_LONG = Mm(225)
MARGIN_TOP = Mm(37)
MARGIN_BINDING = Mm(28)
DASH_BELOW_FRAME = Mm(7)  # 7.5

# Lines and characters (5.2.2): 22 lines of 28 characters
LINES_PER_PAGE = 22
CHARS_PER_LINE = 28
LINE_PITCH = Twips(to_twips(FRAME_LONG) // LINES_PER_PAGE)
# Pitch of a character less its size, in 1/4096 pt, rounded towards the narrower so that 28 fit (ECMA-376 17.6.5).
CHAR_SPACE = -849
# What stands for the character grid where it cannot be used: quarter points taken from every 3号 character.
CHAR_SPACING_PLAIN = Twips(-5)
FIRST_LINE_CHARS = 200  # 左空二字 in hundredths, 7.3.3
FIRST_LINE_INDENT = Twips(2 * to_twips(FRAME_SHORT) // CHARS_PER_LINE)
LINE_TITLE = Pt(35)  # practice: 2号 on 35 pt
GAP_BELOW_TITLE = Pt(10)  # practice: between a title and its table
TITLE_CHARS_SHORT = 20  # 2号 characters on 156 mm
TITLE_CHARS_LONG = 28  # 2号 characters on 225 mm
# 附件说明 (7.3.4): “附件：” takes 3 characters, “1.” three quarters of one.
NOTE_INDENT_CHARS = 200
NOTE_WORD_CHARS = 300
NOTE_NUMBER_CHARS = 75

# Page number (7.5, 8)
PAGE_NUMBER_LINE = Pt(14)
PAGE_NUMBER_INDENT = Twips(280)  # 空一字 of 4号
PAGE_NUMBER_PREFIX = "— "
PAGE_NUMBER_SUFFIX = " —"
HEADER_DISTANCE = Mm(15)
FOOTER_DISTANCE = Twips(1440)  # puts the dash 7 mm below the frame, measured

# Tables (practice)
TABLE_LINE_FACTOR = 1.3
TABLE_BORDER_EIGHTHS = 4  # 0.5 pt in 1/8 pt
CELL_MARGIN_SIDE = Mm(1.4)
CELL_MARGIN_SIDE_DENSE = Mm(0.7)
CELL_MARGIN_SIDE_NARROW = Mm(0.6)
CELL_MARGIN_END = Mm(0.8)
ROW_HEIGHT_LEAST = Mm(9)
SPLIT_ROW_OVER = Mm(60)
SPLIT_ROW_OVER_TIGHT = Mm(40)  # where it saves a nearly empty page
CENTRE_UP_TO_CHARS = 6
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


def _portrait() -> Paper:
    width, height = to_twips(A4_SHORT), to_twips(A4_LONG)
    top, left = to_twips(MARGIN_TOP), to_twips(MARGIN_BINDING)
    right = Twips(width - left - to_twips(FRAME_SHORT))
    return Paper(False, width, height, top, right, Twips(height - top - to_twips(FRAME_LONG)), left)


def _landscape() -> Paper:
    # Centred, not turned strictly: mirrored margins would push a turned frame the wrong way on even pages.
    width, height = to_twips(A4_LONG), to_twips(A4_SHORT)
    side = Twips((width - to_twips(FRAME_LONG)) // 2)
    end = Twips((height - to_twips(FRAME_SHORT)) // 2)
    return Paper(True, width, height, end, side, end, side)


PORTRAIT = _portrait()
LANDSCAPE = _landscape()


def paper(landscape: bool) -> Paper:
    """The page that lies across, or the upright one."""
    return LANDSCAPE if landscape else PORTRAIT


def frame_mm(landscape: bool) -> Mm:
    """Width of the 版心 in millimetres."""
    return FRAME_LONG if landscape else FRAME_SHORT


# The page number of a landscape page (clause 8): a turned frame at the left edge, dash 7 mm outside the 版心.
SIDE_NUMBER_WIDTH = Twips(317)
SIDE_NUMBER_X = Twips(1463)
SIDE_NUMBER_Y = LANDSCAPE.top
SIDE_NUMBER_HEIGHT = LANDSCAPE.frame_height

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
