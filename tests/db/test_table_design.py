"""A table is designed, changed and removed as one step, and not a character of its cells is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.drafts import apply_draft
from db.history import describe_operation
from db.remarks import add_remark, load_remarks
from db.snapshot import load_snapshot
from db.store import Store
from db.table_design import (
    create_table,
    duplicate_table,
    redesign_table,
    remove_table,
    rename_table,
    shift_table,
)
from db.tables import load_table, load_tables, set_cell
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile
from domain.remarks import Remark, RemarkKind
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableSpec
from tests.small_plan import small_plan

SPEC = TableSpec(
    "附表2",
    "重点项目清单",
    (
        TableColumn("number", ("序号",), ColumnKind.NUMBER),
        TableColumn("", ("项目", "名称")),
        TableColumn("", ("项目", "投资"), ColumnKind.MEASURES, 30),
    ),
    "单位：万元",
    ("注：按年度调整。",),
)


@pytest.fixture
def plan(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


def labels(store: Store) -> list[str]:
    return [table.spec.label for table in load_tables(store.db)]


def first(store: Store) -> AppendixTable:
    return load_tables(store.db)[0]


def test_a_new_table_is_there_whole_and_takes_cells(plan: Store) -> None:
    before = load_snapshot(plan).content
    changes = create_table(plan, SPEC, 0)
    (table_id,) = changes.rows("appendix_table") - {before.tables[0].id}
    table = load_table(plan.db, table_id)
    assert labels(plan) == ["附表2", "附表1"]
    assert [column.path for column in table.spec.columns] == [column.path for column in SPEC.columns]
    assert (table.spec.unit_line, table.spec.notes) == ("单位：万元", ("注：按年度调整。",))
    assert len({column.key for column in table.spec.columns}) == 3
    plan.undo()
    assert load_snapshot(plan).content == before


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (replace(SPEC, columns=()), "table_no_columns"),
        (replace(SPEC, columns=SPEC.columns[:1]), "table_only_number"),
        (replace(SPEC, label="附表 1"), "table_label_taken"),
        (replace(SPEC, label="", title=" "), "table_no_name"),
        (replace(SPEC, columns=(*SPEC.columns, TableColumn("number", ("备注",)))), "table_equal_keys"),
        (replace(SPEC, columns=(*SPEC.columns, TableColumn("a", ("项目",)))), "column_through_leaf"),
        (replace(SPEC, columns=(*SPEC.columns, TableColumn("a", ("项目", "名 称")))), "column_equal"),
        (replace(SPEC, columns=(*SPEC.columns, TableColumn("a", ("",)))), "column_blank"),
        (replace(SPEC, columns=(*SPEC.columns, TableColumn("a", ("备注",), width=-1))), "column_width"),
        (
            replace(SPEC, columns=(*SPEC.columns, TableColumn("a", ("备注",)), TableColumn("b", ("项目", "地点")))),
            "column_group_torn",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_with_a_sentence(plan: Store, spec: TableSpec, code: str) -> None:
    before = load_snapshot(plan).content
    with pytest.raises(InputError) as refused:
        create_table(plan, spec)
    assert code in refused.value.detail.split()
    assert refused.value.message.endswith("。")
    assert load_snapshot(plan).content == before


def test_a_redesign_keeps_every_cell_it_can_and_one_undo_brings_all_back(plan: Store) -> None:
    table = first(plan)
    number, position, technical, _ = table.spec.columns
    set_cell(plan, table.rows[1].id, position.id, "1.甲\n2.乙\n  尾")
    add_remark(plan, Remark(0, RemarkKind.COMMENT, "请核对", row_id=table.rows[0].id, column="other"))
    before = load_snapshot(plan).content
    columns = (
        replace(technical, path=("问题",), kind=ColumnKind.TEXT, width=40),
        replace(position, path=("产业", "位置"), kind=ColumnKind.MEASURES),
        TableColumn("", ("产业", "地点")),
        number,
    )
    redesign_table(plan, table.id, replace(table.spec, columns=columns, title="新清单", notes=("注。",)))
    after = first(plan)
    assert [column.path for column in after.spec.columns] == [("问题",), ("产业", "位置"), ("产业", "地点"), ("序号",)]
    assert [column.id for column in after.spec.columns[:2]] == [technical.id, position.id]
    assert (after.spec.title, after.spec.notes) == ("新清单", ("注。",))
    assert [row.cell("technical").text for row in after.rows] == ["★★★缺芯片\n★缺软件", ""]
    assert {item.grade for item in after.rows[0].cell("technical").items} == {None}
    assert after.rows[1].cell("position").text == "1.甲\n2.乙\n  尾"
    assert [item.number for item in after.rows[1].cell("position").items] == ["1", "2", ""]
    assert load_remarks(plan.db)[0].column == ""
    lines = describe_operation(plan.db, plan.history()[0].id).lines
    assert ("附表1 一列", "质量问题 / 其他", "") in [(line.place, line.before, line.after) for line in lines]
    plan.undo()
    assert load_snapshot(plan).content == before


def test_numbers_become_text_and_text_never_becomes_numbers(plan: Store) -> None:
    table = first(plan)
    number, position, *rest = table.spec.columns
    spec = replace(table.spec, columns=(replace(number, kind=ColumnKind.TEXT), position, *rest))
    redesign_table(plan, table.id, spec)
    assert [row.cell("number").text for row in first(plan).rows] == ["1", "2"]
    before = load_snapshot(plan).content
    with pytest.raises(InputError) as refused:
        redesign_table(plan, table.id, table.spec)
    assert refused.value.code == "number_would_lose"
    assert load_snapshot(plan).content == before


def test_an_unchanged_design_is_no_step(plan: Store) -> None:
    assert not redesign_table(plan, first(plan).id, first(plan).spec)


def test_columns_are_found_by_key_where_they_have_no_id_and_joined_cells_follow(plan: Store) -> None:
    table = first(plan)
    with plan.operation("合并") as scope:
        scope.update("appendix_row", table.rows[1].id, {"joined": '["other", "position"]'})
    columns = tuple(replace(column, id=0) for column in table.spec.columns[:3])
    redesign_table(plan, table.id, replace(table.spec, columns=columns))
    assert [column.id for column in first(plan).spec.columns] == [column.id for column in table.spec.columns[:3]]
    assert first(plan).rows[1].joined == frozenset({"position"})


def test_tables_are_copied_named_ordered_and_removed(plan: Store) -> None:
    original = first(plan)
    duplicate_table(plan, original.id)
    assert labels(plan) == ["附表1", "附表2"]
    copy = load_tables(plan.db)[1]
    assert copy.spec.title == "质量问题清单（副本）"
    assert [[cell.text for cell in row.cells.values()] for row in copy.rows] == [
        [cell.text for cell in row.cells.values()] for row in original.rows
    ]
    rename_table(plan, copy.id, "附表9", "另一张")
    shift_table(plan, copy.id, -1)
    assert labels(plan) == ["附表9", "附表1"]
    assert not shift_table(plan, copy.id, -5)
    with pytest.raises(InputError):
        rename_table(plan, copy.id, "附表1", "另一张")
    remove_table(plan, original.id)
    assert labels(plan) == ["附表9"]
    plan.undo()
    assert load_table(plan.db, original.id) == original
    with pytest.raises(InputError):
        remove_table(plan, 999)
