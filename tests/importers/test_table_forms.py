"""The form of a table from any file, for the table designer; and tables that stand inside a Word plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from openpyxl import Workbook

from domain.errors import ImportFileError
from domain.tables import ColumnKind, TablePlace
from importers.appendix_forms import read_table_forms
from importers.read import read_plan


def test_a_blank_form_in_a_workbook(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    for row in (
        ["附表5"],
        ["设备更新需求表"],
        ["单位：万元"],
        ["序号", "企业", "需求", None],
        [None, None, "设备", "金额"],
    ):
        sheet.append(row)
    for merged in ("A2:D2", "A4:A5", "B4:B5", "C4:D4"):
        sheet.merge_cells(merged)
    for column, width in zip("ABCD", (6, 30, 30, 12), strict=True):
        sheet.column_dimensions[column].width = width
    workbook.save(tmp_path / "form.xlsx")
    (form,) = read_table_forms(tmp_path / "form.xlsx")
    assert (form.label, form.title, form.unit_line) == ("附表5", "设备更新需求表", "单位：万元")
    assert [column.path for column in form.columns] == [("序号",), ("企业",), ("需求", "设备"), ("需求", "金额")]
    assert [column.width for column in form.columns] == [11, 56, 56, 22]


def test_the_forms_of_a_word_file(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("附表1")
    document.add_paragraph("短板清单")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("序号", "问题", "措施"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("1", "★★缺人", "1.培训\n2.引进"), strict=True):
        cell.text = text
    for column, width in zip(table.columns, (10, 60, 80), strict=True):
        column.width = Mm(width)
    document.save(str(tmp_path / "form.docx"))
    (form,) = read_table_forms(tmp_path / "form.docx")
    assert (form.label, form.title) == ("附表1", "短板清单")
    assert [column.kind for column in form.columns] == [ColumnKind.NUMBER, ColumnKind.ITEMS, ColumnKind.MEASURES]
    assert [column.width for column in form.columns] == [10, 60, 80]


def test_a_file_without_a_table_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("只有文字。\n", encoding="utf-8")
    with pytest.raises(ImportFileError) as caught:
        read_table_forms(tmp_path / "note.txt")
    assert caught.value.code == "no_table"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with a numbered table, a titled one and a bare one inside its text, and an annex that goes on."""
    document = Document()

    def paragraph(text: str, *, centred: bool = False) -> None:
        added = document.add_paragraph(text)
        if centred:
            added.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def table(*rows: str) -> None:
        texts = [row.split("|") for row in rows]
        added = document.add_table(rows=len(texts), cols=len(texts[0]))
        for row, cells in zip(added.rows, texts, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    paragraph("海州市数字经济发展行动计划", centred=True)
    paragraph("为加快发展，制定本计划。")
    paragraph("一、总体目标")
    paragraph("到2028年，主要指标如下。")
    paragraph("表1 主要指标", centred=True)
    paragraph("单位：亿元")
    table("指标|2025年|2028年", "增加值|120|200")
    paragraph("注：2025年为初步数。")
    paragraph("指标纳入考核。")
    paragraph("资金测算表")
    table("年份|资金", "2026|20")
    paragraph("二、保障措施")
    paragraph("加强领导。")
    table("甲|乙", "1月|2月")
    paragraph("附件：1.项目清单")
    paragraph("附件1")
    paragraph("项目清单", centred=True)
    table("序号|项目|投资", "1|智算中心|10")
    paragraph("附件1（续）")
    table("序号|项目|投资", "2|数据基地|20")
    document.save(str(tmp_path / "plan.docx"))
    return tmp_path / "plan.docx"


def test_tables_inside_the_text_keep_their_place(plan: Path) -> None:
    draft = read_plan(plan)
    content = draft.content
    goals, support = content.nodes
    assert [(one.spec.label, one.spec.title, one.place) for one in content.tables] == [
        ("表1", "主要指标", TablePlace(goals.id, 1)),
        ("", "资金测算表", TablePlace(goals.id, 2)),
        ("", "", TablePlace(support.id, 1)),
        ("附件1", "项目清单", None),
    ]
    assert (content.tables[0].spec.unit_line, content.tables[0].spec.notes) == ("单位：亿元", ("注：2025年为初步数。",))
    assert [paragraph.text for paragraph in goals.paragraphs] == ["到2028年，主要指标如下。", "指标纳入考核。"]
    assert len(content.tables[3].rows) == 2
    assert not {finding.code for finding in draft.findings} & {"lost_text", "annex_list", "table_label"}
