"""The source as it is: every paragraph a row, every table a row for each of its rows, with what became of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.checks import Severity
from domain.reading import Fate, SourcePiece
from domain.tables import HeaderCell, header_cells

MARK, TEXT = 0, 1  # columns
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # an int: the row's SourceLine
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RANK = {Severity.MUST: 2, Severity.LOOK: 1, Severity.NOTE: 0}


@dataclass(frozen=True)
class SourceLine:
    """A row: a whole paragraph, or one row of a table (`row` from 0, else -1). `place` counts pieces from 0."""

    piece: SourcePiece
    place: int
    row: int = -1

    @property
    def text(self) -> str:
        """What stands there, the cells of a table row side by side."""
        return self.piece.text if self.row < 0 else "　".join(self.piece.rows[self.row])


class PieceModel(QAbstractTableModel):
    """Rows of the source; nothing is built for rows out of sight but a light record."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[SourceLine] = ()
        self._starts: list[int] = []  # the piece of each row, rising
        self._severities: Mapping[int, Severity] = {}
        self._headers: dict[int, tuple[HeaderCell, ...]] = {}

    def show(self, pieces: Iterable[SourcePiece], doubts: Iterable[tuple[int, Severity]]) -> None:
        """Take the pieces of a draft, with the places that are doubtful and how much it matters."""
        self.beginResetModel()
        rows: list[SourceLine] = []
        for place, piece in enumerate(pieces):
            if piece.rows:
                rows += [SourceLine(piece, place, number) for number in range(len(piece.rows))]
            else:
                rows.append(SourceLine(piece, place))
        self._rows = rows
        self._starts = [one.place for one in rows]
        self._headers = {}
        worst: dict[int, Severity] = {}
        for place, severity in doubts:
            if _RANK[severity] >= _RANK[worst.get(place, Severity.NOTE)]:
                worst[place] = severity
        self._severities = worst
        self.endResetModel()

    def line_at(self, row: int) -> SourceLine:
        """The record of a row."""
        return self._rows[row]

    def row_of(self, place: int) -> int:
        """The first row of a piece; -1 where there is none."""
        row = bisect_left(self._starts, place) if place >= 0 else len(self._rows)
        return row if row < len(self._rows) else -1

    def mark(self, row: int) -> str:
        """What became of a row, said once for a table and once for a run of plain text."""
        one = self._rows[row]
        above = self._rows[row - 1] if row else None
        if one.row > 0:
            return ""
        said = above is not None and above.piece.fate is Fate.TEXT and above.piece.target == one.piece.target
        return "" if said and one.piece.fate is Fate.TEXT else one.piece.target

    def severity(self, row: int) -> Severity | None:
        """How much a doubt about this row matters; None where there is none. Said at a table's first row."""
        one = self._rows[row]
        return self._severities.get(one.place) if one.row <= 0 else None

    def header_of(self, one: SourceLine) -> tuple[HeaderCell, ...]:
        """The merged cells of the rows at the top of a table whose cells reach sideways."""
        if one.place not in self._headers:
            self._headers[one.place] = _merged_top(one.piece.rows)
        return self._headers[one.place]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Paragraphs and table rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """What it became, and the text."""
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Mark or text; both for a screen reader."""
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.mark(index.row()) if index.column() == MARK else one.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.piece.target}：{one.text}" if one.piece.target else one.text
        if role == Qt.ItemDataRole.ToolTipRole and one.piece.fate is Fate.LEFT_OUT:
            return one.piece.target or self.tr("没有收入方案")
        return None


def _merged_top(rows: Sequence[Sequence[str]]) -> tuple[HeaderCell, ...]:
    """A row with equal neighbours is a header with another row below it; a piece carries no more of the merges."""
    depth = 0
    while depth < min(len(rows) - 1, 3) and any(left and left == right for left, right in pairwise(rows[depth])):
        depth += 1
    if not depth:
        return ()
    width = min(len(row) for row in rows[: depth + 1])
    paths = [_path([row[column] for row in rows[: depth + 1]]) for column in range(width)]
    return header_cells(paths)


def _path(cells: Sequence[str]) -> tuple[str, ...]:
    path = [cells[0]]
    path += [text for above, text in pairwise(cells) if text != above]
    return tuple(path)
