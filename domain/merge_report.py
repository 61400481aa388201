"""What reading a file into a plan does, step by step, and which steps the officer takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from domain.checks import Finding, Severity

T = TypeVar("T")
Place = tuple[int, ...]  # where a step stands among the others: earlier in the plan is smaller


class StepKind(StrEnum):
    """What becomes of a piece of the plan."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class MergeStep:
    """One thing a reading does: `before` is our text, `after` the source's, empty where there is none.

    `key` is the same whenever the same draft meets the same plan. In a `conflict` both sides changed the piece: ours
    stays unless the step is adopted. `by` names who made a tracked change, where the source says so.
    """

    key: str
    kind: StepKind
    where: str
    before: str
    after: str
    conflict: bool = False
    by: str = ""


@dataclass
class MergeReport:
    """Headings, paragraphs and table rows by what became of them, every step, and what needs a person."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    findings: list[Finding] = field(default_factory=list)
    steps: list[MergeStep] = field(default_factory=list)

    def need_person(self, code: str, where: str, message: str) -> None:
        """Note what a person has to decide."""
        self.findings.append(Finding(Severity.MUST, code, where, message))


class Ledger:
    """Offers steps and knows which are taken.

    `declined` are the keys of steps not to be taken, `adopted` those of conflicts in which the source wins.
    """

    def __init__(self, declined: frozenset[str], adopted: frozenset[str]) -> None:
        self.report = MergeReport()
        self._declined = declined
        self._adopted = adopted
        self._steps: list[tuple[Place, MergeStep]] = []

    def finish(self) -> MergeReport:
        """The report, its steps in the order of the plan."""
        self.report.steps = [step for _, step in sorted(self._steps, key=lambda placed: placed[0])]
        return self.report

    def offer(self, at: Place, step: MergeStep, *, allowed: bool = True) -> bool:
        """List a step; True when it is taken. What stands below something declined is not `allowed`."""
        self._steps.append((at, step))
        if not allowed or step.key in self._declined:
            return False
        return not step.conflict or step.key in self._adopted

    def remembers_former(self, step: MergeStep) -> bool:
        """Whether a step that was not taken is to come up again; a conflict nobody spoke of is settled as ours."""
        return not step.conflict or step.key in self._declined

    def add(self, at: Place, key: str, where: str, text: str, *, allowed: bool = True, by: str = "") -> bool:
        """Offer a new piece."""
        return self.offer(at, MergeStep(key, StepKind.NEW, where, "", text, by=by), allowed=allowed)

    def remove(
        self, at: Place, key: str, where: str, text: str, *, conflict: bool = False, by: str = ""
    ) -> tuple[bool, bool]:
        """Offer to take a piece out; whether it goes, and whether the next reading is to offer it again."""
        step = MergeStep(key, StepKind.GONE, where, text, "", conflict, by)
        gone = self.offer(at, step)
        if conflict and not gone:
            self.report.need_person("gone_but_changed", where, "来源文件已删去此处，但本机改过，已保留本机的内容。")
        return gone, not gone and self.remembers_former(step)

    def choose(
        self,
        at: Place,
        key: str,
        where: str,
        values: tuple[T, T, T | None],
        texts: tuple[str, str] | None = None,
        by: str = "",
    ) -> tuple[T, T]:
        """Three-way choice on one value, given as ours, theirs and base: what only one side changed is taken.

        `base` None means that nothing is known of the former state; then the source is believed. Returns the value
        for the plan, and the one the next reading takes as base. `texts` say ours and theirs for a reader.
        """
        ours, theirs, base = values
        if theirs == ours or (base is not None and theirs == base):
            return ours, theirs
        conflict = base is not None and ours != base
        before, after = texts or (str(ours), str(theirs))
        kind = StepKind.CHANGED if before and after else StepKind.GONE if before else StepKind.NEW
        step = MergeStep(key, kind, where, before, after, conflict, by)
        if self.offer(at, step):
            return theirs, theirs
        if conflict:
            self.note_conflict(where)
        if self.remembers_former(step):
            return ours, ours if base is None else base
        return ours, theirs

    def note_conflict(self, where: str) -> None:
        """Say that both sides changed a place and that ours stayed."""
        self.report.need_person(
            "changed_on_both_sides", where, "来源文件和本机都改过此处，已保留本机的内容，请对照来源文件核对。"
        )

    def count(self, before: object, after: object) -> None:
        """Count one piece that was and is."""
        if before == after:
            self.report.same += 1
        else:
            self.report.changed += 1
