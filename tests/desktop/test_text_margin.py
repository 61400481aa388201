"""The margin of the text: changes since a version and remarks, by mouse and by keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.remarks import add_remark
from db.text import add_paragraph, remove_paragraphs, set_paragraph
from db.versions import add_version
from desktop.main_window import MainWindow
from desktop.views.outline_view import OutlineView
from desktop.widgets.text_margin import stack
from domain.remarks import Remark, RemarkKind
from domain.version_difference import ChangeKind

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(opened: MainWindow, qtbot) -> OutlineView:
    """正文 of the small plan in a wide window, the version “一稿” kept."""
    opened.resize(1700, 900)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    session = opened.session
    session.perform(add_version, "一稿", session.content)
    view = opened.workspace.view()
    assert isinstance(view, OutlineView)
    qtbot.waitUntil(lambda: view.margins.watch._comparison is not None)
    return view


def _node(view: OutlineView, title: str):
    return next(one for one in view.session.content.nodes if one.title == title)


def _edit(view: OutlineView) -> None:
    """One paragraph is reworded, one is new, one is gone."""
    aims, funding = _node(view, "工作目标"), _node(view, "落实资金保障")
    view.session.perform(set_paragraph, aims.paragraphs[0].id, "用三年时间，为具备条件的小区加装电梯。")
    view.session.perform(add_paragraph, aims.id, 1, "先易后难，分批推进。")
    view.session.perform(remove_paragraphs, [funding.paragraphs[1].id])
    view.margins.watch.compare()
    view.margins.refresh()


def _remark(view: OutlineView, text: str, quote: str = "", title: str = "工作目标", *, settled: bool = False) -> None:
    remark = Remark(0, RemarkKind.COMMENT, text, quote, "李四", "2026-03-01T09:30:00", _node(view, title).id)
    if settled:
        remark = Remark(**{**vars(remark), "is_settled": True})
    view.session.perform(add_remark, remark)
    view.margins.refresh()


def test_nothing_is_beside_the_page_of_a_plan_without_versions_and_remarks(opened: MainWindow) -> None:
    view = opened.workspace.view()
    view.margins.refresh()
    assert view.margins.margin.isHidden()
    assert view.sheet.right_room == 0


def test_every_change_has_its_mark(view: OutlineView) -> None:
    _edit(view)
    kinds = [change.kind for change in view.margins.watch.changes]
    assert kinds == [ChangeKind.CHANGED, ChangeKind.NEW, ChangeKind.GONE]
    marked = view.margins.margin._lines
    assert [line.change.kind for line in marked] == kinds
    image = view.margins.margin.grab().toImage()
    ground = image.pixel(image.width() - 2, 2)
    for line in marked:
        middle = line.rect.bottom() if line.change.kind is ChangeKind.GONE else line.rect.center().y()
        strip = {image.pixel(x, y) for x in range(20) for y in range(middle - 8, middle + 2)}
        assert strip - {ground}


def test_typing_is_marked_when_it_rests(view: OutlineView, qtbot) -> None:
    view.show_spot(view.spot())
    view.editor.go_to_node(_node(view, "工作目标").id)
    QTest.keyClick(view.sheet, Qt.Key.Key_End)
    QTest.keyClicks(view.sheet, "ab")
    view.finish_editing()
    qtbot.waitUntil(lambda: [one.after for one in view.margins.watch.changes] == ["工作目标ab"])


def test_keys_walk_the_changes_and_one_is_put_back(view: OutlineView) -> None:
    _edit(view)
    desk, said = view.margins, view.session.content
    view.sheet.setFocus()
    view.editor.go_to_node(0)
    QTest.keyClick(view.sheet, Qt.Key.Key_F8, _CTRL)
    assert desk.card.isVisible()
    html = desk.card.text.text()
    assert "line-through" in html and "两" in html and "underline" in html and "三" in html
    QTest.keyClick(view.sheet, Qt.Key.Key_F8, _CTRL)
    assert desk._shown.kind is ChangeKind.NEW
    QTest.keyClick(view.sheet, Qt.Key.Key_F8, _CTRL | _SHIFT)
    assert desk._shown.kind is ChangeKind.CHANGED
    QTest.keyClick(view.sheet, Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.AltModifier)
    assert _node(view, "工作目标").paragraphs[0].text == "用两年时间，为具备条件的小区加装电梯。"
    assert not desk.card.isVisible()
    assert [one.kind for one in desk.watch.changes] == [ChangeKind.NEW, ChangeKind.GONE]
    view.session.undo()
    assert view.session.content.nodes == said.nodes or _node(view, "工作目标").paragraphs[0].text.startswith("用三年")


def test_the_mouse_spells_a_change_and_its_button_puts_it_back(view: OutlineView, qtbot) -> None:
    _edit(view)
    margin, desk = view.margins.margin, view.margins
    gone = next(line for line in margin._lines if line.change.kind is ChangeKind.GONE)
    QTest.mouseMove(margin, QPoint(10, gone.rect.bottom() - 60))
    QTest.mouseMove(margin, QPoint(10, gone.rect.bottom()))
    qtbot.waitUntil(desk.card.isVisible)
    assert "补贴按层数分档" in desk.card.text.text()
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(10, gone.rect.bottom()))
    QTest.mouseClick(desk.card.restore, Qt.MouseButton.LeftButton)
    assert [one.text for one in _node(view, "落实资金保障").paragraphs][-1] == "补贴按层数分档。"


def test_remarks_stand_beside_their_words_and_none_over_another(view: OutlineView) -> None:
    for text in ("口径请再核。", "请说明依据。", "三年是否更稳妥？"):
        _remark(view, text, "两年时间")
    margin = view.margins.margin
    assert margin.is_wide
    cards = sorted((card for card in margin.cards.values()), key=lambda card: card.y())
    assert len(cards) == 3 and all(card.isVisible() for card in cards)
    for above, below in pairwise(cards):
        assert above.geometry().bottom() < below.geometry().top()
    paragraph = _node(view, "工作目标").paragraphs[0].id
    line = next(rect for _, one, rect in view.block_rects() if one == paragraph)
    assert cards[0].y() == line.top() + view.sheet.viewport().y()


def test_a_card_is_settled_edited_and_removed_by_keys(view: OutlineView) -> None:
    _remark(view, "口径请再核。", "两年时间")
    (remark,) = view.session.content.remarks
    card = view.margins.margin.cards[remark.id]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert view.session.content.remarks[0].is_settled
    QTest.keyClick(card, Qt.Key.Key_Space)
    QTest.keyClick(card, Qt.Key.Key_Return)
    QTest.keyClicks(card.input, "abc")
    QTest.keyClick(card.input, Qt.Key.Key_Return)
    assert (view.session.content.remarks[0].text, view.session.content.remarks[0].is_settled) == ("abc", False)
    QTest.keyClick(card, Qt.Key.Key_Return)
    QTest.keyClicks(card.input, "xyz")
    QTest.keyClick(card.input, Qt.Key.Key_Escape)
    assert view.session.content.remarks[0].text == "abc"
    QTest.keyClick(card, Qt.Key.Key_Delete)
    assert view.session.content.remarks == ()
    view.session.undo()
    assert view.session.content.remarks[0].text == "abc"


def test_the_buttons_of_a_card(view: OutlineView) -> None:
    _remark(view, "口径请再核。", "两年时间")
    (remark,) = view.session.content.remarks
    card = view.margins.margin.cards[remark.id]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert card.settle.isVisible()
    QTest.mouseClick(card.settle, Qt.MouseButton.LeftButton)
    assert view.session.content.remarks[0].is_settled
    assert card.settle.text() == "恢复"


def test_a_new_remark_is_written_in_the_margin(view: OutlineView) -> None:
    _remark(view, "已有一条。")
    view.editor.go_to_node(_node(view, "工作目标").id)
    view.sheet.setFocus()
    view.add_remark()
    field = QApplication.focusWidget()
    assert field is view.margins.margin.cards[0].input
    QTest.keyClicks(field, "new")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [one.text for one in view.session.content.remarks] == ["已有一条。", "new"]
    assert view.session.content.remarks[1].node_id == _node(view, "工作目标").id
    view.add_remark()
    QTest.keyClick(view.margins.margin.cards[0].input, Qt.Key.Key_Escape)
    view.margins.refresh()
    assert len(view.session.content.remarks) == 2
    assert 0 not in view.margins.margin.cards


def test_a_key_walks_the_remarks_that_are_open(view: OutlineView) -> None:
    _remark(view, "一。", "两年时间")
    _remark(view, "二。", "", "守住安全底线")
    _remark(view, "三。", "", "重点任务", settled=True)
    view.editor.go_to_node(0)
    view.sheet.setFocus()
    said = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, _CTRL | Qt.KeyboardModifier.AltModifier)
        said.append(QApplication.focusWidget().remark.text)
    assert said == ["一。", "二。", "一。"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert view.sheet.hasFocus()


def test_what_is_being_written_on_a_card_is_not_lost_by_scrolling(view: OutlineView, opened: MainWindow) -> None:
    opened.resize(1700, 420)
    _remark(view, "口径请再核。", "两年时间")
    view.margins.refresh()
    (card,) = view.margins.margin.cards.values()
    card.edit()
    QTest.keyClicks(card.input, "abc")
    bar = view.sheet.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.margins.refresh()
    assert list(view.margins.margin.cards.values()) == [card] and card.isVisible()
    QTest.keyClick(card.input, Qt.Key.Key_Return)
    assert view.session.content.remarks[0].text == "abc"


def test_where_it_is_narrow_a_remark_is_a_dot_that_opens(view: OutlineView, opened: MainWindow, qtbot) -> None:
    opened.resize(900, 700)
    _remark(view, "口径请再核。", "两年时间")
    margin = view.margins.margin
    qtbot.waitUntil(lambda: not margin.is_wide)
    view.margins.refresh()
    (remark_id,) = margin.cards
    assert margin.cards[remark_id].isHidden()
    (dot,) = margin._dots().values()
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, pos=dot.center())
    card = margin.cards[remark_id]
    assert card.isVisible()
    assert card.visibleRegion().boundingRect() == card.rect()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert margin.cards[remark_id].isHidden()
    margin.open(remark_id)
    view.sheet.setFocus()
    qtbot.waitUntil(card.isHidden)


def test_boxes_are_stacked_from_their_places_and_kept_above_the_bottom() -> None:
    assert stack([(10, 20), (15, 20), (200, 20)], 400) == [10, 38, 200]
    assert stack([(10, 20), (90, 20), (95, 20)], 120) == [10, 72, 100]
    assert stack([(0, 60), (0, 60)], 100) == [0, 68]
    assert stack([], 100) == []
