"""The start page: one click to the sample, to reading a file, to a plan of last time; all of it by key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.widgets.recent_list import NOTE_ROLE
from tests.desktop.window_helpers import settle


def test_one_click_reads_a_file_into_a_new_plan(window: MainWindow, qtbot, chooser, source: Path) -> None:
    chooser.answer = source
    QTest.mouseClick(window.start.read, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    settle(window, qtbot)
    assert window.pages.page is not None, window.notice.text()
    assert window.pages.page is window.desk.page


def test_a_plan_of_last_time_tells_folder_time_and_stage(opened: MainWindow, plan: Path) -> None:
    from dataclasses import replace

    from db.plan import set_info
    from domain.labels import PlanStage

    opened.session.perform(set_info, replace(opened.session.content.info, stage=PlanStage.REVIEW))
    opened.close_plan()
    item = opened.start.recent.item(0)
    note = str(item.data(NOTE_ROLE))
    assert note.split(" · ")[1] == "送审稿"
    assert note.endswith(str(plan.parent))
    assert "老旧小区加装电梯工作方案" in item.toolTip()


def test_a_file_that_is_gone_is_said_and_taken_off_by_key(opened: MainWindow, plan: Path) -> None:
    opened.close_plan()
    plan.rename(plan.with_name("改名.fangan"))
    opened.recent.refresh()
    recent = opened.start.recent
    assert str(recent.item(0).data(NOTE_ROLE)).startswith("找不到这个文件 · ")
    assert not opened.commands.recent_menu.isEnabled()
    recent.setFocus()
    QTest.keyClick(recent, Qt.Key.Key_Delete)
    assert recent.count() == 0
    assert not recent.isVisible()
    assert plan.with_name("改名.fangan").exists()


def test_a_plan_of_last_time_opens_by_key(opened: MainWindow, plan: Path, qtbot: QtBot) -> None:
    opened.close_plan()
    opened.activateWindow()
    recent = opened.start.recent
    recent.setFocus()
    assert recent.currentRow() == 0
    QTest.keyClick(recent, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.session is not None)
    assert opened.session is not None
    assert opened.session.store.path == plan


def test_tab_reaches_every_choice(window: MainWindow) -> None:
    window.activateWindow()
    start = window.start
    start.read.setFocus()
    reached = [start.read]
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [start.read, start.new, start.open, start.sample]
