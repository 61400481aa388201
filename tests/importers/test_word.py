"""Word files: what the reader of the page sees is what is read."""

from __future__ import annotations

import pytest

from domain.errors import ImportFileError
from domain.remarks import RemarkKind
from importers.blocks import Document, ParagraphBlock, TableBlock
from importers.word import read_word_blocks
from tests.importers.word_builder import W, level, numbered, p, r, tbl, tc, tr, word_file, zip_file


def read(body: str, **parts: str) -> Document:
    return read_word_blocks(word_file(body, **parts), "来文.docx")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, ParagraphBlock)]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def grid(document: Document) -> list[tuple[int, int, int, int, str]]:
    table = document.blocks[0]
    assert isinstance(table, TableBlock)
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells]


def test_runs_links_fields_and_controls_are_text() -> None:
    body = (
        f"<w:p>{r('质量')}<w:hyperlink>{r('提升')}</w:hyperlink><w:smartTag>{r('方案')}</w:smartTag></w:p>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件里的段落')}</w:sdtContent></w:sdt>"
        f"<w:p>{r('见')}<w:sdt><w:sdtContent>{r('附表1')}</w:sdtContent></w:sdt></w:p>"
        f"<w:p><w:fldSimple w:instr='REF'>{r('结果')}</w:fldSimple></w:p>"
    )
    assert texts(read(body)) == ["质量提升方案", "控件里的段落", "见附表1", "结果"]


def test_of_a_field_only_the_result_is_read() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{mark('begin')}{r('不见')}{mark('separate')}{r('不见')}{mark('end')}"
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    body = f"<w:p>{mark('begin')}{code}{inner}{mark('separate')}{r('第3页')}{mark('end')}</w:p>"
    assert texts(read(body)) == ["第3页"]


def test_tracked_changes_are_accepted() -> None:
    body = (
        f"<w:p>{r('推进')}<w:ins>{r('质量')}</w:ins><w:del><w:r><w:delText>数量</w:delText></w:r></w:del>{r('提升')}</w:p>"
        f"<w:p><w:moveFrom>{r('旧处')}</w:moveFrom>{r('甲')}</w:p><w:p><w:moveTo>{r('新处')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('前半')}</w:p>{p('后半')}"
    )
    document = read(body)
    assert texts(document) == ["推进质量提升", "甲", "新处", "前半后半"]
    assert codes(document) == ["revisions"]


def test_characters_that_are_no_text_runs() -> None:
    body = (
        f"<w:p>{r('甲')}<w:r><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r></w:p>"
        f"<w:p>{r('上')}<w:r><w:br/></w:r>{r('下')}<w:r><w:br w:type='page'/></w:r></w:p>"
        "<w:p><w:r><w:sym w:char='F0AB'/><w:t>重</w:t><w:sym w:font='Wingdings 3' w:char='F041'/></w:r></w:p>"
        f"<w:p><w:r><w:ruby><w:rt>{r('pin')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r></w:p>"
    )
    document = read(body)
    assert texts(document) == ["甲 乙-丙", "上", "下", "★重〓", "拼"]
    assert codes(document) == ["symbols", "readings"]


def test_text_boxes_follow_their_paragraph_and_once() -> None:
    box = f"<w:txbxContent>{p('框内文字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        f"</mc:Fallback></mc:AlternateContent></w:r>{r('正文')}</w:p>{p('后文')}"
    )
    document = read(body)
    assert texts(document) == ["正文", "框内文字", "后文"]
    assert codes(document) == ["boxes"]


def test_what_is_left_out_is_said() -> None:
    body = (
        "<w:p><w:r><w:drawing/></w:r><w:r><w:object/></w:r>"
        f"<w:r><w:footnoteReference w:id='2'/></w:r>{r('暗', '<w:vanish/>')}{r('正文')}</w:p><w:altChunk/>"
    )
    note = f"<w:footnote w:id='2'>{p('注释原文')}</w:footnote>"
    document = read(body, footnotes=note, header=p("海州市"), footer=p("— 1 —"))
    assert texts(document) == ["正文"]
    assert set(codes(document)) == {
        "pictures",
        "objects",
        "footnotes",
        "hidden_text",
        "chunks",
        "running_text",
    }
    assert [(one.kind, one.text, one.quote) for one in document.remarks] == [
        (RemarkKind.FOOTNOTE, "注释原文", "正文"),
        (RemarkKind.HIDDEN, "暗", "正文"),
    ]
    assert [(one.text, one.reason) for one in document.aside] == [("海州市", "页眉，不收入")]


def test_a_formula_leaves_its_letters() -> None:
    document = read(f"<w:p>{r('其中')}<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>")
    assert texts(document) == ["其中x=1"]
    assert codes(document) == ["formulas"]


def test_the_table_of_contents_is_passed_over() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    body += p("一、总则 1", '<w:pStyle w:val="T"/>') + p("正文")
    document = read(body, styles=styles)
    assert texts(document) == ["正文"]
    assert codes(document) == ["contents"]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%3.%4", more="<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="6">'
    + level(0, "bullet", "●")
    + level(1, "decimalEnclosedCircle", "%2", start=3)
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="5"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_printed() -> None:
    lists = [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (3, 0),
        (1, 0),
        (2, 0),
        (2, 1),
        (0, 0),
        (9, 0),
    ]
    body = "".join(p(f"题{place}", numbered(*one)) for place, one in enumerate(lists))
    assert texts(read(body, numbering=NUMBERING)) == [
        "一、题0",
        "（一）题1",
        "（二）题2",
        "1.题3",
        "二、题4",
        "（一）题5",
        "1.题6",
        "2.1.1 题7",
        "一、题8",
        "二、题9",
        "题10",
        "③题11",
        "题12",
        "题13",
    ]


def test_an_empty_paragraph_takes_its_number_along() -> None:
    body = p("甲", numbered(1)) + p("", numbered(1)) + p("乙", numbered(1))
    document = read(body, numbering=NUMBERING)
    assert texts(document) == ["一、甲", "三、乙"]
    assert codes(document) == ["empty_numbers"]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("chineseCountingThousand", "十二"),
        ("ideographDigital", "一二"),
        ("chineseLegalSimplified", "拾贰"),
        ("decimalFullWidth", "１２"),
        ("decimalZero", "12"),
        ("upperLetter", "L"),
        ("lowerRoman", "xii"),
        ("ideographZodiac", "亥"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("someFutureFormat", "12"),
    ],
)
def test_number_formats(form: str, printed: str) -> None:
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, form, "第%1章", start=12)}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert texts(read(p("甲", numbered(1)), numbering=numbering)) == [f"第{printed}章甲"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="N"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="我的标题"/><w:basedOn w:val="H2"/></w:style>'
)


def test_styles_bring_level_number_and_looks() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCounting", "%1、")
        + level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>')
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    document = read(
        p("甲", '<w:pStyle w:val="H2"/>')
        + p("乙", '<w:pStyle w:val="Mine"/><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>')
        + p("丙"),
        styles=STYLES,
        numbering=numbering,
    )
    first, second, third = document.blocks
    assert isinstance(first, ParagraphBlock)
    assert (first.text, first.style_name, first.alignment, first.outline_level, first.bold) == (
        "（一）甲",
        "heading 2",
        "center",
        2,
        True,
    )
    assert isinstance(second, ParagraphBlock)
    assert (second.text, second.outline_level) == ("乙", None)
    assert isinstance(third, ParagraphBlock)
    assert (third.style_name, third.bold, third.line) == ("Normal", False, 3)


def test_merged_cells_are_laid_out() -> None:
    rows = (
        tr(tc("序号", merge="restart"), tc("问题", span=2)),
        tr(tc(merge="continue"), "技术", "管理"),
        tr("1", tc("甲", "乙"), ""),
    )
    assert grid(read(tbl(*rows))) == [
        (0, 0, 2, 1, "序号"),
        (0, 1, 1, 2, "问题"),
        (1, 1, 1, 1, "技术"),
        (1, 2, 1, 1, "管理"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, "甲\n乙"),
        (2, 2, 1, 1, ""),
    ]


def test_rows_in_controls_count_and_deleted_rows_do_not() -> None:
    rows = (
        tr("甲", "乙", properties="<w:tblHeader/>"),
        f"<w:sdt><w:sdtContent>{tr('1', '2')}</w:sdtContent></w:sdt>",
        tr("删", "去", properties="<w:del/>"),
        tr("3", "4"),
    )
    document = read(tbl(*rows))
    table = document.blocks[0]
    assert isinstance(table, TableBlock)
    assert (table.rows, table.columns, table.header_rows) == (3, 2, 1)
    assert [cell.text for cell in table.cells] == ["甲", "乙", "1", "2", "3", "4"]


def test_a_table_in_a_cell_keeps_its_words() -> None:
    inner = tbl(tr("内一", "内二"))
    document = read(tbl(tr("甲", f"<w:tc>{p('前')}{inner}{p('后')}</w:tc>")))
    assert grid(document)[1][-1] == "前\n内一\n内二\n后"
    assert codes(document) == ["nested"]


@pytest.mark.parametrize("span", [64, 9_999_999, -1])
def test_a_table_beyond_measure_is_refused(span: int) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc>'
    with pytest.raises(ImportFileError) as refused:
        read(tbl(f"<w:tr>{cell}</w:tr>"))
    assert refused.value.code == "table_too_large"


def test_tables_nested_beyond_measure_are_refused() -> None:
    table = p("底")
    for _ in range(9):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
    with pytest.raises(ImportFileError) as refused:
        read(table)
    assert refused.value.code == "table_too_large"


def test_strict_files_are_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{W}"><w:body>{p("严格格式")}</w:body></w:document>'.replace(W, strict)
    data = zip_file({"[Content_Types].xml": "<Types/>", "word/document.xml": document})
    assert texts(read_word_blocks(data, "来文.docx")) == ["严格格式"]


def test_progress_is_told_and_may_stop() -> None:
    told: list[tuple[int, int]] = []
    read_word_blocks(word_file(p("段") * 450), "来文.docx", lambda done, total: told.append((done, total)))
    assert told == [(200, 450), (400, 450)]

    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_word_blocks(word_file(p("段") * 450), "来文.docx", stop)
