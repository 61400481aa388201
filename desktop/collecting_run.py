"""One import of returned files: read in the background, laid against the plan, decided about, not yet written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop import collecting
from desktop.collecting_errands import Errands
from desktop.collecting_forms import offered_forms
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from domain.collection import CollectionForm, LayoutMapping
from domain.content import PlanContent
from domain.enterprise_names import name_key
from domain.errors import ImportFileError
from domain.exchange import PlanSnapshot
from domain.returns import ReturnedFile, ReturnPlan
from domain.submission_draft import ReadSheet, SubmissionChoices, SubmissionDraft
from importers.guard import GivenFile


@dataclass(frozen=True)
class Reading:
    """Files as they were read by a form, with the files themselves in the same order."""

    form: CollectionForm
    given: Sequence[GivenFile | ImportFileError] = ()
    read: collecting.ReadReturns = field(default_factory=lambda: collecting.ReadReturns((), {}))


class CollectRun(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `stopped`: the user cancelled; `planned`: what
    would be taken in is known anew.
    """

    working = Signal(object, str)
    failed = Signal(object)
    stopped = Signal()
    planned = Signal()

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._errands = Errands(runner, self)
        self._errands.working.connect(self.working)
        self._errands.failed.connect(self.failed)
        self._errands.stopped.connect(self.stopped)
        self._snapshot: PlanSnapshot | None = None
        self._paths: list[Path] = []
        self.reading: Reading | None = None
        self.plan: ReturnPlan | None = None
        self.senders: dict[str, int | None] = {}  # SHA-256 → enterprise, as a person decided
        self.names: dict[str, str] = {}  # SHA-256 → name of one the plan does not know yet
        self.left_out: set[str] = set()  # SHA-256 of files that shall not be taken in
        self.mappings: dict[tuple[str, str], dict[str, str]] = {}  # (signature, sender) → fields by header
        self._asked_form = ""

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or compared."""
        return self._errands.is_busy

    def start(self, paths: Sequence[Path], form_key: str, snapshot: PlanSnapshot) -> None:
        """Read files, folders and zip files; by the form most of them name where `form_key` says none."""
        self._snapshot = snapshot
        self._paths += paths
        self._asked_form = form_key
        form = self._form(form_key)
        paths = list(self._paths)
        content = snapshot.content
        shipped = {one.key: one for one in offered_forms(content)}

        def work(progress: Progress, is_cancelled: IsCancelled) -> Reading:
            given = list(collecting.returned_files(paths))
            read = collecting.read_returns(given, self._choices(form), progress, is_cancelled)
            keys = Counter(one.form_key for _, one in read.files if isinstance(one, SubmissionDraft) and one.form_key)
            named = shipped.get(keys.most_common(1)[0][0]) if keys else None
            if named is not None and named.key != form.key and not keys[form.key]:
                read = collecting.read_returns(given, self._choices(named), progress, is_cancelled)
                return Reading(named, given, self._as_senders_write(named, given, read))
            return Reading(form, given, self._as_senders_write(form, given, read))

        self._errands.run(work, self.tr("正在读取回收的文件"), self.on_read)

    def use_form(self, key: str) -> None:
        """Read everything again by another form."""
        if self.reading is None:
            return
        form, given = self._form(key), self.reading.given

        def work(progress: Progress, is_cancelled: IsCancelled) -> Reading:
            return Reading(form, given, collecting.read_returns(given, self._choices(form), progress, is_cancelled))

        self._errands.run(work, self.tr("正在按“{}”重新读取").format(form.title), self.on_read)

    def map_layout(self, sheet: ReadSheet, fields: Mapping[str, str], sender: str = "") -> None:
        """Read the files of a layout again as a person says; `sender`: only those of one enterprise."""
        reading = self.reading
        if reading is None:
            return
        self.mappings[sheet.signature, sender] = dict(fields)
        places = [
            place
            for place, (_, draft) in enumerate(reading.read.files)
            if isinstance(draft, SubmissionDraft)
            and any(one.signature == sheet.signature for one in draft.sheets)
            and (not sender or name_key(self.sender_of(draft)) == name_key(sender))
        ]
        form, given = reading.form, [reading.given[place] for place in places]

        def work(progress: Progress, is_cancelled: IsCancelled) -> Reading:
            again = collecting.read_returns(given, self._choices(form, sender), progress, is_cancelled)
            files = list(reading.read.files)
            for place, file in zip(places, again.files, strict=True):
                files[place] = file
            told = collecting.unify_districts(files, self._choices(form))
            return replace(reading, read=collecting.ReadReturns(told, reading.read.data))

        self._errands.run(work, self.tr("正在按新的对应关系重新读取 {} 份").format(len(places)), self.on_read)

    def set_sender(self, sha256: str, enterprise_id: int | None, name: str = "") -> None:
        """Say whose a file is: an enterprise of the plan, or one it does not know yet."""
        self.senders[sha256] = enterprise_id
        if enterprise_id is None:
            self.names[sha256] = name
        else:
            self.names.pop(sha256, None)
        self.replan()

    def set_wanted(self, sha256: str, *, is_wanted: bool) -> None:
        """Take a file or leave it out."""
        (self.left_out.discard if is_wanted else self.left_out.add)(sha256)
        if self.plan is not None:
            self.plan = self._marked(self.plan)
            self.planned.emit()

    def follow(self, snapshot: PlanSnapshot) -> None:
        """The plan was edited meanwhile: compare anew."""
        self._snapshot = snapshot
        if self.plan is not None:
            self.replan()

    def replan(self) -> None:
        """Lay the files against the plan anew, in the background."""
        reading, snapshot = self.reading, self._snapshot
        if reading is None or snapshot is None:
            return
        senders, names = dict(self.senders), dict(self.names)
        shown = {one.key: one.title for one in offered_forms(snapshot.content)}

        def work(_progress: Progress, _cancelled: IsCancelled) -> ReturnPlan:
            files = tuple((name, _own(draft, reading.form, names, shown)) for name, draft in reading.read.files)
            read = collecting.ReadReturns(files, reading.read.data)
            return collecting.plan_for(read, reading.form, snapshot, senders)

        self._errands.run(work, self.tr("正在与台账对照"), self.on_planned)

    def on_read(self, reading: Reading) -> None:
        """Lay what was read against the plan."""
        self.reading = reading
        self.replan()

    def on_planned(self, plan: ReturnPlan) -> None:
        """Show what would be taken in."""
        self.plan = self._marked(plan)
        self.planned.emit()

    def stop(self) -> None:
        """Give up what is under way."""
        self._errands.stop()

    def given_of(self, one: ReturnedFile) -> GivenFile | None:
        """The file itself."""
        reading = self.reading
        if reading is None or one.draft is None:
            return None
        data = reading.read.data.get(one.draft.sha256)
        return GivenFile(one.file, data) if data is not None else None

    def sender_of(self, draft: SubmissionDraft) -> str:
        """The name a file is taken for."""
        plan = self.plan
        files = plan.files if plan is not None else ()
        found = next((one for one in files if one.draft is not None and one.draft.sha256 == draft.sha256), None)
        return found.name if found is not None else draft.enterprise

    def confirmed(self) -> list[LayoutMapping]:
        """The readings that were confirmed on the way, to be remembered with what is taken in."""
        return [LayoutMapping(0, signature, fields, sender) for (signature, sender), fields in self.mappings.items()]

    def _as_senders_write(
        self, form: CollectionForm, given: Sequence[GivenFile | ImportFileError], read: collecting.ReadReturns
    ) -> collecting.ReadReturns:
        """Read files again whose layout was confirmed for their sender alone; on a worker thread."""
        content = self._snapshot.content if self._snapshot is not None else PlanContent()
        known = {
            (one.signature, name_key(one.sender)): one.fields
            for one in content.collection.mappings
            if one.sender and one.form_id == form.id
        }
        files = list(read.files)
        for place, (_, draft) in enumerate(files):
            if not known or not isinstance(draft, SubmissionDraft):
                continue
            marks = [(sheet.signature, name_key(draft.enterprise)) for sheet in draft.sheets]
            own = {mark[0]: known[mark] for mark in marks if mark in known}
            if own:
                choices = self._choices(form)
                choices = replace(choices, remembered={**choices.remembered, **own})
                files[place] = collecting.read_returns([given[place]], choices).files[0]
        return collecting.ReadReturns(tuple(files), read.data)

    def _marked(self, plan: ReturnPlan) -> ReturnPlan:
        wanted = plan_default(plan)
        return replace(
            plan,
            files=tuple(
                replace(one, is_wanted=wanted[place] and (one.draft is None or one.draft.sha256 not in self.left_out))
                for place, one in enumerate(plan.files)
            ),
        )

    def _form(self, key: str) -> CollectionForm:
        content = self._snapshot.content if self._snapshot is not None else PlanContent()
        forms = offered_forms(content)
        return next((one for one in forms if one.key == key), forms[0])

    def _choices(self, form: CollectionForm, sender: str = "") -> SubmissionChoices:
        content = self._snapshot.content if self._snapshot is not None else PlanContent()
        choices = collecting.choices_for(form, content)
        own = {signature: dict(fields) for (signature, who), fields in self.mappings.items() if who in ("", sender)}
        return replace(choices, remembered={**choices.remembered, **own})


def plan_default(plan: ReturnPlan) -> list[bool]:
    """Whether each file is taken in when nobody says otherwise."""
    from domain.returns import ReturnKind

    return [one.kind in (ReturnKind.NEW, ReturnKind.CORRECTED) for one in plan.files]


def _own(
    draft: SubmissionDraft | str, form: CollectionForm, names: Mapping[str, str], titles: Mapping[str, str]
) -> SubmissionDraft | str:
    """The draft by the name somebody gave its sender; a sentence where it is a return of another form."""
    if isinstance(draft, str):
        return draft
    if draft.form_key and draft.form_key != form.key and draft.form_key in titles:
        return f"这是《{titles[draft.form_key]}》的回收表，请另选这份征集表导入。"
    return replace(draft, enterprise=names[draft.sha256]) if draft.sha256 in names else draft
