"""Taking what was submitted into an appendix table, as one step, each line with where it came from."""

from __future__ import annotations

from collections.abc import Collection as Keys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.rows import item_to_row
from db.store import OperationScope, Store
from db.tables import add_row, items_to_rows, load_rows, load_table, remove_row, write_items
from domain.cell_items import CellItem, ItemKind, with_grade
from domain.changes import ChangeSet
from domain.consolidation import Consolidation, Step, StepKind
from domain.errors import InputError
from domain.form_values import match_choice
from domain.tables import AppendixTable, TableColumn, TableRow, cell_of

_NOTHING: Mapping[str, str] = {}


def apply_consolidation(
    store: Store, plan: Consolidation, declined: Keys[str] = frozenset(), merged: Mapping[str, str] = _NOTHING
) -> ChangeSet:
    """Take the steps of a consolidation that are not declined, all or nothing.

    `merged` says of steps, by their keys, into which step or standing line (“item:7”, “row:7”) they go: that line
    remains, and remembers both sources. Raises InputError when the table changed since the steps were reckoned.
    """
    table = load_table(store.db, plan.table_id)
    with store.operation(f"汇总 {plan.form.title} → {table.spec.label}", kind="consolidate") as scope:
        work = _Work(store, scope, plan, merged, table)
        for step in plan.steps:
            if step.key not in declined:
                work.take(step)
        work.finish()
    return scope.changes


class _Work:
    """The steps at work on one table, whose rows are held and read again only where one changed."""

    def __init__(
        self, store: Store, scope: OperationScope, plan: Consolidation, merged: Mapping[str, str], table: AppendixTable
    ) -> None:
        self._store = store
        self._scope = scope
        self._plan = plan
        self._merged = merged
        self._table = table
        self._rows = {row.id: row for row in table.rows}
        self._taken: dict[str, tuple[int, int | None]] = {}  # step → row of the table, item
        self._coming: dict[tuple[int, str], list[Step]] = {}  # cell → lines to be put into it
        self._waiting: list[Step] = []

    def take(self, step: Step) -> None:
        """Do one step; what goes into another line waits until that line is there."""
        if step.key in self._merged:
            self._waiting.append(step)
        elif step.kind is StepKind.ADD and step.values:
            self._taken[step.key] = self._add_row(step), None
        elif step.kind is StepKind.ADD:
            self._coming.setdefault((self._row_for(step).id, step.column), []).append(step)
        elif step.kind in (StepKind.JOIN, StepKind.UNJOIN):
            self._list_name(step)
        elif step.kind is StepKind.LINK and not step.sources:
            self._link(step, step.table_row_id, step.item_id)
        else:
            self._correct(step)

    def finish(self) -> None:
        """Put new lines into their cells, and give lines that remain the sources of those that went into them."""
        for (row_id, column), steps in self._coming.items():
            self._add_items(self._row(row_id), self._table.spec.column(column), steps)
        for step in self._waiting:
            self._link(step, *self._end_of(step.key))

    def _end_of(self, key: str) -> tuple[int | None, int | None]:
        seen = set()
        while key in self._merged and key not in seen:
            seen.add(key)
            key = self._merged[key]
        if key in self._taken:
            return self._taken[key]
        kind, _, number = key.partition(":")
        if kind == "item" and number.isdecimal():
            row = self._scope.db.execute("SELECT row_id FROM cell_item WHERE id = ?", [int(number)]).fetchone()
            if row is not None:
                return int(row[0]), int(number)
        if kind == "row" and number.isdecimal() and int(number) in self._rows:
            return int(number), None
        raise InputError("merge_nowhere", "要并入的那一条没有写入。", "请重新汇总后再选。", key)

    def _add_items(self, row: TableRow, column: TableColumn, steps: Sequence[Step]) -> None:
        before = row.cell(column.key).items
        after: list[tuple[CellItem, Step | None]] = [(item, None) for item in before]
        for step in steps:
            place = _place_for([item for item, _ in after], step.grade)
            after.insert(place, (with_grade(CellItem(ItemKind.PARAGRAPH, step.text), step.grade), step))
        self._write(row, column, [item for item, _ in after])
        query = "SELECT id FROM cell_item WHERE row_id = ? AND column_id = ? ORDER BY seq, id"
        ids = [found[0] for found in self._scope.db.execute(query, [row.id, column.id])]
        for item_id, (_, taken) in zip(ids, after, strict=True):
            if taken is not None:
                self._taken[taken.key] = row.id, item_id
                self._link(taken, row.id, item_id)

    def _add_row(self, step: Step) -> int:
        last = max((row.seq for row in self._rows.values()), default=0)
        values = {"table_id": self._table.id, "seq": last + 1, "version": self._scope.revision}
        row_id = self._scope.insert("appendix_row", values)
        for column in self._table.spec.columns:
            items = cell_of(column.kind, step.values.get(column.key, "")).items
            self._scope.insert_many("cell_item", items_to_rows(row_id, column.id, items))
        self._refresh(row_id)
        self._link(step, row_id, None)
        return row_id

    def _list_name(self, step: Step) -> None:
        row = self._row_for(step)
        column = self._table.spec.column(step.column)
        names = [name for name in row.cell(column.key).text.split("、") if name]
        if step.kind is StepKind.JOIN:
            names += [] if step.text in names else [step.text]
        else:
            names = [name for name in names if name.strip() != step.text]
        self._write(row, column, cell_of(column.kind, "、".join(names)).items)
        for source in step.sources:
            self._scope.delete("item_source", source)
        for submitted in step.rows:
            self._note(submitted, step.text, step.column, row.id, None)

    def _correct(self, step: Step) -> None:
        if step.kind is StepKind.CHANGE:
            self._rewrite(step)
        elif step.kind is StepKind.REMOVE:
            self._remove(step)
            return
        for source in step.sources:
            if step.rows:
                self._scope.update("item_source", source, {"submitted_row_id": step.rows[0], "text": step.text})
            else:
                self._scope.delete("item_source", source)
        if not step.sources and step.rows:
            self._note(step.rows[0], step.text, step.column, step.table_row_id, step.item_id)

    def _rewrite(self, step: Step) -> None:
        row = self._row(step.table_row_id)
        column = self._table.spec.column(step.column)
        if step.item_id is None:
            self._write(row, column, cell_of(column.kind, step.text).items)
            return
        item = next((one for one in row.cell(column.key).items if one.id == step.item_id), None)
        if item is None or item.text != step.before:
            raise _stale(step)
        new = with_grade(replace(item, text=step.text), step.grade) if step.grade else replace(item, text=step.text)
        self._scope.update("cell_item", item.id, item_to_row(new))
        self._touch(row.id)

    def _remove(self, step: Step) -> None:
        row = self._row(step.table_row_id)
        if step.item_id is None:
            for held in list(self._scope.db.query("SELECT id FROM item_source WHERE table_row_id = ?", [row.id])):
                self._scope.delete("item_source", held["id"])
            remove_row(self._store, row.id)
            del self._rows[row.id]
            return
        column = self._table.spec.column(step.column)
        before = row.cell(column.key).items
        after = [one for one in before if one.id != step.item_id]
        if len(after) == len(before):
            raise _stale(step)
        for source in step.sources:
            self._scope.delete("item_source", source)
        self._write(row, column, after)

    def _link(self, step: Step, row_id: int | None, item_id: int | None) -> None:
        for submitted in step.rows:
            for column, text in step.values.items() or ((step.column, step.text),):
                self._note(submitted, text, column, row_id, item_id)

    def _note(self, submitted: int, text: str, column: str, row_id: int | None, item_id: int | None) -> None:
        values = {"submitted_row_id": submitted, "text": text, "column_key": column}
        self._scope.insert("item_source", {**values, "table_row_id": row_id, "item_id": item_id})

    def _row_for(self, step: Step) -> TableRow:
        """The row of the table for a value (上游), made where it belongs among the others if it is not there."""
        rule = self._plan.form.rule
        assert rule is not None
        choices = self._plan.form.field(rule.row).choices
        order = [choice.value for choice in choices]
        rows = list(self._rows.values())
        values = [match_choice(row.cell(rule.row).text, choices).text for row in rows]
        if step.value in values:
            return rows[values.index(step.value)]
        rank = order.index(step.value) if step.value in order else len(order)
        behind = [place for place, value in enumerate(values) if value in order and order.index(value) < rank]
        later = any(value in order for value in values)
        index = behind[-1] + 1 if behind else 0 if later else len(values)
        add_row(self._store, self._table.id, index)
        self._table = load_table(self._store.db, self._table.id)
        self._rows = {row.id: row for row in self._table.rows}
        row = self._table.rows[index]
        column = self._table.spec.column(rule.row)
        self._write(row, column, cell_of(column.kind, step.value).items)
        return self._rows[row.id]

    def _write(self, row: TableRow, column: TableColumn, items: Sequence[CellItem]) -> None:
        write_items(self._scope, row.id, column.id, row.cell(column.key).items, items)
        self._touch(row.id)

    def _touch(self, row_id: int) -> None:
        self._scope.update("appendix_row", row_id, {"version": self._scope.revision})
        self._refresh(row_id)

    def _refresh(self, row_id: int) -> None:
        self._rows[row_id] = load_rows(self._store.db, [row_id])[row_id]

    def _row(self, row_id: int | None) -> TableRow:
        if row_id is None or row_id not in self._rows:
            raise InputError("stale_edit", "附表刚刚已被改动，没有汇总。", "请重新汇总。", f"row {row_id}")
        return self._rows[row_id]


def _place_for(items: Sequence[CellItem], grade: int | None) -> int:
    """Behind the last line of this grade or a graver one; behind all where nothing is graded."""
    graver = [place for place, item in enumerate(items) if (item.grade or 0) >= (grade or 0) and item.grade]
    if graver:
        return graver[-1] + 1
    return 0 if grade and any(item.grade for item in items) else len(items)


def _stale(step: Step) -> InputError:
    return InputError("stale_edit", "要更新的内容刚刚已被改动，没有汇总。", "请重新汇总。", step.key)
