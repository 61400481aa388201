"""版头, signature and 版记 as WordprocessingML (GB/T 9704 7.2, 7.3.5, 7.4)."""

from __future__ import annotations

from collections.abc import Iterator

from exporters import ooxml, page, word_styles
from exporters.blocks import Imprint, Letterhead, Signature
from exporters.page import Layout, Mm, Pt, Twips
from exporters.profile import Face
from exporters.signatures import authority_size, signature_places
from exporters.table_measure import line_count

_AUTHORITY_BELOW_TOP = Mm(35)  # 7.2.4
_AUTHORITY_LINE = 1.25
_BLANKS_BELOW_AUTHORITY = 2  # 7.2.5
_RULE_BELOW_NUMBER = Pt(11)  # 4 mm, 7.2.7
_RULE_EIGHTHS = 12  # practice: 1.5 pt
_BLANKS_BELOW_RULE = 2  # 7.3.1
_IMPRINT_OUTER = 8  # 0.35 mm in 1/8 pt, 7.4.1
_IMPRINT_INNER = 6  # 0.25 mm
_COPIED_CHARS = 300  # “抄送：”
_ONE_CHAR = 100


def letterhead(layout: Layout, head: Letterhead) -> Iterator[str]:
    """份号, 密级 and 紧急程度 from the first line down, the red name, the number, the red rule, two blank lines."""
    marks = [(head.copy_number, word_styles.FLUSH)]
    marks += [(head.classification, word_styles.HEAD_MARK), (head.urgency, word_styles.HEAD_MARK)]
    shown = [(text, style) for text, style in marks if text]
    for text, style in shown:
        yield ooxml.paragraph(style, ooxml.run(text))
    gap = page.to_twips(_AUTHORITY_BELOW_TOP) - len(shown) * layout.line_pitch
    yield ooxml.paragraph(word_styles.SECTION_END, before=_exact(Twips(gap)))
    size = authority_size(layout, head.authority)
    look = ooxml.run_properties(layout, Face.TITLE, size, grid=False, color=word_styles.RED)
    line = _exact(page.pt_to_twips(Pt(size * _AUTHORITY_LINE)))
    yield ooxml.paragraph(word_styles.AUTHORITY, ooxml.run(head.authority, look), before=line)
    for _ in range(_BLANKS_BELOW_AUTHORITY):
        yield ooxml.paragraph(word_styles.BLANK)
    yield _number_line(layout, head)
    for _ in range(_BLANKS_BELOW_RULE):
        yield ooxml.paragraph(word_styles.BLANK)


def _number_line(layout: Layout, head: Letterhead) -> str:
    """发文字号 over the red rule; with a 签发人 it moves to the left and he stands at the right (7.2.6)."""
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{_RULE_EIGHTHS}" w:space="{_RULE_BELOW_NUMBER:.0f}" '
        f'w:color="{word_styles.RED}"/></w:pBdr>'
    )
    if not head.signer:
        return ooxml.paragraph(word_styles.NUMBER_LINE, ooxml.run(head.document_number), before=rule)
    one = layout.first_line_indent // 2
    stop = layout.portrait.frame_width - one
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{stop}"/></w:tabs>'
    # An indent of the first line only: the rule below keeps the whole width of the frame (7.2.7).
    indent = f'<w:ind w:firstLineChars="{_ONE_CHAR}" w:firstLine="{one}"/>'
    name = f"<w:rPr>{ooxml.fonts(layout, Face.KAI)}</w:rPr>"
    content = (
        f"{ooxml.run(head.document_number)}<w:r><w:tab/></w:r>{ooxml.run('签发人：')}{ooxml.run(head.signer, name)}"
    )
    return ooxml.paragraph(word_styles.NUMBER_LINE, content, "left", before=rule + tabs + indent)


def signature(layout: Layout, one: Signature) -> Iterator[str]:
    """署名 and date: set off from the right so that they stand to each other as 7.3.5 asks."""
    for text, chars in signature_places(one):
        yield _from_right(layout, text, chars)


def _from_right(layout: Layout, text: str, chars: float) -> str:
    hundredths = round(chars * 100)
    indent = round(layout.first_line_indent * chars / 2)
    place = f'<w:ind w:rightChars="{hundredths}" w:right="{indent}"/>'
    return ooxml.paragraph(word_styles.SIGNATURE, ooxml.run(text), before=place)


def imprint(layout: Layout, one: Imprint) -> Iterator[str]:
    """抄送 and 印发 between rules, at the lower edge of the page's frame.

    The place is counted out: w:tblpYSpec, which says the same, is not heeded by every program.
    """
    paper = layout.portrait
    width = paper.frame_width
    rows = list(_imprint_rows(layout, one, width))
    height = sum(row_height for row_height, _ in rows)
    place = paper.top + paper.frame_height - height
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", _IMPRINT_OUTER), ("bottom", _IMPRINT_OUTER), ("insideH", _IMPRINT_INNER))
    )
    yield (
        f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="margin" w:tblpX="0" w:tblpY="{place}"/>'
        f'<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    )
    for row_height, content in rows:
        yield ooxml.row(ooxml.cell(content, width), height=row_height, exact=True)
    yield ooxml.TABLE_END
    # A floating table hangs on the paragraph behind it.
    yield ooxml.paragraph(word_styles.SECTION_END)


def _imprint_rows(layout: Layout, one: Imprint, width: Twips) -> Iterator[tuple[Twips, str]]:
    """Height and content of each row."""
    char = page.pt_to_twips(layout.size_imprint)
    line = word_styles.imprint_line(layout)
    if one.copied_to:
        text = f"抄送：{one.copied_to}。"
        hanging = _COPIED_CHARS * char // _ONE_CHAR
        indent = (
            f'<w:ind w:leftChars="{_ONE_CHAR + _COPIED_CHARS}" w:left="{char + hanging}" w:rightChars="{_ONE_CHAR}" '
            f'w:right="{char}" w:hangingChars="{_COPIED_CHARS}" w:hanging="{hanging}"/>'
        )
        lines = line_count((one.copied_to + "。",), (width - 2 * char - hanging) / char)
        yield Twips(lines * line), ooxml.paragraph(word_styles.IMPRINT, ooxml.run(text), before=indent)
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width - char}"/></w:tabs>'
    indent = f'<w:ind w:leftChars="{_ONE_CHAR}" w:left="{char}"/>'
    content = f"{ooxml.run(one.printed_by)}<w:r><w:tab/></w:r>{ooxml.run(one.printed_on)}"
    yield line, ooxml.paragraph(word_styles.IMPRINT, content, before=tabs + indent)


def _exact(height: Twips) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{max(height, 1)}" w:lineRule="exact"/>'
