"""A whole plan as values, frozen: what a draft and a snapshot hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from domain.checks import Finding, MutedRule
from domain.collection import EMPTY_COLLECTION, Collection
from domain.deadlines import plan_year
from domain.enterprises import Enterprise
from domain.labels import STAGE_LABELS, PlanStage
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph, PlacedNode, place_nodes, printed_paragraphs
from domain.reading import SourcePiece
from domain.remarks import Remark
from domain.returned import Origin, ReturnedFile
from domain.tables import AppendixTable
from domain.units import Duty, Unit
from domain.versions import PlanVersion


@dataclass(frozen=True)
class PlanInfo:
    """The plan itself. `stage_mark` is the mark as printed when it is none of the four stages (讨论稿).

    Dates are ISO 8601. `layout` is a layout profile as JSON text, which only exporters understand.
    """

    title: str = ""
    stage: PlanStage = PlanStage.DRAFT
    document_number: str = ""
    issuing_authority: str = ""
    issued_on: str | None = None
    role_word: str = "落实单位"
    stage_mark: str = ""
    run_on: frozenset[NumberStyle] = frozenset()
    layout: str = ""
    addressees: str = ""
    copied_to: str = ""
    classification: str = ""
    urgency: str = ""
    signer: str = ""
    printed_by: str = ""
    annotation: str = ""
    printed_on: str | None = None

    @property
    def year(self) -> int | None:
        """The year the plan is made for, by which 年内 and the like are reckoned; None where nothing tells."""
        return plan_year(self.issued_on, self.document_number, self.title)

    @property
    def mark(self) -> str:
        """征求意见稿, 送审稿 …; empty for a formal document or a draft without a mark."""
        return self.stage_mark or ("" if self.stage is PlanStage.ISSUED else STAGE_LABELS[self.stage])


@dataclass(frozen=True)
class PlanContent:
    """A whole plan as values.

    `preamble` are the paragraphs before the first heading. Ids are those of the plan file, or local to a draft.
    """

    info: PlanInfo = PlanInfo()
    preamble: tuple[Paragraph, ...] = ()
    nodes: tuple[OutlineNode, ...] = ()
    units: tuple[Unit, ...] = ()
    duties: tuple[Duty, ...] = ()
    tables: tuple[AppendixTable, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    remarks: tuple[Remark, ...] = ()
    versions: tuple[PlanVersion, ...] = ()
    collection: Collection = EMPTY_COLLECTION
    muted: tuple[MutedRule, ...] = ()

    def succeeded(self, **values: Any) -> PlanContent:
        """The content with other values, which keeps what was reckoned from those that stay.

        Headings that say other words stand where they stood: they are not placed and numbered again.
        """
        then, now = self, replace(self, **values)
        if now.info.run_on == then.info.run_on and "_placed" in then.__dict__:
            if now.nodes is then.nodes:
                _hand_down(then, now, "_placed", "_tasks")
            elif (placed := _placed_again(then, now.nodes)) is not None:
                now.__dict__["_placed"] = placed
        if now.units is then.units:
            _hand_down(then, now, "_units_by_id")
        if now.duties is then.duties:
            _hand_down(then, now, "_duties_by_task")
        return now

    def placed(self) -> tuple[PlacedNode, ...]:
        """The outline in reading order, numbered; after an edit a dozen places want to know."""
        return self._placed

    def printed_paragraphs(self, node: OutlineNode) -> list[str]:
        """A node's paragraphs as the reader sees them, duty clause included."""
        duties = self.duties_of(node.id)
        units = [self._units_by_id[one.unit_id] for one in duties if one.unit_id in self._units_by_id]
        return printed_paragraphs(node, duties, units, self.info.role_word)

    def duties_of(self, task_id: int) -> Sequence[Duty]:
        """The duties of one task, in no order; printing thousands of tasks must not look through all for each."""
        return self._duties_by_task.get(task_id, ())

    @cached_property
    def _placed(self) -> tuple[PlacedNode, ...]:
        return place_nodes(self.nodes, self.info.run_on)

    @cached_property
    def _units_by_id(self) -> dict[int, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _duties_by_task(self) -> dict[int, list[Duty]]:
        found: dict[int, list[Duty]] = {}
        for duty in self.duties:
            found.setdefault(duty.task_id, []).append(duty)
        return found

    def tasks(self) -> tuple[PlacedNode, ...]:
        """The tasks in reading order."""
        return self._tasks

    @cached_property
    def _tasks(self) -> tuple[PlacedNode, ...]:
        return tuple(placed for placed in self._placed if placed.node.kind is NodeKind.TASK)


def _hand_down(then: PlanContent, now: PlanContent, *names: str) -> None:
    now.__dict__.update({name: then.__dict__[name] for name in names if name in then.__dict__})


def _placed_again(then: PlanContent, nodes: Sequence[OutlineNode]) -> tuple[PlacedNode, ...] | None:
    """The outline with its changed headings where they were; None where one came, went, moved or counts otherwise."""
    if len(nodes) != len(then.nodes):
        return None
    changed = {}
    for old, new in zip(then.nodes, nodes, strict=True):
        if old is not new:
            if (old.id, old.parent, old.seq, old.style) != (new.id, new.parent, new.seq, new.style):
                return None
            changed[new.id] = new
    return tuple(replace(one, node=changed[one.node.id]) if one.node.id in changed else one for one in then.placed())


@dataclass(frozen=True)
class SourceFile:
    """Where a draft came from: file name without folder, and the SHA-256 of its bytes in hex."""

    name: str
    sha256: str


@dataclass(frozen=True)
class PlanDraft:
    """What a reader made of a file, not yet in any plan; `pieces` are the whole source, in order.

    `returned` is what the file says under its hidden keys, where it is an export of ours.
    """

    content: PlanContent
    source: SourceFile
    findings: tuple[Finding, ...] = ()
    pieces: tuple[SourcePiece, ...] = ()
    returned: ReturnedFile | None = None


@dataclass(frozen=True)
class PlanSnapshot:
    """A plan read from its file inside one transaction, at one revision; `origin` names that state in exports."""

    content: PlanContent
    revision: int = 0
    path: str = field(default="", compare=False)
    origin: Origin | None = field(default=None, compare=False)
