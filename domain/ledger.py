"""The ledger of collecting (台账): who was asked, what came back in which round, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain.collection import (
    Collection,
    CollectionForm,
    Dispatch,
    FieldRole,
    Submission,
    SubmissionState,
)
from domain.dates import official_date
from domain.enterprises import Enterprise


class LedgerFilter(StrEnum):
    """Which rows of a ledger are looked at."""

    ALL = "all"
    MISSING = "missing"
    LATE = "late"
    MISTAKES = "mistakes"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class LedgerRow:
    """One enterprise and one form, or a file whose sender nobody knows yet (`enterprise` None, `name` its file).

    `dispatches` and `returns` stand in the order of time; `today` is ISO 8601.
    """

    form: CollectionForm
    name: str
    enterprise: Enterprise | None = None
    dispatches: tuple[Dispatch, ...] = ()
    returns: tuple[Submission, ...] = ()
    today: str = ""

    @property
    def key(self) -> str:
        """What stays the same about the row: its enterprise, or its file."""
        return f"e{self.enterprise.id}" if self.enterprise else f"s{self.returns[0].id if self.returns else 0}"

    @property
    def asked_at(self) -> str:
        """When the form was sent first, ISO 8601; empty where nobody asked."""
        return self.dispatches[0].sent_at[:10] if self.dispatches else ""

    @property
    def due(self) -> str:
        """By when it is to come back, as last said."""
        return self.dispatches[-1].due if self.dispatches else ""

    @cached_property
    def present(self) -> Submission | None:
        """The return that counts."""
        accepted = [one for one in self.returns if one.state is SubmissionState.ACCEPTED]
        return accepted[-1] if accepted else None

    @property
    def is_missing(self) -> bool:
        """Whether nothing came back from one who was asked."""
        return bool(self.dispatches) and self.present is None

    @property
    def is_overdue(self) -> bool:
        """Whether it is missing and should have come by now."""
        return self.is_missing and bool(self.due) and self.due < self.today

    @property
    def is_late(self) -> bool:
        """Whether the first return came after the day it was due."""
        return bool(self.due and self.returns) and self.returns[0].received_at[:10] > self.due

    @cached_property
    def taken(self) -> int:
        """Rows of the present return that count."""
        return len(self.present.taken) if self.present else 0

    @cached_property
    def wrong(self) -> int:
        """Rows of the present return that stay out for a mistake."""
        return len(self.present.rows) - self.taken if self.present else 0

    @property
    def doubt(self) -> str:
        """What a person should still look at; empty when nothing."""
        if self.present is None:
            return ""
        if self.enterprise is None:
            return "看不出是哪家企业报送的，请指定。"
        return self.present.note

    def fits(self, wanted: LedgerFilter) -> bool:
        """Whether the row is among those looked at."""
        return {
            LedgerFilter.ALL: True,
            LedgerFilter.MISSING: self.is_missing,
            LedgerFilter.LATE: self.is_late or self.is_overdue,
            LedgerFilter.MISTAKES: self.wrong > 0,
            LedgerFilter.DOUBTFUL: bool(self.doubt),
        }[wanted]

    @property
    def state(self) -> str:
        """How it stands, in the words of offices."""
        if self.is_missing:
            return "逾期未报" if self.is_overdue else "未报"
        if self.present is None:
            return "已作废" if self.returns else "未下发"
        return "迟报" if self.is_late else "已报"


@dataclass(frozen=True)
class Reminder:
    """A line of the reminder list (催报名单): whom to call, by when it was due, and what to say."""

    name: str
    contact: str
    phone: str
    due: str
    sentence: str


def build_ledger(
    form: CollectionForm, collection: Collection, enterprises: Sequence[Enterprise], today: str
) -> tuple[LedgerRow, ...]:
    """A row for every enterprise of the library, those that have to do with the form first; files of nobody last."""
    asked: dict[int, list[Dispatch]] = {}
    for one in collection.dispatches:
        if one.form_id == form.id:
            asked.setdefault(one.enterprise_id, []).append(one)
    returned: dict[int, list[Submission]] = {}
    unknown = []
    known = {one.id for one in enterprises}
    for submission in collection.submissions:
        if submission.form_id != form.id:
            continue
        if submission.enterprise_id in known:
            returned.setdefault(submission.enterprise_id or 0, []).append(submission)
        else:
            unknown.append(submission)
    rows = [
        LedgerRow(form, one.name, one, tuple(asked.get(one.id, ())), tuple(returned.get(one.id, ())), today)
        for one in enterprises
    ]
    rows.sort(key=lambda row: not (row.dispatches or row.returns))
    return (*rows, *(LedgerRow(form, one.file, None, (), (one,), today) for one in unknown))


def ledger_counts(collection: Collection) -> tuple[int, int]:
    """How many returned a form, and how many were asked or returned one, over all forms."""
    asked = {(one.form_id, one.enterprise_id) for one in collection.dispatches}
    returned: set[tuple[int, int]] = set()
    nobody = 0
    for one in collection.submissions:
        if one.state is SubmissionState.ACCEPTED:
            if one.enterprise_id is None:
                nobody += 1
            else:
                returned.add((one.form_id, one.enterprise_id))
    return len(returned) + nobody, len(asked | returned) + nobody


def reminders(rows: Iterable[LedgerRow]) -> list[Reminder]:
    """Whom to remind among rows: who returned nothing, and who has mistakes to mend."""
    found = []
    for row in rows:
        if not (row.is_missing or row.wrong):
            continue
        contact, phone = contact_of(row)
        found.append(Reminder(row.name, contact, phone, official_date(row.due), _sentence(row)))
    return found


def contact_of(row: LedgerRow) -> tuple[str, str]:
    """Contact and phone: those of the library, else those the enterprise wrote into its last return."""
    contact = row.enterprise.contact if row.enterprise else ""
    phone = row.enterprise.phone if row.enterprise else ""
    for submission in reversed(row.returns):
        for one in submission.rows:
            contact = contact or one.value(row.form.role(FieldRole.CONTACT))
            phone = phone or one.value(row.form.role(FieldRole.CONTACT_PHONE))
    return contact, phone


def _sentence(row: LedgerRow) -> str:
    title = f"《{row.form.title}》"
    if row.wrong:
        return f"贵单位报送的{title}有 {row.wrong} 行需要改正，请按退回件中的说明改正后重新报送。"
    if row.is_overdue:
        return f"{title}应于{official_date(row.due)}前报送，尚未收到贵单位的报送，请尽快填报。"
    if row.due:
        return f"请贵单位于{official_date(row.due)}前报送{title}。"
    return f"尚未收到贵单位的{title}，请尽快填报。"
