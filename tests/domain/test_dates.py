"""Dates in the form of official documents, both ways."""

from __future__ import annotations

import pytest

from domain.dates import official_date, parse_day


@pytest.mark.parametrize(("iso", "printed"), [("2026-01-05", "2026年1月5日"), ("2026-11-30", "2026年11月30日")])
def test_both_ways(iso: str, printed: str) -> None:
    assert official_date(iso) == printed
    assert parse_day(printed) == parse_day(iso) == iso


@pytest.mark.parametrize("text", ["", "2026年", "2026年2月30日", "26年1月1日", "2026年1月1日前"])
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_no_date_prints_nothing() -> None:
    assert official_date(None) == ""
