"""The numbers in front of headings and of items in a cell: 第一章 第一节 一、（一）1. 1.1（1）①, parsed and printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.patterns import pattern
from domain.text import format_chinese_number, parse_chinese_number


class NumberStyle(StrEnum):
    """How a heading is numbered, in the order of rank offices use; the values are what the plan file stores."""

    BOOK = "book"  # 第一编
    VOLUME = "volume"  # 第一篇
    PART = "part"  # 第一部分
    CHAPTER = "chapter"  # 第一章
    SECTION = "section"  # 第一节
    ARTICLE = "article"  # 第一条
    ROMAN = "roman"  # I.
    HAN = "han"  # 一、
    HAN_PAREN = "han_paren"  # （一）
    DECIMAL1 = "decimal1"  # 1　above 1.1
    ARABIC = "arabic"  # 1.
    DECIMAL = "decimal"  # 1.1
    DECIMAL3 = "decimal3"  # 1.1.1
    DECIMAL4 = "decimal4"  # 1.1.1.1
    ARABIC_PAREN = "arabic_paren"  # （1）
    ARABIC_HALF = "arabic_half"  # 1）
    CIRCLED = "circled"  # ①
    LETTER = "letter"  # A.


# GB/T 9704-2012 7.3.3: 一、（一）1.（1）; ① is what offices use below that.
DEFAULT_SCHEME = (
    NumberStyle.HAN,
    NumberStyle.HAN_PAREN,
    NumberStyle.ARABIC,
    NumberStyle.ARABIC_PAREN,
    NumberStyle.CIRCLED,
)
# What follows 第 and a number, by style.
_COUNTED = {
    NumberStyle.BOOK: "编",
    NumberStyle.VOLUME: "篇",
    NumberStyle.PART: "部分",
    NumberStyle.CHAPTER: "章",
    NumberStyle.SECTION: "节",
    NumberStyle.ARTICLE: "条",
}
# How many numbers a decimal label has.
_DEPTHS = {1: NumberStyle.DECIMAL1, 2: NumberStyle.DECIMAL, 3: NumberStyle.DECIMAL3, 4: NumberStyle.DECIMAL4}
DECIMAL_DEPTHS = {style: depth for depth, style in _DEPTHS.items()}

_MAX_SPELT = 999
_MAX_ROMAN = 39
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ROMAN_UNITS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# Single characters that hold a whole number: ⑴ ⒈ ㈠ ❶ ㊀, by style and by the code point of 1.
_WHOLE = (
    (NumberStyle.ARABIC_PAREN, 0x2474, 20),
    (NumberStyle.ARABIC, 0x2488, 20),
    (NumberStyle.HAN_PAREN, 0x3220, 10),
    (NumberStyle.CIRCLED, 0x2776, 10),
    (NumberStyle.CIRCLED, 0x3280, 10),
)
# No plan counts further; longer runs of digits are figures.
_HAN = "[零〇一二三四五六七八九十百]{1,9}"
_DIGITS = "[0-9０-９]{1,4}"
_ANY = rf"({_HAN}|{_DIGITS})"
_B = r"[\s\u3000]*"
_OPEN, _CLOSE = "[（(﹙〔]", "[）)﹚〕]"
# A word of law behind 第三条 makes it a quotation; 第三部分 and the others may stand in a sentence, too.
_QUOTED = r"(?!的|之|第|款|项(?!目)|规定|所[称列述规]|和(?!谐)|或|及|至(?!善)|是|章|课|[、，。；：,;》”）)])"
_COUNTED_PATTERNS = tuple((style, pattern(rf"第{_B}{_ANY}{_B}{word}{_QUOTED}{_B}")) for style, word in _COUNTED.items())
_PATTERNS: tuple[tuple[NumberStyle, re.Pattern[str]], ...] = (
    (NumberStyle.HAN, pattern(rf"({_HAN}){_B}[、．.]{_B}")),
    (NumberStyle.HAN_PAREN, pattern(rf"{_OPEN}{_B}({_HAN}){_B}{_CLOSE}[、．.]?{_B}")),
    (NumberStyle.HAN_PAREN, pattern(rf"({_HAN}){_B}{_CLOSE}[、．.]?{_B}")),
    (NumberStyle.ARABIC_PAREN, pattern(rf"{_OPEN}{_B}({_DIGITS}){_B}{_CLOSE}[、．.]?{_B}")),
    (NumberStyle.ARABIC_HALF, pattern(rf"({_DIGITS}){_CLOSE}[、．.]?{_B}")),
    # “1.5倍” and “2025.10” are figures, not numbers of a heading.
    (NumberStyle.ARABIC, pattern(rf"({_DIGITS})(?:、|[．.](?![0-9０-９])){_B}")),
    (NumberStyle.CIRCLED, pattern(rf"([{_CIRCLED}])[、．.]?{_B}")),
    (NumberStyle.ROMAN, pattern(rf"([IVX]{{1,7}})[．.、](?![A-Za-z0-9]){_B}")),
    (NumberStyle.ROMAN, pattern(rf"([Ⅰ-Ⅻ]{{1,4}})[．.、\s\u3000]{_B}")),
    (NumberStyle.LETTER, pattern(rf"{_OPEN}?([A-Za-zＡ-Ｚａ-ｚ])(?:[．.、]|{_CLOSE})(?![A-Za-z0-9]){_B}")),
)
_DECIMAL = pattern(r"([0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2}){0,3})(?![.．]?[0-9０-９])([.．、]?)([\s\u3000]*)")
_BARE_HAN = pattern(rf"({_HAN})[\s\u3000]+(?=[\u4e00-\u9fff])")
# What a number may begin with: most paragraphs are known by their first character to have none.
_FIRST = frozenset(
    "第零〇一二三四五六七八九十百0123456789０１２３４５６７８９（(﹙〔"
    + _CIRCLED
    + "".join(chr(first + step) for _, first, count in _WHOLE for step in range(count))
    + "".join(map(chr, (*range(65, 91), *range(97, 123), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))
    + "".join(map(chr, range(0x2160, 0x216C)))
)
# “1.5 倍”, “12 月”: a figure with what it counts.
_MEASURED = pattern(
    r"[%％‰℃°倍万亿千百元个人年月日号时分米公里吨家项条名度位次种类台套座辆处户亩天周期级成折点余多~～—–-]|[0-9A-Za-z]"
)


@dataclass(frozen=True)
class NumberLabel:
    """A number found at the start of a line: its style, its value (from 1) and its length in characters.

    `above` are the numbers before the last one of 1.1.1.
    """

    style: NumberStyle
    value: int
    length: int
    above: tuple[int, ...] = ()


def parse_label(line: str, *, loose: bool = False) -> NumberLabel | None:
    """Read the number a line begins with, in full or half width; None when it begins with none.

    `loose` also takes what alone would prove nothing: “一 总体要求”, “1 总则”, “1.1总则”.
    """
    if line[:1] not in _FIRST:
        return None
    line = line[:40]
    for style, form in _COUNTED_PATTERNS if line[0] == "第" else _PATTERNS:
        match = form.match(line)
        value = _value(style, match.group(1)) if match else None
        if match and value:
            return NumberLabel(style, value, match.end())
    return _parse_whole(line) or _parse_decimal(line, loose=loose) or (_parse_bare(line) if loose else None)


def _value(style: NumberStyle, digits: str) -> int | None:
    if style is NumberStyle.CIRCLED:
        return _CIRCLED.index(digits) + 1
    if style is NumberStyle.LETTER:
        return _LETTERS.index(unicodedata.normalize("NFKC", digits).upper()) + 1
    if style is NumberStyle.ROMAN:
        return _parse_roman(unicodedata.normalize("NFKC", digits))
    return int(digits) if digits.isdecimal() else parse_chinese_number(digits)


def _parse_roman(text: str) -> int | None:
    return next((value for value in range(1, _MAX_ROMAN + 1) if _spell_roman(value) == text), None)


def _parse_whole(line: str) -> NumberLabel | None:
    code = ord(line[0]) if line else 0
    for style, first, count in _WHOLE:
        if first <= code < first + count:
            return NumberLabel(style, code - first + 1, len(line) - len(line[1:].lstrip()))
    return None


def _parse_decimal(line: str, *, loose: bool) -> NumberLabel | None:
    match = _DECIMAL.match(line)
    if match is None:
        return None
    numbers = [int(part) for part in re.split("[.．]", match.group(1))]
    mark, blanks = match.group(2), match.group(3)
    behind = line[match.end() :]
    wide = "\u3000" in blanks or "\t" in blanks or len(blanks) > 1
    proven = wide if len(numbers) == 1 else bool(mark or blanks or not behind or len(numbers) > 2)
    if not numbers[-1] or not (proven or (loose and (blanks or len(numbers) > 1))):
        return None
    if _MEASURED.match(behind) and not (wide and len(numbers) > 1):
        return None
    return NumberLabel(_DEPTHS[len(numbers)], numbers[-1], match.end(), tuple(numbers[:-1]))


def _parse_bare(line: str) -> NumberLabel | None:
    match = _BARE_HAN.match(line)
    value = parse_chinese_number(match.group(1)) if match else None
    return NumberLabel(NumberStyle.HAN, value, match.end()) if match and value else None


def format_number(style: NumberStyle, value: int, above: Sequence[int] = ()) -> str:
    """The number as it is spoken of: 一, 1, 1.2, 第一章 — without brackets or 顿号.

    `above` are the values of the headings it stands below, from the top; what 1.2 lacks of them counts as 1.
    """
    if style in (NumberStyle.HAN, NumberStyle.HAN_PAREN):
        return _spell(value)
    if style in _COUNTED:
        return f"第{_spell(value)}{_COUNTED[style]}"
    if style is NumberStyle.CIRCLED and value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    if style is NumberStyle.ROMAN and value <= _MAX_ROMAN:
        return _spell_roman(value)
    if style is NumberStyle.LETTER and value <= len(_LETTERS):
        return _LETTERS[value - 1]
    if style in DECIMAL_DEPTHS:
        needed = DECIMAL_DEPTHS[style] - 1
        held = tuple(above)[-needed:] if needed else ()
        return ".".join(map(str, (*(1,) * (needed - len(held)), *held, value)))
    return str(value)


def _spell(value: int) -> str:
    return format_chinese_number(value) if value <= _MAX_SPELT else str(value)


def _spell_roman(value: int) -> str:
    text = ""
    for unit, spelt in _ROMAN_UNITS:
        text += spelt * (value // unit)
        value %= unit
    return text


def format_label(style: NumberStyle, value: int, above: Sequence[int] = ()) -> str:
    """The number as it is printed in front of a heading: 一、 （一） 1. （1） ① 第一章　 1.1　.

    `above` as in `format_number`.
    """
    number = format_number(style, value, above)
    if style is NumberStyle.HAN:
        return f"{number}、"
    if style in (NumberStyle.HAN_PAREN, NumberStyle.ARABIC_PAREN):
        return f"（{number}）"
    if style is NumberStyle.ARABIC_HALF:
        return f"{number}）"
    if style in (NumberStyle.CIRCLED, NumberStyle.ROMAN, NumberStyle.LETTER) and number.isascii() and number.isdigit():
        return f"（{number}）"
    if style in (NumberStyle.ARABIC, NumberStyle.ROMAN, NumberStyle.LETTER):
        return f"{number}."
    return number if style is NumberStyle.CIRCLED else f"{number}\u3000"


def style_for_level(level: int) -> NumberStyle:
    """The style GB/T 9704 7.3.3 gives a heading of this level (1 is the highest)."""
    return DEFAULT_SCHEME[min(level, len(DEFAULT_SCHEME)) - 1]
