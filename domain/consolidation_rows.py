"""Submitted rows that become rows of a table, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.collection import FieldRole, ItemSource, SubmittedRow
from domain.consolidation import Ground, Step, StepKind, same_words
from domain.near_doubles import NearDouble, find_near_doubles
from domain.tables import TableRow


def row_steps(ground: Ground) -> tuple[list[Step], list[NearDouble]]:
    """The steps of a form whose rule is ROWS: corrections first, then new rows in the order they were submitted."""
    steps = [*_corrections(ground), *_additions(ground)]
    text = ground.form.role(FieldRole.TEXT)
    main = next((key for key, name in _columns(ground).items() if text is not None and name == text.key), "")
    told = [(f"row:{row.id}", row.cell(main).text) for row in ground.table.rows]
    told += [(step.key, step.values.get(main, "")) for step in steps if step.kind is StepKind.ADD]
    doubles = [
        one for one in find_near_doubles([pair for pair in told if pair[1]]) if not one.second.startswith("row:")
    ]
    return steps, doubles


def _columns(ground: Ground) -> dict[str, str]:
    """Column keys of the table to keys of the form's fields."""
    rule = ground.form.rule
    return dict(rule.columns) if rule is not None else {}


def _values(ground: Ground, row: SubmittedRow) -> dict[str, str]:
    return {column: row.values.get(name, "") for column, name in _columns(ground).items()}


def _additions(ground: Ground) -> Iterator[Step]:
    corrected = {new for new in ground.successors.values() if new is not None}
    coming: list[tuple[dict[str, str], Step]] = []
    for row in ground.rows.values():
        if row.id in ground.sources or row.id in corrected:
            continue
        values = _values(ground, row)
        twin = _equal_row(ground.table.rows, values)
        if twin is not None:
            yield Step(
                f"link:{row.id}", StepKind.LINK, _first(values), rows=(row.id,), table_row_id=twin.id, values=values
            )
            continue
        step = Step(f"add:{row.id}", StepKind.ADD, _first(values), rows=(row.id,), values=values)
        coming.append((values, step))
    yield from _joined(coming)


def _joined(coming: Sequence[tuple[dict[str, str], Step]]) -> Iterator[Step]:
    """Rows that are the same in every cell become one with several sources."""
    kept: list[tuple[dict[str, str], Step]] = []
    for values, step in coming:
        for place, (other, twin) in enumerate(kept):
            if all(same_words(values[column], other[column]) for column in values):
                kept[place] = (other, Step(**{**vars(twin), "rows": (*twin.rows, *step.rows)}))
                break
        else:
            kept.append((values, step))
    yield from (step for _, step in kept)


def _corrections(ground: Ground) -> Iterator[Step]:
    by_id = {row.id: row for row in ground.table.rows}
    for old_id, new_id in ground.successors.items():
        sources = ground.sources.get(old_id, [])
        held = next((by_id[one.table_row_id] for one in sources if one.table_row_id in by_id), None)
        new = ground.rows.get(new_id) if new_id is not None else None
        ids = tuple(one.id for one in sources)
        if held is None:
            if new is not None:
                yield Step(f"keep:{new.id}", StepKind.KEEP, "", rows=(new.id,), sources=ids)
            continue
        if new is None:
            own = any(not same_words(held.cell(one.column).text, one.text) for one in sources if one.column)
            kind = StepKind.RELEASE if own or _shared(ground, held, ids) else StepKind.REMOVE
            text = _first({column: held.cell(column).text for column in _columns(ground)})
            yield Step(f"gone:{old_id}", kind, text, sources=ids, table_row_id=held.id)
            continue
        yield from _changed(ground, held, sources, new)


def _changed(ground: Ground, held: TableRow, sources: Sequence[ItemSource], new: SubmittedRow) -> Iterator[Step]:
    """Cell by cell: a cell the officer rewrote stays."""
    given = {one.column: one for one in sources}
    for column, text in _values(ground, new).items():
        before = held.cell(column).text
        source = given.get(column)
        ids = (source.id,) if source is not None else ()
        own = source is None or not same_words(before, source.text)
        kind = StepKind.LINK if same_words(before, text) else StepKind.KEEP if own else StepKind.CHANGE
        key = f"{kind.value}:{new.id}:{column}"
        yield Step(key, kind, text, column, before=before, rows=(new.id,), sources=ids, table_row_id=held.id)


def _equal_row(rows: Sequence[TableRow], values: dict[str, str]) -> TableRow | None:
    return next(
        (row for row in rows if all(same_words(row.cell(column).text, text) for column, text in values.items())), None
    )


def _shared(ground: Ground, held: TableRow, ids: Sequence[int]) -> bool:
    return any(
        one.table_row_id == held.id and one.id not in ids
        for row_id, listed in ground.sources.items()
        for one in listed
        if row_id in ground.rows
    )


def _first(values: dict[str, str]) -> str:
    return next((text for text in values.values() if text), "")
