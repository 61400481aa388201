"""Numbers in front of headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbering import NumberLabel, NumberStyle, format_label, format_number, parse_label, style_for_level

# Beyond these the style has no sign of its own, and （n） is printed.
LAST = {NumberStyle.CIRCLED: 50, NumberStyle.ROMAN: 39, NumberStyle.LETTER: 26}


@given(st.sampled_from(NumberStyle), st.integers(1, 99))
def test_a_printed_number_reads_back(style: NumberStyle, value: int) -> None:
    label = format_label(style, value)
    parsed = parse_label(label + "标题")
    assert parsed is not None
    if style is NumberStyle.LETTER and label in ("I.", "V.", "X."):
        # Letters that are Roman figures too: alone they are read as these.
        assert parsed.style is NumberStyle.ROMAN
        return
    assert (parsed.value, parsed.length) == (value, len(label))
    if value <= LAST.get(style, 999):
        assert parsed.style is style


@pytest.mark.parametrize(
    ("line", "style", "value", "rest"),
    [
        ("第二章　总则", NumberStyle.CHAPTER, 2, "总则"),
        ("第 十 节 保障", NumberStyle.SECTION, 10, "保障"),
        ("十二、组织", NumberStyle.HAN, 12, "组织"),
        ("三 、组织", NumberStyle.HAN, 3, "组织"),
        ("(一)目标", NumberStyle.HAN_PAREN, 1, "目标"),
        ("（ 二 ）、目标", NumberStyle.HAN_PAREN, 2, "目标"),
        ("１．目标", NumberStyle.ARABIC, 1, "目标"),
        ("3、目标", NumberStyle.ARABIC, 3, "目标"),
        ("(4) 目标", NumberStyle.ARABIC_PAREN, 4, "目标"),
        ("⑤目标", NumberStyle.CIRCLED, 5, "目标"),
        ("㊿目标", NumberStyle.CIRCLED, 50, "目标"),
        ("❷目标", NumberStyle.CIRCLED, 2, "目标"),
        ("第三编 目标", NumberStyle.BOOK, 3, "目标"),
        ("第一篇 目标", NumberStyle.VOLUME, 1, "目标"),
        ("第二部分　目标", NumberStyle.PART, 2, "目标"),
        ("第一百零三条 为了", NumberStyle.ARTICLE, 103, "为了"),
        ("第12条为了", NumberStyle.ARTICLE, 12, "为了"),
        ("一百二十、目标", NumberStyle.HAN, 120, "目标"),
        ("㈢目标", NumberStyle.HAN_PAREN, 3, "目标"),
        ("三）目标", NumberStyle.HAN_PAREN, 3, "目标"),
        ("⒊ 目标", NumberStyle.ARABIC, 3, "目标"),
        ("⑶目标", NumberStyle.ARABIC_PAREN, 3, "目标"),
        ("2）目标", NumberStyle.ARABIC_HALF, 2, "目标"),
        ("1　总则", NumberStyle.DECIMAL1, 1, "总则"),
        ("IV. 目标", NumberStyle.ROMAN, 4, "目标"),
        ("Ⅱ、目标", NumberStyle.ROMAN, 2, "目标"),
        ("B. 目标", NumberStyle.LETTER, 2, "目标"),
        ("c)目标", NumberStyle.LETTER, 3, "目标"),
    ],
)
def test_offices_write_numbers_in_many_ways(line: str, style: NumberStyle, value: int, rest: str) -> None:
    label = parse_label(line)
    assert label == NumberLabel(style, value, len(line) - len(rest))


@pytest.mark.parametrize(
    ("line", "style", "numbers", "rest"),
    [
        ("1.2 目标", NumberStyle.DECIMAL, (1, 2), "目标"),
        ("１．２　目标", NumberStyle.DECIMAL, (1, 2), "目标"),
        ("2.1.3目标", NumberStyle.DECIMAL3, (2, 1, 3), "目标"),
        ("2.1.3.10. 目标", NumberStyle.DECIMAL4, (2, 1, 3, 10), "目标"),
    ],
)
def test_decimal_outlines_carry_the_numbers_above(
    line: str, style: NumberStyle, numbers: tuple[int, ...], rest: str
) -> None:
    assert parse_label(line) == NumberLabel(style, numbers[-1], len(line) - len(rest), numbers[:-1])
    assert format_label(style, numbers[-1], (9, 9, *numbers[:-1])) == ".".join(map(str, numbers)) + "\u3000"


@pytest.mark.parametrize(
    ("line", "style", "value", "rest"),
    [
        ("一 总体要求", NumberStyle.HAN, 1, "总体要求"),
        ("1 总则", NumberStyle.DECIMAL1, 1, "总则"),
        ("1.1总则", NumberStyle.DECIMAL, 1, "总则"),
    ],
)
def test_numbers_that_prove_little_are_read_on_demand(line: str, style: NumberStyle, value: int, rest: str) -> None:
    assert parse_label(line) is None
    label = parse_label(line, loose=True)
    assert label is not None
    assert (label.style, label.value, line[label.length :]) == (style, value, rest)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1.5倍",
        "2025.10完成",
        "一是加强",
        "百分之十",
        "2026年底前",
        "（见附表）",
        "0.目标",
        "第三方",
        "第三条规定的",
        "第三条第二款",
        "第二部分的任务",
        "1.5 万元",
        "12 月底前",
        "A、B两类",
        "Ⅱ类水质",
        "VIP.",
        "9" * 5000 + "、甲",
    ],
)
def test_figures_and_words_are_no_numbers(line: str) -> None:
    assert parse_label(line) is None


@given(st.text())
def test_any_line_can_be_asked(line: str) -> None:
    label = parse_label(line)
    assert label is None or (label.value > 0 and 0 < label.length <= len(line))


def test_numbers_are_spoken_of_without_brackets() -> None:
    spoken = [format_number(style, 3) for style in NumberStyle]
    assert spoken == [
        *("第三编", "第三篇", "第三部分", "第三章", "第三节", "第三条", "III", "三", "三", "3", "3"),
        *("1.3", "1.1.3", "1.1.1.3", "3", "3", "③", "C"),
    ]


def test_beyond_what_is_spelt_digits_stand() -> None:
    assert format_label(NumberStyle.HAN, 1000) == "1000、"


def test_levels_follow_the_standard() -> None:
    labels = [format_label(style_for_level(level), 1) for level in range(1, 7)]
    assert labels == ["一、", "（一）", "1.", "（1）", "①", "①"]
