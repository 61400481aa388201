"""A count in one of Word's number formats (ECMA-376 17.18.59), printed as Word prints it."""

from __future__ import annotations

from collections.abc import Callable

from domain.text import format_chinese_number

_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ENCLOSED = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_CHICAGO = "*†‡§"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# Formats that print digit by digit: 一〇, 一一.
_DIGITWISE = (
    "ideographDigital",
    "japaneseDigitalTenThousand",
    "taiwaneseDigital",
    "koreanDigital2",
)
_HAN = (
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "koreanCounting",
)
_LEGAL = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal", "koreanLegal")


def format_count(count: int, style: str) -> str:
    """Print a count in a number format; unknown formats, and counts that a format cannot spell, print digits."""
    if style in _DIGITWISE:
        return str(count).translate(_DIGITS)
    if style in _HAN or style in _LEGAL:
        return _han(count, style)
    if count < 1:
        return str(count).translate(_WIDE) if style.startswith("decimalFullWidth") else str(count)
    printer = _PRINTERS.get(style)
    return printer(count) if printer else str(count)


def _han(count: int, style: str) -> str:
    if count == 0:
        return "零" if style in _LEGAL else "〇"
    if not 0 < count < 10_000:
        return str(count)
    thousands, rest = divmod(count, 1000)
    text = format_chinese_number(rest) if rest else ""
    if thousands:
        # 一千零一, 一千一百: what is left below a hundred needs 零 before it, and its 十 is spelled 一十.
        if 0 < rest < 100:
            text = "零" + ("一" if 10 <= rest < 20 else "") + text
        text = f"{format_chinese_number(thousands)}千{text}"
    return text.translate(_FORMAL) if style in _LEGAL else text


def _roman(count: int) -> str:
    text = ""
    for worth, sign in (*_ROMAN, *_ROMAN_LOW):
        while count >= worth and len(text) < 20:
            text += sign
            count -= worth
    return text


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if count <= len(signs) else str(count)


def _circled(count: int) -> str:
    return chr(ord("①") + count - 1) if count <= 20 else str(count)


def _ordinal(count: int) -> str:
    if 10 < count % 100 < 14:
        return f"{count}th"
    return f"{count}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th') }"


_PRINTERS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: str(count).translate(_WIDE),
    "decimalFullWidth2": lambda count: str(count).translate(_WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    # ⑴ and ⒈ are （1） and 1. in one character, which few fonts of offices hold.
    "decimalEnclosedParen": lambda count: f"（{count}）",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "ideographEnclosedCircle": _one_of(_ENCLOSED),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": lambda count: _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12],
    "numberInDash": lambda count: f"- {count} -",
    "ordinal": _ordinal,
    "hex": lambda count: f"{count:X}",
    "chicago": lambda count: _CHICAGO[(count - 1) % 4] * min((count - 1) // 4 + 1, 20),
}


def format_custom(count: int, pattern: str) -> str:
    """Print a count in Word's own patterns (“001, 002, 003, ...”): the first entry shows the width."""
    first = pattern.split(",")[0].strip()
    return str(count).zfill(len(first)) if first.isdecimal() and len(first) < 10 else str(count)
