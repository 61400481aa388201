"""The grid of an appendix table at work: lines, blocks, filters, order, columns; real keys, mouse and clipboard."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtWidgets import QApplication

from db.collections import load_sources
from desktop.views.appendix_view import AppendixView
from domain.row_filter import RowFilter
from domain.sorting import SortBy, SortLevel
from tests.desktop.clipboard_fixtures import EXCEL, EXCEL_TEXT

NUMBER, ESTATE, TECHNICAL, MANAGERIAL, MEASURES = range(5)
KEY = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def view(qtbot, session):
    view = AppendixView(session, session.content.tables[0].id)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.grid.setFocus()
    view.grid.fit_rows()
    return view


def at(view, row, column):
    view.grid.show_cell(row, column)
    return view.grid


def text(view, row, column):
    return view.model.text_at(row, column)


def press(qtbot, view, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(view.grid.editor() or view.grid, key, modifiers)


def select(view, first, last):
    view.grid.select_block(*first, last[0] - first[0] + 1, last[1] - first[1] + 1)


def put(html="", plain=""):
    mime = QMimeData()
    if html:
        mime.setHtml(html)
    mime.setText(plain)
    QApplication.clipboard().setMimeData(mime)


# Lines while typing


def test_a_line_is_split_and_joined_while_typing(view, qtbot):
    at(view, 0, MANAGERIAL)
    press(qtbot, view, KEY.Key_F2)
    press(qtbot, view, KEY.Key_Return, ALT)
    qtbot.keyClicks(view.grid.editor(), "x")
    assert view.grid.editor().text == "★低层住户意见不一\n★x"
    press(qtbot, view, KEY.Key_Home)
    press(qtbot, view, KEY.Key_Backspace)
    assert view.grid.editor().text == "★低层住户意见不一x"
    press(qtbot, view, KEY.Key_End)
    press(qtbot, view, KEY.Key_Return, ALT)
    press(qtbot, view, KEY.Key_Backspace)
    press(qtbot, view, KEY.Key_Left)
    press(qtbot, view, KEY.Key_Delete)
    assert view.grid.editor().text == "★低层住户意见不一x"
    press(qtbot, view, KEY.Key_Return, ALT)
    press(qtbot, view, KEY.Key_Return)
    assert text(view, 0, MANAGERIAL) == "★低层住户意见不一x"


def test_figures_grade_whole_lines_while_typing(view, qtbot):
    at(view, 0, TECHNICAL)
    press(qtbot, view, KEY.Key_F2)
    press(qtbot, view, KEY.Key_A, CTRL)
    press(qtbot, view, KEY.Key_1)
    press(qtbot, view, KEY.Key_Return)
    assert [line.count("★") for line in text(view, 0, TECHNICAL).split("\n")] == [1, 1]


def test_lines_move_while_typing_and_numbers_follow(view, qtbot):
    at(view, 0, MEASURES)
    press(qtbot, view, KEY.Key_F2)
    press(qtbot, view, KEY.Key_Up, ALT)
    press(qtbot, view, KEY.Key_Return)
    assert text(view, 0, MEASURES) == "1.开放样板梯供居民试乘。\n2.逐栋编制管线迁改图。"


# Lines without typing


def test_a_single_line_is_graded_and_moved_by_keys(view, qtbot, session):
    at(view, 0, TECHNICAL)
    press(qtbot, view, KEY.Key_Down, CTRL)
    assert view.grid.lines.lines == range(1)
    press(qtbot, view, KEY.Key_1)
    assert text(view, 0, TECHNICAL) == "★管线交错，井道基础难以开挖\n★★楼梯间净宽不足"
    press(qtbot, view, KEY.Key_Down, ALT)
    assert text(view, 0, TECHNICAL).endswith("★管线交错，井道基础难以开挖") and view.grid.lines.lines == range(1, 2)
    press(qtbot, view, KEY.Key_Down, ALT)  # over the edge, into the row below
    assert view.grid.current_place() == (1, TECHNICAL)
    assert text(view, 1, TECHNICAL).startswith("★管线交错")
    press(qtbot, view, KEY.Key_Right, ALT)
    assert text(view, 1, MANAGERIAL) == "维保费用没有着落\n★管线交错，井道基础难以开挖"
    for _ in range(4):
        session.undo()
    assert text(view, 0, TECHNICAL).startswith("★★★管线交错")


def test_esc_leaves_the_lines_and_typing_edits_there(view, qtbot):
    at(view, 0, TECHNICAL)
    press(qtbot, view, KEY.Key_Down, CTRL)
    press(qtbot, view, KEY.Key_Down, SHIFT)
    assert view.grid.lines.lines == range(2)
    press(qtbot, view, KEY.Key_Escape)
    assert view.grid.lines.lines is None
    press(qtbot, view, KEY.Key_Up, CTRL)
    press(qtbot, view, KEY.Key_Return)
    qtbot.keyClicks(view.grid.editor(), "x")
    press(qtbot, view, KEY.Key_Return)
    assert text(view, 0, TECHNICAL).endswith("净宽不足x")


def test_lines_are_cut_and_pasted(view, qtbot):
    at(view, 0, TECHNICAL)
    press(qtbot, view, KEY.Key_Down, CTRL)
    press(qtbot, view, KEY.Key_X, CTRL)
    assert text(view, 0, TECHNICAL) == "★★楼梯间净宽不足"
    at(view, 1, TECHNICAL)
    press(qtbot, view, KEY.Key_Down, CTRL)
    press(qtbot, view, KEY.Key_V, CTRL)
    assert text(view, 1, TECHNICAL).split("\n")[1] == "★★★管线交错，井道基础难以开挖"
    press(qtbot, view, KEY.Key_Delete)
    assert text(view, 1, TECHNICAL) == "★★★外墙为预制板，连接节点需另行验算"


def test_a_line_is_dragged_by_its_mark_and_keeps_its_row(view, qtbot, session):
    moved = view.model.items_at(0, TECHNICAL)[0].id
    cells = view.grid.cells
    source, target = view.model.index(0, TECHNICAL), view.model.index(1, MANAGERIAL)
    start = cells.line_rects(source)[0].rect.topLeft() + QPoint(12, 8)
    end = cells.line_rects(target)[0].rect.bottomLeft() + QPoint(30, -2)
    port = view.grid.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, start + QPoint(10, 10))
    qtbot.mouseMove(port, end)
    assert view.grid.lines.is_dragging
    port.grab()  # the caret is drawn
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    assert text(view, 1, MANAGERIAL).endswith("\n★★★管线交错，井道基础难以开挖")
    assert view.model.items_at(1, MANAGERIAL)[-1].id == moved
    session.undo()
    assert view.model.items_at(0, TECHNICAL)[0].id == moved
    assert load_sources(session.store.db) == ()


def test_esc_ends_a_drag(view, qtbot, session):
    before = session.store.revision
    start = view.grid.cells.line_rects(view.model.index(0, TECHNICAL))[0].rect.topLeft() + QPoint(8, 8)
    qtbot.mousePress(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.grid.viewport(), start + QPoint(200, 60))
    press(qtbot, view, KEY.Key_Escape)
    qtbot.mouseRelease(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(200, 60))
    assert session.store.revision == before


# Blocks


def test_excel_cells_are_pasted_with_their_merges(view, qtbot, session):
    put(EXCEL, EXCEL_TEXT)
    at(view, 1, ESTATE)
    press(qtbot, view, KEY.Key_V, CTRL)
    assert [text(view, row, ESTATE) for row in (1, 2)] == ["上游产业", "上游产业"]
    assert text(view, 1, TECHNICAL) == "★★★钢板供应\n★检验周期长"
    assert view.grid.rowSpan(1, ESTATE) == 2
    press(qtbot, view, KEY.Key_C, CTRL)
    assert 'rowspan="2"' in QApplication.clipboard().mimeData().html()
    at(view, 1, ESTATE)
    qtbot.keyClicks(view.grid, "z")
    press(qtbot, view, KEY.Key_Return)
    assert [text(view, row, ESTATE) for row in (1, 2)] == ["z", "z"]
    session.undo()
    session.undo()
    assert view.model.rowCount() == 2 and text(view, 1, ESTATE) == "槐荫苑" and view.grid.rowSpan(1, ESTATE) == 1


def test_one_cell_fills_the_selection(view, qtbot, session):
    put(plain="同上")
    select(view, (0, TECHNICAL), (1, MANAGERIAL))
    press(qtbot, view, KEY.Key_V, CTRL)
    assert {text(view, row, column) for row in (0, 1) for column in (TECHNICAL, MANAGERIAL)} == {"同上"}
    session.undo()
    assert text(view, 0, TECHNICAL).startswith("★★★管线")


def test_pasted_rows_are_new_ones(view, qtbot):
    put(plain="7\t甲苑\t★一\n8\t乙苑\t★二\n")
    at(view, 0, NUMBER)
    press(qtbot, view, KEY.Key_V, CTRL | SHIFT)
    assert [text(view, row, ESTATE) for row in range(4)] == ["梧桐里", "甲苑", "乙苑", "槐荫苑"]
    assert [text(view, row, NUMBER) for row in range(4)] == ["1", "2", "3", "4"]


def test_cells_are_filled_down_and_right(view, qtbot, session):
    select(view, (0, TECHNICAL), (1, MANAGERIAL))
    press(qtbot, view, KEY.Key_D, CTRL)
    assert text(view, 1, TECHNICAL) == text(view, 0, TECHNICAL)
    assert text(view, 1, MANAGERIAL) == "★低层住户意见不一"
    at(view, 0, MANAGERIAL)
    press(qtbot, view, KEY.Key_R, CTRL)
    assert text(view, 0, MANAGERIAL) == text(view, 0, TECHNICAL)
    session.undo()
    session.undo()
    assert text(view, 1, MANAGERIAL) == "维保费用没有着落"


def test_hidden_columns_are_passed_over(view, qtbot):
    view.hide_column(TECHNICAL, True)
    put(plain="甲\t乙\n")
    at(view, 0, ESTATE)
    press(qtbot, view, KEY.Key_V, CTRL)
    assert (text(view, 0, ESTATE), text(view, 0, MANAGERIAL)) == ("甲", "乙")
    assert text(view, 0, TECHNICAL).startswith("★★★管线")
    assert view.memory()["hidden"] == ["technical"]


# Filters and order


def test_a_filter_shows_and_esc_clears(view, qtbot, session):
    view.bar.grades[2].click()
    assert view.model.rowCount() == 1 and view.bar.count.text() == "显示 1 / 2 行"
    at(view, 0, MANAGERIAL)
    press(qtbot, view, KEY.Key_2)
    assert text(view, 0, MANAGERIAL) == "★★低层住户意见不一"
    view.bar.text.setFocus()
    qtbot.keyClicks(view.bar.text, "wtl")
    qtbot.waitUntil(lambda: view.model.asked.text == "wtl")
    assert view.model.rowCount() == 1
    view.grid.setFocus()
    press(qtbot, view, KEY.Key_Escape)
    press(qtbot, view, KEY.Key_Escape)
    assert view.model.rowCount() == 2 and not view.model.asked.is_on


def test_an_edit_takes_no_row_away_and_a_finding_reaches_hidden_ones(view, session):
    view.bar.show_column("managerial", "维保费用没有着落")
    assert [text(view, row, NUMBER) for row in range(view.model.rowCount())] == ["2"]
    view.model.setData(view.model.index(0, MANAGERIAL), "已有着落")
    assert view.model.rowCount() == 1
    hidden = session.content.tables[0].rows[0].id
    assert view.model.is_hidden(hidden)
    from domain.spots import Spot

    view.show_spot(Spot(table=view.model.table.id, row=hidden, column=None))
    assert view.grid.current_place()[0] == 0 and not view.model.asked.is_on


def test_rows_are_sorted_by_several_levels_and_back(view, qtbot, session):
    view.begin_sort()
    view.sorter.levels[0].column.setCurrentIndex(view.sorter.levels[0].column.findData("estate"))
    qtbot.keyClick(view.sorter, KEY.Key_Return)
    assert [text(view, row, ESTATE) for row in range(2)] == ["槐荫苑", "梧桐里"]
    assert [text(view, row, NUMBER) for row in range(2)] == ["1", "2"]
    assert session.next_undo().label == "按拼音排序 附表1"
    view.sort_by(SortLevel(SortBy.ENTERED))
    assert text(view, 0, ESTATE) == "梧桐里"
    qtbot.keyClick(view.sorter, KEY.Key_Escape)
    assert not view.sorter.isVisible() and view.grid.hasFocus()


def test_graded_lines_that_are_not_asked_for_stand_back(view):
    view.model.show(RowFilter(frozenset({3})))
    faint = view.grid.cells.formats(view.model.index(0, TECHNICAL))
    assert [one.start for one in faint] == [len("★★★管线交错，井道基础难以开挖") + 1]
