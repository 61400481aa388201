"""Find Chinese text by characters, by pinyin, by initials and by any mixture of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.pinyin_pattern import spelling_pattern
from domain.pinyin_table import PAIRED_INITIALS, Folding, sound_table

_TIER = 1000
_WIDEST_GAP = 2
_SHORT_TEXT = 24
_MIDDLE_TEXT = 80
# What follows one of these begins a word often enough: 市/发展改革委, 质量/和/标准.
_WORD_ENDS = frozenset(" 省市区县局委部厅院会和与及的")
_PLAIN = Folding()

# Of each step of a walk: how many letters of the query are done, and the place in the text that did the last of them.
_Walk = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text answers a query: a lower score is better.

    `spans` are ranges of characters of the text (end excluded), in order, apart from each other.
    """

    score: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Query:
    letters: str
    is_spelled: bool
    parts: tuple[str, ...]
    loose: re.Pattern[str]
    together: re.Pattern[str] | None
    apart: re.Pattern[str] | None


def match(query: str, text: str) -> Match | None:
    """Say how well the text answers the query; None when it does not, or when the query asks nothing.

    In falling order: the same text, its beginning, a part of it, its beginning in initials, in pinyin, an inner part in
    either, a few characters in order from where a word begins, all words of a query with blanks anywhere.
    """
    asked = _query(query)
    if not asked.letters:
        return None
    found = _match_letters(asked, text)
    if found is not None or len(asked.parts) < 2:
        return found
    return _match_parts(asked.parts, text)


def preload() -> None:
    """Load the table of readings, which takes a moment, before the first query needs it."""
    sound_table()


def _match_letters(asked: _Query, text: str) -> Match | None:
    plain = _plain(text)
    at = plain.find(asked.letters)
    if at >= 0:
        size = len(asked.letters)
        return _matched(plain, range(at, at + size), 2 if at else int(size < len(plain)))
    hit = asked.loose.search(plain)
    if hit is not None:
        places = [place for place in range(hit.start(), hit.end()) if plain[place] != " "]
        return _matched(plain, places, 2 if places[0] else 1)
    if asked.together is None:
        return _match_apart(asked, plain, plain)
    sounds = _sounds(text)
    return _match_together(asked, plain, sounds) or _match_apart(asked, plain, sounds)


def _match_parts(parts: tuple[str, ...], text: str) -> Match | None:
    places: set[int] = set()
    worst = 0
    for part in parts:
        found = _match_letters(_query(part), text)
        if found is None:
            return None
        worst = max(worst, found.score)
        places.update(place for start, end in found.spans for place in range(start, end))
    return Match(7 * _TIER + worst // 8, _spans(sorted(places)))


def _match_together(asked: _Query, plain: str, sounds: str) -> Match | None:
    """Match characters side by side. Few letters say little: one must begin a text, a long text needs more of them."""
    query = asked.letters
    size = len(plain)
    needed = 2 if size <= _SHORT_TEXT else 3 if size <= _MIDDLE_TEXT else 4
    for at in _starts(asked.together, sounds):
        if at and len(query) < needed:
            if size > _SHORT_TEXT:
                return None
            if not _begins_word(plain, at):
                continue
        walk = _follow(query, plain, sounds, at, 0)
        if walk is not None:
            tier = 5 if at else 3 if _is_of_initials(query, walk) else 4
            return _matched(plain, [place for _, place in walk], tier)
    return None


def _match_apart(asked: _Query, plain: str, sounds: str) -> Match | None:
    """Match characters in order with small gaps, from where a word begins: 市监委 finds 市场监管委."""
    size = len(plain)
    count = len(asked.letters)
    if asked.apart is None or count < (3 if size <= _SHORT_TEXT else 4 if size <= _MIDDLE_TEXT else 5):
        return None
    anywhere = count >= 5 and size <= _SHORT_TEXT
    best: Match | None = None
    for at in _starts(asked.apart, sounds):
        if not anywhere and not _begins_word(plain, at):
            continue
        walk = _follow(asked.letters, plain, sounds, at, _WIDEST_GAP)
        if walk is None or walk[-1][1] - at + 1 > 2 * len(walk):
            continue
        found = _matched(plain, [place for _, place in walk], 6)
        if best is None or found.score < best.score:
            best = found
    return best


def _starts(pattern: re.Pattern[str] | None, sounds: str) -> Iterator[int]:
    """Give every place where the pattern can begin, overlapping ones too."""
    hit = pattern.search(sounds) if pattern else None
    while pattern and hit:
        yield hit.start()
        hit = pattern.search(sounds, hit.start() + 1)


def _matched(plain: str, places: list[int] | range, tier: int) -> Match:
    skipped = places[-1] - places[0] + 1 - len(places)
    rest = len(plain) - len(places)
    score = tier * _TIER + min(places[0], 60) * 5 + min(rest, 300) + min(skipped, 20) * 15
    return Match(score, _spans(places))


def _spans(places: list[int] | range) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place == spans[-1][1]:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return tuple(spans)


def _begins_word(plain: str, at: int) -> bool:
    if not at or plain[at - 1] in _WORD_ENDS:
        return True
    return not plain[at].isdigit() and plain[at].isascii() != plain[at - 1].isascii()


def _follow(query: str, plain: str, sounds: str, at: int, gap: int) -> _Walk | None:
    """Walk the query over the text from the place `at`, leaving out at most `gap` characters a step; None if stuck."""
    dead: set[tuple[int, int]] = set()

    def walk(done: int, place: int) -> _Walk | None:
        for length in _steps(query, done, plain[place], sounds[place]):
            reached = done + length
            if reached == len(query):
                return [(reached, place)]
            for following in _following(plain, place, gap):
                if (reached, following) in dead:
                    continue
                rest = walk(reached, following)
                if rest is not None:
                    return [(reached, place), *rest]
                dead.add((reached, following))
        return None

    return walk(0, at)


def _following(plain: str, place: int, gap: int) -> Iterator[int]:
    """Give the places that may come after a place: blanks do not count as left out."""
    left = gap + 1
    place += 1
    while left and place < len(plain):
        if plain[place] != " ":
            yield place
            left -= 1
        place += 1


def _steps(query: str, done: int, letter: str, sound: str) -> list[int]:
    """List how many letters of the query one character of the text can stand for, longest first."""
    lengths = {1} if query[done] == letter else set()
    if letter == sound or not query[done].isascii():
        return sorted(lengths)
    for reading in sound_table().readings(sound):
        if reading[0] != query[done]:
            continue
        lengths.add(1)
        if reading[:2] in PAIRED_INITIALS and query.startswith(reading[:2], done):
            lengths.add(2)
        if query.startswith(reading, done):
            lengths.add(len(reading))
        if reading.startswith(query[done:]):
            lengths.add(len(query) - done)
    return sorted(lengths, reverse=True)


def _is_of_initials(query: str, walk: _Walk) -> bool:
    ends = [0, *(done for done, _ in walk)]
    taken = [query[start:end] for start, end in pairwise(ends)]
    return all(len(letters) == 1 or letters in PAIRED_INITIALS for letters in taken)


@lru_cache(maxsize=64)
def _query(text: str) -> _Query:
    letters = _plain(text).replace(" ", "")
    is_spelled = any(letter.isascii() and letter.isalpha() for letter in letters)
    loose = re.compile(" {0,2}".join(map(re.escape, letters)))
    together = spelling_pattern(letters, 0) if is_spelled else None
    apart = None
    if len(letters) >= 3:
        apart = (
            spelling_pattern(letters, _WIDEST_GAP)
            if is_spelled
            else re.compile(".{0,2}?".join(map(re.escape, letters)))
        )
    parts = tuple(part for part in text.split() if _plain(part).strip())
    return _Query(letters, is_spelled, parts, loose, together, apart)


@lru_cache(maxsize=60_000)
def _plain(text: str) -> str:
    return text.translate(_PLAIN)


@lru_cache(maxsize=60_000)
def _sounds(text: str) -> str:
    return text.translate(sound_table())
