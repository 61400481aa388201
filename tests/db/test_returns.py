"""Taking returned files in: the form, the readings and the rows as one step, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.collections import load_collection, load_enterprises, send_form, settle_submissions
from db.returns import take_returns
from db.store import Store
from domain.checks import Finding, Severity
from domain.collection import CollectionForm, FormField, LayoutMapping, SubmittedRow
from domain.errors import Cancelled
from domain.returns import ReturnedFile, ReturnKind, ReturnPlan
from domain.submission_draft import SubmissionDraft

FORM = CollectionForm("q", "问题征集表", (FormField("text", "问题"),))


def plan(*names: str) -> ReturnPlan:
    doubt = Finding(Severity.LOOK, "mapping_unsure", "", "请确认对应关系。")
    return ReturnPlan(
        FORM,
        tuple(
            ReturnedFile(
                f"{name}.csv",
                ReturnKind.NEW,
                SubmissionDraft(f"{name}.csv", f"{place:064d}", name, rows=(SubmittedRow("表", 2, {"text": "甲"}),)),
                name=name,
                findings=(doubt,),
            )
            for place, name in enumerate(names)
        ),
    )


@pytest.fixture
def store(tmp_path: Path):
    path = tmp_path / "a.fangan"
    with Store.create(path):
        pass
    store = Store.open(path)
    yield store
    store.close()


def test_form_readings_senders_and_rows_are_one_step(store):
    told = []
    mapping = LayoutMapping(0, "企业|问题", {"问题": "text"})
    take_returns(store, plan("甲厂", "乙厂"), {}, [mapping], lambda done, whole: told.append((done, whole)))
    collection = load_collection(store.db)
    (form,) = collection.forms
    assert [one.form_id for one in (*collection.submissions, *collection.mappings)] == [form.id] * 3
    assert [one.name for one in load_enterprises(store.db)] == ["甲厂", "乙厂"]
    assert told == [(0, 2), (1, 2)]
    settle_submissions(store, [collection.submissions[0].id])
    assert [one.note for one in load_collection(store.db).submissions] == ["", "请确认对应关系。"]
    store.undo()
    store.undo()
    assert load_collection(store.db).forms == ()
    assert load_enterprises(store.db) == ()


def test_a_write_that_is_stopped_leaves_nothing(store):
    def tick(done: int, _whole: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_returns(store, plan("甲厂", "乙厂"), {}, (), tick)
    assert load_enterprises(store.db) == ()


def test_a_shipped_form_is_put_in_and_sent_as_one_step(store):
    take_returns(store, plan("甲厂"), {})
    store.undo()
    send_form(store, FORM, [], "2026-11-21", "2026-12-01")
    assert [one.key for one in load_collection(store.db).forms] == ["q"]
    store.undo()
    assert load_collection(store.db).forms == ()
