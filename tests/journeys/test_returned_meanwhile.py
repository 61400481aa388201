"""The plan went on while the file was out: nothing of that is undone, and what both changed is a conflict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from docx.document import Document

from db.drafts import apply_draft, preview_draft
from db.outline import set_title, shift_node
from db.retention import prune
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import set_cell
from domain.exchange import PlanContent, PlanDraft
from domain.merge_report import StepKind
from domain.remarks import RemarkKind
from domain.units import Role
from exporters.export import export_plan
from importers.read import read_plan
from tests.exporters.export_case import make_plan
from tests.exporters.long_plan import make_long_plan
from tests.journeys.round_trip_case import store_of


def word(store: Store, folder: Path, part: str = "方案全文") -> Path:
    return export_plan(load_snapshot(store), folder / "out", formats=("docx",), parts=(part,))[0]


def edited(path: Path, change: Callable[[Document], None]) -> PlanDraft:
    document = docx.Document(str(path))
    change(document)
    target = path.with_name("edited.docx")
    document.save(str(target))
    return read_plan(target)


def put(document: Document, old: str, new: str) -> None:
    cells = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    paragraph = next(one for one in (*document.paragraphs, *cells) if old in one.text)
    for run in paragraph.runs:
        if old in run.text:
            run.text = run.text.replace(old, new)


def content(store: Store) -> PlanContent:
    return load_snapshot(store).content


def test_what_was_changed_here_meanwhile_stays(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    path = word(store, tmp_path)
    plan = content(store)
    table = plan.tables[0]
    column = table.spec.columns[2]
    set_cell(store, table.rows[0].id, column.id, "南湾区")
    set_title(store, plan.nodes[0].id, "总的要求")
    draft = edited(path, lambda document: put(document, "逐户走访", "逐户登门走访"))
    (step,) = preview_draft(store, draft).steps
    assert (step.before, step.after, step.conflict) == ("逐户走访，建立台账。", "逐户登门走访，建立台账。", False)
    apply_draft(store, draft)
    after = content(store)
    assert after.tables[0].rows[0].cell(column.key).text == "南湾区"
    assert after.nodes[0].title == "总的要求"
    assert after.nodes[4].paragraphs[0].text == "逐户登门走访，建立台账。"
    store.undo()
    assert content(store).nodes[4].paragraphs[0].text == "逐户走访，建立台账。"
    store.close()


def test_what_both_changed_is_a_conflict_in_which_ours_stays_unless_adopted(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    path = word(store, tmp_path)
    plan = content(store)
    table = plan.tables[0]
    column = table.spec.columns[2]
    set_cell(store, table.rows[0].id, column.id, "南湾区")
    set_title(store, plan.nodes[0].id, "总的要求")

    def change(document: Document) -> None:
        put(document, "总体要求", "工作要求")
        put(document, "临港区", "临海区")

    draft = edited(path, change)
    report = preview_draft(store, draft)
    assert [(step.before, step.after, step.conflict) for step in report.steps] == [
        ("总的要求", "工作要求", True),
        ("南湾区", "临海区", True),
    ]
    assert {finding.code for finding in report.findings} == {"changed_on_both_sides"}
    assert not apply_draft(store, draft)[0]
    apply_draft(store, draft, adopted=frozenset(step.key for step in report.steps))
    assert content(store).nodes[0].title == "工作要求"
    assert content(store).tables[0].rows[0].cell(column.key).text == "临海区"
    store.close()


def test_the_same_change_on_both_sides_is_no_step(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    path = word(store, tmp_path)
    set_title(store, content(store).nodes[0].id, "工作要求")
    draft = edited(path, lambda document: put(document, "总体要求", "工作要求"))
    assert preview_draft(store, draft).steps == []
    store.close()


def test_a_state_that_was_undone_is_still_the_base(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    set_title(store, content(store).nodes[0].id, "先改的要求")
    path = word(store, tmp_path)
    store.undo()
    draft = read_plan(path)
    assert preview_draft(store, draft).steps == []  # the plan went back by itself; the file says nothing new
    store.close()


def test_without_its_former_state_a_file_is_compared_with_the_plan_as_it_is(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    path = word(store, tmp_path)
    set_title(store, content(store).nodes[0].id, "总的要求")
    prune(store, keep_operations=1)
    draft = read_plan(path)
    report = preview_draft(store, draft)
    assert [finding.code for finding in report.findings][:1] == ["no_former_state"]
    assert [(step.before, step.after) for step in report.steps] == [("总的要求", "总体要求")]
    store.close()


def test_a_heading_that_was_moved_and_one_that_was_taken_out(tmp_path: Path) -> None:
    store = store_of(make_long_plan(60, 10), tmp_path)
    path = word(store, tmp_path)
    placed = [one for one in content(store).placed() if one.level == 2]
    moving, target, gone = placed[1], placed[40], placed[10]

    def change(document: Document) -> None:
        body = document.element.body
        spots = {one.text: one._p for one in reversed(document.paragraphs)}
        block = [spots[moving.heading]]
        while "Heading1" not in (style := _style(block[-1].getnext())) and style != "Heading2":
            block.append(block[-1].getnext())
        for one in block:
            body.remove(one)
        for one in block:
            spots[target.heading].addprevious(one)
        body.remove(spots[gone.heading])

    draft = edited(path, change)
    steps = preview_draft(store, draft).steps
    kinds = {(step.key, step.kind) for step in steps}
    assert kinds == {
        (f"heading:{moving.node.id}:place", StepKind.CHANGED),
        (f"heading:{gone.node.id}", StepKind.GONE),
    }
    apply_draft(store, draft)
    after = [one.node.id for one in content(store).placed()]
    assert after.index(moving.node.id) < after.index(target.node.id)
    assert gone.node.id not in after
    texts = {part.text for node in content(store).nodes for part in node.paragraphs}
    assert all(any(part.text in text for text in texts) for part in gone.node.paragraphs)
    assert preview_draft(store, draft).steps == []
    store.close()


def _style(paragraph: object) -> str:
    style = getattr(paragraph, "style", None)
    return str(style or "")


def test_a_new_heading_with_text_comes_in_where_it_stands(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)

    def change(document: Document) -> None:
        spot = next(one for one in document.paragraphs if "培养技能人才" in one.text)
        spot.insert_paragraph_before("（二）建设检测平台", style=spot.style)
        spot.insert_paragraph_before("依托龙头企业建设。")
        for run in spot.runs:
            run.text = run.text.replace("（二）", "（三）")

    draft = edited(word(store, tmp_path), change)
    steps = preview_draft(store, draft).steps
    assert [(step.kind, step.after) for step in steps] == [
        (StepKind.NEW, "建设检测平台"),
        (StepKind.NEW, "依托龙头企业建设。"),
    ]
    apply_draft(store, draft)
    headings = [one.heading for one in content(store).placed()]
    assert headings[-2:] == ["（二）建设检测平台", "（三）培养技能人才"]
    assert preview_draft(store, draft).steps == []
    store.close()


def test_units_in_a_clause_become_duties(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    draft = edited(
        word(store, tmp_path),
        lambda document: put(document, "配合单位：市教委、市发展改革委", "配合单位：市教委、市港航局"),
    )
    (step,) = preview_draft(store, draft).steps
    assert step.kind is StepKind.CHANGED
    apply_draft(store, draft)
    after = content(store)
    names = {unit.id: unit.name for unit in after.units}
    support = [names[one.unit_id] for one in after.duties if one.task_id == 3 and one.role is Role.SUPPORT]
    assert support == ["市教委", "市港航局"]
    assert preview_draft(store, draft).steps == []
    store.close()


def test_a_comment_becomes_a_remark(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)

    def change(document: Document) -> None:
        paragraph = next(one for one in document.paragraphs if "逐户走访" in one.text)
        document.add_comment(paragraph.runs, text="请补充时限。", author="审稿人乙")

    draft = edited(word(store, tmp_path), change)
    (step,) = preview_draft(store, draft).steps
    assert (step.kind, step.after, step.by) == (StepKind.NEW, "请补充时限。", "审稿人乙")
    apply_draft(store, draft)
    (remark,) = content(store).remarks
    assert (remark.kind, remark.node_id, remark.author) == (RemarkKind.COMMENT, 5, "审稿人乙")
    assert preview_draft(store, draft).steps == []
    store.close()


def test_cells_of_a_task_breakdown(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path)
    path = export_plan(load_snapshot(store), tmp_path / "out", formats=("xlsx",), parts=("任务分解表",))[0]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    cells["市科技局"].value = "市发展改革委"
    cells["市教委、市发展改革委"].value = "市教委"
    cells["2026年6月"].value = "2026年9月"
    cells["培养技能人才"].value = "培养高技能人才"
    cells["1.摸清底数\n逐户走访，建立台账。"].value = "1.摸清家底\n逐户走访，建立台账。"
    book.save(tmp_path / "edited.xlsx")
    draft = read_plan(tmp_path / "edited.xlsx")
    steps = preview_draft(store, draft).steps
    assert sorted(step.key for step in steps) == [
        "deadline:6", "duties:3:lead", "duties:3:support", "heading:4", "text:5"
    ]  # fmt: skip
    apply_draft(store, draft)
    after = content(store)
    nodes = {node.id: node for node in after.nodes}
    names = {unit.id: unit.name for unit in after.units}
    assert (nodes[4].title, nodes[5].title, nodes[6].deadline) == ("培养高技能人才", "摸清家底", "2026年9月")
    held = [(names[one.unit_id], one.role) for one in after.duties if one.task_id == 3]
    assert held == [("市教委", Role.SUPPORT), ("市发展改革委", Role.LEAD)]
    assert preview_draft(store, draft).steps == []
    store.close()


def test_a_file_of_another_plan_is_read_as_any_other(tmp_path: Path) -> None:
    store = store_of(make_plan(3), tmp_path / "one")
    other = store_of(make_plan(3), tmp_path / "other")
    path = word(store, tmp_path)
    shift_node(other, content(other).nodes[3].id, -1)
    draft = edited(path, lambda document: put(document, "逐户走访", "逐户登门走访"))
    keys = {step.key for step in preview_draft(other, draft).steps}
    assert keys and not any(key.startswith("text:p") for key in keys)
    store.close()
    other.close()
