"""The 任务分解 editor, used with mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt

from db.outline import remove_node
from desktop.models.task_model import DEADLINE, MEASURE, TASK
from desktop.views.task_view import TaskView

LEAD, SUPPORT, RESPONSIBLE = 3, 4, 5


@pytest.fixture
def view(qtbot, session):
    view = TaskView(session)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.grid.setFocus()
    view.grid.fit_rows()
    return view


def open_cell(view, row, column):
    view.grid.show_cell(row, column)
    view.grid.edit(view.model.index(row, column))
    return view.grid.editor()


def test_task_cell_reaches_over_its_measures(view, session):
    assert view.grid.rowSpan(0, TASK) == 2
    survey = view.model.row_at(0)
    session.perform(remove_node, survey.part.node.id)
    assert view.grid.rowSpan(0, TASK) == 1
    session.undo()
    assert view.grid.rowSpan(0, TASK) == 2


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups of the offscreen platform
def test_unit_list_is_completed_after_the_last_mark(view, qtbot):
    editor = open_cell(view, 2, RESPONSIBLE)
    editor.insertPlainText("、民政")
    popup = editor._completer.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert editor.text == "区市场监管局、各镇街、区民政局"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.model.text_at(2, RESPONSIBLE) == "区市场监管局、各镇街、区民政局"
    assert view.grid.current_place() == (3, RESPONSIBLE)


def test_enter_goes_over_a_joined_cell(view, qtbot):
    view.grid.show_cell(0, TASK)
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert view.grid.current_place() == (2, TASK)


def test_deadline_is_typed_and_taken_back(view, qtbot, session):
    view.grid.show_cell(3, DEADLINE)
    qtbot.keyClicks(view.grid, "2")
    qtbot.keyClicks(view.grid.editor(), "027")
    qtbot.keyClick(view.grid.editor(), Qt.Key.Key_Tab)
    assert view.model.text_at(3, DEADLINE) == "2027"
    view.grid.show_cell(0, TASK)
    session.undo()
    assert view.grid.current_place() == (3, DEADLINE)


def test_title_takes_no_second_line(view, qtbot):
    editor = open_cell(view, 2, TASK)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert "\n" not in editor.text
    qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_text_of_several_paragraphs_is_left_to_the_outline(view, qtbot):
    view.grid.show_cell(3, MEASURE)
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    assert view.grid.editor() is None


def test_tasks_move_with_the_place(view, qtbot):
    view.grid.show_cell(2, DEADLINE)
    qtbot.keyClick(view.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view.model.row_at(0).task.node.title == "守住安全底线"
    assert view.grid.current_place() == (0, DEADLINE)
    assert view.grid.rowSpan(1, TASK) == 2 and view.grid.rowSpan(0, TASK) == 1
    assert not view._up.isEnabled() and view._down.isEnabled()


def test_rows_are_as_tall_as_their_text(view):
    texts = view.grid.texts
    for row in range(view.model.rowCount()):
        for column in range(view.model.columnCount()):
            needed = texts.needed_height(view.model.text_at(row, column), view.grid.columnWidth(column))
            span = view.grid.rowSpan(row, column)
            assert sum(view.grid.rowHeight(row + below) for below in range(span)) >= needed


def test_plan_without_tasks_says_where_they_come_from(view, session):
    for row in sorted({view.model.row_at(place).task.node.id for place in range(view.model.rowCount())}):
        session.perform(remove_node, row)
    assert view.model.rowCount() == 0 and view._note.isVisible()
    view.move_up()
    view.grid.copy()
