"""Values of form fields in whatever notation senders use: choices, grades, districts, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.collection import Choice, FieldKind, FormField
from domain.dates import parse_day
from domain.patterns import pattern
from domain.text import comparison_key, parse_chinese_number, trim

_SIGNS = re.compile(r"[\W_]+")
_STARS = re.compile(r"[★☆*⭐✩✭✮✯⋆\s]+")
# ●●● ▲▲ ！！: a sign that people repeat for a grade; what stands for nothing or for yes is none.
_REPEATED_SIGN = re.compile(r"([^\w\s\-–—_/\\.。,，、;；:：?？√✓×~～|()（）\[\]【】\"'“”‘’…·□■☑☐])\1{0,2}")
_GRADE_NUMBER = re.compile(
    r"(?:第)?([1-3一二三两])(?:星级?|颗星|级|分|档|类)?|(?:星级|等级|级别|程度)([1-3一二三])(?:星|级|颗星)?"
)
_GRADE_LETTER = re.compile("([abc])[级类档等]?")
_GRADE_LETTERS = {"a": 3, "b": 2, "c": 1}
# Words that enterprises put for a grade, by themselves; what stands before one makes it more or less.
_GRADE_WORDS = {
    3: ("急需", "亟需", "亟待", "严重", "重大", "紧急", "特急", "高", "最高", "急", "严峻", "重", "极重"),
    2: ("尽快", "中等", "中", "中度", "重要", "紧迫", "迫切", "急迫", "一般偏重", "较急"),
    1: ("可缓", "缓", "暂缓", "一般", "轻微", "轻", "低", "普通", "轻度", "最低", "小", "微"),
}
_WORD_GRADES = {word: grade for grade, words in _GRADE_WORDS.items() for word in words}
_MORE = ("非常", "特别", "十分", "极其", "极为", "极度", "极", "很", "最", "高度", "相当", "异常")
_LONGEST_DASH = 12  # characters of 无, N/A, ———— and their like
_LONGEST_GRADE = 12  # characters that a grade and its explanation take
_LESS = ("比较", "较为", "较", "有点", "有些", "中等", "中度")
_LEAST = ("不是很", "不算", "不太", "不很", "不", "一般", "略", "稍", "略微", "轻度", "无")
_OF_GRADE = ("严重", "紧急", "紧迫", "迫切", "急迫", "重要", "急", "重", "大", "高", "突出")
_AROUND = re.compile(r"^需要?|解决|处理|程度|等级|级别|影响|问题|的|度$|[，,。；;]")
_NEUTRAL = pattern(
    "产业链?|供应链|企业|环节|类型|类别|类|型|性|问题|方面|质量|相关|有关|领域|层面|位置|处于|位于|属于?|为|是|的|在|中的|和|建设|情况|事项|供应商?|制造|应用|阶段|部分|侧|端"
)
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_ORDINAL = re.compile(
    r"^(?:[(（]?[0-9]{1,2}[)）]\s*[、.．]?|[0-9]{1,2}\s*[、.．:：\-]|[0-9](?=[^0-9.])|[一二三四五六七八九十]{1,2}[、.．]|"
    r"[(（][一二三四五六七八九十]{1,2}[)）]|第[一二三四五六七八九十0-9]{1,2}[类、，]?|[A-Ha-h](?:[、.．)）:：\s]|(?=[\u4e00-\u9fff]))|"
    r"[①-⑳]|[Ⅰ-Ⅻ]\s*[、.．])\s*"
)
_TICKED = re.compile(r"[■☑☒√✓✔]\s*([^□☐■☑☒√✓✔]+)")
_DIGITS_ONLY = pattern(r"-?[0-9]+(?:\.[0-9]+)?%?")
_PHONE = pattern(
    r"(?:\+?86)?1[0-9]{10}|0?[0-9]{2,3}[-–—]?[0-9]{7,8}(?:[-转#][0-9]{1,6})?|[0-9]{7,8}|400-?[0-9]{3}-?[0-9]{4}"
)


_Names = tuple[tuple[str, frozenset[str]], ...]  # the printed words of choices, each with the keys of all its words


@dataclass(frozen=True)
class Value:
    """A value as the form has it; `problem` is a stable code where it has none for what was written."""

    text: str
    problem: str = ""  # "", unknown, ambiguous, missing, number, date, phone, long


def read_value(form_field: FormField, written: str) -> Value:
    """What was written as a value of a field; blanks around it go, and a required field must say something."""
    text = trim(written)
    if not text or (_is_dash(text) and not (form_field.kind is FieldKind.GRADE and parse_grade(text))):
        return Value("", "missing" if form_field.is_required else "")
    value = _by_kind(form_field, text)
    if form_field.most and len(value.text) > form_field.most and not value.problem:
        return Value(value.text, "long")
    return value


def match_choice(written: str, choices: Sequence[Choice]) -> Value:
    """The choice that is meant: by its own words, by a synonym, by what only it contains, by the box that is ticked."""
    known = _choices.get(id(choices))
    if known is None or known[0] is not choices:
        if len(_choices) > _KEPT_CHOICES:
            _choices.clear()
        known = _choices[id(choices)] = (
            choices,
            tuple((one.value, frozenset(map(_key, (one.value, *one.synonyms)))) for one in choices),
            {},
        )
    found = known[2].get(written)
    if found is None:
        if len(known[2]) > _KEPT_VALUES:
            known[2].clear()
        found = known[2][written] = _match(written, known[1])
    return found


# Choices by their identity, with what they were asked: the same few words come in every row of every return.
_choices: dict[int, tuple[Sequence[Choice], _Names, dict[str, Value]]] = {}
_LONGEST_CHOICE = 100  # characters, with boxes and explanations
_KEPT_CHOICES, _KEPT_VALUES = 32, 8192


def _match(written: str, names: _Names) -> Value:
    if len(written) > _LONGEST_CHOICE:
        return Value(trim(written), "unknown")
    ticked = _ticked(written)
    if ticked is not None:
        found = {value.text for one in ticked if not (value := _match(one, names)).problem}
        return Value(found.pop()) if len(found) == 1 else Value(trim(written), "ambiguous" if found else "unknown")
    folded = unicodedata.normalize("NFKC", written)
    bare = _BRACKETS.sub("", folded)
    ways = (folded, _ORDINAL.sub("", trim(folded)), _ORDINAL.sub("", trim(bare)), *_heads(bare))
    for way in ways:
        key = _key(way)
        exact = [value for value, keys in names if key and key in keys]
        if len(exact) == 1:
            return Value(exact[0])
    begun = _begun(_key(_ORDINAL.sub("", trim(bare))), names)
    if begun:
        return Value(begun)
    found_in = [value for value, keys in names if _contains(_key(_ORDINAL.sub("", trim(bare))) or _key(written), keys)]
    if len(found_in) == 1:
        return Value(found_in[0])
    return Value(trim(written), "ambiguous" if found_in else "unknown")


def _begun(key: str, known: Sequence[tuple[str, Collection[str]]]) -> str:
    """The choice that a text begins with and says little more to, naming no other: 上游供应商."""
    begun = [value for value, _ in known if len(value) >= 2 and key.startswith(value) and len(key) <= len(value) + 6]
    if len(begun) != 1:
        return ""
    rest = key.removeprefix(begun[0])
    others = (name for value, names in known if value != begun[0] for name in names)
    return "" if any(name in rest for name in others) else begun[0]


def _ticked(written: str) -> list[str] | None:
    """What is ticked where boxes stand before the choices (□上游■中游□下游); None where there are no boxes."""
    if not any(box in written for box in "□☐■☑☒√✓✔"):
        return None
    marks = _TICKED.findall(written)
    return [trim(one) for one in marks] if marks else None


def _heads(text: str) -> list[str]:
    """What stands before a dash or colon that explains it (上游-材料)."""
    parts = re.split(r"[-–—:：,，]", text, maxsplit=1)
    return [_ORDINAL.sub("", trim(parts[0]))] if len(parts) == 2 else []


@lru_cache(maxsize=4096)
def parse_grade(written: str) -> int | None:
    """★★★, ***, ●●●, 3, ３, 3星, 三级, 严重, 不太严重 → 1–3; None where the notation tells no grade."""
    text = unicodedata.normalize("NFKC", trim(written))
    if not text:
        return None
    if _STARS.fullmatch(text):
        count = sum(char in "★*⭐✭✮✯⋆" for char in text) or sum(char in "☆✩" for char in text)
        return count if 1 <= count <= 3 else None
    if _REPEATED_SIGN.fullmatch(text.replace(" ", "")):
        return len(text.replace(" ", ""))
    if re.fullmatch(r"[1-3]\.0+", text):
        return int(text[0])
    whole = _grade_of(_SIGNS.sub("", text).casefold())
    if whole is not None:
        return whole
    if len(text) > _LONGEST_GRADE:
        return None
    parts = [_SIGNS.sub("", part).casefold() for part in re.split(r"[()\[\]【】:：、,，/\s]+", text)]
    parts = [part for part in parts if part]
    told = {grade for part in parts if (grade := _grade_of(part)) is not None} if len(parts) <= 2 else set()
    leading = re.match(r"^([★*⭐]{1,3})(?![★*⭐])|.*?(?<![★⭐])([★⭐]{1,3})$", text)
    if leading is not None and not told:
        return len(leading.group(1) or leading.group(2))
    return told.pop() if len(told) == 1 else None


def _grade_of(key: str) -> int | None:
    """A figure, a letter or a word by itself."""
    match = _GRADE_NUMBER.fullmatch(key)
    if match:
        return _digit(match.group(1) or match.group(2))
    if letter := _GRADE_LETTER.fullmatch(key):
        return _GRADE_LETTERS[letter.group(1)]
    word = _AROUND.sub("", key)
    if word in _WORD_GRADES:
        return _WORD_GRADES[word]
    for grade, before in ((1, _LEAST), (2, _LESS), (3, _MORE)):
        for one in before:
            rest = word.removeprefix(one)
            if rest != word and (rest in _OF_GRADE or (rest in _WORD_GRADES and grade != 1)):
                return grade if rest in _OF_GRADE or _WORD_GRADES[rest] == 3 else _toned(grade, _WORD_GRADES[rest])
    return None


def _toned(tone: int, grade: int) -> int:
    """很低 and 较轻 are light, 非常紧迫 is grave."""
    return grade if grade == 1 else tone


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
            phone = _phone(text)
            return Value(phone) if _PHONE.fullmatch(phone) else Value(text, "phone")
    return Value(text)


def _contains(key: str, names: Collection[str]) -> bool:
    if _says_nothing(key):
        return False  # 质量问题 is said of every category
    return any(
        len(name) >= 2 and ((name in key and _says_nothing(key.replace(name, ""))) or (len(key) >= 2 and key in name))
        for name in names
    )


def is_phone(text: str) -> bool:
    """Whether a text is a telephone number and nothing else."""
    return len(text) <= 24 and any(map(str.isdigit, text)) and _PHONE.fullmatch(_phone(text)) is not None


def _phone(text: str) -> str:
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text))


def _says_nothing(rest: str) -> bool:
    """Whether what stands around a value leaves its meaning alone: 产业链上游企业, 属于技术类问题."""
    return _NEUTRAL.sub("", rest) == ""


def _key(text: str) -> str:
    return _SIGNS.sub("", comparison_key(text))


def _is_dash(text: str) -> bool:
    """What people write where there is nothing to say."""
    if len(text) > _LONGEST_DASH:
        return False
    if _key(text) in {"无", "没有", "暂无", "na", "none", "不涉及"}:
        return True
    return _SIGNS.sub("", text) == "" and not _STARS.fullmatch(text)
