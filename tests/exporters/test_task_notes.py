"""备注 of tasks and measures in the 任务分解表, on paper and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.drafts import apply_draft, preview_draft
from db.snapshot import load_snapshot
from domain.exchange import PlanContent
from domain.outline import NodeKind
from exporters.blocks import BodyCell, Table
from exporters.compose_tasks import compose_tasks
from exporters.page import Layout
from importers.read import read_plan
from tests.exporters.export_case import make_plan
from tests.journeys.rich_plan import make_rich_plan
from tests.journeys.round_trip_case import store_of
from tests.journeys.test_returned_meanwhile import edited, put, word


def noted(content: PlanContent, kinds: dict[NodeKind, str]) -> PlanContent:
    return replace(content, nodes=tuple(replace(node, note=kinds.get(node.kind, "")) for node in content.nodes))


def notes(content: PlanContent) -> list[BodyCell]:
    layout = Layout()
    wanted = replace(layout.profile.task_columns, remark=True)
    layout = Layout(replace(layout.profile, task_columns=wanted))
    (section,) = compose_tasks(layout, content).sections
    table = next(block for block in section.blocks if isinstance(block, Table))
    return [row.cells[-1] for row in table.rows]


def test_note_of_a_task_is_one_cell_over_its_measures() -> None:
    cells = notes(noted(make_plan(), {NodeKind.TASK: "按月调度"}))
    assert {cell.lines for cell in cells} <= {("按月调度",), ()} and any(cell.lines for cell in cells)


def test_nothing_noted_leaves_the_column_empty_row_by_row() -> None:
    assert set(notes(make_plan())) == {BodyCell()}


def test_notes_that_come_back_unchanged_are_no_remarks(tmp_path: Path) -> None:
    content = noted(make_rich_plan(), {NodeKind.TASK: "按月调度", NodeKind.MEASURE: "附照片"})
    store = store_of(content, tmp_path)
    draft = read_plan(word(store, tmp_path, "任务分解表"))
    assert preview_draft(store, draft).steps == []
    store.close()


@pytest.mark.parametrize(
    ("kinds", "old", "new"),
    [
        ({NodeKind.TASK: "按月调度"}, "按月调度", "按季调度"),
        ({NodeKind.MEASURE: "附照片"}, "附照片", "附视频"),
        ({NodeKind.TASK: "按月调度", NodeKind.MEASURE: "附照片"}, "附照片", "附视频"),
    ],
)
def test_a_note_changed_in_the_file_is_changed_in_the_plan(
    kinds: dict[NodeKind, str], old: str, new: str, tmp_path: Path
) -> None:
    store = store_of(noted(make_rich_plan(), kinds), tmp_path)
    draft = edited(word(store, tmp_path, "任务分解表"), lambda document: put(document, old, new))
    (step,) = preview_draft(store, draft).steps
    assert step.where.endswith("备注") and new in step.after and old in step.before
    apply_draft(store, draft)
    nodes = load_snapshot(store).content.nodes
    assert not load_snapshot(store).content.remarks[len(make_rich_plan().remarks) :]
    changed = [node for node in nodes if node.note and node.note not in kinds.values()]
    assert [new in node.note for node in changed] == [True]
    store.close()


def test_an_empty_note_filled_in_the_file_is_a_note(tmp_path: Path) -> None:
    store = store_of(make_rich_plan(), tmp_path)

    def fill(document: object) -> None:
        document.tables[0].rows[1].cells[-1].paragraphs[0].add_run("补充依据")  # type: ignore[attr-defined]

    draft = edited(word(store, tmp_path, "任务分解表"), fill)
    apply_draft(store, draft)
    content = load_snapshot(store).content
    assert [node.note for node in content.nodes if node.note] == ["补充依据"]
    assert len(content.remarks) == len(make_rich_plan().remarks)
    store.close()
