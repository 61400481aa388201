"""The index behind the command palette: everything is compared with a query in slices that keep the window free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.palette_entries import (
    Entry,
    Group,
    enterprise_entries,
    heading_entries,
    row_entry,
    unit_entries,
)
from domain.exchange import PlanContent
from domain.pinyin import Match, match
from domain.tables import TableRow

_FIRST_SLICE = 0.025  # s, before anything is shown
_SLICE = 0.010  # s, between two looks at what else is to do
_MOST = {True: 60, False: 6}  # results of one group, when it is the only one asked for or not
_GROUP_ORDER = {group: place for place, group in enumerate(Group)}

FindName = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers the query; `spans` lie in `entry.text`."""

    entry: Entry
    found: Match


@dataclass(frozen=True, slots=True)
class Found:
    """The best of one group, best first, and how many there are."""

    group: Group
    hits: tuple[Hit, ...]
    count: int


class PaletteIndex(QObject):
    """Entries of a plan, kept while the records behind them stay the same objects.

    `found` comes with a list of Found after every slice that brought something, `finished` at the end.
    """

    found = Signal(list)
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content: PlanContent | None = None
        self._kept: dict[str, tuple[tuple[object, ...], list[Entry]]] = {}
        self._rows: dict[int, tuple[TableRow, int, str, Entry]] = {}
        self._work: Iterator[bool] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_time)

    def forget(self) -> None:
        """Let go of a plan that was closed."""
        self.stop()
        self._content = None
        self._kept.clear()
        self._rows.clear()

    def take(self, content: PlanContent | None) -> None:
        """Answer from this state of the plan from now on; only what changed is read again."""
        if content is None:
            self.forget()
        self._content = content

    def search(self, query: str, others: Iterable[Entry], groups: frozenset[Group] | None, find_name: FindName) -> None:
        """Compare everything with a query; `groups` None: all of them. The first results come before this returns."""
        self.stop()
        self._work = self._compare(query, list(others), groups, find_name)
        if self._run(_FIRST_SLICE):
            self._timer.start(0)

    def entries_of(self, group: Group) -> list[Entry]:
        """All chapters and tasks, or all units, of the plan."""
        return self._headings() if group is Group.HEADINGS else self._units()

    def stop(self) -> None:
        """Give up the search that goes on."""
        self._timer.stop()
        self._work = iter(())

    def is_searching(self) -> bool:
        """Whether more may come."""
        return self._timer.isActive()

    def on_time(self) -> None:
        """Go on for a moment."""
        if not self._run(_SLICE):
            self._timer.stop()

    def _run(self, seconds: float) -> bool:
        """Work for so long; say whether something is left to do."""
        end = perf_counter() + seconds
        return any(perf_counter() > end for _ in self._work)

    def _compare(
        self, query: str, others: list[Entry], groups: frozenset[Group] | None, find_name: FindName
    ) -> Iterator[bool]:
        hits: dict[Group, list[Hit]] = {}
        most = _MOST[groups is not None and len(groups) == 1]
        shown = 0
        for entry in self._entries(others, groups, find_name):
            if entry is None:
                # What is known so far is worth showing before the long part begins.
                self.found.emit(_sorted(hits, most))
                shown = _count(hits)
                continue
            found = match(query, entry.text)
            if found is not None:
                hits.setdefault(entry.group, []).append(Hit(entry, found))
            yield True
        if shown != _count(hits) or not shown:
            self.found.emit(_sorted(hits, most))
        self.finished.emit()

    def _entries(
        self, others: list[Entry], groups: frozenset[Group] | None, find_name: FindName
    ) -> Iterator[Entry | None]:
        """Everything in question; None where the quick part ends."""
        yield from (entry for entry in others if groups is None or entry.group in groups)
        content = self._content
        if content is None:
            return
        if groups is None or Group.HEADINGS in groups:
            yield from self._headings()
        if groups is None or Group.UNITS in groups:
            yield from self._units()
        yield None
        if groups is None or Group.ROWS in groups:
            yield from self._row_entries(content)
        if groups is None or Group.ENTERPRISES in groups:
            yield from self._keep(
                "enterprises", (content.enterprises,), enterprise_entries(content.enterprises, find_name)
            )

    def _headings(self) -> list[Entry]:
        content = self._content
        if content is None:
            return []
        return self._keep("nodes", (content.nodes, content.info), heading_entries(content))

    def _units(self) -> list[Entry]:
        content = self._content
        return self._keep("units", (content.units, content.duties), unit_entries(content)) if content else []

    def _keep(self, name: str, records: tuple[object, ...], fresh: Iterator[Entry]) -> list[Entry]:
        """The entries made of these very records last time, or fresh ones."""
        kept = self._kept.get(name)
        if kept is None or any(one is not other for one, other in zip(kept[0], records, strict=True)):
            kept = self._kept[name] = (records, list(fresh))
        return kept[1]

    def _row_entries(self, content: PlanContent) -> Iterator[Entry]:
        for table in content.tables:
            for index, row in enumerate(table.rows):
                kept = self._rows.get(row.id)
                if kept is None or kept[0] is not row or kept[1] != index or kept[2] != table.spec.label:
                    kept = self._rows[row.id] = (row, index, table.spec.label, row_entry(table, row, index))
                yield kept[3]


def _count(hits: dict[Group, list[Hit]]) -> int:
    return sum(map(len, hits.values()))


def _sorted(hits: dict[Group, list[Hit]], most: int) -> list[Found]:
    """Groups by their best hit, the hits of each by their score; usable ones before those that are not."""
    found = []
    for group, group_hits in hits.items():
        best = sorted(group_hits, key=lambda hit: (bool(hit.entry.reason), _score(hit)))
        found.append(Found(group, tuple(best[:most]), len(best)))
    return sorted(found, key=lambda one: (_rank(one), _GROUP_ORDER[one.group]))


def _score(hit: Hit) -> int:
    """The score without what the length of the body makes of it: of two rows the upper one comes first."""
    matched = sum(end - start for start, end in hit.found.spans)
    rest = min(len(hit.entry.text) - matched, 300)
    return hit.found.score - rest + min(max(0, len(hit.entry.title) - matched), 300)


def _rank(found: Found) -> int:
    best = found.hits[0]
    late = 20 if best.entry.reason else 0
    return late + best.found.score // 1000
