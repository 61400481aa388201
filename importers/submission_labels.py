"""Labels with a value beside or behind them (填报单位：某某公司): what a sheet tells once, or all that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.collection import CollectionForm, FieldRole, FormField, SubmittedRow
from domain.submission_draft import ReadColumn, ReadSheet
from domain.text import trim
from importers.grid import Sheet, cell_name
from importers.submission_headers import Header, header_key, read_columns
from importers.submission_sheet import LaidOut, tidy

_PAIR = re.compile(
    r"([^\s：:]{2,14})[ \t\u3000]*[：:][ \t\u3000]*([^：:]*?)"
    r"(?=(?:[ \t\u3000]{2,}|[；;，,][ \t\u3000]*)[^\s：:]{2,14}[：:]|$)"
)
_BLANK = re.compile(r"^[_＿\s\u3000/—\-]*$")


def read_labels(
    form: CollectionForm, area: LaidOut, rows: Iterable[int] | None = None, *, only_once: bool = False
) -> tuple[list[SubmittedRow], dict[str, str], ReadSheet | None]:
    """Values by labels in some rows (all of them by default).

    With `only_once` only what a sheet tells once for all its rows; else the sheet is one row of the form, or none when
    it does not hold the text.
    """
    found: dict[str, tuple[str, str, str, int]] = {}  # field → value, cell, label, how surely
    for row in area.rows() if rows is None else rows:
        for label, value, place in list(_pairs(form, area, row)):
            field, score = _field(form, label)
            if field is None or (only_once and not field.once) or field.key in found or _BLANK.match(value):
                continue
            found[field.key] = value, cell_name(*place), label, score
            area.use(*place)
            _use_label(area, row, label)
    values = {key: one[0] for key, one in found.items()}
    text = form.role(FieldRole.TEXT)
    if only_once or text is None or text.key not in values:
        return [], {key: value for key, value in values.items() if form.field(key).once}, None
    columns = tuple(
        ReadColumn(label, number, key, score) for number, (key, (_, _, label, score)) in enumerate(found.items())
    )
    signature = "|".join(["", *(header_key(one.header) for one in columns)])
    return _one_row(form, area, found), values, ReadSheet(area.sheet.name, 0, columns, signature, 1)


def _one_row(form: CollectionForm, area: LaidOut, found: dict[str, tuple[str, str, str, int]]) -> list[SubmittedRow]:
    """The values as a row of the form, through the reader of rows, so that they are judged alike."""
    from importers.submission_rows import RowReader

    sheet = Sheet(area.sheet.name)
    for number, (key, (value, _, _, _)) in enumerate(found.items()):
        sheet.put(0, number, form.field(key).title)
        sheet.put(1, number, value)
    columns = tuple(ReadColumn(form.field(key).title, number, key, 100) for number, key in enumerate(found))
    rows = RowReader(form, LaidOut(sheet), Header(0, 1, columns, 1.0), {}).read(2)
    return [
        SubmittedRow(
            row.sheet,
            1 + min((int(re.sub(r"\D", "", one[1])) - 1 for one in found.values()), default=0),
            row.values,
            row.written,
            {key: one[1] for key, one in found.items()},
            tuple(
                type(one)(one.code, one.field, found.get(one.field, ("", "", "", 0))[1], one.message)
                for one in row.findings
            ),
            row.is_taken,
        )
        for row in rows
    ]


def _pairs(form: CollectionForm, area: LaidOut, row: int) -> Iterable[tuple[str, str, tuple[int, int]]]:
    """Labels of a row with their values: behind a colon in one cell, or in the next cell."""
    columns = list(area.columns_of(row))
    skip = -1
    for place, column in enumerate(columns):
        if place == skip:
            continue
        text = area.text(row, column)
        inside = [(match.group(1), trim(match.group(2))) for match in _PAIR.finditer(text.replace("\n", "  "))]
        inside = [(label, value) for label, value in inside if value]
        if inside:
            yield from ((label, value, (row, column)) for label, value in inside)
        elif place + 1 < len(columns) and len(text) <= 24 and _field(form, text.rstrip("：: "))[0] is not None:
            yield text.rstrip("：: "), tidy(area.text(row, columns[place + 1])), (row, columns[place + 1])
            skip = place + 1


def _field(form: CollectionForm, label: str) -> tuple[FormField | None, int]:
    (column,) = read_columns(form, {0: [label]}, {}) or (ReadColumn("", 0, "", 0),)
    if not column.field or column.field not in {one.key for one in form.fields} or column.confidence < 70:
        return None, 0
    return form.field(column.field), column.confidence


def _use_label(area: LaidOut, row: int, label: str) -> None:
    for column in area.columns_of(row):
        if header_key(area.text(row, column)).startswith(header_key(label)):
            area.use(row, column)
