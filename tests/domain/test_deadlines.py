"""Time limits: words to values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import Deadline, DeadlineKind, find_deadlines, parse_deadline, plan_year

BY, WITHIN = DeadlineKind.BY_DATE, DeadlineKind.WITHIN
YEAR = 2026

DATED = [
    ("2026年底前", BY, None, date(2026, 12, 31)),
    ("2026年6月底前", BY, None, date(2026, 6, 30)),
    ("2024年2月底前", BY, None, date(2024, 2, 29)),
    ("2026年6月30日前", BY, None, date(2026, 6, 30)),
    ("2026 年 11月 15日", BY, None, date(2026, 11, 15)),
    ("２０２７年１２月底", BY, None, date(2027, 12, 31)),
    ("2026/12/31", BY, None, date(2026, 12, 31)),
    ("到2027年", BY, None, date(2027, 12, 31)),
    ("二〇二六年十二月底前", BY, None, date(2026, 12, 31)),
    ("“十四五”末", BY, None, date(2025, 12, 31)),
    ("今年年底", BY, None, date(2026, 12, 31)),
    ("年底前", BY, None, date(2026, 12, 31)),
    ("6月底前", BY, None, date(2026, 6, 30)),
    ("明年6月底前", BY, None, date(2027, 6, 30)),
    ("2025—2027年", WITHIN, date(2025, 1, 1), date(2027, 12, 31)),
    ("2026年3月至2027年5月", WITHIN, date(2026, 3, 1), date(2027, 5, 31)),
    ("2026年3—6月", WITHIN, date(2026, 3, 1), date(2026, 6, 30)),
    ("“十五五”期间", WITHIN, date(2026, 1, 1), date(2030, 12, 31)),
    ("年内", WITHIN, date(2026, 1, 1), date(2026, 12, 31)),
    ("二〇二六年", WITHIN, date(2026, 1, 1), date(2026, 12, 31)),
    ("2026年第三季度", WITHIN, date(2026, 7, 1), date(2026, 9, 30)),
    ("上半年", WITHIN, date(2026, 1, 1), date(2026, 6, 30)),
    ("2026.12", WITHIN, date(2026, 12, 1), date(2026, 12, 31)),
    ("2026年6月上旬", WITHIN, date(2026, 6, 1), date(2026, 6, 10)),
]


@pytest.mark.parametrize(("text", "kind", "begin", "last"), DATED)
def test_words_that_name_a_day_or_a_span(text: str, kind: DeadlineKind, begin: date | None, last: date) -> None:
    found = parse_deadline(text, YEAR)
    assert (found.kind, found.begin, found.date, found.text) == (kind, begin, last, text)


@pytest.mark.parametrize(
    ("text", "kind", "every", "month", "day"),
    [
        ("每季度末", DeadlineKind.RECURRING, "quarter", 0, 31),
        ("每月25日前", DeadlineKind.RECURRING, "month", 0, 25),
        ("每年12月", DeadlineKind.YEARLY, "year", 12, 0),
        ("每年年底前", DeadlineKind.YEARLY, "year", 12, 31),
        ("每两年", DeadlineKind.RECURRING, "2 year", 0, 0),
        ("按季度", DeadlineKind.RECURRING, "quarter", 0, 0),
        ("长期坚持", DeadlineKind.ONGOING, "", 0, 0),
        ("持续推进", DeadlineKind.ONGOING, "", 0, 0),
        ("即时", DeadlineKind.IMMEDIATE, "", 0, 0),
        ("印发后3个月内", WITHIN, "", 0, 0),
    ],
)
def test_words_that_name_no_one_day(text: str, kind: DeadlineKind, every: str, month: int, day: int) -> None:
    assert parse_deadline(text, YEAR) == Deadline(kind, text, None, None, every, month, day)


def test_without_the_plans_year_a_relative_limit_has_no_date() -> None:
    assert parse_deadline("年内") == Deadline(WITHIN, "年内")
    assert parse_deadline("6月30日前") == Deadline(BY, "6月30日前", month=6, day=30)


def test_other_words_name_no_time() -> None:
    for text in ("", "市教委", "半年内见效", "十五五", "2月30日前"):
        assert parse_deadline(text, YEAR).kind is DeadlineKind.NONE


def test_of_several_times_the_last_day_counts() -> None:
    assert parse_deadline("2026年底前完成试点，2027年全面推开").date == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年底前建成平台，每季度末报送，长期坚持。", ["2026年底前", "每季度末", "长期坚持"]),
        ("2024年产值2615.5亿元，连续8年居首。持续推进改革。", []),
        ("《实施方案（2023—2027年）》印发后30日内", ["印发后30日内"]),
        ("到2025年，占比超过20%；力争年内见效。", ["到2025年", "年内"]),
        ("近年来，几年内，2019年我市获批。", []),
        ("2025年实现产值58亿元，“十四五”期间新建18处，截至2026年底有9家。", []),
        ("审批时间压减到15个工作日以内，5个工作日内办结。", ["5个工作日内"]),
        ("五年内可以保留原用途，三年内不得转让。", []),
        ("供热期为当年11月15日至次年3月15日。", []),
        ("2026年4月9日", []),
        ("2026年12月组织验收；上半年、下半年各评查一次；每周五前报送。", ["2026年12月", "每周五前"]),
        ("上半年、下半年各组织一次评查。", ["上半年", "下半年"]),
    ],
)
def test_in_running_text_only_what_binds_is_found(text: str, expected: list[str]) -> None:
    found = find_deadlines(text, YEAR)
    assert [one.text for one in found] == expected
    assert all(text[one.start :].startswith(one.text) for one in found)


@given(st.text("0129２〇二十年月日底前内每季到至—“五”期间. 个持续长期坚", max_size=40))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    for one in find_deadlines(text, YEAR):
        assert text[one.start : one.start + len(one.text)] == one.text
        assert one.begin is None or one.date is None or one.begin <= one.date


def test_a_long_line_is_read_to_its_end() -> None:
    assert len(find_deadlines("到2027年，" * 20_000)) == 20_000


def test_a_month_is_of_the_year_its_sentence_names() -> None:
    found = find_deadlines("2027年3月底前排查，9月底前整改。10月底前总结。")
    assert [one.date for one in found] == [date(2027, 3, 31), date(2027, 9, 30), None]


def test_the_plans_year_is_the_first_one_named() -> None:
    assert plan_year("", None, "全省水网建设“十五五”规划纲要") == 2026
    assert plan_year(None, "海政办发〔2025〕3号", "2026年工作要点") == 2025
    assert plan_year(None, "", "质量方案") is None
