"""Files that go back to their senders: as they were, but marked; and known when they come back corrected."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName

from domain.errors import ExportError
from domain.form_keys import COVER_SHEET, MISTAKES
from exporters.returned import ReturnedMistakes, mark_mistakes, write_returned
from importers.form_specs import shipped_form
from importers.submissions import read_submission_bytes

FORM = shipped_form("quality_problems")
HEAD = ("企业名称", "环节", "所在区", "类别", "问题", "等级")
ROWS = (
    ("甲川科技有限公司", "上游", "东区", "技术", "终端误报", "★★★"),
    ("甲川科技有限公司", "上游", "东区", "人才", "", "★★"),
)


def workbook() -> bytes:
    """A return with what a library would lose or move: a drawing, a comment, names, widths, another sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "填报"
    for row in (HEAD, *ROWS):
        sheet.append(row)
    sheet["D3"].fill = PatternFill("solid", start_color="CCFFCC")
    sheet["D3"].comment = Comment("请核对", "甲川")
    sheet.column_dimensions["E"].width = 50
    book.create_sheet("附页")["A1"] = "不动"
    book["附页"].defined_names["本页"] = DefinedName("本页", attr_text="附页!$A$1")
    stream = io.BytesIO()
    book.save(stream)
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/media/seal.png", b"\x89PNG seal")
    return out.getvalue()


def mistakes(data: bytes, file: str = "甲川.xlsx") -> ReturnedMistakes:
    draft = read_submission_bytes(data, file, FORM)
    headers = {sheet.name: sheet.header_row for sheet in draft.sheets}
    return ReturnedMistakes(file, data, FORM, draft.rows, headers, draft.enterprise)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wrong_cells_are_marked_and_told_and_the_rest_is_as_it_was() -> None:
    before = workbook()
    marked = mark_mistakes(mistakes(before))
    book = load_workbook(io.BytesIO(marked))
    assert book.sheetnames == [COVER_SHEET, "填报", "附页"]
    sheet = book["填报"]
    values = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=1, max_row=3)]
    assert values == [list(row) for row in (HEAD, ROWS[0])] + [["甲川科技有限公司", "上游", "东区", "人才", None, "★★"]]
    assert sheet["D3"].fill.start_color.rgb == sheet["E3"].fill.start_color.rgb == "FFFFE699"
    assert sheet["A3"].fill.fill_type is None
    assert sheet["D3"].comment is not None and sheet["D3"].comment.text.startswith("请核对\n问题类别")
    assert sheet["E3"].comment is not None and "没有填写" in sheet["E3"].comment.text
    assert sheet["G1"].value == MISTAKES
    assert "问题描述没有填写" in str(sheet["G3"].value) and sheet["G2"].value is None
    assert sheet.column_dimensions["E"].width == 50
    assert book["附页"]["A1"].value == "不动"
    assert book["附页"].defined_names["本页"].attr_text == "附页!$A$1"
    same = {"xl/media/seal.png", "xl/theme/theme1.xml", "docProps/core.xml"}
    assert {name: parts(marked)[name] for name in same} == {name: parts(before)[name] for name in same}


def test_the_cover_tells_the_sender_what_to_do_in_plain_words() -> None:
    cover = load_workbook(io.BytesIO(mark_mistakes(mistakes(workbook()))))[COVER_SHEET]
    told = "\n".join(str(cell.value) for row in cover.iter_rows() for cell in row if cell.value)
    assert "甲川科技有限公司" in told and "有 1 行、2 处需要改正" in told and "其余 1 行已收下" in told
    assert "D3" in told and "E3" in told


def test_the_corrected_file_is_read_without_our_own_words() -> None:
    book = load_workbook(io.BytesIO(mark_mistakes(mistakes(workbook()))))
    book["填报"]["D3"], book["填报"]["E3"] = "管理", "制度不全"
    stream = io.BytesIO()
    book.save(stream)
    draft = read_submission_bytes(stream.getvalue(), "甲川（改）.xlsx", FORM)
    assert [row.values["text"] for row in draft.rows] == ["终端误报", "制度不全"]
    assert all(row.is_taken for row in draft.rows)
    assert draft.enterprise == "甲川科技有限公司"


def test_a_second_round_marks_what_is_still_wrong_and_nothing_else() -> None:
    book = load_workbook(io.BytesIO(mark_mistakes(mistakes(workbook()))))
    book["填报"]["E3"] = "制度不全"
    stream = io.BytesIO()
    book.save(stream)
    again = load_workbook(io.BytesIO(mark_mistakes(mistakes(stream.getvalue()))))
    sheet = again["填报"]
    assert again.sheetnames == [COVER_SHEET, "填报", "附页"]
    assert sheet["D3"].fill.start_color.rgb == "FFFFE699"
    assert sheet["E3"].fill.fill_type is None
    assert sheet["E3"].comment is None
    assert sheet["G1"].value == MISTAKES
    assert "没有填写" not in str(sheet["G3"].value)
    assert sheet["H1"].value is None
    assert "1 行、1 处" in str(again[COVER_SHEET]["A3"].value)


def test_the_same_file_is_marked_to_the_same_bytes() -> None:
    data = workbook()
    assert mark_mistakes(mistakes(data)) == mark_mistakes(mistakes(data))


def test_beside_a_file_that_cannot_be_marked_stands_a_list(tmp_path: Path) -> None:
    text = "\n".join(",".join(row) for row in (HEAD, *ROWS)).encode("gb18030")
    right = "\n".join(",".join(row) for row in (HEAD, ROWS[0])).encode()
    written = write_returned([mistakes(text, "甲川.csv"), mistakes(right, "乙川.csv")], tmp_path)
    assert [path.name for path in written] == ["退回 甲川.csv", "退回 甲川 错误清单.xlsx"]
    assert written[0].read_bytes() == text
    sheet = load_workbook(written[1]).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-2][1:4] == ["D3", "问题类别", "人才"]


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"plain", workbook()[:400]])
def test_what_is_no_workbook_cannot_be_marked(broken: bytes) -> None:
    one = mistakes(workbook())
    with pytest.raises(ExportError) as refused:
        mark_mistakes(ReturnedMistakes(one.file, broken, FORM, one.rows, one.headers))
    assert refused.value.code == "cannot_mark"
