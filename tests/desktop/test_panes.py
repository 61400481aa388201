"""The panes around the editor: shown and hidden, walked through by key, remembered, put away where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.publishing import document_id
from desktop.main_window import MainWindow
from desktop.settings import Settings
from domain.spots import Spot
from tests.desktop.window_helpers import settle

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def wide(opened: MainWindow, qtbot) -> MainWindow:
    """The open plan in a window that has room for every pane, which are filled."""
    opened.resize(1366, 768)
    qtbot.waitUntil(lambda: opened.frame.inspector is not None)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.workspace.view().setFocus()
    return opened


@pytest.fixture
def anew(window: MainWindow, qtbot, tmp_path: Path, chooser) -> Callable[[Path], MainWindow]:
    """The program at its next start, with a plan."""

    def start(plan: Path) -> MainWindow:
        window.close()
        settings = Settings(QSettings(str(tmp_path / "fangan.ini"), QSettings.Format.IniFormat))
        again = MainWindow(settings, window._theme, chooser=chooser, home=tmp_path)
        qtbot.addWidget(again)
        again.resize(1366, 768)
        again.show()
        again.files.open_plan(plan)
        return again

    return start


def holds_focus(pane: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (pane is focus or pane.isAncestorOf(focus))


def test_each_pane_is_shown_and_put_away_by_its_key(wide: MainWindow) -> None:
    frame = wide.frame
    for pane, key, modifiers, action in (
        (wide.workspace.side, Qt.Key.Key_F9, CTRL, frame.commands.navigation),
        (wide.panes.inspector, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, frame.commands.inspector),
        (wide.panes.findings, Qt.Key.Key_F9, CTRL | SHIFT, frame.commands.findings),
    ):
        before = pane.isVisible()
        assert action.isChecked() is before
        QTest.keyClick(wide, key, modifiers)
        assert pane.isVisible() is not before
        assert action.isChecked() is not before
        QTest.keyClick(wide, key, modifiers)
        assert pane.isVisible() is before


def test_f6_goes_round_the_panes_and_esc_returns_to_the_editor(wide: MainWindow) -> None:
    wide.frame.commands.findings.trigger()
    panes = [wide.panes.inspector, wide.panes.findings, wide.workspace.side]
    for pane in panes:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        assert holds_focus(pane), pane
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert holds_focus(wide.panes.findings)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert holds_focus(wide.workspace.view())


def test_enter_on_a_place_goes_into_its_editor(wide: MainWindow) -> None:
    wide.workspace.list.setFocus()
    QTest.keyClick(wide.workspace.list, Qt.Key.Key_Down)
    assert wide.workspace.key == "tasks"
    QTest.keyClick(wide.workspace.list, Qt.Key.Key_Return)
    assert holds_focus(wide.workspace.view())


def test_a_pane_with_the_keys_gives_them_back_when_it_goes(wide: MainWindow) -> None:
    QTest.keyClick(wide, Qt.Key.Key_F6)
    assert holds_focus(wide.panes.inspector)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    assert holds_focus(wide.workspace.view())


def test_the_inspector_makes_room_in_a_narrow_window_and_comes_again(wide: MainWindow) -> None:
    wide.resize(900, 700)
    assert not wide.panes.inspector.isVisible()
    assert wide.frame.commands.inspector.isChecked(), "it is still wanted"
    wide.resize(1366, 700)
    assert wide.panes.inspector.isVisible()


def test_the_window_fits_a_small_screen_at_double_scale(wide: MainWindow) -> None:
    for place in wide.workspace.places:
        wide.workspace.go_to(place.key)
        wide.resize(683, 384)
        assert wide.width() <= 700, place.key
        wide.resize(1366, 768)


def test_the_inspector_can_be_asked_for_in_a_narrow_window(wide: MainWindow) -> None:
    wide.resize(900, 700)
    wide.frame.commands.inspector.trigger()
    wide.frame.commands.inspector.trigger()
    assert wide.panes.inspector.isVisible()


def test_nothing_is_clipped_at_the_smallest_common_size(wide: MainWindow) -> None:
    wide.frame.commands.findings.trigger()
    for place in wide.workspace.places:
        wide.workspace.go_to(place.key)
        assert wide.width() == 1366, place.key
        for pane in (wide.panes.inspector, wide.panes.findings, wide.workspace.side):
            right = pane.mapTo(wide, QPoint(pane.width(), pane.height()))
            assert right.x() <= wide.width(), place.key
            assert right.y() <= wide.height(), place.key


def test_a_panel_stands_in_for_the_inspector(wide: MainWindow) -> None:
    wide.commands.history.trigger()
    assert wide.panel.isVisible()
    assert not wide.panes.inspector.isVisible()
    QTest.keyClick(wide.panel, Qt.Key.Key_Escape)
    assert wide.panes.inspector.isVisible()


def test_a_page_of_its_own_puts_the_panes_away(wide: MainWindow, qtbot, source: Path) -> None:
    wide.frame.commands.findings.trigger()
    wide.read_sources([source], as_new_plan=True)
    settle(wide, qtbot)
    assert wide.pages.page is not None, wide.notice.text()
    assert not wide.panes.inspector.isVisible()
    assert not wide.panes.findings.isVisible()
    assert not wide.frame.commands.next_finding.isEnabled()
    wide.desk.leave()
    assert wide.panes.findings.isVisible()
    assert wide.frame.commands.next_finding.isEnabled()


def test_what_was_wanted_and_where_one_was_survives_a_restart(
    wide: MainWindow, plan: Path, anew: Callable[[Path], MainWindow]
) -> None:
    wide.frame.commands.findings.trigger()
    wide.frame.commands.inspector.trigger()
    wide.on_place_wanted("table:1")
    wide.workspace.view().grid.show_cell(1, 3)

    again = anew(plan)

    assert again.panes.findings.isVisible()
    assert not again.panes.inspector.isVisible()
    assert again.workspace.key == "table:1"
    assert again.workspace.view().grid.current_place() == (1, 3)


def test_the_width_of_the_column_survives_a_restart(
    wide: MainWindow, plan: Path, anew: Callable[[Path], MainWindow]
) -> None:
    sides = wide.panes.sides
    before = wide.panes.column.width()
    handle = sides.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle - QPoint(80, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle - QPoint(80, 0))
    width = wide.panes.column.width()
    assert width > before

    again = anew(plan)

    assert abs(again.panes.column.width() - width) <= 2


def test_places_of_many_documents_are_bounded(tmp_path: Path) -> None:
    settings = Settings(QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat))
    for number in range(60):
        settings.keep_memory(f"document{number}", {"at": "tasks"})
    assert settings.memory("document59") == {"at": "tasks"}
    assert settings.memory("document0") == {}


def test_text_is_larger_and_smaller_by_key_and_menu(wide: MainWindow) -> None:
    wide.on_place_wanted("table:1")
    grid = wide.workspace.view().grid
    pitch = grid.texts.layouts.pitch
    QTest.keyClick(grid, Qt.Key.Key_Equal, CTRL)
    assert wide.status.zoom.text() == "110% ▾"
    assert grid.texts.layouts.pitch > pitch
    QTest.keyClick(grid, Qt.Key.Key_0, CTRL | ALT)
    assert grid.texts.layouts.pitch == pitch
    QTest.keyClick(grid, Qt.Key.Key_Minus, CTRL)
    assert wide.status.zoom.text() == "90% ▾"
    next(one for one in wide.status.sizes.actions() if one.text() == "150%").trigger()
    assert wide.workspace.view().zoom == 150


def test_the_size_of_the_text_is_kept_for_editors_and_starts_to_come(
    wide: MainWindow, plan: Path, anew: Callable[[Path], MainWindow]
) -> None:
    wide.frame.zoom_to(125)
    wide.workspace.go_to("matrix")
    assert wide.workspace.view().zoom == 125
    again = anew(plan)
    assert again.status.zoom.text() == "125% ▾"
    assert again.workspace.view().zoom == 125


def test_ctrl_0_takes_a_grade_away_in_a_table_and_restores_the_size_elsewhere(wide: MainWindow) -> None:
    wide.frame.zoom_to(125)
    wide.on_place_wanted("table:1")
    grid = wide.workspace.view().grid
    grid.show_cell(0, 2)
    QTest.keyClick(grid, Qt.Key.Key_0, CTRL)
    assert wide.session.content.tables[0].rows[0].cell("technical").items[0].grade is None
    assert wide.status.zoom.text() == "125% ▾"
    wide.on_place_wanted("matrix")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_0, CTRL)
    assert wide.status.zoom.text() == "100% ▾"


def test_a_place_is_remembered_when_it_is_left(opened, qtbot):
    workspace = opened.workspace
    document = document_id(opened.session.store.db)
    node = opened.session.content.tasks()[1].node.id
    workspace.go_to("tasks")
    workspace.view().show_spot(Spot(node=node))
    workspace.go_to("matrix")

    def kept():
        return opened._settings.memory(document).get("places", {})

    qtbot.waitUntil(lambda: kept().get("tasks", {}).get("spot", {}).get("node") == node)
    assert opened._settings.memory(document)["at"] == "matrix"
