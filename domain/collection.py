"""Collecting (征集): forms sent to enterprises, what came back, and where each value stood in the file it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FieldKind(StrEnum):
    """What a field of a form takes; the values are what form specifications and the plan file hold."""

    TEXT = "text"
    LONG_TEXT = "long_text"  # several sentences
    CHOICE = "choice"
    GRADE = "grade"  # 1–3, printed as ★
    NUMBER = "number"
    DATE = "date"
    PHONE = "phone"


class FieldRole(StrEnum):
    """What a field means to the program, whatever the form calls it."""

    NONE = ""
    ENTERPRISE = "enterprise"
    POSITION = "position"
    DISTRICT = "district"
    CATEGORY = "category"
    TEXT = "text"
    SEVERITY = "severity"
    CONTACT = "contact"
    CONTACT_PHONE = "phone"


@dataclass(frozen=True)
class Choice:
    """One value a field can take: the printed `value`, and other wordings that mean it."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormField:
    """A column of a form.

    `title` is printed; `synonyms` are other headers that mean it. `help` says what to write, `example` shows it.
    `once` fields are the sender's own (name, district): the same in every row. `width` is in characters of Chinese.
    """

    key: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    role: FieldRole = FieldRole.NONE
    choices: tuple[Choice, ...] = ()
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    once: bool = False
    help: str = ""
    example: str = ""
    width: int = 12
    most: int = 0  # characters, 0: no limit


class RuleKind(StrEnum):
    """How submitted rows become rows of an appendix table."""

    ITEMS = "items"  # rows of one position are joined; each text is an item in the column of its category
    ROWS = "rows"  # each submitted row becomes a row


@dataclass(frozen=True)
class ConsolidationRule:
    """The table a form fills and how.

    `table` is the label of the table (附表1). For ITEMS, `row` names the field whose values are the rows, `columns`
    maps values of the category field to column keys, `joined` maps column keys to the fields that are listed there
    (districts, enterprises). For ROWS, `columns` maps column keys to fields.
    """

    kind: RuleKind
    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)
    row: str = ""


@dataclass(frozen=True)
class CollectionForm:
    """A form as a specification. `key` is stable and travels hidden in the workbook; `intro` stands above the table."""

    key: str
    title: str
    fields: tuple[FormField, ...]
    rule: ConsolidationRule | None = None
    intro: tuple[str, ...] = ()
    id: int = 0

    def field(self, key: str) -> FormField:
        """The field of that key. Raises KeyError."""
        for one in self.fields:
            if one.key == key:
                return one
        raise KeyError(key)

    def role(self, role: FieldRole) -> FormField | None:
        """The field that plays a role, if the form has one."""
        return next((one for one in self.fields if one.role is role), None)


class SubmissionState(StrEnum):
    """What became of a returned file; the values are what the plan file and the JSON form hold."""

    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"  # a later return of the same enterprise replaces it
    REJECTED = "rejected"  # nothing of it could be taken over


@dataclass(frozen=True)
class RowFinding:
    """A mistake in a submitted row: stable `code`, the field's key, the cell in the file (C5), a Chinese sentence."""

    code: str
    field: str
    cell: str
    message: str


@dataclass(frozen=True)
class SubmittedRow:
    """A row as it was submitted.

    `values` are by field key, normalised where the form knows the value; `written` says what stood in the file where
    that differs. `cells` are the cells of origin by field key. `row` counts from 1 as the sheet shows it. A row with
    mistakes (`is_taken` False) stays out of the tables until the sender corrects it.
    """

    sheet: str
    row: int
    values: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[RowFinding, ...] = ()
    is_taken: bool = True
    id: int = 0
    submission_id: int = 0

    def value(self, form_field: FormField | None) -> str:
        """The value of a field, empty where the form has none or nothing was written."""
        return self.values.get(form_field.key, "") if form_field else ""


@dataclass(frozen=True)
class SetAside:
    """What a returned file holds beside rows of the form: where, and why it was left out."""

    sheet: str
    cell: str
    text: str
    reason: str


@dataclass(frozen=True)
class Submission:
    """A returned file. `sha256` names its bytes, `received_at` is ISO 8601, `round` counts the returns of a sender."""

    id: int
    form_id: int
    file: str
    sha256: str
    enterprise_id: int | None = None
    round: int = 1
    state: SubmissionState = SubmissionState.ACCEPTED
    received_at: str = ""
    rows: tuple[SubmittedRow, ...] = ()
    aside: tuple[SetAside, ...] = ()
    filled: int = 0  # filled cells by the census of the file
    read: int = 0  # filled cells that were taken over or set aside
    note: str = ""

    @property
    def taken(self) -> tuple[SubmittedRow, ...]:
        """The rows without mistakes."""
        return tuple(row for row in self.rows if row.is_taken)


@dataclass(frozen=True)
class Dispatch:
    """An enterprise that was asked to fill in a form. `due` is ISO 8601 or empty; `round` as in `Submission`."""

    id: int
    form_id: int
    enterprise_id: int
    round: int = 1
    sent_at: str = ""
    due: str = ""


@dataclass(frozen=True)
class ItemSource:
    """Where a line of an appendix table came from.

    `item_id` None: the officer took the line out, and it is not to come again. `text` is the wording as it was
    consolidated: while the line says something else, it is the officer's own.
    """

    row_id: int  # of the submitted row
    item_id: int | None
    text: str
    table_row_id: int | None = None
    column: str = ""  # key of the column the line stands in
    id: int = 0


@dataclass(frozen=True)
class LayoutMapping:
    """A confirmed reading of a layout: header texts to field keys, for one sender or for all."""

    form_id: int
    signature: str
    fields: Mapping[str, str]
    sender: str = ""
    id: int = 0


@dataclass(frozen=True)
class Collection:
    """All that a plan holds of its collecting."""

    forms: tuple[CollectionForm, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    submissions: tuple[Submission, ...] = ()
    sources: tuple[ItemSource, ...] = ()
    mappings: tuple[LayoutMapping, ...] = ()


EMPTY_COLLECTION = Collection()
