"""Consolidating: lines come in with their sources, the officer's words stay, again changes only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from db.collections import add_form, load_collection, load_enterprises, load_sources, take_submission
from db.consolidating import apply_consolidation
from db.drafts import apply_draft
from db.enterprises import add_enterprise
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import clear_cells, load_tables, set_cell
from domain.cell_items import STAR
from domain.collection import Submission, SubmittedRow
from domain.consolidating import consolidate
from domain.consolidation import Consolidation, StepKind
from domain.content import PlanContent, PlanDraft, SourceFile
from domain.enterprises import Enterprise
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.tables import AppendixTable, TableRow
from importers.form_specs import shipped_form
from importers.specs import load_table_specs

TECHNICAL, MANAGEMENT = "质量技术问题", "质量管理问题"


@pytest.fixture
def store(store: Store) -> Store:
    tables = tuple(AppendixTable(number, spec) for number, spec in enumerate(load_table_specs(), start=1))
    apply_draft(store, PlanDraft(PlanContent(tables=tables), SourceFile("表样", "0" * 64)))
    for key in ("quality_problems", "projects"):
        add_form(store, shipped_form(key))
    for name in ("甲川有限公司", "乙川有限公司"):
        add_enterprise(store, Enterprise(0, name))
    return store


def problem(
    text: str, position: str = "上游", category: str = TECHNICAL, grade: str = "2", district: str = "东区"
) -> SubmittedRow:
    values = {"position": position, "category": category, "text": text, "severity": grade, "district": district}
    return SubmittedRow("Sheet1", 5, values)


def submit(store: Store, rows: Sequence[SubmittedRow], enterprise: int = 1, form: int = 1) -> None:
    with store.operation("导入回收的文件") as scope:
        take_submission(store, scope, Submission(0, form, "甲.xlsx", "0" * 64, enterprise, rows=tuple(rows)), None)


def plan(store: Store, form: int = 0) -> Consolidation:
    collection = load_collection(store.db)
    chosen = collection.forms[form]
    assert chosen.rule is not None
    table = next(one for one in load_tables(store.db) if one.spec.label == chosen.rule.table)
    return consolidate(chosen, table, collection, load_enterprises(store.db))


def run(store: Store, form: int = 0) -> Consolidation:
    made = plan(store, form)
    apply_consolidation(store, made)
    return made


def shown(store: Store, label: str = "附表1") -> list[dict[str, str]]:
    table = next(one for one in load_tables(store.db) if one.spec.label == label)
    return [{key: cell.text for key, cell in row.cells.items() if cell.text} for row in table.rows]


def cell_id(store: Store, column: str, row: int = 0) -> tuple[TableRow, int]:
    table = next(one for one in load_tables(store.db) if one.spec.label == "附表1")
    return table.rows[row], table.spec.column(column).id


def kinds(made: Consolidation) -> list[StepKind]:
    return [step.kind for step in made.steps]


def test_rows_become_graded_items_by_position_and_category(store: Store) -> None:
    submit(store, [problem("下一", "下游"), problem("上一", grade="1"), problem("上二", grade="3")])
    submit(store, [problem("上三", category=MANAGEMENT, district="西区")], 2)
    run(store)
    assert shown(store) == [
        {
            "position": "上游",
            "districts": "东区、西区",
            "enterprises": "甲川有限公司、乙川有限公司",
            "technical": f"{STAR * 3}上二\n{STAR}上一",
            "management": f"{STAR * 2}上三",
        },
        {"position": "下游", "districts": "东区", "enterprises": "甲川有限公司", "technical": f"{STAR * 2}下一"},
    ]
    assert plan(store).steps == ()


def test_one_undo_takes_all_back(store: Store) -> None:
    submit(store, [problem("上一"), problem("上二")])
    before = content_to_json(load_snapshot(store).content)
    run(store)
    store.undo()
    assert content_to_json(load_snapshot(store).content) == before
    assert load_sources(store.db) == ()


def test_every_line_remembers_where_it_came_from(store: Store) -> None:
    submit(store, [problem("上一")])
    submit(store, [problem("上一。", grade="3")], 2)
    run(store)
    table = load_tables(store.db)[0]
    (item,) = table.rows[0].cell("technical").items
    sources = [one for one in load_sources(store.db) if one.item_id == item.id]
    rows = {row.id: one.enterprise_id for one in load_collection(store.db).submissions for row in one.rows}
    assert sorted(rows[one.row_id] or 0 for one in sources) == [1, 2]


def test_again_takes_only_what_is_new_and_leaves_the_officers_words(store: Store) -> None:
    submit(store, [problem("上一"), problem("上二")])
    run(store)
    row, column = cell_id(store, "technical")
    set_cell(store, row.id, column, f"{STAR * 3}办公室改写的上一\n{STAR * 2}上二\n自己加的一行")
    submit(store, [problem("上三")], 2)
    made = run(store)
    assert sorted(kinds(made)) == [StepKind.ADD, StepKind.JOIN]
    assert shown(store)[0]["technical"].split("\n") == [
        f"{STAR * 3}办公室改写的上一",
        f"{STAR * 2}上二",
        f"{STAR * 2}上三",
        "自己加的一行",
    ]


def test_what_the_officer_took_out_does_not_come_again(store: Store) -> None:
    submit(store, [problem("上一"), problem("上二")])
    run(store)
    row, column = cell_id(store, "technical")
    set_cell(store, row.id, column, f"{STAR * 2}上二")
    row, column = cell_id(store, "districts")
    clear_cells(store, [(row.id, column)])
    assert plan(store).steps == ()


def test_a_corrected_return_changes_what_nobody_touched(store: Store) -> None:
    submit(store, [problem("传感器在低温下误报"), problem("线束老化"), problem("缺少标准")])
    run(store)
    submit(store, [problem("传感器在低温下频繁误报", grade="3"), problem("线束老化"), problem("全新的一条")])
    made = run(store)
    assert {StepKind.CHANGE, StepKind.ADD, StepKind.REMOVE, StepKind.LINK} >= set(kinds(made)) - {StepKind.JOIN}
    assert sorted(shown(store)[0]["technical"].split("\n")) == sorted(
        [f"{STAR * 3}传感器在低温下频繁误报", f"{STAR * 2}线束老化", f"{STAR * 2}全新的一条"]
    )
    assert plan(store).steps == ()


def test_a_corrected_return_does_not_change_the_officers_words(store: Store) -> None:
    submit(store, [problem("传感器在低温下误报"), problem("线束老化严重")])
    run(store)
    row, column = cell_id(store, "technical")
    set_cell(store, row.id, column, f"{STAR * 2}办公室的话\n{STAR * 2}线束老化严重")
    submit(store, [problem("传感器在低温下频繁误报"), problem("线束老化很严重")])
    made = run(store)
    assert {step.kind for step in made.steps} == {StepKind.KEEP, StepKind.CHANGE}
    assert shown(store)[0]["technical"] == f"{STAR * 2}办公室的话\n{STAR * 2}线束老化很严重"
    assert plan(store).steps == ()


def test_names_of_who_took_everything_back_go(store: Store) -> None:
    submit(store, [problem("上一")])
    submit(store, [problem("上二", district="西区")], 2)
    run(store)
    submit(store, [problem("下一", "下游", district="西区")], 2)
    run(store)
    first, second = shown(store)
    assert (first["enterprises"], first["districts"]) == ("甲川有限公司", "东区")
    assert (second["position"], second["enterprises"]) == ("下游", "乙川有限公司")


def test_near_doubles_are_offered_and_one_remembers_both(store: Store) -> None:
    submit(store, [problem("车载终端在低温环境下启动缓慢，影响交付")])
    submit(store, [problem("车载终端在低温环境下启动较慢，影响交付")], 2)
    made = plan(store)
    (double,) = made.doubles
    apply_consolidation(store, made, merged={double.second: double.first})
    (item,) = load_tables(store.db)[0].rows[0].cell("technical").items
    assert len([one for one in load_sources(store.db) if one.item_id == item.id]) == 2
    assert plan(store).steps == ()


def test_a_step_that_is_declined_is_offered_again(store: Store) -> None:
    submit(store, [problem("上一"), problem("上二")])
    made = plan(store)
    apply_consolidation(store, made, declined={made.steps[-1].key})
    assert [step.key for step in plan(store).steps] == [made.steps[-1].key]


def test_a_line_that_changed_meanwhile_refuses_all(store: Store) -> None:
    submit(store, [problem("传感器在低温下误报")])
    run(store)
    submit(store, [problem("传感器在低温下频繁误报"), problem("另外一条")])
    made = plan(store)
    row, column = cell_id(store, "technical")
    set_cell(store, row.id, column, "别的")
    before = content_to_json(load_snapshot(store).content)
    with pytest.raises(InputError):
        apply_consolidation(store, made)
    assert content_to_json(load_snapshot(store).content) == before


def project(name: str, outcome: str = "提升一成") -> SubmittedRow:
    return SubmittedRow("Sheet1", 5, {"project": name, "problem": "误报", "institutions": "甲川", "outcome": outcome})


def test_rows_of_projects_become_rows_cell_by_cell(store: Store) -> None:
    submit(store, [project("传感器攻关"), project("线束攻关")], form=2)
    run(store, 1)
    assert [row["project"] for row in shown(store, "附表2")] == ["传感器攻关", "线束攻关"]
    assert plan(store, 1).steps == ()
    table = next(one for one in load_tables(store.db) if one.spec.label == "附表2")
    set_cell(store, table.rows[0].id, table.spec.column("problem").id, "办公室改写")
    submit(store, [project("传感器攻关", "提升三成"), replace(project("终端攻关"))], form=2)
    run(store, 1)
    rows = shown(store, "附表2")
    assert [row["project"] for row in rows] == ["传感器攻关", "终端攻关"]
    assert (rows[0]["problem"], rows[0]["outcome"]) == ("办公室改写", "提升三成")
    assert plan(store, 1).steps == ()
