"""The numbers in front of headings and of items in a cell: 第一章 第一节 一、（一）1.（1）①."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.text import format_chinese_number, parse_chinese_number


class NumberStyle(StrEnum):
    """How a heading is numbered; the values are what the plan file stores."""

    CHAPTER = "chapter"  # 第一章
    SECTION = "section"  # 第一节
    HAN = "han"  # 一、
    HAN_PAREN = "han_paren"  # （一）
    ARABIC = "arabic"  # 1.
    ARABIC_PAREN = "arabic_paren"  # （1）
    CIRCLED = "circled"  # ①


# GB/T 9704-2012 7.3.3: 一、（一）1.（1）; ① is what offices use below that.
DEFAULT_SCHEME = (
    NumberStyle.HAN,
    NumberStyle.HAN_PAREN,
    NumberStyle.ARABIC,
    NumberStyle.ARABIC_PAREN,
    NumberStyle.CIRCLED,
)

_MAX_SPELT = 999
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# No plan counts further; longer runs of digits are figures.
_HAN = "[零〇一二三四五六七八九十百]{1,9}"
_DIGITS = "[0-9０-９]{1,4}"
_PATTERNS: tuple[tuple[NumberStyle, re.Pattern[str]], ...] = (
    (NumberStyle.CHAPTER, re.compile(rf"第[\s\u3000]*({_HAN}|{_DIGITS})[\s\u3000]*章[\s\u3000]*")),
    (NumberStyle.SECTION, re.compile(rf"第[\s\u3000]*({_HAN}|{_DIGITS})[\s\u3000]*节[\s\u3000]*")),
    (NumberStyle.HAN, re.compile(rf"({_HAN})[\s\u3000]*[、．.][\s\u3000]*")),
    (NumberStyle.HAN_PAREN, re.compile(rf"[（(][\s\u3000]*({_HAN})[\s\u3000]*[）)][、．.]?[\s\u3000]*")),
    (
        NumberStyle.ARABIC_PAREN,
        re.compile(rf"[（(][\s\u3000]*({_DIGITS})[\s\u3000]*[）)][、．.]?[\s\u3000]*"),
    ),
    # “1.5倍” and “2025.10” are figures, not numbers of a heading.
    (NumberStyle.ARABIC, re.compile(rf"({_DIGITS})(?:[．、]|\.(?![0-9０-９]))[\s\u3000]*")),
    (NumberStyle.CIRCLED, re.compile(rf"([{_CIRCLED}])[\s\u3000]*")),
)


@dataclass(frozen=True)
class NumberLabel:
    """A number found at the start of a line: its style, its value (from 1) and its length in characters."""

    style: NumberStyle
    value: int
    length: int


def parse_label(line: str) -> NumberLabel | None:
    """Read the number a line begins with, in full or half width; None when it begins with none."""
    for style, pattern in _PATTERNS:
        match = pattern.match(line)
        if match is None:
            continue
        digits = match.group(1)
        if style is NumberStyle.CIRCLED:
            value: int | None = _CIRCLED.index(digits) + 1
        elif digits.isdecimal():
            value = int(digits)
        else:
            value = parse_chinese_number(digits)
        if value:
            return NumberLabel(style, value, match.end())
    return None


def format_number(style: NumberStyle, value: int) -> str:
    """The number as it is spoken of: 一, 1, 第一章 — without brackets or 顿号."""
    if style in (NumberStyle.HAN, NumberStyle.HAN_PAREN):
        return _spell(value)
    if style is NumberStyle.CHAPTER:
        return f"第{_spell(value)}章"
    if style is NumberStyle.SECTION:
        return f"第{_spell(value)}节"
    if style is NumberStyle.CIRCLED and value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    return str(value)


def _spell(value: int) -> str:
    return format_chinese_number(value) if value <= _MAX_SPELT else str(value)


def format_label(style: NumberStyle, value: int) -> str:
    """The number as it is printed in front of a heading: 一、 （一） 1. （1） ① 第一章　."""
    number = format_number(style, value)
    if style is NumberStyle.HAN:
        return f"{number}、"
    if style in (NumberStyle.HAN_PAREN, NumberStyle.ARABIC_PAREN):
        return f"（{number}）"
    if style is NumberStyle.ARABIC:
        return f"{number}."
    if style is NumberStyle.CIRCLED:
        return number if value <= len(_CIRCLED) else f"（{number}）"
    return f"{number}\u3000"


def style_for_level(level: int) -> NumberStyle:
    """The style GB/T 9704 7.3.3 gives a heading of this level (1 is the highest)."""
    return DEFAULT_SCHEME[min(level, len(DEFAULT_SCHEME)) - 1]
