"""What one cell of a returned sheet holds: an item, several with their grades, or the name of a section."""

from __future__ import annotations

import re
from itertools import pairwise

from domain.cell_items import parse_cell
from domain.collection import CollectionForm, FieldRole
from domain.form_values import match_choice, parse_grade
from domain.text import trim
from importers.submission_sheet import LaidOut, one_line

_COUNTED = re.compile(
    r"^\s*(?:\d{1,2}\s*[.．](?![0-9])|\d{1,2}\s*[、)）]|[（(]\s*\d{1,2}\s*[)）]\s*[、.．]?|[①-⑳]\s*[、.．]?|"
    r"(?:第?[一二三四五六七八九十]{1,2}[、是])|[（(][一二三四五六七八九十]{1,2}[)）])\s*",
    re.MULTILINE,
)
_FIGURE = re.compile(r"\d+|[①-⑳]|[一二三四五六七八九十]+")
_GRADE_BEHIND = re.compile(
    r"^(.{4,}?)[ \u3000]*(?:[（(【\[]([^（()）【】\[\]]{1,8})[)）】\]]|([★☆⭐]{1,3}))[。；;，,]?$", re.DOTALL
)
_HEADS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def without_number(text: str) -> str:
    """A text without the number that only counts it (1. （2） ③)."""
    match = _COUNTED.match(text)
    return text[match.end() :] or text if match else text


def is_counted_once(text: str) -> bool:
    """Whether a text begins with a number, and no other line of it does."""
    return _COUNTED.match(text) is not None and len(_COUNTED.findall(text)) == 1


def counted_items(text: str) -> list[str]:
    """The items of a cell that counts them from 1, line by line; the whole text where it does not."""
    starts = [match.start() for match in _COUNTED.finditer(text)]
    if len(starts) < 2 or starts[0] != 0 or not _counts_up(text):
        return [text]
    return [one_line(without_number(text[start:end])) for start, end in pairwise([*starts, len(text)])]


def _counts_up(text: str) -> bool:
    numbers = [_FIGURE.search(match.group(0)) for match in _COUNTED.finditer(text)]
    figures = [match.group(0) for match in numbers if match]
    arabic = [str(number) for number in range(1, len(figures) + 1)]
    return figures in (arabic, list(_HEADS[: len(figures)]), list("一二三四五六七八九十"[: len(figures)]))


def graded_items(text: str) -> list[tuple[str, int | None]]:
    """The items of a cell with their grades, before or behind; a line without one goes on with the item above it."""
    lines = [_grade_first(line) for line in _lines(text)]
    found: list[tuple[str, int | None]] = []
    graded = parse_cell("\n".join(lines), graded=True).items
    marked = any(item.grade for item in graded)
    for item in graded:
        if marked and item.grade is None and found:
            found[-1] = (one_line(f"{found[-1][0]}\n{item.printed}"), found[-1][1])
        elif item.printed:
            words = item.text if item.grade else item.printed
            found.append((without_number(words), item.grade))
    return found


def _lines(text: str) -> list[str]:
    """The lines of a cell; where items are counted, each item with what goes on below it."""
    items = counted_items(text)
    return items if len(items) > 1 else text.split("\n")


def _grade_first(line: str) -> str:
    """A line with its grade before it: 1.★★漂移 and 漂移（★★） are both ★★漂移."""
    bare = without_number(trim(line))
    match = _GRADE_BEHIND.match(bare)
    if match is None or bare.startswith(("★", "☆", "⭐", "*", "＊")):
        return bare if bare.startswith(("★", "☆")) else line
    mark = match.group(2) or match.group(3)
    grade = parse_grade(mark) if not mark.isdecimal() else None
    return "★" * grade + match.group(1) if grade else line


def section_of(form: CollectionForm, area: LaidOut, row: int) -> str:
    """The category that a row names which holds nothing else (一、质量技术问题); empty for any other row."""
    columns = area.columns_of(row)
    return category_of(form, area.text(row, columns[0])) if len(columns) == 1 else ""


def category_of(form: CollectionForm, text: str) -> str:
    """The category that a title or the name of a sheet names; empty for none."""
    category = form.role(FieldRole.CATEGORY)
    if category is None or len(text) > 24:
        return ""
    value = match_choice(text, category.choices)
    return "" if value.problem else value.text
