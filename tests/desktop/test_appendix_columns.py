"""Columns of an appendix table designed, frozen and fitted in place, with real keys and mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.views.appendix_view import AppendixView
from domain.tables import ColumnKind

NUMBER, ESTATE, TECHNICAL, MANAGERIAL, MEASURES = range(5)
KEY = Qt.Key


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


def text(view, row, column):
    return view.model.text_at(row, column)


def press(qtbot, view, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(view.grid.editor() or view.grid, key, modifiers)


def test_a_column_is_renamed_in_its_head(view, qtbot, session):
    head = next(cell for cell in view.grid.header.cells if cell.text == "主要问题")
    place = view.grid.header.cell_rect(head).center()
    qtbot.mouseDClick(view.grid.header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.columns.line.isVisible()
    qtbot.keyClicks(view.columns.line, "issues")
    qtbot.keyClick(view.columns.line, KEY.Key_Return)
    assert {column.path[0] for column in view.model.table.spec.columns[2:4]} == {"issues"}
    session.undo()
    assert view.model.table.spec.columns[2].path == ("主要问题", "技术问题")


def test_f2_on_a_whole_column_renames_it(view, qtbot):
    head = next(cell for cell in view.grid.header.cells if cell.text == "推进举措")
    qtbot.mouseClick(
        view.grid.header.viewport(), Qt.MouseButton.LeftButton, pos=view.grid.header.cell_rect(head).center()
    )
    assert view.grid.chosen_columns() == [MEASURES] and len(view.grid.chosen_rows()) == 2
    press(qtbot, view, KEY.Key_F2)
    qtbot.keyClicks(view.columns.line, "abc")
    qtbot.keyClick(view.columns.line, KEY.Key_Escape)
    assert view.model.table.spec.columns[MEASURES].title == "推进举措"


def test_columns_come_go_and_change(view, qtbot, session):
    view.columns.insert(ESTATE, 1)
    qtbot.keyClicks(view.columns.line, "note")
    qtbot.keyClick(view.columns.line, KEY.Key_Return)
    assert [column.title for column in view.model.table.spec.columns][1:3] == ["小区名称", "note"]
    view.columns.group(1, 2)
    qtbot.keyClicks(view.columns.line, "head")
    qtbot.keyClick(view.columns.line, KEY.Key_Return)
    assert view.model.table.spec.columns[2].path == ("head", "note")
    view.columns.ungroup(next(cell for cell in view.grid.header.cells if cell.text == "head"))
    view.columns.type_width(2)
    view.columns.line.setText("35 mm")
    qtbot.keyClick(view.columns.line, KEY.Key_Return)
    assert view.model.table.spec.columns[2].width == 35
    view.columns.set_kind(2, ColumnKind.ITEMS)
    assert view.model.kind_at(2) is ColumnKind.ITEMS
    view.columns.remove([2, 3])
    assert [column.key for column in view.model.table.spec.columns] == ["number", "estate", "managerial", "measures"]
    for _ in range(7):
        session.undo()
    assert [column.key for column in view.model.table.spec.columns][2] == "technical"
    assert text(view, 0, TECHNICAL).startswith("★★★管线")


def test_frozen_columns_stay_where_they_are(view, qtbot):
    for column in range(5):
        view.grid.setColumnWidth(column, 400 if column > 1 else 120)
    qtbot.waitUntil(lambda: view.grid.horizontalScrollBar().maximum() >= 200)
    view.grid.horizontalScrollBar().setValue(200)
    assert view.grid.frozen.width == 240
    assert view.grid.indexAt(QPoint(130, 20)).column() == ESTATE
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    assert view.grid.current_place() == (0, ESTATE) and view.grid.horizontalScrollBar().value() == 200
    press(qtbot, view, KEY.Key_F2)
    assert view.grid.editor().geometry().left() == 120
    press(qtbot, view, KEY.Key_Escape)
    view.grid.show_cell(0, TECHNICAL)
    assert view.grid.visualRect(view.model.index(0, TECHNICAL)).left() >= 240
    view.grid.grab()
    view.freeze_here()
    assert (view.grid.frozen.columns, view.memory()["frozen"]) == (2, (2, 0))


def test_an_edge_clicked_twice_fits_the_column(view, qtbot):
    header = view.grid.header
    edge = QPoint(header.sectionViewportPosition(TECHNICAL) - 1, header.height() - 4)
    view.grid.setColumnWidth(ESTATE, 300)
    edge.setX(header.sectionViewportPosition(TECHNICAL) - 1)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    assert view.grid.columnWidth(ESTATE) < 120
