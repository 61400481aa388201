"""正文: real keys and clicks in the tree and on the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db.outline import set_text
from db.store import Store
from db.units import rename_unit
from desktop.models.outline_model import PREAMBLE
from desktop.session import Session
from desktop.views.outline_view import OutlineView

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(session: Session, qtbot) -> OutlineView:
    view = OutlineView(session)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    with qtbot.waitExposed(view):
        view.show()
    return view


def node(session: Session, title: str) -> int:
    return next(one.id for one in session.content.nodes if one.title == title)


def go(view: OutlineView, title: str) -> int:
    node_id = node(view.session, title)
    view.select_node(node_id)
    view.tree.setFocus()
    return node_id


def headings(session: Session) -> list[str]:
    return [placed.heading for placed in session.content.placed()]


def texts(session: Session, title: str) -> list[str]:
    found = next(one for one in session.content.nodes if one.title == title)
    return [paragraph.text for paragraph in found.paragraphs]


def type_at_end(view: OutlineView, text: str) -> None:
    view.page.body.setFocus()
    view.page.body.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(view.page.body, text)


def test_selecting_shows_heading_text_and_clause(view):
    go(view, "守住安全底线")
    assert view.page.label.text() == "（二）"
    assert view.page.title.toPlainText() == "守住安全底线"
    assert view.page.body.toPlainText() == "电梯投用前完成监督检验。"
    assert view.page.note.accessibleName() == "（落实单位：区市场监管局、各镇街）"


def test_a_click_on_a_row_turns_the_page(view):
    rect = view.tree.visualRect(view.model.index_of(node(view.session, "落实资金保障")))
    QTest.mouseClick(view.tree.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert view.page.title.toPlainText() == "落实资金保障"


def test_first_row_holds_title_and_preamble(view):
    view.select_node(PREAMBLE)
    assert view.page.title.toPlainText() == "老旧小区加装电梯工作方案"
    type_at_end(view, "why")
    view.page.title.setFocus()
    QTest.keyClicks(view.page.title, "2")
    view.finish_editing()
    assert [paragraph.text for paragraph in view.session.content.preamble] == ["why"]
    assert "2" in view.session.content.info.title


def test_typing_is_written_on_leaving_and_after_a_pause(view, qtbot):
    go(view, "工作目标")
    with qtbot.waitSignal(view.session.changed):
        type_at_end(view, "ab")
    assert texts(view.session, "工作目标")[0].endswith("ab")
    type_at_end(view, "cd")
    view.tree.setFocus()
    assert texts(view.session, "工作目标")[0].endswith("abcd")
    view.session.undo()
    assert not texts(view.session, "工作目标")[0].endswith("ab"), "typing in one go is one step"


def test_typing_is_written_when_another_heading_is_selected(view):
    go(view, "工作目标")
    type_at_end(view, "xyz")
    view.select_node(node(view.session, "落实资金保障"))
    assert texts(view.session, "工作目标")[0].endswith("xyz")


def test_ctrl_z_undoes_own_typing_first_and_is_left_to_the_window_then(view):
    go(view, "工作目标")
    type_at_end(view, "abc")
    QTest.keyClick(view.page.body, KEY.Key_Z, CTRL)
    assert view.page.body.toPlainText() == "用两年时间，为具备条件的小区加装电梯。"
    assert not view.page.body.document().isUndoAvailable()
    assert texts(view.session, "工作目标") == ["用两年时间，为具备条件的小区加装电梯。"]


def test_enter_makes_paragraphs_with_the_same_indent(view):
    go(view, "工作目标")
    type_at_end(view, "")
    QTest.keyClick(view.page.body, KEY.Key_Return)
    QTest.keyClicks(view.page.body, "two")
    QTest.keyClick(view.page.body, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(view.page.body, "three")
    blocks = [view.page.body.document().findBlockByNumber(number) for number in (0, 1, 2)]
    assert [block.text() for block in blocks[1:]] == ["two", "three"]
    assert len({block.blockFormat().textIndent() for block in blocks}) == 1
    view.finish_editing()
    assert len(texts(view.session, "工作目标")) == 3


def test_a_clause_typed_into_the_text_becomes_duties(view):
    task = go(view, "落实资金保障")
    body = view.page.body
    body.setFocus()
    body.moveCursor(QTextCursor.MoveOperation.End)
    body.insertPlainText("（牵头单位：区财政局）")
    view.finish_editing()
    assert view.page.note.accessibleName() == "（牵头单位：区财政局）"
    assert "牵头" not in body.toPlainText()
    assert [duty.task_id for duty in view.session.content.duties].count(task) == 1


def test_changes_made_elsewhere_show_and_keep_the_caret(view):
    target = go(view, "落实资金保障")
    view.page.body.setFocus()
    cursor = view.page.body.textCursor()
    cursor.setPosition(5)
    view.page.body.setTextCursor(cursor)
    view.session.perform(set_text, target, "居民出资与财政补贴相结合。\n补贴按层数和年限分档。")
    assert "年限" in view.page.body.toPlainText()
    assert view.page.body.textCursor().position() == 5
    unit = view.session.content.units[2]
    view.select_node(node(view.session, "守住安全底线"))
    view.session.perform(rename_unit, unit.id, "区市场监管委")
    assert "区市场监管委" in view.page.note.accessibleName()


def test_a_stale_edit_is_refused_and_shows_the_newest_text(view, qtbot):
    target = go(view, "工作目标")
    type_at_end(view, "mine")
    with qtbot.waitSignal(view.session.failed) as caught:
        view.session.perform(set_text, target, "别处写的。")
        view.finish_editing()
    assert caught.args[0].code == "stale_edit"
    assert view.page.body.toPlainText() == "别处写的。"


def test_a_full_disk_keeps_what_was_typed(view, store, qtbot, monkeypatch):
    go(view, "工作目标")
    type_at_end(view, "kept")
    store.db.execute("PRAGMA query_only = ON")
    with qtbot.waitSignal(view.session.failed):
        view.select_node(node(view.session, "落实资金保障"))
    go(view, "工作目标")
    assert view.page.body.toPlainText().endswith("kept")
    store.db.execute("PRAGMA query_only = OFF")
    view.finish_editing()
    assert texts(view.session, "工作目标")[0].endswith("kept")


def test_f2_edits_the_title_in_the_tree(view, qtbot):
    go(view, "工作目标")
    QTest.keyClick(view.tree, KEY.Key_F2)
    editor = view.tree.findChild(QLineEdit)
    assert editor.text() == "工作目标"
    editor.setText("总体要求")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: headings(view.session)[0] == "一、总体要求")
    assert view.page.title.toPlainText() == "总体要求"


def test_escape_leaves_the_title_as_it_was(view):
    go(view, "工作目标")
    QTest.keyClick(view.tree, KEY.Key_F2)
    editor = view.tree.findChild(QLineEdit)
    editor.setText("别的")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert headings(view.session)[0] == "一、工作目标"


def test_an_open_title_editor_is_written_before_anything_else_happens(view):
    go(view, "工作目标")
    QTest.keyClick(view.tree, KEY.Key_F2)
    view.tree.findChild(QLineEdit).setText("总体要求")
    view.finish_editing()
    assert headings(view.session)[0] == "一、总体要求"


def test_escape_in_the_heading_of_the_page_leaves_it_as_it_was(view):
    go(view, "工作目标")
    view.page.title.setFocus()
    QTest.keyClicks(view.page.title, "abc")
    QTest.keyClick(view.page.title, KEY.Key_Escape)
    assert view.page.title.toPlainText() == "工作目标"
    view.finish_editing()
    assert headings(view.session)[0] == "一、工作目标"


def test_enter_adds_a_sibling_and_asks_for_its_title(view, qtbot):
    go(view, "工作目标")
    QTest.keyClick(view.tree, KEY.Key_Return)
    editor = view.tree.findChild(QLineEdit)
    editor.setText("基本原则")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: headings(view.session)[:3] == ["一、工作目标", "二、基本原则", "三、重点任务"])


def test_a_child_of_a_task_is_a_measure(view):
    go(view, "守住安全底线")
    QTest.keyClick(view.tree, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    added = view.session.content.nodes[-1]
    assert (added.parent, added.kind.value) == (node(view.session, "守住安全底线"), "measure")
    assert view.current_node == added.id


def test_alt_arrows_move_and_numbers_follow(view):
    go(view, "落实资金保障")
    QTest.keyClick(view.tree, KEY.Key_Up, ALT)
    assert headings(view.session)[5:7] == ["（二）落实资金保障", "（三）守住安全底线"]
    QTest.keyClick(view.tree, KEY.Key_Left, ALT)
    assert headings(view.session)[-1] == "三、落实资金保障"
    QTest.keyClick(view.tree, KEY.Key_Right, ALT)
    QTest.keyClick(view.tree, KEY.Key_Up, ALT)
    QTest.keyClick(view.tree, KEY.Key_Down, ALT)
    assert headings(view.session)[-1] == "（三）落实资金保障"
    assert view.model.node_id(view.tree.currentIndex()) == node(view.session, "落实资金保障")


def test_alt_arrows_move_while_the_text_is_written(view):
    go(view, "落实资金保障")
    type_at_end(view, "abc")
    QTest.keyClick(view.page.body, KEY.Key_Up, ALT)
    assert headings(view.session)[5] == "（二）落实资金保障"
    assert view.page.label.text() == "（二）"
    assert texts(view.session, "落实资金保障")[-1].endswith("abc")


def test_delete_takes_the_branch_and_undo_returns_to_it(view):
    gone = go(view, "摸清加装需求")
    QTest.keyClick(view.tree, KEY.Key_Delete)
    assert len(view.session.content.nodes) == 4
    assert view.current_node != gone
    assert view.page.title.toPlainText() == view.model.placed(view.current_node).node.title
    view.session.undo()
    assert len(view.session.content.nodes) == 7
    assert view.current_node == gone
    assert view.tree.isExpanded(view.model.index_of(gone))


def test_delete_in_the_text_deletes_text(view):
    go(view, "工作目标")
    view.page.body.setFocus()
    view.page.body.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(view.page.body, KEY.Key_Delete)
    assert len(view.session.content.nodes) == 7
    assert view.page.body.toPlainText().startswith("两年")


def test_actions_are_offered_only_where_they_do_something(view):
    def offered() -> set[str]:
        return {action.text() for action in view.actions() if action.text() and action.isEnabled()}

    view.select_node(PREAMBLE)
    assert offered() == {"新增", "新增下级"}
    go(view, "工作目标")
    assert offered() == {"新增", "新增下级", "改标题", "删除", "下移", "类型"}
    go(view, "落实资金保障")
    assert offered() == {"新增", "新增下级", "改标题", "删除", "上移", "升级", "降级", "类型"}


def test_kind_is_changed_by_its_menu(view):
    go(view, "工作目标")
    menu = next(action.menu() for action in view.actions() if action.text() == "类型")
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["章节"]
    next(action for action in menu.actions() if action.text() == "专栏").trigger()
    assert next(one for one in view.session.content.nodes if one.title == "工作目标").kind.value == "box"


def test_undo_goes_where_the_change_was(view):
    target = go(view, "工作目标")
    view.session.perform(set_text, target, "新的目标。")
    view.select_node(node(view.session, "落实资金保障"))
    view.session.undo()
    assert view.current_node == target
    assert view.page.body.toPlainText() == "用两年时间，为具备条件的小区加装电梯。"


def test_what_was_typed_is_there_after_reopening_and_can_be_undone(view, store, qtbot):
    go(view, "工作目标")
    type_at_end(view, "later")
    view.finish_editing()
    again = Session(Store.open(store.path))
    assert texts(again, "工作目标")[0].endswith("later")
    again.undo()
    assert texts(again, "工作目标") == ["用两年时间，为具备条件的小区加装电梯。"]
    again.store.close()


def test_enter_in_the_heading_goes_on_to_the_text(view):
    go(view, "工作目标")
    view.page.title.setFocus()
    view.page.title.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(view.page.title, "A")
    QTest.keyClick(view.page.title, KEY.Key_Return)
    assert view.page.body.hasFocus()
    assert headings(view.session)[0] == "一、工作目标A"


def test_the_page_is_as_tall_as_its_text_and_follows_the_caret(view, qtbot):
    go(view, "工作目标")
    view.page.body.setFocus()
    view.page.body.insertPlainText("\n".join(["行"] * 60))
    assert view.page.body.height() > 60 * 15
    QTest.keyClick(view.page.body, KEY.Key_End, CTRL)
    qtbot.waitUntil(lambda: view.page.verticalScrollBar().value() > 0)


def test_a_click_beside_the_text_goes_to_its_end(view):
    go(view, "工作目标")
    sheet = view.page.body.parentWidget()
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(20, sheet.height() - 20))
    assert view.page.body.hasFocus()
    assert view.page.body.textCursor().atEnd()
