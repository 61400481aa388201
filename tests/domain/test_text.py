"""Chinese numerals, blanks and keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    comparison_key,
    format_chinese_number,
    natural_key,
    parse_chinese_number,
    storable,
    strip_spaces,
    trim,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
    ],
)
def test_numbers_are_spelt_as_headings_spell_them(value: int, text: str) -> None:
    assert format_chinese_number(value) == text


@given(st.integers(1, 999))
def test_every_spelt_number_reads_back(value: int) -> None:
    assert parse_chinese_number(format_chinese_number(value)) == value


@pytest.mark.parametrize("value", [0, -1, 1000])
def test_no_number_beyond_the_range_is_spelt(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        format_chinese_number(value)


@pytest.mark.parametrize(
    ("text", "value"), [("一十", 10), ("二〇", 20), ("一一", 11), ("两百", 200), ("", None), ("零", None), ("甲", None)]
)
def test_other_spellings_are_read_too(text: str, value: int | None) -> None:
    assert parse_chinese_number(text) == value


@given(st.text())
def test_reading_a_number_never_fails(text: str) -> None:
    value = parse_chinese_number(text)
    assert value is None or value > 0


@given(st.text())
def test_trimming_touches_the_ends_only_and_once(text: str) -> None:
    trimmed = trim(text)
    assert trimmed in text
    assert trim(trimmed) == trimmed
    assert strip_spaces(trimmed) == strip_spaces(text)


def test_every_kind_of_blank_goes() -> None:
    assert trim("\u3000\u2003\ufeff甲\u3000乙\u200b\xa0") == "甲\u3000乙"
    assert strip_spaces("甲\u3000乙\u2002丙") == "甲乙丙"


@given(st.text(st.characters()))
def test_storable_text_can_be_stored(text: str) -> None:
    assert "\0" not in storable(text)
    storable(text).encode("utf-8")


def test_lone_surrogates_cannot_be_stored() -> None:
    assert storable("甲\ud800乙\0丙") == "甲乙丙"


def test_keys_fold_widths_and_blanks() -> None:
    assert comparison_key("质量 问题（ＡＩ）") == comparison_key("质量问题(ai)")
    assert comparison_key("甲") != comparison_key("乙")


def test_labels_sort_by_their_number() -> None:
    assert sorted(["附表10", "附表2", "附表１"], key=natural_key) == ["附表１", "附表2", "附表10"]
