"""Lines of a cell while they are typed."""

from hypothesis import given
from hypothesis import strategies as st

from domain.cell_lines import finished_text, grade_lines, join_lines, move_lines, split_line
from domain.tables import ColumnKind

ITEMS, MEASURES, TEXT = ColumnKind.ITEMS, ColumnKind.MEASURES, ColumnKind.TEXT


def test_a_split_line_keeps_its_grade():
    after = split_line(["★★缺芯片，缺软件"], 0, 6, ITEMS)
    assert after.texts == ("★★缺芯片，", "★★缺软件") and (after.line, after.column) == (1, 2)


def test_a_split_measure_numbers_on():
    after = split_line(["1.甲乙", "2.丙"], 0, 3, MEASURES)
    assert after.texts == ("1.甲", "2.乙", "3.丙")


def test_a_mark_alone_is_let_go():
    after = split_line(["★★甲", "★★"], 1, 2, ITEMS)
    assert after.texts == ("★★甲", "") and (after.line, after.column) == (1, 0)
    assert finished_text("★★甲\n★★", ITEMS) == "★★甲"
    assert finished_text("★★★", ITEMS) == "★★★"


def test_before_the_mark_a_line_is_pushed_down():
    assert split_line(["★甲"], 0, 0, ITEMS).texts == ("", "★甲")


def test_joined_lines_have_the_first_grade():
    after = join_lines(["★★★甲", "★乙", "丙"], 0, ITEMS)
    assert after.texts == ("★★★甲乙", "丙") and after.column == 4
    assert join_lines(["", "★乙"], 0, ITEMS).texts == ("★乙",)
    assert join_lines(["1.甲", "2.乙", "3.丙"], 0, MEASURES).texts == ("1.甲乙", "2.丙")


def test_grades_over_several_lines_leave_blank_ones():
    assert grade_lines(["甲", "", "★乙"], 0, 2, 3, ITEMS) == ("★★★甲", "", "★★★乙")
    assert grade_lines([""], 0, 0, 2, ITEMS) == ("★★",)
    assert grade_lines(["★★★甲"], 0, 0, None, ITEMS) == ("甲",)


def test_moved_measures_are_numbered_anew():
    assert move_lines(["1.甲", "2.乙", "3.丙"], 0, 0, 1, MEASURES) == ("1.乙", "2.甲", "3.丙")
    assert move_lines(["甲", "乙", "丙"], 1, 2, -1, TEXT) == ("乙", "丙", "甲")


@given(st.lists(st.text("甲乙★1.", max_size=6), min_size=1, max_size=4), st.sampled_from((ITEMS, TEXT)), st.data())
def test_a_split_is_taken_back_by_a_join(texts, kind, data):
    line = data.draw(st.integers(0, len(texts) - 1))
    column = data.draw(st.integers(0, len(texts[line])))
    after = split_line(texts, line, column, kind)
    assert len(after.texts) in (len(texts), len(texts) + 1)
    assert 0 <= after.line < len(after.texts) and 0 <= after.column <= len(after.texts[after.line])
    if len(after.texts) > len(texts) and after.line == line + 1 and after.texts[line]:
        assert join_lines(after.texts, line, kind).texts[line] == texts[line]
