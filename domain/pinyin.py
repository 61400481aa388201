"""Find Chinese text by characters, by pinyin, by initials and by any mixture of these."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SCORE_STEP = 1000
_WIDEST_GAP = 2
_SHORT_TEXT = 24
# Text after one of these begins a new word often enough: 市/发展改革委, 质量/和/标准.
_WORD_ENDS = frozenset("省市区县局委部厅院会和与及的")
_PAIRED_INITIALS = ("zh", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text answers a query: a lower score is better.

    `spans` are ranges of characters of the text (end excluded), in order, apart from each other.
    """

    score: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A text without blanks and punctuation; `places[i]` is where `letters[i]` stands in the text.

    `code` has every letter with its readings, “!市,shi|场,chang”, where “!” begins a word.
    """

    letters: str
    places: tuple[int, ...]
    heads: tuple[int, ...]
    code: str


@dataclass(frozen=True, slots=True)
class _Query:
    letters: str
    is_spelled: bool
    pattern: re.Pattern[str]
    parts: tuple[str, ...]


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
    _readings("中")


def _match_letters(asked: _Query, text: str) -> Match | None:
    plain = _plain(text)
    at = plain.letters.find(asked.letters)
    if at >= 0:
        size = len(asked.letters)
        tier = 2 if at else int(size < len(plain.letters))
        return _matched(plain, tuple(range(at, at + size)), tier)
    if not asked.is_spelled:
        return _match_apart(asked.letters, plain)
    spelled = _spell(text)
    return _match_together(asked, spelled) or _match_apart(asked.letters, spelled)


def _match_parts(parts: tuple[str, ...], text: str) -> Match | None:
    places: set[int] = set()
    total = 0
    for part in parts:
        found = _match_letters(_query(part), text)
        if found is None:
            return None
        total = max(total, found.score)
        places.update(place for start, end in found.spans for place in range(start, end))
    return Match(7 * _SCORE_STEP + total // 8, _spans(sorted(places)))


def _match_together(asked: _Query, spelled: _Spelled) -> Match | None:
    """Match characters that stand side by side. Few letters say little in a long text: there, more are needed."""
    query = asked.letters
    size = len(spelled.letters)
    needed = 2 if size <= _SHORT_TEXT else 3 if size <= 80 else 4
    for hit in asked.pattern.finditer(spelled.code):
        at = _letter_at(spelled.code, hit.start())
        if at and len(query) < needed and not (size <= _SHORT_TEXT and spelled.code[hit.start()] == "!"):
            continue
        path = _follow(query, spelled.letters, at, 0)
        if path is not None:
            initials = all(_is_initial(query, path, step) for step in range(len(path)))
            tier = 5 if at else 3 if initials else 4
            return _matched(spelled, tuple(letter for _, letter in path), tier)
    return None


def _match_apart(query: str, spelled: _Spelled) -> Match | None:
    """Match characters in order with small gaps, from where a word begins: 市监委 finds 市场监管委."""
    size = len(spelled.letters)
    if len(query) < (3 if size <= _SHORT_TEXT else 4 if size <= 60 else 5):
        return None
    anywhere = len(query) >= 5 and size <= _SHORT_TEXT
    best: Match | None = None
    for at in range(size) if anywhere else spelled.heads:
        path = _follow(query, spelled.letters, at, _WIDEST_GAP)
        if path is None:
            continue
        letters = tuple(letter for _, letter in path)
        if letters[-1] - at + 1 - len(letters) > len(letters):
            continue
        found = _matched(spelled, letters, 6)
        if best is None or found.score < best.score:
            best = found
    return best


def _matched(spelled: _Spelled, letters: tuple[int, ...], tier: int) -> Match:
    skipped = letters[-1] - letters[0] + 1 - len(letters)
    rest = len(spelled.letters) - len(letters)
    score = tier * _SCORE_STEP + min(letters[0], 60) * 5 + min(rest, 300) + min(skipped, 20) * 15
    return Match(score, _spans([spelled.places[letter] for letter in letters]))


def _spans(places: list[int]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place + 1))
        else:
            spans.append((place, place + 1))
    return tuple(spans)


def _letter_at(code: str, offset: int) -> int:
    """Number the letter of the text whose reading starts at the offset of its code."""
    return code.count("!", 0, offset + 1) + code.count("|", 0, offset + 1) - 1


def _follow(query: str, letters: str, at: int, gap: int) -> list[tuple[int, int]] | None:
    """Walk the query over the letters from `at`: of each step what is done of the query, and the letter."""
    dead: set[tuple[int, int]] = set()

    def walk(done: int, letter: int) -> list[tuple[int, int]] | None:
        for length in _steps(query, done, letters[letter]):
            reached = done + length
            if reached == len(query):
                return [(reached, letter)]
            for following in range(letter + 1, min(letter + 2 + gap, len(letters))):
                if (reached, following) in dead:
                    continue
                rest = walk(reached, following)
                if rest is not None:
                    return [(reached, letter), *rest]
                dead.add((reached, following))
        return None

    return walk(0, at)


def _steps(query: str, done: int, letter: str) -> list[int]:
    """List how many letters of the query one character of the text can stand for, longest first."""
    lengths = {1} if query[done] == letter else set()
    if query[done].isascii() and not letter.isascii():
        for reading in _readings(letter):
            if reading[0] != query[done]:
                continue
            lengths.add(1)
            if reading[:2] in _PAIRED_INITIALS and query.startswith(reading[:2], done):
                lengths.add(2)
            if query.startswith(reading, done):
                lengths.add(len(reading))
            if reading.startswith(query[done:]):
                lengths.add(len(query) - done)
    return sorted(lengths, reverse=True)


def _is_initial(query: str, path: list[tuple[int, int]], step: int) -> bool:
    start = path[step - 1][0] if step else 0
    taken = query[start : path[step][0]]
    return len(taken) == 1 or taken in _PAIRED_INITIALS


@lru_cache(maxsize=64)
def _query(text: str) -> _Query:
    letters = "".join(letter for _, letter, _ in _fold(text))
    following = r"(?:[^!|]*[!|](?:[^!|]*,)?)?"
    pattern = re.compile(r"[!|](?:[^!|]*,)?" + following.join(map(re.escape, letters)))
    parts = tuple(part for part in text.split() if any(True for _ in _fold(part)))
    return _Query(letters, any(letter.isascii() and letter.isalpha() for letter in letters), pattern, parts)


def _fold(text: str) -> Iterator[tuple[int, str, bool]]:
    """Give place, letter (one width, one case) and whether it begins a word, without blanks and punctuation."""
    before = ""
    for place, char in enumerate(text):
        for letter in _folded(char):
            begins = (
                not before or before in _WORD_ENDS or (letter.isascii() != before.isascii() and not letter.isdigit())
            )
            yield place, letter, begins
            before = letter
        if not _folded(char):
            before = ""


@lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).casefold()
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] not in "ZPC")


@lru_cache(maxsize=40_000)
def _plain(text: str) -> _Spelled:
    folded = tuple(_fold(text))
    heads = tuple(at for at, (_, _, begins) in enumerate(folded) if begins)
    return _Spelled("".join(letter for _, letter, _ in folded), tuple(place for place, _, _ in folded), heads, "")


@lru_cache(maxsize=40_000)
def _spell(text: str) -> _Spelled:
    plain = _plain(text)
    heads = frozenset(plain.heads)
    parts: list[str] = []
    for at, letter in enumerate(plain.letters):
        parts.append("!" if at in heads else "|")
        parts.append(letter if letter.isascii() else ",".join((letter, *_readings(letter))))
    return _Spelled(plain.letters, plain.places, plain.heads, "".join(parts))


@lru_cache(maxsize=20_000)
def _readings(char: str) -> tuple[str, ...]:
    """List the readings of a character without tones: 重 → zhong, chong, tong; none for what is not Chinese."""
    # The phrases would cost half of the time and serve only the reading of whole sentences.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.constants import PINYIN_DICT

    readings: dict[str, None] = {}
    for spoken in PINYIN_DICT.get(ord(char), "").split(","):
        plain = "".join(sign for sign in unicodedata.normalize("NFD", spoken).replace("u\u0308", "v") if sign.isascii())
        # ü is typed as v in most input methods, as u by those who do not know.
        for reading in (plain, plain.replace("v", "u")) if plain.isalpha() else ():
            readings.setdefault(reading)
    return tuple(readings)
