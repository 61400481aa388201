"""The checks on what is clean, and on slips planted into it: no false alarm, nothing missed."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from domain.plan_checks import check_plan
from tests.domain.findings.clean_plans import FOLDER, build_plan, clean_names, clean_plan
from tests.domain.findings.planted import KINDS, plant_all

TODAY = datetime.date(2026, 11, 21)


@pytest.mark.parametrize("name", clean_names())
def test_nothing_is_told_of_a_clean_plan(name: str) -> None:
    assert [one.sentence for one in check_plan(clean_plan(name), TODAY)] == []


def test_there_is_enough_that_is_clean() -> None:
    sizes = [len(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.txt")]

    assert len(sizes) >= 8
    assert sum(sizes) >= 15_000


def test_every_planted_slip_is_told_and_nothing_else() -> None:
    missed: list[str] = []
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    for planted in plant_all():
        counts[planted.code] += 1
        told = check_plan(build_plan(planted.lines), TODAY)
        if planted.code not in {one.code for one in told}:
            missed.append(f"{planted.plan}: {planted.code}")
        wrong += [f"{planted.plan}: {planted.code}: {one.sentence}" for one in told if one.code != planted.code]

    assert sum(counts.values()) >= 120
    assert set(counts) == {code for code, _ in KINDS} | {"enterprise_unlisted"}
    assert missed == []
    assert wrong == []


def test_what_can_be_mended_is_as_it_was() -> None:
    for planted in plant_all():
        if planted.code in ("punctuation_doubled", "punctuation_half", "word_doubled"):
            (one,) = check_plan(build_plan(planted.lines), TODAY)
            assert one.words is not None and one.fix is not None
            mended = one.words.text[: one.words.start] + one.fix.text + one.words.text[one.words.end :]
            lines = tuple(mended if line == one.words.text else line for line in planted.lines)
            assert check_plan(build_plan(lines), TODAY) == ()
