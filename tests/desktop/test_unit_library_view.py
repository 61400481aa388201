"""单位库 with real keys and the mouse: names, order, doubles, counts that lead on, lists in and out."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.units import add_unit
from desktop.main_window import MainWindow
from desktop.views.find_panel import FindPanel
from desktop.views.unit_library_view import UnitLibraryView
from tests.desktop.sample_plan import UNITS
from tests.desktop.window_helpers import settle

KEY = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def at_work(opened: MainWindow, qtbot) -> MainWindow:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.on_place_wanted("units")
    return opened


@pytest.fixture
def view(at_work: MainWindow) -> UnitLibraryView:
    found = at_work.workspace.view()
    assert isinstance(found, UnitLibraryView)
    return found


def names(window: MainWindow) -> list[str]:
    return [unit.name for unit in window.session.content.units]


def unit(window: MainWindow, name: str):
    return next(one for one in window.session.content.units if one.name == name)


def commit(widget: QWidget, words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(view: UnitLibraryView, row: int, key: str, words: str) -> None:
    column = [one.key for one in view.model.columns].index(key)
    view.grid.show_cell(row, column)
    commit(view.grid, words)
    press(KEY.Key_Return)


def row_text(view: UnitLibraryView, row: int) -> list[str]:
    return [view.model.text_at(row, column) for column in range(view.model.columnCount())]


def test_units_are_listed_with_what_they_do(view):
    assert row_text(view, 0) == ["1", "区住房建设局", "", "", "1", "", "", ""]
    assert row_text(view, 2) == ["3", "区市场监管局", "", "", "", "", "1", ""]
    assert view.grid.hasFocus()


def test_names_are_typed_as_in_a_spreadsheet(at_work, view):
    write(view, 0, "full_name", "区住房和城乡建设局")
    write(view, 0, "aliases", "区住建局、区建设局")
    write(view, 0, "name", "区住建委")
    one = unit(at_work, "区住建委")
    assert (one.full_name, one.aliases) == ("区住房和城乡建设局", ("区住建局", "区建设局"))
    assert at_work.session.next_undo().label == "区住房建设局 改名为 区住建委"
    at_work.commands.undo.trigger()
    assert "区住房建设局" in names(at_work)


def test_the_name_of_another_is_refused_with_a_way_out(at_work, view):
    write(view, 0, "name", "区民政局")
    assert names(at_work) == list(UNITS)
    assert "已经在名单里" in at_work.notice.text()


def test_alt_and_arrows_put_units_in_order(at_work, view):
    view.grid.show_cell(2, 1)
    press(KEY.Key_Up, ALT)
    press(KEY.Key_Up, ALT)
    assert names(at_work)[0] == "区市场监管局"
    assert view.grid.current_place() == (0, 1)
    press(KEY.Key_Down, ALT)
    assert names(at_work)[:2] == ["区住房建设局", "区市场监管局"]


def test_a_unit_is_dragged_by_its_number(at_work, view, qtbot):
    port = view.grid.viewport()
    start = view.grid.visualRect(view.model.index(3, 0)).center()
    end = view.grid.visualRect(view.model.index(0, 0)).topLeft() + QPoint(10, 3)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    assert names(at_work)[0] == "各镇街"
    assert at_work.session.next_undo().label == "调整单位顺序 各镇街"


def test_a_shipped_unit_is_offered_and_comes_with_its_names(at_work, view):
    press(KEY.Key_Return, CTRL | SHIFT)
    assert view.adding.hasFocus()
    assert "市发展改革委" in view.offered() and "区民政局" not in view.offered()
    view.adding.setText("市发展改革委")
    press(KEY.Key_Return)
    assert unit(at_work, "市发展改革委").aliases
    assert view.model.entry_at(view.grid.current_place()[0]).name == "市发展改革委"


def test_removing_takes_duties_along_and_comes_back(at_work, view):
    duties = at_work.session.content.duties
    view.grid.show_cell(0, 1)
    press(KEY.Key_Delete, CTRL | SHIFT)
    assert "区住房建设局" not in names(at_work) and len(at_work.session.content.duties) == len(duties) - 1
    assert at_work.notice.text() == "已删除单位 区住房建设局"
    at_work.commands.undo.trigger()
    assert at_work.session.content.duties == duties


def test_likely_doubles_are_offered_and_merged_in_one_step(at_work, view, qtbot):
    at_work.session.perform(add_unit, "区民政委")
    qtbot.waitUntil(view.doubles.isVisible)
    assert view.doubles.words.text() == "可能是一家：除去“委、局、办”等字样，名称相同。"
    assert view.doubles.first.text() == "合并为“区民政局”"
    QTest.mouseClick(view.doubles.first, Qt.MouseButton.LeftButton)
    assert names(at_work) == list(UNITS)
    assert unit(at_work, "区民政局").aliases == ("区民政委",)
    qtbot.waitUntil(view.doubles.isHidden)
    at_work.commands.undo.trigger()
    assert "区民政委" in names(at_work)


def test_two_that_are_not_one_are_remembered(at_work, view, qtbot):
    at_work.session.perform(add_unit, "区民政委")
    qtbot.waitUntil(view.doubles.isVisible)
    QTest.mouseClick(view.doubles.apart, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.doubles.isHidden)
    assert at_work.session.next_undo().label == "标明不是一家：区民政局、区民政委"
    at_work.commands.undo.trigger()
    qtbot.waitUntil(view.doubles.isVisible)


def test_any_two_are_merged_by_hand(at_work, view):
    view.grid.show_cell(1, 1)
    press(KEY.Key_J, CTRL)
    view.merging.setText("区市场监管局")
    press(KEY.Key_Return)
    assert "区民政局" not in names(at_work)
    assert unit(at_work, "区市场监管局").aliases == ("区民政局",)
    assert view.grid.currentIndex().data() == "区市场监管局"


def test_a_count_leads_to_its_tasks_and_a_mention_to_the_words(at_work, view, qtbot):
    index = view.model.index(0, 4)
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=view.grid.visualRect(index).center())
    assert at_work.workspace.key == "tasks"
    assert at_work.workspace.view().filters.unit_id == unit(at_work, "区住房建设局").id
    at_work.on_place_wanted("units")
    view.follow(0, "mentions")
    panel = at_work.panel.content()
    assert isinstance(panel, FindPanel) and panel.line.text() == "区住房建设局"


def test_a_block_from_a_spreadsheet_changes_and_adds_in_one_step(at_work, view):
    QGuiApplication.clipboard().setText("各镇街\t各镇人民政府、街道办事处\n区财政局\t海州区财政局\n")
    view.grid.show_cell(3, 1)
    press(KEY.Key_V, CTRL)
    assert unit(at_work, "各镇街").full_name == "各镇人民政府、街道办事处"
    assert unit(at_work, "区财政局").full_name == "海州区财政局"
    at_work.commands.undo.trigger()
    assert names(at_work) == list(UNITS)


def test_a_list_is_read_in_the_reading_process_and_written_again(at_work, view, qtbot, chooser, tmp_path):
    book = Workbook()
    book.active.append(["责任单位名单"])
    book.active.append(["序号", "单位简称", "全称", "别名"])
    book.active.append([1, "区财政局", "海州区财政局", "区财局，财政局"])
    book.active.append([2, "区民政局", "海州区民政局", ""])
    book.active.append([3, "", "没有简称", ""])
    chooser.answer = tmp_path / "名单.xlsx"
    book.save(chooser.answer)
    press(KEY.Key_O, CTRL | ALT)
    settle(at_work, qtbot)
    assert at_work.notice.text() == "读到 2 家，新增 1 家，1 行没有名称，未收入"
    assert unit(at_work, "区财政局").aliases == ("区财局", "财政局")
    assert unit(at_work, "区民政局").full_name == "海州区民政局"
    chooser.answer = tmp_path / "单位库.xlsx"
    press(KEY.Key_X, CTRL | ALT)
    settle(at_work, qtbot)
    rows = [[cell or "" for cell in row] for row in load_workbook(chooser.answer).active.iter_rows(values_only=True)]
    assert ["序号", "简称", "全称", "别名"] in rows
    assert [5, "区财政局", "海州区财政局", "区财局、财政局"] in rows


def test_f1_and_places_know_the_library(at_work, view):
    press(KEY.Key_F1)
    assert at_work.panel.content().key == "units"
    assert any(action.text() == "单位库" for action in at_work.commands.places())


def test_the_filter_answers_initials(view):
    press(KEY.Key_J, CTRL | SHIFT)
    QTest.keyClicks(view.filter, "mz")
    assert [view.model.entry_at(row).name for row in range(view.model.rowCount())] == ["区民政局"]
    assert view.count.text() == "1 / 4"
    press(KEY.Key_Return)
    assert view.grid.hasFocus()
