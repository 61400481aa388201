"""The matrix, used with mouse and keyboard."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from db.units import add_unit, remove_unit
from desktop.views.matrix_view import MatrixView
from desktop.widgets.rotated_header import LINE_PLACES, MOST_PLACES, stack_name

HOUSING, CIVIL, MARKET, TOWNS = range(4)
SURVEY, SAFETY, FUNDING = range(3)


@pytest.fixture
def view(qtbot, session):
    view = MatrixView(session)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.grid.setFocus()
    return view


def click(qtbot, view, row, column, modifier=Qt.KeyboardModifier.NoModifier):
    place = view.grid.visualRect(view.model.index(row, column)).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def word(view, row, column):
    return view.model.index(row, column).data()


def names(view):
    return [unit.name for unit in view.model.units]


def test_click_goes_through_the_roles(view, qtbot):
    seen = []
    for _ in range(4):
        click(qtbot, view, FUNDING, CIVIL)
        seen.append(word(view, FUNDING, CIVIL))
    assert seen == ["牵头", "配合", "落实", ""]
    assert view.grid.currentIndex() == view.model.index(FUNDING, CIVIL)


def test_click_with_shift_selects_and_changes_nothing(view, qtbot, session):
    click(qtbot, view, FUNDING, HOUSING)
    before = session.store.revision
    click(qtbot, view, FUNDING, TOWNS, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert session.store.revision == before
    assert len(view.grid.selected_cells()) == 4


def test_drag_selects_and_changes_nothing(view, qtbot, session):
    before = session.store.revision
    start, end = (
        view.grid.visualRect(view.model.index(*place)).center() for place in ((SURVEY, CIVIL), (FUNDING, MARKET))
    )
    qtbot.mousePress(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.grid.viewport(), end)
    qtbot.mouseRelease(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert session.store.revision == before


def test_keys_give_and_take_roles(view, qtbot, session):
    view.grid.show_cell(FUNDING, MARKET)
    for keys, expected in (("1q", "牵头"), ("2p", "配合"), ("3l", "落实"), ("0", "")):
        for key in keys:
            qtbot.keyClick(view.grid, Qt.Key.Key_0)
            qtbot.keyClick(view.grid, key)
            assert word(view, FUNDING, MARKET) == expected
    qtbot.keyClick(view.grid, Qt.Key.Key_Space)
    assert word(view, FUNDING, MARKET) == "牵头"
    qtbot.keyClick(view.grid, Qt.Key.Key_Delete)
    assert word(view, FUNDING, MARKET) == ""
    view.grid.show_cell(SURVEY, HOUSING)
    session.undo()
    assert word(view, FUNDING, MARKET) == "牵头"
    assert view.grid.currentIndex() == view.model.index(FUNDING, MARKET)


def test_key_works_on_the_whole_selection(view, qtbot):
    view.grid.show_cell(FUNDING, HOUSING)
    flag = QItemSelectionModel.SelectionFlag.Select
    view.grid.selectionModel().select(view.model.index(FUNDING, CIVIL), flag)
    qtbot.keyClick(view.grid, Qt.Key.Key_3)
    assert [word(view, FUNDING, column) for column in range(3)] == ["落实", "落实", ""]
    view.grid.copy()
    assert QApplication.clipboard().text() == "△\t△\n"


def test_unit_is_added_by_name(view, qtbot):
    view._add.trigger()
    assert view.name.isVisible() and view.grid.rect().contains(view.name.geometry())
    qtbot.keyClicks(view.name, "ABC")
    qtbot.keyClick(view.name, Qt.Key.Key_Return)
    assert names(view)[-1] == "ABC" and not view.name.isVisible()
    assert view.grid.currentIndex().column() == 4 and view.grid.hasFocus()


def test_unit_is_renamed_over_its_header(view, qtbot, session):
    header = view.grid.units
    place = header.cell_rect(CIVIL).center()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.name.isVisible() and view.name.text() == "区民政局"
    qtbot.keyClicks(view.name, "7")  # no name is offered for it
    qtbot.keyClick(view.name, Qt.Key.Key_Return)
    assert names(view)[CIVIL] == "7"
    assert word(view, SURVEY, CIVIL) == "配合"


def test_escape_forgets_the_name_and_keeps_the_place(view, qtbot, session):
    view.grid.show_cell(SAFETY, CIVIL)
    before = session.store.revision
    qtbot.keyClick(view.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(view.name, "7")
    qtbot.keyClick(view.name, Qt.Key.Key_Escape)
    assert session.store.revision == before and not view.name.isVisible()
    assert view.grid.hasFocus() and view.grid.currentIndex() == view.model.index(SAFETY, CIVIL)


def test_refused_name_is_told(view, qtbot, session):
    view.rename_unit(CIVIL)
    view.name.setText("各镇街")
    with qtbot.waitSignal(session.failed) as told:
        qtbot.keyClick(view.name, Qt.Key.Key_Return)
    assert told.args[0].code == "unit_known"


def test_units_move_and_go_with_the_place(view, qtbot, session):
    view.grid.show_cell(SAFETY, CIVIL)
    qtbot.keyClick(view.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(view)[MARKET] == "区民政局"
    assert view.grid.currentIndex() == view.model.index(SAFETY, MARKET)
    view._remove.trigger()
    assert "区民政局" not in names(view)
    session.undo()
    assert names(view)[MARKET] == "区民政局" and view.grid.currentIndex().column() == MARKET


def test_headers_stand_over_their_cells(view):
    for column in range(4):
        cell = view.grid.visualRect(view.model.index(0, column))
        rect = view.grid.units.cell_rect(column)
        assert (rect.left(), rect.width()) == (cell.left(), cell.width())
    for row in range(3):
        cell = view.grid.visualRect(view.model.index(row, 0))
        rect = view.grid.tasks.cell_rect(row)
        assert (rect.top(), rect.height()) == (cell.top(), cell.height())
        assert rect.height() >= view.grid.tasks.needed_height(view.model.rows[row])


def test_corner_fills_the_place_between_the_headers(view):
    assert view.grid.corner.width() == view.grid.tasks.width()
    assert view.grid.corner.height() == view.grid.units.height()
    assert view.grid.childAt(QPoint(5, 5)) is view.grid.corner


def test_name_stands_upright():
    assert stack_name("区12热线（市）") == [["区", "12", "热", "线", "（", "市", "）"]]
    assert stack_name("110指挥部")[0][:3] == ["1", "1", "0"]
    assert [len(line) for line in stack_name("一二三四五六七八九十一二三")] == [7, 6]
    cut = stack_name("区" * (MOST_PLACES + 1))
    assert [len(line) for line in cut] == [LINE_PLACES, LINE_PLACES] and cut[1][-1] == "…"


def test_header_shows_every_character_of_a_name(view, session):
    session.perform(add_unit, "区" * (LINE_PLACES + 4))
    header = view.grid.units
    view.grid.show_cell(0, 0)
    image = header.viewport().grab().toImage()
    rect = header.cell_rect(4)
    paper = header.palette().alternateBase().color().rgb()

    def inked(columns):
        return [
            y
            for y in range(rect.top() + 2, rect.bottom() - 2)
            if any(QColor(image.pixel(x, y)).rgb() != paper for x in columns)
        ]

    half = LINE_PLACES // 2 + 2
    for columns in (range(rect.left() + 3, rect.center().x()), range(rect.center().x() + 1, rect.right() - 2)):
        found = inked(columns)
        assert max(found) - min(found) > (half - 1) * header.pitch
        assert min(found) > rect.top() + 3 and max(found) < rect.bottom() - 3


def test_place_is_kept_when_a_unit_goes(view, session):
    view.grid.show_cell(SAFETY, TOWNS)
    session.perform(remove_unit, session.content.units[HOUSING].id)
    assert view.grid.currentIndex() == view.model.index(SAFETY, TOWNS - 1)


def test_matrix_without_units_speaks(view, session):
    for unit in list(session.content.units):
        session.perform(remove_unit, unit.id)
    assert view._no_units.isVisible() and view.model.columnCount() == 0
    view.remove_unit()
    view.move_left()
    view.rename_unit()
    view.grid.copy()
    assert not view.name.isVisible()


def test_everything_has_a_name(view):
    assert view.grid.accessibleName() and view.name.accessibleName()
    assert all(action.text() for action in view.actions() if not action.isSeparator())
