"""Collecting in the plan file: forms, whom they were sent to, what came back, and where lines of tables came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from db.attachments import keep_attachment
from db.database import Database
from db.rows import enterprise_from_row
from db.store import OperationScope, Store
from domain.changes import ChangeSet
from domain.collection import (
    Collection,
    CollectionForm,
    Dispatch,
    ItemSource,
    LayoutMapping,
    Submission,
    SubmissionState,
    SubmittedRow,
)
from domain.collection_json import (
    aside_from_json,
    aside_to_json,
    form_from_json,
    form_to_json,
    row_content,
    row_from_content,
)
from domain.enterprises import Enterprise
from domain.errors import InputError


def load_collection(db: Database) -> Collection:
    """All that the plan holds of its collecting."""
    forms = load_forms(db)
    if not forms:
        return Collection()
    return Collection(
        forms,
        tuple(
            Dispatch(row["id"], row["form_id"], row["enterprise_id"], row["round"], row["sent_at"], row["due"])
            for row in db.query("SELECT * FROM dispatch ORDER BY id")
        ),
        load_submissions(db),
        load_sources(db),
        tuple(
            LayoutMapping(row["form_id"], row["signature"], json.loads(row["fields"]), row["sender"], row["id"])
            for row in db.query("SELECT * FROM layout_mapping ORDER BY id")
        ),
    )


def load_enterprises(db: Database) -> tuple[Enterprise, ...]:
    """Every enterprise in the order it was added."""
    return tuple(enterprise_from_row(row) for row in db.query("SELECT * FROM enterprise ORDER BY id"))


def load_forms(db: Database) -> tuple[CollectionForm, ...]:
    """The forms in order."""
    rows = db.query("SELECT id, spec FROM collection_form ORDER BY seq, id")
    return tuple(form_from_json(json.loads(row["spec"]), row["id"]) for row in rows)


def load_submissions(db: Database) -> tuple[Submission, ...]:
    """Every returned file with its rows, in the order they were taken in."""
    rows: dict[int, list[SubmittedRow]] = {}
    for row in db.query("SELECT * FROM submitted_row ORDER BY submission_id, seq, id"):
        submission = row["submission_id"]
        found = row_from_content(
            json.loads(row["content"]),
            row["sheet"],
            row["row"],
            is_taken=bool(row["is_taken"]),
            row_id=row["id"],
            submission_id=submission,
        )
        rows.setdefault(submission, []).append(found)
    return tuple(
        Submission(
            row["id"],
            row["form_id"],
            row["file"],
            row["sha256"],
            row["enterprise_id"],
            row["round"],
            SubmissionState(row["state"]),
            row["received_at"],
            tuple(rows.get(row["id"], ())),
            tuple(aside_from_json(one) for one in json.loads(row["aside"])),
            row["filled"],
            row["read"],
            row["note"],
        )
        for row in db.query("SELECT * FROM submission ORDER BY id")
    )


def load_sources(db: Database) -> tuple[ItemSource, ...]:
    """Where lines of tables came from."""
    return tuple(
        ItemSource(
            row["submitted_row_id"], row["item_id"], row["text"], row["table_row_id"], row["column_key"], row["id"]
        )
        for row in db.query("SELECT * FROM item_source ORDER BY id")
    )


def add_form(store: Store, form: CollectionForm) -> ChangeSet:
    """Put a form into the plan. Raises InputError when its key is taken: returned files name their form by it."""
    forms = load_forms(store.db)
    if any(one.key == form.key for one in forms):
        raise InputError("form_taken", f"方案里已有“{form.title}”。", "请修改原来的征集表，或换一个名称。")
    with store.operation(f"新建征集表 {form.title}") as scope:
        scope.insert(
            "collection_form",
            {"key": form.key, "title": form.title, "seq": len(forms) + 1, "spec": _dump(form_to_json(form))},
        )
    return scope.changes


def set_form(store: Store, form: CollectionForm) -> ChangeSet:
    """Change a form; its key stays, since files that are out carry it."""
    before = _form(store.db, form.id)
    with store.operation(f"修改征集表 {form.title}") as scope:
        spec = _dump({**form_to_json(form), "key": before.key})
        if spec != _dump(form_to_json(before)):
            scope.update("collection_form", form.id, {"title": form.title, "spec": spec})
    return scope.changes


def remove_form(store: Store, form_id: int) -> ChangeSet:
    """Take a form out with all that came back on it; lines of tables stay."""
    form = _form(store.db, form_id)
    with store.operation(f"删除征集表 {form.title}") as scope:
        scope.delete("collection_form", form_id)
    return scope.changes


def ask_enterprises(
    store: Store, form_id: int, enterprise_ids: Sequence[int], sent_at: str, due: str = "", round_: int = 1
) -> ChangeSet:
    """Note whom a form is sent to in a round; who is noted already gets the new date."""
    form = _form(store.db, form_id)
    with store.operation(f"下发 {form.title} {len(enterprise_ids)} 家") as scope:
        noted = {
            row["enterprise_id"]: row["id"]
            for row in scope.db.query(
                "SELECT id, enterprise_id FROM dispatch WHERE form_id = ? AND round = ?", [form_id, round_]
            )
        }
        for enterprise_id in enterprise_ids:
            values = {"sent_at": sent_at, "due": due}
            if enterprise_id in noted:
                scope.update("dispatch", noted[enterprise_id], values)
            else:
                scope.insert(
                    "dispatch", {"form_id": form_id, "enterprise_id": enterprise_id, "round": round_, **values}
                )
    return scope.changes


def send_form(
    store: Store, form: CollectionForm, enterprise_ids: Sequence[int], sent_at: str, due: str = ""
) -> ChangeSet:
    """Note whom a form is sent to; a shipped form that is not in the plan yet is put into it, as the same step."""
    with store.operation(f"下发 {form.title} {len(enterprise_ids)} 家") as scope:
        if not form.id:
            add_form(store, form)
        form_id = form.id or next(one.id for one in load_forms(store.db) if one.key == form.key)
        ask_enterprises(store, form_id, enterprise_ids, sent_at, due)
    return scope.changes


def take_submission(store: Store, scope: OperationScope, submission: Submission, data: bytes | None) -> int:
    """Write a returned file with its rows inside a running operation, and keep its bytes; returns its id.

    Former returns of the same sender on the same form are superseded when this one is accepted.
    """
    if data is not None:
        keep_attachment(store, submission.file, data)
    if submission.state is SubmissionState.ACCEPTED and submission.enterprise_id is not None:
        former = scope.db.query(
            "SELECT id FROM submission WHERE form_id = ? AND enterprise_id = ? AND state = 'accepted'",
            [submission.form_id, submission.enterprise_id],
        )
        for row in list(former):
            scope.update("submission", row["id"], {"state": SubmissionState.SUPERSEDED.value})
    submission_id = scope.insert("submission", _submission_row(submission))
    scope.insert_many(
        "submitted_row",
        [
            {
                "submission_id": submission_id,
                "seq": seq,
                "sheet": row.sheet,
                "row": row.row,
                "content": _dump(row_content(row)),
                "is_taken": int(row.is_taken),
            }
            for seq, row in enumerate(submission.rows, start=1)
        ],
    )
    return submission_id


def set_sender(store: Store, submission_id: int, enterprise_id: int | None) -> ChangeSet:
    """Say whose a returned file is."""
    row = _submission(store.db, submission_id)
    with store.operation(f"指定报送企业 {row['file']}") as scope:
        if row["enterprise_id"] != enterprise_id:
            scope.update("submission", submission_id, {"enterprise_id": enterprise_id})
    return scope.changes


def set_state(store: Store, submission_id: int, state: SubmissionState, note: str = "") -> ChangeSet:
    """Accept, supersede or reject a returned file by hand."""
    row = _submission(store.db, submission_id)
    with store.operation(f"{_STATE_VERBS[state]} {row['file']}") as scope:
        if (row["state"], row["note"]) != (state.value, note):
            scope.update("submission", submission_id, {"state": state.value, "note": note})
    return scope.changes


def settle_submissions(store: Store, submission_ids: Iterable[int]) -> ChangeSet:
    """Note that doubtful files have been looked at."""
    ids = list(submission_ids)
    with store.operation(f"核对回收的文件 {len(ids)} 份") as scope:
        for submission_id in ids:
            if _submission(store.db, submission_id)["note"]:
                scope.update("submission", submission_id, {"note": ""})
    return scope.changes


def remove_submissions(store: Store, submission_ids: Iterable[int]) -> ChangeSet:
    """Take returned files out with their rows; what was consolidated from them stays in the tables.

    The return before one that counted counts again.
    """
    ids = list(submission_ids)
    with store.operation(f"删除回收的文件 {len(ids)} 份") as scope:
        for submission_id in ids:
            row = _submission(store.db, submission_id)
            scope.delete("submission", submission_id)
            former = scope.db.execute(
                "SELECT id FROM submission WHERE form_id = ? AND enterprise_id = ? AND state = 'superseded' "
                "ORDER BY round DESC, id DESC LIMIT 1",
                [row["form_id"], row["enterprise_id"]],
            ).fetchone()
            if former is not None and row["state"] == SubmissionState.ACCEPTED.value:
                scope.update("submission", former[0], {"state": SubmissionState.ACCEPTED.value})
    return scope.changes


def remember_mapping(store: Store, mapping: LayoutMapping) -> ChangeSet:
    """Remember how a layout was read, for its sender or for all; the last word counts."""
    with store.operation("记住对应关系", kind="mapping") as scope:
        known = next(
            iter(
                scope.db.query(
                    "SELECT id, fields FROM layout_mapping WHERE form_id = ? AND signature = ? AND sender = ?",
                    [mapping.form_id, mapping.signature, mapping.sender],
                )
            ),
            None,
        )
        fields = _dump(dict(mapping.fields))
        if known is None:
            values = {"form_id": mapping.form_id, "signature": mapping.signature, "sender": mapping.sender}
            scope.insert("layout_mapping", {**values, "fields": fields})
        elif known["fields"] != fields:
            scope.update("layout_mapping", known["id"], {"fields": fields})
    return scope.changes


_STATE_VERBS = {
    SubmissionState.ACCEPTED: "接收",
    SubmissionState.SUPERSEDED: "作废",
    SubmissionState.REJECTED: "退回",
}


def _submission_row(submission: Submission) -> dict[str, object]:
    return {
        "form_id": submission.form_id,
        "enterprise_id": submission.enterprise_id,
        "file": submission.file,
        "sha256": submission.sha256,
        "round": submission.round,
        "state": submission.state.value,
        "received_at": submission.received_at,
        "filled": submission.filled,
        "read": submission.read,
        "note": submission.note,
        "aside": _dump([aside_to_json(one) for one in submission.aside]),
    }


def _form(db: Database, form_id: int) -> CollectionForm:
    form = next((one for one in load_forms(db) if one.id == form_id), None)
    if form is None:
        raise InputError("row_gone", "这份征集表已经不在方案里了。", "请查看最新内容后再试。", f"form {form_id}")
    return form


def _submission(db: Database, submission_id: int) -> Mapping[str, object]:
    row = next(iter(db.query("SELECT * FROM submission WHERE id = ?", [submission_id])), None)
    if row is None:
        raise InputError(
            "row_gone", "这份文件已经不在方案里了。", "请查看最新内容后再试。", f"submission {submission_id}"
        )
    return row


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
