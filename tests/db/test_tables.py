"""Verbs on appendix tables."""

from __future__ import annotations

import pytest

from db.drafts import apply_draft
from db.store import Store
from db.tables import (
    add_row,
    clear_cells,
    load_rows,
    load_tables,
    remove_row,
    set_cell,
    set_cells,
    set_items,
    shift_row,
)
from domain.cell_items import with_grade
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile
from domain.tables import AppendixTable
from tests.small_plan import small_plan


@pytest.fixture
def filled(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


def table(store: Store) -> AppendixTable:
    return load_tables(store.db)[0]


def column(store: Store, key: str) -> int:
    return table(store).spec.column(key).id


def test_the_lines_of_a_cell_are_records(filled: Store) -> None:
    row = table(filled).rows[1]
    set_cell(filled, row.id, column(filled, "technical"), "★★缺标准\n1.制定\n2.实施")
    items = table(filled).rows[1].cell("technical").items
    assert [(item.kind, item.grade, item.number, item.text) for item in items] == [
        ("graded", 2, "", "缺标准"),
        ("measure", None, "1", "制定"),
        ("measure", None, "2", "实施"),
    ]
    assert filled.history()[0].label == "修改 附表1 第2行 技术"


def test_only_the_items_that_changed_are_written(filled: Store) -> None:
    row = table(filled).rows[0]
    changes = set_cell(filled, row.id, column(filled, "technical"), "★★★缺芯片\n★★缺软件")
    assert len(changes.rows("cell_item")) == 1


def test_a_stale_row_version_is_refused(filled: Store) -> None:
    row = table(filled).rows[0]
    set_cell(filled, row.id, column(filled, "position"), "上游", row.version)
    with pytest.raises(InputError) as refusal:
        set_cell(filled, row.id, column(filled, "position"), "中游", row.version)
    assert refusal.value.code == "stale_edit"
    assert table(filled).rows[0].cell("position").text == "上游"


def test_the_number_column_counts_itself(filled: Store) -> None:
    with pytest.raises(InputError):
        set_cell(filled, table(filled).rows[0].id, column(filled, "number"), "9")
    shift_row(filled, table(filled).rows[1].id, -1)
    now = table(filled)
    assert [now.printed(index, now.spec.columns[0]) for index in range(2)] == ["1", "2"]
    assert now.rows[0].cell("position").text == "下游产业"


def test_rows_come_and_go_without_gaps(filled: Store) -> None:
    add_row(filled, table(filled).id, 1)
    assert [row.seq for row in table(filled).rows] == [1, 2, 3]
    assert table(filled).rows[1].cells == {}
    remove_row(filled, table(filled).rows[0].id)
    assert [row.seq for row in table(filled).rows] == [1, 2]


def test_a_block_is_one_step(filled: Store) -> None:
    rows = table(filled).rows
    before = table(filled)
    cells = [(row.id, column(filled, key)) for row in rows for key in ("position", "other")]
    set_cells(filled, [(row, col, f"★{index}") for index, (row, col) in enumerate(cells)], "粘贴 4 格")
    assert table(filled).rows[1].cell("other").items[0].grade == 1
    clear_cells(filled, cells)
    assert table(filled).rows[1].cell("other").items == ()
    filled.undo()
    filled.undo()
    assert table(filled) == before


def test_grades_change_in_place(filled: Store) -> None:
    row = table(filled).rows[0]
    items = [with_grade(item, 2) for item in row.cell("technical").items]
    set_items(filled, row.id, column(filled, "technical"), items, "调整等级")
    assert table(filled).rows[0].cell("technical").text == "★★缺芯片\n★★缺软件"
    assert filled.history()[0].label == "调整等级 附表1 第1行 技术"


def test_a_cell_of_another_table_is_no_cell(filled: Store) -> None:
    with pytest.raises(InputError):
        set_cell(filled, 999, column(filled, "other"), "甲")
    with pytest.raises(InputError):
        set_cell(filled, table(filled).rows[0].id, 999, "甲")


def test_single_rows_are_read_as_the_whole_table_reads_them(filled: Store) -> None:
    rows = table(filled).rows
    assert load_rows(filled.db, [rows[1].id]) == {rows[1].id: rows[1]}
    assert load_rows(filled.db, [row.id for row in rows]) == {row.id: row for row in rows}
    assert load_rows(filled.db, []) == {}
