"""Which rows of an appendix table are looked at: by grade, by words, by what a column holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

from domain.pinyin import match
from domain.tables import AppendixTable, ColumnKind, TableRow

_SHORT = 24  # characters of a cell that is found by its sounds, too: names, places
_MOST_VALUES = 200
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_NARROW = {wide: code for code, wide in _WIDE.items()}


class Filled(StrEnum):
    """What is asked of a column."""

    ANY = ""
    EMPTY = "empty"
    FILLED = "filled"
    VALUE = "value"


@dataclass(frozen=True)
class RowFilter:
    """What rows are asked for; everything that is asked must hold.

    `grades`: a line of one of these somewhere. `text`: words anywhere in the row, or the pinyin or initials of a
    short cell. `key` names a column of which `filled` is asked; `value` is its whole text.
    """

    grades: frozenset[int] = frozenset()
    text: str = ""
    key: str = ""
    filled: Filled = Filled.ANY
    value: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.grades or self.text.strip() or (self.key and self.filled is not Filled.ANY))


class RowTexts:
    """The words of rows, held from one question to the next; a row that changed is read anew."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[TableRow, str]] = {}
        self._rows: Sequence[TableRow] = ()
        self._words: list[str] = []

    def of(self, row: TableRow) -> str:
        """All words of a row, in lower case."""
        held = self._held.get(row.id)
        if held is not None and held[0] is row:
            return held[1]
        words = "\x00".join([cell.text for cell in row.cells.values()]).lower()
        self._held[row.id] = (row, words)
        return words

    def all_of(self, rows: Sequence[TableRow]) -> list[str]:
        """The words of many rows."""
        if rows is not self._rows:
            held, read = self._held, self.of
            self._words = [
                one[1] if (one := held.get(row.id)) is not None and one[0] is row else read(row) for row in rows
            ]
            self._rows = rows
        return self._words


def shown_places(table: AppendixTable, asked: RowFilter, texts: RowTexts) -> list[int]:
    """The places (from 0) of the rows that are asked for."""
    places: Sequence[int] = range(len(table.rows))
    for test in _tests(table, asked):
        places = [place for place in places if test(table.rows[place])]
    if asked.text.strip():
        places = _with_words(table, asked.text.strip(), places, texts)
    return list(places)


def column_values(table: AppendixTable, key: str) -> list[str]:
    """The different texts of a column in the order they appear, without blank ones; none where there are many."""
    values = dict.fromkeys(row.cell(key).text for row in table.rows)
    values.pop("", None)
    return list(values) if len(values) <= _MOST_VALUES else []


def _tests(table: AppendixTable, asked: RowFilter) -> list[Callable[[TableRow], bool]]:
    tests: list[Callable[[TableRow], bool]] = []
    if asked.key and asked.filled is Filled.EMPTY:
        tests.append(lambda row: not row.cell(asked.key).text.strip())
    elif asked.key and asked.filled is Filled.FILLED:
        tests.append(lambda row: bool(row.cell(asked.key).text.strip()))
    elif asked.key and asked.filled is Filled.VALUE:
        tests.append(lambda row: row.cell(asked.key).text == asked.value)
    if asked.grades:
        tests.append(lambda row: _has_grade(row, asked.grades))
    return tests


def _has_grade(row: TableRow, grades: frozenset[int]) -> bool:
    return any(item.grade in grades for cell in row.cells.values() for item in cell.items)


def _with_words(table: AppendixTable, words: str, places: Sequence[int], texts: RowTexts) -> list[int]:
    low = words.lower()
    variants = {low, low.translate(_WIDE), low.translate(_NARROW)}
    rows = table.rows
    every = len(places) == len(rows)
    held = texts.all_of(rows if every else itemgetter(*places)(rows) if len(places) > 1 else [rows[p] for p in places])
    if len(variants) == 1:
        found = [place for place, text in zip(places, held, strict=True) if low in text]
    else:
        found = [place for place, text in zip(places, held, strict=True) if any(one in text for one in variants)]
    if not low.isascii() or not any(char.isalpha() for char in low):
        return found
    known, keys = set(found), [one.key for one in table.spec.columns if one.kind is not ColumnKind.NUMBER]
    sounding = [place for place in places if place not in known and _sounds(rows[place], keys, low)]
    return sorted([*found, *sounding])


def _sounds(row: TableRow, keys: Sequence[str], words: str) -> bool:
    for key in keys:
        cell = row.cells.get(key)
        if cell is None or len(cell.items) != 1:
            continue
        text = cell.items[0].text
        if text and len(text) <= _SHORT and match(words, text) is not None:
            return True
    return False
