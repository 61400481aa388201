"""Reading a file again: its appendix tables, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any

from domain.alignment import Triple
from domain.cell_items import Cell
from domain.merge_report import Ledger, MergeStep, Place, StepKind
from domain.table_matching import align_rows, pair_tables, path_key, rekeyed, row_text
from domain.tables import AppendixTable, TableColumn, TablePlace, TableRow, TableSpec, free_label

AREA = 4
_WORDS = {"title": "标题", "unit_line": "计量单位", "notes": "注"}


@dataclass
class MergedTables:
    """Tables, and which row of the source or of the base became which."""

    tables: list[AppendixTable] = field(default_factory=list)
    their_rows: dict[int, int] = field(default_factory=dict)
    base_rows: dict[int, int] = field(default_factory=dict)


class TableMerger:
    """Brings the tables of a draft into those of a plan; tables only the plan has stay as they are.

    `node_ids` give the heading in the plan, and the one the next reading knows, for those of the source. In a
    `partial` reading a label alone does not make two tables one: a spreadsheet gets its label by chance.
    """

    def __init__(
        self,
        ledger: Ledger,
        new_ids: Iterator[int],
        node_ids: tuple[Mapping[int, int], Mapping[int, int]],
        *,
        partial: bool,
    ) -> None:
        self._ledger, self._report, self._new_ids, self._node_ids = ledger, ledger.report, new_ids, node_ids
        self._partial = partial
        self._known_rows = 0
        self.merged = MergedTables()
        self.known = MergedTables()
        self.names: dict[int, str] = {}  # of the source's rows
        self.our_places: dict[int, Place] = {}  # by row id: its place among the steps
        self.their_places: dict[int, Place] = {}

    def merge(
        self, base: Sequence[AppendixTable], ours: Sequence[AppendixTable], theirs: Sequence[AppendixTable]
    ) -> None:
        """Fill `merged` and `known`."""
        partners = pair_tables(ours, theirs, strict=self._partial)
        former = pair_tables(base, theirs, strict=self._partial)
        changed: dict[int, AppendixTable] = {}
        added: list[AppendixTable] = []
        positions = {table.id: place for place, table in enumerate(ours)}
        for place, table in enumerate(theirs):
            mine, old = partners.get(place), former.get(place)
            if mine is not None:
                at = (AREA, positions[mine.id])
                changed[mine.id] = _OneTable(self, self._ledger, at, (old, mine, table)).merge()
            elif old is not None:
                self._remember(table)  # the office deleted it
            else:
                self._add(table, place, (AREA, len(ours) + place), [*ours, *added], added)
        self.merged.tables = [*(changed.get(table.id, table) for table in ours), *added]

    def _add(
        self, table: AppendixTable, place: int, at: Place, present: Sequence[AppendixTable], added: list[AppendixTable]
    ) -> None:
        label = free_label(table.spec.label, [one.spec.label for one in present])
        where = f"{label} {table.spec.title}".strip()
        titles = "　".join("/".join(column.path) for column in table.spec.columns)
        taken = self._ledger.add((*at, 0), f"table:+{table.id}", where, titles)
        rows = []
        for number, row in enumerate(table.rows, start=1):
            text = row_text(row, table.spec)
            name = self.names[row.id] = f"{label} 第{number}行"
            self.their_places[row.id] = (*at, 1, number)
            if self._ledger.add((*at, 1, number), f"row:+{row.id}", name, text, allowed=taken):
                rows.append(row)
        if not taken:
            return
        self._report.new += len(rows)
        columns = tuple(replace(column, id=next(self._new_ids)) for column in table.spec.columns)
        fresh: list[TableRow] = []
        for row in rows:
            fresh.append(replace(row, id=self.new_row(row.id), seq=len(fresh) + 1))
        spec = replace(table.spec, label=label, columns=columns)
        added.append(AppendixTable(next(self._new_ids), spec, tuple(fresh), self._placed(table.place, 0)))
        self._remember(replace(table, rows=tuple(rows)))

    def _remember(self, table: AppendixTable) -> None:
        rows = [self.known_row(row, their=row.id) for row in table.rows]
        self.remember_table(table.spec, rows, table.place)

    def remember_table(self, spec: TableSpec, rows: Sequence[TableRow], place: TablePlace | None) -> None:
        """What the next reading is to know of a table; `place` is that of the source."""
        numbered = tuple(replace(row, seq=seq) for seq, row in enumerate(rows, start=1))
        self.known.tables.append(AppendixTable(len(self.known.tables) + 1, spec, numbered, self._placed(place, 1)))

    def known_row(self, row: TableRow, *, their: int | None = None, base: int | None = None) -> TableRow:
        """A row for the next reading's base, under an id of its own."""
        self._known_rows += 1
        if their is not None:
            self.known.their_rows[their] = self._known_rows
        if base is not None:
            self.known.base_rows[base] = self._known_rows
        return replace(row, id=self._known_rows)

    def _placed(self, place: TablePlace | None, side: int) -> TablePlace | None:
        """A place of the source in the plan (side 0) or in what is known; None where its heading did not come in."""
        if place is None or place.node_id is None:
            return place
        node_id = self._node_ids[side].get(place.node_id)
        return None if node_id is None else replace(place, node_id=node_id)

    def new_id(self) -> int:
        """An id for something to be added."""
        return next(self._new_ids)

    def new_row(self, their: int) -> int:
        """The id of a row that comes in."""
        new_id = self.merged.their_rows[their] = self.new_id()
        return new_id


class _OneTable:
    """A table that the plan and the source both have."""

    def __init__(
        self,
        merger: TableMerger,
        ledger: Ledger,
        at: Place,
        states: tuple[AppendixTable | None, AppendixTable, AppendixTable],
    ) -> None:
        self._merger, self._ledger, self._at = merger, ledger, at
        self._base, self._ours, self._theirs = states
        self._label = self._ours.spec.label

    def merge(self) -> AppendixTable:
        """The plan's table afterwards."""
        offered, refused = self._merge_columns()
        columns = tuple(column for column in offered if path_key(column) not in refused)
        values, known_values = self._merge_words()
        spec = replace(self._ours.spec, columns=columns, **values)
        # Their cells under our keys: a column is the same when its header reads the same.
        keys = {path_key(column): column.key for column in columns}
        spoken = {path_key(column) for column in self._theirs.spec.columns}
        self._spoken = [column for column in columns if path_key(column) in spoken]
        self._spec = spec
        sides = self._sides(keys)
        # Which rows are the same is told by all that was offered: it must not hang on what is declined.
        whole = self._sides({path_key(column): column.key for column in offered})
        triples = align_rows(whole, replace(spec, columns=offered))
        rows: list[TableRow] = []
        known: list[TableRow] = []
        for number, triple in enumerate(triples, start=1):
            self._visit(sides, triple, (*self._at, 2, number), rows, known)
        known_columns = tuple(
            replace(column, key=keys.get(path_key(column), f"{column.key}~"))  # ~: one that the office took out
            for column in self._theirs.spec.columns
            if path_key(column) not in refused
        )
        known_spec = replace(self._theirs.spec, columns=known_columns, **known_values)
        self._merger.remember_table(known_spec, known, self._theirs.place)
        numbered = tuple(replace(row, seq=seq) for seq, row in enumerate(rows, start=1))
        return replace(self._ours, spec=spec, rows=numbered)

    def _sides(self, keys: Mapping[str, str]) -> tuple[list[TableRow], list[TableRow], list[TableRow]]:
        base = rekeyed(self._base, keys) if self._base else []
        return base, list(self._ours.rows), rekeyed(self._theirs, keys)

    def _merge_words(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Title, unit line and notes; a source that does not speak of one takes nothing away."""
        values: dict[str, Any] = {}
        known: dict[str, Any] = {}
        for number, (name, word) in enumerate(_WORDS.items()):
            mine, new = getattr(self._ours.spec, name), getattr(self._theirs.spec, name)
            former = getattr(self._base.spec, name) if self._base else None
            if not new and not former:
                continue
            key, where = f"table:{self._ours.id}:{name}", f"{self._label} {word}"
            values[name], known[name] = self._ledger.choose(
                (*self._at, 0, number), key, where, (mine, new, former), (_lines(mine), _lines(new))
            )
        return values, known

    def _merge_columns(self) -> tuple[tuple[TableColumn, ...], set[str]]:
        """Our columns with those the source brings anew at their place, and the headers of those that were declined."""
        columns = list(self._ours.spec.columns)
        known = {path_key(column) for column in columns}
        before = {path_key(column) for column in self._base.spec.columns} if self._base else set()
        refused: set[str] = set()
        for index, column in enumerate(self._theirs.spec.columns):
            path = path_key(column)
            if path in known or path in before:
                continue
            step = f"column:{self._ours.id}:+{index}"
            if not self._ledger.add((*self._at, 1, index), step, f"{self._label} 列", "/".join(column.path)):
                refused.add(path)
            taken = {one.key for one in columns}
            names = chain([column.key], (f"{column.key}_{n}" for n in count(len(columns))))
            key = next(name for name in names if name not in taken)
            columns.insert(min(index, len(columns)), replace(column, key=key, id=self._merger.new_id()))
        return tuple(columns), refused

    def _visit(
        self,
        sides: tuple[Sequence[TableRow], Sequence[TableRow], Sequence[TableRow]],
        triple: Triple,
        at: Place,
        rows: list[TableRow],
        known: list[TableRow],
    ) -> None:
        indices = (triple.base, triple.ours, triple.theirs)
        base, ours, theirs = (
            None if index is None else side[index] for side, index in zip(sides, indices, strict=True)
        )
        if theirs is None:
            if ours is not None:
                self._visit_ours(base, ours, f"{self._label} 第{(triple.ours or 0) + 1}行", at, rows, known)
        elif ours is not None:
            self._visit_both((base, ours, theirs), f"{self._label} 第{(triple.ours or 0) + 1}行", at, rows, known)
        elif base is not None:  # the office deleted the row, and it stays deleted
            known.append(self._merger.known_row(theirs, their=theirs.id))
        else:
            where = self._merger.names[theirs.id] = f"{self._label} 第{(triple.theirs or 0) + 1}行"
            self._merger.their_places[theirs.id] = at
            if self._ledger.add(at, f"row:+{theirs.id}", where, row_text(theirs, self._spec)):
                self._ledger.report.new += 1
                rows.append(replace(theirs, id=self._merger.new_row(theirs.id)))
                known.append(self._merger.known_row(theirs, their=theirs.id))

    def _visit_ours(
        self, base: TableRow | None, ours: TableRow, where: str, at: Place, rows: list[TableRow], known: list[TableRow]
    ) -> None:
        """A row of ours the source does not have: dropped when it came from the source and was not touched."""
        again = gone = False
        if base is not None:
            conflict = self._texts(base) != self._texts(ours)
            text = row_text(ours, self._spec)
            gone, again = self._ledger.remove(at, f"row:{ours.id}", where, text, conflict=conflict)
            if again:
                known.append(self._merger.known_row(base, base=base.id))
        if gone:
            self._ledger.report.gone += 1
        else:
            rows.append(ours)
        self._merger.our_places[ours.id] = at

    def _visit_both(
        self,
        states: tuple[TableRow | None, TableRow, TableRow],
        where: str,
        at: Place,
        rows: list[TableRow],
        known: list[TableRow],
    ) -> None:
        base, ours, theirs = states
        cells, known_cells = dict(ours.cells), dict(theirs.cells)
        calm: list[TableColumn] = []
        for number, column in enumerate(self._spoken):
            mine, new = ours.cell(column.key), theirs.cell(column.key)
            former = base.cell(column.key) if base else None
            if mine.text == new.text or (former is not None and new.text == former.text):
                continue
            if former is None or mine.text == former.text:
                calm.append(column)
                continue
            key, place = f"row:{ours.id}:{column.key}", f"{where} {column.title}"
            chosen, kept = self._ledger.choose((*at, 1, number), key, place, (mine.text, new.text, former.text))
            _put(cells, column.key, new if chosen == new.text else mine)
            _put(known_cells, column.key, former if kept == former.text else new)
        merged, known_row = replace(ours, cells=cells), replace(theirs, cells=known_cells)
        joined = _three_way(ours.joined, theirs.joined, base.joined if base else None)
        if calm or joined != ours.joined:
            before, after = self._row_change(ours, calm, joined), self._row_change(theirs, calm, joined)
            if self._ledger.offer((*at, 0), MergeStep(f"row:{ours.id}", StepKind.CHANGED, where, before, after)):
                for column in calm:
                    _put(cells, column.key, theirs.cell(column.key))
                merged = replace(merged, joined=joined)
            else:
                for column in calm:
                    _put(known_cells, column.key, (base or ours).cell(column.key))
                known_row = replace(known_row, joined=(base or ours).joined)
        self._ledger.count((self._texts(ours), ours.joined), (self._texts(merged), merged.joined))
        self._merger.merged.their_rows[theirs.id] = ours.id
        self._merger.names[theirs.id] = where
        self._merger.our_places[ours.id] = at
        self._merger.their_places[theirs.id] = at
        rows.append(merged)
        known.append(self._merger.known_row(known_row, their=theirs.id, base=base.id if base else None))

    def _row_change(self, row: TableRow, columns: Sequence[TableColumn], joined: frozenset[str]) -> str:
        """The cells of a row that a step is about, and its merged cells where these differ from `joined`."""
        lines = [f"{column.title}：{row.cell(column.key).text}" for column in columns]
        if not columns:
            titles = [column.title for column in self._spec.columns if column.key in row.joined]
            lines.append(f"与上一行合并：{'、'.join(titles) or '无'}")
        return "\n".join(lines)

    def _texts(self, row: TableRow) -> list[str]:
        return [row.cell(column.key).text for column in self._spoken]


def _put(cells: dict[str, Cell], key: str, cell: Cell) -> None:
    """Write a cell; an empty one leaves no trace, as in a plan that is loaded."""
    if cell.items:
        cells[key] = cell
    else:
        cells.pop(key, None)


def _three_way(ours: frozenset[str], theirs: frozenset[str], base: frozenset[str] | None) -> frozenset[str]:
    return theirs if base in (None, ours) else ours


def _lines(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)
