"""The ledger: who is late, missing, wrong or doubtful, and whom to remind."""

from __future__ import annotations

import pytest

from domain.collection import (
    Collection,
    CollectionForm,
    Dispatch,
    FieldRole,
    FormField,
    RowFinding,
    Submission,
    SubmissionState,
    SubmittedRow,
)
from domain.enterprises import Enterprise
from domain.ledger import LedgerFilter, build_ledger, contact_of, ledger_counts, reminders

FORM = CollectionForm(
    "q",
    "质量问题征集表",
    (FormField("name", "联系人", role=FieldRole.CONTACT), FormField("phone", "电话", role=FieldRole.CONTACT_PHONE)),
    id=1,
)
NAMES = ("按时", "迟来", "没来", "有错", "没问")
ENTERPRISES = tuple(Enterprise(number, name) for number, name in enumerate(NAMES, start=1))
GOOD = SubmittedRow("表", 2, {"name": "张三", "phone": "022-1234567"})
BAD = SubmittedRow("表", 3, {}, findings=(RowFinding("required", "text", "C3", "问题没有填。"),), is_taken=False)


def returned(number: int, enterprise: int | None, day: str, *rows: SubmittedRow, **more) -> Submission:
    return Submission(
        number, 1, f"{number}.xlsx", f"{number}", enterprise, received_at=f"{day}T09:00", rows=rows, **more
    )


COLLECTION = Collection(
    (FORM,),
    tuple(Dispatch(number, 1, number, 1, "2026-10-01T09:00", "2026-11-01") for number in (1, 2, 3, 4)),
    (
        returned(1, 1, "2026-10-20", GOOD),
        returned(2, 2, "2026-11-03", GOOD, note="表头对应得不够有把握。"),
        returned(3, 4, "2026-10-09", GOOD, state=SubmissionState.SUPERSEDED),
        returned(4, 4, "2026-10-10", GOOD, BAD),
        returned(5, None, "2026-10-10", GOOD),
    ),
)


def rows(today: str = "2026-11-10"):
    return {row.name: row for row in build_ledger(FORM, COLLECTION, ENTERPRISES, today)}


def test_every_enterprise_has_a_row_and_files_of_nobody_stand_last():
    assert list(rows()) == ["按时", "迟来", "没来", "有错", "没问", "5.xlsx"]
    assert [row.state for row in rows().values()] == ["已报", "迟报", "逾期未报", "已报", "未下发", "已报"]
    assert rows("2026-10-30")["没来"].state == "未报"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (LedgerFilter.MISSING, ["没来"]),
        (LedgerFilter.LATE, ["迟来", "没来"]),
        (LedgerFilter.MISTAKES, ["有错"]),
        (LedgerFilter.DOUBTFUL, ["迟来", "5.xlsx"]),
    ],
)
def test_what_a_filter_shows(wanted, names):
    assert [name for name, row in rows().items() if row.fits(wanted)] == names


def test_the_present_return_counts():
    row = rows()["有错"]
    assert (row.present.id, row.taken, row.wrong, len(row.returns)) == (4, 1, 1, 2)
    assert ledger_counts(COLLECTION) == (4, 5)


def test_who_is_reminded_of_what():
    listed = {one.name: one for one in reminders(rows().values())}
    assert list(listed) == ["没来", "有错"]
    assert "应于2026年11月1日前报送" in listed["没来"].sentence
    assert "有 1 行需要改正" in listed["有错"].sentence
    assert (listed["有错"].contact, listed["有错"].phone) == ("张三", "022-1234567")
    assert contact_of(rows()["没来"]) == ("", "")
