"""One file being read: its draft, what the officer decided about it, and the way back from each decision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop import routines
from desktop.jobs.runner import IsCancelled, Job, JobRunner, Progress
from domain.checks import Finding
from domain.errors import Cancelled, FanganError
from domain.exchange import PlanDraft
from domain.reading import ReadingChoices, Revisions


@dataclass(frozen=True)
class Ticks:
    """Keys of the steps not to be taken, and of the conflicts in which the source wins."""

    declined: frozenset[str] = frozenset()
    adopted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decisions:
    """How to read, which findings were looked at, and which steps are to be taken."""

    choices: ReadingChoices = field(default_factory=ReadingChoices)
    settled: frozenset[str] = frozenset()
    ticks: Ticks = Ticks()


class SourceReading(QObject):
    """Reads in the background, again after every choice; the draft shown stays until the next one is there.

    `working` carries a Job and its sentence, `read` tells of a new draft, `decided` of new decisions, `failed` carries
    a FanganError; after it the decisions are again those of the draft that is shown.
    """

    working = Signal(object, str)
    read = Signal()
    decided = Signal()
    failed = Signal(object)

    def __init__(self, path: Path, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.draft: PlanDraft | None = None
        self._runner = runner
        self._decisions = Decisions()
        self._shown = Decisions()  # those the draft was read with
        self._past: list[Decisions] = []
        self._future: list[Decisions] = []
        self._job: Job | None = None

    @property
    def decisions(self) -> Decisions:
        """What was decided so far."""
        return self._decisions

    @property
    def is_busy(self) -> bool:
        """Whether a reading is under way."""
        return self._job is not None

    def start(self) -> None:
        """Read the file with the choices made so far; a reading that is under way is given up."""
        self.stop()
        path, choices = self.path, self._decisions.choices

        def work(progress: Progress, is_cancelled: IsCancelled) -> PlanDraft:
            return routines.read_source(path, progress, is_cancelled, choices)

        job = self._job = self._runner.prepare(work)
        job.done.connect(self.on_done)
        job.failed.connect(self.on_failed)
        job.crashed.connect(self.on_crashed)
        self.working.emit(job, self.tr("正在读取“{}”").format(path.name))
        self._runner.start(job)

    def stop(self) -> None:
        """Give up a reading that is under way."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def pick(self, finding: Finding, option: str) -> None:
        """Settle a doubtful place by one of its options; what is assumed needs no reading anew."""
        assumed = finding.options[0].key if finding.options else ""
        picks = dict(self._decisions.choices.picks)
        if option == assumed:
            picks.pop(finding.question, None)
        else:
            picks[finding.question] = option
        choices = replace(self._decisions.choices, picks=picks)
        settled = self._decisions.settled | {finding_key(finding)}
        self._decide(replace(self._decisions, choices=choices, settled=settled))

    def settle(self, finding: Finding, is_settled: bool = True) -> None:
        """Note that a finding was looked at and stays as it is."""
        key = frozenset([finding_key(finding)])
        settled = self._decisions.settled | key if is_settled else self._decisions.settled - key
        self._decide(replace(self._decisions, settled=settled))

    def take_revisions(self, revisions: Revisions) -> None:
        """Take tracked changes as accepted or as never made."""
        self._decide(replace(self._decisions, choices=replace(self._decisions.choices, revisions=revisions)))

    def tick(self, ticks: Ticks) -> None:
        """Say which steps are to be taken."""
        self._decide(replace(self._decisions, ticks=ticks))

    def chosen(self, finding: Finding) -> str:
        """The key of the option a doubtful place is read by; empty where there is none to choose."""
        if not finding.options:
            return ""
        return self._decisions.choices.pick(finding.question, finding.options[0].key)

    def is_settled(self, finding: Finding) -> bool:
        """Whether somebody looked at a finding."""
        return finding_key(finding) in self._decisions.settled

    def undo(self) -> bool:
        """Take the last decision back; False when there is none."""
        if not self._past:
            return False
        self._future.append(self._decisions)
        self._go_to(self._past.pop())
        return True

    def redo(self) -> bool:
        """Decide again what was taken back."""
        if not self._future:
            return False
        self._past.append(self._decisions)
        self._go_to(self._future.pop())
        return True

    def on_done(self, draft: PlanDraft) -> None:
        """Show what was read, unless another reading has begun since."""
        if self.sender() is self._job:
            self._job = None
            self.draft = draft
            self._shown = self._decisions
            self.read.emit()

    def on_failed(self, error: FanganError) -> None:
        """Go back to the choices the shown draft was read with, and tell; nothing for a reading that was given up."""
        if self.sender() is not self._job:
            return
        self._job = None
        if self.draft is not None and self._decisions.choices != self._shown.choices:
            self._decisions = replace(self._decisions, choices=self._shown.choices)
            self.decided.emit()
        self.failed.emit(error)

    def on_crashed(self) -> None:
        """Let go of a reading that died of a bug, which the runner reports; nobody must wait for it."""
        self.on_failed(Cancelled())

    def _decide(self, decisions: Decisions) -> None:
        if decisions != self._decisions:
            self._past.append(self._decisions)
            self._future.clear()
            self._go_to(decisions)

    def _go_to(self, decisions: Decisions) -> None:
        reads = decisions.choices != self._decisions.choices
        self._decisions = decisions
        self.decided.emit()
        if reads:
            self.start()


def finding_key(finding: Finding) -> str:
    """What a finding is known by when the file is read again."""
    return finding.question or f"{finding.code}|{finding.where}|{finding.line}|{finding.message}"


def is_stopped(error: FanganError) -> bool:
    """Whether the user stopped the work, so that nothing went wrong."""
    return isinstance(error, Cancelled)
