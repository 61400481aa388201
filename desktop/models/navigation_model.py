"""The places of a plan, as the list at the left shows them, each with the number that matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.changes import ChangeSet
from domain.exchange import PlanContent
from domain.labels import (
    PART_BODY,
    PART_COLLECTING,
    PART_ENTERPRISES,
    PART_MATRIX,
    PART_STATISTICS,
    PART_TASKS,
    PART_UNITS,
)
from domain.ledger import ledger_counts
from domain.tables import AppendixTable, ColumnKind

COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
TABLE_ROLE = Qt.ItemDataRole.UserRole + 2  # the id of an appendix table, None for the fixed places
RULE_ROLE = Qt.ItemDataRole.UserRole + 3  # whether a hairline parts the place from the one above it
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Place:
    """Somewhere to go. `key` is stable; `table_id` is None but for an appendix table; `count` None shows none.

    Places of one `group` stand together: 0 the text and its tables of duties, 1 appendix tables, 2 what they rest on.
    """

    key: str
    title: str
    count: int | str | None = None
    hint: str = ""
    table_id: int | None = None
    group: int = 0


_Known = dict[int, tuple[AppendixTable, Place]]


def places_of(content: PlanContent, known: _Known | None = None) -> tuple[Place, ...]:
    """Every place of a plan in reading order; `known` spares counting tables again that are the same as before."""
    known = {} if known is None else known
    tasks, units = len(content.tasks()), len(content.units)
    fixed = (
        Place("outline", PART_BODY, hint=content.info.title),
        Place("tasks", "任务分解", tasks, f"{PART_TASKS}：{tasks} 项任务"),
        Place("matrix", PART_MATRIX, units, f"{PART_MATRIX}：{units} 个单位"),
    )
    return (
        *fixed,
        *(_known_place(table, known) for table in content.tables),
        _collecting_place(content),
        *_library_places(content),
    )


def _library_places(content: PlanContent) -> tuple[Place, ...]:
    units, enterprises = len(content.units), len(content.enterprises)
    return (
        Place("units", PART_UNITS, units, f"{PART_UNITS}：{units} 个单位的名称、别名和顺序", group=2),
        Place("enterprises", PART_ENTERPRISES, enterprises, f"{PART_ENTERPRISES}：{enterprises} 家企业", group=2),
        Place("statistics", PART_STATISTICS, hint=f"{PART_STATISTICS}：按单位、等级、位置、类别、时限", group=2),
    )


def _collecting_place(content: PlanContent) -> Place:
    returned, asked = ledger_counts(content.collection)
    hint = f"{PART_COLLECTING}：{asked} 家，已报 {returned} 家" if asked else f"{PART_COLLECTING}：向企业下发征集表"
    return Place("collecting", PART_COLLECTING, f"{returned}/{asked}" if asked else None, hint, group=2)


def _known_place(table: AppendixTable, known: _Known) -> Place:
    kept = known.get(table.id)
    if kept is None or kept[0] is not table:
        kept = known[table.id] = (table, _table_place(table))
    return kept[1]


def _table_place(table: AppendixTable) -> Place:
    graded = [column.key for column in table.spec.columns if column.kind is ColumnKind.ITEMS]
    items = sum(len(row.cell(key).items) for row in table.rows for key in graded)
    count, word = (items, f"{len(table.rows)} 行，{items} 条") if graded else (len(table.rows), f"{len(table.rows)} 行")
    hint = f"{table.spec.label} {table.spec.title}：{word}"
    return Place(f"table:{table.id}", table.spec.label, count, hint, table.id, group=1)


class NavigationModel(QAbstractListModel):
    """The places of the open plan; `apply` takes over what a ChangeSet means to it."""

    def __init__(self, content: PlanContent, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tables: _Known = {}
        self._places = places_of(content, self._tables)

    @property
    def places(self) -> tuple[Place, ...]:
        """What the list shows."""
        return self._places

    def row_of(self, key: str) -> int:
        """The row of a place, -1 when there is none."""
        return next((row for row, place in enumerate(self._places) if place.key == key), -1)

    def apply(self, changes: ChangeSet, content: PlanContent) -> None:
        """Show what the plan says after a change."""
        places = places_of(content, self._tables)
        if [place.key for place in places] != [place.key for place in self._places]:
            self.beginResetModel()
            self._places = places
            self.endResetModel()
            return
        before, self._places = self._places, places
        for row, (old, new) in enumerate(zip(before, places, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One row a place."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, hint, and the number under COUNT_ROLE."""
        if not index.isValid():
            return None
        place = self._places[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return place.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return place.hint or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return place.title if place.count is None else f"{place.title}，{place.count}"
        if role == RULE_ROLE:
            return index.row() > 0 and self._places[index.row() - 1].group != place.group
        return {COUNT_ROLE: place.count, TABLE_ROLE: place.table_id}.get(role)
