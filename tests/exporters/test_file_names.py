"""File names that Windows takes."""

from __future__ import annotations

import pytest

from exporters.file_names import MOST_CHARS, distinct, file_name


@pytest.mark.parametrize(
    ("part", "title", "name"),
    [
        ("附表1", "质量问题清单", "附表1 质量问题清单.docx"),
        ("附表1", "", "附表1.docx"),
        ("附表1", '甲<乙>丙:丁"戊/己\\庚|辛?壬*癸', "附表1 甲乙丙丁戊己庚辛壬癸.docx"),
        ("附表1", "两行\n题目. . ", "附表1 两行题目.docx"),
        ("CON", "", "_CON.docx"),
        ("nul", "", "_nul.docx"),
        ("", "...", "_.docx"),
        ("附表1", "坏\x00字\x1f符\ud800", "附表1 坏字符.docx"),
    ],
)
def test_names(part: str, title: str, name: str) -> None:
    assert file_name(part, title, "docx") == name


def test_long_names_are_cut_to_what_systems_hold() -> None:
    for title in ("长" * 300, "a" * 300, "👍" * 300):
        name = file_name("附表1", title, "docx")
        assert len(name) <= MOST_CHARS
        assert len(name.encode()) <= 255
        assert name.endswith(".docx")


def test_equal_names_become_distinct() -> None:
    assert distinct(["附表1", "附表1", "A", "a"]) == ["附表1", "附表1（2）", "A", "a（2）"]
