"""正文: folding, and that a change touches only its own blocks."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.outline import add_node, set_text, set_title, shift_node
from db.remarks import load_remarks
from db.store import Store
from db.text import set_paragraph
from desktop.models.text_lines import LineKey, LineKind
from desktop.session import Session
from desktop.views.outline_view import OutlineView
from desktop.widgets.text_places import Place
from domain.changes import ChangeSet
from domain.outline import NodeKind
from tests.desktop.sample_plan import inserted
from tests.desktop.text_helpers import (
    CTRL,
    KEY,
    SHIFT,
    agree,
    caret,
    index_of,
    paste,
    press,
    put,
    select,
    texts,
    view,
    write,
)

__all__ = ["view"]


def seen(view) -> list[str]:
    """The words of the lines that are not folded away."""
    text = view.sheet.text
    return [text.typed(index) for index in range(len(text.lines)) if text.block(index).isVisible()]


def test_a_click_on_the_triangle_folds_and_unfolds(view):
    index = index_of(view, "摸清")
    rect = view.sheet.fold_rect(index)
    before = view.sheet.line_rect(index_of(view, "守住")).top()
    QTest.mouseClick(view.sheet.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert "入户走访" not in seen(view)
    assert "守住安全底线" in seen(view)
    assert view.sheet.line_rect(index_of(view, "守住")).top() < before
    QTest.mouseClick(view.sheet.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert "入户走访" in seen(view)
    assert view.sheet.line_rect(index_of(view, "守住")).top() == before


def test_ctrl_period_folds_the_section_of_the_caret(view):
    put(view, "逐户登记", 2)
    press(view, KEY.Key_Period, CTRL)
    assert "逐户登记意愿。" not in seen(view)
    assert caret(view) == ("入户走访", 4), "the caret comes out of what is folded"
    press(view, KEY.Key_Period, CTRL)
    assert "逐户登记意愿。" in seen(view)


def test_all_can_be_folded_and_unfolded(view):
    press(view, KEY.Key_Comma, CTRL | SHIFT)
    assert seen(view) == ["老旧小区加装电梯工作方案", "", "工作目标", "重点任务"]
    press(view, KEY.Key_Period, CTRL | SHIFT)
    assert len(seen(view)) == len(view.sheet.text.lines)


def test_the_caret_steps_over_what_is_folded(view):
    put(view, "摸清", 0)
    press(view, KEY.Key_Period, CTRL)
    put(view, "摸清", -1)
    press(view, KEY.Key_Right)
    assert caret(view) == ("守住安全底线", 0)
    press(view, KEY.Key_Left)
    assert caret(view) == ("摸清加装需求", 6)
    press(view, KEY.Key_Down)
    assert caret(view)[0] == "守住安全底线"


def test_going_into_a_fold_opens_it(view):
    view.fold_all()
    view.select_node(next(one.id for one in view.session.content.nodes if one.title == "现场勘察"))
    assert caret(view) == ("现场勘察", 0)
    assert "现场勘察" in seen(view)
    assert "用两年时间，为具备条件的小区加装电梯。" not in seen(view)


def test_undo_goes_where_it_was_though_folded(view):
    put(view, "逐户登记", -1)
    write(view, "x")
    view.finish_editing()
    view.fold_all()
    view.session.undo()
    assert caret(view) == ("逐户登记意愿。", 7)
    assert "逐户登记意愿。" in seen(view)


def test_enter_behind_a_folded_heading_opens_it(view):
    put(view, "入户走访", -1)
    press(view, KEY.Key_Period, CTRL)
    press(view, KEY.Key_Return)
    write(view, "first")
    view.finish_editing()
    assert texts(view.session, "入户走访") == ["first", "逐户登记意愿。"]
    assert "first" in seen(view)
    agree(view)


def test_what_is_folded_stays_folded_through_changes(view):
    put(view, "摸清", 0)
    press(view, KEY.Key_Period, CTRL)
    node = view.current_node
    view.session.perform(shift_node, node, 1)
    assert "入户走访" not in seen(view)
    assert view.sheet.text.folded == {node}
    agree(view)


def big(session: Session) -> list[int]:
    """Forty tasks of three paragraphs more; returns the paragraphs' ids."""
    chapter = next(one.id for one in session.content.nodes if one.title == "重点任务")
    for index in range(40):
        node = inserted(session.perform(add_node, chapter, 3 + index, f"任务{index}", NodeKind.TASK), "outline_node")
        session.perform(set_text, node, "\n".join(f"{index}之{part}" for part in range(3)))
    return [one.id for node in session.content.nodes for one in node.paragraphs]


def rewritten(view: OutlineView, positions: list[tuple[int, int, int]]) -> set[int]:
    document = view.sheet.document()
    return {document.findBlock(at).blockNumber() for at, removed, added in positions if removed or added}


def test_a_change_in_a_big_plan_touches_only_its_blocks(view):
    session = view.session
    paragraphs = big(session)
    told: list[tuple[int, int, int]] = []
    view.sheet.document().contentsChange.connect(lambda *change: told.append(change))
    session.perform(set_paragraph, paragraphs[-1], "别的")
    assert view.sheet.text.touched == [view.sheet.text.lines[index_of(view, "别的")].key]
    assert rewritten(view, told) == {index_of(view, "别的")}
    told.clear()
    node = next(one for one in session.content.nodes if one.title == "任务20")
    session.perform(set_title, node.id, "新任务")
    assert rewritten(view, told) == {index_of(view, "新任务")}
    agree(view)


def test_typing_rewrites_nothing(view, qtbot):
    big(view.session)
    put(view, "20之1", -1)
    with qtbot.waitSignal(view.session.changed):
        write(view, "abc")
    assert view.sheet.text.touched == [view.editor.spot().key], "known, not written again"
    assert caret(view) == ("20之1abc", 7)


def test_a_move_in_a_big_plan_leaves_the_other_sections_alone(view):
    big(view.session)
    kept = view.sheet.text.block(index_of(view, "逐户登记"))
    layout = kept.layout().lineAt(0).naturalTextWidth()
    put(view, "任务5", 0)
    view.move_down()
    assert all("入户" not in str(key) for key in view.sheet.text.touched)
    assert len(view.sheet.text.touched) <= 12
    assert kept.layout().lineAt(0).naturalTextWidth() == layout
    agree(view)


def test_a_remark_is_written_on_what_is_selected(view):
    view.resize(560, 500)  # where there is no room beside the page
    select(view, "用两年时间", 1, "用两年时间", 3)
    press(view, KEY.Key_M, CTRL | Qt.KeyboardModifier.AltModifier)
    box = view._box
    assert box.isVisible()
    QTest.keyClicks(box.input, "really?")
    QTest.keyClick(box.input, KEY.Key_Return)
    remark = load_remarks(view.session.store.db)[-1]
    assert (remark.text, remark.quote, remark.node_id) == ("really?", "两年", view.current_node)
    assert view.sheet.hasFocus()


def test_where_lines_stand_is_told_for_the_margin(view, qtbot):
    view.resize(1000, 300)
    rects = list(view.block_rects())
    assert rects[0][0] == 0
    assert all(after[2].top() >= before[2].bottom() - 1 for before, after in pairwise(rects))
    with qtbot.waitSignal(view.laid_out):
        view.sheet.verticalScrollBar().setValue(100)
    assert dict.fromkeys(view.block_rects()) != dict.fromkeys(rects)


def test_a_table_in_the_text_has_its_place_and_is_not_written_on(view):
    session = view.session
    table = session.content.tables[0].id
    node = next(one.id for one in session.content.nodes if one.title == "落实资金保障")

    def place(store: Store) -> ChangeSet:
        with store.operation("放入正文") as scope:
            scope.update("appendix_table", table, {"place_node_id": node, "place_after": 1})
        return scope.changes

    session.perform(place)
    index = index_of(view, "居民出资") + 1
    line = view.sheet.text.lines[index]
    assert (line.key, line.mark) == (LineKey(LineKind.TABLE, table), "附表1　加装电梯问题清单")
    assert view.sheet.text.typed(index + 1) == "补贴按层数分档。"
    view.sheet.go_to(Place(index, 0))
    write(view, "x")
    paste(view, "y")
    press(view, KEY.Key_Return)
    press(view, KEY.Key_Delete)
    put(view, "补贴", 0)
    press(view, KEY.Key_Backspace)
    view.finish_editing()
    assert texts(session, "落实资金保障") == ["居民出资与财政补贴相结合。", "补贴按层数分档。"]
    session.undo()
    agree(view)
