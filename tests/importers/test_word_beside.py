"""What stands beside the text of a Word file: tracked changes both ways, comments, notes, hidden words."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.exchange import PlanDraft
from domain.reading import ReadingChoices, Revisions
from domain.remarks import RemarkKind
from importers.blocks import Document, ParagraphBlock, TableBlock
from importers.read import read_plan
from importers.word import read_word_blocks
from tests.importers.word_builder import deleted, ins, level, numbered, p, r, tbl, tc, tr, word_file

ACCEPTED, ORIGINAL = ReadingChoices(), ReadingChoices(Revisions.ORIGINAL)


def read(body: str, choices: ReadingChoices = ACCEPTED, **parts: str) -> Document:
    return read_word_blocks(word_file(body, **parts), "来文.docx", None, choices)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, ParagraphBlock)]


def cells(document: Document) -> list[str]:
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    return [cell.text for cell in table.cells]


def said(document: Document, kind: RemarkKind) -> list[tuple[str, str]]:
    return [(one.text, one.author) for one in document.remarks if one.kind is kind]


def paragraph(*inner: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{''.join(inner)}</w:p>"


CHANGED = paragraph(r("推进"), ins(r("质量")), deleted("数量"), r("提升"))


def test_changes_are_taken_either_way_and_both_are_kept() -> None:
    accepted, original = read(CHANGED), read(CHANGED, ORIGINAL)
    assert texts(accepted) == ["推进质量提升"]
    assert texts(original) == ["推进数量提升"]
    for document in (accepted, original):
        assert said(document, RemarkKind.INSERTION) == [("质量", "甲")]
        assert said(document, RemarkKind.DELETION) == [("数量", "乙")]
        assert [one.made_at for one in document.remarks] == ["2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z"]
    assert [one.in_text for one in accepted.remarks] == [True, False]
    assert [one.in_text for one in original.remarks] == [False, True]


def test_the_finding_asks_how_changes_are_taken() -> None:
    (finding,) = read(CHANGED).findings
    assert (finding.code, finding.question) == ("revisions", "revisions:all")
    assert [option.key for option in finding.options] == ["accepted", "original"]
    assert "插入 1 处、删除 1 处" in finding.message
    (finding,) = read(CHANGED, ORIGINAL).findings
    assert "原文" in finding.message


def test_the_answer_to_the_finding_counts_too() -> None:
    assert texts(read(CHANGED, ReadingChoices(picks={"revisions:all": "original"}))) == ["推进数量提升"]
    assert texts(read(CHANGED, ReadingChoices(Revisions.ORIGINAL, {"revisions:all": "accepted"}))) == ["推进质量提升"]
    assert texts(read(CHANGED, ReadingChoices(Revisions.ORIGINAL, {"revisions:all": "?"}))) == ["推进数量提升"]


def test_what_was_put_in_and_taken_out_again_is_in_neither() -> None:
    body = paragraph(r("甲"), ins(deleted("乙")), r("丙"))
    for choices in (ACCEPTED, ORIGINAL):
        document = read(body, choices)
        assert texts(document) == ["甲丙"]
        assert said(document, RemarkKind.DELETION) == [("乙", "乙")]


def test_moved_text_stands_where_the_choice_puts_it() -> None:
    body = (
        f"<w:p><w:moveFrom w:author='甲'>{r('这一句')}</w:moveFrom>{r('前文')}</w:p>"
        f"<w:p>{r('后文')}<w:moveTo w:author='甲'>{r('这一句')}</w:moveTo></w:p>"
    )
    assert texts(read(body)) == ["前文", "后文这一句"]
    assert texts(read(body, ORIGINAL)) == ["这一句前文", "后文"]


def test_ends_of_paragraphs_come_and_go() -> None:
    gone = paragraph(r("前半"), mark="<w:del/>") + p("后半")
    assert texts(read(gone)) == ["前半后半"]
    assert texts(read(gone, ORIGINAL)) == ["前半", "后半"]
    new = paragraph(r("前半"), mark="<w:ins/>") + p("后半")
    assert texts(read(new)) == ["前半", "后半"]
    assert texts(read(new, ORIGINAL)) == ["前半后半"]


def test_a_deleted_end_before_a_table_or_at_the_end_loses_nothing() -> None:
    body = paragraph(r("表前"), mark="<w:del/>") + tbl(tr("一", "二")) + paragraph(r("最后"), mark="<w:del/>")
    assert texts(read(body)) == ["表前", "最后"]


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}{level(1, "chineseCounting", "（%2）")}'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def test_deleted_paragraphs_take_their_numbers_with_them() -> None:
    properties = f"<w:pPr>{numbered(1)}<w:rPr><w:del/></w:rPr></w:pPr>"
    body = p("甲", numbered(1)) + f"<w:p>{properties}{deleted('乙')}</w:p>" + p("丙", numbered(1))
    assert texts(read(body, numbering=NUMBERING)) == ["一、甲", "二、丙"]
    assert texts(read(body, ORIGINAL, numbering=NUMBERING)) == ["一、甲", "二、乙", "三、丙"]


def test_the_original_has_its_old_numbers() -> None:
    before = f"<w:pPrChange w:author='甲'><w:pPr>{numbered(1)}</w:pPr></w:pPrChange>"
    now = numbered(1, 1)
    body = p("甲", numbered(1)) + p("乙", now + before)
    assert texts(read(body, numbering=NUMBERING)) == ["一、甲", "（一）乙"]
    assert texts(read(body, ORIGINAL, numbering=NUMBERING)) == ["一、甲", "二、乙"]
    given = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins w:author='甲'/></w:numPr>"
    assert texts(read(p("丙", given), numbering=NUMBERING)) == ["一、丙"]
    assert texts(read(p("丙", given), ORIGINAL, numbering=NUMBERING)) == ["丙"]


def test_rows_and_cells_come_and_go() -> None:
    rows = (
        tr("序号", "项目"),
        tr("1", "新增", properties="<w:ins w:author='甲'/>"),
        tr("2", "删去", properties="<w:del w:author='乙'/>"),
    )
    accepted, original = read(tbl(*rows)), read(tbl(*rows), ORIGINAL)
    assert cells(accepted) == ["序号", "项目", "1", "新增"]
    assert cells(original) == ["序号", "项目", "2", "删去"]
    for document in (accepted, original):
        assert said(document, RemarkKind.INSERTION) == [("1\n新增", "甲")]
        assert said(document, RemarkKind.DELETION) == [("2\n删去", "乙")]
    column = "<w:tc><w:tcPr><w:cellDel w:author='乙'/></w:tcPr>" + p("旧列") + "</w:tc>"
    table = tbl(f"<w:tr>{tc('甲')}{column}{tc('乙')}</w:tr>")
    assert cells(read(table)) == ["甲", "乙"]
    assert cells(read(table, ORIGINAL)) == ["甲", "旧列", "乙"]


def test_whole_paragraphs_come_and_go() -> None:
    body = p("甲") + f"<w:ins w:author='甲'>{p('新一')}{p('新二')}</w:ins><w:del w:author='乙'>{p('旧')}</w:del>"
    body += tbl(f"<w:tr><w:tc>{p('格')}<w:del w:author='丙'>{p('格里旧')}</w:del></w:tc>{tc('旁')}</w:tr>")
    accepted, original = read(body), read(body, ORIGINAL)
    assert (texts(accepted), texts(original)) == (["甲", "新一", "新二"], ["甲", "旧"])
    assert (cells(accepted), cells(original)) == (["格", "旁"], ["格\n格里旧", "旁"])
    for document in (accepted, original):
        assert said(document, RemarkKind.INSERTION) == [("新一\n新二", "甲")]
        assert said(document, RemarkKind.DELETION) == [("旧", "乙"), ("格里旧", "丙")]


def comment(key: int, author: str, *lines: str, para: str = "") -> str:
    inner = "".join(f"<w:p w14:paraId='{para}'>{r(line)}</w:p>" for line in lines)
    return f"<w:comment w:id='{key}' w:author='{author}' w:date='2026-04-01T08:00:00Z'>{inner}</w:comment>"


def start(key: int) -> str:
    return f"<w:commentRangeStart w:id='{key}'/>"


def end(key: int) -> str:
    return f"<w:commentRangeEnd w:id='{key}'/><w:r><w:commentReference w:id='{key}'/></w:r>"


def test_comments_quote_what_they_are_about() -> None:
    body = (
        f"<w:p>{r('到2027年')}{start(1)}{r('达到95%')}{deleted('以上')}{end(1)}{r('。')}</w:p>"
        f"<w:p>{start(2)}{r('第一段')}</w:p><w:p>{r('第二段')}{end(2)}</w:p>"
        f"<w:p>{r('只有引用')}<w:r><w:commentReference w:id='3'/></w:r></w:p>"
    )
    comments = (
        comment(1, "王处长", "数据要核实", "口径是什么") + comment(2, "李科长", "合并") + comment(3, "赵", "看一看")
    )
    document = read(body, comments=comments)
    found = [(one.line, one.author, one.quote, one.text) for one in document.remarks if one.kind is RemarkKind.COMMENT]
    assert found == [
        (1, "王处长", "达到95%", "数据要核实\n口径是什么"),
        (2, "李科长", "第一段\n第二段", "合并"),
        (4, "赵", "只有引用", "看一看"),
    ]
    assert "3 条批注" in next(one.message for one in document.findings if one.code == "comments")


def test_replies_stand_where_the_comment_stands() -> None:
    extended = "<w15:commentEx w15:paraId='A2' w15:paraIdParent='A1' w15:done='0'/>"
    document = read(
        f"{p('前')}<w:p>{start(1)}{r('原句')}{end(1)}</w:p>",
        comments=comment(1, "甲", "问", para="A1") + comment(2, "乙", "答", para="A2"),
        commentsExtended=extended,
    )
    assert [(one.line, one.author, one.quote, one.text) for one in document.remarks] == [
        (2, "甲", "原句", "问"),
        (2, "乙", "原句", "答"),
    ]


def test_footnotes_and_endnotes_become_remarks() -> None:
    notes = (
        f"<w:footnote w:id='-1' w:type='separator'>{p('线')}</w:footnote>"
        f"<w:footnote w:id='2'>{p('来源：统计局')}{p('第二段')}</w:footnote>"
    )
    body = f"<w:p>{r('产值达')}<w:r><w:footnoteReference w:id='2'/></w:r>{r('100亿元')}</w:p>"
    body += f"<w:p>{r('正文')}<w:r><w:endnoteReference w:id='5'/></w:r></w:p>"
    document = read(body, footnotes=notes, endnotes=f"<w:endnote w:id='5'>{p('尾注')}</w:endnote>")
    assert texts(document) == ["产值达100亿元", "正文"]
    assert [(one.line, one.quote, one.text) for one in document.remarks] == [
        (1, "产值达100亿元", "来源：统计局\n第二段"),
        (2, "正文", "尾注"),
    ]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="内部"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Quiet"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Child"><w:name w:val="隐二"/><w:basedOn w:val="Quiet"/></w:style>'
)


QUIET, SHOWN = "<w:rStyle w:val='Quiet'/>", "<w:vanish w:val='0'/>"


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{r('明文')}{r('暗', '<w:vanish/>')}{r('语', '<w:vanish/>')}</w:p>",
        f"<w:p>{r('明文')}{r('暗语', QUIET)}</w:p>",
        f"<w:p>{r('明文')}{r('暗语', QUIET.replace('Quiet', 'Child'))}</w:p>",
        f"<w:p><w:pPr><w:pStyle w:val='Secret'/></w:pPr>{r('暗语')}{r('明文', SHOWN)}</w:p>",
    ],
)
def test_hidden_words_are_remarks_not_text(body: str) -> None:
    document = read(body, styles=STYLES)
    assert texts(document) == ["明文"]
    assert said(document, RemarkKind.HIDDEN) == [("暗语", "")]
    assert any(one.code == "hidden_text" and "暗语" in one.message for one in document.findings)


def test_a_hidden_paragraph_takes_no_number() -> None:
    hidden = f"<w:p><w:pPr>{numbered(1)}<w:rPr><w:vanish/></w:rPr></w:pPr>{r('暗', '<w:vanish/>')}</w:p>"
    body = p("甲", numbered(1)) + hidden + p("乙", numbered(1))
    assert texts(read(body, numbering=NUMBERING)) == ["一、甲", "二、乙"]


def plan(tmp_path: Path, body: str, choices: ReadingChoices = ACCEPTED, **parts: str) -> PlanDraft:
    path = tmp_path / "方案.docx"
    path.write_bytes(word_file(body, **parts))
    return read_plan(path, None, choices)


def test_remarks_hang_on_the_heading_above_or_the_cell(tmp_path: Path) -> None:
    note = f"<w:p>{start(9)}{r('缺芯片')}{end(9)}</w:p>"
    cell = f"<w:tc>{note}</w:tc>"
    body = (
        f"<w:p>{start(1)}{r('海州市质量方案')}{end(1)}</w:p>"
        + p("为推进质量工作，制定本方案。")
        + p("一、总则")
        + p("坚持质量第一。")
        + p("二、任务")
        + f"<w:p>{start(2)}{r('推进攻关')}{end(2)}{r('。')}</w:p>"
        + p("附表1")
        + p("问题清单")
        + tbl(tr("序号", "问题", "措施"), tr("1", "缺软件", "自研"), f"<w:tr>{tc('2')}{cell}{tc('采购')}</w:tr>")
    )
    comments = comment(1, "甲", "题目") + comment(2, "乙", "任务") + comment(9, "丙", "单元格")
    draft = plan(tmp_path, body, comments=comments)
    nodes = {node.id: node.title for node in draft.content.nodes}
    (table,) = draft.content.tables
    rows = {row.id: index for index, row in enumerate(table.rows)}
    columns = {column.key: column.title for column in table.spec.columns}
    found = {
        one.text: (nodes.get(one.node_id or 0), rows.get(one.row_id or 0), columns.get(one.column))
        for one in draft.content.remarks
    }
    assert found == {"题目": (None, None, None), "任务": ("任务", None, None), "单元格": (None, 1, "问题")}
    assert len({one.id for one in draft.content.remarks}) == 3


def test_the_same_bytes_and_choices_give_the_same_draft(tmp_path: Path) -> None:
    body = p("海州市质量方案") + p("一、总则") + CHANGED
    assert plan(tmp_path, body) == plan(tmp_path, body)
    both = [plan(tmp_path, body, choices).content.remarks for choices in (ACCEPTED, ORIGINAL)]
    assert [(one.kind, one.text) for one in both[0]] == [(one.kind, one.text) for one in both[1]]
