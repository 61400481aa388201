"""完成时限: the words of a plan (2026年底前, 长期坚持, 每季度末) as values beside their source text."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.deadline_words import (
    ALLOWED,
    BINDING,
    BLANK,
    BOUNDS,
    END_OF_SPAN,
    GAP,
    LAST_YEAR,
    LENGTH_OF,
    ORDINALS,
    PATTERN,
    PLAN,
    THIS,
    UNITS,
    WIDE,
    YEAR,
)
from domain.text import parse_chinese_number


class DeadlineKind(StrEnum):
    """How a time limit binds; the values are what the JSON form holds."""

    NONE = "none"  # words that name no time
    BY_DATE = "by_date"  # 2026年底前
    WITHIN = "within"  # 2025—2027年, 年内, “十五五”期间
    ONGOING = "ongoing"  # 长期坚持
    RECURRING = "recurring"  # 每季度末, 每月25日前
    YEARLY = "yearly"  # 每年12月
    IMMEDIATE = "immediate"  # 即时


@dataclass(frozen=True)
class Deadline:
    """A time limit: `text` as the source words it, found at `start` (from 0).

    `date` is the last day, `begin` the first day of a span; both None where the words leave them open (长期坚持, or
    年内 when nobody says which year). `every` is the period of a recurring one: day, week, month, quarter, half_year,
    year, and a number before it for several (2 year). `month` and `day` are those named within the period, 0 when
    none is.
    """

    kind: DeadlineKind
    text: str
    date: datetime.date | None = None
    begin: datetime.date | None = None
    every: str = ""
    month: int = 0
    day: int = 0
    start: int = 0


def parse_deadline(text: str, year: int | None = None) -> Deadline:
    """Read the words of a 完成时限, as they stand in a clause or a cell; kind NONE when they name no time.

    `year` is the plan's, for 年内 and 6月底前. Of several times the latest day counts (2026年试点，2027年推开).
    """
    found = list(_read(text, year))
    if not found:
        return Deadline(DeadlineKind.NONE, text)
    dated = [one for one in found if one.date is not None]
    return max(dated, key=lambda one: one.date or datetime.date.min) if dated else found[0]


def find_deadlines(text: str, year: int | None = None) -> tuple[Deadline, ...]:
    """Find the time limits inside running text, in order, each with its place.

    Passed over are a time that only tells when something was (2024年产量, a year before the plan's, 截至), words like
    持续推进 before an object, a length (压减到10个工作日以内) and a date that stands alone, as below a signature.
    """
    return tuple(one for one in _read(text, year) if _looks_ahead(one, text, year) and _binds(one, text))


def plan_year(*sources: str | None) -> int | None:
    """The year a plan is made for, told by its date, document number or title: the first source that names one.

    A five-year plan (“十五五”规划) is made for its first year.
    """
    for source in sources:
        text = (source or "").translate(WIDE)
        found = re.search(r"(?<!\d)(20\d\d)(?!\d)", text)
        if found:
            return int(found.group(1))
        five = re.search(rf"(?P<plan>{PLAN})(?=规划|时期|期间|[^\d]{{0,12}}规划)", text)
        if five:
            return _first_of_five(five.group("plan"))
    return None


def _looks_ahead(found: Deadline, text: str, year: int | None) -> bool:
    """Whether a time is one to come: no state of things so far, no length, no end of a span, no signature's date."""
    before = text[max(0, found.start - 8) : found.start]
    is_bare = found.text[0] not in "到至" and found.text[-1] not in "前底末"
    if is_bare and year is not None and found.date is not None and found.date.year < year:
        return False
    if found.text.startswith("截") and not found.text.endswith("前"):
        return False
    if found.text[0] in "至到" and END_OF_SPAN.search(before):
        return False
    if re.match(r"[\d一二三四五六七八九十两]", found.text) and found.kind is DeadlineKind.WITHIN and found.date is None:
        end = found.start + len(found.text)
        return not LENGTH_OF.search(before) and not ALLOWED.match(text, end)
    return not (found.text == text.strip(BLANK) and found.text.endswith(("日", "号")))


def _binds(found: Deadline, text: str) -> bool:
    start, end = found.start, found.start + len(found.text)
    before, after = text[start - 1 : start] if start else "", text[end : end + 24]
    if found.kind in (DeadlineKind.ONGOING, DeadlineKind.IMMEDIATE):
        return (not before or before in BOUNDS) and (not after or after[0] in BOUNDS)
    if found.kind in (DeadlineKind.RECURRING, DeadlineKind.YEARLY):
        return found.text[0] == "每" and (found.month > 0 or found.day > 0 or found.text[-1] in "前底末内")
    if re.search(r"(?:[前内末底止]|期间|收官)$", found.text) or found.text[0] in "到至截":
        return not re.match("以来|的|版|）》|》", after)
    return bool(BINDING.match(after)) and (not before or before not in "《〔[")


def _read(text: str, year: int | None) -> Iterator[Deadline]:
    folded = text.translate(WIDE)
    named, said = year, 0
    for match in PATTERN.finditer(folded):
        if "。" in folded[said : match.start()]:
            named = year
        own = re.search(rf"{YEAR}(?![\s\S]*{YEAR})", match.group(0))
        # A month that follows is of the year named in the same sentence: 2026年6月底前…，9月底前….
        spoken = _year(own.group(0), None) if own else None
        named = max(spoken, year or spoken) if spoken else named
        said = match.end()
        made = _make(match, folded, named)
        if made is not None:
            kind, begin, last, every, month, day = made
            start, end = match.span()
            yield Deadline(kind, text[start:end], last, begin, every, month, day, start)


_Made = tuple[DeadlineKind, datetime.date | None, datetime.date | None, str, int, int]


def _make(match: re.Match[str], text: str, year: int | None) -> _Made | None:
    groups = match.groupdict()
    if groups["plan"]:
        return _five_years(match)
    if groups["recur"]:
        return _recurring(match)
    if groups["range"]:
        return _range(match)
    if groups["when"]:
        return _moment(match, text, year)
    if groups["ny"]:
        return _numeric(match)
    if groups["amount"]:
        return DeadlineKind.WITHIN, None, None, "", 0, 0
    return (DeadlineKind.ONGOING if groups["ongoing"] else DeadlineKind.IMMEDIATE), None, None, "", 0, 0


def _five_years(match: re.Match[str]) -> _Made | None:
    """“十五五” is 2026–2030: the n-th plan begins in 1951 + 5n."""
    whole = match.group(0)
    if whole == match.group("plan") and not re.search("[“”\"'‘’＂「」]", whole):
        return None  # a bare 十五 may be a number
    first = _first_of_five(match.group("plan"))
    edge = match.group("planedge") or ""
    if edge.startswith("中"):
        return DeadlineKind.BY_DATE, None, datetime.date(first + 2, 12, 31), "", 0, 0
    if edge.startswith(("末", "收")):
        return DeadlineKind.BY_DATE, None, datetime.date(first + 4, 12, 31), "", 0, 0
    return DeadlineKind.WITHIN, datetime.date(first, 1, 1), datetime.date(first + 4, 12, 31), "", 0, 0


def _first_of_five(plan: str) -> int:
    return 1951 + 5 * (parse_chinese_number(re.sub(r"\W", "", plan)[:-1]) or 0)


def _recurring(match: re.Match[str]) -> _Made:
    words = match.group("recur").replace(" ", "").replace("\u3000", "")
    number = re.match(r"[每逐按](两|三|五|[2-9])", words)
    period = re.sub(r"^[每逐按](?:两|三|五|[2-9])?个?", "", words)
    every = UNITS.get(period) or UNITS.get(period.removesuffix("度"), "")
    if number:
        count = number.group(1)
        every = f"{parse_chinese_number(count) or count} {every}"
    within = match.group("within")
    month, day = _month_and_day(within)
    if not day and match.group("recuredge").endswith(("底", "末")):
        day = 31
        month = month or (12 if every == "year" else 0)
    kind = DeadlineKind.YEARLY if every == "year" else DeadlineKind.RECURRING
    return kind, None, None, every, month, day


def _month_and_day(words: str) -> tuple[int, int]:
    """Month and day named, 0 for what is not; a quarter or half year is its last month."""
    month = re.match(rf"(.{{1,2}}?){GAP}月", words)
    day = re.search(rf"(?:月份?|^)([^月]{{1,3}}?){GAP}[日号]$", words)
    months = _number(month.group(1)) if month else _last_month(words)
    return months, _number(day.group(1)) if day else 0


def _last_month(words: str) -> int:
    quarter = re.search(r"([一二三四1-4])季度", words)
    if quarter:
        sign = quarter.group(1)
        return 3 * (int(sign) if sign.isdecimal() else ORDINALS.index(sign) + 1)
    return {"上": 6, "下": 12}.get(words[:1], 0) if words.endswith("半年") else 0


def _number(words: str) -> int:
    words = words.strip(" \u3000")
    return int(words) if words.isdecimal() else parse_chinese_number(words) or 0


def _range(match: re.Match[str]) -> _Made | None:
    first, last = match.group("from"), match.group("to")
    first_year = _year(first, None)
    last_year = _year(last, None) or first_year
    if first_year is None or last_year is None:
        return None
    part = re.sub(rf"^{YEAR}", "", first) if "年" in first else ""
    if part.isdecimal():
        part += "月"  # 3—6月
    begin = _first_day(first_year, part)
    end = _last_day(last_year, re.sub(rf"^{YEAR}", "", last), "")
    if begin is None or end is None or end < begin:
        return None
    return DeadlineKind.WITHIN, begin, end, "", 0, 0


def _numeric(match: re.Match[str]) -> _Made | None:
    year, month, day = int(match.group("ny")), int(match.group("nm")), int(match.group("nd") or 0)
    last = _day(year, month, day or monthrange(year, month)[1])
    if last is None:
        return None
    is_by = bool(day or match.group("numericedge"))
    return (DeadlineKind.BY_DATE, None, last, "", 0, 0) if is_by else _span(year, month, last)


def _span(year: int, month: int, last: datetime.date) -> _Made:
    return DeadlineKind.WITHIN, datetime.date(year, month, 1), last, "", 0, 0


def _moment(match: re.Match[str], text: str, plan: int | None) -> _Made | None:
    when, edge, before = match.group("when"), match.group("edge"), match.group("before") or ""
    named = _year(when, plan)
    own = re.match(YEAR, when) or re.match(THIS, when)
    part = when[own.end() :].strip() if own else when
    if when == "年" and not (edge or before.endswith("内")):
        return None
    previous = text[match.start() - 1 : match.start()] if match.start() else ""
    if previous and (previous in "半几数多每近上同两十百0123456789" if when.startswith("年") else previous.isdigit()):
        return None
    if when.startswith("年") and part:
        return None  # 两年3月
    kind = DeadlineKind.BY_DATE if _is_by(match.group("lead"), edge, before, part) else DeadlineKind.WITHIN
    if named is None:
        month, day = _month_and_day(part)
        return kind, None, None, "", month, day
    last = _last_day(named, part, edge)
    if last is None:
        return None
    return kind, _first_day(named, part) if kind is DeadlineKind.WITHIN else None, last, "", 0, 0


def _is_by(lead: str | None, edge: str, before: str, part: str) -> bool:
    if before.endswith(("内", "期间")):
        return False
    day = part.endswith(("日", "号"))
    return bool(edge or before or day or (lead or "").strip(" \u3000") in ("到", "至", "截至"))


def _year(words: str, plan: int | None) -> int | None:
    """The year words name; the plan's own for 今年, 年内 and a month alone, the one after for 明年."""
    found = re.match(r"(\d{4}|[一二][〇零○一二三四五六七八九]{3})", words)
    if found is None:
        return plan + 1 if plan is not None and words.startswith(("明", "次")) else plan
    digits = found.group(1)
    if digits.isdecimal():
        return int(digits)
    return int("".join(str("〇一二三四五六七八九".index(char)) for char in re.sub("[零○]", "〇", digits)))


def _first_day(year: int, part: str) -> datetime.date | None:
    month, day = _month_and_day(part)
    if part.endswith("半年"):
        month -= 5
    elif "季度" in part:
        month -= 2
    if part.endswith("旬"):
        day = {"上": 1, "中": 11, "下": 21}[part[-2]]
    return _day(year, month or 1, day or 1)


def _last_day(year: int, part: str, edge: str) -> datetime.date | None:
    month, day = _month_and_day(part)
    if not month:
        middle, early = datetime.date(year, 6, 30), datetime.date(year, 1, 31)
        return {"中": middle, "初": early}.get(edge[-1:], datetime.date(year, 12, 31))
    if part.endswith("旬") and part[-2] != "下":
        day = {"上": 10, "中": 20}[part[-2]]
    if not day and edge in ("中", "初"):
        day = 15 if edge == "中" else 10
    return _day(year, month, day or monthrange(min(year, LAST_YEAR), month)[1])


def _day(year: int, month: int, day: int) -> datetime.date | None:
    """The day, None when the calendar has no such one (2月30日)."""
    return datetime.date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None
