"""Numbers in front of headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbering import NumberLabel, NumberStyle, format_label, format_number, parse_label, style_for_level


@given(st.sampled_from(NumberStyle), st.integers(1, 999))
def test_a_printed_number_reads_back(style: NumberStyle, value: int) -> None:
    label = format_label(style, value)
    parsed = parse_label(label + "标题")
    assert parsed is not None
    assert (parsed.value, parsed.length) == (value, len(label))
    if style is not NumberStyle.CIRCLED or value <= 20:
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
    ],
)
def test_offices_write_numbers_in_many_ways(line: str, style: NumberStyle, value: int, rest: str) -> None:
    label = parse_label(line)
    assert label == NumberLabel(style, value, len(line) - len(rest))


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
    assert spoken == ["第三章", "第三节", "三", "三", "3", "3", "③"]


def test_beyond_what_is_spelt_digits_stand() -> None:
    assert format_label(NumberStyle.HAN, 1000) == "1000、"


def test_levels_follow_the_standard() -> None:
    labels = [format_label(style_for_level(level), 1) for level in range(1, 7)]
    assert labels == ["一、", "（一）", "1.", "（1）", "①", "①"]
