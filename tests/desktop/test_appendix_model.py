"""The appendix model: what it shows, and what it tells of a change."""

import pytest

from db.tables import add_row, remove_row, set_cell, set_table_title, shift_row
from desktop.models.appendix_model import AppendixModel


@pytest.fixture
def model(session):
    return AppendixModel(session, session.content.tables[0].id)


def test_model_keeps_the_rules_of_models(model, qtmodeltester, session):
    qtmodeltester.check(model)
    session.perform(add_row, model.table.id, 1)
    session.perform(shift_row, model.row_at(0).id, 1)
    session.perform(remove_row, model.row_at(0).id)
    qtmodeltester.check(model)


def test_number_column_counts_and_takes_no_text(model):
    assert [model.text_at(row, 0) for row in range(model.rowCount())] == ["1", "2"]
    assert not model.setData(model.index(0, 0), "9")


def test_one_edited_cell_is_told_as_one_cell(model, qtbot, session):
    with qtbot.waitSignal(model.dataChanged) as told:
        session.perform(set_cell, model.row_at(1).id, model.table.spec.columns[1].id, "合欢苑")
    first, last = told.args[:2]
    assert (first.row(), first.column(), last.row(), last.column()) == (1, 1, 1, 1)
    assert model.text_at(1, 1) == "合欢苑"


def test_inserted_row_is_told_as_an_insertion_and_keeps_places(model, session, qtbot):
    kept = model.index(1, 1)
    from PySide6.QtCore import QPersistentModelIndex

    place = QPersistentModelIndex(kept)
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
        session.perform(add_row, model.table.id, 1)
    assert place.row() == 2
    assert model.text_at(2, 0) == "3"


def test_moved_row_takes_its_places_along(model, session, qtbot):
    from PySide6.QtCore import QPersistentModelIndex

    place = QPersistentModelIndex(model.index(0, 2))
    with qtbot.waitSignal(model.layoutChanged), qtbot.assertNotEmitted(model.modelReset):
        session.perform(shift_row, model.row_at(0).id, 1)
    assert place.row() == 1


def test_undo_says_where_it_happened(model, session, qtbot):
    model.setData(model.index(1, 3), "维保单位未定")
    with qtbot.waitSignal(model.restored) as told:
        session.undo()
    assert told.args == [1, 3]


def test_stale_edit_is_refused(model, session, qtbot):
    index = model.index(0, 1)
    version = model.version_of(model.row_at(0))
    assert model.write(index, "梧桐里一期", version)
    with qtbot.waitSignal(session.failed) as told:
        assert not model.write(index, "梧桐里二期", version)
    assert told.args[0].code == "stale_edit"
    assert model.text_at(0, 1) == "梧桐里一期"


def test_edits_of_one_cell_are_steps_of_their_own(model, session):
    index = model.index(0, 1)
    model.setData(index, "甲")
    model.setData(index, "乙")
    session.undo()
    assert model.text_at(0, 1) == "甲"


def test_other_changes_leave_the_model_alone(model, session, qtbot):
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        session.perform(set_table_title, model.table.id, "另一张清单")


def test_grading_many_cells_is_one_step(model, session):
    cells = [model.index(0, 2), model.index(0, 3), model.index(0, 1)]
    assert model.grade_cells(cells, 2)
    assert model.text_at(0, 2).split("\n")[0].startswith("★★管线")
    assert model.text_at(0, 3) == "★★低层住户意见不一"
    assert model.text_at(0, 1) == "梧桐里"
    session.undo()
    assert model.text_at(0, 2).startswith("★★★") and model.text_at(0, 3).startswith("★低层")
