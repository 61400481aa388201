"""The order of an appendix table's rows: by pinyin, by grade, by number, as they were entered; by several of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from domain.cell_items import Cell
from domain.patterns import pattern
from domain.pinyin_table import sound_table
from domain.tables import TableRow
from domain.text import natural_key, parse_chinese_number, trim

_NUMBER = pattern(r"[-−]?\d[\d,，]*(?:\.\d+)?")
_SCALES = {"万": 1e4, "亿": 1e8}
# Characters that begin the names of places with a reading that is not their commonest.
_PLACES = {"重庆": "chong", "厦门": "xia", "长": "chang", "朝": "chao", "单": "dan", "藏": "zang", "行": "hang"}
_HAN = "\u4e00"


class SortBy(StrEnum):
    """What rows are ordered by."""

    PINYIN = "pinyin"
    GRADE = "grade"
    NUMBER = "number"
    ENTERED = "entered"  # the order in which the rows came into the plan


@dataclass(frozen=True)
class SortLevel:
    """One thing to sort by: the column of that key (none for ENTERED). Rows without a value come last either way."""

    by: SortBy
    key: str = ""
    is_descending: bool = False


def sorted_ids(rows: Sequence[TableRow], levels: Sequence[SortLevel]) -> list[int]:
    """The ids of the rows in their new order; equal ones stay as they stood.

    Rows that merged cells hold together move together, by what the uppermost of them says.
    """
    blocks: list[list[TableRow]] = []
    for row in rows:
        if blocks and row.joined:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    for level in reversed(levels):
        measure = _MEASURES[level.by]
        valued = [(measure(block[0], level.key), block) for block in blocks]
        filled = [one for one in valued if one[0] is not None]
        filled.sort(key=lambda one: one[0], reverse=level.is_descending)
        blocks = [block for _, block in filled] + [block for value, block in valued if value is None]
    return [row.id for block in blocks for row in block]


def pinyin_key(text: str) -> tuple[Any, ...]:
    """Sort key under which Chinese stands by its sounds, behind figures and letters, and 第2 before 第10."""
    key: list[tuple[int, int, str]] = []
    text = trim(text)
    special = next((sound for name, sound in _PLACES.items() if text.startswith(name)), None)
    for kind, number, part in natural_key(text):
        if not part:
            key.append((kind, number, ""))
            continue
        key += [_sound(char) for char in part]
    if special is not None and key:
        key[0] = (2, 0, special)
    return (*key, (-1, 0, ""))


def number_in(text: str) -> float | None:
    """The first number a text tells, in figures or in Chinese numerals; None where it tells none."""
    match = _NUMBER.search(text)
    if match is None:
        value = parse_chinese_number(trim(text))
        return None if value is None else float(value)
    number = float(match.group(0).replace(",", "").replace("，", "").replace("−", "-"))
    return number * _SCALES.get(text[match.end() : match.end() + 1], 1)


@lru_cache(maxsize=20_000)
def _sound(char: str) -> tuple[int, int, str]:
    if char < _HAN:
        return 1, 0, char.casefold()
    sound_table()  # sees to it that the dictionary below is loaded in the cheap way
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    sounds = PINYIN_DICT.get(ord(char), "")
    return (2, 0, to_normal(sounds.partition(",")[0]) + char) if sounds else (3, 0, char)


def _pinyin(row: TableRow, key: str) -> Any:
    text = _plain(row.cell(key))
    return pinyin_key(text) if text else None


def _grade(row: TableRow, key: str) -> Any:
    grades = sorted((item.grade for item in row.cell(key).items if item.grade), reverse=True)
    return grades or None


def _number(row: TableRow, key: str) -> Any:
    return number_in(_plain(row.cell(key)))


def _entered(row: TableRow, _key: str) -> Any:
    return row.id


def _plain(cell: Cell) -> str:
    """A cell without the marks before its lines."""
    return trim("\n".join(item.text for item in cell.items))


_MEASURES: dict[SortBy, Callable[[TableRow, str], Any]] = {
    SortBy.PINYIN: _pinyin,
    SortBy.GRADE: _grade,
    SortBy.NUMBER: _number,
    SortBy.ENTERED: _entered,
}
