"""Accounts for characters: every stretch of a source is looked for in what was kept, and used up where it is found.

Characters are compared without widths, case, blanks and punctuation, which a reader may tidy; everything else counts.
The time is linear in the text: almost all of it stands in the same order on both sides and is found at the cursor.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Marks of Markdown and the sign for an unreadable symbol are no text; of the punctuation, these are.
_IGNORED = frozenset("|`>~=+^<〓")
_KEPT = frozenset("%‰")
_WINDOW = 4000
_SURE = 6
# Lengths of the pieces looked for where a text was torn apart, and how long a stretch they may be used on.
_PIECES = ((4, 1_000_000), (3, 1_000_000), (2, 24), (1, 2))


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = kept = "".join(char for char in folded if _counts(char))
        return kept


def _counts(char: str) -> bool:
    return char in _KEPT or (char not in _IGNORED and unicodedata.category(char)[0] not in "PZC")


_TABLE = _Table()


def census_key(text: str) -> str:
    """The characters of a text that count."""
    return text.translate(_TABLE)


def missing_words(text: str, runs: Sequence[tuple[int, int]]) -> list[str]:
    """The stretches of a text that runs of its key (start, end) stand for, as printed."""
    places: list[int] = []
    for place, char in enumerate(text):
        places += [place] * len(_TABLE[ord(char)])
    return [text[places[start] : places[end - 1] + 1] for start, end in runs]


@dataclass
class Found:
    """Where a text was found: stretches as (number of the entry, characters), and runs of its key that were not."""

    entries: list[tuple[int, int]] = field(default_factory=list)
    missing: list[tuple[int, int]] = field(default_factory=list)


class Ledger:
    """Entries in order, to be used up; `again` marks those that may be said more than once (repeated headers)."""

    def __init__(self, entries: Iterable[str], again: Iterable[bool] = ()) -> None:
        keys = [census_key(entry) for entry in entries]
        self._text = "".join(keys)
        self._starts: list[int] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._used = bytearray(len(self._text))
        self._again = {key for key, repeat in zip(keys, again, strict=False) if repeat}
        self._first: dict[str, int] = {}
        self._cursor = 0
        place = 0
        for number, key in enumerate(keys):
            self._starts.append(place)
            self._by_key[key].append(place)
            self._first.setdefault(key, number)
            place += len(key)

    def settle(self, texts: Sequence[str]) -> list[Found]:
        """Look each of the texts up, in their order."""
        found = [Found() for _ in texts]
        waiting: list[tuple[int, str]] = []
        for number, text in enumerate(texts):
            key = census_key(text)
            if not key:
                continue
            place = self._whole(key)
            if place >= 0:
                found[number].entries = self._use(place, len(key))
                self._cursor = place + len(key)
            elif key in self._again:
                found[number].entries = [(self._first[key], len(key))]
            else:
                waiting.append((number, key))
        self._settle_torn(waiting, found)
        return found

    def _whole(self, key: str) -> int:
        """Where a text stands in one stretch that is still unused; -1 when it does not."""
        if key in self._again:
            # A field is told by its own words, before a sentence that repeats them.
            told = self._by_key[key]
            return told.pop(0) if told and self._is_free(told[0], len(key)) else -1
        if self._text.startswith(key, self._cursor) and self._is_free(self._cursor, len(key)):
            return self._cursor
        places = self._by_key.get(key)
        if places:
            # The next one in order, else the first that is left.
            after = bisect_left(places, self._cursor)
            for index in (*range(after, min(after + 8, len(places))), *range(min(8, len(places)))):
                if self._is_free(places[index], len(key)):
                    return places.pop(index)
        if len(key) < _SURE:
            return -1
        place = self._text.find(key, self._cursor, self._cursor + _WINDOW + len(key))
        return place if place >= 0 and self._is_free(place, len(key)) else -1

    def _is_free(self, place: int, length: int) -> bool:
        return self._used.find(1, place, place + length) < 0

    def _use(self, place: int, length: int) -> list[tuple[int, int]]:
        """Mark a stretch as used; returns the entries it runs through."""
        self._used[place : place + length] = b"\1" * length
        entries = []
        end = place + length
        while place < end:
            number = bisect_right(self._starts, place) - 1
            stop = min(end, self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text))
            entries.append((number, stop - place))
            place = stop
        return entries

    def _settle_torn(self, waiting: Sequence[tuple[int, str]], found: Sequence[Found]) -> None:
        """Look up what does not stand in one stretch, piece by piece, among what is left."""
        open_runs = [(number, key, [(0, len(key))]) for number, key in waiting]
        for size, longest in _PIECES:
            index = self._index_free(open_runs, size)
            later = []
            for number, key, runs in open_runs:
                rest: list[tuple[int, int]] = []
                for start, end in runs:
                    if size > end - start or end - start > longest:
                        rest.append((start, end))
                    else:
                        rest += self._match(key, start, end, size, index, found[number])
                if rest:
                    later.append((number, key, rest))
            open_runs = later
        for number, _, runs in open_runs:
            found[number].missing = runs

    def _index_free(self, runs: Sequence[tuple[int, str, list[tuple[int, int]]]], size: int) -> dict[str, list[int]]:
        """Unused places of the pieces that are wanted, last first."""
        wanted = {
            key[place : place + size]
            for _, key, parts in runs
            for start, end in parts
            for place in range(start, end - size + 1)
        }
        index: dict[str, list[int]] = {}
        if wanted:
            for place in range(len(self._text) - size, -1, -1):
                piece = self._text[place : place + size]
                if not self._used[place] and piece in wanted:
                    index.setdefault(piece, []).append(place)
        return index

    def _match(
        self, key: str, start: int, end: int, size: int, index: dict[str, list[int]], found: Found
    ) -> list[tuple[int, int]]:
        """Use up the longest stretches that begin with a known piece; returns the runs that are left."""
        missing: list[tuple[int, int]] = []
        place = start
        while place < end:
            there = self._next_free(index.get(key[place : place + size]), size) if place + size <= end else -1
            if there < 0:
                if missing and missing[-1][1] == place:
                    missing[-1] = (missing[-1][0], place + 1)
                else:
                    missing.append((place, place + 1))
                place += 1
                continue
            length = size
            while (
                place + length < end
                and there + length < len(self._text)
                and not self._used[there + length]
                and self._text[there + length] == key[place + length]
            ):
                length += 1
            found.entries += self._use(there, length)
            place += length
        return missing

    def _next_free(self, places: list[int] | None, size: int) -> int:
        while places:
            place = places.pop()
            if self._is_free(place, size):
                return place
        return -1
