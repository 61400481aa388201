"""Findings (校验结果): data, not exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """MUST needs a person before signing; LOOK deserves a glance; NOTE is for the record."""

    MUST = "must"
    LOOK = "look"
    NOTE = "note"


@dataclass(frozen=True)
class MutedRule:
    """A check that is switched off in a plan: its stable `code`, why, by whom and when (ISO 8601)."""

    code: str
    reason: str
    who: str = ""
    at: str = ""
    id: int = 0


@dataclass(frozen=True)
class Option:
    """One way to settle a doubtful place: a stable English `key` and what a button says (“作为标题”)."""

    key: str
    label: str


@dataclass(frozen=True)
class Finding:
    """What was noticed: a stable English `code`, the place in Chinese words, and a Chinese sentence.

    A doubtful place of a source also has `question`, an id that is the same whenever the same bytes are read
    (“heading:12”), and `options`, the first of which the reader assumed. `line` is its place in the source from 1, 0
    for the whole.
    """

    severity: Severity
    code: str
    where: str
    message: str
    question: str = ""
    options: tuple[Option, ...] = ()
    line: int = 0
