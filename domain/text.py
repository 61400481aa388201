"""Chinese text: numerals, full and half width, comparison keys, natural order."""

from __future__ import annotations

import re
import unicodedata

from domain.patterns import pattern

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100}
_UNSTORABLE = pattern("[\x00\ud800-\udfff]")
# Everything Unicode calls white space, and the marks of no width that word processors leave behind.
_BLANKS = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C)))) + (
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_SPACES = pattern(f"[{re.escape(_BLANKS)}]+")


def format_chinese_number(value: int) -> str:
    """Spell 1–999 the way headings do: 十, 十一, 二十, 一百零三.

    Raises ValueError outside that range.
    """
    if not 1 <= value <= 999:
        raise ValueError(f"no heading number: {value}")
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def parse_chinese_number(text: str) -> int | None:
    """Read what `format_chinese_number` writes (and 〇, 两, 一十, 一二 digit by digit); None for anything else."""
    text = text.replace("〇", "零").replace("两", "二")
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS.index(char)) for char in text)) or None
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            return None
    return total + digit if text and total + digit else None


def strip_spaces(text: str) -> str:
    """Remove every kind of blank, full-width and zero-width ones too."""
    return _SPACES.sub("", text)


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which no file format can hold."""
    return _UNSTORABLE.sub("", text)


def trim(text: str) -> str:
    """Remove blanks of every kind at both ends only."""
    return text.strip(_BLANKS)


def comparison_key(text: str) -> str:
    """The text with widths folded and blanks gone: equal keys mean “the same words” to a reader."""
    return strip_spaces(unicodedata.normalize("NFKC", text)).casefold()


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which 附表2 comes before 附表10."""
    parts = re.findall(r"\d+|\D+", unicodedata.normalize("NFKC", text))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
