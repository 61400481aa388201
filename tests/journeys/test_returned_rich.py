"""Edits at the less usual places of a returned file, and files whose keys were lost or doubled."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document
from openpyxl.comments import Comment

from db.drafts import apply_draft, preview_draft
from db.snapshot import load_snapshot
from db.store import Store
from domain.exchange import PlanContent
from domain.merge_report import StepKind
from exporters.export import export_plan
from importers.read import read_plan
from tests.exporters.long_plan import make_long_plan
from tests.journeys.office_edits import marks
from tests.journeys.rich_plan import make_rich_plan
from tests.journeys.round_trip_case import store_of
from tests.journeys.test_returned_meanwhile import edited, put, word


def content(store: Store) -> PlanContent:
    return load_snapshot(store).content


def test_edits_in_boxes_notes_joined_cells_and_lines(tmp_path: Path) -> None:
    store = store_of(make_rich_plan(), tmp_path)

    def change(document: Document) -> None:
        put(document, "建设检测平台。", "建设国家检测平台。")
        put(document, "专栏1　重点平台", "专栏1　重大平台")
        put(document, "各县（区）人民政府，市各有关单位", "各县（区）人民政府")
        put(document, "产值为预计数", "产值为预测数")
        put(document, "单位：亿元", "单位：万元")
        put(document, "第一行", "头一行")
        put(document, "没有标题的一段", "不带标题的一段")
        put(document, "东片", "东部片区")
        put(document, "征求意见稿", "送审稿")
        cell = document.tables[_table(document, "研发投入")].rows[3].cells[1].paragraphs[0]
        cell.runs[0].text = "5000"

    draft = edited(word(store, tmp_path), change)
    steps = preview_draft(store, draft).steps
    said = {(step.before, step.after) for step in steps}
    assert said == {
        ("各县（区）人民政府，市各有关单位", "各县（区）人民政府"),
        ("征求意见稿", "送审稿"),
        ("建设检测平台。", "建设国家检测平台。"),
        ("专栏1　重点平台", "专栏1　重大平台"),
        ("注：产值为预计数。", "注：产值为预测数。"),
        ("单位：亿元", "单位：万元"),
        ("第一行\n第二行  有空格", "头一行\n第二行  有空格"),
        ("没有标题的一段，见附表1。", "不带标题的一段，见附表1。"),
        ("东片", "东部片区"),
        ("", "5000"),
    }
    apply_draft(store, draft)
    after = content(store)
    joined = next(table for table in after.tables if table.spec.label == "附表9")
    assert [row.cell("area").text for row in joined.rows] == ["东部片区"] * 3
    assert after.info.addressees == "各县（区）人民政府"
    assert preview_draft(store, draft).steps == []
    store.close()


def _table(document: Document, text: str) -> int:
    return next(
        place
        for place, table in enumerate(document.tables)
        if any(text in cell.text for row in table.rows for cell in row.cells)
    )


def test_what_lost_its_key_is_known_by_its_words(tmp_path: Path) -> None:
    store = store_of(make_long_plan(40, 30), tmp_path)

    def change(document: Document) -> None:
        body: Any = document.element.body
        for one in [*marks(body)][100:160]:
            one.getparent().remove(one)
        for one in [*marks(document.tables[0]._tbl)][60:80]:
            one.getparent().remove(one)

    draft = edited(word(store, tmp_path), change)
    assert preview_draft(store, draft).steps == []
    store.close()


def test_a_row_copied_with_its_key_is_a_new_row(tmp_path: Path) -> None:
    store = store_of(make_long_plan(30, 30), tmp_path)
    path = export_plan(load_snapshot(store), tmp_path / "out", formats=("xlsx",), parts=("附表2",))[0]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.insert_rows(sheet.max_row)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(sheet.max_row - 1, column).value = sheet.cell(sheet.max_row, column).value
    sheet.cell(sheet.max_row - 1, 2).value = "另一个项目"
    book.save(tmp_path / "edited.xlsx")
    draft = read_plan(tmp_path / "edited.xlsx")
    (step,) = preview_draft(store, draft).steps
    assert step.kind is StepKind.NEW
    assert "另一个项目" in step.after
    apply_draft(store, draft)
    assert preview_draft(store, draft).steps == []
    store.close()


def test_a_paragraph_put_in_before_another_that_takes_its_key(tmp_path: Path) -> None:
    store = store_of(make_long_plan(40, 5), tmp_path)
    texts: list[str] = []

    def change(document: Document) -> None:
        paragraph = [one for one in document.paragraphs if "牵头单位：" in one.text][7]
        texts.append(paragraph.text)
        new = copy.deepcopy(paragraph._p)
        for one in list(marks(new)):
            one.getparent().remove(one)
        paragraph._p.addnext(new)  # the old text without its key, the new one with it
        for run in paragraph.runs:
            run.text = ""
        paragraph.runs[0].text = "在前面写了一段话。"

    draft = edited(word(store, tmp_path), change)
    (step,) = preview_draft(store, draft).steps
    assert (step.kind, step.after) == (StepKind.NEW, "在前面写了一段话。")
    store.close()


def test_words_in_the_empty_column_of_a_task_breakdown_are_its_notes(tmp_path: Path) -> None:
    store = store_of(make_rich_plan(), tmp_path)
    document = docx.Document(str(word(store, tmp_path, "任务分解表")))
    row = document.tables[0].rows[1]
    row.cells[-1].paragraphs[0].add_run("进度偏慢")
    document.save(str(tmp_path / "edited.docx"))
    draft = read_plan(tmp_path / "edited.docx")
    (step,) = preview_draft(store, draft).steps
    assert (step.kind, step.after) == (StepKind.NEW, "进度偏慢")
    apply_draft(store, draft)
    assert [one.note for one in content(store).nodes if one.note] == ["进度偏慢"]
    assert preview_draft(store, draft).steps == [] and not content(store).remarks
    store.close()


def test_a_comment_in_a_cell_becomes_a_remark(tmp_path: Path) -> None:
    store = store_of(make_long_plan(30, 30), tmp_path)
    path = export_plan(load_snapshot(store), tmp_path / "out", formats=("xlsx",), parts=("附表2",))[0]
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0].cell(book.worksheets[0].max_row - 1, 2)
    cell.comment = Comment("名称请与清单一致。", "审稿人丙")
    book.save(tmp_path / "edited.xlsx")
    draft = read_plan(tmp_path / "edited.xlsx")
    (step,) = preview_draft(store, draft).steps
    assert (step.kind, step.after, step.by) == (StepKind.NEW, "名称请与清单一致。", "审稿人丙")
    apply_draft(store, draft)
    (remark,) = content(store).remarks
    table = content(store).tables[1]
    assert (remark.row_id, remark.column) == (table.rows[-2].id, "name")
    assert remark.quote == table.rows[-2].cell("name").text
    assert preview_draft(store, draft).steps == []
    store.close()
