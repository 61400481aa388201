"""Characters that are not plain runs: fields, symbols, formulas, controls, boxes, breaks, ruby."""

from __future__ import annotations

import pytest

from importers.blocks import Document, ParagraphBlock, TableBlock
from importers.word import read_word_blocks
from tests.importers.word_builder import field, field_mark, p, r, tbl, tc, tr, word_file


def read(body: str, **parts: str) -> Document:
    return read_word_blocks(word_file(body, **parts), "来文.docx")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, ParagraphBlock)]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def form(inner: str) -> str:
    return f"<w:p>{field_mark('begin', f'<w:ffData>{inner}</w:ffData>')}{field_mark('end')}{r('选项')}</w:p>"


TICK = 'SYMBOL 252 \\f "Wingdings" \\s 12'
RING, PLAIN_RING, FRACTION = " EQ \\o\\ac(○,3)", "eq \\o(○,25)", "EQ \\f(1,2)"


def entries(result: str) -> str:
    return f"<w:ddList>{result}<w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>"


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (f"<w:p>{r('见')}{field('REF _Ref1', r('附表1'))}{r('。')}</w:p>", "见附表1。"),
        (f"<w:p>{r('表')}{field('SEQ 表', r('3'))}</w:p>", "表3"),
        (f"<w:p>{field('HYPERLINK', r('网站'))}{field('PAGE')}</w:p>", "网站"),
        (f"<w:p>{r('第')}{field(RING)}{r('项')}</w:p>", "第③项"),
        (f"<w:p>{r('第')}{field(PLAIN_RING)}</w:p>", "第25"),
        (f"<w:p>{field('MACROBUTTON NoMacro 点此输入')}</w:p>", "点此输入"),
        (f"<w:p>{field(TICK)}{r('合格')}</w:p>", "√合格"),
        (f"<w:p>{field('SYMBOL 09733 ')}{r('重点')}</w:p>", "★重点"),
        (f"<w:p><w:fldSimple w:instr='DOCPROPERTY'>{r('属性')}</w:fldSimple></w:p>", "属性"),
        (form("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"), "☑选项"),
        (form("<w:checkBox><w:default w:val='0'/></w:checkBox>"), "□选项"),
        (form(entries("<w:result w:val='1'/>")), "乙选项"),
        (form(entries("")), "甲选项"),
    ],
)
def test_fields_show_their_result(paragraph: str, shown: str) -> None:
    assert texts(read(paragraph)) == [shown]


def test_a_field_goes_on_through_paragraphs() -> None:
    body = (
        f"<w:p>{r('前')}{field_mark('begin')}<w:r><w:instrText>INCLUDETEXT a</w:instrText></w:r>"
        f"{field_mark('separate')}{r('一段')}</w:p>{p('二段')}<w:p>{r('三段')}{field_mark('end')}{r('后')}</w:p>"
    )
    assert texts(read(body)) == ["前一段", "二段", "三段后"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert texts(read(f"<w:p>{r('前')}{field_mark('begin')}{r('后')}</w:p>{p('次段')}")) == ["前后", "次段"]
    assert texts(read(f"<w:p>{field_mark('end')}{r('甲')}{field_mark('separate')}{r('乙')}</w:p>")) == ["甲乙"]


def test_a_formula_field_that_nobody_can_print_is_said() -> None:
    document = read(f"<w:p>{r('值')}{field(FRACTION)}</w:p>")
    assert texts(document) == ["值"]
    assert any(FRACTION in one.message for one in document.findings)


def test_a_field_that_counts_by_itself_is_said() -> None:
    document = read(f"<w:p>{field('AUTONUM')}{r('甲')}</w:p>")
    assert texts(document) == ["甲"]
    assert codes(document) == ["field_formulas"]


def test_a_table_of_contents_made_by_a_field_is_set_aside() -> None:
    body = (
        p("目　录")
        + f"<w:p>{field_mark('begin')}<w:r><w:instrText> TOC \\o &quot;1-3&quot; </w:instrText></w:r>"
        + f"{field_mark('separate')}{r('一、总则')}{field('PAGEREF a', r('1'))}</w:p>"
        + p("二、任务 2")
        + f"<w:p>{field_mark('end')}{r('一、总则')}</w:p>"
    )
    document = read(body)
    assert texts(document) == ["一、总则"]
    assert [one.text for one in document.aside] == ["目　录", "一、总则1", "二、任务 2"]
    assert codes(document) == ["contents"]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ("<w:sym w:font='Wingdings' w:char='F0FC'/>", "√"),
        ("<w:sym w:font='Wingdings' w:char='F06C'/>", "●"),
        ("<w:sym w:font='Wingdings 2' w:char='F052'/>", "☑"),
        ("<w:sym w:font='Symbol' w:char='F061'/>", "α"),
        ("<w:sym w:font='Symbol' w:char='F0B3'/>", "≥"),
        ("<w:sym w:font='宋体' w:char='2605'/>", "★"),
        ("<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr><w:t>l项</w:t>", "●项"),
        ("<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>\uf062</w:t>", "β"),
        ("<w:t>\uf0d8</w:t>", "➢"),
    ],
)
def test_symbols_are_the_characters_they_look_like(run: str, shown: str) -> None:
    document = read(f"<w:p><w:r>{run}</w:r></w:p>")
    assert texts(document) == [shown]
    assert codes(document) == []


def test_a_symbol_nobody_knows_is_named() -> None:
    (finding,) = read("<w:p><w:r><w:sym w:font='Wingdings 3' w:char='F0AA'/></w:r></w:p>").findings
    assert "Wingdings 3 F0AA" in finding.message


def math(inner: str) -> str:
    return f"<w:p>{r('式')}<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara></w:p>"


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (f"<m:f><m:num>{m('a+b')}</m:num><m:den>{m('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{m('x')}</m:e><m:sup>{m('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSubSup><m:e>{m('x')}</m:e><m:sub>{m('i')}</m:sub><m:sup>{m('n')}</m:sup></m:sSubSup>", "x_i^n"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{m('x')}</m:e></m:rad>", "√(x)"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{m('i=1')}</m:sub><m:sup>{m('n')}</m:sup>"
            f"<m:e>{m('x')}</m:e></m:nary>",
            "∑_(i=1)^nx",
        ),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{m('a')}</m:e></m:d>", "[a]"),
        (f"<m:m><m:mr><m:e>{m('1')}</m:e><m:e>{m('2')}</m:e></m:mr></m:m>", "[1,2]"),
        (f"<m:func><m:fName>{m('sin')}</m:fName><m:e>{m('x')}</m:e></m:func>", "sinx"),
    ],
)
def test_formulas_are_written_on_one_line(formula: str, line: str) -> None:
    document = read(math(formula))
    assert texts(document) == [f"式{line}"]
    assert codes(document) == ["formulas"]


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_controls_hold_text_at_every_level_and_prompts_hold_none() -> None:
    prompt = "<w:showingPlcHdr/>"
    body = (
        control(p("整段") + control(p("套着的")))
        + f"<w:p>{r('行')}{control(r('内'), '<w:dropDownList/>')}{control(r('单击此处输入文字'), prompt)}</w:p>"
        + control(p("请选择日期"), prompt)
        + tbl(control(tr("行里", "乙")), f"<w:tr>{control(tc('格里'))}{tc('丁')}</w:tr>")
    )
    document = read(body)
    assert texts(document) == ["整段", "套着的", "行内"]
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert [cell.text for cell in table.cells] == ["行里", "乙", "格里", "丁"]
    assert [one.text for one in document.aside] == ["单击此处输入文字", "请选择日期"]
    assert codes(document) == ["prompts"]


def box(*lines: str) -> str:
    return f"<w:txbxContent>{''.join(p(line) for line in lines)}</w:txbxContent>"


def test_boxes_of_old_and_new_kinds_are_read_once() -> None:
    new = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box('框一', '框二')}</wps:txbx></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box('框一', '框二')}</v:textbox></v:shape></w:pict></mc:Fallback>"
    vml = f"<w:pict><v:shape><v:textbox>{box('旧框')}</v:textbox></v:shape></w:pict>"
    art = "<w:pict><v:shape><v:textpath string='海州市人民政府文件'/></v:shape></w:pict>"
    body = (
        f"<w:p><w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>{r('甲')}</w:p>"
        f"<w:p>{r('乙')}<w:r>{vml}</w:r><w:r>{art}</w:r></w:p>"
    )
    document = read(body)
    assert texts(document) == ["甲", "框一", "框二", "乙", "海州市人民政府文件", "旧框"]
    assert "3 个文本框" in document.findings[0].message


def test_a_fallback_is_read_where_only_it_has_words() -> None:
    choice = "<mc:Choice Requires='wpc'><w:drawing/></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box('只在这里')}</v:textbox></w:pict></mc:Fallback>"
    assert texts(read(f"<w:p><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>")) == [
        "只在这里"
    ]


def test_a_box_in_a_cell_and_a_box_in_a_box_stay_where_they_are() -> None:
    inner = f"<w:p>{r('外')}<w:r><w:pict><v:textbox>{box('内')}</v:textbox></w:pict></w:r></w:p>"
    outer = f"<w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert texts(read(f"<w:p>{r('甲')}{outer}</w:p>{p('乙')}")) == ["甲", "外", "内", "乙"]
    document = read(tbl(f"<w:tr><w:tc><w:p>{r('格')}{outer}</w:p></w:tc><w:tc>{p('旁')}</w:tc></w:tr>"))
    (table,) = document.blocks
    assert isinstance(table, TableBlock)
    assert [cell.text for cell in table.cells] == ["格\n外\n内", "旁"]


def test_breaks_tabs_and_directions() -> None:
    body = (
        "<w:p><w:r><w:t>上</w:t><w:br w:type='page'/><w:t>下</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:tabs><w:tab w:val='right' w:leader='dot' w:pos='8000'/></w:tabs></w:pPr>"
        "<w:r><w:t>一、总则</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
        f"<w:p><w:bdo w:val='rtl'>{r('反')}</w:bdo><w:dir w:val='ltr'>{r('正')}</w:dir></w:p>"
        "<w:p><w:r><w:t>软</w:t><w:softHyphen/><w:t>连</w:t></w:r></w:p>"
        f"<w:p><w:customXml w:element='a'>{r('标')}</w:customXml><w:smartTag>{r('签')}</w:smartTag></w:p>"
    )
    assert texts(read(body)) == ["上", "下", "一、总则……1", "反正", "软连", "标签"]


def test_readings_above_characters_are_said() -> None:
    ruby = f"<w:ruby><w:rt>{r('hǎi')}</w:rt><w:rubyBase>{r('海')}</w:rubyBase></w:ruby>"
    document = read(f"<w:p><w:r>{ruby}</w:r>{r('州')}</w:p>")
    assert texts(document) == ["海州"]
    assert [(one.text, one.reason) for one in document.aside] == [("hǎi", "注音，不收入")]
    assert any("hǎi" in one.message for one in document.findings)


def test_headers_and_footers_are_quoted_once() -> None:
    document = read(p("正文"), header=p("内部资料"), footer=p("第 1 页"))
    (finding,) = document.findings
    assert finding.code == "running_text"
    assert "内部资料" in finding.message
    assert [one.text for one in document.aside] == ["内部资料"]


def test_words_of_diagrams_are_quoted() -> None:
    document = read(p("正文"), diagramData=m("牵头抓总") + m("分工负责"))
    (finding,) = document.findings
    assert finding.code == "diagrams"
    assert "牵头抓总；分工负责" in finding.message


def test_a_contents_style_of_wps_is_known() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="TOC 标题1"/></w:style>'
    document = read(p("目录", '<w:pStyle w:val="a"/>') + p("正文"), styles=styles)
    assert texts(document) == ["正文"]
