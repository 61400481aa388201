"""Rows of appendix tables: their order, what they cost, and what the session reads of them."""

from __future__ import annotations

import random

import pytest

from db.drafts import apply_draft
from db.store import Store
from db.tables import add_row, add_rows, load_tables, move_rows, order_rows, refreshed_tables, remove_rows, shift_row
from domain.errors import InputError
from domain.exchange import PlanDraft, SourceFile
from tests.small_plan import small_plan

MANY = 1000


@pytest.fixture
def filled(store: Store) -> Store:
    apply_draft(store, PlanDraft(small_plan(), SourceFile("方案.docx", "a")))
    return store


@pytest.fixture
def long(filled: Store) -> Store:
    """The small plan, its table a thousand rows longer."""
    add_rows(filled, table_id(filled), 2, MANY)
    return filled


def table_id(store: Store) -> int:
    return load_tables(store.db)[0].id


def ids(store: Store) -> list[int]:
    return [row.id for row in load_tables(store.db)[0].rows]


def test_a_row_in_a_long_table_moves_few_others(long: Store) -> None:
    first = add_row(long, table_id(long), 500)
    new = next(change.row_id for change in first.changes if change.before is None)
    assert ids(long)[500] == new
    assert len(first.changes) <= MANY // 2 + 4
    again = add_row(long, table_id(long), 501)
    assert len(again.changes) == 1  # there is room now
    assert len(add_row(long, table_id(long), 0).changes) == 1
    assert len(remove_rows(long, ids(long)[400:402]).changes) == 2


def test_the_order_is_that_of_a_list(long: Store) -> None:
    chance, before = random.Random(8), ids(long)
    wanted = list(before)
    for _ in range(60):
        place = chance.randrange(len(wanted))
        match chance.randrange(4):
            case 0:
                changes = add_rows(long, table_id(long), place, 3)
                new = [change.row_id for change in changes.changes if change.before is None]
                wanted[place:place] = new
            case 1:
                remove_rows(long, wanted[place : place + 2])
                del wanted[place : place + 2]
            case 2:
                row = wanted[place]
                shift_row(long, row, 1)
                wanted.remove(row)
                wanted.insert(min(place + 1, len(wanted)), row)
            case _:
                moved, to = wanted[place : place + 2], chance.randrange(len(wanted) - 2)
                move_rows(long, moved, to)
                wanted = [one for one in wanted if one not in moved]
                wanted[to:to] = moved
        assert ids(long) == wanted
    for _ in range(60):
        long.undo()
    assert ids(long) == before


def test_sorting_is_one_step_and_only_what_moves_is_written(filled: Store) -> None:
    add_rows(filled, table_id(filled), 2, 3)
    before = ids(filled)
    wanted = [before[1], before[0], *before[2:]]
    changes = order_rows(filled, table_id(filled), wanted, "按拼音排序 附表1")
    assert ids(filled) == wanted
    assert len(changes.changes) == 2
    filled.undo()
    assert ids(filled) == before
    with pytest.raises(InputError):
        order_rows(filled, table_id(filled), before[1:], "按拼音排序 附表1")


def test_what_is_read_again_is_what_is_there(long: Store) -> None:
    shown = load_tables(long.db)
    deeds = (
        lambda: add_rows(long, table_id(long), 3, 2),
        lambda: remove_rows(long, ids(long)[1:3]),
        lambda: shift_row(long, ids(long)[5], -1),
        lambda: move_rows(long, ids(long)[7:9], 0),
        long.undo,
        long.undo,
        long.redo,
    )
    for deed in deeds:
        shown = refreshed_tables(long.db, shown, deed())
        assert shown == load_tables(long.db)
