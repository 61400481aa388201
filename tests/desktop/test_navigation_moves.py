"""Tables are put elsewhere in the list of places by dragging and by key; each time one step to undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from db.table_design import duplicate_table
from desktop.main_window import MainWindow
from desktop.widgets.navigation import NavigationList


@pytest.fixture
def tables(opened: MainWindow) -> MainWindow:
    """The open plan with three tables."""
    for _ in range(2):
        opened.session.perform(duplicate_table, opened.session.content.tables[0].id)
    return opened


def order(window: MainWindow) -> list[int]:
    return [table.id for table in window.session.content.tables]


def middle(places: NavigationList, row: int) -> QPoint:
    return places.visualRect(places.model().index(row, 0)).center()


def drag(places: NavigationList, first: int, last: int) -> None:
    view = places.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(places, first))
    for share in (0.3, 0.7, 1.0):
        step = (middle(places, last) - middle(places, first)) * share
        QTest.mouseMove(view, middle(places, first) + step)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(places, last))


def test_a_table_is_dragged_behind_the_others_and_undone(tables: MainWindow) -> None:
    before = order(tables)
    drag(tables.workspace.list, 3, 5)
    assert order(tables) == [*before[1:], before[0]]
    assert tables.workspace.key == f"table:{before[0]}"
    tables.undo()
    assert order(tables) == before


def test_the_fixed_places_stay_where_they_are(tables: MainWindow) -> None:
    before = order(tables)
    drag(tables.workspace.list, 4, 1)
    drag(tables.workspace.list, 1, 4)
    assert order(tables) == before


def test_a_click_moves_nothing(tables: MainWindow) -> None:
    before = order(tables)
    places = tables.workspace.list
    QTest.mouseClick(places.viewport(), Qt.MouseButton.LeftButton, pos=middle(places, 4))
    assert order(tables) == before
    assert tables.workspace.key == f"table:{before[1]}"


def test_alt_with_an_arrow_moves_the_table(tables: MainWindow) -> None:
    before = order(tables)
    places = tables.workspace.list
    tables.workspace.go_to(f"table:{before[0]}")
    places.setFocus()
    QTest.keyClick(places, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert order(tables) == [before[1], before[0], before[2]]
    QTest.keyClick(places, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(places, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(tables) == before


def test_the_column_of_places_widens_with_larger_letters(opened):
    places, before = opened.workspace.list, opened.workspace.list.minimumWidth()
    font = places.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    places.setFont(font)
    assert places.minimumWidth() > 1.5 * before
