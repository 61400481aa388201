"""正文: the list of headings beside the text, and the commands of both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db.outline import add_node
from db.plan import set_layout
from db.store import Store
from desktop.models.outline_model import PREAMBLE
from desktop.session import Session
from desktop.views.outline_view import OutlineView
from desktop.widgets.frame import PrimaryButton
from domain.spots import Spot
from exporters.profile import STANDARD, HeadingProfile, LayoutProfile, profile_to_json
from tests.desktop.text_helpers import ALT, KEY, agree, caret, headings, press, put, view, write

__all__ = ["view"]


def node(session: Session, title: str) -> int:
    return next(one.id for one in session.content.nodes if one.title == title)


def go(view: OutlineView, title: str) -> int:
    node_id = node(view.session, title)
    view.select_node(node_id)
    view.tree.setFocus()
    return node_id


def test_the_list_follows_the_caret(view):
    put(view, "逐栋查验")
    assert view.model.node_id(view.tree.currentIndex()) == node(view.session, "现场勘察") == view.current_node
    put(view, "老旧")
    assert view.model.node_id(view.tree.currentIndex()) == PREAMBLE == view.current_node


def test_a_click_in_the_list_goes_there_in_the_text(view):
    view.resize(1000, 300)
    rect = view.tree.visualRect(view.model.index_of(node(view.session, "落实资金保障")))
    view.tree.scrollTo(view.model.index_of(node(view.session, "落实资金保障")))
    rect = view.tree.visualRect(view.model.index_of(node(view.session, "落实资金保障")))
    QTest.mouseClick(view.tree.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert caret(view) == ("落实资金保障", 0)
    assert view.sheet.viewport().rect().intersects(view.sheet.cursorRect())


def test_a_place_is_told_and_found_again(view):
    put(view, "补贴", 2)
    spot = view.spot()
    assert spot.node == node(view.session, "落实资金保障")
    put(view, "老旧")
    assert view.spot() == Spot()
    view.show_spot(spot)
    assert caret(view)[0] == "补贴按层数分档。"
    view.show_spot(Spot(node=spot.node, paragraph=10**6))
    assert caret(view)[0] == "落实资金保障", "a paragraph that is gone is looked for at its heading"


def test_folds_and_list_are_remembered(view, session, qtbot):
    put(view, "重点任务")
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    press(view, KEY.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    memory = view.memory()
    other = OutlineView(session)
    qtbot.addWidget(other)
    other.recall(memory)
    assert other.sheet.text.folded == {node(session, "重点任务")}
    assert other.tree.isHidden()
    other.recall({"folded": ["x", 10**6], "list": 3})
    assert other.sheet.text.folded == set()


def test_f2_edits_the_title_in_the_list(view, qtbot):
    go(view, "工作目标")
    QTest.keyClick(view.tree, KEY.Key_F2)
    editor = view.tree.findChild(QLineEdit)
    assert editor.text() == "工作目标"
    editor.setText("总体要求")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: headings(view.session)[0] == "一、总体要求")
    agree(view)


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


def test_enter_in_the_list_adds_a_heading_and_writes_its_title(view):
    go(view, "工作目标")
    QTest.keyClick(view.tree, KEY.Key_Return)
    assert view.sheet.hasFocus()
    write(view, "Aims")
    view.finish_editing()
    assert headings(view.session)[:3] == ["一、工作目标", "二、Aims", "三、重点任务"]
    agree(view)


def test_a_child_of_a_task_is_a_measure(view):
    go(view, "守住安全底线")
    QTest.keyClick(view.tree, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    added = view.session.content.nodes[-1]
    assert (added.parent, added.kind.value) == (node(view.session, "守住安全底线"), "measure")
    assert view.current_node == added.id
    agree(view)


def test_alt_arrows_move_and_numbers_follow(view):
    go(view, "落实资金保障")
    QTest.keyClick(view.tree, KEY.Key_Up, ALT)
    assert headings(view.session)[5:7] == ["（二）落实资金保障", "（三）守住安全底线"]
    QTest.keyClick(view.tree, KEY.Key_Left, ALT)
    assert headings(view.session)[-2:] == ["三、落实资金保障", "（一）守住安全底线"]
    QTest.keyClick(view.tree, KEY.Key_Right, ALT)
    QTest.keyClick(view.tree, KEY.Key_Up, ALT)
    QTest.keyClick(view.tree, KEY.Key_Down, ALT)
    assert headings(view.session)[-2:] == ["（二）落实资金保障", "1.守住安全底线"]
    assert view.model.node_id(view.tree.currentIndex()) == node(view.session, "落实资金保障")
    agree(view)


def test_delete_takes_the_branch_and_undo_returns_to_it(view):
    gone = go(view, "摸清加装需求")
    QTest.keyClick(view.tree, KEY.Key_Delete)
    assert len(view.session.content.nodes) == 4
    assert view.current_node != gone
    agree(view)
    view.session.undo()
    assert len(view.session.content.nodes) == 7
    assert view.current_node == gone
    assert view.tree.isExpanded(view.model.index_of(gone))
    agree(view)


def test_actions_are_offered_only_where_they_do_something(view):
    def offered() -> set[str]:
        return {action.text() for action in view.actions() if action.text() and action.isEnabled()}

    always = {"新增", "新增下级", "批注", "折叠", "章节"}
    view.select_node(PREAMBLE)
    assert offered() == always
    go(view, "工作目标")
    assert offered() == always | {"删除", "下移", "级别", "类型", "责任单位"}
    go(view, "落实资金保障")
    assert offered() == always | {"删除", "上移", "升级", "降级", "级别", "类型", "责任单位"}


def test_kind_is_changed_by_its_menu(view):
    go(view, "工作目标")
    menu = next(action.menu() for action in view.actions() if action.text() == "类型")
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["章节"]
    next(action for action in menu.actions() if action.text() == "专栏").trigger()
    assert next(one for one in view.session.content.nodes if one.title == "工作目标").kind.value == "box"
    assert next(line.text for line in view.sheet.text.lines if line.is_boxed) == "工作目标"


def test_the_layout_of_the_plan_says_how_headings_look(view):
    line = next(line for line in view.sheet.text.lines if line.label == "（一）")
    assert not view.sheet.text.style.font(line).bold()
    layout = LayoutProfile(headings=HeadingProfile(bold2=True), page=STANDARD.page)
    view.session.perform(set_layout, profile_to_json(layout))
    block = view.sheet.text.block(view.sheet.text.lines.index(line))
    assert block.charFormat().font().bold()
    agree(view)


def test_the_text_grows_with_the_zoom(view):
    put(view, "补贴", 3)
    before = view.sheet.line_rect(0).height()
    view.show_zoom(150)
    assert view.sheet.line_rect(0).height() > before
    assert caret(view) == ("补贴按层数分档。", 3)
    agree(view)


def test_a_text_that_is_not_seen_follows_when_it_is_seen_again(opened):
    view = opened.workspace.view()
    before = view.sheet.document().toPlainText()
    opened.workspace.go_to("tasks")
    for _ in range(2):
        opened.session.perform(add_node, None, 0, "总则")
    assert view.sheet.document().toPlainText() == before
    opened.workspace.go_to("outline")
    assert [line.label for line in view.sheet.text.lines if line.text == "总则"] == ["一、", "二、"]
    assert view.model.index_of(opened.session.content.nodes[-1].id).isValid()
    agree(view)


def test_an_empty_plan_says_how_to_begin(tmp_path, qapp, qtbot):
    with Store.create(tmp_path / "空.fangan"):
        pass
    store = Store.open(tmp_path / "空.fangan")
    view = OutlineView(Session(store))
    qtbot.addWidget(view)
    view.show()
    assert view._empty.isVisible()
    QTest.mouseClick(view._empty.findChild(PrimaryButton), Qt.MouseButton.LeftButton)
    assert not view._empty.isVisible()
    write(view, "Aims")
    view.finish_editing()
    assert headings(view.session) == ["一、Aims"]
    agree(view)
    store.close()
