"""Find and replace with real keys: while typing, from one to the next, ticks, one step to undo, stale finds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.outline import set_text
from db.remarks import add_remark
from db.tables import set_cell
from desktop.main_window import MainWindow
from desktop.models.find_model import FIND_ROLE
from desktop.views.find_panel import FindPanel
from domain.remarks import Remark, RemarkKind
from domain.searching import Scope
from tests.desktop.window_helpers import settle

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at_work(opened: MainWindow, qtbot) -> MainWindow:
    """The window with the keys, the caret in the text."""
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.workspace.view().setFocus()
    return opened


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def commit(line: QWidget, words: str) -> None:
    """Write as an input method does: keys know no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def found(panel: FindPanel, qtbot, window: MainWindow) -> list[str]:
    desk = panel._desk
    qtbot.waitUntil(lambda: not desk.is_looking())
    rows = [panel.model.index(row).data(FIND_ROLE) for row in range(panel.model.rowCount())]
    return [row.where if row.is_group else f"{row.where}：{row.before}[{row.words}]{row.after}" for row in rows]


def search(window: MainWindow, qtbot, words: str, key: Qt.Key = KEY.Key_F) -> FindPanel:
    press(key, CTRL)
    panel = window.panel.content()
    assert isinstance(panel, FindPanel)
    panel.line.selectAll()
    commit(panel.line, words)
    qtbot.waitUntil(lambda: not panel._desk.is_looking())
    return panel


def test_typing_lists_every_place_with_its_words(at_work, qtbot):
    at_work.session.perform(
        add_remark, Remark(0, RemarkKind.COMMENT, "井道图纸要补", node_id=at_work.session.content.nodes[0].id)
    )
    panel = search(at_work, qtbot, "井道")
    assert panel.line.hasFocus()
    assert found(panel, qtbot, at_work) == [
        "附表1　1 处",
        "第1行 · 技术问题：管线交错，[井道]基础难以开挖",
        "批注　1 处",
        "一、工作目标：[井道]图纸要补",
    ]
    assert panel.count.text() == "共 2 处"


def test_enter_and_f3_go_round_and_select_the_words(at_work, qtbot):
    panel = search(at_work, qtbot, "电梯")
    finds = panel._desk.results.finds
    press(KEY.Key_Return)
    sheet = at_work.workspace.view().sheet
    assert sheet.textCursor().selectedText() == "电梯"
    assert panel.line.hasFocus()
    assert panel.count.text() == f"第 1 处，共 {len(finds)} 处"
    press(KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert panel._desk.current == len(finds) - 1
    press(KEY.Key_F3)
    assert panel._desk.current == 0
    press(KEY.Key_Escape)
    assert at_work.panel.isHidden()
    QTest.keyClick(at_work, KEY.Key_F3)
    assert panel._desk.current == 1
    assert at_work.workspace.view().sheet.textCursor().selectedText() == "电梯"


def test_a_find_in_a_table_is_the_current_cell(at_work, qtbot):
    panel = search(at_work, qtbot, "维保")
    press(KEY.Key_Return)
    view = at_work.workspace.view()
    assert at_work.workspace.key.startswith("table:")
    assert view.spot().row == panel._desk.results.finds[0].hit.spot.row_id
    assert "维保" in view.grid.currentIndex().data()


def test_scopes_and_widths(at_work, qtbot):
    session = at_work.session
    session.perform(set_text, None, "ＡI（试点）和ai(试点)。")
    panel = search(at_work, qtbot, "(试点)")
    assert panel.count.text() == "共 2 处"
    panel.width_matters.click()
    qtbot.waitUntil(lambda: panel.count.text() == "共 1 处")
    panel.width_matters.click()
    panel.line.selectAll()
    commit(panel.line, "AI")
    qtbot.waitUntil(lambda: panel.count.text() == "共 2 处")
    panel.case.click()
    qtbot.waitUntil(lambda: panel.count.text() == "共 1 处")
    QTest.mouseClick(panel.scopes[Scope.TEXT], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.count.text() == "没有找到")


def test_replacing_shows_both_and_is_one_step(at_work, qtbot):
    panel = search(at_work, qtbot, "小区", KEY.Key_H)
    assert panel.by.isVisible()
    before = at_work.session.content
    panel.by.setFocus()
    commit(panel.by, "院落")
    finds = panel._desk.results.finds
    row = panel.model.index(1).data(FIND_ROLE)
    assert (row.words, row.by, row.ticked) == ("小区", "院落", True)
    press(KEY.Key_Down)
    assert panel.list.hasFocus()
    press(KEY.Key_Space)
    assert panel.go.text() == f"替换选中的 {len(finds) - 1} 处"
    panel.by.setFocus()
    press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert at_work.notice.text() == f"已替换 {len(finds) - 1} 处"
    assert at_work.session.content.info.title == "老旧小区加装电梯工作方案"
    assert "具备条件的院落" in at_work.session.content.nodes[0].paragraphs[0].text
    assert panel.count.text() == "共 1 处"
    at_work.commands.undo.trigger()
    assert (
        at_work.session.content == before or at_work.session.content.nodes[0].paragraphs == before.nodes[0].paragraphs
    )


def test_a_group_is_ticked_at_once(at_work, qtbot):
    panel = search(at_work, qtbot, "楼", KEY.Key_H)
    place = panel.list.visualRect(panel.model.index(0)).topLeft() + QPoint(18, 10)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel._desk.count_ticked() == 0
    assert not panel.go.isEnabled()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel._desk.count_ticked() == len(panel._desk.results.finds)


def test_what_changed_meanwhile_is_refused_and_looked_for_again(at_work, qtbot):
    panel = search(at_work, qtbot, "维保", KEY.Key_H)
    panel.by.setText("保养")
    table = at_work.session.content.tables[0]
    column = table.spec.column("managerial")
    panel._desk._pause.setInterval(3_600_000)  # the edit rests for long
    at_work.session.perform(set_cell, table.rows[1].id, column.id, "维保费用落实")
    panel.go.click()
    assert "没有替换" in at_work.notice.text()
    assert at_work.session.content.tables[0].rows[1].cell("managerial").text == "维保费用落实"
    assert found(panel, qtbot, at_work)[1].endswith("[维保]费用落实")
    panel.go.click()
    assert at_work.session.content.tables[0].rows[1].cell("managerial").text == "保养费用落实"


def test_the_name_of_a_unit_is_renamed_and_one_that_exists_is_offered_as_a_merger(at_work, qtbot):
    panel = search(at_work, qtbot, "区民政局", KEY.Key_H)
    panel.by.setText("区社保局")
    row = panel.model.index(1).data(FIND_ROLE)
    assert row.where == "简称 · 配合 1" and row.ticked
    panel.by.setText("区市场监管局")
    row = panel.model.index(1).data(FIND_ROLE)
    assert row.note == "将与“区市场监管局”合并为一个单位" and not row.ticked
    panel.on_ticked(1)
    panel.go.click()
    names = [unit.name for unit in at_work.session.content.units]
    assert "区民政局" not in names and names.count("区市场监管局") == 1
    at_work.commands.undo.trigger()
    assert "区民政局" in [unit.name for unit in at_work.session.content.units]


def test_many_texts_are_searched_on_another_thread(at_work, qtbot):
    press(KEY.Key_F, CTRL)
    panel = at_work.panel.content()
    panel._desk._few = 0
    commit(panel.line, "电梯")
    qtbot.waitUntil(lambda: panel.model.rowCount() > 3)
    settle(at_work, qtbot)
    assert panel.count.text().startswith("共")


def test_what_is_selected_is_looked_for(at_work, qtbot):
    view = at_work.workspace.view()
    press(KEY.Key_F, CTRL)
    panel = search(at_work, qtbot, "预制板")
    press(KEY.Key_Escape)
    view = at_work.workspace.view()
    at_work.workspace.go_to("outline")
    view = at_work.workspace.view()
    view.setFocus()
    view.sheet.selectAll()
    cursor = view.sheet.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(4, cursor.MoveMode.KeepAnchor)
    view.sheet.setTextCursor(cursor)
    press(KEY.Key_F, CTRL)
    panel = at_work.panel.content()
    assert panel.line.text() == "小区"


@pytest.mark.parametrize("key", ["outline", "tasks", "matrix", "table"])
def test_ctrl_f_finds_from_everywhere(at_work, qtbot, key):
    place = next(place for place in at_work.workspace.places if place.key.startswith(key))
    at_work.on_place_wanted(place.key)
    press(KEY.Key_F, CTRL)
    panel = at_work.panel.content()
    assert isinstance(panel, FindPanel) and panel.line.hasFocus()
