"""What the 任务分解 shows: folds, filters, groups, one unit, columns; and how it is found again."""

import datetime

import pytest
from PySide6.QtCore import QPoint, Qt

from db.outline import remove_node
from db.units import set_role
from desktop.models.task_model import DEADLINE, LEVEL, NOTE, TASK
from desktop.views.task_view import TaskView
from domain.spots import Spot
from domain.task_arranging import Grouping
from exporters.page import Layout
from exporters.parts import parts_of

LEAD, SUPPORT, RESPONSIBLE = 4, 5, 6
SURVEY, VISIT = 1, 2  # rows; the chapter is row 0


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


def test_folding_by_keys_and_by_the_triangle(view, qtbot):
    view.grid.show_cell(0, LEVEL)
    qtbot.keyClick(view.grid, Qt.Key.Key_Left)
    assert view.model.rowCount() == 1
    qtbot.keyClick(view.grid, Qt.Key.Key_Right)
    assert view.model.rowCount() == 6
    line = view.model.row_at(SURVEY)
    place = view.grid.cells.fold_rect(view.grid.visualRect(view.model.index(SURVEY, LEVEL)), line).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert view.model.rowCount() == 4 and view.grid.current_place()[0] == SURVEY


def test_fold_from_anywhere(view, qtbot):
    view.grid.show_cell(VISIT, NOTE)
    qtbot.keyClick(view.grid, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert view.model.rowCount() == 4 and view.grid.current_place() == (SURVEY, NOTE)
    qtbot.keyClick(view.grid, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert view.model.rowCount() == 6
    view.commands.fold_all(True)
    assert view.model.rowCount() == 1
    view.commands.fold_all(False)
    assert view.model.rowCount() == 6


def test_filter_by_pinyin_and_esc(view, qtbot):
    view.commands.find.trigger()
    assert view.filters.text.hasFocus()
    qtbot.keyClicks(view.filters.text, "zjbz")
    assert texts(view, TASK) == ["", "落实资金保障"]
    assert view.filters.count.text() == "显示 1 / 3 项任务"
    qtbot.keyClick(view.filters.text, Qt.Key.Key_Return)
    assert view.grid.hasFocus()
    qtbot.keyClick(view.grid, Qt.Key.Key_Escape)
    assert view.model.rowCount() == 6 and view.filters.count.text() == "共 3 项任务"
    view.filters.text.setText("没有这样的")
    assert view.model.rowCount() == 0 and "按 Esc 显示全部" in view.filters.count.text()


def test_one_unit_lead_and_support_apart(view, qtbot, session):
    view.commands.unit.trigger()
    chooser = view.filters.chooser
    qtbot.keyClicks(chooser.input, "qmzj")
    qtbot.keyClick(chooser.input, Qt.Key.Key_Return)
    assert view.model.grouping is Grouping.ROLE and view.filters.unit.text() == "区民政局"
    assert texts(view, LEVEL)[0] == "配合" and view.model.row_at(0).count == 1
    view.commands.unit.trigger()
    assert view.model.filter.is_empty and view.model.grouping is Grouping.CHAPTER


def test_list_of_one_unit_is_printed_and_exported(view, session):
    assert view.composer() is None and view.part() == ""
    unit = session.content.units[1]
    view.filters.show_unit(unit.id)
    assert view.part() == "单位任务清单（区民政局）" and view.part() in [
        part.name for part in parts_of(Layout(), session.content)
    ]
    document = view.composer()(Layout(), session.content)
    assert [section.name for section in document.sections] == ["区民政局"]


def test_groups_by_quarter_and_by_lead(view):
    view.filters.grouping.setCurrentIndex(view.filters.grouping.findData(Grouping.DEADLINE))
    heads = [line.title for line in map(view.model.row_at, range(view.model.rowCount())) if line.is_heading]
    assert heads == ["2026年第二季度", "长期", "无时限"]
    view.filters.grouping.setCurrentIndex(view.filters.grouping.findData(Grouping.UNIT))
    heads = [line.title for line in map(view.model.row_at, range(view.model.rowCount())) if line.is_heading]
    assert heads == ["区住房建设局", "未定牵头单位"]


def test_unused_column_is_hidden_until_asked_for(view, session):
    for duty in [one for one in session.content.duties if one.role.value == "responsible"]:
        session.perform(set_role, duty.task_id, duty.unit_id, None)
    assert view.grid.isColumnHidden(RESPONSIBLE)
    view.hide_column(RESPONSIBLE, False)
    view.hide_column(NOTE, True)
    assert not view.grid.isColumnHidden(RESPONSIBLE) and view.grid.isColumnHidden(NOTE)


def test_memory_brings_folds_groups_and_columns_back(view, qtbot, session):
    view.model.fold(view.model.row_at(SURVEY).key, True)
    view.hide_column(NOTE, True)
    view.grid.setColumnWidth(TASK, 222)
    memory = view.memory()
    other = TaskView(session)
    qtbot.addWidget(other)
    other.recall(memory)
    assert other.model.rowCount() == 4 and other.grid.isColumnHidden(NOTE) and other.grid.columnWidth(TASK) == 222
    other.recall({"widths": "x", "hidden": [99], "folded": [12345], "grouping": 7})
    assert not other.grid.isColumnHidden(NOTE)


def test_spot_is_found_under_folds_and_filters(view, session):
    visit = view.model.row_at(VISIT).node_id
    view.model.fold_all(True)
    view.filters.text.setText("zijin")
    view.show_spot(Spot(node=visit, field="deadline"))
    assert view.grid.current_line().node_id == visit and view.grid.current_place()[1] == DEADLINE
    assert view.spot() == Spot(node=visit, field="deadline")


def test_plan_without_tasks_says_where_they_come_from(view, session):
    for row in sorted({view.model.row_at(place).task_id for place in range(1, view.model.rowCount())}):
        session.perform(remove_node, row)
    assert view.model.rowCount() == 0 and view._note.isVisible()
    view.commands.shift(-1)
    view.grid.copy()
