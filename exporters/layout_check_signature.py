"""署名, 成文日期 and 附注 (GB/T 9704 7.3.5, 7.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.checks import Severity
from domain.text import parse_chinese_number
from exporters import page
from exporters.blocks import Signature
from exporters.layout_check_placed import Placed, Role
from exporters.layout_check_problems import Mend, Problem, Repair, in_paragraph
from exporters.layout_check_text import chars_of, first_indent
from exporters.layout_check_words import chars_words
from exporters.page import Layout
from exporters.profile import Ending
from exporters.signatures import signature_places

_DATE = re.compile(r"20\d\d年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")
_PARTS = re.compile(r"(\S{4})年(\S+)月(\S+)日")
_DIGITS = str.maketrans("〇○ＯO零一二三四五六七八九", "00000123456789")
_SPARE = 100
_SEALED = 400
_INDENT_SPARE = 30


def signature_problems(layout: Layout, placed: Sequence[Placed]) -> Iterator[Problem]:
    """T9, T10, T11 and T12."""
    for at, one in enumerate(placed):
        if one.role is Role.DATE:
            yield from _date_form(one)
            yield from _places(layout, placed, at)
        elif one.role is Role.ANNOTATION:
            yield from _annotation(layout, one)


def official_date(text: str) -> str:
    """A date in Arabic figures without zeros; empty when it cannot be told."""
    match = _PARTS.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        return ""
    year = match.group(1).translate(_DIGITS)
    month, day = (int(part) if part.isdecimal() else parse_chinese_number(part) for part in match.groups()[1:])
    made = f"{year}年{month}月{day}日"
    return made if _DATE.fullmatch(made) else ""


def _date_form(one: Placed) -> Iterator[Problem]:
    if _DATE.fullmatch(one.text):
        return
    made = official_date(one.text)
    start = len(one.facts.text) - len(one.facts.text.lstrip())
    end = len(one.facts.text.rstrip())
    repairs = (Repair(Mend.SPLICE, one.facts.index, f"{start}:{end}:{made}"),) if made else ()
    wanted = f"“{made}”" if made else "如“2026年1月5日”"
    yield in_paragraph(one, "T11", "成文日期写法", f"“{one.text}”", f"{wanted}（阿拉伯数字，不编虚位）", *repairs)


def _places(layout: Layout, placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    first = at
    while first and placed[first - 1].role is Role.SIGNER:
        first -= 1
    lines = placed[first : at + 1]
    names = tuple(one.text for one in lines[:-1])
    sealed = _is_sealed(layout, lines[-1])
    clause = "T10" if sealed else "T9"
    if first and placed[first - 1].role is not Role.BLANK:
        yield in_paragraph(
            lines[0],
            "T9",
            "署名上方没有空行",
            "",
            "空一行",
            Repair(Mend.BLANK_BEFORE, lines[0].facts.index),
            severity=Severity.LOOK,
        )
    date = official_date(lines[-1].text) or lines[-1].text
    for one, (_, chars) in zip(lines, signature_places(Signature(names, date, sealed)), strict=True):
        actual = _right_blank(layout, one)
        if abs(actual - chars * 100) > _SPARE:
            what = "成文日期右边空出" if one.role is Role.DATE else "署名右边空出"
            yield in_paragraph(
                one,
                clause,
                what,
                chars_words(actual),
                chars_words(chars * 100),
                Repair(Mend.ALIGN, one.facts.index, "right"),
                Repair(Mend.INDENT, one.facts.index, _from_right(layout, chars)),
            )


def _is_sealed(layout: Layout, date: Placed) -> bool:
    """As the profile says; where it says nothing, as the date stands."""
    if layout.profile.parts.ending is Ending.NONE:
        return abs(_right_blank(layout, date) - _SEALED) <= _SPARE / 2
    return layout.profile.parts.ending is Ending.SEALED


def _from_right(layout: Layout, chars: float) -> str:
    return f"rightChars={round(chars * 100)} right={round(layout.first_line_indent * chars / 2)}"


def _right_blank(layout: Layout, one: Placed) -> float:
    """Hundredths of a character that stay blank at the right of a line."""
    look = one.facts.look
    size = one.facts.runs[0].look.size if one.facts.runs else page.half_points(layout.size_body)
    right = chars_of(look.right, look.right_chars, size)
    text = one.facts.text
    if look.alignment in ("right", "end"):
        blanks = text[len(text.rstrip()) :]
        return right + 100 * sum(1.0 if char == "\u3000" else 0.5 for char in blanks)
    room = layout.profile.page.chars * 100 - right
    left = chars_of(look.left, look.left_chars, size) + chars_of(look.first, look.first_chars, size)
    width = 100 * sum(0.5 if char.isascii() else 1.0 for char in text.rstrip())
    if look.alignment == "center":
        return right + (room - left - width) / 2
    return right + room - left - width


def _annotation(layout: Layout, one: Placed) -> Iterator[Problem]:
    look, index = one.facts.look, one.facts.index
    size = one.facts.runs[0].look.size if one.facts.runs else page.half_points(layout.size_body)
    start = chars_of(look.left, look.left_chars, size) + chars_of(look.first, look.first_chars, size)
    if abs(start - page.FIRST_LINE_CHARS) > _INDENT_SPARE:
        mend = (Repair(Mend.INDENT, index, first_indent(layout)), Repair(Mend.ALIGN, index, "both"))
        yield in_paragraph(one, "T12", "附注左边空出", chars_words(start), "2 字", *mend)
    if one.text[0] == "(" or one.text[-1] == ")":
        start_at = len(one.facts.text) - len(one.facts.text.lstrip())
        end = len(one.facts.text.rstrip())
        inner = one.text.strip("（）()")
        mend_text = Repair(Mend.SPLICE, index, f"{start_at}:{end}:（{inner}）")
        yield in_paragraph(one, "T12", "附注的括号", "半角", "全角圆括号", mend_text)
