"""The workbooks: the same words as on paper, ready to print, and no text that reckons."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.exchange import PlanContent
from tests.exporters.export_case import Exported, export, make_plan, with_table_text

SHEETS = ("任务分解表", "责任单位矩阵", "附表1", "附表2")


def sheet(exported: Exported, part: str) -> Any:
    return openpyxl.load_workbook(exported.path(part, "xlsx")).worksheets[0]


def rows(of: Any) -> list[tuple[Any, ...]]:
    return list(of.iter_rows(values_only=True))


@pytest.mark.parametrize("part", SHEETS)
def test_every_sheet_is_ready_to_print(exported: Exported, part: str) -> None:
    book = openpyxl.load_workbook(exported.path(part, "xlsx"))
    one = book.worksheets[0]
    assert one.title == part
    assert one.page_setup.paperSize == 9
    assert (one.page_setup.fitToWidth, one.page_setup.fitToHeight) == (1, 0)
    assert one.sheet_properties.pageSetUpPr.fitToPage
    assert one.print_title_rows
    assert one.print_area.endswith(f"${one.max_row}")
    assert one.freeze_panes is None
    assert not one.sheet_view.showGridLines
    assert one.HeaderFooter.differentOddEven
    with zipfile.ZipFile(exported.path(part, "xlsx")) as archive:
        raw = archive.read("xl/worksheets/sheet1.xml").decode()
    # openpyxl takes the blank behind the size for a part of it.
    assert '<oddFooter>&amp;R&amp;"宋体,常规"&amp;14— &amp;P —\u3000</oddFooter>' in raw
    assert '<evenFooter>&amp;L&amp;"宋体,常规"&amp;14\u3000— &amp;P —</evenFooter>' in raw
    assert book.properties.creator == "方案工作台"
    assert book.properties.title


def test_margins_and_orientation_are_those_of_the_paper(exported: Exported) -> None:
    across, upright = sheet(exported, "附表1"), sheet(exported, "附表2")
    assert across.page_setup.orientation == "landscape"
    assert upright.page_setup.orientation == "portrait"
    assert across.page_margins.left == pytest.approx(1.4173, abs=0.001)
    assert across.page_margins.top == pytest.approx(1.063, abs=0.001)
    assert upright.page_margins.top == pytest.approx(1.4567, abs=0.001)
    assert upright.page_margins.bottom == pytest.approx(1.378, abs=0.001)


def test_label_title_header_and_rows_in_order(exported: Exported) -> None:
    found = rows(sheet(exported, "附表1"))
    assert found[0][0] == "附表1"
    assert not any(found[1])
    assert found[2][0] == "风电装备产业链质量问题清单"
    # A header that one line does not hold has even lines.
    heads = [tuple((text or "").replace("\n", "") for text in row) for row in found[4:6]]
    assert heads[0][:5] == ("序号", "产业链位置", "地理分布", "主要企业名称", "产业链质量问题")
    assert heads[1][4:] == ("质量技术问题", "标准计量问题", "检测认证问题", "质量管理问题", "其他问题")
    assert found[6][:4] == (1, "上游产业", "临港区", "海州铸锻有限公司\n东湾轴承有限公司")
    assert found[7][0] == 2


def test_headers_are_merged(exported: Exported) -> None:
    merged = {str(one) for one in sheet(exported, "附表1").merged_cells.ranges}
    assert {"A1:I1", "A3:I3", "A5:A6", "D5:D6", "E5:I5"} <= merged


def test_tasks_are_joined_and_the_matrix_stands_upright(exported: Exported) -> None:
    tasks = sheet(exported, "任务分解表")
    first = int(tasks.print_title_rows.rpartition("$")[2]) + 1
    assert f"B{first}:B{first + 1}" in {str(one) for one in tasks.merged_cells.ranges}
    assert tasks.cell(first, 2).value == "开展联合攻关"
    matrix = sheet(exported, "责任单位矩阵")
    head = int(matrix.print_title_rows.rpartition("$")[2])
    assert [cell.value for cell in matrix[head]] == ["序号", "重点任务", "市发展改革委", "市科技局", "市教委"]
    assert [cell.alignment.textRotation for cell in matrix[head]] == [0, 0, 255, 255, 255]
    assert [cell.value for cell in matrix[head + 1]] == [1, "开展联合攻关", "○", "●", "○"]


@pytest.mark.parametrize("part", SHEETS)
def test_rows_are_high_enough_and_cells_ruled(exported: Exported, part: str) -> None:
    one = sheet(exported, part)
    first = int(one.print_title_rows.rpartition("$")[2]) + 1
    for row in range(first, one.max_row + 1):
        height = one.row_dimensions[row].height
        assert 20 < height <= 409
        for cell in one[row]:
            lines = str(cell.value or "").count("\n") + 1
            if not any(cell.coordinate in merged for merged in one.merged_cells.ranges):
                assert cell.border.left.style == "thin"
                assert cell.alignment.wrap_text
                assert height >= lines * cell.font.size


def test_a_working_copy_is_for_going_on_in_a_sheet(tmp_path: Path) -> None:
    exported = export(make_plan(), tmp_path, formats=("xlsx",), parts=("任务分解表",), working_copies=True)
    assert sorted(name[:11] for name in exported.names()) == sorted(
        name[:11] for name in ("任务分解表（工作底稿）", exported.path("任务分解表 ", "xlsx").name)
    )
    one = sheet(exported, "任务分解表（工作底稿）")
    head = int(one.print_title_rows.rpartition("$")[2])
    assert one.freeze_panes == f"B{head + 1}"
    assert one.auto_filter.ref == f"A{head}:F{one.max_row}"
    tasks = [row[1] for row in rows(one)[head:]]
    assert tasks == ["开展联合攻关", "开展联合攻关", "培养技能人才"]
    assert not [one for one in one.merged_cells.ranges if one.min_row > head]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "#N/A", "007", "甲\x00乙\x1f", "😀𠮷"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    exported = export(with_table_text(make_plan(), text), tmp_path, formats=("xlsx",), parts=("附表2",))
    one = sheet(exported, "附表2")
    (cell,) = [cell for row in one.iter_rows() for cell in row if cell.column == 2 and cell.row == one.max_row]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x00", "").replace("\x1f", "")
    assert bool(cell.quotePrefix) == (text[0] in "=+-@")


@pytest.mark.parametrize("length", [2_000, 10_000, 32_767, 70_000])
def test_a_cell_too_long_for_a_sheet_row_is_there_whole(tmp_path: Path, plan: PlanContent, length: int) -> None:
    text = "".join(chr(0x4E00 + place % 5000) for place in range(length))
    exported = export(with_table_text(plan, text), tmp_path, formats=("xlsx",), parts=("附表2",))
    one = sheet(exported, "附表2")
    column = [row[1] for row in rows(one) if isinstance(row[1], str)]
    assert text in "".join(column)
    assert all(one.row_dimensions[row].height <= 409 for row in range(5, one.max_row + 1))


def test_sheet_names_are_valid(tmp_path: Path, plan: PlanContent) -> None:
    from dataclasses import replace

    spec = replace(plan.tables[0].spec, label="附表/1[甲]:*?" + "长" * 40)
    content = replace(plan, tables=(replace(plan.tables[0], spec=spec),))
    export(content, tmp_path, formats=("xlsx",))
    (path,) = tmp_path.glob("附表*.xlsx")
    name = openpyxl.load_workbook(path).sheetnames[0]
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
