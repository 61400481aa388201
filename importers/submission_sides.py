"""Sheets whose fields stand at the side: labels with a value beside them, or a record in each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.collection import CollectionForm
from domain.enterprise_names import looks_like_enterprise
from importers.submission_fit import ColumnValues, is_choice
from importers.submission_headers import CATEGORY, read_columns, score_header
from importers.submission_labels import Label
from importers.submission_sheet import LaidOut, tidy
from importers.submission_words import TICK, words_of

_LONGEST_LABEL = 24
_LEAST_ROWS = 3
_SHARE = 0.6  # of the rows must have the shape
Place = tuple[int, int]


@dataclass
class _Block:
    """Labels that belong together, each with the places of its values, one a record."""

    labels: list[Place] = field(default_factory=list)
    values: list[list[Place]] = field(default_factory=list)


def side_records(form: CollectionForm, area: LaidOut) -> tuple[list[list[Label]], float]:
    """The records of such a sheet and how much its labels say, to be held against the score of a header."""
    rows = [row for row in area.rows() if len(area.columns_of(row)) > 1]
    if len(rows) < _LEAST_ROWS:
        return [], 0.0
    best: list[list[Label]] = []
    best_score = 0.0
    for blocks in (_pairs(form, area, rows), _across(form, area, rows)):
        records: list[list[Label]] = []
        scores = []
        for block in blocks:
            found, score = _read_block(form, area, block)
            records += found
            scores.append(score)
        score = max(scores, default=0.0)
        if records and score > best_score:
            best, best_score = records, score
    return best, best_score


def _is_label(form: CollectionForm, text: str) -> bool:
    if not 0 < len(text) <= _LONGEST_LABEL or words_of(form).is_number(text) or is_choice(form, text):
        return False
    return len(text) < 6 or not looks_like_enterprise(text) or bool(words_of(form).offers((text,)).values())


def _pairs(form: CollectionForm, area: LaidOut, rows: Sequence[int]) -> list[_Block]:
    """Label, value, label, value in a row; a label that comes again begins the next block."""
    blocks = [_Block()]
    seen: set[str] = set()
    shaped = 0
    for row in rows:
        columns = area.columns_of(row)
        labels = columns[::2]
        if len(columns) % 2 or not all(_is_label(form, area.text(row, column)) for column in labels):
            continue
        shaped += 1
        for label, value in zip(labels, columns[1::2], strict=True):
            text = area.text(row, label)
            if text in seen:
                blocks.append(_Block())
                seen = set()
            seen.add(text)
            blocks[-1].labels.append((row, label))
            blocks[-1].values.append([(row, value)])
    return blocks if shaped >= max(_SHARE * len(rows), _LEAST_ROWS) else []


def _across(form: CollectionForm, area: LaidOut, rows: Sequence[int]) -> list[_Block]:
    """Labels in the first column, each record in a column of its own."""
    widths = Counter(tuple(area.columns_of(row)) for row in rows)
    columns, count = widths.most_common(1)[0]
    if len(columns) < 3 or count < max(_SHARE * len(rows), _LEAST_ROWS):
        return []
    block = _Block()
    for row in rows:
        if area.columns_of(row)[0] == columns[0] and _is_label(form, area.text(row, columns[0])):
            block.labels.append((row, columns[0]))
            block.values.append([(row, column) for column in columns[1:]])
    texts = {area.text(*place) for place in block.labels}
    return [block] if len(texts) == len(block.labels) >= _LEAST_ROWS else []


def _read_block(form: CollectionForm, area: LaidOut, block: _Block) -> tuple[list[list[Label]], float]:
    """The records of a block, its labels read as headers are."""
    paths = {number: [area.text(*place).rstrip("：: ")] for number, place in enumerate(block.labels)}
    values = {
        number: ColumnValues([area.text(*place) for place in places]) for number, places in enumerate(block.values)
    }
    columns = read_columns(form, paths, {}, values)
    known = [one for one in columns if one.field and not one.field.startswith((CATEGORY, TICK))]
    records = []
    for record in range(max(map(len, block.values), default=0)):
        labels = [
            Label(
                form.field(one.field),
                one.header,
                tidy(area.text(*block.values[one.column][record])),
                block.values[one.column][record],
                block.labels[one.column],
                one.confidence,
            )
            for one in known
        ]
        if any(label.value for label in labels):
            records.append(labels)
    return records, score_header(form, columns) if len(known) >= _LEAST_ROWS else 0.0
