"""One table of numbers as rows and columns, following the plan."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from desktop.models.columns import Column, ColumnModel, Index
from desktop.session import Session
from domain.statistics import Count, CountLine, Statistic, statistics

_TABLES = (
    *("outline_node", "unit", "duty", "plan", "enterprise", "submission"),
    *("appendix_table", "appendix_column", "appendix_row", "cell_item"),
)
_LABEL_SHARE = {"cross": 10, "positions": 12, "grades": 12, "states": 12}


class StatisticsModel(ColumnModel[CountLine]):
    """Shows the statistic that was chosen; `today` is the day by which time limits are over."""

    def __init__(self, session: Session, today: datetime.date, parent: QObject | None = None) -> None:
        self._makers = statistics(today)
        self._key = next(iter(self._makers))
        self.statistic = self._makers[self._key](session.content)
        super().__init__(session, _TABLES, parent)

    @property
    def key(self) -> str:
        """The statistic that is shown."""
        return self._key

    def all(self) -> list[Statistic]:
        """Every statistic as the plan is now."""
        return [make(self.session.content) for make in self._makers.values()]

    def choose(self, key: str) -> None:
        """Show another statistic."""
        if key in self._makers and key != self._key:
            self._key = key
            self.beginResetModel()
            self._columns, self._rows = self.load_columns(), self.load_rows()
            self.endResetModel()

    def load_columns(self) -> Sequence[Column[CountLine]]:
        """What is counted, and the numbers."""
        self.statistic = self._makers[self._key](self.session.content)
        heads = self.statistic.columns
        share = _LABEL_SHARE.get(self._key, 22)
        label: Column[CountLine] = Column("label", (self.statistic.head,), lambda line: line.label, share=share)
        return [label, *(self._column(place, head) for place, head in enumerate(heads))]

    def load_rows(self) -> Sequence[CountLine]:
        """The lines."""
        return self.statistic.lines

    def key_of(self, row: CountLine) -> Hashable:
        """A line is its label."""
        return row.label

    def count_at(self, index: Index) -> Count | None:
        """The number in a cell; None beside one."""
        if index.isValid() and index.column() > 0:
            return self._rows[index.row()].counts[index.column() - 1]
        return None

    def most(self) -> int:
        """The largest number of all but the totals: what a full bar stands for."""
        return max((count.number for line in self._rows for count in line.counts), default=0)

    def _column(self, place: int, head: str) -> Column[CountLine]:
        return Column(
            f"{self._key} {head}", (head,), partial(_text, place), share=14, is_centred=False, tip=partial(_tip, place)
        )


def _text(place: int, line: CountLine) -> str:
    return line.counts[place].text if place < len(line.counts) else ""


def _tip(place: int, line: CountLine) -> str:
    count = line.counts[place] if place < len(line.counts) else Count(0)
    return "点一下，看是哪些" if count.number and (count.tasks or count.rows) else ""
