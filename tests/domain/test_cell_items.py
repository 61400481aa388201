"""Graded items, measures and paragraphs in a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cell_items import EMPTY_CELL, ItemKind, count_grades, parse_cell, renumber, with_grade
from domain.tables import ColumnKind, cell_of

G, M, P = ItemKind.GRADED, ItemKind.MEASURE, ItemKind.PARAGRAPH


@given(st.text() | st.text("★1234.（）(一二①②) 　、甲\n\t"))
def test_a_cell_prints_what_was_read(text: str) -> None:
    assert parse_cell(text).text == text


def test_stars_are_grades() -> None:
    items = parse_cell("★★★缺芯片\n★★ 缺软件\n★缺人\n行业竞争\n★★★★太多").items
    assert [(item.kind, item.grade, item.text) for item in items] == [
        (G, 3, "缺芯片"),
        (G, 2, "缺软件"),
        (G, 1, "缺人"),
        (P, None, "行业竞争"),
        (P, None, "★★★★太多"),
    ]


def test_measures_follow_their_numbers() -> None:
    items = parse_cell("先行说明\n1.修订办法；\n2. 举办培训。\n4.跳号").items
    assert [(item.kind, item.number, item.text) for item in items] == [
        (P, "", "先行说明"),
        (M, "1", "修订办法；"),
        (M, "2", "举办培训。"),
        (P, "", "4.跳号"),
    ]


def test_a_list_inside_a_measure_is_its_text() -> None:
    kinds = [item.kind for item in parse_cell("1.甲\n（1）子项\n（2）子项\n2.乙").items]
    assert kinds == [M, P, P, M]


def test_an_empty_cell_has_no_items() -> None:
    assert parse_cell("") == EMPTY_CELL
    assert EMPTY_CELL.text == ""


def test_grading_replaces_the_mark() -> None:
    item = parse_cell("1.修订办法").items[0]
    assert with_grade(item, 2).printed == "★★修订办法"
    assert with_grade(with_grade(item, 3), None).printed == "修订办法"
    with pytest.raises(ValueError, match="4"):
        with_grade(item, 4)


def test_measures_are_numbered_afresh_in_their_style() -> None:
    first, second, note, third = parse_cell("1.甲\n2.乙\n说明\n3.丙").items
    assert [item.printed for item in renumber([third, note, first])] == ["1.丙", "说明", "2.甲"]
    assert renumber([first, second]) == (first, second)


@given(st.lists(st.integers(1, 3)))
def test_grades_are_counted(grades: list[int]) -> None:
    cell = parse_cell("\n".join("★" * grade + "问题" for grade in grades))
    assert count_grades([cell]) == {grade: grades.count(grade) for grade in set(grades)}


MARKS = st.text(alphabet="★☆*＊1234.．（）(一二①②) 　、甲\n\t")


@given(st.sampled_from(ColumnKind), st.text() | MARKS)
def test_a_cell_of_any_column_prints_what_was_read(kind: ColumnKind, text: str) -> None:
    assert cell_of(kind, text).text == ("" if kind is ColumnKind.NUMBER else text)


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("★ ★ ★ 缺芯片", 3),
        ("☆☆缺软件", 2),
        ("★★☆缺人", 2),
        ("***缺钱", 3),
        ("＊缺地", 1),
        ("****太多", None),
        ("缺★★★", None),
    ],
)
def test_other_marks_of_grade_are_kept_as_printed(line: str, grade: int | None) -> None:
    (item,) = cell_of(ColumnKind.ITEMS, line).items
    assert (item.grade, item.printed) == (grade, line)
    assert cell_of(ColumnKind.MEASURES, "☆☆缺软件").items[0].grade is None
