"""A returned file and the plan: the tables, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.cell_items import Cell
from domain.content import PlanContent
from domain.merge_report import Ledger, MergeStep, Place, StepKind
from domain.returned import (
    BLANK,
    NOTE,
    ROW,
    TABLE,
    TABLE_TITLE,
    UNIT_LINE,
    ReturnedFile,
    ReturnedTable,
    ReturnedText,
    ids_of,
    key_of,
)
from domain.returned_rows import RowThere, printed_row, rows_there
from domain.returned_texts import Wording
from domain.returning_columns import ColumnReturn
from domain.sequences import moved, put_behind
from domain.table_matching import row_text
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, cell_of
from domain.text import strip_spaces

AREA = 4
_MANY = 3  # rows moved beyond this, and a third of all, are a sorted table


class TableReturn:
    """Brings the tables of a returned file into those of the plan; `rows` are ids of the plan's rows by key."""

    def __init__(
        self,
        contents: tuple[PlanContent, PlanContent],
        returned: ReturnedFile,
        texts: Sequence[ReturnedText],
        wording: Wording,
        ledger: Ledger,
        new_ids: Iterator[int],
    ) -> None:
        self._base = {table.id: table for table in contents[0].tables}
        self._ours = contents[1].tables
        self._returned, self._texts = returned, texts
        self._wording, self._ledger, self._new_ids = wording, ledger, new_ids
        self.tables = list(self._ours)
        self.columns: dict[int, list[str]] = {}  # by table id: column keys by place

    def merge(self) -> None:
        """Offer every step and carry out those that are taken."""
        found: dict[int, list[ReturnedTable]] = {}
        for table in self._returned.tables:
            if ids := ids_of(TABLE, table.key):
                found.setdefault(ids[0], []).append(table)
        for place, ours in enumerate(self._ours):
            if ours.id in found and ours.id in self._base:
                one = _OneTable(self, (self._base[ours.id], ours), found[ours.id], (AREA, place))
                self.tables[place] = one.merge()
                self.columns[ours.id] = one.column_keys
        for table_id in found.keys() - {table.id for table in self._ours}:
            label = self._base[table_id].spec.label if table_id in self._base else "附表"
            self._ledger.report.need_person(
                "table_gone", label, "返回文件里有这张附表，但本机已把它删去，没有读取，请核对。"
            )

    def words_of(self, key: str) -> ReturnedText | None:
        """The paragraph under a key."""
        return next((one for one in self._texts if one.key == key), None)

    def notes_of(self, table_id: int) -> list[ReturnedText]:
        """The notes below a table."""
        return [one for one in self._texts if ids_of(NOTE, one.key)[:1] == (table_id,)]

    @property
    def wording(self) -> Wording:
        """How texts are compared."""
        return self._wording

    @property
    def ledger(self) -> Ledger:
        """Where steps are offered."""
        return self._ledger

    @property
    def blank(self) -> str:
        """What an empty cell prints."""
        return self._returned.properties.get(BLANK, "")

    def gone_by(self, key: str) -> str:
        """Who took a piece out by a tracked change."""
        return self._returned.gone_by.get(key, "")

    def columns_of(
        self, base: AppendixTable, ours: AppendixTable, found: ReturnedTable, at: Place, label: str
    ) -> ColumnReturn:
        """What became of the columns of a table."""
        return ColumnReturn((base, ours), found, self._wording, self._ledger, self._new_ids, at, label)

    def new_id(self) -> int:
        """An id below 0."""
        return next(self._new_ids)


class _OneTable:
    """A table that the plan, the export and the file all have."""

    def __init__(
        self,
        owner: TableReturn,
        states: tuple[AppendixTable, AppendixTable],
        found: Sequence[ReturnedTable],
        at: Place,
    ) -> None:
        self._owner, self._ledger, self._at = owner, owner.ledger, at
        self._base, self._ours = states
        self._found = found
        self._label = self._ours.spec.label or self._ours.spec.title or "附表"
        self._spec = self._ours.spec
        self.column_keys: list[str] = []

    def merge(self) -> AppendixTable:
        """The plan's table afterwards."""
        self._merge_words()
        columns = self._owner.columns_of(self._base, self._ours, self._found[0], self._at, self._label)
        self._spec = replace(self._spec, columns=columns.merge())
        self.column_keys = columns.keys
        there = rows_there(self._base, self._found, self.column_keys, self._owner.wording, self._owner.blank)
        rows = {key_of(ROW, row.id): row for row in self._ours.rows}
        order = list(rows)
        places = {one.key: one for one in there}
        for index, former in enumerate(self._base.rows):
            key = key_of(ROW, former.id)
            if key in rows and key in places:
                rows[key] = self._merge_row(index, former, rows[key], places[key])
            elif key in rows:
                self._remove(index, former, rows, order)
            elif key in places:
                self._note_deleted(index, former, places[key])
        self._join_down(there, rows, order)
        self._move(there, rows, order)
        self._add(there, rows, order)
        listed = tuple(replace(rows[key], seq=seq) for seq, key in enumerate(order, start=1))
        return replace(self._ours, spec=self._spec, rows=listed)

    def _merge_words(self) -> None:
        for name, kind, word in (("title", TABLE_TITLE, "标题"), ("unit_line", UNIT_LINE, "计量单位")):
            mine, former = getattr(self._ours.spec, name), getattr(self._base.spec, name)
            piece = self._owner.words_of(key_of(kind, self._base.id))
            new = strip_spaces(self._owner.wording.restored(piece.text)) if piece else strip_spaces(former)
            heads = {strip_spaces(former), strip_spaces(self._base.spec.label + former)}
            if piece is None or new in heads:
                continue
            where = f"{self._label} {word}"
            values = (mine, new.removeprefix(strip_spaces(self._base.spec.label)), former)
            chosen, _ = self._ledger.choose((*self._at, 0), f"table:{self._ours.id}:{name}", where, values, by=piece.by)
            self._spec = replace(self._spec, **{name: chosen})
        self._merge_notes()

    def _merge_notes(self) -> None:
        """The notes, which are one piece."""
        wording = self._owner.wording
        former = [line for note in self._base.spec.notes for line in wording.restored(note).split("\n") if line]
        pieces = self._owner.notes_of(self._base.id)
        found = [wording.restored(one.text) for one in pieces]
        if found == former or not former:
            return
        by = "、".join(dict.fromkeys(one.by for one in pieces if one.by))
        texts = ("\n".join(self._ours.spec.notes), "\n".join(found))
        values = (self._ours.spec.notes, tuple(found), self._base.spec.notes)
        key, where = f"table:{self._ours.id}:notes", f"{self._label} 注"
        chosen, _ = self._ledger.choose((*self._at, 0, 1), key, where, values, texts, by)
        self._spec = replace(self._spec, notes=chosen)

    def _is_text(self, key: str) -> bool:
        return all(column.kind is not ColumnKind.NUMBER for column in self._spec.columns if column.key == key)

    def _printed(self, index: int) -> dict[str, str]:
        return printed_row(self._base, index, self._owner.wording)

    def _where(self, row_id: int) -> str:
        place = next((place for place, row in enumerate(self._ours.rows, start=1) if row.id == row_id), 0)
        return f"{self._label} 第{place}行"

    def _merge_row(self, index: int, former: TableRow, mine: TableRow, there: RowThere) -> TableRow:
        cells = dict(mine.cells)
        for number, column in enumerate(self._base.spec.columns):
            if column.kind is ColumnKind.NUMBER or column.key not in there.texts or column.key in there.covered:
                continue
            if all(one.key != column.key for one in self._spec.columns):
                continue
            new = there.texts[column.key]
            old = self._owner.wording.restored(former.cell(column.key).text)
            if new == old:
                continue
            own = self._owner.wording.restored(mine.cell(column.key).text)
            where = f"{self._where(mine.id)} {column.title}"
            at, key = (*self._at, 2, there.place, number), f"row:{mine.id}:{column.key}"
            chosen, _ = self._ledger.choose(at, key, where, (own, new, old), by=there.by.get(column.key, ""))
            if chosen != own:
                _put(cells, column, chosen)
        self._ledger.count(dict(mine.cells), cells)
        return self._with_new_cells(replace(mine, cells=cells), there)

    def _join_down(self, there: Sequence[RowThere], rows: dict[str, TableRow], order: Sequence[str]) -> None:
        """A merged cell is changed once, for all rows it reaches over."""
        above = dict(zip(order[1:], order, strict=False))
        for one in there:
            for column in self._spec.columns:
                if one.key in above and column.key in one.covered and column.key in rows[one.key].joined:
                    cells = dict(rows[one.key].cells)
                    _put(cells, column, rows[above[one.key]].cell(column.key).text)
                    rows[one.key] = replace(rows[one.key], cells=cells)

    def _with_new_cells(self, row: TableRow, there: RowThere) -> TableRow:
        """What stands in columns that came with this file."""
        cells = dict(row.cells)
        known = {column.key for column in self._base.spec.columns}
        for column in self._spec.columns:
            if column.key not in known and there.texts.get(column.key) and column.id < 0:
                _put(cells, column, there.texts[column.key])
        return replace(row, cells=cells)

    def _remove(self, index: int, former: TableRow, rows: dict[str, TableRow], order: list[str]) -> None:
        key = key_of(ROW, former.id)
        mine = rows[key]
        texts = [[row.cell(column.key).text for column in self._base.spec.columns] for row in (former, mine)]
        gone, _ = self._ledger.remove(
            (*self._at, 2, index, 90),
            f"row:{mine.id}",
            self._where(mine.id),
            row_text(mine, self._ours.spec),
            conflict=texts[0] != texts[1],
            by=self._owner.gone_by(key),
        )
        if gone:
            self._ledger.report.gone += 1
            del rows[key]
            order.remove(key)

    def _note_deleted(self, index: int, former: TableRow, there: RowThere) -> None:
        printed = self._printed(index)
        changed = [key for key, text in there.texts.items() if self._is_text(key) and text != printed.get(key, text)]
        if changed:
            where = f"{self._label}（原第{index + 1}行）"
            message = f"返回文件改了这一行，但本机已删去它，没有读取：{there.texts[changed[0]][:30]}"
            self._ledger.report.need_person("changed_but_gone", where, message)

    def _move(self, there: Sequence[RowThere], rows: Mapping[str, TableRow], order: list[str]) -> None:
        """Rows that stand among their like in another order; a sorted table is one step."""
        present = {one.key for one in there}
        before = [key for row in self._base.rows if (key := key_of(ROW, row.id)) in present]
        now = [one.key for one in there if one.key]
        steps = []
        for key in moved(before, now):
            ahead = now[: now.index(key)]
            after = list(order)
            put_behind(after, key, ahead)
            if key in rows and after != order:
                steps.append((key, ahead))
        if len(steps) > _MANY and len(steps) * 3 > len(before):
            step = MergeStep(
                f"rows:{self._ours.id}", StepKind.CHANGED, f"{self._label} 行的先后", "", f"{len(steps)} 行换了位置"
            )
            if not self._ledger.offer((*self._at, 2, 0, 0), step):
                return
            for key in now:
                if key in rows:
                    put_behind(order, key, now[: now.index(key)])
            return
        for key, ahead in steps:
            self._move_one(key, ahead, there, order)

    def _move_one(self, key: str, ahead: Sequence[str], there: Sequence[RowThere], order: list[str]) -> None:
        row_id = ids_of(ROW, key)[0]
        anchor = next((one for one in reversed(ahead) if one in order), None)
        target = f"移到原第{order.index(anchor) + 1}行之后" if anchor else "移到最前"
        place = next(one.place for one in there if one.key == key)
        where = self._where(row_id)
        step = MergeStep(f"row:{row_id}:place", StepKind.CHANGED, where, f"第{order.index(key) + 1}行", target)
        if self._ledger.offer((*self._at, 2, place, 91), step):
            put_behind(order, key, ahead)

    def _add(self, there: Sequence[RowThere], rows: dict[str, TableRow], order: list[str]) -> None:
        known = {key_of(ROW, row.id) for row in self._base.rows}
        own = {key: self._cells_text(row) for key, row in rows.items() if key not in known}
        ahead: list[str] = []
        for one in there:
            if one.key:
                ahead.append(one.key)
                continue
            row = self._fresh(one)
            text = self._cells_text(row)
            twin = next((key for key, other in own.items() if other == text), None)
            if twin is not None:  # taken from this file before
                del own[twin]
                continue
            key, where = f"row:{self._ours.id}:+{one.place}", f"{self._label} 第{one.place + 1}行"
            by = "、".join(dict.fromkeys(one.by.values()))
            if self._ledger.add((*self._at, 2, one.place), key, where, row_text(row, self._spec), by=by):
                self._ledger.report.new += 1
                rows[key] = row
                put_behind(order, key, ahead)
                ahead.append(key)

    def _cells_text(self, row: TableRow) -> list[str]:
        return [self._owner.wording.restored(row.cell(column.key).text) for column in self._spec.columns]

    def _fresh(self, there: RowThere) -> TableRow:
        cells: dict[str, Cell] = {}
        for column in self._spec.columns:
            _put(cells, column, there.texts.get(column.key, ""))
        return TableRow(self._owner.new_id(), 0, cells)


def _put(cells: dict[str, Cell], column: TableColumn, text: str) -> None:
    """Write a cell; an empty one leaves no trace, as in a plan that is loaded."""
    cell = cell_of(column.kind, text)
    if cell.items:
        cells[column.key] = cell
    else:
        cells.pop(column.key, None)
