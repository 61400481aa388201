"""A paragraph that holds several tasks → where it may be cut, and the pieces that cuts make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.patterns import pattern
from domain.text import parse_chinese_number, trim

_PAIRS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
    "《": "》",
    "“": "”",
    "‘": "’",
    "「": "」",
}
_BOUNDS = "。；;：:！？，,、 \u3000\n"
_ENDS = "；;。！？，, \u3000\n"
_CHINESE = "[一二三四五六七八九十]{1,3}"
_MARKERS = (
    ("word", pattern(rf"(?:第?(?P<n>{_CHINESE}))(?:是|要|为)")),
    ("bracket", pattern(rf"[（(](?P<n>{_CHINESE}|\d{{1,2}})[）)][ \u3000]*")),
    ("arabic", pattern(r"(?P<n>\d{1,2})(?:[.．](?!\d)|、|[)）])[ \u3000]*")),
    ("circled", pattern(r"(?P<n>[①-⑳])[ \u3000]*")),
)
_LEAST_TITLE, _MOST_TITLE = 4, 30  # characters
_TITLE_END = "，,：:。；;"


class CutKind(StrEnum):
    """Why a paragraph may be cut at a place."""

    MARKER = "marker"  # 一是 （一） 1. ①
    SEMICOLON = "semicolon"
    STOP = "stop"
    START = "start"


@dataclass(frozen=True)
class Cut:
    """A place where a piece may begin; `is_proposed` says whether it does unless somebody decides otherwise."""

    start: int
    kind: CutKind
    is_proposed: bool


@dataclass(frozen=True)
class Piece:
    """A part of a paragraph from `start` to `end`: its `marker` (一是), its own words, and what ends it (；)."""

    start: int
    end: int
    marker: str
    words: str
    ending: str


@dataclass(frozen=True)
class Split:
    """A paragraph cut up: what stands before the first piece, and the pieces."""

    lead: str
    pieces: tuple[Piece, ...]


def find_cuts(text: str) -> tuple[Cut, ...]:
    """Every place where a paragraph may be cut, in order; none where it says one thing only.

    Counted markers (一是…二是…, （一）…（二）…) go before semicolons, those before full stops. Inside brackets and
    quotation marks nothing is cut, nor at a marker that is not the first or the next of its count.
    """
    outside = _outside(text)
    markers = _counted(text, outside)
    semicolons = [place + 1 for place, char in enumerate(text) if char in "；;" and outside[place]]
    stops = [place + 1 for place, char in enumerate(text) if char in "。！？" and outside[place]]
    end = len(text.rstrip(_ENDS))
    found: dict[int, Cut] = {}
    if markers:
        proposed = set(markers)
    elif any(place < end for place in semicolons):
        proposed = _listed(text, semicolons, stops, outside)
    else:
        proposed = {0, *stops}
    kinds = (
        (CutKind.STOP, stops),
        (CutKind.SEMICOLON, semicolons),
        (CutKind.START, [*({0} & proposed), *(proposed - {*stops, *semicolons, *markers, 0})]),
        (CutKind.MARKER, markers),
    )
    for kind, places in kinds:
        for place in places:
            start = _skip(text, place)
            is_remark = start < end and text[start] in _PAIRS and kind in (CutKind.STOP, CutKind.SEMICOLON)
            if start < end and not is_remark:  # what follows in brackets belongs to what stands before
                found[start] = Cut(start, kind, place in proposed)
    cuts = tuple(found[start] for start in sorted(found))
    return cuts if len(cuts) > 1 else ()


def split_at(text: str, starts: Sequence[int]) -> Split:
    """Cut a paragraph where pieces begin."""
    ordered = sorted(set(starts))
    if not ordered:
        return Split(text, ())
    pieces = [_piece(text, start, end) for start, end in zip(ordered, [*ordered[1:], len(text)], strict=True)]
    return Split(text[: ordered[0]], tuple(piece for piece in pieces if piece.words))


def proposed_split(text: str) -> Split:
    """The paragraph cut as proposed."""
    return split_at(text, [cut.start for cut in find_cuts(text) if cut.is_proposed])


def title_and_body(words: str) -> tuple[str, str]:
    """A piece as a title and what is said below it: 完善标准体系，制定标准10项 → 完善标准体系 / 制定标准10项。

    A piece without a short beginning is a title as a whole where it is one sentence, else text without a title's end.
    """
    words = trim(words).rstrip(_ENDS)
    outside = _outside(words)
    for place, char in enumerate(words):
        if char not in _TITLE_END or not outside[place] or place < _LEAST_TITLE:
            continue
        if place > _MOST_TITLE:
            break
        body = trim(words[place + 1 :])
        return (words[:place], f"{body}。") if body else (words[:place], "")
    stop = next((place for place, char in enumerate(words) if char == "。" and outside[place]), len(words))
    body = trim(words[stop + 1 :])
    return words[:stop], f"{body}。" if body else ""


def locate(text: str, titles: Sequence[str]) -> list[tuple[int, int]]:
    """Where the pieces with these titles stand in a paragraph, as (start, end); empty where one is not found."""
    cuts = [cut.start for cut in find_cuts(text)]
    starts: list[int] = []
    place = 0
    for title in titles:
        found = text.find(title, place) if title else -1
        if found < 0:
            return []
        begins = max((start for start in cuts if start <= found), default=found)
        starts.append(begins if begins not in starts else found)
        place = found + len(title)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def rejoin(text: str, parts: Sequence[tuple[str, str]]) -> str:
    """The paragraph that was split, with its pieces (title, words) as they are now; those as then, word for word."""
    places = locate(text, [title for title, _ in parts])
    split = split_at(text, [start for start, _ in places]) if places else proposed_split(text)
    if len(split.pieces) != len(parts):
        return f"{split.lead}{'；'.join(words for _, words in parts)}。"
    made = [split.lead]
    for piece, (_, words) in zip(split.pieces, parts, strict=True):
        same = _bare(piece.words) == _bare(words)
        made.append(text[piece.start : piece.end] if same else f"{piece.marker}{words}{piece.ending}")
    return "".join(made)


def piece_words(title: str, body: str, clause: str = "") -> str:
    """Title, body and clause of a task as one piece of a paragraph again."""
    body = trim(body).rstrip(_ENDS)
    return (f"{title}，{body}" if title and body else title or body) + clause


def _bare(words: str) -> str:
    return "".join(char for char in words if char not in _BOUNDS)


def _piece(text: str, start: int, end: int) -> Piece:
    raw = text[start:end]
    marker = next((met.group(0) for _, form in _MARKERS if (met := form.match(raw))), "")
    words = raw[len(marker) :]
    bare = words.rstrip(_ENDS)
    return Piece(start, end, marker, trim(bare), words[len(bare) :])


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \u3000\n":
        place += 1
    return place


def _outside(text: str) -> list[bool]:
    """Whether each character stands outside all brackets and quotation marks; an unclosed one encloses nothing."""
    outside = [True] * len(text)
    opened: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if char in _PAIRS:
            opened.append((_PAIRS[char], place))
            continue
        match = next((at for at in range(len(opened) - 1, -1, -1) if opened[at][0] == char), None)
        if match is not None:
            start = opened[match][1]
            del opened[match:]
            outside[start : place + 1] = [False] * (place + 1 - start)
    return outside


def _counted(text: str, outside: Sequence[bool]) -> list[int]:
    """The starts of the first kind of markers that count on from one to two at least."""
    best: list[int] = []
    for name, form in _MARKERS:
        starts = _run(name, form, text, outside)
        if len(starts) > 1 and (not best or starts[0] < best[0]):
            best = starts
    return best


def _run(name: str, form: re.Pattern[str], text: str, outside: Sequence[bool]) -> list[int]:
    starts: list[int] = []
    for place, number in _numbers(name, form, text, outside):
        if number == len(starts) + 1:
            starts.append(place)
    return starts


def _numbers(name: str, form: re.Pattern[str], text: str, outside: Sequence[bool]) -> Iterator[tuple[int, int]]:
    for met in form.finditer(text):
        start, sign = met.start(), met.group("n")
        is_bound = start == 0 or text[start - 1] in _BOUNDS
        # The brackets of a marker are its own; any others enclose it.
        inside = not outside[start] and not (name == "bracket" and _stands_free(text, met, outside))
        if not is_bound or inside:
            continue
        if name == "circled":
            yield start, ord(sign) - ord("①") + 1
        else:
            yield start, int(sign) if sign.isdecimal() else parse_chinese_number(sign) or 0


def _stands_free(text: str, met: re.Match[str], outside: Sequence[bool]) -> bool:
    """Whether a bracketed marker stands in no other bracket."""
    before = outside[met.start() - 1] if met.start() else True
    after = outside[met.end()] if met.end() < len(text) else True
    return before or after


def _listed(text: str, semicolons: Sequence[int], stops: Sequence[int], outside: Sequence[bool]) -> set[int]:
    """The pieces of a list with semicolons: its sentence from the colon on, and each sentence behind it."""
    begin = max((stop for stop in stops if stop < semicolons[0]), default=0)
    colon = next((at + 1 for at in range(begin, semicolons[0]) if text[at] in "：:" and outside[at]), None)
    last = max(semicolons)
    return {begin if colon is None else colon, *semicolons, *(stop for stop in stops if stop > last)}
