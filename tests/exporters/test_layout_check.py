"""格式体检: our files have no finding, a broken clause has its own and no other, other programs' files are judged."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from domain.checks import Severity
from domain.word_facts import WordFacts
from exporters.layout_check import LayoutFinding, check_layout, clause_title
from exporters.layout_check_words import CLAUSES
from exporters.page import Layout
from exporters.profile import STANDARD, Face, SidePageNumber, profile_to_json
from importers.guard import GivenFile
from importers.word_facts import read_word_facts
from tests.exporters.broken_layouts import BROKEN
from tests.exporters.export_case import export, make_plan
from tests.exporters.layout_case import PLANS, Broken, exported_bytes, layout_of

LAYOUT = Path(__file__).parents[3] / "shared" / "design" / "layout.md"
# What no file shows: a blank page is made by printing, a letter is another form of paper.
NOT_IN_A_FILE = {"N4", "N6"}


def facts_of(data: bytes) -> WordFacts:
    return read_word_facts(GivenFile("样稿.docx", data))


def findings(data: bytes, layout: Layout) -> list[LayoutFinding]:
    return check_layout(layout, facts_of(data))


@pytest.mark.parametrize("name", PLANS)
def test_every_part_we_write_is_without_a_finding(name: str, tmp_path: Path) -> None:
    exported = export(PLANS[name](), tmp_path, formats=("docx",))
    judged = {
        path.name: [(one.code, one.where, one.message) for one in findings(path.read_bytes(), layout_of(name))]
        for path in tmp_path.iterdir()
    }
    assert len(judged) == len(exported.names()) >= 4
    assert not any(judged.values()), judged


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: f"{one.clause} {one.name}")
def test_a_broken_clause_is_found_and_no_other(broken: Broken) -> None:
    found = findings(broken.made(), layout_of(broken.plan))
    assert {one.code for one in found} == {broken.clause}, [(one.code, one.where, one.message) for one in found]
    assert all(one.where and one.message.endswith("。") for one in found)


def test_every_clause_of_the_list_is_judged_and_tried() -> None:
    tried = {broken.clause for broken in BROKEN}
    judged = {clause for clause in CLAUSES if not clause.startswith("TABLE")}
    assert judged - tried == {"T13"}  # tried below
    if not LAYOUT.exists():
        pytest.skip("the list of clauses is not beside this checkout")
    section = LAYOUT.read_text(encoding="utf-8").partition("## A.")[2].partition("\n## B.")[0]
    assert set(re.findall(r"^\| ([PHTFEN]\d+) \|", section, re.M)) == judged | NOT_IN_A_FILE


def test_a_finding_says_where_what_is_and_what_should_be() -> None:
    (broken,) = [one for one in BROKEN if one.name == "heading in 仿宋"]
    (found,) = findings(broken.made(), Layout())
    assert found.where == "第5段 “一、总体要求”"
    assert (found.actual, found.wanted) == ("仿宋_GB2312", "黑体")
    assert found.message == "第1层标题字体为仿宋_GB2312，应为黑体。"
    assert (found.severity, found.line, found.places) == (Severity.MUST, 5, (5,))
    assert clause_title(found.code) == "7.3.3 层次标题"


def test_the_same_fault_of_many_paragraphs_is_one_finding() -> None:
    document = docx.Document(io.BytesIO(exported_bytes("plain")))
    for paragraph in document.paragraphs:
        if paragraph.style.name == "公文正文":
            paragraph.paragraph_format.first_line_indent = 0
            paragraph._p.pPr.ind.attrib.clear()
            paragraph._p.pPr.ind.set(f"{{{paragraph._p.nsmap['w']}}}firstLineChars", "0")
            paragraph._p.pPr.ind.set(f"{{{paragraph._p.nsmap['w']}}}firstLine", "0")
    (found,) = findings(saved(document), Layout())
    assert found.code == "T5"
    assert found.places == (4, 6, 9, 11, 13, 15)
    assert found.where.startswith("第4、6、9、11、13、15段（共6处，如“为提升")


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_file_of_another_program_is_judged_sensibly() -> None:
    document = docx.Document()
    lines = ("停车治理工作方案", "为规范停车秩序，制定本方案。", "一、工作目标", "新增泊位一千个。")
    for line in (*lines, "（一）挖掘存量", "开放机关大院。", "附件：泊位清单。", "海州市城市管理局", "2026年01月05日"):
        document.add_paragraph(line)
    found = findings(saved(document), Layout())
    codes = {one.code for one in found}
    assert codes >= {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "T1", "T5", "T6", "T7", "T9", "T11", "N1"}
    assert not [one for one in codes if one.startswith(("H", "E", "F"))]
    by_code = {one.code: one for one in found if one.code in ("P2", "T11")}
    assert by_code["P2"].actual == "25.4 毫米"
    assert by_code["T11"].wanted.startswith("“2026年1月5日”")


def test_an_empty_file_and_one_without_styles_are_judged_too() -> None:
    assert "N1" in {one.code for one in findings(saved(docx.Document()), Layout())}
    stream = io.BytesIO()
    data = exported_bytes("plain")
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as bare:
        for name in source.namelist():
            if name not in ("word/styles.xml", "word/settings.xml"):
                bare.writestr(name, source.read(name))
    assert {one.code for one in findings(stream.getvalue(), Layout())} >= {"P5", "T1", "T6"}


@pytest.mark.parametrize("side", SidePageNumber)
def test_another_profile_is_respected(side: SidePageNumber, tmp_path: Path) -> None:
    page = replace(
        STANDARD.page, top=28, binding=28, frame_width=155, frame_height=242, lines=21, chars=26, side_number=side
    )
    fonts = replace(STANDARD.fonts, body="方正仿宋_GBK", title="方正小标宋_GBK", kai="方正楷体_GBK")
    headings = replace(STANDARD.headings, level1=Face.KAI, level2=Face.BODY, bold2=True)
    profile = replace(STANDARD, page=page, fonts=fonts, headings=headings)
    plan = make_plan()
    plan = replace(plan, info=replace(plan.info, layout=profile_to_json(profile)))
    exported = export(plan, tmp_path, formats=("docx",))
    own = {
        path.name: [(one.code, one.message) for one in findings(path.read_bytes(), Layout(profile))]
        for path in tmp_path.iterdir()
    }
    assert not any(own.values()), own
    standard = {one.code for one in findings(exported.path("方案全文").read_bytes(), Layout())}
    assert standard >= {"P2", "P4", "P6", "T6"}
    assert ("F5" in standard) == (side is SidePageNumber.FOOTER)


def test_another_font_of_the_same_kind_is_no_fault() -> None:
    fonts = replace(STANDARD.fonts, body="FangSong", kai="KaiTi", head="SimHei", title="方正小标宋_GBK")
    assert not findings(exported_bytes("plain"), Layout(replace(STANDARD, fonts=fonts)))
    kai = Layout(replace(STANDARD, fonts=replace(STANDARD.fonts, body="楷体")))
    assert {one.code for one in findings(exported_bytes("plain"), kai)} >= {"P5"}


def test_what_a_notice_forwards_is_no_annex_of_it() -> None:
    document = docx.Document()
    for line in (
        "关于印发《停车治理工作方案》的通知",
        "各区人民政府：",
        "现将方案印发给你们。",
        "",
        "附件：停车治理工作方案",
    ):
        document.add_paragraph(line)
    assert "T13" in {one.code for one in findings(saved(document), Layout())}


def test_headings_in_the_wrong_order_are_found() -> None:
    document = docx.Document()
    for line in ("停车治理工作方案", "1.工作目标", "（一）总量", "新增一千个。", "（二）分布", "均衡布局。"):
        document.add_paragraph(line)
    told = [one.message for one in findings(saved(document), Layout()) if one.code == "T6"]
    assert any(message.startswith("层次序数颠倒") for message in told)
