"""Saving in the window: the status line, Ctrl+S, 另存为, a place that is gone, a conflict, a lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from db.document import Document
from db.snapshot import load_snapshot
from db.units import add_unit
from db.working_copies import leftovers
from tests.desktop.text_helpers import put, write

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(window, text: str) -> None:
    """Click the action of the notice."""
    button = next(button for button in window.notice.buttons() if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def unit_names(path: Path, data) -> list[str]:
    document = Document.open_read_only(path, data)
    try:
        return [unit.name for unit in load_snapshot(document.store).content.units]
    finally:
        document.close()


def edit_elsewhere(path: Path, data) -> None:
    other = Document.open(path, data, force=True)
    add_unit(other.store, "他局")
    other.close()


def test_saved_is_said_only_once_the_file_has_it(opened, plan, data, qtbot):
    opened.session.perform(add_unit, "甲局")
    assert opened.status.saved() == "正在保存…"
    assert "甲局" not in unit_names(plan, data)
    qtbot.waitUntil(lambda: opened.status.saved().startswith("已保存 "))
    assert "甲局" in unit_names(plan, data)


def test_ctrl_s_writes_what_is_being_typed_and_says_where(opened, plan, data, qtbot):
    view = opened.workspace.view()
    put(view, opened.session.content.nodes[0].paragraphs[0].text, 0)
    write(view, "abc")
    with qtbot.waitSignal(opened.saving.keeper.saved):
        QTest.keyClick(opened, Qt.Key.Key_S, CTRL)
    assert opened.status.saved().startswith("已保存到 ")
    assert opened.status.saved().endswith("加装电梯.fangan")
    document = Document.open_read_only(plan, data)
    assert load_snapshot(document.store).content.nodes[0].paragraphs[0].text.startswith("abc")
    document.close()


def test_turning_to_another_window_publishes(opened, plan, data, qtbot):
    opened.session.perform(add_unit, "甲局")
    QApplication.sendEvent(opened, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(lambda: opened.status.saved().startswith("已保存 "))
    assert "甲局" in unit_names(plan, data)


def test_saving_as_goes_on_in_the_new_place(opened, chooser, plan, tmp_path, data, qtbot):
    chooser.answer = tmp_path / "另一份.fangan"
    with qtbot.waitSignal(opened.saving.moved):
        QTest.keyClick(opened, Qt.Key.Key_S, CTRL | SHIFT)
    assert "另一份.fangan" in opened.windowTitle()
    assert opened.status.saved().startswith("已保存到 ")
    opened.session.perform(add_unit, "甲局")
    with qtbot.waitSignal(opened.saving.keeper.saved):
        opened.commands.save.trigger()
    assert "甲局" not in unit_names(plan, data)
    assert "甲局" in unit_names(chooser.answer, data)
    assert opened.start.recent.item(0).text() == "另一份"


def test_saving_as_into_a_place_that_is_not_there_says_so_and_stays(opened, chooser, plan, tmp_path, qtbot):
    chooser.answer = tmp_path / "没有的盘" / "甲.fangan"
    with qtbot.waitSignal(opened.saving.failed):
        opened.commands.save_as.trigger()
    assert opened.notice.is_error()
    assert opened.files.open_path == plan


@pytest.fixture
def gone(opened, plan, qtbot):
    """The window after the folder of its plan went away and something was edited."""
    away = plan.parent.with_name(f"{plan.parent.name}（拔掉）")
    plan.parent.rename(away)
    opened.session.perform(add_unit, "甲局")
    with qtbot.waitSignal(opened.saving.keeper.refused):
        opened.saving.hasten()
    yield away
    if away.exists():
        away.rename(plan.parent)


def test_a_place_that_is_gone_is_named_and_there_is_a_way_out(opened, gone, chooser, data, tmp_path_factory, qtbot):
    assert opened.status.saved() == "尚未写回：所在位置访问不到"
    assert opened.status.save_as.isVisible()
    assert opened.notice.is_error()
    opened.session.perform(add_unit, "乙局")
    assert opened.status.saved() == "尚未写回：所在位置访问不到"
    chooser.answer = tmp_path_factory.mktemp("另一处") / "加装电梯.fangan"
    with qtbot.waitSignal(opened.saving.moved):
        press(opened, "另存为…")
    assert opened.status.saved().startswith("已保存到 ")
    assert not opened.status.save_as.isVisible()
    assert unit_names(chooser.answer, data)[-2:] == ["甲局", "乙局"]


def test_a_place_that_came_back_takes_it_and_the_notice_goes(opened, gone, plan, data, qtbot):
    gone.rename(plan.parent)
    opened.saving.hasten()
    qtbot.waitUntil(lambda: opened.status.saved().startswith("已保存 "))
    assert opened.notice.text() == ""
    assert "甲局" in unit_names(plan, data)


def test_the_same_refusal_is_told_once_until_somebody_asks(opened, gone, qtbot):
    opened.notice.dismiss()
    with qtbot.waitSignal(opened.saving.keeper.refused):
        opened.saving.hasten()
    assert opened.notice.text() == ""
    with qtbot.waitSignal(opened.saving.keeper.refused):
        opened.commands.save.trigger()
    assert opened.notice.is_error()


def test_closing_with_the_place_gone_says_that_nothing_is_lost(opened, gone, plan, data):
    opened.commands.close.trigger()
    assert opened.notice.text().startswith("“加装电梯.fangan”尚未写回：所在位置访问不到。")
    (leftover,) = leftovers(data)
    assert leftover.origin == plan


def test_a_conflict_is_told_and_both_versions_can_be_reached(opened, plan, data, qtbot):
    edit_elsewhere(plan, data)
    opened.session.perform(add_unit, "甲局")
    with qtbot.waitSignal(opened.saving.conflicted):
        opened.commands.save.trigger()
    mine = opened.files.open_path
    assert "冲突副本" in mine.name
    assert mine.name in opened.windowTitle()
    assert opened.notice.text() == f"文件已在别处被改动，您的内容保存为“{mine.name}”"
    actions = [button.text() for button in opened.notice.buttons()]
    assert actions == ["对照两份内容", "打开所在文件夹", "打开对方版本"]
    assert opened.panel.isVisible()
    shown = " ".join(label.text() for label in opened.panel.findChildren(QLabel))
    assert f"与“{plan.name}”对照" in shown
    press(opened, "打开对方版本")
    assert opened.files.open_path == plan
    assert "他局" in [unit.name for unit in opened.session.content.units]
    assert "甲局" in unit_names(mine, data)


def test_copies_that_a_sync_program_left_are_told_on_opening(opened, plan, data):
    opened.session.perform(add_unit, "甲局")
    opened.close_plan()
    copy = plan.with_name(f"{plan.stem} (冲突副本 办公室电脑 2026-03-05){plan.suffix}")
    copy.write_bytes(plan.read_bytes())
    edit_elsewhere(copy, data)
    opened.files.open_plan(plan)
    assert opened.notice.text() == f"旁边还有这个方案的其他版本：{copy.name}"
    press(opened, "对照")
    shown = [label.text() for label in opened.panel.findChildren(QLabel)]
    assert "单位名单" in shown
    assert any("他局" in text for text in shown)
    opened.notice.dismiss()


def test_a_conflict_found_while_closing_is_told_on_the_start_page(opened, plan, data):
    edit_elsewhere(plan, data)
    opened.session.perform(add_unit, "甲局")
    opened.commands.close.trigger()
    assert "您的内容保存为" in opened.notice.text()
    assert opened.start.isVisible()
    assert "冲突副本" in opened.start.recent.item(0).text()


@pytest.fixture
def locked(window, plan, data):
    """The window that was told to open what somebody else has open."""
    other = Document.open(plan, data)
    window.files.open_plan(plan)
    yield window
    window.close_plan()
    other.close()


def test_what_somebody_has_open_can_be_looked_at(locked, chooser, tmp_path, qtbot):
    assert locked.session is None
    assert "已打开“加装电梯.fangan”" in locked.notice.text()
    assert [button.text() for button in locked.notice.buttons()] == ["只读打开", "另存副本", "仍然编辑"]
    press(locked, "只读打开")
    assert locked.status.saved() == "只读"
    assert "加装电梯.fangan（只读）" in locked.windowTitle()
    assert not locked.session.perform(add_unit, "甲局")
    assert "只读" in locked.notice.text()
    assert locked.status.saved() == "只读"
    chooser.answer = tmp_path / "自己的.fangan"
    with qtbot.waitSignal(locked.saving.moved):
        locked.commands.save.trigger()
    assert locked.session.perform(add_unit, "甲局")


def test_what_somebody_has_open_can_be_copied(locked, chooser, tmp_path):
    chooser.answer = tmp_path / "副本.fangan"
    press(locked, "另存副本")
    assert locked.files.open_path == chooser.answer
    assert locked.session.perform(add_unit, "甲局")


def test_what_somebody_has_open_can_be_edited_all_the_same(locked, plan):
    press(locked, "仍然编辑")
    assert locked.files.open_path == plan
    assert locked.session.perform(add_unit, "甲局")
