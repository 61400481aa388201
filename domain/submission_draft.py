"""What a returned file says, before it is taken into the plan: rows of the form, and all else with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.checks import Finding
from domain.collection import CollectionForm, SetAside, SubmittedRow


@dataclass(frozen=True)
class SubmissionChoices:
    """By what a returned file is read: the form, confirmed readings, names of districts the plan knows.

    `remembered` are fields by header by signature of the layout.
    """

    form: CollectionForm
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    districts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadColumn:
    """A column of a layout: its header as written, where it stands, the field it means and how surely (0–100).

    `field` is empty for a column that means none of the form's; for the wide form it is “category:” and the category,
    for a column that is ticked “tick:”, the field, “:” and the value a tick means.
    """

    header: str
    column: int
    field: str
    confidence: int


@dataclass(frozen=True)
class ReadSheet:
    """How a sheet was read: `header_row` counts from 1, 0 for a sheet of labels and values.

    `signature` names the layout: sheets with the same headers have the same.
    """

    name: str
    header_row: int
    columns: tuple[ReadColumn, ...]
    signature: str
    rows: int = 0

    @property
    def confidence(self) -> int:
        """How surely the sheet was read: that of the least sure column."""
        return min((one.confidence for one in self.columns if one.field), default=0)


@dataclass(frozen=True)
class SubmissionDraft:
    """A returned file as it was read.

    `form_key`, `enterprise_key` and `document_key` are what the program hid in its own forms, empty in other files.
    `enterprise` is the sender's name as far as the file tells, `once` other values told once (district, contact).
    `filled` and `read` count filled cells: in the file, and those that are in rows or among `aside`.
    """

    file: str
    sha256: str
    enterprise: str = ""
    form_key: str = ""
    enterprise_key: str = ""
    document_key: str = ""
    sheets: tuple[ReadSheet, ...] = ()
    rows: tuple[SubmittedRow, ...] = ()
    aside: tuple[SetAside, ...] = ()
    findings: tuple[Finding, ...] = ()
    once: Mapping[str, str] = field(default_factory=dict)
    filled: int = 0
    read: int = 0

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should confirm how a sheet was read."""
        return any(sheet.confidence < SURE for sheet in self.sheets if sheet.rows) or not self.rows


SURE = 75  # below that a person confirms
