"""What was found, as rows: a heading for every place that has something, and below it one row an occurrence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models.find_places import FindPlaces
from domain.searching import Hit
from domain.searching import Spot as FoundSpot

FIND_ROLE = Qt.ItemDataRole.UserRole + 1  # a FindRow
GROUP_ROLE = FIND_ROLE + 1  # whether it is a heading, which is told without putting a row together
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_BEFORE, _AROUND = 14, 60  # characters of a text that are shown before a find, and from there on


class Find(NamedTuple):
    """One occurrence: the text it stands in, and where."""

    hit: Hit
    start: int
    end: int

    @property
    def key(self) -> tuple[FoundSpot, int]:
        """What it is known by while the text stays."""
        return self.hit.spot, self.start


@dataclass(frozen=True)
class Group:
    """The finds of one place: numbers from `first` up to `last`, that not included."""

    title: str
    first: int
    last: int


@dataclass(frozen=True)
class FindRow:
    """What a row shows. `before`, `words` and `after` are the text around an occurrence, `by` what comes instead.

    `by` None: nothing is being replaced. `ticked` None: no tick box. `note` warns of what replacing would do.
    """

    where: str
    before: str = ""
    words: str = ""
    after: str = ""
    by: str | None = None
    ticked: bool | None = None
    note: str = ""
    is_group: bool = False

    def spoken(self) -> str:
        """The row for the ear."""
        change = f"，改为“{self.by}”" if self.by is not None else ""
        text = f"{self.before}{self.words}{self.after}"
        return "，".join(part for part in (self.where, text + change, self.note) if part)


@dataclass(frozen=True)
class Results:
    """Everything that was found, in reading order, and the groups it falls into."""

    finds: tuple[Find, ...] = ()
    groups: tuple[Group, ...] = ()
    texts: int = 0


def arrange(hits: Sequence[Hit], places: FindPlaces) -> Results:
    """Take hits apart into occurrences, grouped by place; safe on any thread."""
    finds: list[Find] = []
    groups: list[Group] = []
    key, first = "", 0
    for hit in hits:
        here, title = places.group(hit.spot)
        if here != key:
            groups.append(Group(title, len(finds), len(finds)))
            key, first = here, len(finds)
        finds += [Find(hit, start, end) for start, end in hit.spans]
        groups[-1] = replace(groups[-1], first=first, last=len(finds))
    return Results(tuple(finds), tuple(groups), len(hits))


class FindModel(QAbstractListModel):
    """The rows of the results; what a row says is put together when it is to be seen."""

    def __init__(self, describe: Callable[[int], FindRow], parent: QObject | None = None) -> None:
        """`describe` tells the row of an occurrence by its number."""
        super().__init__(parent)
        self._describe = describe
        self._results = Results()
        self._rows: list[int] = []  # the number of an occurrence, or -1 minus that of a group
        self._row_of: dict[int, int] = {}
        self._group_tick: Callable[[Group], bool | None] = lambda _: None

    @property
    def results(self) -> Results:
        """What is shown."""
        return self._results

    def show(self, results: Results, group_tick: Callable[[Group], bool | None]) -> None:
        """Take other results; `group_tick` says whether all of a group are ticked."""
        self.beginResetModel()
        self._results, self._group_tick = results, group_tick
        self._rows = []
        for number, group in enumerate(results.groups):
            self._rows.append(-1 - number)
            self._rows += range(group.first, group.last)
        self._row_of = {find: row for row, find in enumerate(self._rows) if find >= 0}
        self.endResetModel()

    def refresh(self) -> None:
        """Ticks or the words that come instead are others."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def find_at(self, row: int) -> int:
        """The number of the occurrence in a row, -1 for a heading."""
        return self._rows[row] if 0 <= row < len(self._rows) and self._rows[row] >= 0 else -1

    def group_at(self, row: int) -> Group | None:
        """The group a heading is of."""
        if 0 <= row < len(self._rows) and self._rows[row] < 0:
            return self._results.groups[-1 - self._rows[row]]
        return None

    def row_of(self, find: int) -> int:
        """The row of an occurrence, -1 when there is none."""
        return self._row_of.get(find, -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Headings and occurrences."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a row, and all of it under FIND_ROLE."""
        if not index.isValid():
            return None
        group = self.group_at(index.row())
        if role == GROUP_ROLE:
            return group is not None
        if group is not None:
            title = f"{group.title}　{group.last - group.first} 处"
            row = FindRow(title, ticked=self._group_tick(group), is_group=True)
        else:
            row = self._describe(self._rows[index.row()])
        match role:
            case int(value) if value == FIND_ROLE:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return row.where if row.is_group else f"{row.before}{row.words}{row.after}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken()
            case Qt.ItemDataRole.ToolTipRole if group is None:
                return self._results.finds[self._rows[index.row()]].hit.text
            case Qt.ItemDataRole.CheckStateRole if row.ticked is not None:
                return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        return None


def excerpt(find: Find) -> tuple[str, str, str]:
    """What stands before a find, the find, and what stands behind it; cut where it is long."""
    text = find.hit.text
    start = max(find.start - _BEFORE, 0)
    before = ("…" if start else "") + text[start : find.start]
    rest = text[find.end : find.end + _AROUND]
    return before, text[find.start : find.end], rest + ("…" if len(text) > find.end + _AROUND else "")
