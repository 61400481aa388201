"""What the matrix shows: chapters and tasks down, units across, how much each has, and what is to be said of a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from domain.exchange import PlanContent
from domain.labels import ROLE_LABELS
from domain.outline import NodeKind, PlacedNode
from domain.responsibilities import Matrix
from domain.units import Role, Unit

Roles = Mapping[tuple[int, int], Role]
Counts = dict[int, Counter[Role]]  # by the id of a heading or of a unit
ROLE_ORDER = (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE)


@dataclass(frozen=True)
class MatrixRow:
    """A task with the number it prints under, or, with number 0, a chapter that the tasks below it belong to."""

    placed: PlacedNode
    number: int
    depth: int

    @property
    def id(self) -> int:
        """The heading."""
        return self.placed.node.id

    @property
    def is_task(self) -> bool:
        """Whether units can have duties here."""
        return self.number > 0

    @property
    def text(self) -> str:
        """What the row prints: a task without its label, since it has its number beside it."""
        return self.placed.node.title if self.is_task else self.placed.heading


@dataclass(frozen=True)
class Narrowing:
    """Which part of the matrix is shown: tasks of a chapter, of a unit, with findings; only units with a duty there."""

    chapter: int | None = None
    unit: int | None = None
    findings_only: bool = False
    busy_only: bool = False

    @property
    def is_on(self) -> bool:
        """Whether anything may be left out."""
        return self != Narrowing()

    def within(self, content: PlanContent, matrix: Matrix) -> Narrowing:
        """The same without a chapter or a unit that is no longer in the plan."""
        nodes, units = {node.id for node in content.nodes}, {unit.id for unit in matrix.units}
        chapter = self.chapter if self.chapter in nodes else None
        return replace(self, chapter=chapter, unit=self.unit if self.unit in units else None)


def matrix_rows(content: PlanContent, matrix: Matrix) -> tuple[MatrixRow, ...]:
    """Every row: the tasks, between chapters where the tasks belong to more than one."""
    numbers = {task.node.id: number for number, task in enumerate(matrix.tasks, start=1)}
    nodes = {placed.node.id: placed for placed in content.placed()}
    chains = {id_: _chain(nodes, id_) for id_ in numbers}
    chapters = {id_: [one for one in chain if not _is_task(one)] for id_, chain in chains.items()}
    has_bands = len({tuple(one.node.id for one in chain) for chain in chapters.values()}) > 1
    rows: list[MatrixRow] = []
    above: list[PlacedNode] = []
    for id_, number in numbers.items():
        chain = chapters[id_] if has_bands else []
        same = sum(1 for _ in _shared(above, chain))
        rows += [MatrixRow(one, 0, depth) for depth, one in enumerate(chain) if depth >= same]
        above = chain
        depth = max(len(chain) - 1, 0) + sum(_is_task(one) for one in chains[id_])
        rows.append(MatrixRow(nodes[id_], number, depth))
    return tuple(rows)


def shown_rows(rows: Sequence[MatrixRow], wanted: Iterable[int]) -> tuple[MatrixRow, ...]:
    """The wanted tasks, and the chapters that still have one."""
    kept: list[MatrixRow] = []
    tasks = set(wanted)
    for row in reversed(rows):
        below = kept[-1] if kept else None
        if row.id in tasks or (not row.is_task and below is not None and (below.is_task or below.depth > row.depth)):
            kept.append(row)
    return tuple(reversed(kept))


def chapters_of(content: PlanContent, matrix: Matrix) -> list[tuple[PlacedNode, frozenset[int]]]:
    """The headings that tasks stand below, in reading order, with those tasks."""
    placed = content.placed()
    nodes = {one.node.id: one for one in placed}
    below: dict[int, set[int]] = {}
    for task in matrix.tasks:
        for one in _chain(nodes, task.node.id):
            below.setdefault(one.node.id, set()).add(task.node.id)
    return [(one, frozenset(below[one.node.id])) for one in placed if one.node.id in below and not _is_task(one)]


def count_roles(roles: Roles, part: int) -> Counts:
    """How many duties of each role every heading (part 0) or every unit (part 1) has."""
    counts: Counts = {}
    for cell, role in roles.items():
        counts.setdefault(cell[part], Counter())[role] += 1
    return counts


def find_faults(content: PlanContent, matrix: Matrix, counts: Counts) -> dict[int, str]:
    """What is to be said about tasks: nobody there, no lead, more than one. A measure's units speak for its task.

    Where no unit of the plan leads, every one being 落实, it has no need of leads.
    """
    shared = {node.parent for node in content.nodes if node.id in counts and counts[node.id].total()}
    tasks = [counts.get(task.node.id) or Counter[Role]() for task in matrix.tasks]
    has_leads = any(count[Role.LEAD] for count in tasks)
    said = {}
    for task, count in zip(matrix.tasks, tasks, strict=True):
        sentence = _fault(count, is_shared=task.node.id in shared, has_leads=has_leads)
        if sentence:
            said[task.node.id] = sentence
    return said


def busy_units(units: Sequence[Unit], roles: Roles, tasks: frozenset[int]) -> tuple[Unit, ...]:
    """The units that have a duty in some of the tasks, in order."""
    busy = {unit for task, unit in roles if task in tasks}
    return tuple(unit for unit in units if unit.id in busy)


def spell_counts(counts: Mapping[Role, int], what: str) -> str:
    """5个单位：牵头1、配合4."""
    held = [(role, counts.get(role, 0)) for role in ROLE_ORDER if counts.get(role, 0)]
    parts = "、".join(f"{ROLE_LABELS[role]}{count}" for role, count in held)
    return f"{sum(count for _, count in held)}{what}" + (f"：{parts}" if parts else "")


def _fault(count: Counter[Role], *, is_shared: bool, has_leads: bool) -> str:
    if not count.total():
        return "" if is_shared else QCoreApplication.translate("MatrixModel", "尚无责任单位")
    if count[Role.LEAD] > 1:
        return QCoreApplication.translate("MatrixModel", "有{count}个牵头单位").format(count=count[Role.LEAD])
    if not count[Role.LEAD] and (has_leads or count[Role.SUPPORT]):
        return QCoreApplication.translate("MatrixModel", "没有牵头单位")
    return ""


def _chain(nodes: Mapping[int, PlacedNode], id_: int) -> list[PlacedNode]:
    """The headings above one, from the top."""
    chain: list[PlacedNode] = []
    parent = nodes[id_].node.parent
    while parent is not None:
        chain.insert(0, nodes[parent])
        parent = nodes[parent].node.parent
    return chain


def _shared(one: Sequence[PlacedNode], other: Sequence[PlacedNode]) -> Iterable[PlacedNode]:
    for left, right in zip(one, other, strict=False):
        if left.node.id != right.node.id:
            return
        yield left


def _is_task(placed: PlacedNode) -> bool:
    return placed.node.kind is NodeKind.TASK
