"""Workbooks of every kind → grids that show what the sheet shows."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from domain.errors import ImportFileError
from importers.blocks import Document, TableBlock
from importers.grid import Sheet, cell_name, sheet_block, sheet_findings
from importers.sheet_csv import find_separator
from importers.sheets import is_sheet, read_sheets, read_workbook

SUBMISSIONS = Path(__file__).resolve().parents[3] / "shared" / "samples" / "submissions"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def sample() -> Workbook:
    """Title merged over the width, two header rows, dates, percent, text digits, line breaks, something hidden."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "台账"
    sheet["A1"] = "项目台账"
    sheet.merge_cells("A1:D1")
    for row in (
        ["编号", "名称", "进展", None],
        [None, None, "日期", "比例"],
        ["007", "岸电\n改造", datetime.date(2026, 6, 30), 0.355],
        ["008", "航标", datetime.date(2026, 12, 1), 1],
        [None, "航道", 12345.678, True],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:D2")
    sheet["C4"].number_format = "yyyy/m/d"
    sheet["C5"].number_format = 'yyyy"年"m"月"'
    sheet["D4"].number_format = "0.0%"
    sheet["D5"].number_format = "0%"
    sheet["C6"].number_format = "#,##0.00"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    workbook.create_sheet("底稿")["B2"] = "暂存"
    workbook["底稿"].sheet_state = "hidden"
    return workbook


SHOWN = [
    ["项目台账", "项目台账", "项目台账", "项目台账"],
    ["编号", "名称", "进展", "进展"],
    ["编号", "名称", "日期", "比例"],
    ["007", "岸电\n改造", "2026/6/30", "35.5%"],
    ["008", "航标", "2026年12月", "100%"],
    ["", "航道", "12,345.68", "TRUE"],
]


def texts(block: TableBlock) -> list[list[str]]:
    grid = [[""] * block.columns for _ in range(block.rows)]
    for cell in block.cells:
        for row in grid[cell.row : cell.row + cell.row_span]:
            row[cell.column : cell.column + cell.column_span] = [cell.text] * cell.column_span
    return grid


def blocks(document: Document) -> list[TableBlock]:
    return [block for block in document.blocks if isinstance(block, TableBlock)]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_a_workbook_shows_what_the_sheet_shows() -> None:
    document = read_sheets(saved(sample()), "台账.xlsx")
    first, second = blocks(document)
    assert texts(first) == SHOWN
    assert (first.sheet, first.hidden_rows, first.hidden_columns, first.origin) == ("台账", {4}, {3}, (0, 0))
    assert (second.sheet, texts(second), second.origin) == ("底稿", [["暂存"]], (1, 1))
    assert codes(document) == ["hidden_rows", "hidden_columns", "hidden_sheet"]
    assert "第 5 行" in document.findings[0].message
    assert document.findings[1].message.startswith("D 列")


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The sample saved by LibreOffice in another format."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed, so there is no second program to save the sample")
    folder = tmp_path_factory.mktemp("office")
    (folder / "sample.xlsx").write_bytes(saved(sample()))

    def run(kind: str) -> bytes:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out")]
        subprocess.run([*command, str(folder / "sample.xlsx")], check=True, capture_output=True, timeout=600)
        suffix = kind.partition(":")[0]
        return (folder / "out" / f"sample.{suffix}").read_bytes()

    return run


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx", "fods"])
def test_other_programs_save_the_same_sheet(convert: Callable[[str], bytes], kind: str) -> None:
    data = convert(kind)
    assert is_sheet(data, f"台账.{kind}")
    document = read_sheets(data, f"台账.{kind}")
    first = blocks(document)[0]
    assert texts(first) == SHOWN
    assert (first.sheet, first.hidden_rows, first.hidden_columns) == ("台账", {4}, {3})
    assert codes(document) == ["hidden_rows", "hidden_columns", "hidden_sheet"]


def handmade(sheet: str, strings: str = "", **parts: str) -> bytes:
    """A workbook of one sheet, written part by part."""
    files = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="一" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="s" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **parts,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def test_the_extent_comes_from_the_cells() -> None:
    rows = (
        '<dimension ref="A1:A1"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        '<row><c t="inlineStr"><is><t>二</t></is></c><c><v>0.1</v></c></row></sheetData>'
    )
    strings = "<si><r><t>项</t></r><r><t>目_x000D_</t></r><rPh><t>x</t></rPh></si>"
    (block,) = blocks(read_sheets(handmade(rows, strings), "来文.xlsx"))
    assert texts(block) == [["项目", ""], ["二", "0.1"]]


def test_a_stray_far_cell_is_left_out_and_named() -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    )
    document = read_sheets(handmade(rows), "来文.xlsx")
    assert [texts(block) for block in blocks(document)] == [[["1"]]]
    assert codes(document) == ["cells_left_out"]
    assert "XFD1048576" in document.findings[0].message


def test_failed_formulas_are_said() -> None:
    rows = (
        '<sheetData><row><c r="A1" t="e"><f>B9</f><v>#N/A</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="str"><f>D1</f><v>甲</v></c></row></sheetData>'
    )
    document = read_sheets(handmade(rows), "来文.xlsx")
    assert [texts(block) for block in blocks(document)] == [[["#N/A", "", "甲"]]]
    assert codes(document) == ["error_cells", "formula_without_result"]


def test_comments_are_said() -> None:
    workbook = Workbook()
    workbook.active["A1"] = "甲"
    workbook.active["A1"].comment = Comment("请核", "张")
    assert "sheet_comments" in codes(read_sheets(saved(workbook), "来文.xlsx"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (handmade("<sheetData><row><c><v>1</v></c>"), "damaged"),
        (handmade("<sheetData/>"), "no_text"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "mht"),
        (saved(Workbook())[:300], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 300, "damaged"),
        (
            handmade('<sheetData><row><c r="A1"><v>1</v></c></row></sheetData>', '<!DOCTYPE a [<!ENTITY b "c">]>'),
            "doctype",
        ),
    ],
)
def test_broken_workbooks_get_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(ImportFileError) as caught:
        read_sheets(data, "来文.xls")
    assert caught.value.code == code
    assert caught.value.message.endswith("。")


def test_more_sheets_than_any_office_keeps() -> None:
    workbook = Workbook()
    for number in range(101):
        workbook.create_sheet(f"表{number}")
    with pytest.raises(ImportFileError, match="102"):
        read_workbook(saved(workbook), "来文.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_tables_in_any_encoding(encoding: str, separator: str) -> None:
    lines = ["项目清单", separator.join(["序号", "项目", "说明"]), separator.join(["1", "007", '"甲\n""乙"""'])]
    (block,) = blocks(read_sheets("\r\n".join(lines).encode(encoding), "清单.csv"))
    assert texts(block) == [["项目清单", "", ""], ["序号", "项目", "说明"], ["1", "007", '甲\n"乙"']]


def test_a_separator_inside_cells_is_none() -> None:
    assert find_separator("序号;任务;单位\n1;甲，乙,丙;丁,戊\n2;己;庚") == ";"
    assert find_separator("标题\n序号,任务\n1,甲；乙") == ","


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    document = read_sheets('编号,尺寸\n1,"12\n2,13\n3,14\n'.encode(), "清单.csv")
    assert [texts(block) for block in blocks(document)] == [[["编号", "尺寸"], ["1", "12"], ["2", "13"], ["3", "14"]]]
    assert codes(document) == ["csv_quotes"]


PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><style>td{}</style></head>'
    "<body><table><tr><td colspan=2>项目&nbsp;清单<tr><th rowspan=2>编号<th>名称"
    "<tr><td>岸电<br>改造\n 工程</table></body>"
)


def test_a_web_page_named_xls_is_a_sheet() -> None:
    document = read_sheets(PAGE.encode("gb18030"), "清单.xls")
    assert [texts(block) for block in blocks(document)] == [
        [["项目\xa0清单", "项目\xa0清单"], ["编号", "名称"], ["编号", "岸电\n改造 工程"]]
    ]
    assert codes(document) == ["kind_mismatch"]


def test_the_xml_form_of_excel_2003() -> None:
    cells = (
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">清单</Data></Cell></Row>'
        '<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2" ss:StyleID="d"><Data ss:Type="DateTime">'
        '2026-06-30T00:00:00.000</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>'
    )
    page = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        '<Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style>'
        '<Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>'
        f'<Worksheet ss:Name="表"><Table>{cells}</Table></Worksheet></Workbook>'
    )
    document = read_sheets(page.encode(), "清单.xls")
    assert [texts(block) for block in blocks(document)] == [
        [["清单", "清单", ""], ["", "", ""], ["", "2026年6月", "50%"]]
    ]
    assert codes(document) == ["kind_mismatch", "hidden_rows"]


def test_what_is_no_sheet() -> None:
    assert not is_sheet("一、总则，\n二、任务，\n".encode(), "方案.txt")
    assert not is_sheet(b"%PDF-1.7", "清单.xls")
    assert not is_sheet(b"<html><table>", "方案.html")


def test_cells_are_named_as_in_the_sheet() -> None:
    assert [cell_name(0, 0), cell_name(6, 25), cell_name(6, 26), cell_name(0, 16383)] == ["A1", "Z7", "AA7", "XFD1"]


def test_merges_that_overlap_or_reach_out_do_no_harm() -> None:
    sheet = Sheet("表", {(0, 0): "甲", (0, 1): "乙", (1, 1): "丙"})
    sheet.merge(0, 0, 1_048_576, 1)
    sheet.merge(0, 0, 2, 2)
    block = sheet_block(sheet, 1, "来文.xlsx")
    assert texts(block) == [["甲", "乙"], ["甲", "丙"]]


def test_what_a_merged_cell_hides_is_said() -> None:
    sheet = Sheet("表", {(0, 0): "甲", (0, 1): "乙", (1, 1): "丙"})
    sheet.merge(0, 0, 1, 2)
    assert texts(sheet_block(sheet, 1, "来文.xlsx")) == [["甲", "甲"], ["", "丙"]]
    (finding,) = sheet_findings(sheet)
    assert (finding.code, "B1 乙" in finding.message) == ("covered_cells", True)


def test_rows_repeated_without_end_do_no_harm() -> None:
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>甲</text:p></table:table-cell>'
    rows = "".join(
        f'<table:table-row table:number-rows-repeated="{times}">{cell.format(columns)}</table:table-row>'
        for times, columns in ((2, 2), (1_048_576, 16_384))
    )
    page = (
        f'<office:document xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"'
        ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f"<table:table>{rows}</table:table></office:spreadsheet></office:body></office:document>"
    )
    document = read_sheets(page.encode(), "来文.fods")
    (block,) = blocks(document)
    assert texts(block)[:2] == [["甲", "甲", *[""] * 510]] * 2
    assert codes(document) == ["cells_left_out"]


def test_spans_without_end_do_no_harm() -> None:
    rows = "<tr><td colspan=9999999 rowspan=9999999>甲</td></tr>" * 50
    (block,) = blocks(read_sheets(f"<html><table>{rows}</table></html>".encode(), "来文.xls"))
    assert texts(block) == [["甲"]]


@pytest.mark.skipif(not SUBMISSIONS.is_dir(), reason="the sample submissions are not beside this checkout")
def test_every_sample_submission_is_read_whole() -> None:
    for entry in json.loads((SUBMISSIONS / "truth.json").read_text(encoding="utf-8")):
        path = SUBMISSIONS / entry["file"]
        data = path.read_bytes()
        assert is_sheet(data, path.name)
        shown = "\n".join(cell.text for block in blocks(read_sheets(data, path.name)) for cell in block.cells)
        missing = [issue["text"] for issue in entry["issues"] if issue["text"] not in shown]
        assert (path.name, missing) == (path.name, [])
