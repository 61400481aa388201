"""What reading a file into a plan did, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from domain.checks import Finding, Severity

T = TypeVar("T")


@dataclass
class MergeReport:
    """Headings, paragraphs and table rows by what became of them, and what needs a person."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    findings: list[Finding] = field(default_factory=list)

    def choose(self, where: str, ours: T, theirs: T, base: T | None) -> T:
        """Three-way choice on one value: what only one side changed is taken, ours where both did.

        `base` None means that nothing is known of the former state; then the source is believed.
        """
        if theirs == ours or (base is not None and theirs == base):
            return ours
        if base is not None and ours != base:
            self.need_person(
                "changed_on_both_sides", where, "来源文件和本机都改过此处，已保留本机的内容，请对照来源文件核对。"
            )
            return ours
        return theirs

    def count(self, before: object, after: object) -> None:
        """Count one piece that was and is."""
        if before == after:
            self.same += 1
        else:
            self.changed += 1

    def need_person(self, code: str, where: str, message: str) -> None:
        """Note what a person has to decide."""
        self.findings.append(Finding(Severity.MUST, code, where, message))
