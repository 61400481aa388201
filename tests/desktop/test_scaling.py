"""Larger letters and larger screens' scales: nothing is cut off, nothing leaves the window."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from tests.desktop.accessibility_case import COMMANDS, surfaces
from tests.desktop.scaling_case import clipped, outside
from tests.desktop.window_helpers import settle

SIZES = (9, 12, 18, 24)
PANELS = [name for name in COMMANDS if name not in ("new_table",)]


@pytest.fixture(params=SIZES)
def letters(request: pytest.FixtureRequest, qapp: QApplication) -> Generator[None]:
    """The system's letters have a size; before the window is there, as at a start."""
    former = qapp.font()
    font = QFont(former)
    font.setPointSize(request.param)
    qapp.setFont(font)
    yield
    qapp.setFont(former)


@pytest.fixture
def sized(letters: None, opened: MainWindow) -> MainWindow:
    """The window at 1366 × 768 with letters of a size."""
    opened.resize(1366, 768)
    return opened


def test_nothing_is_cut_off_in_any_place(sized, qtbot):
    for place in sized.workspace.places:
        sized.on_place_wanted(place.key)
        settle(sized, qtbot)
        assert (place.key, clipped(sized)) == (place.key, [])
        assert (place.key, outside(sized)) == (place.key, [])


@pytest.mark.parametrize("name", PANELS)
def test_nothing_is_cut_off_in_any_panel(sized, name, qtbot):
    surfaces(sized)[name]()
    settle(sized, qtbot)
    assert clipped(sized) == []
    assert outside(sized) == []


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0])
def test_nothing_is_cut_off_where_the_screen_is_scaled(opened, scale, qtbot):
    """A screen of 1366 × 768 at a scale is one of fewer, larger pixels to the layout."""
    width, height = round(1366 / scale), round(768 / scale)
    opened.resize(width, height)
    for place in opened.workspace.places:
        opened.on_place_wanted(place.key)
        settle(opened, qtbot)
        assert (place.key, clipped(opened)) == (place.key, [])
    assert opened.width() <= width
    assert opened.height() <= height
