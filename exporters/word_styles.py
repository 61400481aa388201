"""The styles of an official Word file, written out whole: nothing of the writing program's own look is left."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from exporters import page
from exporters.ooxml import DECLARATION, NAMESPACES, PAGE_NUMBER_EVEN, PAGE_NUMBER_ODD, run_properties
from exporters.page import Layout, Pt, Twips
from exporters.profile import Face

BODY = "PlanBody"
TITLE = "PlanTitle"
MARK = "PlanMark"
LABEL = "AppendixLabel"
NOTE = "AnnexNote"
NOTE_NEXT = "AnnexNoteNext"
CAPTION = "TableCaption"
TABLE_TITLE = "TableTitle"
UNIT_LINE = "TableUnit"
TABLE_NOTE = "TableNote"
FLUSH = "PlanFlush"
HEAD_MARK = "HeadMark"
AUTHORITY = "Authority"
NUMBER_LINE = "DocumentNumber"
SIGNATURE = "Signature"
IMPRINT = "Imprint"
BLANK = "Normal"
SECTION_END = "SectionEnd"
GAP = "TableGap"
HEADING_LEVELS = 9

_FLAT = '<w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/>'
_LOOSE_GRID = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:snapToGrid w:val="0"/>'
_ON_GRID = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>'
_BLANK_LINE = Pt(1)
_IMPRINT_LINE = 1.6
RED = "FF0000"


def heading_style(level: int) -> str:
    """Style id of a heading."""
    return f"Heading{min(level, HEADING_LEVELS)}"


def table_head_style(size: Pt) -> str:
    """Style id of header cells in a size."""
    return f"TableHead{page.half_points(size)}"


def table_body_style(size: Pt) -> str:
    """Style id of body cells in a size."""
    return f"TableBody{page.half_points(size)}"


def imprint_line(layout: Layout) -> Twips:
    """Distance of the lines of 版记."""
    return page.pt_to_twips(Pt(layout.size_imprint * _IMPRINT_LINE))


def styles_xml(layout: Layout, character_grid: bool) -> bytes:
    """word/styles.xml: document defaults, the styles a plan uses, by Chinese names.

    Without a character grid every 3号 character gives up a little instead, so that 28 still stand on a line.
    """
    spacing = Twips(0) if character_grid else layout.char_spacing_plain
    body = run_properties(layout, Face.BODY, layout.size_body, spacing)
    base = body.removeprefix("<w:rPr>").removesuffix("</w:rPr>")
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    parts = [
        f"{DECLARATION}<w:styles {NAMESPACES}>",
        f"<w:docDefaults><w:rPrDefault><w:rPr>{base}{language}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        _style("Normal", "Normal", _ON_GRID + _FLAT.format(layout.line_pitch), body, default=True, based_on=""),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
    ]
    parts += _text_styles(layout, spacing)
    parts += _table_styles(layout)
    parts += _number_styles(layout)
    return ("".join(parts) + "</w:styles>").encode()


def _text_styles(layout: Layout, spacing: Twips) -> list[str]:
    body_line = _FLAT.format(layout.line_pitch)
    indent = f'<w:ind w:firstLineChars="{page.FIRST_LINE_CHARS}" w:firstLine="{layout.first_line_indent}"/>'
    both, centre = '<w:jc w:val="both"/>', '<w:jc w:val="center"/>'
    title_line = _FLAT.format(page.pt_to_twips(layout.line_title))
    styles = [
        _style(BODY, "公文正文", body_line + indent + both),
        _style(
            TITLE,
            "公文标题",
            f"<w:keepNext/>{_LOOSE_GRID}{title_line}{centre}",
            run_properties(layout, Face.TITLE, layout.size_title),
        ),
        _style(MARK, "文稿标识", body_line + centre, run_properties(layout, Face.KAI, layout.size_body, spacing)),
        _style(
            LABEL, "附件序号", "<w:keepNext/>" + body_line, run_properties(layout, Face.HEAD, layout.size_body, spacing)
        ),
        _style(NOTE, "附件说明", body_line + _hanging(layout, page.NOTE_WORD_CHARS + page.NOTE_NUMBER_CHARS)),
        _style(NOTE_NEXT, "附件说明续", body_line + _hanging(layout, page.NOTE_NUMBER_CHARS)),
        _style(
            CAPTION,
            "续表说明",
            "<w:keepNext/>" + body_line + '<w:jc w:val="right"/>',
            run_properties(layout, Face.KAI, layout.size_table_head(1)),
        ),
        _style(
            GAP,
            "表前间距",
            f"<w:keepNext/>{_LOOSE_GRID}{_FLAT.format(page.pt_to_twips(page.GAP_BELOW_TITLE))}",
            run_properties(layout, Face.BODY, layout.sizes_table_body[-1]),
        ),
        _style(
            SECTION_END,
            "分节",
            _LOOSE_GRID + _FLAT.format(page.pt_to_twips(_BLANK_LINE)),
            run_properties(layout, Face.BODY, _BLANK_LINE),
        ),
    ]
    styles += _table_text_styles(layout)
    styles += _official_styles(layout, spacing)
    for level in range(1, HEADING_LEVELS + 1):
        headings = layout.profile.headings
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        look = run_properties(layout, headings.face(level), layout.size_body, spacing, bold=headings.is_bold(level))
        styles.append(
            _style(
                heading_style(level),
                f"heading {level}",
                body_line + indent + both + outline,
                look,
                following=BODY,
            )
        )
    return styles


def _table_text_styles(layout: Layout) -> list[str]:
    """What stands right above and below a table."""
    size = layout.sizes_table_body[1]
    line = _FLAT.format(page.pt_to_twips(layout.line_pitch_in_table(size)))
    named = _FLAT.format(layout.line_pitch)
    return [
        _style(
            TABLE_TITLE,
            "表题",
            f'<w:keepNext/>{_LOOSE_GRID}{named}<w:jc w:val="center"/>',
            run_properties(layout, Face.HEAD, layout.size_table_head(1), grid=False),
        ),
        _style(
            UNIT_LINE,
            "表内单位",
            f'<w:keepNext/>{_LOOSE_GRID}{line}<w:jc w:val="right"/>',
            run_properties(layout, Face.BODY, size, grid=False),
        ),
        _style(
            TABLE_NOTE,
            "表注",
            f'{_LOOSE_GRID}{line}<w:jc w:val="both"/>',
            run_properties(layout, Face.BODY, size, grid=False),
        ),
    ]


def _official_styles(layout: Layout, spacing: Twips) -> list[str]:
    """版头, 主送机关, 署名 and 版记 (7.2, 7.3.2, 7.3.5, 7.4)."""
    line = _FLAT.format(layout.line_pitch)
    body = run_properties(layout, Face.BODY, layout.size_body, spacing)
    line_of_imprint = _FLAT.format(imprint_line(layout))
    return [
        _style(FLUSH, "主送机关", line + '<w:jc w:val="left"/>', body),
        _style(HEAD_MARK, "版头标注", line, run_properties(layout, Face.HEAD, layout.size_body, spacing)),
        _style(
            AUTHORITY,
            "发文机关标志",
            f'{_LOOSE_GRID}<w:jc w:val="center"/>',
            run_properties(layout, Face.TITLE, layout.size_title, grid=False),
        ),
        _style(NUMBER_LINE, "发文字号", line + '<w:jc w:val="center"/>', body),
        _style(SIGNATURE, "署名日期", "<w:keepNext/><w:keepLines/>" + line + '<w:jc w:val="right"/>', body),
        _style(
            IMPRINT,
            "版记",
            _LOOSE_GRID + line_of_imprint,
            run_properties(layout, Face.BODY, layout.size_imprint, grid=False),
        ),
    ]


def _hanging(layout: Layout, chars: int) -> str:
    """Indents of 附件说明: every line of a name begins under its first character (7.3.4)."""
    left = page.NOTE_INDENT_CHARS + page.NOTE_WORD_CHARS + page.NOTE_NUMBER_CHARS
    tenths = layout.portrait.frame_width / layout.profile.page.chars / 100
    return (
        f'<w:ind w:leftChars="{left}" w:left="{round(left * tenths)}" '
        f'w:hangingChars="{chars}" w:hanging="{round(chars * tenths)}"/><w:jc w:val="left"/>'
    )


def _table_styles(layout: Layout) -> list[str]:
    styles = []
    for size in dict.fromkeys((layout.size_table_head(1), layout.size_table_head(page.DENSE_COLUMNS))):
        line = _FLAT.format(page.pt_to_twips(layout.line_pitch_in_table(size)))
        styles.append(
            _style(
                table_head_style(size),
                f"表头 {size:g} 磅",
                f'{_LOOSE_GRID}{line}<w:jc w:val="center"/>',
                run_properties(layout, Face.HEAD, size, grid=False),
            )
        )
    for size in dict.fromkeys(layout.sizes_table_body):
        line = _FLAT.format(page.pt_to_twips(layout.line_pitch_in_table(size)))
        styles.append(
            _style(
                table_body_style(size),
                f"表内文字 {size:g} 磅",
                f'{_LOOSE_GRID}{line}<w:jc w:val="left"/>',
                run_properties(layout, Face.BODY, size, grid=False),
            )
        )
    return styles


def _number_styles(layout: Layout) -> list[str]:
    line = _FLAT.format(page.pt_to_twips(layout.size_page_number))
    look = run_properties(layout, Face.SONG, layout.size_page_number)
    return [
        _style(
            style,
            name,
            f'{_LOOSE_GRID}{line}<w:ind w:{side}="{layout.page_number_indent}"/><w:jc w:val="{side}"/>',
            look,
        )
        for style, name, side in ((PAGE_NUMBER_ODD, "单页页码", "right"), (PAGE_NUMBER_EVEN, "双页页码", "left"))
    ]


def _style(
    style: str,
    name: str,
    paragraph: str,
    look: str = "",
    *,
    default: bool = False,
    based_on: str = "Normal",
    following: str = "",
) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    flag = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{flag} w:styleId="{style}"><w:name w:val={quoteattr(name)}/>{base}{after}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>{look}</w:style>"
    )
