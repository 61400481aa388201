"""Raw SpreadsheetML: cells, styles and the parts of a workbook as strings, elements in schema order (ECMA-376 18).

Strings, not elements: a sheet of thousands of rows goes to the file in pieces and never stands in memory as a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from exporters import page
from exporters.ooxml import DECLARATION
from exporters.page import Layout, Pt
from exporters.profile import Face

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TEXT_FORMAT = 49  # “@”: what is typed into the cell later stays text too
_NUMBER_FORMAT = 0
_STARTS_FORMULA = "=+-@"


@cache
def column_letters(index: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Look:
    """How a cell looks: font and size in points, alignment; `quoted` shows that a text is no formula."""

    font: str
    size: float
    horizontal: str = "left"
    vertical: str = "center"
    ruled: bool = True
    upright: bool = False
    wraps: bool = True
    is_text: bool = True
    quoted: bool = False


@dataclass
class StyleBook:
    """The looks of a workbook, numbered as they come up."""

    layout: Layout
    _looks: dict[Look, int] = field(default_factory=dict)

    def number(self, look: Look) -> int:
        """The number of a look, by which cells name it; 0 is the workbook's Normal."""
        return self._looks.setdefault(look, len(self._looks) + 1)

    def xml(self) -> str:
        """xl/styles.xml."""
        fonts = {("Calibri", 11.0): 0}
        for look in self._looks:
            fonts.setdefault((look.font, look.size), len(fonts))
        font_xml = "".join(f'<font><sz val="{size:g}"/><name val={quoteattr(name)}/></font>' for name, size in fonts)
        rule = _rule_word(self.layout.profile.tables.rule)
        sides = "".join(f'<{side} style="{rule}"><color rgb="FF000000"/></{side}>' for side in _SIDES)
        cells = "".join(_format(look, fonts[look.font, look.size]) for look in self._looks)
        return (
            f"{DECLARATION}<styleSheet {MAIN}>"
            f'<fonts count="{len(fonts)}">{font_xml}</fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            f"<border>{sides}<diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._looks) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
            f"{cells}</cellXfs>"
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


_SIDES = ("left", "right", "top", "bottom")
_UPRIGHT = 255  # the rotation that stacks characters


def _rule_word(points: float) -> str:
    """A sheet knows thin, medium and thick rules only."""
    return "thin" if points < 1 else "medium" if points < 2 else "thick"


def _format(look: Look, font: int) -> str:
    turned = f' textRotation="{_UPRIGHT}"' if look.upright else ""
    wraps = ' wrapText="1"' if look.wraps else ""
    quoted = ' quotePrefix="1"' if look.quoted else ""
    kind = _TEXT_FORMAT if look.is_text else _NUMBER_FORMAT
    return (
        f'<xf numFmtId="{kind}" fontId="{font}" fillId="0" borderId="{int(look.ruled)}" xfId="0"{quoted} '
        'applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{look.horizontal}" vertical="{look.vertical}"{turned}{wraps}/></xf>'
    )


def starts_formula(text: str) -> bool:
    """Whether a program might take a text for a formula."""
    return text[:1] in _STARTS_FORMULA and bool(text)


def text_cell(place: str, look: int, text: str) -> str:
    """A cell that holds a text in itself; an empty one keeps its look."""
    if not text:
        return f'<c r="{place}" s="{look}"/>'
    return f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def number_cell(place: str, look: int, value: int) -> str:
    """A cell that holds a whole number."""
    return f'<c r="{place}" s="{look}"><v>{value}</v></c>'


def row(number: int, height: Pt, cells: str) -> str:
    """A row of a height in points."""
    points = min(height, page.SHEET_ROW_MOST)
    return f'<row r="{number}" ht="{points:.1f}" customHeight="1">{cells}</row>'


def hidden_row(number: int, cells: str) -> str:
    """A row that neither shows nor prints."""
    return f'<row r="{number}" hidden="1">{cells}</row>'


def merges(ranges: Sequence[str]) -> str:
    """The joined cells of a sheet."""
    if not ranges:
        return ""
    return (
        f'<mergeCells count="{len(ranges)}">' + "".join(f'<mergeCell ref="{one}"/>' for one in ranges) + "</mergeCells>"
    )


def columns(widths: Sequence[float], *, hidden: bool = False) -> str:
    """Column widths in a sheet's own unit; `hidden` adds one more that does not show."""
    place = len(widths) + 1
    more = f'<col min="{place}" max="{place}" width="9" hidden="1" customWidth="1"/>' if hidden else ""
    return (
        "<cols>"
        + "".join(
            f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'
            for index, width in enumerate(widths, start=1)
        )
        + f"{more}</cols>"
    )


def margins(layout: Layout, landscape: bool) -> str:
    """The margins of a sheet's page."""
    paper = layout.paper(landscape)
    footer = page.SHEET_MARGIN_FOOTER_LANDSCAPE if landscape else page.SHEET_MARGIN_FOOTER_PORTRAIT
    sides = {"left": paper.left, "right": paper.right, "top": paper.top, "bottom": paper.bottom}
    lengths = "".join(f' {name}="{twips / 1440:.4f}"' for name, twips in sides.items())
    return f'<pageMargins{lengths} header="{page.inches(page.SHEET_MARGIN_HEADER)}" footer="{page.inches(footer)}"/>'


def page_number(layout: Layout, *, odd: bool) -> str:
    """“— 1 —” in 4号宋体, one character from the edge (GB/T 9704 7.5)."""
    number = f"{page.PAGE_NUMBER_PREFIX}&amp;P{page.PAGE_NUMBER_SUFFIX}"
    look = f'&amp;"{layout.font(Face.SONG)},常规"&amp;{layout.size_page_number:.0f}'
    return f"&amp;R{look}{number}\u3000" if odd else f"&amp;L{look}\u3000{number}"


@dataclass(frozen=True)
class SheetEntry:
    """A sheet in its workbook: its name, the rows that repeat, the range that prints, the range that filters."""

    name: str
    titles: str
    area: str
    filtered: str = ""


def workbook(sheets: Sequence[SheetEntry]) -> str:
    """xl/workbook.xml."""
    listed = "".join(
        f'<sheet name={quoteattr(one.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, one in enumerate(sheets, start=1)
    )
    names = []
    for index, one in enumerate(sheets):
        quoted = escape("'" + one.name.replace("'", "''") + "'!")
        if one.filtered:
            names.append(_defined("_FilterDatabase", index, quoted + one.filtered, hidden=True))
        names.append(_defined("Print_Area", index, quoted + one.area))
        if one.titles:
            names.append(_defined("Print_Titles", index, quoted + one.titles))
    return (
        f"{DECLARATION}<workbook {MAIN} {RELATIONS}>"
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000"/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{''.join(names)}</definedNames></workbook>"
    )


def _defined(name: str, index: int, value: str, *, hidden: bool = False) -> str:
    flag = ' hidden="1"' if hidden else ""
    return f'<definedName name="_xlnm.{name}" localSheetId="{index}"{flag}>{value}</definedName>'


def workbook_relations(count: int) -> str:
    """xl/_rels/workbook.xml.rels."""
    sheets = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}{styles}</Relationships>'


def package_relations(more: str = "") -> str:
    """_rels/.rels; `more` are relationships as markup."""
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>{more}</Relationships>'
    )


def content_types(count: int, more: str = "") -> str:
    """[Content_Types].xml; `more` are parts as markup."""
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{more}</Types>'
    )
