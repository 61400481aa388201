"""Values of form fields in whatever notation senders use: choices, grades, districts, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from domain.collection import Choice, FieldKind, FormField
from domain.dates import parse_day
from domain.patterns import pattern
from domain.text import comparison_key, parse_chinese_number, trim

_SIGNS = pattern(r"[\W_]+")
_STARS = pattern(r"[★☆*⭐✩✭✮✯⋆\s]+")
_GRADE_NUMBER = pattern(r"(?:第)?([1-3一二三两])(?:星级?|颗星|级|分|档|类)?|(?:星级|等级|级别|程度)([1-3一二三])")
_GRADE_LETTER = {"a": 3, "b": 2, "c": 1}
# From the gravest: words that enterprises put for a grade. 一般 before 较… is told by the whole word.
_GRADE_WORDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (
        3,
        (
            "非常严重",
            "特别严重",
            "十分严重",
            "极其严重",
            "严重",
            "重大",
            "紧急",
            "特急",
            "高",
            "很高",
            "非常重要",
            "最高",
        ),
    ),
    (2, ("比较严重", "较严重", "较重", "较大", "中等", "中", "较高", "重要", "比较重要", "较急", "中度")),
    (1, ("不严重", "一般严重", "一般", "轻微", "较轻", "轻", "低", "较低", "较小", "普通", "轻度", "最低")),
)
_NEUTRAL = pattern("产业链?|企业|环节|类型|类别|类|型|问题|方面|质量|相关|有关|领域|层面|位置|属于?|为|的|在|和")
_DIGITS_ONLY = pattern(r"-?[0-9]+(?:\.[0-9]+)?%?")
_PHONE = pattern(
    r"(?:\+?86)?1[0-9]{10}|0?[0-9]{2,3}[-–—]?[0-9]{7,8}(?:[-转#][0-9]{1,6})?|[0-9]{7,8}|400-?[0-9]{3}-?[0-9]{4}"
)


@dataclass(frozen=True)
class Value:
    """A value as the form has it; `problem` is a stable code where it has none for what was written."""

    text: str
    problem: str = ""  # "", unknown, ambiguous, missing, number, date, phone, long


def read_value(form_field: FormField, written: str) -> Value:
    """What was written as a value of a field; blanks around it go, and a required field must say something."""
    text = trim(written)
    if not text or _is_dash(text):
        return Value("", "missing" if form_field.is_required else "")
    value = _by_kind(form_field, text)
    if form_field.most and len(value.text) > form_field.most and not value.problem:
        return Value(value.text, "long")
    return value


def match_choice(written: str, choices: Sequence[Choice]) -> Value:
    """The choice that is meant: by its own words, by a synonym, by what only it contains."""
    key = _key(written)
    exact = [one for one in choices if key in {_key(name) for name in (one.value, *one.synonyms)}]
    if len(exact) == 1:
        return Value(exact[0].value)
    bare = re.sub(r"[(（].*?[)）]", "", unicodedata.normalize("NFKC", written))
    found = exact or [one for one in choices if _contains(_key(bare) or key, one)]
    if len(found) == 1:
        return Value(found[0].value)
    return Value(trim(written), "ambiguous" if found else "unknown")


def parse_grade(written: str) -> int | None:
    """★★★, ***, 3, ３, 3星, 三级, 严重 → 3; None where the notation tells no grade of 1–3."""
    text = unicodedata.normalize("NFKC", trim(written))
    if not text:
        return None
    if _STARS.fullmatch(text):
        count = sum(char in "★*⭐✭✮✯⋆" for char in text) or sum(char in "☆✩" for char in text)
        return count if 1 <= count <= 3 else None
    leading = re.match(r"^([★*⭐]{1,3})(?![★*⭐])", text)
    key = _SIGNS.sub("", text).casefold()
    match = _GRADE_NUMBER.fullmatch(key)
    if match:
        return _digit(match.group(1) or match.group(2))
    if re.fullmatch(r"[1-3]\.0+", text):
        return int(text[0])
    if key in _GRADE_LETTER:
        return _GRADE_LETTER[key]
    by_word = _grade_word(key)
    return by_word if by_word is not None else len(leading.group(1)) if leading else None


def _grade_word(key: str) -> int | None:
    """By the whole word, else by the longest word in it: 比较严重的问题 is 2, though it contains 严重."""
    words = sorted(((word, grade) for grade, listed in _GRADE_WORDS for word in listed), key=lambda one: -len(one[0]))
    for word, grade in words:
        if key == word:
            return grade
    return next((grade for word, grade in words if len(word) >= 2 and word in key and len(key) <= len(word) + 3), None)


def _digit(text: str) -> int | None:
    value = int(text) if text.isdecimal() else parse_chinese_number(text)
    return value if value in (1, 2, 3) else None


def _by_kind(form_field: FormField, text: str) -> Value:
    match form_field.kind:
        case FieldKind.GRADE:
            grade = parse_grade(text)
            return Value(str(grade)) if grade else Value(text, "unknown")
        case FieldKind.CHOICE:
            return match_choice(text, form_field.choices)
        case FieldKind.NUMBER:
            number = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
            return Value(number) if _DIGITS_ONLY.fullmatch(number) else Value(text, "number")
        case FieldKind.DATE:
            day = parse_day(text)
            return Value(day) if day else Value(text, "date")
        case FieldKind.PHONE:
            phone = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text))
            return Value(phone) if _PHONE.fullmatch(phone) else Value(text, "phone")
    return Value(text)


def _contains(key: str, choice: Choice) -> bool:
    names = [_key(name) for name in (choice.value, *choice.synonyms)]
    return any(
        len(name) >= 2 and ((name in key and _says_nothing(key.replace(name, ""))) or (len(key) >= 2 and key in name))
        for name in names
    )


def _says_nothing(rest: str) -> bool:
    """Whether what stands around a value leaves its meaning alone: 产业链上游企业, 属于技术类问题."""
    return _NEUTRAL.sub("", rest) == ""


def _key(text: str) -> str:
    return _SIGNS.sub("", comparison_key(text))


def _is_dash(text: str) -> bool:
    """What people write where there is nothing to say."""
    if _key(text) in {"无", "没有", "暂无", "na", "none", "不涉及"}:
        return True
    return _SIGNS.sub("", text) == "" and not _STARS.fullmatch(text)
