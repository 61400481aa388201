"""Word files as programs save them: python-docx, LibreOffice, WPS's habits, strict files, and broken ones."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from domain.errors import ImportFileError
from domain.exchange import PlanDraft
from importers.blocks import Document, ParagraphBlock, TableBlock
from importers.read import read_plan
from importers.word import read_word_blocks
from tests.importers.word_builder import W, p, tbl, tr, word_file, zip_file

STRICT = "http://purl.oclc.org/ooxml"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, ParagraphBlock)]


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def test_a_document_of_python_docx_with_all_it_can_do() -> None:
    made = docx.Document()
    made.add_heading("海州市质量方案", 0)
    made.add_heading("总体要求", 1)
    paragraph = made.add_paragraph("坚持")
    paragraph.add_run("质量").bold = True
    paragraph.add_run("第一。")
    made.add_comment(paragraph.runs, text="请核对", author="王处长", initials="W")
    made.add_paragraph("第一项", style="List Number")
    made.add_paragraph("第二项", style="List Number")
    made.add_paragraph("一点", style="List Bullet")
    made.sections[0].header.paragraphs[0].text = "内部资料"
    made.add_section(WD_SECTION.NEW_PAGE)
    table = made.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "类别"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "指标"
    table.cell(1, 1).text, table.cell(1, 2).text = "甲", "乙"
    table.cell(1, 2).add_table(1, 1).cell(0, 0).text = "套表"
    document = read_word_blocks(saved(made), "来文.docx")
    assert texts(document) == ["海州市质量方案", "总体要求", "坚持质量第一。", "1.第一项", "2.第二项", "一点"]
    (grid,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells] == [
        (0, 0, 2, 1, "类别"),
        (0, 1, 1, 2, "指标"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "乙\n套表"),
    ]
    assert [(one.author, one.quote, one.text) for one in document.remarks] == [("王处长", "坚持质量第一。", "请核对")]
    assert {one.code for one in document.findings} == {"bullets", "comments", "nested", "running_text"}


def test_changes_put_into_a_document_of_python_docx() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("推进")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:author="甲"><w:r><w:t>质量</w:t></w:r></w:ins>'))
    assert texts(read_word_blocks(saved(made), "来文.docx")) == ["推进质量"]


def test_a_strict_file_is_read_whole(tmp_path: Path) -> None:
    data = word_file(p("海州市质量方案") + p("一、总则") + tbl(tr("序号", "项目"), tr("1", "芯片")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            text = text.replace(W, f"{STRICT}/wordprocessingml/main")
            text = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                f"{STRICT}/officeDocument/relationships",
            )
            target.writestr(name, text)
    path = tmp_path / "严格.docx"
    path.write_bytes(buffer.getvalue())
    draft = read_plan(path)
    assert draft.content.info.title == "海州市质量方案"
    assert "lost_text" not in {one.code for one in draft.findings}


def test_habits_of_wps() -> None:
    """Other prefixes, a body inside controls, absolute targets, runs cut after every character, wps: markup."""
    runs = "".join(f'<q:r><q:rPr><q:rFonts q:hint="eastAsia"/></q:rPr><q:t>{char}</q:t></q:r>' for char in "一、总则")
    body = (
        f'<q:document xmlns:q="{W}" xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData">'
        f"<q:body><wpsCustomData:x/><q:sdt><q:sdtContent><q:p>{runs}</q:p></q:sdtContent></q:sdt><q:sectPr/></q:body>"
        "</q:document>"
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document.xml"/></Relationships>'
    )
    data = zip_file({"[Content_Types].xml": "<Types/>", "_rels/.rels": rels, "word/document.xml": body})
    assert texts(read_word_blocks(data, "来文.docx")) == ["一、总则"]


BROKEN = {
    "half": word_file(p("甲") * 50)[:600],
    "no_body": zip_file({"[Content_Types].xml": "<Types/>", "word/document.xml": f'<w:document xmlns:w="{W}"/>'}),
    "bad_xml": zip_file({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document"}),
    "bad_styles": word_file(p("甲"), styles="<w:style"),
    "doctype": zip_file(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_get_a_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "来文.docx"
    path.write_bytes(BROKEN[name])
    with pytest.raises(ImportFileError) as refused:
        read_plan(path)
    assert refused.value.message.endswith("。")
    assert refused.value.hint.endswith("。")


ODD = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="99"/></w:numPr><w:outlineLvl w:val="-3"/></w:pPr>'
    "<w:r><w:t>甲</w:t></w:r></w:p>",
    "<w:p><w:r><w:sym w:char='ZZ'/><w:t>甲</w:t></w:r></w:p>",
    "<w:p><w:r><w:fldChar/><w:t>甲</w:t></w:r></w:p>",
    "<w:p><w:commentRangeEnd w:id='7'/><w:r><w:commentReference w:id='7'/><w:t>甲</w:t></w:r></w:p>",
    "<w:p><w:r><w:footnoteReference w:id='7'/><w:t>甲</w:t></w:r></w:p>",
    "<w:p><mc:AlternateContent/><w:r><w:t>甲</w:t></w:r></w:p>",
    "<w:sdt/><w:p><w:sdt><w:sdtPr/></w:sdt><w:r><w:t>甲</w:t></w:r></w:p><w:tbl/>",
    "<w:p><w:pPr><w:pStyle w:val='没有'/></w:pPr><w:r><w:rPr><w:rStyle w:val='没有'/></w:rPr><w:t>甲</w:t></w:r></w:p>",
    "<w:p><w:ins><w:ins><w:r><w:t>甲</w:t></w:r></w:ins></w:ins></w:p>",
    "<w:p><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:p>",
)


@pytest.mark.parametrize("body", ODD)
def test_odd_markup_loses_nothing(body: str) -> None:
    numbering = '<w:num/><w:num w:numId="99"/><w:abstractNum><w:lvl/><w:lvl w:ilvl="12"/></w:abstractNum>'
    assert texts(read_word_blocks(word_file(body, numbering=numbering), "来文.docx")) == ["甲"]


HTML = """<html><head><meta charset="utf-8"></head><body>
<h1>海州市质量方案</h1><p>为推进质量工作，制定本方案。</p><h2>一、总则</h2><p>坚持<b>质量</b>第一。</p><h2>二、任务</h2>
<ol><li>攻关芯片。</li><li>攻关软件。</li></ol><h3>附表1 清单</h3>
<table border="1"><tr><th rowspan="2">序号</th><th colspan="2">问题</th></tr><tr><th>技术</th><th>管理</th></tr>
<tr><td>1</td><td>缺芯片</td><td>制度不全</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    folder = tmp_path_factory.mktemp("office")
    return [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"], folder


def convert(office: tuple[list[str], Path], source: Path, form: str) -> Path:
    command, folder = office
    hint = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
    subprocess.run(
        [*command, *hint, "--convert-to", form, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return folder / f"{source.stem}.{form.partition(':')[0]}"


def check_plan(draft: PlanDraft) -> None:
    assert draft.content.info.title == "海州市质量方案"
    assert [one.heading for one in draft.content.placed()][:2] == ["一、总则", "二、任务"]
    (table,) = draft.content.tables
    assert [column.path for column in table.spec.columns] == [("序号",), ("问题", "技术"), ("问题", "管理")]
    assert [table.rows[0].cell(column.key).text for column in table.spec.columns[1:]] == ["缺芯片", "制度不全"]
    printed = "\n".join(piece.text for piece in draft.pieces)
    assert "1.攻关芯片。" in printed.replace(" ", "")
    assert "2.攻关软件。" in printed.replace(" ", "")
    assert "lost_text" not in {one.code for one in draft.findings}


def test_what_libreoffice_saves_reads_the_same(office: tuple[list[str], Path]) -> None:
    source = office[1] / "来文.html"
    source.write_text(HTML, encoding="utf-8")
    first = convert(office, source, "odt:writer8")
    saved_once = convert(office, first, "docx")
    check_plan(read_plan(saved_once))
    template = convert(office, first, "dotx:MS Word 2007 XML Template")
    check_plan(read_plan(template))
    old = convert(office, first, "doc")
    with pytest.raises(ImportFileError) as refused:
        read_plan(old)
    assert refused.value.code == "old_word"
    with pytest.raises(ImportFileError, match="OpenDocument"):
        read_plan(first)
    with pytest.raises(ImportFileError) as refused:
        read_plan(convert(office, first, "rtf"))
    assert refused.value.code == "rtf"
