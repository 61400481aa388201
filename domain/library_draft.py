"""A list of units or enterprises read from a file, not yet in any plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.enterprises import Enterprise
from domain.units import Unit


class ListKind(StrEnum):
    """What a list holds."""

    UNITS = "units"
    ENTERPRISES = "enterprises"


@dataclass(frozen=True)
class LibraryDraft:
    """What a file holds; `skipped` rows say something but no name."""

    kind: ListKind
    source: str
    units: tuple[Unit, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class ListChoices:
    """What a reader is told: which kind of list the file is."""

    kind: ListKind
