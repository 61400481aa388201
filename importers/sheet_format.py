"""Number formats of workbooks: a stored number → the text that the sheet shows (2026年6月, 35.5%, 1,200)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from domain.text import format_chinese_number

# Built-in formats by number, as a Chinese office program shows them (ECMA-376 part 1, 18.8.30, zh-cn).
_DATE, _MONTH, _DAY = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
_TIME, _NOON, _NOON_SECONDS = 'h"时"mm"分"', '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _MONTH,
    28: _DAY,
    29: _DAY,
    30: "m-d-yy",
    31: _DATE,
    32: _TIME,
    33: 'h"时"mm"分"ss"秒"',
    34: _NOON,
    35: _NOON_SECONDS,
    36: _MONTH,
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    50: _MONTH,
    51: _DAY,
    52: _MONTH,
    53: _DAY,
    54: _DAY,
    55: _NOON,
    56: _NOON_SECONDS,
    57: _MONTH,
    58: _DAY,
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_TOKEN = re.compile(
    r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|上午/下午|y+|e+(?![+-])|m+|d+|h+|s+|a{3,4}|E[+-]0+|[0#?.,]+|%|.',
    re.IGNORECASE | re.DOTALL,
)
_DATE_TOKEN = re.compile(r"y+|m+|d+|h+|s+|e+|a{3,4}|am/pm|a/p|上午/下午|\[[hms]+\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)(-?[0-9.]+)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?.,]+")
_MAX_SERIAL = 2_958_466  # 9999-12-31
_COMPARISONS = {
    "<": lambda value, limit: value < limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}


def show_number(value: float, number_format: str = "", *, from_1904: bool = False) -> str:
    """The text a sheet shows for a stored number.

    Dates are day counts from 1900 (from 1904 in files of the old Macintosh programs). A format that cannot be
    followed (fractions) gives the plain number: nothing is rounded away that the sheet does not round away.
    """
    section, is_own_sign = _section(value, number_format)
    if not section or section.strip().casefold() in ("general", "@", "g/通用格式"):
        return plain_number(value)
    tokens = _TOKEN.findall(section)
    if any(_DATE_TOKEN.fullmatch(token) for token in tokens):
        return _show_date(value, section, tokens, from_1904=from_1904)
    if "/" in tokens and "?" in section:
        return plain_number(value)
    return _show_figure(abs(value) if is_own_sign else value, tokens)


def plain_number(value: float) -> str:
    """A number as 常规 shows it, but with all of its 15 digits: 1200, 0.1, 1.5e+20 is spelt out."""
    if value == int(value) and abs(value) < 1e20:
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f") if 1e-9 < abs(value) < 1e20 else f"{value:.15g}"


def _section(value: float, number_format: str) -> tuple[str, bool]:
    """The part of a format that is for this value, and whether it prints the sign itself."""
    sections = _split_sections(number_format)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARISONS[condition.group(1)](value, float(condition.group(2))):
                return _CONDITION.sub("", section), False
        return "", False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _split_sections(number_format: str) -> list[str]:
    sections = [""]
    for token in _TOKEN.findall(number_format):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return sections


def _literal(token: str) -> str | None:
    """What a token prints as it stands; None for one that shows the value."""
    if token.startswith('"'):
        return token.strip('"')
    if token[0] in "\\!":
        return token[1:]
    if token[0] == "_":
        return " "
    if token[0] == "*":
        return ""
    if token.startswith("["):
        currency = re.match(r"\[\$([^\-\]]*)", token)
        return currency.group(1) if currency else ""
    return None


def _show_figure(value: float, tokens: list[str]) -> str:
    number = Decimal(f"{value:.15g}")
    number *= Decimal(100) ** tokens.count("%")
    places = [index for index, token in enumerate(tokens) if _DIGITS.fullmatch(token)]
    if not places:
        # A format of literals alone hides the number; a reader must not.
        shown = "".join(_literal(token) or "" for token in tokens)
        return shown if shown.strip() else plain_number(value)
    first, last = places[0], places[-1]
    mask = "".join(tokens[index] for index in places)
    exponent = next((token for token in tokens if re.fullmatch(r"[Ee][+-]0+", token)), "")
    if exponent:
        decimals = len(mask.partition(".")[2].rstrip(","))
        return f"{number:.{decimals}E}"
    scaled = mask.rstrip(",")
    number /= Decimal(1000) ** (len(mask) - len(scaled))
    digits = _masked(abs(number), scaled)
    parts = []
    for index, token in enumerate(tokens):
        literal = _literal(token)
        if index in places:
            parts.append(_piece(digits, tokens, places, index) if first != last else digits)
        else:
            parts.append(token if literal is None else literal)
    negative = number < 0 and any(char in "123456789" for char in digits)
    return ("-" if negative else "") + "".join(parts).strip()


def _piece(digits: str, tokens: list[str], places: list[int], index: int) -> str:
    """The digits that belong to one of several masks (0!.0, and 000-0000): counted from the right."""
    ends = {}
    end = len(digits)
    for place in reversed(places):
        count = len(tokens[place].replace(",", ""))
        start = 0 if place == places[0] else max(end - count, 0)
        ends[place] = digits[start:end]
        end = start
    return ends[index]


def _masked(number: Decimal, mask: str) -> str:
    """Digits under a mask like #,##0.0#."""
    whole_mask, _, fraction_mask = mask.partition(".")
    try:
        rounded = number.quantize(Decimal(1).scaleb(-len(fraction_mask)), ROUND_HALF_UP)
    except InvalidOperation:
        return format(number, "f")
    whole, _, fraction = format(rounded, "f").partition(".")
    least = fraction_mask.rstrip("#?").count("0") + fraction_mask.rstrip("#?").count("#")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    width = whole_mask.count("0")
    whole = "" if whole == "0" and not width else whole.zfill(width)
    if "," in whole_mask:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    return f"{whole}.{fraction}" if fraction else whole or "0"


def _show_date(value: float, section: str, tokens: list[str], *, from_1904: bool) -> str:
    if not 0 <= value < _MAX_SERIAL:
        return plain_number(value)
    moment = _moment(value, from_1904=from_1904)
    in_han = "[dbnum1]" in section.casefold()
    has_noon = any(re.fullmatch("am/pm|a/p|上午/下午", token, re.IGNORECASE) for token in tokens)
    parts = []
    clock = False
    for index, token in enumerate(tokens):
        elapsed = _ELAPSED.fullmatch(token)
        low = token.casefold()
        if elapsed:
            unit = {"h": 24, "m": 1440, "s": 86400}[low[1]]
            parts.append(str(int(value * unit + 1e-6)))
            clock = True
        elif _DATE_TOKEN.fullmatch(token):
            minutes = low[0] == "m" and len(low) < 3 and (clock or _seconds_follow(tokens, index))
            parts.append(_date_part(moment, low, minutes=minutes, in_han=in_han, has_noon=has_noon))
            clock = low[0] in "hs" or (clock and low[0] not in "yda")
        else:
            literal = _literal(token)
            parts.append(token if literal is None else literal)
    return "".join(parts).strip()


def _moment(value: float, *, from_1904: bool) -> datetime:
    # 1900 counts a 29 February that never was.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    # Half a millisecond more, so that 12:00 stored as 0.4999999 is not shown as 11:59.
    return start + timedelta(seconds=round(value * 86400, 3))


def _seconds_follow(tokens: list[str], index: int) -> bool:
    for token in tokens[index + 1 :]:
        if _DATE_TOKEN.fullmatch(token):
            return token[0] in "sS" or token.casefold().startswith("[s")
    return False


def _date_part(moment: datetime, token: str, *, minutes: bool, in_han: bool, has_noon: bool) -> str:
    letter, length = token[0], len(token)
    if token in ("am/pm", "a/p"):
        return ("AM" if moment.hour < 12 else "PM")[: 1 if token == "a/p" else 2]
    if token == "上午/下午":
        return "上午" if moment.hour < 12 else "下午"
    if letter == "a":
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]
    if letter in "ye":
        year = f"{moment.year % 100:02}" if letter == "y" and length < 3 else str(moment.year)
        return year.translate(_HAN_DIGITS) if in_han else year
    if letter == "d" and length > 2:
        name = moment.strftime("%A")
        return name if length > 3 else name[:3]
    if letter == "m" and length > 2 and not minutes:
        return _MONTHS[moment.month - 1]
    number = _date_number(moment, letter, minutes=minutes, has_noon=has_noon)
    if in_han:
        return format_chinese_number(number) if number else "〇"
    return f"{number:02}" if length > 1 else str(number)


def _date_number(moment: datetime, letter: str, *, minutes: bool, has_noon: bool) -> int:
    if letter == "h":
        return (moment.hour - 1) % 12 + 1 if has_noon else moment.hour
    if letter == "m":
        return moment.minute if minutes else moment.month
    return moment.second if letter == "s" else moment.day
