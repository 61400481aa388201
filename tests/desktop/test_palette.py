"""The command palette: Ctrl+K, a few letters, Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.main_window import MainWindow
from desktop.models.palette_model import HIT_ROLE
from desktop.palette_entries import Group


@pytest.fixture
def finder(opened: MainWindow, qtbot):
    """The palette of a window with a plan, opened by its key."""
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.workspace.view().setFocus()
    QTest.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: opened.finder._is_spelling_known)
    return opened.finder


def ask(finder, qtbot, text: str) -> list[str]:
    """Type a query and wait for all of its results; what they are called."""
    finder.field.clear()
    QTest.keyClicks(finder.field, text) if text.isascii() else finder.field.setText(text)
    qtbot.waitUntil(lambda: not finder.index.is_searching())
    return [hit.entry.title for hit in hits(finder)]


def hits(finder):
    model = finder.popup.model
    found = [model.index(row).data(HIT_ROLE) for row in range(model.rowCount())]
    return [hit for hit in found if hit is not None]


def press(finder, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(finder.field, key, modifier)


def choose(finder, group: Group, title: str) -> None:
    """Walk down to a result with the keys, as somebody does who sees it."""
    for _ in range(finder.popup.model.rowCount()):
        hit = finder.popup.current()
        if hit.entry.group is group and title in hit.entry.title:
            return
        press(finder, Qt.Key.Key_Down)
    raise AssertionError(f"no {title} among {[hit.entry.title for hit in hits(finder)]}")


def test_ctrl_k_opens_it_and_esc_gives_the_keys_back(finder, opened, qtbot):
    assert finder.field.hasFocus() and finder.popup.isVisible()
    press(finder, Qt.Key.Key_Escape)
    assert not finder.popup.isVisible()
    view = opened.workspace.view()
    assert view.hasFocus() or view.isAncestorOf(opened.focusWidget())


def test_it_offers_places_and_commands_before_anything_is_typed(finder):
    titles = [hit.entry.title for hit in hits(finder)]
    assert {"正文", "任务分解", "附表1", "导出…"} <= set(titles)


@pytest.mark.parametrize("query", ["导出", "daochu", "dc", "ＤＣ"])
def test_a_command_is_found_by_characters_pinyin_and_initials(finder, qtbot, query):
    assert ask(finder, qtbot, query)[0].startswith("导出")


def test_enter_executes_a_command_and_it_comes_first_next_time(finder, opened, qtbot):
    ask(finder, qtbot, "czjl")
    choose(finder, Group.COMMANDS, "操作记录")
    press(finder, Qt.Key.Key_Return)
    assert opened.panel.isVisible() and not finder.popup.isVisible()
    finder.open()
    assert hits(finder)[0].entry.title == "操作记录"


def test_a_unit_leads_to_its_column_of_the_matrix(finder, opened, qtbot):
    unit = opened.session.content.units[-1]
    ask(finder, qtbot, unit.name)
    choose(finder, Group.UNITS, unit.name)
    press(finder, Qt.Key.Key_Return)
    assert opened.workspace.key == "matrix"
    assert opened.workspace.view().spot().unit == unit.id


def test_a_unit_leads_to_its_own_tasks_with_ctrl(finder, opened, qtbot):
    content = opened.session.content
    unit = next(unit for unit in content.units if any(duty.unit_id == unit.id for duty in content.duties))
    ask(finder, qtbot, unit.name)
    choose(finder, Group.UNITS, unit.name)
    press(finder, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened.workspace.key == "tasks"
    shown = opened.workspace.view().model.filter
    assert shown.unit == unit.id


def test_a_task_leads_to_the_text_or_to_the_breakdown(finder, opened, qtbot):
    task = opened.session.content.tasks()[-1]
    ask(finder, qtbot, task.node.title)
    choose(finder, Group.HEADINGS, task.node.title)
    press(finder, Qt.Key.Key_Return)
    assert (opened.workspace.key, opened.workspace.view().spot().node) == ("outline", task.node.id)
    finder.open()
    ask(finder, qtbot, task.node.title)
    choose(finder, Group.HEADINGS, task.node.title)
    press(finder, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (opened.workspace.key, opened.workspace.view().spot().node) == ("tasks", task.node.id)


def test_a_row_is_found_by_what_its_cells_say(finder, opened, qtbot):
    table = opened.session.content.tables[0]
    row = table.rows[1]
    filled = [column for column in table.spec.columns if row.cell(column.key).text]
    for column in (filled[0], filled[-1]):
        ask(finder, qtbot, row.cell(column.key).text[:6])
        choose(finder, Group.ROWS, "附表1 第2行")
        press(finder, Qt.Key.Key_Return)
        assert opened.workspace.key == f"table:{table.id}"
        assert (opened.workspace.view().spot().row, opened.workspace.view().spot().column) == (row.id, column.id)
        finder.open()


def test_a_row_follows_an_edit_and_its_undo(finder, opened, qtbot):
    from db.tables import remove_rows

    table = opened.session.content.tables[0]
    assert "附表1 第2行" in ask(finder, qtbot, "附表1第2行")
    press(finder, Qt.Key.Key_Escape)
    opened.session.perform(remove_rows, [row.id for row in table.rows[1:]])
    finder.open()
    assert "附表1 第2行" not in ask(finder, qtbot, "附表1第2行")
    press(finder, Qt.Key.Key_Escape)
    opened.undo()
    finder.open()
    assert "附表1 第2行" in ask(finder, qtbot, "附表1第2行")


def test_a_setting_leads_into_its_field(finder, opened, qtbot):
    ask(finder, qtbot, "每面行数")
    choose(finder, Group.SETTINGS, "每面行数")
    press(finder, Qt.Key.Key_Return)
    assert opened.panel.content().inputs["page", "lines"].hasFocus()


@pytest.mark.parametrize(
    ("query", "group"),
    [(">", Group.COMMANDS), ("》", Group.COMMANDS), ("#", Group.HEADINGS), ("＠", Group.UNITS), ("@s", Group.UNITS)],
)
def test_a_sign_in_front_asks_for_one_group_only(finder, qtbot, query, group):
    assert ask(finder, qtbot, query)
    assert {hit.entry.group for hit in hits(finder)} == {group}


def test_findings_lead_to_their_place(finder, opened, qtbot):
    qtbot.waitUntil(lambda: not opened.frame.findings.is_looking())
    found = opened.frame.findings.findings
    ask(finder, qtbot, "!")
    assert [hit.entry.title for hit in hits(finder)] == [one.message for one in found]


def test_a_command_that_cannot_be_used_says_why_and_stays(finder, opened, qtbot):
    assert not opened.commands.redo.isEnabled()
    ask(finder, qtbot, ">重做")
    hit = next(hit for hit in hits(finder) if hit.entry.action is opened.commands.redo)
    assert hit.entry.reason == "没有可以重做的步骤"
    choose(finder, Group.COMMANDS, "重做")
    press(finder, Qt.Key.Key_Return)
    assert finder.popup.isVisible()
    assert "没有可以重做的步骤" in finder.popup.foot.text()


def test_keys_typed_into_it_are_no_commands_of_the_editor(finder, opened, qtbot):
    before = opened.session.content
    ask(finder, qtbot, "zzqqxx")
    passing = {key.toString() for action in finder._passing() for key in action.shortcuts()}
    keys = [key for action in opened.workspace.view().actions() for key in action.shortcuts()]
    keys = [key for key in keys if key.toString() not in passing]
    assert keys
    for sequence in keys:
        if len(finder.field.text()) and finder.field.hasFocus():
            combination = sequence[0]
            press(finder, combination.key(), combination.keyboardModifiers())
    assert opened.session.content == before


def test_nothing_found_is_said(finder, qtbot):
    assert ask(finder, qtbot, "zzqqxx") == []
    assert finder.popup.none.isVisible() and "没有找到" in finder.popup.none.text()


def test_a_click_takes_a_result(finder, opened, qtbot):
    ask(finder, qtbot, "#")
    model, view = finder.popup.model, finder.popup.list
    index = model.index(2)
    node = index.data(HIT_ROLE).entry.spot
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert not finder.popup.isVisible()
    assert node is None or opened.workspace.view().spot().node == node.node


def test_keys_elsewhere_close_it(finder, opened, qtbot):
    opened.workspace.list.setFocus()
    assert not finder.popup.isVisible()
    assert finder.field.text() == ""


def test_without_a_plan_it_still_has_commands_and_files(window, qtbot, plan):
    window.files.open_plan(plan)
    window.close_plan()
    window.finder.open()
    qtbot.waitUntil(lambda: window.finder._is_spelling_known)
    window.finder.field.setText("加装电梯")
    qtbot.waitUntil(lambda: not window.finder.index.is_searching())
    assert [hit.entry.group for hit in hits(window.finder)] == [Group.FILES]
    press(window.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None)


def test_nothing_of_a_plan_is_remembered_between_two_starts(finder, opened, qtbot):
    unit = opened.session.content.units[0]
    ask(finder, qtbot, unit.name)
    choose(finder, Group.UNITS, unit.name)
    press(finder, Qt.Key.Key_Return)
    kept = bytes(opened._settings.layout("commands").data())
    assert b"unit" not in kept
