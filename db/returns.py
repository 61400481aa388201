"""Taking returned files into a plan, as one step."""

from __future__ import annotations

from collections.abc import Mapping

from db.collections import take_submission
from db.rows import enterprise_to_row
from db.store import Store
from domain.changes import ChangeSet
from domain.collection import Submission, SubmissionState
from domain.enterprise_names import name_key
from domain.returns import ReturnPlan, new_enterprise


def take_returns(store: Store, plan: ReturnPlan, files: Mapping[str, bytes]) -> ChangeSet:
    """Take the wanted files of a plan in, all or nothing, with their bytes (`files`, by SHA-256).

    Senders the plan does not know become entries of the enterprise library. A later return supersedes the former one.
    """
    wanted = plan.wanted()
    label = f"导入 {wanted[0].file}" if len(wanted) == 1 else f"导入回收的文件 {len(wanted)} 份"
    with store.operation(label, kind="collect") as scope:
        made: dict[str, int] = {}
        for one in wanted:
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
                plan.form.id,
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
            )
            take_submission(store, scope, submission, files.get(draft.sha256))
    return scope.changes
