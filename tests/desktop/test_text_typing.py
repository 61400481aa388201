"""正文: typing, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from db.outline import set_text, set_title
from db.store import Store
from db.text import set_paragraph
from desktop.session import Session
from desktop.views.outline_view import OutlineView
from desktop.widgets.text_places import Place
from tests.desktop.text_helpers import (
    ALT,
    CTRL,
    KEY,
    agree,
    caret,
    headings,
    index_of,
    press,
    put,
    shown,
    stored,
    texts,
    view,
    write,
)

__all__ = ["view"]
AIM = "用两年时间，为具备条件的小区加装电梯。"


def compose(view, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(view.sheet, event)


def test_the_whole_plan_is_one_text(view):
    assert shown(view) == [
        "老旧小区加装电梯工作方案",
        "",
        "一、工作目标",
        AIM,
        "二、重点任务",
        "（一）摸清加装需求",
        "",
        "1.入户走访",
        "逐户登记意愿。",
        "2.现场勘察",
        "逐栋查验结构。",
        "（二）守住安全底线",
        "电梯投用前完成监督检验。",
        "（三）落实资金保障",
        "居民出资与财政补贴相结合。",
        "补贴按层数分档。",
    ]
    agree(view)


def test_typing_is_written_after_a_pause_and_on_leaving(view, qtbot):
    put(view, AIM, -1)
    with qtbot.waitSignal(view.session.changed):
        write(view, "ab")
    assert texts(view.session, "工作目标") == [AIM + "ab"]
    write(view, "cd")
    press(view, KEY.Key_Up)
    assert texts(view.session, "工作目标") == [AIM + "abcd"]
    view.session.undo()
    assert texts(view.session, "工作目标") == [AIM], "typing in one go is one step"
    assert caret(view) == (AIM, len(AIM))
    agree(view)


def test_typing_into_another_line_is_another_step(view):
    put(view, AIM, -1)
    write(view, "ab")
    put(view, "逐户", -1)
    write(view, "cd")
    view.finish_editing()
    view.session.undo()
    assert texts(view.session, "工作目标") == [AIM + "ab"]
    assert texts(view.session, "入户走访") == ["逐户登记意愿。"]
    view.session.redo()
    assert caret(view) == ("逐户登记意愿。cd", 9)


def test_a_pause_leaves_blanks_under_the_caret_and_leaving_takes_them(view, qtbot):
    put(view, AIM, -1)
    with qtbot.waitSignal(view.session.changed):
        write(view, "a ")
    assert view.sheet.text.typed(3) == AIM + "a "
    press(view, KEY.Key_Down)
    assert view.sheet.text.typed(3) == AIM + "a"


def test_headings_and_the_title_are_typed_in_place(view):
    put(view, "工作目标", -1)
    write(view, "A")
    put(view, "老旧", -1)
    write(view, "B")
    view.finish_editing()
    assert headings(view.session)[0] == "一、工作目标A"
    assert view.session.content.info.title.endswith("方案B")
    assert view.heading().endswith("B")


def test_the_opening_is_written_where_its_hint_stands(view):
    put(view, "老旧", 0)
    press(view, KEY.Key_Return)
    assert view.sheet.place() == Place(1, 0)
    write(view, "why")
    view.finish_editing()
    assert [one.text for one in view.session.content.preamble] == ["why"]
    assert caret(view) == ("why", 3)
    write(view, "!")
    view.finish_editing()
    assert [one.text for one in view.session.content.preamble] == ["why!"]
    view.session.undo()
    view.session.undo()
    assert not view.session.content.preamble
    agree(view)


def test_a_clause_typed_into_the_text_becomes_chips_on_leaving(view, qtbot):
    put(view, "补贴", -1)
    with qtbot.waitSignal(view.session.changed):
        view.sheet.write("（牵头单位：区财政局）")
    assert view.sheet.text.typed(index_of(view, "补贴")).endswith("）"), "not while it is being typed"
    press(view, KEY.Key_Up)
    line = view.sheet.text.lines[index_of(view, "补贴")]
    assert [chip.name for chip in line.chips] == ["区财政局"]
    assert view.sheet.text.typed(index_of(view, "补贴")) == "补贴按层数分档。"
    agree(view)


def test_a_change_elsewhere_keeps_caret_and_scroll(view):
    view.resize(1000, 260)
    target = put(view, "电梯投用", 5)
    view.sheet.ensureCursorVisible()
    height = view.sheet.cursorRect().top()
    nodes = {one.title: one for one in view.session.content.nodes}
    view.session.perform(set_text, nodes["工作目标"].id, "一。\n二。\n三。\n四。")
    assert caret(view) == ("电梯投用前完成监督检验。", 5)
    assert view.editor.spot().key == target
    assert view.sheet.cursorRect().top() == height
    agree(view)


def test_a_change_elsewhere_leaves_what_is_being_typed(view):
    put(view, AIM, -1)
    write(view, "mine")
    nodes = {one.title: one for one in view.session.content.nodes}
    view.session.perform(set_title, nodes["工作目标"].id, "总体目标")
    assert view.sheet.text.typed(3) == AIM + "mine"
    view.finish_editing()
    assert texts(view.session, "总体目标") == [AIM + "mine"]


def test_a_stale_edit_is_refused_and_shows_the_newest_text(view, qtbot):
    key = put(view, AIM, -1)
    write(view, "mine")
    with qtbot.waitSignal(view.session.failed) as caught:
        view.session.perform(set_paragraph, key.id, "别处写的。")
        view.finish_editing()
    assert caught.args[0].code == "stale_edit"
    assert view.sheet.text.typed(3) == "别处写的。"
    agree(view)


def test_a_full_disk_keeps_what_was_typed(view, store, qtbot):
    put(view, AIM, -1)
    write(view, "kept")
    store.db.execute("PRAGMA query_only = ON")
    with qtbot.waitSignal(view.session.failed):
        put(view, "电梯投用")
    assert view.sheet.text.typed(3) == AIM + "kept"
    store.db.execute("PRAGMA query_only = OFF")
    view.finish_editing()
    assert texts(view.session, "工作目标") == [AIM + "kept"]


def test_what_was_typed_is_there_after_reopening_and_can_be_undone(view, store):
    put(view, AIM, -1)
    write(view, "later")
    view.finish_editing()
    again = Session(Store.open(store.path))
    assert texts(again, "工作目标") == [AIM + "later"]
    again.undo()
    assert texts(again, "工作目标") == [AIM]
    again.store.close()


def test_an_input_method_composes_undisturbed(view):
    put(view, AIM, 3)
    compose(view, "dianti")
    assert view.sheet.text.typed(3) == AIM
    key = view.editor.spot().key
    view.session.perform(set_paragraph, key.id, "换了。")
    block = view.sheet.text.block(3)
    assert block.layout().preeditAreaText() == "dianti", "a change waits"
    assert block.text() == AIM
    compose(view, "", "电梯")
    assert not block.layout().preeditAreaText()
    view.finish_editing()
    agree(view)


def test_what_an_input_method_gives_is_written(view):
    put(view, AIM, 3)
    compose(view, "dianti")
    compose(view, "", "电梯")
    view.finish_editing()
    assert texts(view.session, "工作目标") == [AIM[:3] + "电梯" + AIM[3:]]
    assert caret(view)[1] == 5


def test_ctrl_z_is_left_to_the_window(view):
    put(view, AIM, -1)
    write(view, "abc")
    press(view, KEY.Key_Z, CTRL)
    assert view.sheet.text.typed(3) == AIM + "abc", "steps are the plan's, and so is the key"
    assert not view.sheet.document().isUndoRedoEnabled()


def test_ctrl_z_in_the_window_takes_back_typing(opened):
    view = opened.workspace.view()
    put(view, AIM, -1)
    write(view, "abc")
    QTest.keyClick(view.sheet, KEY.Key_Z, CTRL)
    assert stored(opened.session)[3] == AIM
    assert view.sheet.text.typed(3) == AIM
    QTest.keyClick(view.sheet, KEY.Key_Y, CTRL)
    assert view.sheet.text.typed(3) == AIM + "abc"


def test_characters_beyond_the_first_plane_count_as_one(view):
    put(view, AIM, -1)
    view.sheet.write("𠮷𠮷")
    assert view.sheet.place().offset == len(AIM) + 2
    press(view, KEY.Key_Left)
    press(view, KEY.Key_Return)
    assert texts(view.session, "工作目标") == [AIM + "𠮷", "𠮷"]
    agree(view)


def test_alt_arrows_while_typing_take_the_text_along(view):
    put(view, "补贴", -1)
    write(view, "abc")
    press(view, KEY.Key_Up, ALT)
    assert headings(view.session)[5] == "（二）落实资金保障"
    assert texts(view.session, "落实资金保障")[-1].endswith("abc")
    assert caret(view) == ("补贴按层数分档。abc", 11)
    assert view.sheet.hasFocus() or view.sheet.focusPolicy() is not Qt.FocusPolicy.NoFocus
    agree(view)


def test_a_plan_opened_to_be_read_is_not_written_on(session, qtbot):
    session.store.is_read_only = True
    view = OutlineView(session)
    qtbot.addWidget(view)
    view.show()
    before = shown(view)
    put(view, AIM, 2)
    write(view, "abc")
    press(view, KEY.Key_Backspace)
    assert shown(view) == before
    with qtbot.waitSignal(session.failed) as caught:
        press(view, KEY.Key_Return)
    assert caught.args[0].code == "opened_read_only"
    assert shown(view) == before


def test_typing_the_title_is_one_step(view, qtbot):
    put(view, "老旧", -1)
    for letters in ("ab", "cd"):
        with qtbot.waitSignal(view.session.changed):
            write(view, letters)
    view.finish_editing()
    assert view.session.content.info.title.endswith("方案abcd")
    view.session.undo()
    assert view.session.content.info.title.endswith("方案")
    agree(view)
