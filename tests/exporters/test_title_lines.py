"""Titles in lines a reader can take in: whole words, no hourglass."""

from __future__ import annotations

import pytest

from exporters.characters import em_width
from exporters.title_lines import title_lines


@pytest.mark.parametrize(
    ("title", "most", "lines"),
    [
        ("海州市低空经济工作方案", 20, ("海州市低空经济工作方案",)),
        (
            "海州市海洋工程装备产业链供应链质量联动提升工作方案",
            20,
            ("海州市海洋工程装备产业链", "供应链质量联动提升工作方案"),
        ),
        ("关于落实《海州市质量强市建设纲要》重点任务的实施意见", 20, None),
        ("海州市关于加快推进老旧小区加装电梯三年行动的实施方案（二〇二六年至二〇二八年）", 20, None),
    ],
)
def test_lines_fit_and_keep_every_character(title: str, most: int, lines: tuple[str, ...] | None) -> None:
    broken = title_lines(title, most)
    assert "".join(broken) == title
    assert all(em_width(line) <= most for line in broken)
    if lines is not None:
        assert broken == lines


def test_no_line_parts_a_book_title_or_begins_with_punctuation() -> None:
    broken = title_lines("关于贯彻《国家标准化发展纲要》全面提升海洋工程装备产业质量水平的实施意见", 20)
    assert any("《国家标准化发展纲要》" in line for line in broken)
    assert not any(line[0] in "的、，》）" for line in broken)


def test_three_lines_are_no_hourglass() -> None:
    broken = title_lines("海州市海洋工程装备产业链供应链质量联动提升工作方案重点任务分解表和责任单位矩阵汇总表" * 1, 16)
    assert len(broken) == 3
    first, middle, last = map(em_width, broken)
    assert not first > middle < last


def test_own_line_breaks_stay() -> None:
    assert title_lines("海州市\n工作方案", 20) == ("海州市", "工作方案")
    assert title_lines("", 20) == ()


def test_a_title_without_known_words_is_still_broken() -> None:
    broken = title_lines("甲乙丙丁戊己庚辛壬癸" * 6, 20)
    assert "".join(broken) == "甲乙丙丁戊己庚辛壬癸" * 6
    assert all(em_width(line) <= 20 for line in broken)
