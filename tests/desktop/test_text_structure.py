"""正文: splitting and joining, levels, selections over several lines, pasting; each is one step to undo."""

from __future__ import annotations

import pytest

from tests.desktop.text_helpers import (
    ALT,
    CTRL,
    KEY,
    SHIFT,
    agree,
    caret,
    headings,
    press,
    put,
    select,
    shown,
    texts,
    view,
    write,
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


def test_enter_splits_a_paragraph(view, undoes):
    put(view, AIM, 6)
    press(view, KEY.Key_Return)
    assert texts(view.session, "工作目标") == [AIM[:6], AIM[6:]]
    assert caret(view) == (AIM[6:], 0)


def test_enter_at_the_end_begins_another_paragraph(view):
    put(view, AIM, -1)
    press(view, KEY.Key_Return)
    write(view, "two")
    press(view, KEY.Key_Return, SHIFT)
    write(view, "three")
    view.finish_editing()
    assert texts(view.session, "工作目标") == [AIM, "two", "three"]
    agree(view)
    view.session.undo()
    assert texts(view.session, "工作目标") == [AIM, "two", ""]


def test_enter_takes_along_what_was_typed(view):
    put(view, AIM, 3)
    write(view, "ab")
    press(view, KEY.Key_Return)
    assert texts(view.session, "工作目标") == [AIM[:3] + "ab", AIM[3:]]
    agree(view)


def test_enter_behind_a_heading_begins_its_text(view):
    put(view, "重点任务", -1)
    press(view, KEY.Key_Return)
    write(view, "so:")
    view.finish_editing()
    assert texts(view.session, "重点任务") == ["so:"]
    assert caret(view) == ("so:", 3)
    agree(view)


def test_enter_inside_a_heading_makes_the_rest_text(view, undoes):
    put(view, "重点任务", 2)
    press(view, KEY.Key_Return)
    assert headings(view.session)[1] == "二、重点"
    assert texts(view.session, "重点") == ["任务"]
    assert caret(view) == ("任务", 0)


def test_enter_before_a_heading_makes_room_above_it(view, undoes):
    put(view, "重点任务", 0)
    press(view, KEY.Key_Return)
    assert texts(view.session, "工作目标") == [AIM, ""]
    assert caret(view) == ("重点任务", 0)


def test_backspace_at_the_start_joins_paragraphs(view, undoes):
    put(view, "补贴", 0)
    press(view, KEY.Key_Backspace)
    assert texts(view.session, "落实资金保障") == ["居民出资与财政补贴相结合。补贴按层数分档。"]
    assert caret(view)[1] == len("居民出资与财政补贴相结合。")


def test_delete_at_the_end_joins_paragraphs(view, undoes):
    put(view, "居民出资", -1)
    press(view, KEY.Key_Delete)
    assert texts(view.session, "落实资金保障") == ["居民出资与财政补贴相结合。补贴按层数分档。"]
    assert caret(view)[1] == len("居民出资与财政补贴相结合。")


def test_backspace_joins_the_first_paragraph_to_its_heading(view, undoes):
    put(view, AIM, 0)
    press(view, KEY.Key_Backspace)
    assert headings(view.session)[0] == "一、工作目标" + AIM
    assert caret(view)[1] == 4


def test_backspace_before_a_heading_makes_it_text(view, undoes):
    put(view, "落实资金保障", 0)
    press(view, KEY.Key_Backspace)
    assert texts(view.session, "守住安全底线")[1:] == ["落实资金保障", "居民出资与财政补贴相结合。", "补贴按层数分档。"]
    assert caret(view) == ("落实资金保障", 0)


def test_delete_behind_a_paragraph_takes_the_next_heading_in(view, undoes):
    put(view, "逐户登记", -1)
    press(view, KEY.Key_Delete)
    assert texts(view.session, "入户走访") == ["逐户登记意愿。现场勘察", "逐栋查验结构。"]


def test_an_empty_paragraph_goes_by_backspace(view):
    put(view, AIM, -1)
    press(view, KEY.Key_Return)
    press(view, KEY.Key_Backspace)
    assert texts(view.session, "工作目标") == [AIM]
    assert caret(view) == (AIM, len(AIM))
    agree(view)


def test_delete_by_words_stays_in_the_line(view):
    put(view, "电梯投用", -2)
    press(view, KEY.Key_Delete, CTRL)
    view.finish_editing()
    assert texts(view.session, "守住安全底线") == ["电梯投用前完成监督检验"]
    assert len(view.session.content.duties) == 4
    agree(view)


@pytest.mark.parametrize(("key", "label"), [(KEY.Key_1, "二、"), (KEY.Key_2, "（一）")])
def test_ctrl_and_a_digit_make_a_paragraph_a_heading(view, undoes, key, label):
    put(view, AIM, 2)
    press(view, key, CTRL)
    assert label + AIM in headings(view.session)
    assert caret(view) == (AIM, 2)


def test_ctrl_0_makes_a_heading_text(view, undoes):
    put(view, "现场勘察", 1)
    press(view, KEY.Key_0, CTRL)
    assert texts(view.session, "入户走访") == ["逐户登记意愿。", "现场勘察", "逐栋查验结构。"]


def test_ctrl_and_a_digit_bring_a_heading_to_a_level(view, undoes):
    put(view, "现场勘察", 1)
    press(view, KEY.Key_1, CTRL)
    assert "三、现场勘察" in headings(view.session)
    assert caret(view) == ("现场勘察", 1)


def test_tab_at_the_start_of_a_heading_changes_its_level(view):
    put(view, "落实资金保障", 0)
    press(view, KEY.Key_Tab)
    assert "1.落实资金保障" in headings(view.session)
    press(view, KEY.Key_Backtab, SHIFT)
    assert "（三）落实资金保障" in headings(view.session)
    assert caret(view) == ("落实资金保障", 0)
    agree(view)


def test_tab_elsewhere_goes_on_to_another_pane(view):
    put(view, AIM, 2)
    press(view, KEY.Key_Tab)
    assert not view.sheet.hasFocus()


def test_alt_arrows_promote_demote_and_move_with_all_below(view):
    put(view, "摸清加装需求", 2)
    press(view, KEY.Key_Down, ALT)
    assert headings(view.session)[2:6] == [
        "（一）守住安全底线",
        "（二）摸清加装需求",
        "1.入户走访",
        "2.现场勘察",
    ]
    agree(view)
    press(view, KEY.Key_Left, ALT)
    lines = headings(view.session)
    assert "三、摸清加装需求" in lines
    assert lines[lines.index("三、摸清加装需求") + 1 :][:2] == ["（一）入户走访", "（二）现场勘察"]
    assert caret(view) == ("摸清加装需求", 2)
    agree(view)
    view.session.undo()
    view.session.undo()
    assert headings(view.session)[2] == "（一）摸清加装需求"
    agree(view)


def test_several_selected_headings_move_as_one_step(view, undoes):
    select(view, "守住安全底线", 0, "落实资金保障", 2)
    press(view, KEY.Key_Left, ALT)
    assert headings(view.session)[-2:] == ["三、守住安全底线", "四、落实资金保障"]


def test_ctrl_enter_adds_a_heading_of_the_same_level(view):
    put(view, "电梯投用", 3)
    press(view, KEY.Key_Return, CTRL)
    write(view, "new")
    view.finish_editing()
    assert headings(view.session)[6] == "（三）new"
    assert view.session.content.nodes[-1].kind.value == "task"
    agree(view)


def test_deleting_over_lines_is_one_step(view, undoes):
    select(view, AIM, 3, "逐户登记", 2)
    press(view, KEY.Key_Delete)
    assert texts(view.session, "工作目标") == [AIM[:3] + "登记意愿。"]
    assert "2.现场勘察" not in headings(view.session)
    assert caret(view)[1] == 3


def test_whole_lines_go_without_leaving_an_empty_heading(view, undoes):
    select(view, "守住安全底线", 0, "电梯投用", -1)
    press(view, KEY.Key_Backspace)
    assert "（二）落实资金保障" in headings(view.session)
    assert caret(view) == ("落实资金保障", 0)


def test_typing_over_several_lines_replaces_them(view):
    select(view, "居民出资", 2, "补贴", 2)
    write(view, "x")
    view.finish_editing()
    assert texts(view.session, "落实资金保障") == ["居民x按层数分档。"]
    agree(view)


def test_everything_can_be_selected_and_deleted(view, undoes):
    press(view, KEY.Key_A, CTRL)
    press(view, KEY.Key_Delete)
    assert view.session.content.info.title == ""
    assert len(view.session.content.nodes) <= 1
