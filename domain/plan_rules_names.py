"""Checks on enterprises that only the text knows, and on time limits that are over."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from domain.checks import Severity
from domain.enterprise_names import core_key, name_key
from domain.enterprises import Enterprise
from domain.patterns import pattern
from domain.plan_findings import CheckedPlan, Examined
from domain.plan_rules_words import on_words
from domain.tables import AppendixTable
from domain.text import comparison_key
from domain.text_slips import Slip

_FIRST = "附表1"
_ENTERPRISES = pattern("企业")
_LEAST = 2  # characters of a name that may be looked for in 附表1
_PULSE = 128


def check_unlisted_enterprises(plan: CheckedPlan) -> Examined:
    """An enterprise in the text or another table that 附表1, which lists them, does not name."""
    first = _first_table(plan)
    if first is None:
        return
    listed = _Listed(first, plan.content.enterprises)
    yield None
    if not listed.text:
        return
    for number, placed in enumerate(plan.readings.pieces):
        if placed.table is not None and placed.table.id == first.id:
            continue
        for name in placed.piece.names:
            if not listed.has(name.text):
                message = f"“{name.text}”没有列入{first.spec.label}。"
                slip = Slip("enterprise_unlisted", name.start, name.end, message)
                yield on_words(plan, placed, slip, Severity.LOOK)
        if number % _PULSE == 0:
            yield None


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

    def __init__(self, table: AppendixTable, enterprises: tuple[Enterprise, ...]) -> None:
        keys = [column.key for column in table.spec.columns if _ENTERPRISES.search("".join(column.path))]
        cells = (row.cells[key].text for row in table.rows for key in keys if key in row.cells)
        self.text = name_key("\n".join(cells))
        self._aliases: dict[str, tuple[str, ...]] = {}
        for one in enterprises:
            names = (one.name, *one.aliases)
            self._aliases.update({name_key(name): names for name in names})

    def has(self, name: str) -> bool:
        """Whether the table names an enterprise, by this name, a shorter one or an alias."""
        return any(part in self.text for known in (name, *self._known(name)) for part in _parts(known))

    def _known(self, name: str) -> tuple[str, ...]:
        return self._aliases.get(name_key(name), ())


def _parts(name: str) -> Iterator[str]:
    yield from (part for part in (name_key(name), core_key(name)) if len(part) >= _LEAST)


def _first_table(plan: CheckedPlan) -> AppendixTable | None:
    """附表1, where it has a column of enterprises."""
    for table in plan.content.tables:
        if table.place is None and comparison_key(table.spec.label) == _FIRST:
            has = any(_ENTERPRISES.search("".join(column.path)) for column in table.spec.columns)
            return table if has else None
    return None
