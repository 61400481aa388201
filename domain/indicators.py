"""指标: what a plan's sentences promise in numbers (到2025年…占比超过20%), found in the text and never stored."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.content import PlanContent
from domain.indicator_words import (
    ACTION_END,
    BASELINE,
    BASELINE_HEAD,
    BEFORE,
    BEFORE_WORDS,
    CHANGE,
    COMMA,
    CONDITION,
    COUNTERS,
    FOLD,
    LEADING,
    LIST_ITEM,
    MEASURE_END,
    NOT_BEFORE,
    NOT_BEHIND,
    PART_OF_NAME,
    PAST,
    QUANTITY,
    REACH,
    SUBJECT_END,
    TIMES,
    YEAR,
    plain_number,
    year_of,
)
from domain.patterns import pattern


class Comparison(StrEnum):
    """How the number binds; the values are what the JSON form holds."""

    EQUAL = "equal"  # 达到50%
    AT_LEAST = "at_least"  # 5家以上, 不低于
    OVER = "over"  # 超过, 突破
    AT_MOST = "at_most"  # 控制在…以内, 不超过, 以下
    UNDER = "under"  # 低于
    ABOUT = "about"  # 左右, 约
    RANGE = "range"  # 1—2项


@dataclass(frozen=True)
class Indicator:
    """A number of the plan: `name` what it measures, `value` a plain decimal (“11081.5”), `unit` as written (%, 万辆).

    `upper` is the other end of a range. `baseline` with `baseline_year` is the value a change starts from. `year` is
    the one the sentence sets, None where it sets none. `text` is the piece of the sentence that says it, which begins
    at `start` (from 0) of the text searched.
    """

    name: str
    comparison: Comparison
    value: str
    unit: str
    year: int | None
    sentence: str
    text: str
    start: int
    upper: str = ""
    baseline: str = ""
    baseline_year: int | None = None


# A sentence or a clause longer than this is a broken file; it is read in pieces.
_MAX_SENTENCE = 2_000
_MAX_CLAUSE = 120
_MAX_NAME = 40
_SENTENCE = pattern(rf"[^。！？!?\n]{{1,{_MAX_SENTENCE}}}[。！？!?]?")
_BOUNDS = {
    "以上": Comparison.AT_LEAST,
    "以下": Comparison.AT_MOST,
    "以内": Comparison.AT_MOST,
    "之内": Comparison.AT_MOST,
    "左右": Comparison.ABOUT,
    "上下": Comparison.ABOUT,
}
_FROM = ("由", "从", "比", "较")
_NOUN = pattern(r"[^，。；、：（）()《》,;:\d\n]{1,30}")
_PACE = pattern("的?(增速|增幅|增长率?|降幅)")
_ALL_CHANGE = pattern(CHANGE.pattern.removesuffix("$"))
_VAGUE = pattern("(?:(?:若干|一批|一些)[家个项类名]?|[数几多][家个项类名])$")
_ACTION_HEAD = pattern(rf"^(?:{ACTION_END.pattern.removesuffix('$')})")
_COUNTER = pattern(rf"[十百千万亿]*(?:{COUNTERS})$")
_LENGTH = pattern(r"(?:工作日|个月|小时|分钟|年|月|日|天|周|岁)$")


def find_indicators(text: str) -> tuple[Indicator, ...]:
    """Find the indicators of a text, in order.

    Dates, numbers of documents, standards and items, lengths of time and plain counts (5部门, 8项行动方针) are none.
    """
    return tuple(_read_lines(text, None)[0])


def _read_lines(text: str, listed: int | None) -> tuple[list[Indicator], int | None]:
    """The indicators of a text, and the year of the list that goes on behind it, as `listed` is before it.

    “到2028年，实现以下目标：” sets the year of the items below it, down to the first line that is none.
    """
    made: list[Indicator] = []
    for line in re.finditer(r"[^\n]+", text):
        bare = line.group(0).strip(" \u3000")
        year = listed if LIST_ITEM.match(bare) else None
        for match in _SENTENCE.finditer(line.group(0)):
            found = _Reading(match.group(0), line.start() + match.start()).all()
            made += (replace(one, year=year) if one.year is None else one for one in found)
        if bare.endswith(("：", ":")):
            years = [year_of(match) for match in YEAR.finditer(bare.translate(FOLD))]
            listed = years[-1] if years else listed
        else:
            listed = year
    return made, listed


@dataclass(frozen=True)
class _Place:
    """A number with its unit: where it stands and what stands directly before it in its clause."""

    match: re.Match[str]
    clause: int
    before: str

    @property
    def unit(self) -> str:
        """The unit of the number; in 20%—30% that of either end."""
        written = self.match.group("unit") or self.match.group("first") or ""
        return written or ("%" if self.match.group("percent") else "")


class _Reading:
    """A sentence read from left to right; year and subject run on from one clause to the next."""

    def __init__(self, sentence: str, offset: int) -> None:
        self._source = sentence
        self._text = sentence.translate(FOLD)
        self._offset = offset
        self._name = ""
        self._last = -1
        # The year a baseline is of sets no target.
        years = (
            match for match in YEAR.finditer(self._text) if self._text[match.start() - 1 : match.start()] not in _FROM
        )
        self._years = [(match.start(), year_of(match)) for match in years]
        named = [match.span() for match in PART_OF_NAME.finditer(self._text)]
        self._cuts = [0]
        for match in COMMA.finditer(self._text):
            if not any(start <= match.start() < end for start, end in named):
                self._cuts.append(match.end())

    def all(self) -> Iterator[Indicator]:
        """Every indicator of the sentence, in order."""
        if not QUANTITY.search(self._text):
            return
        banned = [match.span() for match in TIMES.finditer(self._text)]
        ends = [end for _, end in banned]
        done = 0
        for match in QUANTITY.finditer(self._text):
            index = bisect_right(ends, match.start())
            if index < len(banned) and banned[index][0] <= match.start("number" if match.group("number") else "all"):
                continue
            cut = self._cuts[bisect_right(self._cuts, match.start()) - 1]
            start = max(cut, done, match.start() - _MAX_CLAUSE)
            place = _Place(match, start, self._text[start : match.start()])
            found = self._coverage(place) if match.group("all") else self._quantity(place)
            if found is not None:
                done = match.end()
                self._name, self._last = found.name, match.end()
                yield found

    def _coverage(self, place: _Place) -> Indicator | None:
        if PAST.search(place.before):
            return None
        name, at = self._subject(place.before)
        return self._made(place, name, at, Comparison.EQUAL, "100", "%") if name else None

    def _quantity(self, place: _Place) -> Indicator | None:
        match, before = place.match, place.before
        behind = self._text[match.end() : match.end() + 8]
        if NOT_BEFORE.search(before) or NOT_BEHIND.match(behind):
            return None
        if CONDITION.match(behind) and BEFORE.search(before):
            return None
        if BASELINE_HEAD.search(before) and re.match(
            "(?:左右)?.{0,4}(?:提高|提升|增|扩大|上升|下?降|减少|缩短|压)", behind
        ):
            return None
        comparison, rest = _comparison(place)
        base = BASELINE.search(before)
        rest = before[: base.start()] if base else rest
        stated = comparison is not None or len(rest) < len(before)
        # 新增国家标准10项、行业标准15项: the second is as much an indicator as the first.
        is_listed = bool(rest) and place.clause == self._last + 1 and self._text[self._last : place.clause] == "、"
        if not _is_measured(place, rest, stated=stated or is_listed):
            return None
        named = self._name_of(place, rest, behind)
        if named is None:
            return None
        name, at = named
        kind = Comparison.RANGE if match.group("upper") else comparison or Comparison.EQUAL
        year = base.group("year") if base else None
        return self._made(
            place,
            name,
            at,
            kind,
            plain_number(match.group("number")),
            place.unit,
            upper=plain_number(match.group("upper") or ""),
            baseline=plain_number(base.group("value")) if base else "",
            baseline_year=int(year) if year else None,
        )

    def _name_of(self, place: _Place, rest: str, behind: str) -> tuple[str, int] | None:
        """What is measured: the words before the number, those behind it (培育5家企业), or the subject so far."""
        name, at = self._subject(rest, counted=bool(_COUNTER.search(place.unit)))
        pace = _PACE.match(behind)
        if pace and name:
            return name + pace.group(1), at
        is_action = bool(ACTION_END.fullmatch(name))
        if name and not is_action and not _ALL_CHANGE.fullmatch(name):
            return (name, at) if not _VAGUE.search(name) else None
        follows = _NOUN.match(self._text, place.match.end())
        if follows and (is_action or _COUNTER.search(place.unit)):
            return follows.group(0).removeprefix("的").strip()[:_MAX_NAME], at
        if is_action:
            return name, at
        earlier = self._name or self._earlier_subject(place.clause)
        return (earlier + name, at) if earlier or name else None

    def _subject(self, words: str, *, counted: bool = False) -> tuple[str, int]:
        """The name within the words before a number, and where it begins in them."""
        lead = LEADING.match(words)
        at = lead.end() if lead else 0
        name = SUBJECT_END.sub("", words[at:])
        if counted:
            action = _ACTION_HEAD.match(name)
            if action and len(name) > action.end() and not action.group(0).startswith("新增"):
                at += action.end()
                name = name[action.end() :]
        if len(name) > _MAX_NAME:
            at += len(name) - _MAX_NAME
            name = name[-_MAX_NAME:]
        return name.strip(" \u3000"), at

    def _earlier_subject(self, place: int) -> str:
        """The subject of the clauses before, when the number's own has none: …产量保持增长，2020年将达到3000万辆."""
        for index in range(bisect_right(self._cuts, place) - 1, max(0, bisect_right(self._cuts, place) - 4), -1):
            words = self._text[self._cuts[index - 1] : self._cuts[index] - 1][-_MAX_CLAUSE:]
            name, _ = self._subject(words)
            name = re.split("达到|仍将|将|仍|已|保持|持续|稳步|进一步|明显|显著|大幅", name)[0]
            if len(name) > 1 and not re.search(r"\d", name):
                return name
        return ""

    def _made(
        self,
        place: _Place,
        name: str,
        at: int,
        comparison: Comparison,
        value: str,
        unit: str,
        *,
        upper: str = "",
        baseline: str = "",
        baseline_year: int | None = None,
    ) -> Indicator:
        start, end = place.clause + at, place.match.end()
        return Indicator(
            name,
            comparison,
            value,
            unit,
            self._year_at(place.match.start()),
            self._source.strip(" \u3000"),
            self._source[start:end],
            self._offset + start,
            upper,
            baseline,
            baseline_year,
        )

    def _year_at(self, place: int) -> int | None:
        before = [year for at, year in self._years if at < place]
        return before[-1] if before else None


def _comparison(place: _Place) -> tuple[Comparison | None, str]:
    """How the number binds, and the words before it without those that say so."""
    found: Comparison | None = None
    rest = place.before.rstrip(" \u3000")
    while True:
        word = BEFORE.search(rest)
        if word:
            found = found or Comparison(BEFORE_WORDS[word.group("word")])
            rest = rest[: word.start()]
            continue
        reach = REACH.search(rest)
        if reach is None:
            break
        rest = rest[: reach.start()]
    bound = _BOUNDS.get((place.match.group("bound") or "")[-2:])
    if found is None and place.match.group("more"):
        found = Comparison.OVER
    return bound or found, rest


def _is_measured(place: _Place, rest: str, *, stated: bool) -> bool:
    """Whether a number with its unit is more than a count in passing (5部门, 8项方针) or a length of time."""
    unit = place.unit
    if not unit:
        return stated and (bool(place.match.group("bound")) or bool(MEASURE_END.search(rest)) or "." in place.match[0])
    if _LENGTH.search(unit):
        return stated and bool(MEASURE_END.search(rest) or REACH.search(place.before))
    if _COUNTER.search(unit):
        return stated or bool(ACTION_END.search(rest) or MEASURE_END.search(rest) or _ACTION_HEAD.match(_bare(rest)))
    return stated or bool(CHANGE.search(rest) or MEASURE_END.search(rest) or ACTION_END.search(rest)) or unit == "%"


def _bare(words: str) -> str:
    lead = LEADING.match(words)
    return words[lead.end() :] if lead else words


def plan_indicators(content: PlanContent) -> Iterator[tuple[int | None, Indicator]]:
    """The indicators of a whole plan in reading order, each with the id of its heading (None: the preamble).

    Titles and paragraphs are searched as they print; `start` counts within the title or paragraph. A year that a
    paragraph sets for the list below it (到2028年，实现以下目标：) holds for the items of that list.
    """
    for paragraph in content.preamble:
        yield from ((None, found) for found in find_indicators(paragraph.text))
    for placed in content.placed():
        listed: int | None = None
        for text in (placed.node.title, *content.printed_paragraphs(placed.node)):
            found, listed = _read_lines(text, listed)
            yield from ((placed.node.id, one) for one in found)
