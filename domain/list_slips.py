"""Numbers typed into a text: 一是 二是 四是, （1）（3）, 1. 2. 2. — gaps and doubles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.text import parse_chinese_number
from domain.text_slips import Slip

_HAN = "[一二三四五六七八九十]{1,3}"
_BEGIN = r"(?:^|(?<=[。；：，、！？\n\s]))"
# A style and its pattern. What stands in the middle of a sentence must be told from a number that belongs to the words:
# 一是 begins a clause, （1） stands before words, 1. at the beginning of a line only.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("{}是", re.compile(rf"{_BEGIN}({_HAN})是(?!否)")),
    ("{}要", re.compile(rf"{_BEGIN}({_HAN})要(?![素点求])")),
    ("第{}，", re.compile(rf"{_BEGIN}第({_HAN})，")),
    ("（{}）", re.compile(rf"{_BEGIN}（({_HAN})）")),
    ("（{}）", re.compile(r"(?:^|(?<=[。；：，、\s]))[（(]([0-9]{1,2})[）)]")),
    ("{}.", re.compile(r"(?m)^[ \t\u3000]*([0-9]{1,2})[.．、](?![0-9])")),
    ("{}", re.compile("([①-⑳])")),
)


@dataclass(frozen=True)
class _Number:
    text: int  # which of the texts
    start: int
    end: int
    value: int
    printed: str


def find_number_slips(texts: Sequence[str]) -> list[list[Slip]]:
    """Gaps and doubles in the numbers typed into the paragraphs of one place, or the lines of one cell.

    Returns the slips of each text. A list begins anew at 1; numbers that do not begin at 1 are no list of ours.
    """
    slips: list[list[Slip]] = [[] for _ in texts]
    for style, pattern in _STYLES:
        numbers = list(_numbers(texts, pattern))
        for run in _runs(numbers):
            for before, number in pairwise(run):
                slip = _slip(style, before, number)
                if slip is not None:
                    slips[number.text].append(slip)
    return [sorted(one, key=lambda slip: slip.start) for one in slips]


def _numbers(texts: Sequence[str], pattern: re.Pattern[str]) -> Iterator[_Number]:
    for place, text in enumerate(texts):
        for match in pattern.finditer(text):
            value = _value(match.group(1))
            if value is not None:
                yield _Number(place, *match.span(1), value, match.group(1))


def _value(printed: str) -> int | None:
    if printed.isdecimal():
        return int(printed)
    if "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    return parse_chinese_number(printed)


def _runs(numbers: Sequence[_Number]) -> Iterator[list[_Number]]:
    """Lists: each begins at 1 and ends where the next one begins, or where numbers are no longer near."""
    run: list[_Number] = []
    for number in numbers:
        if number.value == 1:
            if len(run) > 1:
                yield run
            run = [number]
        elif run and run[-1].value - 1 <= number.value <= run[-1].value + 3:
            run.append(number)
        else:
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def _slip(style: str, before: _Number, number: _Number) -> Slip | None:
    if number.value == before.value + 1:
        return None
    here, last = style.format(number.printed), style.format(before.printed)
    if number.value == before.value:
        return Slip("number_double", number.start, number.end, f"“{here}”重复出现。")
    if number.value < before.value:
        return Slip("number_order", number.start, number.end, f"“{here}”排在“{last}”之后，编号倒序。")
    return Slip("number_gap", number.start, number.end, f"“{last}”之后是“{here}”，中间缺号。")
