"""Blocks of cells, and lines that move between cells."""

from __future__ import annotations

import pytest

from db.drafts import apply_draft
from db.store import Store
from db.tables import load_tables, move_items, paste_cells, set_cell, set_cells
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile
from domain.tables import AppendixTable, TableRow
from tests.small_plan import small_plan


@pytest.fixture
def filled(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


def table(store: Store) -> AppendixTable:
    return load_tables(store.db)[0]


def column(store: Store, key: str) -> int:
    return table(store).spec.column(key).id


def text(row: TableRow, key: str) -> str:
    return row.cell(key).text


def test_lines_that_move_keep_their_rows(filled: Store) -> None:
    above, below = table(filled).rows
    moved = above.cell("technical").items[0]
    changes = move_items(filled, [moved.id], below.id, column(filled, "other"), 0)
    above, below = table(filled).rows
    assert text(above, "technical") == "★缺软件"
    assert text(below, "other") == "★★★缺芯片\n竞争激烈"
    assert below.cell("other").items[0].id == moved.id
    assert {change.row_id for change in changes.changes if change.table == "appendix_row"} == {above.id, below.id}
    assert filled.history()[0].label == "移动条目到 附表1 第2行 其他"
    filled.undo()
    assert text(table(filled).rows[0], "technical") == "★★★缺芯片\n★缺软件"


def test_lines_move_inside_their_cell(filled: Store) -> None:
    row = table(filled).rows[0]
    first, second = row.cell("technical").items
    move_items(filled, [first.id], row.id, column(filled, "technical"), 2)
    assert [one.id for one in table(filled).rows[0].cell("technical").items] == [second.id, first.id]
    move_items(filled, [first.id], row.id, column(filled, "technical"), 0)
    assert text(table(filled).rows[0], "technical") == "★★★缺芯片\n★缺软件"


def test_a_line_takes_on_what_its_column_holds(filled: Store) -> None:
    row = table(filled).rows[0]
    graded = row.cell("technical").items[0].id
    move_items(filled, [graded], row.id, column(filled, "position"), 1)
    assert text(table(filled).rows[0], "position") == "上游产业\n★★★缺芯片"
    assert table(filled).rows[0].cell("position").items[1].grade is None
    with pytest.raises(InputError):
        move_items(filled, [graded], row.id, column(filled, "number"), 0)
    with pytest.raises(InputError):
        move_items(filled, [999], row.id, column(filled, "other"), 0)


def test_measures_are_numbered_where_they_go(filled: Store) -> None:
    above, below = table(filled).rows
    set_cells(
        filled,
        [(above.id, column(filled, "other"), "1.甲\n2.乙"), (below.id, column(filled, "technical"), "1.丙\n2.丁")],
        "填写",
    )
    item = table(filled).rows[0].cell("other").items[0].id
    move_items(filled, [item], below.id, column(filled, "technical"), 1)
    above, below = table(filled).rows
    assert (text(above, "other"), text(below, "technical")) == ("1.乙", "1.丙\n2.甲\n3.丁")


def test_a_block_makes_the_rows_it_needs(filled: Store) -> None:
    rows = [row.id for row in table(filled).rows]
    columns = [column(filled, key) for key in ("number", "position", "technical")]
    block = [["1", "甲", "★★一"], ["2", "乙"], ["3", "乙", "★三"]]
    paste_cells(filled, table(filled).id, rows[1:], columns, block, joined={(2, 1)})
    now = table(filled).rows
    assert [text(row, "position") for row in now] == ["上游产业", "甲", "乙", "乙"]
    assert [text(row, "technical") for row in now[1:]] == ["★★一", "", "★三"]
    assert [row.joined for row in now] == [frozenset(), frozenset(), frozenset(), frozenset({"position"})]
    assert filled.history()[0].label == "粘贴到 附表1 第2行起 3 行"
    filled.undo()
    assert [row.id for row in table(filled).rows] == rows


def test_a_block_between_rows_pushes_nothing_away(filled: Store) -> None:
    columns = [column(filled, "position")]
    paste_cells(filled, table(filled).id, [], columns, [["甲"], ["乙"]], index=1)
    assert [text(row, "position") for row in table(filled).rows] == ["上游产业", "甲", "乙", "下游产业"]


def test_a_block_lets_go_of_merged_cells_it_writes_over(filled: Store) -> None:
    rows = [row.id for row in table(filled).rows]
    columns = [column(filled, "position")]
    paste_cells(filled, table(filled).id, rows, columns, [["甲"], ["甲"]], joined={(1, 0)})
    assert table(filled).rows[1].joined == {"position"}
    paste_cells(filled, table(filled).id, rows, columns, [["甲"], ["甲"]])
    assert table(filled).rows[1].joined == frozenset()


def test_a_cell_given_twice_holds_the_last(filled: Store) -> None:
    row = table(filled).rows[0].id
    other = column(filled, "other")
    set_cells(filled, [(row, other, "甲"), (row, other, "乙\n丙")], "粘贴")
    assert text(table(filled).rows[0], "other") == "乙\n丙"


def test_a_long_write_can_be_stopped(filled: Store) -> None:
    row, cells = table(filled).rows[0].id, [column(filled, key) for key in ("position", "technical", "other")]

    def tick(done: int, whole: int) -> None:
        assert whole == 3
        if done == 2:
            raise InputError("stopped", "停", "停")

    before = table(filled)
    with pytest.raises(InputError):
        set_cells(filled, [(row, cell, "甲") for cell in cells], "粘贴", tick)
    assert table(filled) == before
    assert set_cell(filled, row, cells[0], "甲")
