"""Reading a file again: the remarks beside the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.labels import PART_PLAN, REMARK_KIND_LABELS
from domain.merge_report import Ledger, Place
from domain.outline_merging import AREA as OUTLINE_AREA
from domain.outline_merging import OutlineMerger
from domain.remarks import Remark
from domain.table_merging import TableMerger
from domain.text import comparison_key

_LAST = 1_000_000  # behind everything else that stands at the same heading or row


class RemarkMerger:
    """Remarks have no history of their own: two that say the same of the same words are one.

    `merged` are the plan's afterwards, `known` those the next reading takes as base. A remark of the office whose
    heading or row goes is kept: it moves to the plan as a whole.
    """

    def __init__(self, ledger: Ledger, new_ids: Iterator[int], outline: OutlineMerger, tables: TableMerger) -> None:
        self._ledger, self._new_ids, self._outline, self._tables = ledger, new_ids, outline, tables
        self._rows = {row.id for table in tables.merged.tables for row in table.rows}
        self.merged: list[Remark] = []
        self.known: list[Remark] = []

    def merge(
        self, base: Sequence[Remark], ours: Sequence[Remark], theirs: Sequence[Remark], *, partial: bool = False
    ) -> None:
        """Fill `merged` and `known`."""
        mine, former = list(ours), list(base)
        added: list[Remark] = []
        for remark in theirs:
            held, known = _take(remark, mine), _take(remark, former)
            if held is None and known is None:
                added += self._add(remark)
            else:  # the plan has it, or the office deleted it
                self._remember(remark, theirs=True)
        gone: set[int] = set()
        for remark in mine if not partial else ():
            before = _take(remark, former)
            if before is None:
                continue
            at = self._place(remark, self._outline.our_places, self._tables.our_places)
            is_gone, again = self._ledger.remove(at, f"remark:{remark.id}", _where(remark, ""), remark.text)
            if is_gone:
                gone.add(remark.id)
            if again:
                self._remember(before, theirs=False)
        self.merged += [self._rehomed(remark) for remark in ours if remark.id not in gone]
        self.merged += added

    def _add(self, remark: Remark) -> list[Remark]:
        outline, tables = self._outline, self._tables
        node_id = None if remark.node_id is None else outline.merged.their_ids.get(remark.node_id)
        row_id = None if remark.row_id is None else tables.merged.their_rows.get(remark.row_id)
        allowed = (remark.node_id is None) == (node_id is None) and (remark.row_id is None) == (row_id is None)
        name = outline.their_heading(remark.node_id) or tables.names.get(remark.row_id or 0, "")
        at = self._place(remark, outline.their_places, tables.their_places)
        step = f"remark:+{remark.id}"
        if not self._ledger.add(at, step, _where(remark, name), remark.text, allowed=allowed):
            return []
        self._remember(remark, theirs=True)
        return [replace(remark, id=next(self._new_ids), node_id=node_id, row_id=row_id)]

    def _place(self, remark: Remark, nodes: Mapping[int, int], rows: Mapping[int, Place]) -> Place:
        if remark.row_id is not None:
            return (*rows.get(remark.row_id, (_LAST,)), _LAST)
        return (OUTLINE_AREA, nodes.get(remark.node_id or 0, 0), _LAST)

    def _remember(self, remark: Remark, *, theirs: bool) -> None:
        outline, tables = self._outline.known, self._tables.known
        nodes, rows = (outline.their_ids, tables.their_rows) if theirs else (outline.base_ids, tables.base_rows)
        self.known.append(
            replace(
                remark,
                id=len(self.known) + 1,
                node_id=nodes.get(remark.node_id or 0),
                row_id=rows.get(remark.row_id or 0),
            )
        )

    def _rehomed(self, remark: Remark) -> Remark:
        node_gone = remark.node_id is not None and remark.node_id not in self._outline.merged.nodes
        row_gone = remark.row_id is not None and remark.row_id not in self._rows
        return replace(remark, node_id=None, row_id=None, column="") if node_gone or row_gone else remark


def _where(remark: Remark, name: str) -> str:
    return f"{name or PART_PLAN} {REMARK_KIND_LABELS[remark.kind]}"


def _take(remark: Remark, pool: list[Remark]) -> Remark | None:
    """Take the remark that says the same out of a pool."""
    found = next((one for one in pool if _key(one) == _key(remark)), None)
    if found is not None:
        pool.remove(found)
    return found


def _key(remark: Remark) -> tuple[object, ...]:
    return remark.kind, comparison_key(remark.text), comparison_key(remark.quote), remark.author, remark.column
