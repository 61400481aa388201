"""The 任务分解 editor, used with mouse and keyboard."""

import datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent

from db.tasks import write_cells
from desktop.models.task_model import DEADLINE, LEVEL, MEASURE, NOTE, STATE, TASK
from desktop.views.task_view import TaskView
from domain.task_arranging import Grouping
from domain.task_fields import TaskEdit, TaskField

LEAD, SUPPORT, RESPONSIBLE = 4, 5, 6
SURVEY, VISIT, INSPECT, SAFETY, FUNDING = 1, 2, 3, 4, 5  # rows; the chapter is row 0
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def view(qtbot, session):
    view = TaskView(session)
    view.model.today = lambda: datetime.date(2026, 7, 1)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.grid.setFocus()
    view.grid.fit_rows()
    return view


def texts(view, column):
    return [view.model.text_at(row, column) for row in range(view.model.rowCount())]


def open_cell(view, row, column):
    view.grid.show_cell(row, column)
    view.grid.edit(view.model.index(row, column))
    return view.grid.editor()


def select(view, qtbot, column, first, last):
    view.grid.show_cell(first, column)
    for _ in range(last - first):
        qtbot.keyClick(view.grid, Qt.Key.Key_Down, SHIFT)


def test_title_of_a_chapter_is_edited_across_the_row(view, qtbot, session):
    view.grid.show_cell(0, NOTE)
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    editor = view.grid.editor()
    assert editor.text == "重点任务" and editor.width() > view.grid.viewport().width() / 2
    editor.insertPlainText("和分工")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.model.text_at(0, LEVEL) == "二、重点任务和分工"


def test_selection_over_a_heading_stays_in_its_column(view, qtbot):
    view.filters.grouping.setCurrentIndex(view.filters.grouping.findData(Grouping.DEADLINE))
    select(view, qtbot, DEADLINE, 1, view.model.rowCount() - 1)
    qtbot.keyClick(view.grid, Qt.Key.Key_Delete)
    assert not any(texts(view, DEADLINE)) and "摸清加装需求" in texts(view, TASK)
    assert "区住房建设局" in texts(view, LEAD)


def test_typing_in_a_unit_cell_opens_the_picker_and_enter_goes_down(view, qtbot):
    view.grid.show_cell(SAFETY, LEAD)
    qtbot.keyClick(view.grid, "q")
    picker = view.grid.picker
    assert picker.isVisible() and picker.input.text() == "q"
    qtbot.keyClicks(picker.input, "mzj")
    qtbot.keyClick(picker.input, Qt.Key.Key_Return)
    qtbot.keyClick(picker.input, Qt.Key.Key_Return)
    assert view.model.text_at(SAFETY, LEAD) == "区民政局"
    assert view.grid.current_place() == (FUNDING, LEAD) and view.grid.hasFocus()


def test_input_method_begins_in_the_picker(view, qtbot):
    view.grid.show_cell(FUNDING, LEAD)
    event = QInputMethodEvent()
    event.setCommitString("民政")
    QCoreApplication.sendEvent(view.grid, event)
    assert view.grid.picker.isVisible() and view.grid.picker.input.text() == "民政"
    view.finish_editing()
    assert not view.grid.picker.isVisible()


def test_f2_and_double_click_open_the_picker_and_tab_goes_on(view, qtbot):
    view.grid.show_cell(FUNDING, LEAD)
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(view.grid.picker.input, "gzj")
    qtbot.keyClick(view.grid.picker.input, Qt.Key.Key_Tab)
    assert view.model.text_at(FUNDING, LEAD) == "各镇街" and view.grid.current_place() == (FUNDING, SUPPORT)
    place = view.grid.visualRect(view.model.index(FUNDING, SUPPORT)).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.grid.picker.isVisible()
    qtbot.keyClick(view.grid.picker.input, Qt.Key.Key_Escape)
    assert view.grid.hasFocus() and view.model.text_at(FUNDING, SUPPORT) == ""


def test_units_of_many_rows_at_once(view, qtbot, session):
    select(view, qtbot, LEAD, SAFETY, FUNDING)
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(view.grid.picker.input, "qmzj")
    qtbot.keyClick(view.grid.picker.input, Qt.Key.Key_Return)
    qtbot.keyClick(view.grid.picker.input, Qt.Key.Key_Return)
    assert texts(view, LEAD)[SAFETY:] == ["区民政局", "区民政局"]
    assert view.grid.selected_rows() == [SAFETY, FUNDING]
    session.undo()
    assert texts(view, LEAD)[SAFETY:] == ["", ""]


def test_state_by_number_for_all_selected(view, qtbot, session):
    select(view, qtbot, STATE, SURVEY, FUNDING)
    qtbot.keyClick(view.grid, "2")
    assert texts(view, STATE)[1:] == ["推进中"] * 5
    session.undo()
    assert texts(view, STATE)[1:] == [""] * 5


def test_state_from_the_list(view, qtbot):
    view.grid.show_cell(SAFETY, STATE)
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    states = view.grid.states
    assert states.isVisible()
    qtbot.keyClick(states.list, Qt.Key.Key_Up)
    qtbot.keyClick(states.list, Qt.Key.Key_Return)
    assert view.model.text_at(SAFETY, STATE) == "暂缓" and view.grid.hasFocus()
    qtbot.keyClick(view.grid, Qt.Key.Key_Delete)
    assert view.model.text_at(SAFETY, STATE) == ""


def test_screen_reader_hears_what_is_drawn(view):
    def heard(row, column):
        return view.model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)

    assert heard(0, LEVEL) == "二、重点任务 3 项 已展开"
    view.model.setData(view.model.index(SURVEY, DEADLINE), "2025年底前")
    assert "已过期" in heard(SURVEY, DEADLINE) and heard(VISIT, MEASURE).startswith("具体举措 入户走访")


def test_short_deadline_is_offered_never_taken_silently(view, qtbot):
    view.grid.show_cell(FUNDING, DEADLINE)
    qtbot.keyClick(view.grid, "2")
    editor = view.grid.editor()
    qtbot.keyClicks(editor, "027-6")
    assert editor.offered()[0] == "2027年6月底前"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.model.text_at(FUNDING, DEADLINE) == "2027-6"
    editor = open_cell(view, FUNDING, DEADLINE)
    editor.selectAll()
    qtbot.keyClicks(editor, "2027-6")
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.model.text_at(FUNDING, DEADLINE) == "2027年6月底前"


def test_late_is_said_in_words(view, session):
    view.model.setData(view.model.index(SURVEY, DEADLINE), "2025年底前")
    assert view.grid.cells.shown_text(SURVEY, DEADLINE) == "2025年底前\n⚠ 已过期"
    assert view.model.text_at(SURVEY, DEADLINE) == "2025年底前"
    view.model.setData(view.model.index(SURVEY, STATE), "3")
    assert view.grid.cells.shown_text(SURVEY, DEADLINE) == "2025年底前"


def test_ctrl_enter_fills_the_selection(view, qtbot):
    select(view, qtbot, NOTE, SURVEY, SAFETY)
    qtbot.keyClick(view.grid, "x")
    qtbot.keyClick(view.grid.editor(), Qt.Key.Key_Return, CONTROL)
    assert texts(view, NOTE) == ["", "x", "x", "x", "x", ""]
    assert view.grid.editor() is None and len(texts(view, NOTE)) == 6


def test_several_paragraphs_are_edited_in_the_cell(view, qtbot, session):
    editor = open_cell(view, FUNDING, MEASURE)
    qtbot.keyClick(editor, Qt.Key.Key_Return, ALT)
    editor.insertPlainText("公积金可以提取。")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert len(view.model.row_at(FUNDING).node.paragraphs) == 3
    session.undo()
    assert len(view.model.row_at(FUNDING).node.paragraphs) == 2


def test_ctrl_d_and_a_block_from_a_spreadsheet(view, qtbot, session):
    select(view, qtbot, DEADLINE, SAFETY, FUNDING)
    view.commands.fill.trigger()
    assert texts(view, DEADLINE)[FUNDING] == "长期坚持"
    QGuiApplication.clipboard().setText("已完成\t甲\n推进中\t乙\n")
    view.grid.show_cell(SAFETY, STATE)
    view.grid.paste()
    assert texts(view, STATE)[SAFETY:] == ["已完成", "推进中"] and texts(view, NOTE)[SAFETY:] == ["甲", "乙"]
    session.undo()
    assert texts(view, NOTE)[SAFETY:] == ["", ""]
    view.grid.show_cell(SURVEY, TASK)
    view.grid.copy()
    assert QGuiApplication.clipboard().text().strip() == "摸清加装需求"


def test_bar_for_several_rows(view, qtbot):
    assert view.bulk.isHidden()
    select(view, qtbot, TASK, SURVEY, FUNDING)
    assert view.bulk.isVisible() and "5 行" in view.bulk.count.text()
    view.commands.bulk.trigger()
    first = next(iter(view.bulk.roles.values()))
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert view.grid.hasFocus()
    qtbot.keyClicks(view.bulk.note, "abc")
    qtbot.keyClick(view.bulk.note, Qt.Key.Key_Return)
    assert texts(view, NOTE)[1:] == ["abc"] * 5
    view.bulk.on_state(3)
    assert texts(view, STATE)[1:] == ["已完成"] * 5
    qtbot.mouseClick(view.bulk.roles[next(iter(view.bulk.roles))], Qt.MouseButton.LeftButton)
    picker = view.grid.picker
    assert picker.isVisible() and "5 项任务" in picker.title.text()
    qtbot.keyClicks(picker.input, "gzj")
    qtbot.keyClick(picker.input, Qt.Key.Key_Return)
    qtbot.keyClick(picker.input, Qt.Key.Key_Return)
    assert all("各镇街" in lead for lead in texts(view, LEAD)[1:]) and len(view.selected_task_rows()) == 5


def test_new_task_and_measure_begin_in_their_cells(view, qtbot, session):
    view.grid.show_cell(VISIT, NOTE)
    view.commands.add_task.trigger()
    editor = view.grid.editor()
    editor.insertPlainText("加强维护保养")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert texts(view, TASK)[4] == "加强维护保养"
    view.commands.add_measure.trigger()
    view.grid.editor().insertPlainText("签订维保合同")
    qtbot.keyClick(view.grid.editor(), Qt.Key.Key_Return)
    assert "签订维保合同" in texts(view, MEASURE)


def test_selected_rows_are_removed_in_one_step(view, qtbot, session):
    select(view, qtbot, TASK, SURVEY, INSPECT)
    view.commands.remove.trigger()
    assert texts(view, TASK) == ["", "守住安全底线", "落实资金保障"]
    session.undo()
    assert view.model.rowCount() == 6


def test_tasks_move_with_the_place(view, qtbot):
    view.grid.show_cell(SAFETY, DEADLINE)
    qtbot.keyClick(view.grid, Qt.Key.Key_Up, ALT)
    assert view.model.text_at(1, TASK) == "守住安全底线" and view.grid.current_place() == (1, DEADLINE)
    assert not view.commands.up.isEnabled() and view.commands.down.isEnabled()


def test_rows_are_as_tall_as_their_text(view):
    for row in range(view.model.rowCount()):
        for column in range(1, view.model.columnCount()):
            if column not in view.model.hidden:
                text = view.grid.cells.shown_text(row, column)
                assert view.grid.rowHeight(row) >= view.grid.texts.needed_height(text, view.grid.columnWidth(column))


def test_what_was_typed_and_refused_is_had_back_by_f2(view, qtbot, session):
    editor = open_cell(view, SAFETY, NOTE)
    qtbot.keyClicks(editor, "typed here")
    line = view.model.row_at(SAFETY)
    session.perform(write_cells, [TaskEdit(line.node_id, TaskField.NOTE, "elsewhere")], None, "")
    with qtbot.waitSignal(session.failed) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    view.grid.show_cell(SAFETY, NOTE)
    assert view.model.text_at(SAFETY, NOTE) == "elsewhere" and told.args[0].code == "stale_edit"
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    assert view.grid.editor().text == "typed here"
    qtbot.keyClick(view.grid.editor(), Qt.Key.Key_Return)
    assert view.model.text_at(SAFETY, NOTE) == "typed here"
    view.grid.show_cell(SAFETY, NOTE)
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    qtbot.keyClick(view.grid.editor(), Qt.Key.Key_Escape)
    assert view.model.text_at(SAFETY, NOTE) == "typed here"
