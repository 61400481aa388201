"""The Word files: page, fonts, styles, tables, as an editor of official documents would measure them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from domain.exchange import PlanContent
from exporters.page import Layout
from exporters.profile import Face
from tests.exporters.export_case import Exported, W, export, make_plan, with_table_text

WORD_PARTS = ("方案全文", "任务分解表", "责任单位矩阵", "附表1", "附表2")


def attributes(element: Any) -> dict[str, str]:
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def texts(root: Any) -> list[str]:
    return ["".join(paragraph.itertext()) for paragraph in root.iter(f"{W}p")]


def style(exported: Exported, part: str, style_id: str) -> Any:
    (found,) = [one for one in exported.xml(part, "word/styles.xml") if one.get(f"{W}styleId") == style_id]
    return found


def grids(root: Any) -> list[list[int]]:
    return [[int(column.get(f"{W}w")) for column in grid] for grid in root.iter(f"{W}tblGrid")]


@pytest.mark.parametrize("part", WORD_PARTS)
def test_python_docx_reads_every_file(exported: Exported, part: str) -> None:
    document = docx.Document(str(exported.path(part)))
    assert document.core_properties.author == "方案工作台"
    assert document.core_properties.comments == ""
    assert document.core_properties.title
    assert len(document.sections) >= 1


def test_sections_have_official_sheets_margins_and_grids(exported: Exported) -> None:
    body, problems, policies = exported.xml("方案全文").iter(f"{W}sectPr")
    upright = {"top": "2098", "right": "1475", "bottom": "1984", "left": "1587"}
    for section in (body, policies):
        assert attributes(section.find(f"{W}pgSz")) == {"w": "11906", "h": "16838"}
        assert upright.items() <= attributes(section.find(f"{W}pgMar")).items()
    assert attributes(problems.find(f"{W}pgSz")) == {"w": "16838", "h": "11906", "orient": "landscape"}
    assert attributes(body.find(f"{W}docGrid")) == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-849"}
    assert attributes(problems.find(f"{W}docGrid")) == {"type": "lines", "linePitch": "579"}
    for section in (body, problems, policies):
        assert section.find(f"{W}type").get(f"{W}val") == "nextPage"
        assert [child.tag.replace(W, "") for child in section] == [
            *["headerReference"] * 2,
            *["footerReference"] * 2,
            "type",
            "pgSz",
            "pgMar",
            "cols",
            "docGrid",
        ]


def test_page_numbers_follow_the_sheet(exported: Exported) -> None:
    with zipfile.ZipFile(exported.path("方案全文")) as archive:
        relations = dict(
            re.findall(r'Id="(\w+)"[^>]*Target="([^"]+)"', archive.read("word/_rels/document.xml.rels").decode())
        ) | {
            name: target
            for target, name in re.findall(
                r'Target="([^"]+)"[^>]*Id="(\w+)"', archive.read("word/_rels/document.xml.rels").decode()
            )
        }
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    upright, across, _ = exported.xml("方案全文").iter(f"{W}sectPr")

    def content(section: Any, tag: str, kind: str) -> str:
        (found,) = [one for one in section.iter(f"{W}{tag}") if attributes(one)["type"] == kind]
        return parts[f"word/{relations[attributes(found)['id']]}"]

    for kind, named in (("default", "PageNumberOdd"), ("even", "PageNumberEven")):
        assert named in content(upright, "footerReference", kind)
        assert " PAGE " in content(upright, "footerReference", kind)
        assert named in content(across, "headerReference", kind)
        assert 'w:textDirection w:val="tbRl"' in content(across, "headerReference", kind)
        assert "PAGE" not in content(across, "footerReference", kind)
        assert "PAGE" not in content(upright, "headerReference", kind)
    assert "— " in content(upright, "footerReference", "default")


def test_settings_ask_for_duplex_printing_and_a_current_word(exported: Exported) -> None:
    settings = exported.xml("方案全文", "word/settings.xml")
    order = [child.tag.replace(W, "") for child in settings]
    assert order.index("mirrorMargins") == order.index("zoom") + 1
    assert order.index("defaultTabStop") < order.index("evenAndOddHeaders") < order.index("compat")
    modes = {one.get(f"{W}name"): one.get(f"{W}val") for one in settings.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"


def test_no_look_of_the_writing_program_is_left(exported: Exported) -> None:
    with zipfile.ZipFile(exported.path("方案全文")) as archive:
        names = archive.namelist()
        styles = archive.read("word/styles.xml").decode()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "stylesWithEffects" in name]
    assert "Theme" not in styles
    assert "w:color " not in styles
    assert 'w:eastAsia="zh-CN"' in styles


@pytest.mark.parametrize(
    ("style_id", "face", "half_points"),
    [
        ("Normal", Face.BODY, "32"),
        ("PlanTitle", Face.TITLE, "44"),
        ("PlanMark", Face.KAI, "32"),
        ("AppendixLabel", Face.HEAD, "32"),
        ("Heading1", Face.HEAD, "32"),
        ("Heading2", Face.KAI, "32"),
        ("Heading3", Face.BODY, "32"),
        ("TableHead24", Face.HEAD, "24"),
        ("TableHead21", Face.HEAD, "21"),
        ("TableBody18", Face.BODY, "18"),
        ("PageNumberOdd", Face.SONG, "28"),
    ],
)
def test_styles_name_their_chinese_font(exported: Exported, style_id: str, face: Face, half_points: str) -> None:
    look = style(exported, "方案全文", style_id).find(f"{W}rPr")
    fonts = attributes(look.find(f"{W}rFonts"))
    assert fonts["eastAsia"] == Layout().font(face)
    assert fonts["hint"] == "eastAsia"
    assert fonts["ascii"] == ("宋体" if face is Face.SONG else "Times New Roman")
    assert look.find(f"{W}sz").get(f"{W}val") == half_points


def test_body_paragraphs_stand_on_22_lines_with_two_characters_indent(exported: Exported) -> None:
    look = style(exported, "方案全文", "PlanBody").find(f"{W}pPr")
    assert attributes(look.find(f"{W}spacing")) == {"before": "0", "after": "0", "line": "579", "lineRule": "exact"}
    assert attributes(look.find(f"{W}ind")) == {"firstLineChars": "200", "firstLine": "631"}


def test_headings_are_real_headings(exported: Exported) -> None:
    root = exported.xml("方案全文")
    found = {
        "".join(one.itertext()): one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        for one in root.iter(f"{W}p")
        if one.find(f"{W}pPr/{W}pStyle").get(f"{W}val").startswith("Heading")
    }
    assert found == {
        "一、总体要求": "Heading1",
        "二、重点任务": "Heading1",
        "（一）开展联合攻关": "Heading2",
        "1.摸清底数": "Heading3",
        "2.张榜求贤": "Heading3",
        "（二）培养技能人才": "Heading2",
    }
    for level in range(1, 4):
        outline = style(exported, "方案全文", f"Heading{level}").find(f"{W}pPr/{W}outlineLvl")
        assert outline.get(f"{W}val") == str(level - 1)


def test_the_plan_reads_from_title_to_the_list_of_tables(exported: Exported) -> None:
    lines = texts(exported.xml("方案全文"))
    start = lines.index("（征求意见稿）")
    assert "".join(lines[:start]) == "海州市风电装备产业链供应链质量联动提升工作方案"
    assert lines[start + 1 : start + 4] == ["", "为提升风电装备质量，制定本方案。", "一、总体要求"]
    assert any(line.endswith("（牵头单位：市科技局；配合单位：市教委、市发展改革委）") for line in lines)
    note = lines.index("附表：1.风电装备产业链质量问题清单")
    assert lines[note - 1] == ""
    assert lines[note + 1] == "2.质量政策工具清单"


def test_an_appendix_page_has_label_blank_line_and_title(exported: Exported) -> None:
    lines = texts(exported.xml("附表1"))
    assert lines[:3] == ["附表1", "", "风电装备产业链质量问题清单"]


@pytest.mark.parametrize("part", WORD_PARTS)
def test_tables_fill_the_frame_exactly(exported: Exported, part: str) -> None:
    root = exported.xml(part)
    assert grids(root)
    for table in root.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        assert sum(grid) in (8844, 12756)
        assert table.find(f"{W}tblPr/{W}tblW").get(f"{W}w") == str(sum(grid))
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        for row in table.iter(f"{W}tr"):
            spans = [int(one.get(f"{W}val")) for one in row.iter(f"{W}gridSpan")]
            cells = row.findall(f"{W}tc")
            assert len(cells) - len(spans) + sum(spans) == len(grid)
            assert sum(int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in cells) == sum(grid)
            assert all(cell[-1].tag == f"{W}p" for cell in cells)


def test_the_two_row_header_is_merged_and_repeats(exported: Exported) -> None:
    (table,) = exported.xml("附表1").iter(f"{W}tbl")
    first, second, *body = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in (first, second, *body)] == [
        True,
        True,
        *[False] * len(body),
    ]
    assert ["".join(cell.itertext()) for cell in first][1:] == [
        "序号",
        "产业链位置",
        "地理分布",
        "主要企业名称",
        "产业链质量问题",
    ]
    merges = [cell.find(f"{W}tcPr/{W}vMerge") for cell in first.findall(f"{W}tc")]
    assert [one.get(f"{W}val") if one is not None else None for one in merges] == [*["restart"] * 4, None]
    assert first.findall(f"{W}tc")[4].find(f"{W}tcPr/{W}gridSpan").get(f"{W}val") == "5"
    merges = [cell.find(f"{W}tcPr/{W}vMerge") for cell in second.findall(f"{W}tc")]
    assert [one.get(f"{W}val") if one is not None else None for one in merges] == [*["continue"] * 4, *[None] * 5]


def test_short_columns_are_centred_and_long_text_is_not(exported: Exported) -> None:
    (table,) = exported.xml("附表1").iter(f"{W}tbl")
    row = table.findall(f"{W}tr")[2]
    sides = [cell.find(f"{W}p/{W}pPr/{W}jc") for cell in row.findall(f"{W}tc")]
    assert [one is not None and one.get(f"{W}val") == "center" for one in sides] == [
        *[True] * 3,
        *[False] * 2,
        *[True] * 2,
        False,
        True,
    ]


def test_lines_of_a_cell_are_paragraphs(exported: Exported) -> None:
    document = docx.Document(str(exported.path("附表1")))
    cell = document.tables[0].cell(2, 4)
    assert [paragraph.text for paragraph in cell.paragraphs] == [
        "★★★主轴轴承寿命离散，装机前缺少加速试验手段",
        "★★叶根螺栓预紧力衰减快",
    ]


def test_tasks_are_joined_over_their_measures(exported: Exported) -> None:
    table = docx.Document(str(exported.path("任务分解表"))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限"]
    assert rows[1] == [
        "1",
        "开展联合攻关",
        "1.摸清底数\n逐户走访，建立台账。",
        "市科技局",
        "市教委、市发展改革委",
        "2026年底前",
    ]
    assert rows[2][:2] == ["1", "开展联合攻关"]
    assert rows[2][5] == "2026年6月"
    assert rows[3][:2] == ["2", "培养技能人才"]
    assert table.cell(1, 1)._tc is table.cell(2, 1)._tc


def test_the_matrix_has_units_upright_in_office_order(exported: Exported) -> None:
    document = docx.Document(str(exported.path("责任单位矩阵")))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "重点任务", "市发展改革委", "市科技局", "市教委"]
    assert rows[1] == ["1", "开展联合攻关", "○", "●", "○"]
    assert rows[2] == ["2", "培养技能人才", "", "", "●"]
    assert rows[3] == ["承担任务（项）", "承担任务（项）", "1", "1", "2"]
    assert rows[4] == ["其中牵头（项）", "其中牵头（项）", "", "1", "1"]
    (row, *_) = exported.xml("责任单位矩阵").iter(f"{W}tr")
    directions = [cell.find(f"{W}tcPr/{W}textDirection") for cell in row.findall(f"{W}tc")]
    assert [one.get(f"{W}val") if one is not None else None for one in directions] == [None, None, *["tbRlV"] * 3]


ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs overflowPunct snapToGrid spacing ind jc outlineLvl rPr "
    "sectPr",
    "rPr": "rFonts b bCs snapToGrid color spacing sz szCs lang",
    "tcPr": "tcW gridSpan vMerge textDirection vAlign",
    "tblPr": "tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar",
}


@pytest.mark.parametrize("part", WORD_PARTS)
def test_elements_stand_in_the_order_of_the_schema(exported: Exported, part: str) -> None:
    with zipfile.ZipFile(exported.path(part)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
    for name in names:
        if "theme" in name:
            continue
        for element in exported.xml(part, name).iter():
            order = ORDER.get(element.tag.replace(W, ""), "").split()
            if order:
                places = [order.index(child.tag.replace(W, "")) for child in element]
                assert places == sorted(set(places)), (name, element.tag)


@pytest.mark.parametrize("text", ["=1+1", "<b>&amp;]]>", "😀𠮷", "甲\x00乙\x0b丙\x1f", "@cmd\t-2+3", "字" * 10_000])
def test_hostile_text_comes_out_as_text(tmp_path: Path, text: str) -> None:
    exported = export(with_table_text(make_plan(), text), tmp_path, formats=("docx",), parts=("附表2", "方案全文"))
    legal = text.replace("\t", " ").replace("\x0b", "\n").replace("\x00", "").replace("\x1f", "")
    table = docx.Document(str(exported.path("附表2"))).tables[0]
    assert table.cell(1, 1).text == legal


def test_a_row_that_no_page_holds_may_part(tmp_path: Path, plan: PlanContent) -> None:
    exported = export(with_table_text(plan, "字" * 3000), tmp_path, formats=("docx",), parts=("附表2",))
    head, row = exported.xml("附表2").iter(f"{W}tr")
    assert head.find(f"{W}trPr/{W}cantSplit") is not None
    assert row.find(f"{W}trPr/{W}cantSplit") is None
