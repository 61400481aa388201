"""Labels with a value beside or behind them (填报单位：某某公司): what a sheet tells once, or all that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.collection import CollectionForm, FieldRole, FormField, SubmittedRow
from domain.submission_draft import ReadColumn, ReadSheet
from domain.text import strip_spaces, trim
from importers.grid import Sheet, cell_name
from importers.submission_fit import ColumnValues, is_choice
from importers.submission_headers import CATEGORY, Header, header_key, offers_for
from importers.submission_sheet import LaidOut, tidy
from importers.submission_words import words_of

_PAIR = re.compile(
    r"([^\s：:]{2,14})[ \t\u3000]*[：:][ \t\u3000]*([^：:]*?)"
    r"(?=(?:[ \t\u3000]{2,}|[；;，,][ \t\u3000]*)[^\s：:]{2,14}[：:]|$)"
)
_BLANK = re.compile(r"^[_＿\s\u3000/—\-]*$")
_LABEL = 24  # characters
_LEAST = 0.58
_LEAST_SURE = 58
_SURE_ALONE = 80  # a label with nothing beside it
_SPREAD = re.compile(r"(?:^|(?<=[\s；;，,]))((?:[\u4e00-\u9fff][ \u3000]){1,5}[\u4e00-\u9fff])(?=[ \u3000]*[：:])")


@dataclass(frozen=True)
class Label:
    """A label that means a field, with its value and the cells of both."""

    field: FormField
    label: str
    value: str
    place: tuple[int, int]
    label_place: tuple[int, int]
    sure: int


def find_labels(form: CollectionForm, area: LaidOut, rows: Iterable[int] | None = None) -> list[list[Label]]:
    """The labels with values of some rows (all by default), one list a record: a field that comes again begins one."""
    records: list[list[Label]] = [[]]
    told: set[str] = set()
    for row in area.rows() if rows is None else rows:
        for label in _labels(form, area, row):
            if label.field.key in told:
                if label.field.once or label.value == "":
                    continue
                records.append([])
                told = set()
            told.add(label.field.key)
            records[-1].append(label)
    return records


def told_once(form: CollectionForm, area: LaidOut, rows: Iterable[int]) -> dict[str, str]:
    """What some rows tell once for all rows of a table; the cells count as read."""
    found: dict[str, str] = {}
    for label in (one for record in find_labels(form, area, rows) for one in record):
        if label.field.once and label.field.key not in found and label.value:
            found[label.field.key] = label.value
            area.use(*label.place)
            area.use(*label.label_place)
    return found


def read_labels(
    form: CollectionForm, area: LaidOut, records: Sequence[Sequence[Label]]
) -> tuple[list[SubmittedRow], dict[str, str], ReadSheet | None]:
    """A sheet of labels and values as rows of the form; none when no record tells the text."""
    text = form.role(FieldRole.TEXT)
    rows: list[SubmittedRow] = []
    once: dict[str, Label] = {}
    columns: dict[str, ReadColumn] = {}
    for record in records:
        once |= {one.field.key: one for one in record if one.field.once and one.value}
        own = {**once, **{one.field.key: one for one in record}}
        if text is None or text.key not in own or not any(one.value for one in record if not one.field.once):
            continue
        for one in record:
            if one.value:
                area.use(*one.place)
            area.use(*one.label_place)
            columns.setdefault(one.field.key, ReadColumn(one.label, len(columns), one.field.key, one.sure))
        rows += _one_row(form, area, own)
    values = {key: one.value for key, one in once.items()}
    if not rows:
        return [], values, None
    signature = "|".join(["", *(header_key(one.header) for one in columns.values())])
    return rows, values, ReadSheet(area.sheet.name, 0, tuple(columns.values()), signature, len(rows))


def _one_row(form: CollectionForm, area: LaidOut, found: dict[str, Label]) -> list[SubmittedRow]:
    """The values as a row of the form, through the reader of rows, so that they are judged alike."""
    from importers.submission_rows import RowReader

    sheet = Sheet(area.sheet.name)
    columns = []
    for number, (key, one) in enumerate(found.items()):
        sheet.put(0, number, one.field.title)
        sheet.put(1, number, one.value)
        columns.append(ReadColumn(one.field.title, number, key, 100))
    rows = RowReader(form, LaidOut(sheet), Header(0, 1, tuple(columns), 1.0), {}).read(2)
    cells = {key: cell_name(*one.place) for key, one in found.items()}
    top = 1 + min(one.place[0] for one in found.values() if not one.field.once)
    return [
        replace(
            row,
            row=top,
            cells=cells,
            findings=tuple(replace(one, cell=cells.get(one.field, "")) for one in row.findings),
        )
        for row in rows
    ]


def _labels(form: CollectionForm, area: LaidOut, row: int) -> Iterator[Label]:
    """Labels of a row with their values: behind a colon in one cell, or in the next cell."""
    columns = area.columns_of(row)
    passed = -1
    for place, column in enumerate(columns):
        if column <= passed:
            continue
        text = area.text(row, column)
        inside = list(_inside(form, text))
        if inside:
            for field, label, value, sure in inside:
                yield Label(field, label, value, (row, column), (row, column), sure)
            continue
        if len(text) > _LABEL:
            continue
        label = text.rstrip("：: ")
        after = columns[place + 1] if place + 1 < len(columns) else None
        value = tidy(area.text(row, after)) if after is not None else ""
        found, sure = _field(form, label, value)
        if found is None or (not value and (sure < _SURE_ALONE or area.span(row, column)[1] > 1 or len(columns) == 1)):
            continue
        own, _ = _field(form, value, "") if value and len(value) <= _LABEL else (None, 0)
        if own is not None and own.key != found.key and area.span(row, column)[1] + column == after:
            other = columns[place + 2] if after is not None and place + 2 < len(columns) else None
            fits = ColumnValues((value,)).fit(found) > 0
            if not fits and other is not None and text.endswith(("：", ":")):
                value, after = "", None  # an empty place before the next label
        passed = after if after is not None and value else column
        yield Label(found, label, value, (row, after if after is not None else column), (row, column), sure)


def _inside(form: CollectionForm, text: str) -> Iterator[tuple[FormField, str, str, int]]:
    """Labels and values that stand in one cell."""
    if "：" not in text and ":" not in text:
        return
    joined = _SPREAD.sub(lambda match: strip_spaces(match.group(1)), text.replace("\n", "  "))
    for match in _PAIR.finditer(joined):
        label, value = match.group(1), trim(match.group(2))
        if not value or _BLANK.match(value):
            continue
        field, sure = _field(form, label, value)
        if field is not None:
            yield field, label, value, sure


def _field(form: CollectionForm, label: str, value: str) -> tuple[FormField | None, int]:
    words = words_of(form)
    if not label or words.is_number(label) or is_choice(form, label):
        return None, 0
    offers = offers_for(words, (label,), ColumnValues((value,) if value else ()))
    best = max(
        ((score, sure, key) for key, (score, sure) in offers.items() if not key.startswith(CATEGORY)), default=None
    )
    if best is None or best[0] < _LEAST or best[1] < _LEAST_SURE or not words.offers((label,)).get(best[2]):
        return None, 0
    return form.field(best[2]), best[1]
