"""Which column of a returned sheet means which field of the form: by its header, and by what stands below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.collection import CollectionForm, FieldKind, FieldRole, FormField
from domain.form_values import match_choice, parse_grade
from domain.submission_draft import ReadColumn
from importers.submission_fit import ColumnValues
from importers.submission_words import CATEGORY, NUMBER_HEADS, TICK, HeaderWords, header_key, words_of

__all__ = ["CATEGORY", "NUMBER_HEADS", "Header", "header_key", "offers_for", "read_columns", "score_header"]

_LEAST = 0.42  # by header and values together
_NAMED = 0.3  # a header below that says nothing by itself
_TELLING = 0.75  # values that fit so well need no header
_NOTHING = ColumnValues(())
_TICKS = frozenset("√✓✔☑■●○◯vV1是✅")
_OTHERS = re.compile("备注|附件|说明$|日期|时间|金额|产值|是否|产品|解决办法|行号")  # columns of no form


@dataclass(frozen=True)
class Header:
    """A header found in a sheet: rows `top` to `end` (from 0, `end` not in it), a reading for each column."""

    top: int
    end: int
    columns: tuple[ReadColumn, ...]
    score: float

    @property
    def fields(self) -> dict[str, ReadColumn]:
        """The columns by their field; those that mean none are left out."""
        return {one.field: one for one in self.columns if one.field}

    @property
    def signature(self) -> str:
        """The headers in order: what a layout is known by."""
        return "|".join(header_key(one.header) for one in self.columns)


def read_columns(
    form: CollectionForm,
    headers: Mapping[int, Sequence[str]],
    remembered: Mapping[str, str],
    values: Mapping[int, ColumnValues] | None = None,
) -> tuple[ReadColumn, ...]:
    """What each column means by its header path from the top row down and its values; no field is given twice.

    `remembered` are fields by header as a person confirmed them for this layout.
    """
    words = words_of(form)
    below = values or {}
    named = {column: " ".join(part for part in path if part) for column, path in headers.items()}
    offers: list[tuple[float, int, str, int]] = []
    for column, path in headers.items():
        if words.is_number(path[-1] if path else ""):
            continue
        if named[column] in remembered:
            offers.append((9.0, column, remembered[named[column]], 100))
        else:
            offers += [
                (score, column, field, sure)
                for field, (score, sure) in offers_for(words, path, below.get(column, _NOTHING)).items()
            ]
    wide = {column for _, column, field, _ in offers if field.startswith(CATEGORY)}
    offers = [one for one in offers if len(wide) < 2 or one[1] not in wide or one[2].startswith(CATEGORY)]
    chosen: dict[int, tuple[str, int]] = {}
    taken: set[str] = set()
    for _, column, field, sure in sorted(offers, key=lambda one: (-one[0], one[1])):
        if column in chosen or (field in taken and field):
            continue
        chosen[column] = field, sure
        taken.add(field)
    _give_the_rest(words, named, below, chosen)
    return tuple(ReadColumn(named[column], column, *chosen.get(column, ("", 0))) for column in sorted(headers))


def offers_for(words: HeaderWords, path: Sequence[str], values: ColumnValues) -> dict[str, tuple[float, int]]:
    """The fields a column may mean: how well it suits (above 1 for name and values together), how surely in percent."""
    by_name = words.offers(path)
    if tick := _tick(words, path, values):
        return {tick: (1.2, 90)}
    found: dict[str, tuple[float, int]] = {
        field: (score, round(100 * score)) for field, score in by_name.items() if field.startswith(CATEGORY)
    }
    listed = bool(values.texts) and any(
        values.fit(field) >= 0.8 for field in words.form.fields if field.kind is FieldKind.CHOICE
    )
    for field in words.form.fields:
        named = by_name.get(field.key, 0.0)
        fit = values.fit(field) if values.texts else 0.0
        if listed and field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            fit = min(fit, -0.8)
        if named >= _NAMED:
            score = named + 0.45 * fit
            sure = named if named >= 0.9 else min(named + 0.3 * fit, 0.97)
        elif fit >= _TELLING and (field.kind in (FieldKind.CHOICE, FieldKind.PHONE) or _tells(field.role)):
            score, sure = 0.6 * fit, 0.6
        elif field.role is FieldRole.TEXT and fit > 0.4:
            score, sure = 0.42 + 0.2 * fit, 0.5
        else:
            continue
        if score >= _LEAST or named >= 0.9:
            found[field.key] = score, round(100 * max(sure, 0.3))
    return found


def _tick(words: HeaderWords, path: Sequence[str], values: ColumnValues) -> str:
    """The field and value that a tick in a column means, where its header is a value and nothing but ticks is below."""
    if not values.texts or not path or not all(text in _TICKS for text in values.texts):
        return ""
    for field in words.form.fields:
        if field.kind is FieldKind.CHOICE and not (value := match_choice(path[-1], field.choices)).problem:
            return f"{TICK}{field.key}:{value.text}"
        if field.kind is FieldKind.GRADE and (grade := parse_grade(path[-1])):
            return f"{TICK}{field.key}:{grade}"
    return ""


def _tells(role: FieldRole) -> bool:
    return role in (FieldRole.ENTERPRISE, FieldRole.SEVERITY, FieldRole.DISTRICT)


def _give_the_rest(
    words: HeaderWords,
    named: Mapping[int, str],
    below: Mapping[int, ColumnValues],
    chosen: dict[int, tuple[str, int]],
) -> None:
    """Give columns that are left to fields that are left, where no other way is open; a person confirms them."""
    taken = {field for field, _ in chosen.values()}
    if any(field.startswith(CATEGORY) for field in taken) or len(taken) < 2:
        return
    free = [
        column
        for column, header in named.items()
        if column not in chosen and below.get(column, _NOTHING).texts and _may_be_field(words, header)
    ]
    left = [field for field in words.form.fields if field.key not in taken]
    for field in [one for one in left if one.role in (FieldRole.DISTRICT, FieldRole.CONTACT)]:
        suited = [column for column in free if below[column].fit(field) >= (0.1 if len(free) == 1 else 0.3)]
        if len(suited) == 1:
            chosen[suited[0]] = field.key, 45
            free.remove(suited[0])
            left.remove(field)
    wordy = [field for field in left if _is_wordy(field)]
    fitting = [column for column in free if all(below[column].fit(field) >= -0.3 for field in wordy)]
    if wordy and len(fitting) == len(wordy):  # what is left stands in the order of the form
        chosen.update(dict(zip(sorted(fitting), ((field.key, 40) for field in wordy), strict=True)))


def _is_wordy(field: FormField) -> bool:
    """Whether a field takes words that no list and no sign tells."""
    return field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT) and field.role in (FieldRole.NONE, FieldRole.TEXT)


def _may_be_field(words: HeaderWords, header: str) -> bool:
    leaf = header.rpartition(" ")[2]
    return not words.is_number(leaf) and not _OTHERS.search(words.key(leaf))


def score_header(form: CollectionForm, columns: Sequence[ReadColumn]) -> float:
    """How much a row says as a header; 0 unless it names the text, or categories, and one thing more."""
    fields = {one.field: one.confidence / 100 for one in columns if one.field}
    text = form.role(FieldRole.TEXT)
    main = max(fields.get(text.key, 0.0) if text else 0.0, *(_wide(fields) or [0.0]))
    others = len([field for field in fields if text is None or field != text.key])
    if not main or not others:
        return 0.0
    return main + sum(fields.values())


def _wide(fields: Mapping[str, float]) -> list[float]:
    scores = [score for field, score in fields.items() if field.startswith(CATEGORY)]
    return scores if len(scores) >= 2 else []
