"""What the time limits of tasks come to today: what a typed one may mean, what is over, which quarter it falls in."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.deadlines import Deadline, DeadlineKind, parse_deadline
from domain.outline import TaskState
from domain.patterns import pattern
from domain.text import format_chinese_number, strip_spaces

_NUMERIC = pattern(r"(20\d\d)[-./年]?(1[0-2]|0?[1-9])(?:[-./月](3[01]|[12]\d|0?[1-9])[日号]?|月)?")
_COMPACT = pattern(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?")
_MONTH = pattern(r"(1[0-2]|[1-9])月(?:份)?(?:底|末)?前?")
_DAY = pattern(r"(1[0-2]|[1-9])[月./-](3[01]|[12]\d|0?[1-9])[日号]?前?")
_QUARTER = pattern(r"(今年|明年|后年|20\d\d年?)?(?:第?([一二三四1-4])季度?|[qQ]([1-4]))(?:末|底|前|末前)*")
_YEAR_END = pattern(r"(今年|本年|明年|次年|后年|20\d\d年?)?(?:年)?(底|末|中|初)前?")
_HALF = pattern(r"(今年|明年|后年|20\d\d年?)?([上下])半年(?:前|末|底)*")
_WORDS = {
    "长期": "长期坚持",
    "一直": "长期坚持",
    "持续": "持续推进",
    "cq": "长期坚持",
    "每季": "每季度末",
    "每季度": "每季度末",
    "每月": "每月底前",
    "每年": "每年底前",
    "立即": "立即整改",
}
_AHEAD = {"今年": 0, "本年": 0, "明年": 1, "次年": 1, "后年": 2}


class DeadlineClass(StrEnum):
    """What one asks the time limits for; ANY does not ask."""

    ANY = ""
    THIS_MONTH = "this_month"
    THIS_QUARTER = "this_quarter"
    OVERDUE = "overdue"
    MISSING = "missing"
    ONGOING = "ongoing"


@dataclass(frozen=True)
class Due:
    """A time limit seen from a day: its last day where it has one, and whether that has passed with work left."""

    deadline: Deadline
    is_overdue: bool = False
    days: int = 0

    @property
    def date(self) -> datetime.date | None:
        """The last day."""
        return self.deadline.date

    def is_in(self, asked: DeadlineClass, today: datetime.date) -> bool:
        """Whether it belongs to what is asked for."""
        date = self.date
        match asked:
            case DeadlineClass.THIS_MONTH:
                return date is not None and (date.year, date.month) == (today.year, today.month)
            case DeadlineClass.THIS_QUARTER:
                return date is not None and _quarter(date) == _quarter(today)
            case DeadlineClass.OVERDUE:
                return self.is_overdue
            case DeadlineClass.MISSING:
                return not self.deadline.text.strip()
            case DeadlineClass.ONGOING:
                return self.deadline.kind is DeadlineKind.ONGOING
        return True

    def group(self) -> tuple[tuple[int, int, int], str]:
        """Sort key and words of the group by quarter."""
        if self.date is not None:
            year, quarter = _quarter(self.date)
            return (0, year, quarter), f"{year}年第{format_chinese_number(quarter)}季度"
        kind = self.deadline.kind
        if kind in (DeadlineKind.RECURRING, DeadlineKind.YEARLY):
            return (1, 0, 0), "定期"
        if kind is DeadlineKind.ONGOING:
            return (2, 0, 0), "长期"
        return ((3, 0, 0), "其他时限") if self.deadline.text.strip() else ((4, 0, 0), "无时限")


def due_of(text: str, state: TaskState, today: datetime.date, year: int | None) -> Due:
    """Read a time limit from a day; a task that is done or put off is never late."""
    deadline = _parsed(text, year)
    is_open = state not in (TaskState.DONE, TaskState.PAUSED)
    is_overdue = is_open and deadline.date is not None and deadline.date < today
    days = (today - deadline.date).days if is_overdue and deadline.date is not None else 0
    return Due(deadline, is_overdue, days)


@lru_cache(maxsize=4000)
def _parsed(text: str, year: int | None) -> Deadline:
    return parse_deadline(text, year)


def suggest_deadlines(text: str, today: datetime.date, year: int | None = None) -> tuple[str, ...]:
    """What a shortly typed time limit may mean, in the words of offices: 2026-6 → 2026年6月底前, 明年底 → 2027年底前.

    `year` is the plan's, by which a month or quarter alone is reckoned; without it the year of `today`. Empty where the
    text is worded as offices do already, or means nothing known.
    """
    typed = strip_spaces(text).casefold()
    found: list[str] = []
    for rule in (_by_number, _by_day, _by_month, _by_quarter, _by_edge, _by_half, _by_word):
        found += rule(typed, year or today.year, today.year)
    return tuple(dict.fromkeys(one for one in found if one != typed))


def _by_number(typed: str, plan: int, now: int) -> list[str]:
    met = _COMPACT.fullmatch(typed) or _NUMERIC.fullmatch(typed)
    if met is None:
        return []
    year, month, day = met.groups()
    if day is not None:
        return [f"{year}年{int(month)}月{int(day)}日前"]
    return [f"{year}年{int(month)}月底前", f"{year}年{int(month)}月"]


def _by_day(typed: str, plan: int, now: int) -> list[str]:
    met = _DAY.fullmatch(typed)
    return [] if met is None else [f"{plan}年{int(met.group(1))}月{int(met.group(2))}日前"]


def _by_month(typed: str, plan: int, now: int) -> list[str]:
    met = _MONTH.fullmatch(typed)
    return [] if met is None else [f"{plan}年{met.group(1)}月底前"]


def _by_quarter(typed: str, plan: int, now: int) -> list[str]:
    met = _QUARTER.fullmatch(typed)
    if met is None:
        return []
    sign = met.group(2) or met.group(3)
    number = int(sign) if sign.isdecimal() else "一二三四".index(sign) + 1
    year = _named(met.group(1), plan, now)
    return [f"{year}年第{'一二三四'[number - 1]}季度末前"]


def _by_edge(typed: str, plan: int, now: int) -> list[str]:
    met = _YEAR_END.fullmatch(typed)
    if met is None or not (met.group(1) or "年" in typed):
        return []
    year, edge = _named(met.group(1), plan, now), met.group(2)
    return [f"{year}年{ {'中': '6月底', '初': '1月底'}.get(edge, '底') }前"]


def _by_half(typed: str, plan: int, now: int) -> list[str]:
    met = _HALF.fullmatch(typed)
    if met is None:
        return []
    year = _named(met.group(1), plan, now)
    return [f"{year}年{'6月底' if met.group(2) == '上' else '底'}前"]


def _by_word(typed: str, plan: int, now: int) -> list[str]:
    met = re.fullmatch(r"(20\d\d)年?", typed)
    return [f"{met.group(1)}年底前"] if met else [_WORDS[typed]] if typed in _WORDS else []


def _named(words: str | None, plan: int, now: int) -> int:
    if not words:
        return plan
    return now + _AHEAD[words] if words in _AHEAD else int(words[:4])


def _quarter(date: datetime.date) -> tuple[int, int]:
    return date.year, (date.month + 2) // 3
