"""Returned files in the layouts enterprises make of a form: every row taken over, none invented, mistakes told."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.checks import Severity
from domain.collection import SubmittedRow
from domain.errors import ImportFileError
from domain.submission_draft import SubmissionDraft
from importers.form_specs import shipped_form
from importers.submissions import enterprise_in_name, read_submission, read_submission_bytes
from tests.importers.word_builder import p, word_file

FORM = shipped_form("quality_problems")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "submissions"
HEAD = "企业名称,环节,所在区,类别,问题,等级"
ROW = "甲川科技有限公司,上游,东区,技术,终端误报,★★★"


def read(text: str, name: str = "回执.csv") -> SubmissionDraft:
    return read_submission_bytes(text.encode(), name, FORM)


def told(rows: Sequence[SubmittedRow]) -> list[tuple[str, ...]]:
    keys = ("enterprise", "position", "district", "category", "text", "severity")
    return [tuple(row.values[key] for key in keys) for row in rows]


EXPECTED = ("甲川科技有限公司", "上游", "东区", "质量技术问题", "终端误报", "3")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{ROW}",
        f"质量问题征集表\n填报说明：请逐条填写\n\n{HEAD}\n{ROW}\n合计,,,,1,\n"
        "注：以上情况属实\n填表人：王某　联系电话：022-23123456",
        "等级,问题,类别,所在区,环节,企业名称\n三星,终端误报,技术类,东区,上,甲川科技有限公司",
        "单位全称*（必填）,产业链位置（上/中/下游）,属地,问题分类,具体问题描述,严重程度\n甲川科技有限公司,产业链上游,东区,技术问题,终端误报,严重",
        "填报单位：甲川科技有限公司\n环节,所在区,类别,问题,等级\n上游,东区,技术,终端误报,3",
        f"序号,{HEAD}\n1,{ROW}\n2,,,,,,\n3,,,,,,",
        f"{HEAD}\n（示例）某公司,中游,西区,管理,示例内容,★\n{ROW}",
        f"{HEAD}\n1,2,3,4,5,6\n{ROW}\n{HEAD}",
        "企业名称,环节,所在区,类别,问题,等级,备注\n甲川科技有限公司,上游,东区,技术,终端误报,★★★,请尽快",
        "企业名称;环节;所在区;类别;问题;等级\n甲川科技有限公司;上游;东区;技术;终端误报;A",
        "企业名称,环节,所在区,类别,问题\n甲川科技有限公司,上游,东区,技术,★★★终端误报",
    ],
)
def test_a_row_is_found_in_any_layout(text: str) -> None:
    draft = read(text)
    assert told(draft.rows) == [EXPECTED]
    assert draft.enterprise == "甲川科技有限公司"
    assert draft.filled == draft.read


def test_blanks_below_the_first_row_mean_the_same_but_for_what_each_row_tells() -> None:
    draft = read(f"{HEAD}\n{ROW}\n,,,管理,线束老化,2\n,,,,线束断裂,1\n,,,品牌,,3")
    assert told(draft.rows)[1:3] == [
        ("甲川科技有限公司", "上游", "东区", "质量管理问题", "线束老化", "2"),
        ("甲川科技有限公司", "上游", "东区", "质量管理问题", "线束断裂", "1"),
    ]
    assert [
        (row.row, [(one.field, one.code, one.cell) for one in row.findings]) for row in draft.rows if row.findings
    ] == [(5, [("text", "missing", "E5")])]
    assert [row.is_taken for row in draft.rows] == [True, True, True, False]


def test_every_value_keeps_its_cell_and_what_was_written() -> None:
    (row,) = read(f"{HEAD}\n{ROW}").rows
    assert (row.sheet, row.row, row.cells["text"], row.cells["severity"]) == (row.sheet, 2, "E2", "F2")
    assert (row.written["severity"], row.written["category"]) == ("★★★", "技术")


def test_what_was_set_aside_is_listed_with_the_reason() -> None:
    draft = read(f"征集表\n{HEAD},备注\n{ROW},甲\n合计,,,,1,,\n注：属实\n")
    reasons = {one.cell: one.reason for one in draft.aside}
    assert reasons["A1"] == "标题和说明"
    assert reasons["G3"] == "表头未对应到征集表的列"
    assert reasons["A4"] == "合计行"
    assert reasons["A5"] == "说明"


def test_a_hidden_sheet_is_set_aside_and_told_in_a_note() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, ROW):
        sheet.append(row.split(","))
    book.create_sheet("选项").append(["上游", "中游"])
    book["选项"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    draft = read_submission_bytes(stream.getvalue(), "回执.xlsx", FORM)
    assert told(draft.rows) == [EXPECTED]
    assert [(one.code, one.severity) for one in draft.findings] == [("hidden_sheet", Severity.NOTE)]
    assert [(one.sheet, one.cell) for one in draft.aside] == [("选项", "A1"), ("选项", "B1")]


def test_the_wide_form_gives_an_item_for_every_star() -> None:
    draft = read(
        "序号,产业链位置,地理分布,主要企业名称,质量技术问题,质量管理问题,质量基础设施问题,质量品牌问题,其他质量问题\n"
        '1,上游,东区,甲川科技有限公司,"★★★终端误报\n★线束老化",★★制度不全,,,'
    )
    assert [(row[3], row[4], row[5]) for row in told(draft.rows)] == [
        ("质量技术问题", "终端误报", "3"),
        ("质量技术问题", "线束老化", "1"),
        ("质量管理问题", "制度不全", "2"),
    ]
    assert [row.cells["text"] for row in draft.rows] == ["E2", "E2", "F2"]


def test_a_sheet_of_labels_and_values_is_one_row() -> None:
    draft = read("企业名称,甲川科技有限公司\n环节,上游\n所在区,东区\n问题类别,技术\n问题描述,终端误报\n严重程度,★★★\n")
    assert told(draft.rows) == [EXPECTED]


def test_a_table_in_a_word_file_is_read_with_what_stands_above_it() -> None:
    def cells(*texts: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{p(text)}</w:tc>" for text in texts) + "</w:tr>"

    rows = cells("环节", "所在区", "类别", "问题", "等级") + cells("上游", "东区", "技术", "终端误报", "★★★")
    table = f"<w:tbl>{rows}</w:tbl>"
    draft = read_submission_bytes(word_file(p("填报单位：甲川科技有限公司") + table), "回执.docx", FORM)
    assert told(draft.rows) == [EXPECTED]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (1, "中上游", "unknown"),
        (3, "其它类ABC", "unknown"),
        (5, "五星", "unknown"),
        (5, "", "missing"),
        (4, "#REF!", "error"),
    ],
)
def test_a_mistake_keeps_the_row_out_and_names_the_cell(column: int, value: str, code: str) -> None:
    cells = ROW.split(",")
    cells[column] = value
    (row,) = read(f"{HEAD}\n{','.join(cells)}").rows
    (finding,) = row.findings
    assert (finding.code, finding.cell, row.is_taken) == (code, f"{'ABCDEF'[column]}2", False)


def test_a_confirmed_reading_is_remembered_by_the_layout() -> None:
    text = "甲列,乙列,丙列,丁列,企业名称,问题\n上游,东区,技术,3,甲川科技有限公司,终端误报"
    unsure = read(text)
    assert unsure.is_doubtful
    (sheet,) = unsure.sheets
    remembered = {sheet.signature: {"甲列": "position", "乙列": "district", "丙列": "category", "丁列": "severity"}}
    draft = read_submission_bytes(text.encode(), "回执.csv", FORM, remembered)
    assert told(draft.rows) == [EXPECTED]
    assert not draft.is_doubtful


def test_the_sender_is_taken_from_the_name_of_the_file_when_nothing_else_tells() -> None:
    draft = read("环节,所在区,类别,问题,等级\n上游,东区,技术,终端误报,3", "012-乙川（天津）有限公司-质量问题.csv")
    assert draft.enterprise == "乙川（天津）有限公司"
    assert enterprise_in_name("附件3 反馈.xlsx") == ""


def test_a_name_of_the_file_that_differs_is_told() -> None:
    draft = read(f"{HEAD}\n{ROW}", "乙川有限公司.csv")
    assert [one.code for one in draft.findings] == ["sender_differs"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"plain words"])
def test_what_is_no_return_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ImportFileError):
        read_submission_bytes(data, "回执.txt", FORM)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")
def test_the_samples_are_read_row_by_row() -> None:
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    districts = sorted({one["district"] for one in truth})
    assert len(truth) == 30
    for one in truth:
        draft = read_submission(SAMPLES / one["file"], FORM, districts=districts)
        who = (one["enterprise"], one["position"], one["district"])
        issues = sorted((*who, issue["category"], issue["text"], str(issue["severity"])) for issue in one["issues"])
        assert sorted(told([row for row in draft.rows if row.is_taken])) == issues, one["file"]
        faults = sorted((fault["row"], fault["field"], fault["why"]) for fault in one["faults"])
        found = sorted((row.row, finding.field, finding.code) for row in draft.rows for finding in row.findings)
        assert found == faults, one["file"]
        assert draft.filled == draft.read, one["file"]
