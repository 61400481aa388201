"""The window: opening, undoing, places, notices, closing — by its own commands, without a native dialog."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidgetItem

from db.outline import set_title
from db.store import Store
from db.units import add_unit
from desktop.main_window import MainWindow
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import DARK, SchemeChoice
from tests.desktop.text_helpers import put, select

CTRL = Qt.KeyboardModifier.ControlModifier


def test_without_a_plan_the_start_page_offers_ways_to_begin(window):
    assert window.start.isVisible()
    assert window.windowTitle() == "方案工作台"
    commands = window.commands
    assert not any(one.isEnabled() for one in (commands.undo, commands.export, commands.info, commands.history))
    assert all(one.isEnabled() for one in (commands.new, commands.open, commands.read, commands.sample))


def test_opening_shows_title_state_and_counts(opened):
    assert opened.windowTitle() == "老旧小区加装电梯工作方案 — 加装电梯.fangan — 方案工作台"
    assert opened.status.saved().startswith("已保存 ")
    assert opened.status.counts() == "3 项任务 · 4 个单位 · 附表 2 行"
    assert opened.workspace.key == "outline"
    assert opened.commands.undo.text().startswith("撤销 修改 附表1 第2行")


def test_a_change_of_title_shows_in_the_title_bar(opened):
    view = opened.workspace.view()
    select(view, "老旧小区", 0, "老旧小区", -1)
    QTest.keyClicks(view.sheet, "New plan")
    opened.workspace.finish_editing()
    assert opened.windowTitle().startswith("New plan — ")


def test_ctrl_z_and_ctrl_y_go_through_everything(opened):
    session = opened.session
    session.perform(add_unit, "甲局")
    session.perform(set_title, session.content.nodes[0].id, "新目标")
    tree = opened.workspace.view().tree
    tree.setFocus()
    assert opened.commands.undo.text() == "撤销 修改标题 一、工作目标"
    QTest.keyClick(tree, Qt.Key.Key_Z, CTRL)
    assert session.content.nodes[0].title == "工作目标"
    assert opened.status.saved().endswith("已撤销 修改标题 一、工作目标")
    QTest.keyClick(tree, Qt.Key.Key_Z, CTRL)
    assert "甲局" not in [unit.name for unit in session.content.units]
    QTest.keyClick(tree, Qt.Key.Key_Y, CTRL)
    QTest.keyClick(tree, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert session.content.nodes[0].title == "新目标"
    assert not opened.commands.redo.isEnabled()


def test_ctrl_z_in_the_text_takes_back_typing_then_steps(opened):
    view, session = opened.workspace.view(), opened.session
    session.perform(add_unit, "甲局")
    put(view, "用两年时间", -1)
    QTest.keyClicks(view.sheet, "abc")
    QTest.keyClick(view.sheet, Qt.Key.Key_Z, CTRL)
    assert session.content.nodes[0].paragraphs[0].text == "用两年时间，为具备条件的小区加装电梯。"
    assert "甲局" in [unit.name for unit in session.content.units]
    QTest.keyClick(view.sheet, Qt.Key.Key_Z, CTRL)
    assert "甲局" not in [unit.name for unit in session.content.units]


def test_places_are_reached_by_alt_and_a_digit(opened):
    for digit, key in ((Qt.Key.Key_2, "tasks"), (Qt.Key.Key_3, "matrix"), (Qt.Key.Key_4, "table:1")):
        QTest.keyClick(opened, digit, Qt.KeyboardModifier.AltModifier)
        assert opened.workspace.key == key
    views = dict(opened.workspace.views())
    QTest.keyClick(opened, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert opened.workspace.views() == views, "editors are kept"


def test_leaving_a_place_writes_what_is_being_typed(opened):
    view = opened.workspace.view()
    put(view, "用两年时间")
    QTest.keyClicks(view.sheet, "x")
    opened.workspace.go_to("matrix")
    assert opened.session.content.nodes[0].paragraphs[0].text.startswith("x")


def test_the_edit_menu_holds_the_commands_of_the_editor(opened):
    texts = [action.text() for action in opened.commands.edit_menu.actions()]
    assert texts[2:7] == ["", "查找…", "查找下一处", "查找上一处", "替换…"]
    assert texts[7:12] == ["", "新增", "新增下级", "删除", ""]


def test_a_deletion_can_be_taken_back_from_its_notice(opened):
    view = opened.workspace.view()
    view.select_node(opened.session.content.tasks()[0].node.id)
    view.tree.setFocus()
    QTest.keyClick(view.tree, Qt.Key.Key_Delete)
    assert opened.notice.text() == "已删除 （一）摸清加装需求"
    QTest.mouseClick(opened.notice.buttons()[0], Qt.MouseButton.LeftButton)
    assert len(opened.session.content.tasks()) == 3
    assert opened.notice.text() == ""


def test_the_offer_to_take_back_goes_with_the_next_change(opened):
    view = opened.workspace.view()
    view.select_node(opened.session.content.tasks()[0].node.id)
    view.remove()
    opened.session.perform(add_unit, "甲局")
    assert opened.notice.text() == ""


def test_a_refused_verb_shows_its_sentence_until_closed(opened):
    opened.session.perform(add_unit, "各镇街")
    assert opened.notice.text() == "单位“各镇街”已经在名单里。请直接使用它。"
    assert opened.notice.is_error()
    assert opened.status.saved().startswith("已保存")


def test_a_storage_failure_is_not_called_saved(opened):
    opened.session.store.db.execute("PRAGMA query_only = ON")
    opened.session.perform(add_unit, "甲局")
    assert opened.notice.is_error()
    assert opened.status.saved() == "上一步未能保存"


def test_closing_writes_what_is_being_typed_and_undo_survives(opened, plan):
    view = opened.workspace.view()
    put(view, "用两年时间")
    QTest.keyClicks(view.sheet, "kept ")
    assert opened.close()
    again = Session(Store.open(plan))
    assert again.content.nodes[0].paragraphs[0].text.startswith("kept ")
    again.undo()
    assert again.content.nodes[0].paragraphs[0].text.startswith("用两年")
    again.store.close()


def test_closing_the_plan_returns_to_the_start_page(opened, plan, qtbot):
    opened.commands.close.trigger()
    assert opened.session is None
    assert opened.start.isVisible()
    assert opened.start.recent.item(0).text() == "加装电梯"
    opened.start.recent.itemActivated.emit(opened.start.recent.item(0))
    qtbot.waitUntil(lambda: opened.session is not None)


def test_a_recent_file_that_cannot_be_opened_is_told(window, tmp_path):
    item = QListWidgetItem("没有")
    item.setData(Qt.ItemDataRole.UserRole, str(tmp_path / "没有.fangan"))
    window.start.recent.on_chosen(item)
    assert window.notice.is_error()
    assert "没有.fangan" in window.notice.text()


def test_new_open_and_another_plan(window, chooser, tmp_path, plan, qtbot):
    chooser.answer = tmp_path / "新.fangan"
    window.commands.new.trigger()
    assert window.windowTitle() == "未命名方案 — 新.fangan — 方案工作台"
    chooser.answer = plan
    window.commands.open.trigger()
    qtbot.waitUntil(lambda: window.session.store.path == plan)
    chooser.answer = plan
    window.commands.new.trigger()
    assert "已经存在" in window.notice.text()
    chooser.answer = None
    window.commands.open.trigger()
    assert window.session.store.path == plan


def test_the_sample_opens_under_a_free_name_each_time(window, tmp_path):
    QTest.mouseClick(window.start.sample, Qt.MouseButton.LeftButton)
    assert window.session.store.path == tmp_path / "文档" / "示例方案.fangan"
    assert window.session.content.tables
    window.commands.sample.trigger()
    assert window.session.store.path.name == "示例方案（2）.fangan"


def test_panels_open_and_close_with_the_plan(opened):
    commands = opened.commands
    for command in (commands.info, commands.history, commands.shortcuts, commands.about):
        command.trigger()
        assert opened.panel.isVisible()
    commands.close.trigger()
    assert opened.panel.isHidden()


def test_every_command_with_a_key_is_in_the_list_of_shortcuts(opened):
    pairs = set(opened.commands.shortcut_list(opened.workspace.view().actions()))
    assert ("导出", "Ctrl+E") in pairs
    assert ("正文", "Alt+1") in pairs
    assert "升级" in {text for text, _ in pairs}


def test_dark_is_remembered(window, qapp, tmp_path):
    dark = next(action for action in window.commands.view_menu.actions() if action.text() == "深色")
    dark.trigger()
    assert qapp.palette().window().color().name() == DARK.window
    window.close()
    assert Settings(QSettings(str(tmp_path / "fangan.ini"), QSettings.Format.IniFormat)).scheme is SchemeChoice.DARK


def test_size_and_panes_are_remembered(window, qapp, qtbot, tmp_path, chooser):
    window.resize(777, 666)
    window.close()
    settings = Settings(QSettings(str(tmp_path / "fangan.ini"), QSettings.Format.IniFormat))
    again = MainWindow(settings, window._theme, chooser=chooser, home=tmp_path)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (777, 666)


def test_opening_the_open_plan_again_changes_nothing(opened, plan):
    session = opened.session
    assert opened.files.open_plan(plan)
    assert opened.session is session


def test_no_dialog_was_opened(opened):
    assert QApplication.activeModalWidget() is None
