"""Units and duties from the clauses of sections: （牵头单位：甲；配合单位：乙）, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.checks import Finding, Option, Severity
from domain.duty_clause import is_clause_line, parse_clause
from domain.duty_words import ANY_ROLE_WORD
from domain.outline import NodeKind, OutlineNode, Paragraph, PlacedNode, group_children
from domain.reading import ReadingChoices
from domain.units import Duty, Role, Unit
from importers.duty_clauses import LEAD_FIRST, Section, SectionDuties, read_section, says_first_leads
from importers.duty_units import UnitDirectory, UnitRegister, listed_units

_RESPONSIBLE_WORD = re.compile(r"(?<!\w)(\w{1,20})\s{0,2}[:：]\s{0,2}\{(?:lead\+)?responsible[|}]")
_AS_ASSUMED = ReadingChoices()


@dataclass
class Responsibilities:
    """What the clauses say: units in office order, duties in the order of the text."""

    units: list[Unit] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    role_word: str = ""
    findings: list[Finding] = field(default_factory=list)


def take_duties(
    placed: Sequence[PlacedNode], choices: ReadingChoices = _AS_ASSUMED, directory: UnitDirectory | None = None
) -> tuple[tuple[OutlineNode, ...], Responsibilities]:
    """Read the clauses of every section: a section that has any becomes a task, its children measures.

    Nodes are given and come back in reading order, each clause kept as a template on its paragraph. `directory` tells
    the units there are; without it the shipped list does.
    """
    return _Taker(choices, directory or listed_units()).take(placed)


class _Taker:
    """Reads one plan."""

    def __init__(self, choices: ReadingChoices, directory: UnitDirectory) -> None:
        self._choices = choices
        self._register = UnitRegister(directory, choices)
        self._found = Responsibilities()
        self._duties: list[tuple[int, int, Role, int]] = []
        self._first_leads = False

    def take(self, placed: Sequence[PlacedNode]) -> tuple[tuple[OutlineNode, ...], Responsibilities]:
        """The nodes with templates, and what their clauses say."""
        lifted = _lift_common_clauses([one.node for one in placed])
        self._note_lifted(lifted, placed)
        self._note_first_leads(placed)
        parents = {one.node.parent for one in placed}
        nodes = {
            one.node.id: self._read(one, lifted.nodes[one.node.id], has_children=one.node.id in parents)
            for one in placed
        }
        _name_measures(placed, nodes)
        units, ids = self._register.units()
        self._found.units += units
        self._found.duties += [
            Duty(node, ids[unit], role, seq, count)
            for count, (node, unit, role, seq) in enumerate(self._duties, start=1)
        ]
        self._found.findings += self._register.findings()
        return tuple(nodes.values()), self._found

    def _note_lifted(self, lifted: _Lifted, placed: Sequence[PlacedNode]) -> None:
        headings = {one.node.id: one.heading for one in placed}
        for parent in lifted.moved:
            message = "责任单位写在各项举措之后，已归到这项任务，打印时在举措之前，请核对。"
            self._found.findings.append(Finding(Severity.LOOK, "clause_lifted", headings[parent], message))

    def _note_first_leads(self, placed: Sequence[PlacedNode]) -> None:
        """A remark that the first unit leads holds for every clause of the plan, if the officer agrees."""
        texts = [paragraph.text for one in placed for paragraph in one.node.paragraphs]
        saying = [text for text in texts if says_first_leads(text)]
        if not saying:
            return
        self._first_leads = any(not ANY_ROLE_WORD.search(text) or parse_clause(text) is None for text in saying)
        message = "原文说明排在第一的单位为牵头单位，已把各处的第一个单位作为牵头单位，请核对。"
        options = (Option("lead", "第一个单位牵头"), Option("same", "都是落实单位"))
        self._found.findings.append(Finding(Severity.LOOK, "lead_first", "责任单位", message, LEAD_FIRST, options))

    def _read(self, one: PlacedNode, node: OutlineNode, *, has_children: bool) -> OutlineNode:
        node = self._clause_of_title(one, node)
        if not node.paragraphs:
            return node
        section = Section(
            one.heading,
            str(node.source_line or node.id),
            has_children,
            self._first_leads,
            self._register,
            self._choices,
        )
        made = read_section(_join_clause_lines(node.paragraphs), node.deadline, section)
        self._found.findings += section.findings
        if not made.roles:
            return node
        self._keep(node.id, made)
        return replace(node, kind=NodeKind.TASK, paragraphs=made.paragraphs, deadline=made.deadline)

    def _clause_of_title(self, one: PlacedNode, node: OutlineNode) -> OutlineNode:
        """A clause behind a title becomes the first paragraph below it."""
        if not ANY_ROLE_WORD.search(node.title):
            return node
        parsed = parse_clause(node.title, self._register.directory.knows)
        if parsed is None or not parsed.body:
            return node
        message = "责任单位写在标题后面，已移到标题下面单独一段，请核对。"
        self._found.findings.append(Finding(Severity.LOOK, "clause_in_title", one.heading, message))
        clause = Paragraph(node.title[len(parsed.body) :])
        return replace(node, title=parsed.body, paragraphs=(clause, *node.paragraphs))

    def _keep(self, node_id: int, made: SectionDuties) -> None:
        for seq, (unit, role) in enumerate(made.roles, start=1):
            self._duties.append((node_id, unit, role, seq))
        for paragraph in made.paragraphs:
            word = _RESPONSIBLE_WORD.search(paragraph.clause)
            if word:
                self._found.role_word = self._found.role_word or word.group(1).strip()


def _name_measures(placed: Sequence[PlacedNode], nodes: dict[int, OutlineNode]) -> None:
    """What stands below a task is a measure. Reading order: a parent comes before what stands below it."""
    below_task: set[int | None] = set()
    for one in placed:
        node = nodes[one.node.id]
        if node.parent in below_task:
            below_task.add(node.id)
            if node.kind in (NodeKind.SECTION, NodeKind.TASK):
                nodes[node.id] = replace(node, kind=NodeKind.MEASURE)
        elif node.kind is NodeKind.TASK:
            below_task.add(node.id)


@dataclass
class _Lifted:
    nodes: dict[int, OutlineNode]
    moved: list[int] = field(default_factory=list)


def _lift_common_clauses(nodes: Sequence[OutlineNode]) -> _Lifted:
    """Move a clause that is a paragraph of its own behind the last of several measures up to their task.

    It stays where it is when one of the other measures, or the task itself, names units too.
    """
    lifted = _Lifted({node.id: node for node in nodes})
    for parent, children in group_children(nodes).items():
        above, last = lifted.nodes.get(parent or 0), lifted.nodes[children[-1].id]
        if above is None or len(children) < 2 or len(last.paragraphs) < 1:
            continue
        clause = parse_clause(last.paragraphs[-1].text)
        others = [above, *children[:-1]]
        if clause is None or clause.body or any(_has_clause(node) for node in others):
            continue
        lifted.nodes[above.id] = replace(above, paragraphs=(*above.paragraphs, last.paragraphs[-1]))
        lifted.nodes[last.id] = replace(last, paragraphs=last.paragraphs[:-1])
        lifted.moved.append(above.id)
    return lifted


def _has_clause(node: OutlineNode) -> bool:
    return any(ANY_ROLE_WORD.search(paragraph.text) for paragraph in node.paragraphs)


def _join_clause_lines(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Make one paragraph of the lines 牵头单位：…, 配合单位：…, 完成时限：… that end a section."""
    count = 0
    while count < len(paragraphs) and is_clause_line(paragraphs[-1 - count].text):
        count += 1
    if count < 2 or parse_clause(joined := "\n".join(one.text for one in paragraphs[-count:])) is None:
        return tuple(paragraphs)
    return (*paragraphs[:-count], Paragraph(joined))
