"""Word's automatic numbers, printed as Word prints them: 第一章, 一、, （一）, 1., 1.1, ①."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from domain.text import format_chinese_number
from importers.word_xml import Element, number, value, w

_PLACE = re.compile(r"%([1-9])")
_FORMAL = str.maketrans("零一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restarts: bool = True


@dataclass
class _List:
    """One w:num: its levels, the counters it shares, and the levels it starts afresh."""

    abstract: str
    levels: dict[int, _Level]
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document; ask for every numbered paragraph, in order."""

    def __init__(self, part: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._style_levels: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        if part is not None:
            self._load(part)

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level a list ties to a paragraph style; 0 when it names none."""
        found = self._style_levels.get(style_id)
        return found[1] if found and num_id in self._lists and self._lists[num_id].abstract == found[0] else 0

    def next_label(self, num_id: str, level: int) -> str:
        """Count one paragraph and print its number; empty for bullets, unknown lists and lists switched off."""
        numbered = self._lists.get(num_id)
        if numbered is None or level not in numbered.levels:
            return ""
        counters = self._counters.setdefault(numbered.abstract, {})
        if num_id not in self._started:
            self._started.add(num_id)
            for place, start in numbered.overrides.items():
                counters[place] = start - 1
        own = numbered.levels[level]
        counters[level] = counters.get(level, own.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            if numbered.levels.get(deeper, own).restarts:
                counters.pop(deeper, None)
        if own.format in ("bullet", "none"):
            return own.text if own.format == "none" and "%" not in own.text else ""
        return _PLACE.sub(lambda place: self._printed(numbered, counters, int(place.group(1)) - 1, own), own.text)

    def is_bullet(self, num_id: str, level: int) -> bool:
        """Whether the paragraph carries a dot or a dash instead of a number."""
        numbered = self._lists.get(num_id)
        return numbered is not None and level in numbered.levels and numbered.levels[level].format == "bullet"

    def _printed(self, numbered: _List, counters: dict[int, int], place: int, own: _Level) -> str:
        level = numbered.levels.get(place, _Level())
        count = counters.setdefault(place, level.start)
        return format_count(count, "decimal" if own.is_legal else level.format)

    def _load(self, part: Element) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        for abstract in part.findall(w("abstractNum")):
            key = abstract.get(w("abstractNumId"), "")
            abstracts[key] = self._load_levels(abstract, key)
        for num in part.findall(w("num")):
            key = value(num.find(w("abstractNumId")))
            numbered = _List(key, dict(abstracts.get(key, {})))
            for override in num.findall(w("lvlOverride")):
                place = override.get(w("ilvl"), "")
                if not place.isdecimal():
                    continue
                numbered.levels.update(self._load_levels(override, key))
                start = number(override.find(w("startOverride")))
                if start is not None:
                    numbered.overrides[int(place)] = start
            self._lists[num.get(w("numId"), "")] = numbered

    def _load_levels(self, parent: Element, abstract: str) -> dict[int, _Level]:
        levels = {}
        for element in parent.findall(w("lvl")):
            place = element.get(w("ilvl"), "")
            if not place.isdecimal() or int(place) >= _LEVELS:
                continue
            start = number(element.find(w("start")))
            levels[int(place)] = _Level(
                1 if start is None else start,
                value(element.find(w("numFmt")), "decimal"),
                value(element.find(w("lvlText"))),
                element.find(w("isLgl")) is not None,
                value(element.find(w("lvlRestart")), "1") != "0",
            )
            style = value(element.find(w("pStyle")))
            if style:
                self._style_levels[style] = (abstract, int(place))
        return levels


def format_count(count: int, style: str) -> str:
    """Print a count in one of Word's number formats (ECMA-376 17.18.59); unknown formats print digits."""
    if count < 1:
        return str(count)
    if style.startswith(("chinese", "taiwanese", "japanese", "ideographDigital", "ideographLegal")):
        return _chinese(count, style)
    if style in ("upperRoman", "lowerRoman"):
        return _roman(count).upper() if style == "upperRoman" else _roman(count)
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style.startswith("decimalEnclosedCircle") and count <= 20:
        return chr(ord("①") + count - 1)
    if style in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if style == "ideographTraditional" else _BRANCHES
        return signs[count - 1] if count <= len(signs) else str(count)
    return _decimal(count, style)


def _decimal(count: int, style: str) -> str:
    if style == "decimalFullWidth":
        return str(count).translate(_WIDE)
    if style == "decimalZero":
        return f"{count:02d}"
    if style == "decimalEnclosedParen":
        return f"（{count}）"
    if style == "decimalEnclosedFullstop":
        return f"{count}."
    return str(count)


def _chinese(count: int, style: str) -> str:
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        # WPS writes 一…十 with this format; above ten it prints digit by digit.
        return format_chinese_number(count) if count <= 10 else str(count).translate(_DIGITS)
    if count > 999:
        return str(count)
    text = format_chinese_number(count)
    return text.translate(_FORMAL) if style in ("chineseLegalSimplified", "ideographLegalTraditional") else text


def _roman(count: int) -> str:
    text = ""
    for worth, sign in (*_ROMAN, *_ROMAN_LOW):
        while count >= worth and len(text) < 20:
            text += sign
            count -= worth
    return text
