"""统计 with keys and the mouse: numbers that follow and lead on, a table to copy, a workbook."""

from __future__ import annotations

import datetime

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.tables import set_cell
from desktop.main_window import MainWindow
from desktop.models.statistics_model import StatisticsModel
from desktop.session import Session
from desktop.views.statistics_view import StatisticsView
from tests.desktop.window_helpers import settle

KEY = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def view(opened: MainWindow, qtbot) -> StatisticsView:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.on_place_wanted("statistics")
    found = opened.workspace.view()
    assert isinstance(found, StatisticsView)
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def texts(view: StatisticsView) -> list[list[str]]:
    model = view.model
    return [[model.text_at(row, column) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_the_model_is_a_proper_model(session: Session, qtmodeltester):
    model = StatisticsModel(session, datetime.date(2026, 11, 21))
    qtmodeltester.check(model, force_py=True)


def test_a_number_of_a_unit_leads_to_its_tasks(opened, view):
    assert texts(view)[0] == ["区住房建设局", "1", "", "", "1"]
    index = view.model.index(0, 1)
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=view.grid.visualRect(index).center())
    assert opened.workspace.key == "tasks"
    assert opened.workspace.view().filters.unit_id == opened.session.content.units[0].id


def test_pages_change_by_keys_and_numbers_follow_edits(opened, view):
    press(KEY.Key_PageDown, CTRL)
    assert view.model.key == "grades" and view.tabs.tabText(view.tabs.currentIndex()) == "等级"
    assert texts(view)[0] == ["★★★", "2", "2"]
    table = opened.session.content.tables[0]
    opened.session.perform(set_cell, table.rows[0].id, table.spec.column("managerial").id, "★★★甲\n★★★乙")
    assert texts(view)[0] == ["★★★", "4", "4"]
    opened.commands.undo.trigger()
    assert texts(view)[0] == ["★★★", "2", "2"]
    press(KEY.Key_PageUp, CTRL)
    assert view.model.key == "units"


def test_a_number_of_items_leads_to_its_rows_by_keys(opened, view):
    view.choose("categories")
    row = [line[0] for line in texts(view)].index("管理问题")
    view.grid.show_cell(row, 5)
    view.grid.setFocus()
    press(KEY.Key_Return, CTRL)
    table = opened.session.content.tables[0]
    assert opened.workspace.key == f"table:{table.id}"
    assert opened.workspace.view().spot().row == table.rows[0].id


def test_states_lead_to_all_their_tasks(opened, view):
    view.choose("states")
    view.follow(view.model.index(0, 1))
    assert opened.workspace.key == "tasks"
    assert len(opened.workspace.view().selected_task_rows()) >= 3


def test_the_table_is_copied_with_its_head(view):
    press(KEY.Key_C, CTRL | SHIFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["单位\t牵头\t配合\t落实\t合计", "区住房建设局\t1\t\t\t1"]


def test_every_table_goes_into_one_workbook(opened, view, qtbot, chooser, tmp_path):
    chooser.answer = tmp_path / "统计.xlsx"
    press(KEY.Key_X, CTRL | ALT)
    settle(opened, qtbot)
    book = load_workbook(chooser.answer)
    assert book.sheetnames[:2] == ["责任单位", "等级"]
    rows = [[cell if cell is not None else "" for cell in row] for row in book["责任单位"].iter_rows(values_only=True)]
    assert ["区住房建设局", 1, "", "", 1] in rows
    assert "统计.xlsx" in opened.notice.text()


def test_f1_is_about_statistics(opened, view):
    press(KEY.Key_F1)
    assert opened.panel.content().key == "statistics"
