"""Where the header of a returned sheet stands, and how many rows it has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.collection import CollectionForm
from domain.enterprise_names import looks_like_enterprise
from domain.form_values import is_phone, parse_grade
from domain.submission_draft import ReadColumn
from importers.submission_fit import ColumnValues, is_choice
from importers.submission_headers import CATEGORY, Header, read_columns, score_header
from importers.submission_sheet import LaidOut
from importers.submission_words import HeaderWords, header_key, words_of

Remembered = Mapping[str, Mapping[str, str]]
_NOTHING: Remembered = {}
_WITHIN = 40  # rows from the top in which a header is looked for
_DEPTH = 3
_LONG = 26  # characters: a cell of more is no header
_CANDIDATES = 4
_NAMED = 0.6  # a text that sounds so much like a header may be one
_LEAST_NAME = 6  # characters of a name that is no header
_EXACT = 0.9  # a text that is a name of a field is a header, whatever else it could be
_KEPT = 4_000  # texts whose reading is kept
_GUESSED = 50  # confidence in a table without a header
_BELOW = 30  # rows below a header that are looked at


def find_header(form: CollectionForm, area: LaidOut, remembered: Remembered) -> Header | None:
    """The rows that name most of the form's fields; of equals the first, and as few rows as do."""
    words = words_of(form)
    rows = [row for row in area.rows() if row < area.top + _WITHIN]
    likely = sorted((-_likelihood(words, area, row), row) for row in rows)
    best: Header | None = None
    tried: set[tuple[int, int]] = set()
    for score, row in likely[:_CANDIDATES]:
        if -score < 0.5 or -score < 0.5 * -likely[0][0]:
            break
        best = _better(form, area, remembered, row, best, tried)
    if best is None:
        for row in [row for row in rows if len(area.columns_of(row)) >= 3][:3]:
            best = _better(form, area, remembered, row, best, tried)
    if best is None:
        return _without_header(form, area)
    return _first_of(form, area, remembered, best)


def _without_header(form: CollectionForm, area: LaidOut) -> Header | None:
    """A table without a header, by its values alone: they must tell the text and two things more."""
    rows = [row for row in area.rows() if len(area.columns_of(row)) >= 3]
    if not rows:
        return None
    paths = {column: [f"第{column + 1}列"] for column in range(area.left, area.right)}
    columns = read_columns(form, paths, {}, values_below(area, rows[0], list(paths)))
    told = [one for one in columns if one.field]
    if len(told) < 3 or not score_header(form, columns):
        return None
    sure = tuple(replace(one, confidence=min(one.confidence, _GUESSED)) for one in columns)
    return Header(rows[0], rows[0], sure, 0.1)


def _first_of(form: CollectionForm, area: LaidOut, remembered: Remembered, best: Header) -> Header:
    """The first of tables with the same header one below the other, or of pages that repeat it."""
    texts = header_texts(best.columns)
    depth = best.end - best.top
    for row in area.rows():
        if row >= best.top:
            break
        if is_repeated(best, area, row, texts):
            return _header_at(form, area, max(row - depth + 1, area.top), depth, remembered) or best
    return best


def header_in(form: CollectionForm, area: LaidOut, row: int, remembered: Remembered = _NOTHING) -> Header | None:
    """The header of another table that begins in a row below a first table."""
    words = words_of(form)
    named = sum(max(words.offers((area.text(row, one),)).values(), default=0) >= _NAMED for one in area.columns_of(row))
    if named < 2 or 2 * named < len(area.columns_of(row)) or _values_in(words, area, row):
        return None
    above = {(row - 1, 2), (row - 1, 3), (row - 2, 3)}
    return _better(form, area, remembered, row, None, above)


def _better(
    form: CollectionForm,
    area: LaidOut,
    remembered: Remembered,
    row: int,
    best: Header | None,
    tried: set[tuple[int, int]],
) -> Header | None:
    """The best header that has a row in it, unless the one so far is as good."""
    for top in range(max(row - _DEPTH + 1, area.top), row + 1):
        for depth in range(row - top + 1, _DEPTH + 1):
            if (top, depth) in tried:
                continue
            tried.add((top, depth))
            header = _header_at(form, area, top, depth, remembered)
            if header is not None and (best is None or _is_better(header, best)):
                best = header
    return best


def _is_better(header: Header, best: Header) -> bool:
    if abs(header.score - best.score) > 0.05:
        return header.score > best.score
    return (header.end - header.top, header.top) < (best.end - best.top, best.top)


def _likelihood(words: HeaderWords, area: LaidOut, row: int) -> float:
    """How much the cells of a row sound like headers; what can only be values counts against it."""
    best: dict[str, float] = {}
    against = 0.0
    columns = area.columns_of(row)
    if len(columns) < 2:
        return 0.0
    for column in columns:
        text = area.text(row, column)
        if len(text) > _LONG and len(words.key(text)) > _LONG:
            against += 0.5
            continue
        if words.is_number(text):
            best["序号"] = 0.3
            continue
        for field, score in words.offers((text,)).items():
            best[field] = max(best.get(field, 0.0), score)
        against += 0.6 * _is_value(words, text)
    return sum(best.values()) - against


def _is_value(words: HeaderWords, text: str) -> bool:
    """Whether a text can only be a value; a category may head a column of the wide form, a grade one that is ticked."""
    known = words.values.get(text)
    if known is None:
        if len(words.values) > _KEPT:
            words.values.clear()
        known = words.values[text] = _looks_like_value(words, text)
    return known


def _looks_like_value(words: HeaderWords, text: str) -> bool:
    named = words.offers((text,))
    if looks_like_enterprise(text) and len(text) >= _LEAST_NAME:
        return max(named.values(), default=0) < _EXACT
    if is_phone(text):
        return True
    if any(key.startswith(CATEGORY) for key in named) or max(named.values(), default=0) >= _EXACT:
        return False
    return is_choice(words.form, text)


def _header_at(form: CollectionForm, area: LaidOut, top: int, depth: int, remembered: Remembered) -> Header | None:
    if top + depth > area.bottom or (depth > 1 and not _is_grouped(area, top, depth)):
        return None
    paths = _paths(area, top, depth)
    long = sum(len(path[-1]) > _LONG and len(header_key(path[-1])) > _LONG for path in paths.values())
    if len(paths) < 2 or long > len(paths) // 3:
        return None
    signature = "|".join(header_key(" ".join(path)) for _, path in sorted(paths.items()))
    columns = read_columns(form, paths, remembered.get(signature, {}), values_below(area, top + depth, list(paths)))
    score = score_header(form, columns)
    most = len(paths) // 5  # a name may look like a value by chance
    if not score or any(_values_in(words_of(form), area, row) > most for row in range(top, top + depth)):
        return None
    return Header(top, top + depth, columns, score)


def _values_in(words: HeaderWords, area: LaidOut, row: int) -> int:
    """How many cells of a row can only be values; a category or a grade by itself is one too."""
    texts = [area.text(row, column) for column in area.columns_of(row)]
    wide = [text for text in texts if any(key.startswith(CATEGORY) for key in words.offers((text,)))]
    grades = [text for text in texts if parse_grade(text) and max(words.offers((text,)).values(), default=0) < _NAMED]
    alone = (len(wide) == 1) + (len(grades) == 1 and not grades[0].isdecimal())
    return sum(_is_value(words, text) for text in texts) + alone


def _paths(area: LaidOut, top: int, depth: int) -> dict[int, list[str]]:
    """The texts over each column, from the top down."""
    paths: dict[int, list[str]] = {}
    for column in range(area.left, area.right):
        parts: list[str] = []
        for row in range(top, top + depth):
            text = area.text(row, column)
            if text and (not parts or (area.origin(row, column)[0] >= top and parts[-1] != text)):
                parts.append(text)
        if parts:
            paths[column] = parts
    return paths


def values_below(area: LaidOut, start: int, columns: Sequence[int]) -> dict[int, ColumnValues]:
    """The values of columns in the rows from `start` on; a merged cell counts once."""
    rows = area.rows()
    first = bisect_left(rows, start)
    found: dict[int, list[str]] = {column: [] for column in columns}
    for row in rows[first : first + _BELOW]:
        own = area.columns_of(row)
        if len(own) < 2 or all(area.text(row, column).startswith(("（", "(")) for column in own):
            continue
        for column in own:
            if column in found:
                found[column].append(area.text(row, column))
    return {column: ColumnValues(texts) for column, texts in found.items()}


def _is_grouped(area: LaidOut, top: int, depth: int) -> bool:
    """Whether rows belong together as a header: something is merged in the rows above the last, or blank over names."""
    for row in range(top, top + depth - 1):
        columns = area.columns_of(row)
        texts = [area.text(row, column) for column in columns]
        wide = any(area.span(row, column)[1] >= area.right - area.left > 1 for column in columns)
        if len(columns) < 2 or wide or any(_is_told_once(text) for text in texts):
            return False  # a title or what is told once, not a header
        if any(area.span(row, column)[1] > 1 or area.span(row, column)[0] > 1 for column in columns):
            continue
        below = area.columns_of(row + 1)
        if not below or set(columns) >= set(below):
            return False
    return True


def _is_told_once(text: str) -> bool:
    """Whether a label and its value stand in one cell; a colon at the end of a header is only a sign."""
    inner = text.rstrip("：: ")
    return "：" in inner or ":" in inner


def is_repeated(header: Header, area: LaidOut, row: int, texts: frozenset[str]) -> bool:
    """Whether a row holds the headers again; `texts` are those of the header, by which most rows are passed over."""
    own = area.columns_of(row)
    same = sum(area.text(row, column) in texts for column in own)
    named = [one for one in header.columns if one.field]
    return same >= 2 and same >= 0.6 * len(named)


def header_texts(columns: Sequence[ReadColumn]) -> frozenset[str]:
    """The lowest header of each column that means a field."""
    return frozenset(one.header for one in columns if one.field) | frozenset(
        one.header.rpartition(" ")[2] for one in columns if one.field
    )
