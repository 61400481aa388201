"""The appendix editor, used with mouse and keyboard."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.session import Session
from desktop.views.appendix_view import AppendixView
from desktop.widgets.text_layout import TextLayouts
from domain.tables import header_cells
from tests.desktop.sample_plan import COLUMNS

ESTATE, TECHNICAL, MANAGERIAL, MEASURES = 1, 2, 3, 4


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


def click(qtbot, view, row, column):
    place = view.grid.visualRect(view.model.index(row, column)).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)


def select(view, *places):
    view.grid.clearSelection()
    for row, column in places:
        view.grid.selectionModel().select(view.model.index(row, column), QItemSelectionModel.SelectionFlag.Select)


def press(qtbot, widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, key, modifiers)


def test_typing_replaces_and_enter_goes_down(view, qtbot, session):
    click(qtbot, view, 0, ESTATE)
    qtbot.keyClicks(view.grid, "n")
    qtbot.keyClicks(view.grid.editor(), "ew")
    press(qtbot, view.grid.editor(), Qt.Key.Key_Return)
    assert view.model.text_at(0, ESTATE) == "new"
    assert view.grid.current_place() == (1, ESTATE)
    assert view.grid.editor() is None
    session.undo()
    assert view.model.text_at(0, ESTATE) == "梧桐里"
    assert view.grid.current_place() == (0, ESTATE)


def test_input_method_opens_the_editor(view, qtbot):
    click(qtbot, view, 1, ESTATE)
    event = QInputMethodEvent()
    event.setCommitString("合欢苑")
    QApplication.sendEvent(view.grid, event)
    press(qtbot, view.grid.editor(), Qt.Key.Key_Tab)
    assert view.model.text_at(1, ESTATE) == "合欢苑"
    assert view.grid.current_place() == (1, TECHNICAL)


def test_escape_leaves_the_cell_as_it_was(view, qtbot, session):
    before = session.store.revision
    click(qtbot, view, 0, TECHNICAL)
    press(qtbot, view.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(view.grid.editor(), "abc")
    press(qtbot, view.grid.editor(), Qt.Key.Key_Escape)
    assert session.store.revision == before
    assert view.grid.editor() is None
    assert view.grid.hasFocus()


def test_double_click_edits_and_the_row_grows_while_typing(view, qtbot):
    click(qtbot, view, 1, ESTATE)
    place = view.grid.visualRect(view.model.index(1, ESTATE)).center()
    qtbot.mouseDClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor, before = view.grid.editor(), view.grid.rowHeight(1)
    for _ in range(4):
        press(qtbot, editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    press(qtbot, editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.text == "槐荫苑\n\n\n\n\n"
    assert view.grid.rowHeight(1) == editor.needed_height() > before
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert view.grid.rowHeight(1) == before


def test_number_cell_cannot_be_edited(view, qtbot):
    click(qtbot, view, 0, 0)
    qtbot.keyClicks(view.grid, "7")
    assert view.grid.editor() is None


def test_grade_keys_change_the_selected_cells(view, qtbot):
    click(qtbot, view, 0, TECHNICAL)
    select(view, (0, TECHNICAL), (0, MANAGERIAL))
    press(qtbot, view.grid, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert view.model.text_at(0, MANAGERIAL) == "★★低层住户意见不一"
    press(qtbot, view.grid, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert "★" not in view.model.text_at(0, TECHNICAL) + view.model.text_at(0, MANAGERIAL)


def test_grade_keys_change_the_line_being_typed(view, qtbot):
    click(qtbot, view, 0, TECHNICAL)
    press(qtbot, view.grid, Qt.Key.Key_F2)
    press(qtbot, view.grid.editor(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, view.grid.editor(), Qt.Key.Key_Return)
    first, second = view.model.text_at(0, TECHNICAL).split("\n")
    assert first.startswith("★★★管线") and second == "★楼梯间净宽不足"


def test_delete_empties_the_selection_as_one_step(view, qtbot, session):
    click(qtbot, view, 0, TECHNICAL)
    select(view, (0, ESTATE), (0, TECHNICAL), (1, TECHNICAL))
    press(qtbot, view.grid, Qt.Key.Key_Delete)
    assert [view.model.text_at(*place) for place in ((0, 1), (0, 2), (1, 2))] == ["", "", ""]
    session.undo()
    assert view.model.text_at(0, ESTATE) == "梧桐里" and view.model.text_at(1, TECHNICAL)


def test_block_is_copied_as_spreadsheets_do(view, qtbot):
    click(qtbot, view, 0, ESTATE)
    select(view, (0, ESTATE), (0, MEASURES), (1, ESTATE))
    press(qtbot, view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    measures = "1.逐栋编制管线迁改图。\n2.开放样板梯供居民试乘。"
    assert QApplication.clipboard().text() == f'梧桐里\t\t\t"{measures}"\n槐荫苑\t\t\t\n'


def test_block_is_pasted_as_one_step_and_adds_rows(view, qtbot, session):
    QApplication.clipboard().setText('甲苑\t"★★井道\r\n★窄"\r\n乙苑\t无\r\n')
    click(qtbot, view, 1, ESTATE)
    press(qtbot, view.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.model.rowCount() == 3
    assert view.model.text_at(1, TECHNICAL) == "★★井道\n★窄"
    assert view.model.text_at(2, ESTATE) == "乙苑"
    assert len(view.grid.selected_places()) == 4
    session.undo()
    assert view.model.rowCount() == 2 and view.model.text_at(1, ESTATE) == "槐荫苑"


def test_rows_are_inserted_moved_and_removed(view, qtbot, session):
    click(qtbot, view, 0, ESTATE)
    press(qtbot, view.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert view.model.rowCount() == 3 and view.grid.current_place() == (1, ESTATE)
    press(qtbot, view.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view.grid.current_place() == (0, ESTATE)
    assert view.model.text_at(1, ESTATE) == "梧桐里"
    select(view, (0, ESTATE), (1, ESTATE))
    press(qtbot, view.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [view.model.text_at(row, ESTATE) for row in range(view.model.rowCount())] == ["槐荫苑"]
    session.undo()
    assert view.model.rowCount() == 3


def test_empty_table_speaks_and_begins(view, qtbot):
    assert not view._note.isVisible()
    select(view, (0, ESTATE), (1, ESTATE))
    view.remove_row()
    assert view._note.isVisible()
    view.commands.insert.trigger()
    assert view.model.rowCount() == 1 and not view._note.isVisible()


def test_rows_are_as_tall_as_their_text(view):
    layouts = TextLayouts(view.grid.texts.layouts.font)
    for row in range(view.model.rowCount()):
        for column in range(view.model.columnCount()):
            width = view.grid.texts.text_width(view.grid.columnWidth(column))
            needed = layouts.lay_out(view.model.text_at(row, column), width).height + 12
            assert view.grid.rowHeight(row) >= needed


def test_narrow_column_makes_rows_taller(view, qtbot):
    before = view.grid.rowHeight(0)
    view.grid.setColumnWidth(TECHNICAL, 90)
    qtbot.waitUntil(lambda: view.grid.rowHeight(0) > before)
    view.resize(900, 640)
    assert view.grid.columnWidth(TECHNICAL) == 90


def test_columns_share_the_width_as_on_the_page(view):
    widths = [view.grid.columnWidth(column) for column in range(view.model.columnCount())]
    assert sum(widths) == view.grid.viewport().width()
    millimetres = [width for *_, width in COLUMNS]
    for width, share in zip(widths, millimetres, strict=True):
        assert abs(width - share * sum(widths) / sum(millimetres)) < 2


def test_header_cells_cover_their_sections(view):
    header = view.grid.header
    group = next(cell for cell in header.cells if cell.text == "主要问题")
    leaf = next(cell for cell in header.cells if cell.text == "管理问题")
    whole = next(cell for cell in header.cells if cell.text == "小区名称")
    rect = header.cell_rect(group)
    assert rect.left() == header.sectionViewportPosition(TECHNICAL)
    assert rect.width() == view.grid.columnWidth(TECHNICAL) + view.grid.columnWidth(MANAGERIAL)
    assert header.cell_rect(leaf).top() == rect.bottom() + 1
    assert header.cell_rect(whole).height() == header.height() == header.sizeHint().height()
    assert {cell.text for cell in header.cells} == {cell.text for cell in header_cells([c[1] for c in COLUMNS])}


def test_header_draws_no_line_through_a_merged_cell(view):
    header = view.grid.header
    line = header.palette().mid().color()
    image = header.viewport().grab().toImage()
    group = header.cell_rect(next(cell for cell in header.cells if cell.text == "主要问题"))
    leaf = header.cell_rect(next(cell for cell in header.cells if cell.text == "管理问题"))
    border = leaf.left() - 1
    middle = {QColor(image.pixel(border, y)).rgb() for y in range(group.top() + 2, group.bottom() - 1)}
    assert line.rgb() not in middle
    assert QColor(image.pixel(border, leaf.center().y())).rgb() == line.rgb()
    assert QColor(image.pixel(group.center().x() + 60, group.bottom())).rgb() == line.rgb()


def test_header_follows_sideways_scrolling(view, qtbot):
    view.grid.setColumnWidth(MEASURES, 900)
    view.grid.horizontalScrollBar().setValue(150)
    group = next(cell for cell in view.grid.header.cells if cell.text == "主要问题")
    place = view.grid.visualRect(view.model.index(0, TECHNICAL)).left()
    assert view.grid.header.cell_rect(group).left() == place


def test_place_is_kept_when_a_row_comes_from_elsewhere(view, session):
    from db.tables import add_row

    view.grid.show_cell(1, MANAGERIAL)
    session.perform(add_row, view.model.table.id, 0)
    assert view.grid.current_place() == (2, MANAGERIAL)


def test_title_is_edited_in_place(view, qtbot, session):
    view.edit_title()
    view.title.selectAll()
    qtbot.keyClicks(view.title, "list")
    press(qtbot, view.title, Qt.Key.Key_Return)
    assert session.content.tables[0].spec.title == "list"
    assert not view.title.isVisible() and view.heading() == "附表1　list"


def test_everything_has_a_name(view):
    assert view.grid.accessibleName() and view.title.accessibleName()
    view.grid.edit(view.model.index(0, ESTATE))
    assert view.grid.editor().accessibleName() == "小区名称"


def test_view_survives_the_table(qtbot, tmp_path):
    with Store.create(tmp_path / "空.fangan"):
        pass
    store = Store.open(tmp_path / "空.fangan")
    view = AppendixView(Session(store), 7)
    qtbot.addWidget(view)
    view.show()
    assert view.grid.current_place() == (-1, -1)
    view.insert_row()
    view.move_up()
    view.grid.copy()
    assert view.grid.viewport().childAt(QPoint(3, 3)) is None
    store.close()
