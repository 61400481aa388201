"""Checks on enterprises that only the text knows, and on time limits that are over."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache

from domain.checks import Severity
from domain.enterprise_names import core_key, name_key
from domain.enterprises import Enterprise
from domain.patterns import pattern
from domain.plan_findings import CheckedPlan, Examined, PlanFinding
from domain.plan_mentions import find_enterprise_names, looks_full
from domain.plan_readings import Piece, Placed
from domain.plan_rules_words import on_words
from domain.tables import AppendixTable
from domain.text import comparison_key
from domain.text_slips import Slip

_FIRST = "附表1"
_ENTERPRISES = pattern("企业")
_LEAST = 2  # characters of a name that may be looked for in 附表1
_LEAST_CORE = 4  # characters of a short name that may begin a longer one
_LEAST_KNOWN = 3
_PULSE = 128
_BETWEEN = pattern(r"[、，,；;\s\n]+|等(?:企业|公司)?")


def check_unlisted_enterprises(plan: CheckedPlan) -> Examined:
    """An enterprise in the text or another table that 附表1, which lists them, does not name."""
    first = _first_table(plan)
    if first is None:
        return
    listed = _Listed(plan.content.enterprises)
    yield from listed.read(first)
    if not listed.text:
        return
    for number, placed in enumerate(plan.readings.pieces):
        if placed.table is not None and placed.table.id == first.id:
            continue
        for name in placed.piece.names:
            if not listed.has(name.text, name.short):
                yield _unlisted(plan, placed, name.start, name.text, first)
        if number % _PULSE == 0:
            yield None
    yield from _known_but_unlisted(plan, listed, first)


def _known_but_unlisted(plan: CheckedPlan, listed: _Listed, first: AppendixTable) -> Examined:
    """Enterprises of the plan by the short names and aliases the library has."""
    names = {
        name
        for one in plan.content.enterprises
        if not any(listed.has(known) for known in (one.name, *one.aliases))
        for name in (one.name, *one.aliases)
        if len(name) >= _LEAST_KNOWN and not looks_full(name)
    }
    if not names:
        return
    wanted = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    for placed in _texts(plan, first):
        full = [(one.start, one.end) for one in placed.piece.names]
        for match in wanted.finditer(placed.piece.text):
            if not any(start <= match.start() < end for start, end in full):
                yield _unlisted(plan, placed, match.start(), match.group(0), first)
        yield None


def _texts(plan: CheckedPlan, first: AppendixTable) -> Iterator[Placed]:
    """Every text but those of 附表1, as pieces."""
    for one in plan.content.preamble:
        yield Placed(Piece(one.text, one.id, names=find_enterprise_names(one.text)))
    for node in plan.placed:
        for one in node.node.paragraphs:
            yield Placed(Piece(one.text, one.id, names=find_enterprise_names(one.text)), node=node)
    for table in plan.content.tables:
        for number, row in enumerate(table.rows if table.id != first.id else (), start=1):
            for key, cell in row.cells.items():
                piece = Piece(cell.text, key, names=find_enterprise_names(cell.text))
                yield Placed(piece, table=table, row=row, number=number)


def _unlisted(plan: CheckedPlan, placed: Placed, start: int, name: str, first: AppendixTable) -> PlanFinding:
    slip = Slip("enterprise_unlisted", start, start + len(name), f"“{name}”没有列入{first.spec.label}。")
    return on_words(plan, placed, slip, Severity.LOOK)


def check_past_limits(plan: CheckedPlan) -> Examined:
    """A time limit in a sentence about what is to come that was over when the plan was issued.

    A plan without a date is of its year; where nothing tells that either, of the year of most of its limits, so that
    an old plan is left alone.
    """
    limits = [(one, limit) for one in plan.readings.pieces for limit in one.piece.limits]
    yield None
    begin, message = _begin(plan, [limit.day for _, limit in limits if limit.day is not None])
    for placed, limit in limits:
        if limit.day is not None and limit.day < begin:
            slip = Slip("date_past", limit.start, limit.end, message.format(limit.text))
            yield on_words(plan, placed, slip, Severity.LOOK)


def _begin(plan: CheckedPlan, days: list[datetime.date]) -> tuple[datetime.date, str]:
    """The day before which nothing can be due, and what is said of what is."""
    info = plan.content.info
    if info.issued_on:
        return datetime.date.fromisoformat(info.issued_on), "“{}”早于成文日期，请核对年份。"
    if info.year is not None:
        return datetime.date(info.year, 1, 1), "“{}”早于方案的年份，请核对。"
    years = sorted(day.year for day in days)
    middle = years[(len(years) - 1) // 2] if len(years) > 1 else plan.today.year
    return datetime.date(min(plan.today.year, middle), 1, 1), "“{}”已经过了，请核对年份。"


class _Listed:
    """The names 附表1 has, in whatever wording."""

    def __init__(self, enterprises: tuple[Enterprise, ...]) -> None:
        self.text = ""
        # 一汽丰田 stands for 一汽丰田汽车有限公司.
        self._cores: set[str] = set()
        self._aliases: dict[str, tuple[str, ...]] = {}
        for one in enterprises:
            names = (one.name, *one.aliases)
            self._aliases.update({name_key(name): names for name in names})
        self._known: dict[str, bool] = {}

    def read(self, table: AppendixTable) -> Iterator[None]:
        """Read the table; None after every few rows."""
        keys = [column.key for column in table.spec.columns if _ENTERPRISES.search("".join(column.path))]
        texts: list[str] = []
        for number, row in enumerate(table.rows):
            for key in keys:
                text, cores = _read_cell(row.cell(key).text)
                texts.append(text)
                self._cores |= cores
            if number % _PULSE == 0:
                yield None
        self.text = "\n".join(texts).strip()

    def has(self, name: str, short: str = "") -> bool:
        """Whether the table names an enterprise, by this name, a shorter one or an alias."""
        key = name_key(name)
        if key not in self._known or short:
            names = [one for one in (name, short, *self._aliases.get(key, ())) if one]
            self._known[key] = self._known.get(key, False) or any(self._names(one) for one in names)
        return self._known[key]

    def _names(self, name: str) -> bool:
        core = core_key(name)
        if any(len(part) >= _LEAST and part in self.text for part in (name_key(name), core)):
            return True
        return any(core[:end] in self._cores for end in range(_LEAST_CORE, len(core) + 1))


@lru_cache(maxsize=20_000)
def _read_cell(cell: str) -> tuple[str, frozenset[str]]:
    """The names of a cell folded, and the short ones that may begin longer names."""
    cores = (core_key(part) for part in _BETWEEN.split(cell) if part.strip())
    return name_key(cell), frozenset(core for core in cores if len(core) >= _LEAST_CORE)


def _first_table(plan: CheckedPlan) -> AppendixTable | None:
    """附表1, where it has a column of enterprises."""
    for table in plan.content.tables:
        if table.place is None and comparison_key(table.spec.label) == _FIRST:
            has = any(_ENTERPRISES.search("".join(column.path)) for column in table.spec.columns)
            return table if has else None
    return None
