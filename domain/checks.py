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
class Finding:
    """What was noticed: a stable English `code`, the place in Chinese words, and a Chinese sentence."""

    severity: Severity
    code: str
    where: str
    message: str
