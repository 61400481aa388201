"""Forms as workbooks: what Excel finds in them, and that they are known again when they come back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.collection import Choice, CollectionForm, FieldKind, FormField
from domain.enterprises import ChainPosition, Enterprise
from domain.errors import Cancelled
from exporters.forms import FormCopy, form_bytes, write_forms
from importers.form_specs import shipped_form
from importers.submissions import read_submission, read_submission_bytes

FORM = shipped_form("quality_problems")
ENTERPRISE = Enterprise(7, "海拓<半导体>（天津）有限公司", ChainPosition.UPSTREAM, "东区", phone="022-23123456")


def filled(rows: list[dict[str, str]], form: CollectionForm = FORM) -> bytes:
    """The form as an enterprise fills it in."""
    book = load_workbook(io.BytesIO(form_bytes(FormCopy(form, "plan", ENTERPRISE))))
    sheet = book.worksheets[0]
    head = next(row for row in range(1, 20) if str(sheet.cell(row, 1).value).startswith(form.fields[0].title))
    columns = {str(sheet.cell(head, column).value).rstrip("*"): column for column in range(1, len(form.fields) + 1)}
    for number, values in enumerate(rows, start=head + 2):
        for title, value in values.items():
            sheet.cell(number, columns[title], value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_choices_are_lists_headers_are_locked_and_rows_are_open() -> None:
    sheet = load_workbook(io.BytesIO(form_bytes(FormCopy(FORM, "plan", ENTERPRISE)))).worksheets[0]
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert '"上游,中游,下游"' in lists
    assert '"★★★,★★,★"' in lists
    assert rules["textLength"].formula1 == "1000"
    assert sheet.protection.sheet
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "企业名称*")
    assert sheet.cell(head, 1).protection.locked
    assert not sheet.cell(head + 2, 1).protection.locked
    assert sheet.cell(head + 2, 1).value == ENTERPRISE.name


def test_what_is_filled_in_comes_back_with_form_and_enterprise() -> None:
    row = {"问题类别": "质量技术问题", "问题描述": "终端误报", "严重程度": "★★★"}
    draft = read_submission_bytes(filled([row, {**row, "问题描述": "线束老化"}]), "回执.xlsx", FORM)
    assert (draft.form_key, draft.enterprise_key, draft.enterprise) == ("quality_problems", "7", ENTERPRISE.name)
    assert [one.values["text"] for one in draft.rows] == ["终端误报", "线束老化"]
    assert {one.values["position"] for one in draft.rows} == {"上游"}
    assert all(one.is_taken for one in draft.rows)
    assert draft.filled == draft.read


def test_an_empty_form_holds_no_row_but_tells_who_sent_it() -> None:
    draft = read_submission_bytes(filled([]), "回执.xlsx", FORM)
    assert draft.rows == ()
    assert draft.enterprise == ENTERPRISE.name
    assert [one.code for one in draft.findings] == ["no_rows"]


@pytest.mark.parametrize("key", ["quality_problems", "projects", "policy_needs"])
def test_a_blank_form_of_every_kind_is_no_return(key: str) -> None:
    form = shipped_form(key)
    draft = read_submission_bytes(form_bytes(FormCopy(form)), "空白表.xlsx", form)
    assert (draft.rows, draft.form_key, draft.enterprise_key) == ((), key, "")


def test_long_lists_of_choices_stand_in_a_sheet() -> None:
    choices = tuple(Choice(f"很长的一个选项第{number}号") for number in range(60))
    form = CollectionForm("long", "长选项", (FormField("one", "一", FieldKind.CHOICE, choices=choices),))
    book = load_workbook(io.BytesIO(form_bytes(FormCopy(form))))
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert rule.formula1 == "选项!$A$2:$A$61"
    assert book["选项"]["A61"].value == choices[-1].value


def test_one_file_an_enterprise_all_or_none(tmp_path: Path) -> None:
    twins = [FormCopy(FORM, "plan", ENTERPRISE), FormCopy(FORM, "plan", ENTERPRISE), FormCopy(FORM)]
    paths = write_forms(twins, tmp_path / "征集表")
    assert [path.name for path in paths] == [
        "质量问题征集表 海拓半导体（天津）有限公司.xlsx",
        "质量问题征集表 海拓半导体（天津）有限公司（2）.xlsx",
        "质量问题征集表 空白表.xlsx",
    ]
    assert read_submission(paths[0], FORM).enterprise_key == "7"
    with pytest.raises(Cancelled):
        write_forms(twins, tmp_path / "取消", is_cancelled=lambda: True)
    assert not (tmp_path / "取消").exists()
