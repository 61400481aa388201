"""Blocks of the matrix: selected with Shift and mouse, filled by a drag, carried over the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop.widgets.matrix_paint import handle_rect
from tests.desktop.matrix_helpers import (
    CIVIL,
    FUNDING,
    HOUSING,
    LEFT,
    MARKET,
    SAFETY,
    SURVEY,
    TOWNS,
    add_chapter,
    centre,
    drag,
    show_matrix,
    words,
)

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot, session):
    return show_matrix(qtbot, session)


def labels(session, count=1):
    return [operation.label for operation in session.store.history()[:count]]


def test_shift_and_arrows_select_and_a_letter_fills(view, qtbot, session):
    view.grid.show_cell(SAFETY, HOUSING)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(view.grid, key, SHIFT)
    assert len(view.grid.selected_cells()) == 4
    qtbot.keyClick(view.grid, "p")
    assert words(view, SAFETY) == ["配合", "配合", "落实", "落实"]
    assert words(view, FUNDING) == ["配合", "配合", "", ""]
    assert labels(session) == ["4 格改为配合"]
    session.undo()
    assert words(view, FUNDING) == [""] * 4


def test_handle_fills_down_and_is_one_step(view, qtbot, session):
    view.grid.show_cell(SURVEY, HOUSING)
    view.grid.select_block(SURVEY, HOUSING, SURVEY, CIVIL)
    handle = handle_rect(view.grid).center()
    drag(qtbot, view.grid.viewport(), handle, QPoint(handle.x(), centre(view, FUNDING, CIVIL).y()))
    assert words(view, SAFETY)[:2] == words(view, FUNDING)[:2] == ["牵头", "配合"]
    assert labels(session) == ["填充 4 格"]
    assert len(view.grid.selected_cells()) == 6 and view.grid.target is None
    session.undo()
    assert words(view, FUNDING) == [""] * 4


@pytest.mark.parametrize(("start", "end", "filled"), [(HOUSING, TOWNS, slice(1, 4)), (CIVIL, HOUSING, slice(0, 1))])
def test_handle_fills_to_both_sides(view, qtbot, start, end, filled):
    role = words(view, SURVEY)[start]
    view.grid.show_cell(SURVEY, start)
    drag(qtbot, view.grid.viewport(), handle_rect(view.grid).center(), centre(view, SURVEY, end))
    assert set(words(view, SURVEY)[filled]) == {role}


def test_escape_leaves_a_fill(view, qtbot, session):
    revision = session.store.revision
    view.grid.show_cell(SURVEY, HOUSING)
    place = handle_rect(view.grid).center()
    qtbot.mousePress(view.grid.viewport(), LEFT, pos=place)
    qtbot.mouseMove(view.grid.viewport(), centre(view, FUNDING, HOUSING))
    assert view.grid.target is not None
    qtbot.keyClick(view.grid, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view.grid.viewport(), LEFT, pos=centre(view, FUNDING, TOWNS))
    assert session.store.revision == revision and view.grid.target is None


def test_control_d_and_r_fill_as_in_a_spreadsheet(view, qtbot):
    view.grid.show_cell(SURVEY, HOUSING)
    view.grid.select_block(SURVEY, HOUSING, FUNDING, CIVIL)
    qtbot.keyClick(view.grid, Qt.Key.Key_D, CONTROL)
    assert words(view, FUNDING) == ["牵头", "配合", "", ""]
    view.grid.show_cell(FUNDING, MARKET)
    qtbot.keyClick(view.grid, Qt.Key.Key_R, CONTROL)
    assert words(view, FUNDING) == ["牵头", "配合", "配合", ""]
    qtbot.keyClick(view.grid, Qt.Key.Key_D, CONTROL)
    assert words(view, FUNDING) == ["牵头", "配合", "落实", ""]


def test_fill_steps_over_chapters(view, qtbot, session):
    first, second = add_chapter(session)
    rows = [view.model.place_of(task, -1)[0] for task in (first, second)]
    assert not view.model.is_task(rows[0] - 1)
    view.grid.show_cell(view.model.place_of(view.model.tasks[2].node.id, -1)[0], TOWNS)
    qtbot.keyClick(view.grid, "q")
    drag(qtbot, view.grid.viewport(), handle_rect(view.grid).center(), centre(view, rows[1], TOWNS))
    assert [words(view, row)[TOWNS] for row in rows] == ["牵头", "牵头"]
    assert len(session.content.duties_of(first)) == 1


def test_copied_block_is_pasted_elsewhere(view, qtbot, session):
    view.grid.show_cell(SURVEY, HOUSING)
    view.grid.select_block(SURVEY, HOUSING, SAFETY, CIVIL)
    qtbot.keyClick(view.grid, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "●\t○\n\t\n"
    view.grid.show_cell(SAFETY, MARKET)
    qtbot.keyClick(view.grid, Qt.Key.Key_V, CONTROL)
    assert words(view, SAFETY) == ["", "", "牵头", "配合"]
    assert labels(session) == ["粘贴 2 格"]
    assert len(view.grid.selected_cells()) == 4


def test_cut_takes_the_roles(view, qtbot, session):
    view.grid.show_cell(SURVEY, HOUSING)
    view.grid.select_block(SURVEY, HOUSING, SURVEY, CIVIL)
    qtbot.keyClick(view.grid, Qt.Key.Key_X, CONTROL)
    assert QApplication.clipboard().text() == "●\t○\n" and words(view, SURVEY) == [""] * 4
    assert labels(session) == ["剪切 2 格"]


def test_words_of_a_spreadsheet_are_understood_and_others_told(view, qtbot, session):
    QApplication.clipboard().setText("牵头单位\t ◎ \t△\t配合\r\n督办\t\t\t√\r\n")
    view.grid.show_cell(SURVEY, HOUSING)
    with qtbot.waitSignal(session.failed) as told:
        qtbot.keyClick(view.grid, Qt.Key.Key_V, CONTROL)
    assert words(view, SURVEY) == ["牵头", "配合", "落实", "配合"]
    assert words(view, SAFETY) == ["", "", "", "落实"]
    assert told.args[0].code == "no_role" and "1 格" in told.args[0].message


def test_one_copied_cell_fills_the_selection(view, qtbot):
    QApplication.clipboard().setText("○")
    view.grid.show_cell(SAFETY, HOUSING)
    view.grid.select_block(SAFETY, HOUSING, FUNDING, CIVIL)
    qtbot.keyClick(view.grid, Qt.Key.Key_V, CONTROL)
    assert words(view, SAFETY)[:2] == words(view, FUNDING)[:2] == ["配合", "配合"]


def test_what_finds_no_cell_is_told(view, qtbot, session):
    QApplication.clipboard().setText("○\t○\n○\t○\n")
    view.grid.show_cell(FUNDING, TOWNS)
    with qtbot.waitSignal(session.failed) as told:
        qtbot.keyClick(view.grid, Qt.Key.Key_V, CONTROL)
    assert "3 格" in told.args[0].message and words(view, FUNDING) == ["", "", "", "配合"]


def test_head_selects_the_column_of_a_unit(view, qtbot):
    header = view.grid.units
    qtbot.mouseClick(header.viewport(), LEFT, pos=header.cell_rect(CIVIL).center())
    assert {index.column() for index in view.grid.selected_cells()} == {CIVIL}
    assert len(view.grid.selected_cells()) == 3
    qtbot.mouseClick(header.viewport(), LEFT, SHIFT, header.cell_rect(TOWNS).center())
    assert len(view.grid.selected_cells()) == 9
