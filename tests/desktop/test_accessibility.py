"""For those who work by keyboard and by ear: a name for everything, no place the keyboard cannot leave."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from desktop.widgets.grid_view import GridView
from tests.desktop.accessibility_case import (
    COMMANDS,
    PLACES,
    focus_of,
    is_chinese,
    mute_cells,
    nameless,
    surfaces,
    visible,
)
from tests.desktop.window_helpers import settle

F6, TAB = Qt.Key.Key_F6, Qt.Key.Key_Tab


def test_the_start_page_speaks(window):
    assert nameless(window) == []


@pytest.mark.parametrize("name", [*PLACES, *COMMANDS])
def test_everything_to_act_with_has_a_chinese_name(opened, name, qtbot):
    surfaces(opened)[name]()
    settle(opened, qtbot)
    assert nameless(opened) == []


def test_the_page_of_a_reading_speaks(window, source, qtbot):
    window.read_sources([source])
    settle(window, qtbot)
    assert window.desk.page is not None
    assert nameless(window) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_cell_that_shows_a_sign_says_what_it_means(opened, place):
    opened.on_place_wanted(place)
    for view in visible(opened):
        if isinstance(view, QAbstractItemView):
            assert mute_cells(view) == []


@pytest.mark.parametrize("place", PLACES)
def test_f6_leaves_every_place_and_comes_back(opened, place):
    opened.on_place_wanted(place)
    start = focus_of(opened)
    assert start is not None
    met = []
    for _ in range(12):
        QTest.keyClick(focus_of(opened), F6)
        met.append(focus_of(opened))
        if met[-1] is start:
            break
    assert met[-1] is start
    assert len(set(met)) > 1


def test_tab_stays_in_a_grid_and_moves_by_cells(opened):
    opened.on_place_wanted("table:1")
    grid = next(view for view in visible(opened) if isinstance(view, GridView))
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(0, 1))
    QTest.keyClick(grid, TAB)
    assert focus_of(opened) is grid
    assert grid.currentIndex().column() > 1 or grid.currentIndex().row() > 0


@pytest.mark.parametrize("name", ["info", "layout", "export"])
def test_tab_walks_round_a_panel(opened, name):
    getattr(opened.commands, name).trigger()
    panel = opened.panel
    first = focus_of(opened)
    assert first is not None and panel.isAncestorOf(first)
    met = [first]
    for _ in range(60):
        QTest.keyClick(focus_of(opened), TAB)
        if focus_of(opened) in met:
            break
        met.append(focus_of(opened))
    assert len(met) > 1  # no field keeps the key for itself


def test_every_command_has_a_name_and_a_tooltip(opened):
    for action in opened.findChildren(type(opened.commands.save)):
        if action.isSeparator() or not any(letter.isalpha() for letter in action.text()):  # 80%
            continue
        assert is_chinese(action.text()) or is_chinese(action.toolTip()), action.text()
