"""Raw WordprocessingML: paragraphs, runs, tables and sections as strings, elements in schema order (ECMA-376 17).

Strings, not elements: a table of thousands of rows goes to the file in pieces and never stands in memory as a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from exporters import page
from exporters.characters import printable
from exporters.page import Layout, Paper, Pt, Twips
from exporters.profile import Face

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HINT = '<w:rFonts w:hint="eastAsia"/>'


def fonts(layout: Layout, face: Face) -> str:
    """w:rFonts of a face; Song sets its Latin too, so that figures of the page number are half-width 宋体 (7.5)."""
    east = layout.font(face)
    latin = east if face is Face.SONG else layout.latin_font
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii={quoteattr(latin)} w:eastAsia={quoteattr(east)} '
        f"w:hAnsi={quoteattr(latin)} w:cs={quoteattr(layout.latin_font)}/>"
    )


def run_properties(
    layout: Layout,
    face: Face,
    size: Pt,
    spacing: Twips = Twips(0),  # noqa: B008 - a NewType of int
    *,
    bold: bool = False,
    grid: bool = True,
    color: str = "",
) -> str:
    """w:rPr: font of the face, black by default, size; `spacing` is added to every character.

    `grid` False takes the run off the character grid of its page; `color` is RRGGBB.
    """
    extra = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
    half = page.half_points(size)
    off_grid = "" if grid else '<w:snapToGrid w:val="0"/>'
    ink = f'<w:color w:val="{color}"/>' if color else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    look = f"{fonts(layout, face)}{weight}{off_grid}{ink}{extra}"
    return f'<w:rPr>{look}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


def run(text: str, properties: str = f"<w:rPr>{_HINT}</w:rPr>") -> str:
    """w:r with a text; line breaks inside it become w:br. Without the hint “” come out in the Latin font."""
    parts = escape(printable(text)).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts)
    return f"<w:r>{properties}{inner}</w:r>"


def paragraph(style: str, content: str = "", alignment: str = "", *, before: str = "", extra: str = "") -> str:
    """w:p in a style; `before` and `extra` are what precedes and follows w:jc in w:pPr."""
    jc = f'<w:jc w:val="{alignment}"/>' if alignment else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{jc}{extra}</w:pPr>{content}</w:p>'


class CellLook:
    """The paragraphs of table cells that look alike, spelled once for all of them."""

    def __init__(self, style: str, alignment: str, keeps_next: bool = False) -> None:
        keep = "<w:keepNext/>" if keeps_next else ""
        self._blank = paragraph(style, "", alignment, before=keep)
        before, after = paragraph(style, run("\u2026"), alignment, before=keep).split("\u2026")
        self._before, self._after = before, after

    def paragraphs(self, lines: Sequence[str]) -> str:
        """A w:p a line; lines come from `printable_lines`, so nothing in them is illegal."""
        if not lines:
            return self._blank
        before, after, blank = self._before, self._after, self._blank
        return "".join([f"{before}{escape(line)}{after}" if line else blank for line in lines])


def cell(paragraphs: str, width: Twips, *, columns: int = 1, merge: str = "", upright: bool = False) -> str:
    """w:tc, centred vertically; `merge` is restart or continue for a cell over several rows."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    direction = '<w:textDirection w:val="tbRlV"/>' if upright else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}{direction}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraphs}{CELL_END}"
    )


def row(cells: str, *, height: Twips, header: bool = False, splittable: bool = False, exact: bool = False) -> str:
    """w:tr of at least a height in twips, or just that; a header row repeats on every page."""
    rule = "exact" if exact else "atLeast"
    whole = "" if splittable else "<w:cantSplit/>"
    repeat = "<w:tblHeader/>" if header else ""
    return f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{height}" w:hRule="{rule}"/>{repeat}</w:trPr>{cells}</w:tr>'


def table_start(layout: Layout, widths: Sequence[Twips], margin: Twips) -> str:
    """The opening of w:tbl: fixed layout, exact widths, rules all round."""
    sides = (*((side, True) for side in ("top", "left", "bottom", "right")), ("insideH", False), ("insideV", False))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{layout.rule_eighths(outer=outer)}" w:space="0" w:color="000000"/>'
        for side, outer in sides
    )
    end = page.to_twips(page.CELL_MARGIN_END)
    margins = (("top", end), ("left", margin), ("bottom", end), ("right", margin))
    inset = "".join(f'<w:{side} w:w="{value}" w:type="dxa"/>' for side, value in margins)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{inset}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


TABLE_END = "</w:tbl>"
CELL_END = "</w:tc>"


def section(layout: Layout, paper: Paper, references: str, *, character_grid: bool) -> str:
    """w:sectPr of a page: new page, size, margins, grid (5.2.2: 22 lines of 28 characters, or lines only)."""
    orient = ' w:orient="landscape"' if paper.landscape else ""
    grid = (
        f'w:type="linesAndChars" w:linePitch="{layout.line_pitch}" w:charSpace="{layout.char_space}"'
        if character_grid
        else f'w:type="lines" w:linePitch="{layout.line_pitch}"'
    )
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}"{orient}/>'
        f'<w:pgMar w:top="{paper.top}" w:right="{paper.right}" w:bottom="{paper.bottom}" w:left="{paper.left}" '
        f'w:header="{page.to_twips(page.HEADER_DISTANCE)}" w:footer="{layout.footer_distance_of(paper)}" w:gutter="0"/>'
        f'<w:cols w:space="720"/><w:docGrid {grid}/></w:sectPr>'
    )


def page_number(layout: Layout) -> str:
    """Runs of “— 1 —” in 4号 half-width 宋体 (7.5)."""
    look = run_properties(layout, Face.SONG, layout.size_page_number)
    field = "".join(
        f"<w:r>{look}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return run(page.PAGE_NUMBER_PREFIX, look) + field + run(page.PAGE_NUMBER_SUFFIX, look)


def side_number_table(layout: Layout, even: bool) -> str:
    """The page number of a landscape page (clause 8): a turned cell at the left edge, odd low, even high.

    Word cannot turn a footer, so the cell floats in the page's header.
    """
    width, height = layout.side_number_width, layout.landscape.frame_height
    inset = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{layout.side_number_x}" '
        f'w:tblpY="{layout.landscape.top}"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inset}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>'
        f"{paragraph(PAGE_NUMBER_EVEN if even else PAGE_NUMBER_ODD, page_number(layout))}</w:tc></w:tr></w:tbl>"
    )


# Style ids; what a user reads of them in Word is Chinese (exporters.word_styles).
PAGE_NUMBER_ODD = "PageNumberOdd"
PAGE_NUMBER_EVEN = "PageNumberEven"
