"""A returned file and the plan: the columns of a table, which may have been moved, renamed, put in or taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.merge_report import Ledger, MergeStep, Place, StepKind
from domain.returned import COLUMN, ReturnedTable, ids_of
from domain.returned_texts import Wording
from domain.tables import AppendixTable, TableColumn
from domain.text import strip_spaces


class ColumnReturn:
    """The columns of one table: `keys` by their place in the file, empty for one that was not taken."""

    def __init__(
        self,
        states: tuple[AppendixTable, AppendixTable],
        found: ReturnedTable,
        wording: Wording,
        ledger: Ledger,
        new_ids: Iterator[int],
        at: Place,
        label: str,
    ) -> None:
        self._base, self._ours = states
        self._found, self._wording, self._ledger, self._new_ids = found, wording, ledger, new_ids
        self._at, self._label = at, label
        self._there = self._match()
        self.keys = [column.key if column else "" for column in self._there]

    def merge(self) -> tuple[TableColumn, ...]:
        """The plan's columns afterwards."""
        mine = {one.id: one for one in self._ours.spec.columns}
        order = [one.id for one in self._ours.spec.columns]
        for place, (column, path) in enumerate(zip(self._there, self._found.paths, strict=True)):
            at = (*self._at, 1, place)
            if column is None and path:
                self._add(place, path, at, mine, order)
            elif column is not None and column.id in mine:
                self._rename(column, path, at, mine)
        present = [one for one in self._there if one is not None]
        for column in self._base.spec.columns:
            if column not in present and column.id in mine:
                step = f"column:{self._ours.id}:{column.id}"
                if self._ledger.remove((*self._at, 1, 90), step, f"{self._label} 列", "/".join(column.path))[0]:
                    order.remove(column.id)
        self._move([one.id for one in present if one.id in mine], mine, order)
        return tuple(mine[one] for one in order)

    def _match(self) -> list[TableColumn | None]:
        """The column of the export at every place of the file: by its header, else by its key."""
        columns = self._base.spec.columns
        paths = [[strip_spaces(self._wording.restored(part)) for part in path] for path in self._found.paths]
        found: list[TableColumn | None] = []
        for path in paths:
            same = (one for one in columns if [strip_spaces(part) for part in one.path] == path and one not in found)
            found.append(next(same, None))
        for place, key in enumerate(self._found.columns):
            if found[place] is None and (ids := ids_of(COLUMN, key)):
                found[place] = next((one for one in columns if one.id == ids[0] and one not in found), None)
        return found

    def _move(self, now: list[int], mine: dict[int, TableColumn], order: list[int]) -> None:
        """Another order of the columns is one step."""
        before = [one.id for one in self._base.spec.columns if one.id in now]
        if now == before or now == [one for one in order if one in now]:
            return
        texts = ["、".join(mine[one].title for one in ids) for ids in (before, now)]
        step = MergeStep(f"columns:{self._ours.id}", StepKind.CHANGED, f"{self._label} 列的先后", texts[0], texts[1])
        if self._ledger.offer((*self._at, 1, 91), step):
            fixed = iter(now)
            order[:] = [next(fixed) if one in now else one for one in order]

    def _add(
        self, place: int, path: tuple[str, ...], at: Place, mine: dict[int, TableColumn], order: list[int]
    ) -> None:
        wanted = [strip_spaces(part) for part in path]
        twin = next((one for one in mine.values() if [strip_spaces(part) for part in one.path] == wanted), None)
        if twin is not None:  # taken from this file before
            self.keys[place] = twin.key
            return
        if not self._ledger.add(at, f"column:{self._ours.id}:+{place}", f"{self._label} 列", "/".join(path)):
            return
        taken = {one.key for one in mine.values()}
        key = next(name for number in range(len(taken), 10_000) if (name := f"column_{number}") not in taken)
        new_id = next(self._new_ids)
        mine[new_id] = TableColumn(key, path, id=new_id)
        order.insert(min(place, len(order)), new_id)
        self.keys[place] = key

    def _rename(self, column: TableColumn, path: tuple[str, ...], at: Place, mine: dict[int, TableColumn]) -> None:
        restored = [self._wording.restored(part) for part in path]
        if not path or [strip_spaces(one) for one in restored] == [strip_spaces(part) for part in column.path]:
            return
        own = mine[column.id]
        values = (own.path, tuple(restored), column.path)
        texts = "/".join(own.path), "/".join(restored)
        step = f"column:{self._ours.id}:{column.id}"
        chosen, _ = self._ledger.choose(at, step, f"{self._label} 列名", values, texts)
        mine[column.id] = replace(own, path=chosen)
