"""Forms, returns and their bytes in the plan file; each verb one step, taken back whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.attachments import has_attachment, keep_attachment, load_attachment
from db.collections import (
    add_form,
    ask_enterprises,
    load_collection,
    load_submissions,
    remember_mapping,
    remove_form,
    remove_submissions,
    set_form,
    set_sender,
    set_state,
    take_submission,
)
from db.enterprises import add_enterprise
from db.muting import load_muted, mute_rule, unmute_rule
from db.snapshot import load_snapshot
from db.store import Store
from domain.collection import (
    Choice,
    CollectionForm,
    ConsolidationRule,
    FieldKind,
    FieldRole,
    FormField,
    LayoutMapping,
    RowFinding,
    RuleKind,
    SetAside,
    Submission,
    SubmissionState,
    SubmittedRow,
)
from domain.enterprises import Enterprise
from domain.errors import InputError, StorageError
from domain.exchange import content_to_json

FORM = CollectionForm(
    "problems",
    "质量问题征集表",
    (
        FormField("enterprise", "企业名称", role=FieldRole.ENTERPRISE, is_required=True, once=True),
        FormField("position", "环节", FieldKind.CHOICE, FieldRole.POSITION, (Choice("上游", ("上",)), Choice("下游"))),
        FormField("severity", "等级", FieldKind.GRADE, FieldRole.SEVERITY, synonyms=("严重程度",), width=6),
        FormField("text", "问题", FieldKind.LONG_TEXT, FieldRole.TEXT, help="写明表现", example="误报", most=200),
    ),
    ConsolidationRule(RuleKind.ITEMS, "附表1", {"技术": "technical"}, {"districts": "district"}, "position"),
    ("请于月底前报送。",),
)
ROWS = (
    SubmittedRow(
        "Sheet1",
        5,
        {"text": "误报", "severity": "3"},
        {"severity": "★★★"},
        {"text": "D5"},
        (RowFinding("x", "text", "D5", "缺"),),
    ),
    SubmittedRow("Sheet1", 6, {"text": ""}, is_taken=False),
)


@pytest.fixture
def collecting(store: Store) -> Store:
    add_form(store, FORM)
    for name in ("甲川有限公司", "乙川有限公司"):
        add_enterprise(store, Enterprise(0, name))
    return store


def take(store: Store, submission: Submission, data: bytes | None = b"bytes") -> int:
    with store.operation("导入回收的文件") as scope:
        return take_submission(store, scope, submission, data)


def returned(enterprise: int | None = 1, file: str = "甲川.xlsx", round_: int = 1) -> Submission:
    aside = (SetAside("Sheet1", "A9", "填表人", "不是填报内容"),)
    return Submission(0, 1, file, "ab" * 32, enterprise, round_, rows=ROWS, aside=aside, filled=9, read=9)


def test_a_form_is_kept_as_it_is_and_its_key_stays(collecting: Store) -> None:
    (form,) = load_collection(collecting.db).forms
    assert replace(form, id=0) == FORM
    set_form(collecting, replace(form, title="征集表", key="other"))
    (changed,) = load_collection(collecting.db).forms
    assert (changed.key, changed.title) == ("problems", "征集表")
    with pytest.raises(InputError):
        add_form(collecting, FORM)
    remove_form(collecting, form.id)
    assert load_collection(collecting.db).forms == ()


def test_a_return_is_kept_with_rows_and_bytes(collecting: Store) -> None:
    take(collecting, returned())
    (found,) = load_submissions(collecting.db)
    assert [(row.sheet, row.row, row.values, row.findings, row.is_taken) for row in found.rows] == [
        (row.sheet, row.row, row.values, row.findings, row.is_taken) for row in ROWS
    ]
    assert (found.aside, found.taken) == (returned().aside, found.rows[:1])
    dumped = content_to_json(load_snapshot(collecting).content)["submissions"]
    assert dumped[0]["rows"][0]["fields"] == {"text": "误报", "severity": 3}
    collecting.undo()
    assert load_submissions(collecting.db) == ()
    collecting.redo()
    assert load_submissions(collecting.db) == (found,)


def test_a_later_return_supersedes_the_former_of_the_same_sender(collecting: Store) -> None:
    take(collecting, returned())
    take(collecting, returned(2, "乙川.xlsx"))
    take(collecting, returned(1, "甲川（改）.xlsx", 2), b"other")
    states = [(one.file, one.state) for one in load_submissions(collecting.db)]
    assert states == [
        ("甲川.xlsx", SubmissionState.SUPERSEDED),
        ("乙川.xlsx", SubmissionState.ACCEPTED),
        ("甲川（改）.xlsx", SubmissionState.ACCEPTED),
    ]
    collecting.undo()
    assert load_submissions(collecting.db)[0].state is SubmissionState.ACCEPTED


def test_sender_and_state_are_set_by_hand(collecting: Store) -> None:
    take(collecting, returned(None))
    set_sender(collecting, 1, 2)
    set_state(collecting, 1, SubmissionState.REJECTED, "不是本次征集的表")
    (found,) = load_submissions(collecting.db)
    assert (found.enterprise_id, found.state, found.note) == (2, SubmissionState.REJECTED, "不是本次征集的表")
    remove_submissions(collecting, [1])
    assert load_submissions(collecting.db) == ()
    with pytest.raises(InputError):
        set_state(collecting, 1, SubmissionState.ACCEPTED)


def test_who_was_asked_is_noted_once_a_round(collecting: Store) -> None:
    ask_enterprises(collecting, 1, [1, 2], "2026-11-01", "2026-11-20")
    ask_enterprises(collecting, 1, [2], "2026-11-05", "2026-11-30")
    ask_enterprises(collecting, 1, [2], "2026-12-01", round_=2)
    listed = [(one.enterprise_id, one.round, one.due) for one in load_collection(collecting.db).dispatches]
    assert listed == [(1, 1, "2026-11-20"), (2, 1, "2026-11-30"), (2, 2, "")]


def test_the_last_word_on_a_layout_is_remembered(collecting: Store) -> None:
    remember_mapping(collecting, LayoutMapping(1, "甲|乙", {"甲": "text"}))
    remember_mapping(collecting, LayoutMapping(1, "甲|乙", {"甲": "severity"}))
    remember_mapping(collecting, LayoutMapping(1, "甲|乙", {"甲": "text"}, "甲川有限公司"))
    listed = [(one.sender, one.fields) for one in load_collection(collecting.db).mappings]
    assert listed == [("", {"甲": "severity"}), ("甲川有限公司", {"甲": "text"})]


@pytest.mark.parametrize("data", [b"", b"x" * 5000, bytes(range(256))])
def test_bytes_come_back_as_they_were_and_are_kept_once(store: Store, data: bytes) -> None:
    digest = keep_attachment(store, "甲.xlsx", data)
    assert keep_attachment(store, "乙.xlsx", data) == digest
    assert has_attachment(store.db, digest)
    assert load_attachment(store.db, digest) == data
    assert store.db.conn.execute("SELECT count(*) FROM attachment").fetchone() == (1,)


@pytest.mark.parametrize("change", ["data = 'AAAA'", "data = '!'", "packing = 'deflate'"])
def test_damaged_bytes_are_never_given_out(store: Store, change: str) -> None:
    digest = keep_attachment(store, "甲.xlsx", bytes(range(256)))
    store.db.execute(f"UPDATE attachment SET {change}")
    with pytest.raises(StorageError):
        load_attachment(store.db, digest)
    with pytest.raises(StorageError):
        load_attachment(store.db, "00")


def test_a_check_is_switched_off_with_a_reason_only(store: Store) -> None:
    with pytest.raises(InputError):
        mute_rule(store, "task_leads", " ")
    mute_rule(store, "task_leads", "两家共同牵头", "牵头单位")
    mute_rule(store, "task_leads", "两家共同牵头")
    assert [(one.code, one.reason, one.who) for one in load_muted(store.db)] == [
        ("task_leads", "两家共同牵头", store.who)
    ]
    assert len(store.history()) == 1
    unmute_rule(store, "task_leads")
    assert load_muted(store.db) == ()
    store.undo()
    assert len(load_muted(store.db)) == 1
