"""Which column of a returned sheet means which field of the form, whatever the sender calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.collection import CollectionForm, FieldKind, FieldRole, FormField, RuleKind
from domain.enterprise_names import looks_like_enterprise
from domain.form_values import match_choice, parse_grade
from domain.submission_draft import ReadColumn
from domain.text import comparison_key

_NOISE = re.compile(r"[*＊※☆★()（）【】\[\]：:。，,、/／\s]")
_BRACKETED = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_MARKED = re.compile(r"必填|选填|单选|下拉|请选择|可多行|限\d+字|不超过\d+字")
NUMBER_HEADS = frozenset({"序号", "编号", "no", "no.", "行号", "序"})
CATEGORY = "category:"  # a column of the wide form, with the category
_LEAST = 0.5
_SAMPLE = 40  # values of a column looked at where its header says nothing


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


def header_key(text: str) -> str:
    """A header without blanks, signs and remarks in brackets (质量问题*（必填） → 质量问题)."""
    bare = _NOISE.sub("", _MARKED.sub("", _BRACKETED.sub("", text)))
    return comparison_key(bare or _NOISE.sub("", text))


def read_columns(
    form: CollectionForm, headers: Mapping[int, Sequence[str]], remembered: Mapping[str, str]
) -> tuple[ReadColumn, ...]:
    """What each column means by its header path from the top row down; no field is given twice.

    `remembered` are fields by header as a person confirmed them for this layout.
    """
    named = {column: " ".join(part for part in path if part) for column, path in headers.items()}
    offers: list[tuple[float, int, str]] = []
    for column, path in headers.items():
        if header_key(path[-1] if path else "") in NUMBER_HEADS:
            continue
        if named[column] in remembered:
            offers.append((2.0, column, remembered[named[column]]))
            continue
        offers += [(score, column, field) for field, score in _offers(form, path).items() if score >= _LEAST]
    chosen: dict[int, tuple[str, int]] = {}
    taken: set[str] = set()
    for score, column, field in sorted(offers, key=lambda one: (-one[0], one[1])):
        if column in chosen or (field in taken and field):
            continue
        chosen[column] = field, round(100 * min(score, 1.0))
        taken.add(field)
    return tuple(ReadColumn(named[column], column, *chosen.get(column, ("", 0))) for column in sorted(headers))


def by_values(
    form: CollectionForm, columns: Sequence[ReadColumn], values: Mapping[int, Sequence[str]]
) -> tuple[ReadColumn, ...]:
    """Give columns whose header says nothing a field by what stands in them, half as surely."""
    taken = {one.field for one in columns if one.field}
    found = []
    for one in columns:
        texts = [text for text in values.get(one.column, ()) if text][:_SAMPLE]
        if one.field or not texts or header_key(one.header) in NUMBER_HEADS:
            found.append(one)
            continue
        field = next((field.key for field in form.fields if field.key not in taken and _fits(field, texts)), "")
        taken.add(field)
        found.append(ReadColumn(one.header, one.column, field, 50 if field else 0))
    return tuple(found)


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


def _offers(form: CollectionForm, path: Sequence[str]) -> dict[str, float]:
    """The fields a header may mean, each with how surely; the lowest header counts, the one above helps."""
    leaf = path[-1] if path else ""
    found: dict[str, float] = {}
    if form.rule is not None and form.rule.kind is RuleKind.ITEMS:
        for category in form.rule.columns:
            if header_key(leaf) == header_key(category):
                found[f"{CATEGORY}{category}"] = 1.0
        categories = form.role(FieldRole.CATEGORY)
        known = match_choice(leaf, categories.choices) if categories else None
        if known is not None and not known.problem and len(path) > 1 and not found:
            found[f"{CATEGORY}{known.text}"] = 0.8
    for field in form.fields:
        score = max(_score(field, leaf), 0.9 * _score(field, "".join(path)) if len(path) > 1 else 0.0)
        if score:
            found[field.key] = score
    return found


def _score(field: FormField, header: str) -> float:
    key = header_key(header)
    if not key:
        return 0.0
    best = 0.0
    for rank, name in enumerate((field.title, *field.synonyms)):
        known = header_key(name)
        if not known:
            continue
        if key == known:
            best = max(best, 1.0 if rank == 0 else 0.98)
        elif len(known) >= 2 and key.endswith(known):  # what a Chinese compound means stands at its end
            best = max(best, 0.6 + 0.3 * len(known) / len(key))
        elif len(known) >= 2 and known in key:
            best = max(best, 0.45 + 0.25 * len(known) / len(key))
        elif len(key) >= 2 and key in known:
            best = max(best, 0.4 + 0.25 * len(key) / len(known))
    return best


def _fits(field: FormField, texts: Sequence[str]) -> bool:
    """Whether nearly all values of a column could be values of a field that can be told by its values."""
    if field.kind is FieldKind.CHOICE:
        hits = sum(not match_choice(text, field.choices).problem for text in texts)
    elif field.kind is FieldKind.GRADE:
        hits = sum(parse_grade(text) is not None for text in texts)
        if all(text.isdecimal() for text in texts) and len(texts) > 1 and len(set(texts)) == len(texts):
            return False  # 1 2 3 counts the rows
    elif field.role is FieldRole.ENTERPRISE:
        hits = sum(looks_like_enterprise(text) for text in texts)
    elif field.role is FieldRole.TEXT:
        hits = sum(len(text) >= 10 for text in texts)
    else:
        return False
    return hits >= 0.8 * len(texts)
