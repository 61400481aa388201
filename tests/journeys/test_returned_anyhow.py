"""Whatever was done to a returned file, and whichever steps are taken: the plan stays whole."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import docx
import openpyxl
import pytest

from db.drafts import apply_draft, preview_draft
from db.scratch import scratch_copy
from db.snapshot import load_snapshot
from exporters.export import export_plan
from importers.read import read_plan
from tests.exporters.long_plan import make_long_plan
from tests.journeys.rich_plan import make_rich_plan
from tests.journeys.round_trip_case import store_of


@pytest.mark.parametrize("seed", range(16))
def test_a_file_that_was_turned_upside_down(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    store = store_of(make_rich_plan() if seed % 2 else make_long_plan(30, 12), tmp_path)
    path = export_plan(load_snapshot(store), tmp_path / "out", formats=("docx",), parts=("方案全文",))[0]
    document = docx.Document(str(path))
    body: Any = document.element.body
    for _ in range(random.randint(3, 25)):
        pieces = [one for one in body if one.tag.endswith(("}p", "}tbl"))]
        one = random.choice(pieces)
        body.remove(one)
        if random.random() < 0.7:
            random.choice([other for other in pieces if other is not one]).addnext(one)
    for table in document.tables:
        rows = list(table._tbl.tr_lst)
        if len(rows) > 4:
            rows[2].addprevious(rows[-1])
    document.save(str(tmp_path / "edited.docx"))
    draft = read_plan(tmp_path / "edited.docx")
    steps = preview_draft(store, draft).steps
    keys = [step.key for step in steps]
    assert len(set(keys)) == len(keys)
    before = load_snapshot(store).content
    for share in (0.2, 0.5, 0.8):
        declined = frozenset(key for key in keys if random.random() < share)
        apply_draft(store, draft, declined)
        after = load_snapshot(store).content
        assert len(after.placed()) == len(after.nodes)
        if after != before:
            store.undo()
        assert load_snapshot(store).content == before
    apply_draft(store, draft)
    assert len(load_snapshot(store).content.placed()) == len(load_snapshot(store).content.nodes)
    store.close()


@pytest.mark.parametrize("seed", range(8))
def test_a_workbook_with_anything_anywhere(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    store = store_of(make_long_plan(20, 30), tmp_path)
    part = "附表1" if seed % 2 else "任务分解表"
    path = export_plan(load_snapshot(store), tmp_path / "out", formats=("xlsx",), parts=(part,))[0]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    for _ in range(40):
        place = random.randint(1, sheet.max_row), random.randint(1, sheet.max_column)
        sheet.cell(*place).value = random.choice([None, random.choice(values), "乱写"])
    if seed % 3 == 0:
        sheet.delete_cols(random.randint(1, 3))
        sheet.insert_cols(2)
        sheet.delete_rows(random.randint(1, 4))
    book.save(tmp_path / "edited.xlsx")
    draft = read_plan(tmp_path / "edited.xlsx")
    with_scratch = preview_draft(scratch_copy(store), draft).steps
    assert with_scratch == preview_draft(store, draft).steps
    apply_draft(store, draft)
    content = load_snapshot(store).content
    assert len(content.placed()) == len(content.nodes)
    store.close()
