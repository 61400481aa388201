"""A file goes out, comes back, and only what was changed in it comes into the plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from db.drafts import apply_draft, preview_draft
from db.snapshot import load_snapshot
from db.store import Store
from domain.exchange import PlanDraft
from domain.merge_report import MergeStep, StepKind
from domain.returned import ReturnedFile
from exporters.export import export_plan
from importers.read import read_plan
from tests.exporters.long_plan import make_long_plan
from tests.journeys.office_edits import AUTHOR, Edit, SheetEditor, WordEditor
from tests.journeys.round_trip_case import PLANS, SOFFICE, content_of, export_all, store_of, through_office


@pytest.mark.parametrize("name", PLANS)
def test_a_file_that_comes_back_unchanged_changes_nothing(tmp_path: Path, name: str) -> None:
    store = store_of(content_of(name), tmp_path)
    before = load_snapshot(store)
    for path in export_all(store, tmp_path / "out"):
        draft = read_plan(path)
        assert draft.returned is not None
        assert preview_draft(store, draft).steps == [], path.name
        changes, _ = apply_draft(store, draft)
        assert not changes
    assert load_snapshot(store) == before
    store.close()


@pytest.mark.parametrize("name", PLANS)
def test_a_file_that_libreoffice_saved_changes_nothing(tmp_path: Path, name: str) -> None:
    store = store_of(content_of(name), tmp_path)
    before = load_snapshot(store)
    for path in through_office(export_all(store, tmp_path / "out"), tmp_path / "back"):
        draft = read_plan(path)
        assert draft.returned is not None, path.name
        assert preview_draft(store, draft).steps == [], path.name
        assert not apply_draft(store, draft)[0]
    assert load_snapshot(store) == before
    store.close()


def assert_exactly(steps: Sequence[MergeStep], edits: Sequence[Edit]) -> None:
    left = list(steps)
    for edit in edits:
        found = [step for step in left if edit.is_step(step)]
        assert found, (edit, [step for step in left if step.kind is edit.kind][:5])
        left.remove(found[0])
    assert left == []
    assert len({step.key for step in steps}) == len(steps)
    assert not any(step.conflict for step in steps)


def assert_each_applies_alone_and_all_together(
    store: Store, draft: PlanDraft, steps: Sequence[MergeStep], every: int
) -> None:
    keys = {step.key for step in steps}
    before = load_snapshot(store).content
    for step in steps[::every]:
        changes, _ = apply_draft(store, draft, frozenset(keys - {step.key}))
        assert changes, step
        assert {one.key for one in preview_draft(store, draft).steps} == keys - {step.key}, step
        store.undo()
    assert load_snapshot(store).content == before
    assert apply_draft(store, draft)[0]
    assert preview_draft(store, draft).steps == []


def said(returned: ReturnedFile | None) -> list[str]:
    """What a file says, without numbers of rows, which are counted."""
    assert returned is not None
    rows = [text for table in returned.tables for row in table.rows for text in row.cells[1:]]
    return [one.text for one in returned.texts] + rows


@pytest.mark.parametrize("tracked", [False, True], ids=["plain", "tracked"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fifty_edits_in_word_are_fifty_steps(tmp_path: Path, seed: int, tracked: bool) -> None:
    store = store_of(make_long_plan(60, 60), tmp_path)
    paths = export_plan(load_snapshot(store), tmp_path / "out", formats=("docx",), parts=("方案全文",))
    if SOFFICE and seed == 1:
        paths = tuple(through_office(paths, tmp_path / "saved"))
    editor = WordEditor(paths[0], Random(seed), tracked=tracked)
    edits = editor.make(50)
    draft = read_plan(editor.save(tmp_path / "edited.docx"))
    steps = preview_draft(store, draft).steps
    assert_exactly(steps, edits)
    assert {step.by for step in steps} == ({AUTHOR} if tracked else {""})
    assert_each_applies_alone_and_all_together(store, draft, steps, every=2 if (seed, tracked) == (2, True) else 7)
    again = export_plan(load_snapshot(store), tmp_path / "again", formats=("docx",), parts=("方案全文",))
    assert said(read_plan(again[0]).returned) == said(draft.returned)
    store.close()


def workbook_of(store: Store, folder: Path, part: str, *, working: bool, saved: bool = False) -> Path:
    paths = export_plan(load_snapshot(store), folder / "out", formats=("xlsx",), parts=(part,), working_copies=True)
    path = next(one for one in paths if ("底稿" in one.name) is working)
    return through_office([path], folder / "saved")[0] if saved and SOFFICE else path


@pytest.mark.parametrize("working", [False, True], ids=["official", "working"])
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_edits_in_excel_are_fifty_steps(tmp_path: Path, seed: int, working: bool) -> None:
    store = store_of(make_long_plan(30, 150), tmp_path)
    path = workbook_of(store, tmp_path, "附表1", working=working, saved=seed == 1)
    editor = SheetEditor(path, Random(seed))
    edits = editor.make(50)
    draft = read_plan(editor.save(tmp_path / "edited.xlsx"))
    steps = preview_draft(store, draft).steps
    assert_exactly(steps, edits)
    assert_each_applies_alone_and_all_together(store, draft, steps, every=2 if (seed, working) == (2, True) else 7)
    again = export_plan(load_snapshot(store), tmp_path / "again", formats=("xlsx",), parts=("附表1",))
    assert said(read_plan(again[0]).returned) == said(draft.returned)
    store.close()


def test_a_row_that_moved_is_no_row_gone_and_new(tmp_path: Path) -> None:
    store = store_of(make_long_plan(30, 50), tmp_path)
    editor = SheetEditor(workbook_of(store, tmp_path, "附表1", working=True), Random(1))
    values = editor.values()
    values.insert(2, values.pop(9))
    editor.put_values(values)
    draft = read_plan(editor.save(tmp_path / "edited.xlsx"))
    (step,) = preview_draft(store, draft).steps
    moved = load_snapshot(store).content.tables[0].rows[9]
    assert (step.key, step.where, step.kind) == (f"row:{moved.id}:place", "附表1 第10行", StepKind.CHANGED)
    apply_draft(store, draft)
    assert load_snapshot(store).content.tables[0].rows[2].id == moved.id
    assert preview_draft(store, draft).steps == []
    store.close()


def test_a_sorted_table_is_one_step_and_edits_in_it_are_their_own(tmp_path: Path) -> None:
    store = store_of(make_long_plan(30, 50), tmp_path)
    editor = SheetEditor(workbook_of(store, tmp_path, "附表1", working=True, saved=True), Random(1))
    values = sorted(editor.values(), key=lambda row: str(row[3]))
    values[4][3] = "换了企业"
    editor.put_values(values)
    draft = read_plan(editor.save(tmp_path / "edited.xlsx"))
    ordering, cell = preview_draft(store, draft).steps
    assert "行的先后" in ordering.where
    assert (cell.after, cell.kind) == ("换了企业", StepKind.CHANGED)
    apply_draft(store, draft, frozenset({cell.key}))
    rows = load_snapshot(store).content.tables[0].rows
    assert [f"r{row.id}" for row in rows] == [row[-1] for row in values]
    assert [step.key for step in preview_draft(store, draft).steps] == [cell.key]
    store.close()


def test_columns_in_another_order_and_under_another_name(tmp_path: Path) -> None:
    store = store_of(make_long_plan(30, 20), tmp_path)
    editor = SheetEditor(workbook_of(store, tmp_path, "附表2", working=True), Random(1))
    sheet = editor.sheet
    for row in range(editor.key_row, sheet.max_row + 1):
        left, right = sheet.cell(row, 2), sheet.cell(row, 3)
        left.value, right.value = right.value, left.value
    sheet.cell(editor.first - 1, 5).value = "何时完成"
    draft = read_plan(editor.save(tmp_path / "edited.xlsx"))
    steps = preview_draft(store, draft).steps
    assert [(step.kind, step.after) for step in steps] == [
        (StepKind.CHANGED, "何时完成"),
        (StepKind.CHANGED, "序号、主要内容、项目名称、牵头单位、何时完成"),
    ]
    before = load_snapshot(store).content.tables[1]
    apply_draft(store, draft)
    after = load_snapshot(store).content.tables[1]
    assert [column.title for column in after.spec.columns] == ["序号", "主要内容", "项目名称", "牵头单位", "何时完成"]
    assert [row.cells for row in after.rows] == [row.cells for row in before.rows]
    assert preview_draft(store, draft).steps == []
    store.close()
