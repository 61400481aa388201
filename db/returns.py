"""Taking returned files into a plan, as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from db.collections import add_form, load_forms, remember_mapping, take_submission
from db.rows import enterprise_to_row
from db.store import Store
from domain.changes import ChangeSet
from domain.checks import Severity
from domain.collection import CollectionForm, LayoutMapping, Submission, SubmissionState
from domain.enterprise_names import name_key
from domain.returns import ReturnedFile, ReturnPlan, new_enterprise

Tick = Callable[[int, int], None]


def take_returns(
    store: Store,
    plan: ReturnPlan,
    files: Mapping[str, bytes],
    mappings: Sequence[LayoutMapping] = (),
    tick: Tick = lambda _done, _whole: None,
) -> ChangeSet:
    """Take the wanted files of a plan in, all or nothing, with their bytes (`files`, by SHA-256).

    Senders the plan does not know become entries of the enterprise library, a form it does not have is put into it,
    `mappings` are remembered. A later return supersedes the former one. `tick` hears how many files of how many are
    written; it may raise, which takes everything back.
    """
    wanted = plan.wanted()
    label = f"导入 {wanted[0].file}" if len(wanted) == 1 else f"导入回收的文件 {len(wanted)} 份"
    with store.operation(label, kind="collect") as scope:
        form_id = _form_id(store, plan.form)
        for mapping in mappings:
            remember_mapping(store, replace(mapping, form_id=form_id))
        made: dict[str, int] = {}
        for done, one in enumerate(wanted):
            tick(done, len(wanted))
            draft = one.draft
            assert draft is not None  # a wanted file was read
            enterprise_id = one.sender.id if one.sender is not None else None
            key = name_key(one.name)
            if enterprise_id is None and key:
                if key not in made:
                    made[key] = scope.insert("enterprise", enterprise_to_row(new_enterprise(plan.form, one)))
                enterprise_id = made[key]
            submission = Submission(
                0,
                form_id,
                draft.file,
                draft.sha256,
                enterprise_id,
                one.round,
                SubmissionState.ACCEPTED,
                store.now(),
                draft.rows,
                draft.aside,
                draft.filled,
                draft.read,
                _doubt(one),
            )
            take_submission(store, scope, submission, files.get(draft.sha256))
    return scope.changes


def _form_id(store: Store, form: CollectionForm) -> int:
    """The form's id; a shipped form that is not in the plan yet is put into it."""
    if not form.id:
        add_form(store, form)
    return form.id or next(one.id for one in load_forms(store.db) if one.key == form.key)


def _doubt(one: ReturnedFile) -> str:
    """What a person should still look at, for the ledger."""
    return "".join(finding.message for finding in one.findings if finding.severity is not Severity.NOTE)
