"""正文: copying, cutting and pasting by keys; each pasting is one step to undo."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.views.text_clipboard import read_form
from desktop.widgets.text_places import Place
from tests.desktop.text_helpers import (
    CTRL,
    KEY,
    agree,
    caret,
    headings,
    index_of,
    paste,
    press,
    put,
    select,
    shown,
    texts,
    view,
)

__all__ = ["view"]
AIM = "用两年时间，为具备条件的小区加装电梯。"


@pytest.fixture
def undoes(view):
    """Take the last step back at the end of a test: the text is what it was, on the page and in the plan."""
    before = shown(view)
    yield
    view.show()  # pytest-qt has closed it by now, and a text that is not seen does not follow
    agree(view)
    view.session.undo()
    assert shown(view) == before
    agree(view)


def test_pasting_paragraphs_makes_paragraphs(view, undoes):
    put(view, AIM, 6)
    paste(view, "甲。\r\n\r\n  乙。\r\n丙。")
    assert texts(view.session, "工作目标") == [AIM[:6] + "甲。", "乙。", "丙。" + AIM[6:]]
    assert caret(view) == ("丙。" + AIM[6:], 2)


def test_pasting_over_several_lines_replaces_them(view, undoes):
    select(view, "居民出资", 0, "补贴", -1)
    paste(view, "甲。\n乙。\n")
    assert texts(view.session, "落实资金保障") == ["甲。", "乙。"]
    assert caret(view) == ("乙。", 2)


def test_pasting_one_line_is_like_typing_it(view):
    put(view, AIM, 3)
    paste(view, "甲乙\n")
    view.finish_editing()
    assert texts(view.session, "工作目标") == [AIM[:3] + "甲乙" + AIM[3:]]
    agree(view)


def test_lines_pasted_into_the_title_become_one(view):
    put(view, "老旧", 0)
    paste(view, "甲\n乙\n")
    view.finish_editing()
    assert view.session.content.info.title == "甲 乙老旧小区加装电梯工作方案"
    agree(view)


def test_paragraphs_are_pasted_where_the_opening_is_to_be(view, undoes):
    view.sheet.go_to(view.sheet.place()._replace(line=1, offset=0, chip=-1))
    paste(view, "甲。\n乙。")
    assert [one.text for one in view.session.content.preamble] == ["甲。", "乙。"]
    assert caret(view) == ("乙。", 2)


def test_copying_gives_numbers_and_clauses_as_they_print(view):
    select(view, "守住安全底线", 0, "落实资金保障", 2)
    press(view, KEY.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines == ["（二）守住安全底线", "电梯投用前完成监督检验。（落实单位：区市场监管局、各镇街）", "（三）落实"]


def test_cutting_and_pasting_moves_text(view):
    select(view, "居民出资", 0, "居民出资", 4)
    press(view, KEY.Key_X, CTRL)
    assert view.sheet.text.typed(14) == "与财政补贴相结合。"
    put(view, "补贴", 0)
    press(view, KEY.Key_V, CTRL)
    view.finish_editing()
    assert texts(view.session, "落实资金保障") == ["与财政补贴相结合。", "居民出资补贴按层数分档。"]
    agree(view)


def test_a_section_that_is_cut_and_pasted_keeps_headings_kinds_and_duties(view):
    select(view, "守住安全底线", 0, "电梯投用", -1)
    end = view.sheet.position_of(Place(index_of(view, "电梯投用"), 12, 2)) + 1
    cursor = view.sheet.textCursor()
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    view.sheet.setTextCursor(cursor)
    press(view, KEY.Key_X, CTRL)
    assert "（二）落实资金保障" in headings(view.session)
    put(view, "补贴", -1)
    press(view, KEY.Key_V, CTRL)
    assert headings(view.session)[-1] == "（三）守住安全底线"
    node = view.session.content.nodes[-1]
    assert (node.title, node.kind.value, node.deadline) == ("守住安全底线", "task", "长期坚持")
    assert view.session.content.printed_paragraphs(node) == [
        "电梯投用前完成监督检验。（落实单位：区市场监管局、各镇街）"
    ]
    assert caret(view) == ("电梯投用前完成监督检验。", 12)
    agree(view)
    view.session.undo()
    view.session.undo()
    assert headings(view.session)[-2] == "（二）守住安全底线"
    agree(view)


def test_headings_pasted_at_the_start_of_a_line_come_before_it(view, undoes):
    select(view, "守住安全底线", 0, "电梯投用", -1)
    press(view, KEY.Key_C, CTRL)
    put(view, "落实资金保障", 0)
    press(view, KEY.Key_V, CTRL)
    assert headings(view.session)[-3:] == ["（二）守住安全底线", "（三）守住安全底线", "（四）落实资金保障"]


def test_paragraphs_pasted_before_a_heading_leave_it_one(view, undoes):
    put(view, "落实资金保障", 0)
    paste(view, "甲。\n乙。")
    assert texts(view.session, "守住安全底线")[1:] == ["甲。", "乙。"]
    assert headings(view.session)[-1] == "（三）落实资金保障"


def test_a_damaged_clipboard_is_only_its_text():
    good = {"text": "甲", "level": 1, "clause": "", "kind": "task", "deadline": ""}
    form = {"format": "fangan-text/1", "lines": [good]}
    assert read_form(json.dumps(form).encode())[0].kind == "task"
    for broken in (b"", b"{", b"[]", b"\xff", json.dumps({**form, "format": "x"}).encode()):
        assert read_form(broken) == []
    for wrong in ({"level": 99}, {"level": "1"}, {"kind": "x"}, {"text": "甲"}):
        lines = [{**good, **wrong} if wrong != {"text": "甲"} else wrong]
        assert read_form(json.dumps({**form, "lines": lines}).encode()) == []


def test_cutting_over_lines_leaves_the_clipboard_full(view, undoes):
    select(view, "居民出资", 2, "补贴", 2)
    press(view, KEY.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "出资与财政补贴相结合。\n补贴"
    assert texts(view.session, "落实资金保障") == ["居民按层数分档。"]
