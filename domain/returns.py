"""Returned files against what the plan holds: whose they are, which round, what is new, changed, unchanged and gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.checks import Finding, Severity
from domain.collection import Collection, CollectionForm, FieldRole, Submission, SubmissionState, SubmittedRow
from domain.consolidation import match_rows, same_words
from domain.enterprise_names import Likeness, Recognised, recognise
from domain.enterprises import Enterprise, parse_chain_position
from domain.submission_draft import SubmissionDraft


class ReturnKind(StrEnum):
    """What a returned file is to the plan."""

    NEW = "new"  # the first of its sender
    CORRECTED = "corrected"  # a later round of its sender
    KNOWN = "known"  # the same bytes were taken in before
    UNCHANGED = "unchanged"  # other bytes, the same rows
    EMPTY = "empty"  # nothing of the form in it
    REFUSED = "refused"  # could not be read


class RowKind(StrEnum):
    """What a row is against the sender's former return."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True)
class RowChange:
    """A row of a return, with what it was before; `new` None: gone, `old` None: new."""

    kind: RowKind
    old: SubmittedRow | None
    new: SubmittedRow | None


@dataclass(frozen=True)
class ReturnedFile:
    """One file as it would be taken in.

    `sender` is the enterprise it is taken for, None for one the plan does not know (`name` says it) or cannot tell.
    `error` is the sentence of a file that was refused. `is_wanted` False leaves it out.
    """

    file: str
    kind: ReturnKind
    draft: SubmissionDraft | None = None
    sender: Enterprise | None = None
    name: str = ""
    round: int = 1
    former: Submission | None = None
    rows: tuple[RowChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: str = ""
    is_wanted: bool = True

    @property
    def mistakes(self) -> int:
        """How many rows stay out for a mistake."""
        return sum(not row.is_taken for row in self.draft.rows) if self.draft else 0

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look before it is taken in."""
        return any(one.severity is not Severity.NOTE for one in self.findings) or self.kind in (
            ReturnKind.EMPTY,
            ReturnKind.REFUSED,
        )


@dataclass(frozen=True)
class ReturnPlan:
    """Files that came back together, in the order they were given."""

    form: CollectionForm
    files: tuple[ReturnedFile, ...] = ()

    def wanted(self) -> tuple[ReturnedFile, ...]:
        """The files that would be taken in."""
        taken = (ReturnKind.NEW, ReturnKind.CORRECTED)
        return tuple(one for one in self.files if one.is_wanted and one.kind in taken)

    def count(self, kind: RowKind) -> int:
        """How many rows of the wanted files are of a kind."""
        return sum(change.kind is kind for one in self.wanted() for change in one.rows)


@dataclass
class _Known:
    """What is known while files are looked at one after the other."""

    enterprises: list[Enterprise]
    hashes: set[str] = field(default_factory=set)
    last: dict[int, Submission] = field(default_factory=dict)  # enterprise → its present return
    rounds: dict[int, int] = field(default_factory=dict)


def plan_returns(
    form: CollectionForm,
    read: Iterable[tuple[str, SubmissionDraft | str]],
    collection: Collection,
    enterprises: Sequence[Enterprise],
    document: str = "",
    senders: Mapping[str, int | None] | None = None,
) -> ReturnPlan:
    """Lay files that were read (or the sentence that refused them) against what the plan holds.

    `document` is the plan's id: an enterprise's number hidden in a form counts in its own plan only. `senders` says by
    SHA-256 whose a file is where a person decided; None: an enterprise the plan does not know yet.
    """
    known = _Known(list(enterprises))
    for one in collection.submissions:
        if one.form_id == form.id:
            known.hashes.add(one.sha256)
            if one.enterprise_id is not None:
                known.rounds[one.enterprise_id] = max(known.rounds.get(one.enterprise_id, 0), one.round)
                if one.state is SubmissionState.ACCEPTED:
                    known.last[one.enterprise_id] = one
    files = []
    for name, draft in read:
        if isinstance(draft, str):
            files.append(ReturnedFile(name, ReturnKind.REFUSED, error=draft, is_wanted=False))
        else:
            files.append(_plan_file(form, draft, known, document, senders or {}))
    return ReturnPlan(form, tuple(files))


def new_enterprise(form: CollectionForm, one: ReturnedFile) -> Enterprise:
    """The entry for a sender the plan does not know, from what its rows say."""
    row = one.draft.rows[0] if one.draft and one.draft.rows else SubmittedRow("", 0)
    position = parse_chain_position(row.value(form.role(FieldRole.POSITION)))
    contact = row.value(form.role(FieldRole.CONTACT)), row.value(form.role(FieldRole.CONTACT_PHONE))
    return Enterprise(0, one.name, position, row.value(form.role(FieldRole.DISTRICT)), (), *contact)


def compare_returns(
    form: CollectionForm, old: Sequence[SubmittedRow], new: Sequence[SubmittedRow]
) -> tuple[RowChange, ...]:
    """What a later return changes: its rows in order, those that are gone behind."""
    partners = {two.id or id(two): one for one, two in _pairs(form, old, new)}
    changes = []
    for row in new:
        before = partners.get(row.id or id(row))
        if before is None:
            changes.append(RowChange(RowKind.NEW, None, row))
        else:
            same = all(same_words(before.values.get(key, ""), value) for key, value in row.values.items())
            changes.append(RowChange(RowKind.SAME if same else RowKind.CHANGED, before, row))
    paired = {id(one) for one in partners.values()}
    return (*changes, *(RowChange(RowKind.GONE, row, None) for row in old if id(row) not in paired))


def _pairs(
    form: CollectionForm, old: Sequence[SubmittedRow], new: Sequence[SubmittedRow]
) -> Iterable[tuple[SubmittedRow, SubmittedRow]]:
    marked_old = [replace(row, id=-place) for place, row in enumerate(old, start=1)]
    marked_new = [replace(row, id=-place) for place, row in enumerate(new, start=1)]
    for one, two in match_rows(form, marked_old, marked_new):
        if two is not None:
            yield old[-one.id - 1], new[-two.id - 1]


def _plan_file(
    form: CollectionForm, draft: SubmissionDraft, known: _Known, document: str, senders: Mapping[str, int | None]
) -> ReturnedFile:
    if draft.sha256 in known.hashes:
        return ReturnedFile(draft.file, ReturnKind.KNOWN, draft, name=draft.enterprise, is_wanted=False)
    known.hashes.add(draft.sha256)
    if not draft.rows:
        return ReturnedFile(
            draft.file, ReturnKind.EMPTY, draft, name=draft.enterprise, findings=draft.findings, is_wanted=False
        )
    found = _sender(draft, known.enterprises, document, senders)
    findings = (*draft.findings, *_doubts(draft, found, decided=draft.sha256 in senders))
    sender = found.enterprise if found else None
    if sender is None and draft.enterprise:  # whom the next file may be from, too
        sender = Enterprise(-len(known.enterprises) - 1, draft.enterprise)
        known.enterprises.append(sender)
    former = known.last.get(sender.id) if sender else None
    rows = compare_returns(form, former.rows if former else (), draft.rows)
    kind = ReturnKind.NEW
    if former is not None:
        changed = any(change.kind is not RowKind.SAME for change in rows)
        kind = ReturnKind.CORRECTED if changed else ReturnKind.UNCHANGED
    number = known.rounds.get(sender.id, 0) + 1 if sender else 1
    if sender is not None and kind is not ReturnKind.UNCHANGED:
        known.rounds[sender.id] = number
        known.last[sender.id] = Submission(0, form.id, draft.file, draft.sha256, sender.id, number, rows=draft.rows)
    return ReturnedFile(
        draft.file,
        kind,
        draft,
        sender if sender is not None and sender.id > 0 else None,
        sender.name if sender is not None else "",
        number,
        former,
        rows,
        findings,
        is_wanted=kind is not ReturnKind.UNCHANGED,
    )


def _sender(
    draft: SubmissionDraft, enterprises: Sequence[Enterprise], document: str, senders: Mapping[str, int | None]
) -> Recognised | None:
    by_id = {one.id: one for one in enterprises}
    if draft.sha256 in senders:
        chosen = senders[draft.sha256]
        return Recognised(by_id[chosen], Likeness.SAME) if chosen in by_id else None
    number = int(draft.enterprise_key) if draft.enterprise_key.isdecimal() else 0
    if document and draft.document_key == document and number in by_id:
        return Recognised(by_id[number], Likeness.SAME)
    return recognise(draft.enterprise, enterprises)


def _doubts(draft: SubmissionDraft, found: Recognised | None, *, decided: bool) -> list[Finding]:
    """What a person should look at in who the sender is, and in how the file was read."""
    doubts = []
    if not draft.enterprise and found is None:
        doubts.append(_look("sender_unknown", draft.file, "看不出是哪家企业报送的，请指定。", Severity.MUST))
    elif found is not None and not found.is_sure and not decided:
        words = {Likeness.VARIANT: "名称写法不同", Likeness.SLIP: "名称只差一个字"}
        names = "、".join(one.name for one in (found.enterprise, *found.others))
        why = "有几家企业都对得上" if found.others else words.get(found.likeness, "")
        doubts.append(
            _look("sender_like", draft.file, f"表里填的是“{draft.enterprise}”，按“{names}”收，{why}，请核对。")
        )
    if draft.is_doubtful:
        doubts.append(_look("mapping_unsure", draft.file, "表头与征集表对应得不够有把握，请确认对应关系。"))
    if draft.filled != draft.read:
        sentence = f"表里有 {draft.filled} 个填了内容的单元格，读到 {draft.read} 个，请打开原文件核对。"
        doubts.append(_look("census", draft.file, sentence, Severity.MUST))
    return doubts


def _look(code: str, where: str, message: str, severity: Severity = Severity.LOOK) -> Finding:
    return Finding(severity, code, where, message)
