"""Submitted rows that become graded items: a row of the table for each position, a column for each category."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from domain.cell_items import CellItem
from domain.collection import FieldRole, ItemSource, SubmittedRow
from domain.consolidation import Ground, Step, StepKind, same_words
from domain.form_values import match_choice
from domain.near_doubles import NearDouble, find_near_doubles
from domain.tables import TableRow
from domain.text import trim

_PARTS = "、"


@dataclass
class _Place:
    """A cell that is filled: what stands in it, and what is to come."""

    items: list[CellItem]
    coming: list[Step] = field(default_factory=list)


def item_steps(ground: Ground) -> tuple[list[Step], list[NearDouble]]:
    """The steps of a form whose rule is ITEMS, row by row of the table, column by column."""
    work = _Items(ground)
    steps = [*work.corrections(), *work.additions(), *work.names()]
    return work.sorted([work.latest(step) for step in steps]), work.doubles()


class _Items:
    def __init__(self, ground: Ground) -> None:
        rule = ground.form.rule
        assert rule is not None
        self._ground = ground
        self._rule = rule
        self._text = ground.form.role(FieldRole.TEXT)
        self._category = ground.form.role(FieldRole.CATEGORY)
        self._grade = ground.form.role(FieldRole.SEVERITY)
        self._row_field = ground.form.field(rule.row)
        self._table_rows = {value: row for row in reversed(ground.table.rows) if (value := self._value_of(row))}
        self._by_item = {
            item.id: (row, key, item)
            for row in ground.table.rows
            for key, cell in row.cells.items()
            for item in cell.items
        }
        self._places: dict[tuple[str, str], _Place] = {}
        self._latest: dict[str, Step] = {}  # steps that took in a second row with the same words

    def corrections(self) -> Iterator[Step]:
        """What became of lines whose rows a later return corrects or takes back."""
        for old_id, new_id in self._ground.successors.items():
            for source in self._ground.sources.get(old_id, ()):
                if source.column in self._rule.joined:
                    continue
                new = self._ground.rows.get(new_id) if new_id is not None else None
                yield from self._correct(source, new)

    def additions(self) -> Iterator[Step]:
        """Lines for rows that have no source yet; the same words in the same cell become one line."""
        corrected = {new for new in self._ground.successors.values() if new is not None}
        for row in self._ground.rows.values():
            if row.id in corrected or any(
                one.column not in self._rule.joined for one in self._ground.sources.get(row.id, ())
            ):
                continue
            value, column = self._target(row)
            if value and column:
                yield from self._add(row, value, column)

    def latest(self, step: Step) -> Step:
        """A step with all the rows that say the same."""
        return self._latest.get(step.key, step)

    def names(self) -> Iterator[Step]:
        """Names that are listed in a cell: districts and enterprises of the rows that count for it."""
        for column, key in self._rule.joined.items():
            form_field = self._ground.form.field(key)
            wanted: dict[tuple[str, str], list[int]] = {}
            for row in self._ground.rows.values():
                value, _ = self._target(row)
                name = self._ground.name(row) if form_field.role is FieldRole.ENTERPRISE else row.value(form_field)
                if value and name:
                    wanted.setdefault((value, name), []).append(row.id)
            yield from self._join(column, wanted)

    def doubles(self) -> list[NearDouble]:
        """Lines of one cell that say nearly the same, where at least one of them is new."""
        found = []
        for place in self._places.values():
            texts = [(f"item:{item.id}", item.text) for item in place.items]
            texts += [(step.key, step.text) for step in place.coming]
            found += [one for one in find_near_doubles(texts) if not one.second.startswith("item:")]
        return found

    def sorted(self, steps: list[Step]) -> list[Step]:
        """By row of the table, by column, as they came."""
        values = [choice.value for choice in self._row_field.choices]
        columns = [column.key for column in self._ground.table.spec.columns]

        def place(step: Step) -> tuple[int, int]:
            row = values.index(step.value) if step.value in values else len(values)
            return row, columns.index(step.column) if step.column in columns else len(columns)

        return sorted(steps, key=place)

    def _correct(self, source: ItemSource, new: SubmittedRow | None) -> Iterator[Step]:
        held = self._by_item.get(source.item_id) if source.item_id is not None else None
        value = self._value_of(held[0]) if held else ""
        if new is None:
            if held is None:
                return
            others = [
                one
                for row_id, listed in self._ground.sources.items()
                for one in listed
                if one.item_id == source.item_id and row_id in self._ground.rows
            ]
            own = not same_words(held[2].text, source.text)
            kind = StepKind.RELEASE if own or others else StepKind.REMOVE
            yield self._on(held, source, kind, f"gone:{source.row_id}", held[2].text, value)
            return
        rows = (new.id,)
        if held is None:  # the officer took the line out: it stays out, and the new row is known
            yield Step(
                f"keep:{new.id}", StepKind.KEEP, new.value(self._text), source.column, rows=rows, sources=(source.id,)
            )
            return
        target = self._target(new)
        if target != (value, held[1]) and same_words(held[2].text, source.text):
            yield self._on(held, source, StepKind.REMOVE, f"gone:{source.row_id}", held[2].text, value)
            if all(target):
                yield from self._add(new, *target)
            return
        text, grade = new.value(self._text), self._grade_of(new)
        unchanged = same_words(held[2].text, text) and held[2].grade == grade
        own = not same_words(held[2].text, source.text)
        kind = StepKind.LINK if unchanged else StepKind.KEEP if own else StepKind.CHANGE
        step = self._on(held, source, kind, f"{kind.value}:{new.id}", text, value)
        yield Step(**{**vars(step), "rows": rows, "grade": grade})

    def _on(
        self, held: tuple[TableRow, str, CellItem], source: ItemSource, kind: StepKind, key: str, text: str, value: str
    ) -> Step:
        row, column, item = held
        return Step(
            key,
            kind,
            text,
            column,
            value,
            item.grade,
            item.text,
            (),
            (source.id,),
            row.id,
            item.id,
        )

    def _add(self, row: SubmittedRow, value: str, column: str) -> Iterator[Step]:
        place = self._place(value, column)
        text, grade = row.value(self._text), self._grade_of(row)
        table_row = self._table_rows.get(value)
        here: dict[str, Any] = {"column": column, "value": value, "table_row_id": table_row.id if table_row else None}
        known = next((item for item in place.items if same_words(item.text, text)), None)
        twin = next((number for number, step in enumerate(place.coming) if same_words(step.text, text)), None)
        if known is not None:
            key = f"link:{row.id}"
            yield Step(
                key, StepKind.LINK, text, grade=grade, before=known.text, rows=(row.id,), item_id=known.id, **here
            )
        elif twin is not None:
            step = place.coming[twin]
            graver = max(step.grade or 0, grade or 0) or None
            step = replace(step, rows=(*step.rows, row.id), grade=graver)
            place.coming[twin] = self._latest[step.key] = step
        else:
            step = Step(f"add:{row.id}", StepKind.ADD, text, grade=grade, rows=(row.id,), **here)
            place.coming.append(step)
            yield step

    def _place(self, value: str, column: str) -> _Place:
        if (value, column) not in self._places:
            row = self._table_rows.get(value)
            self._places[value, column] = _Place(list(row.cell(column).items) if row else [])
        return self._places[value, column]

    def _join(self, column: str, wanted: dict[tuple[str, str], list[int]]) -> Iterator[Step]:
        given: dict[tuple[int, str], list[ItemSource]] = {}
        for listed in self._ground.sources.values():
            for source in listed:
                if source.column == column and source.table_row_id is not None:
                    given.setdefault((source.table_row_id, source.text), []).append(source)
        for (value, name), rows in wanted.items():
            row = self._table_rows.get(value)
            names = _names(row.cell(column).text) if row else []
            known = given.pop((row.id, name), []) if row else []
            if name in names or known:
                continue  # it is there, or the officer took it out
            yield Step(
                f"join:{column}:{value}:{name}",
                StepKind.JOIN,
                name,
                column,
                value,
                rows=tuple(rows),
                table_row_id=row.id if row else None,
            )
        by_id = {row.id: row for row in self._ground.table.rows}
        for (row_id, name), sources in given.items():
            row = by_id[row_id]
            if name in _names(row.cell(column).text):
                value = self._value_of(row)
                ids = tuple(source.id for source in sources)
                key = f"unjoin:{column}:{value}:{name}"
                yield Step(key, StepKind.UNJOIN, name, column, value, sources=ids, table_row_id=row_id)

    def _target(self, row: SubmittedRow) -> tuple[str, str]:
        """The value of the row and the key of the column a submitted row belongs to; empty where it says neither."""
        column = self._rule.columns.get(row.value(self._category), "")
        return row.values.get(self._rule.row, ""), column

    def _value_of(self, row: TableRow) -> str:
        found = match_choice(row.cell(self._rule.row).text, self._row_field.choices)
        return "" if found.problem else found.text

    def _grade_of(self, row: SubmittedRow) -> int | None:
        value = row.value(self._grade)
        return int(value) if value in ("1", "2", "3") else None


def _names(text: str) -> list[str]:
    return [trim(part) for line in text.split("\n") for part in line.split(_PARTS) if trim(part)]
