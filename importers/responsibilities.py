"""Units and duties from the clauses that end sections: （牵头单位：甲；配合单位：乙）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.checks import Finding, Severity
from domain.duty_clause import ParsedClause, is_clause_line, parse_clause
from domain.outline import NodeKind, OutlineNode, Paragraph, PlacedNode, group_children
from domain.text import comparison_key
from domain.units import Duty, Role, Unit

_ROLE_WORD = r"(?:牵头|配合|落实|责任|主办|协办|参与|主责|承办|实施|支持)(?:责任)?(?:单位|部门)\s*[:：]"
_ANY_CLAUSE = re.compile(_ROLE_WORD)
_ANY_VERBS = re.compile(r"[（(][^（()）]*(?:牵头|职责分工)[^（()）]*[)）][。；]?$")
_RESPONSIBLE_WORD = re.compile(r"(\w+)\s*[:：]\s*\{responsible\}")


@dataclass
class Responsibilities:
    """What the clauses say: units in order of first appearance, duties in the order of the text."""

    units: list[Unit] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    role_word: str = ""
    findings: list[Finding] = field(default_factory=list)
    by_key: dict[str, Unit] = field(default_factory=dict)


def take_duties(placed: Sequence[PlacedNode]) -> tuple[tuple[OutlineNode, ...], Responsibilities]:
    """Read the clause that ends a section: the section becomes a task, its children measures.

    Nodes are given and come back in reading order, the clause kept as a template on its paragraph.
    """
    found = Responsibilities()
    lifted = _lift_common_clauses([one.node for one in placed])
    headings = {one.node.id: one.heading for one in placed}
    for parent in lifted.moved:
        message = "责任单位写在各项举措之后，已归到这项任务，打印时在举措之前，请核对。"
        found.findings.append(Finding(Severity.LOOK, "clause_lifted", headings[parent], message))
    nodes = {one.node.id: _take_clause(replace(one, node=lifted.nodes[one.node.id]), found) for one in placed}
    below_task: set[int | None] = set()
    for one in placed:
        # Reading order: a parent comes before what stands below it.
        node = nodes[one.node.id]
        if node.parent in below_task:
            below_task.add(node.id)
            if node.kind in (NodeKind.SECTION, NodeKind.TASK):
                nodes[node.id] = replace(node, kind=NodeKind.MEASURE)
        elif node.kind is NodeKind.TASK:
            below_task.add(node.id)
    return tuple(nodes.values()), found


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
    return any(_ANY_CLAUSE.search(paragraph.text) for paragraph in node.paragraphs)


def _take_clause(one: PlacedNode, found: Responsibilities) -> OutlineNode:
    node = one.node
    if not node.paragraphs:
        return node
    *before, last = _join_clause_lines(node.paragraphs)
    for paragraph in before:
        _note_unread(paragraph.text, one, found)
    parsed = parse_clause(last.text) or _parse_tidied(last.text, one, found)
    if parsed is None:
        _note_unread(last.text, one, found)
        return node
    held: set[int] = set()
    for role, names in parsed.names.items():
        for name in names:
            unit = _unit(name, found)
            if unit.id in held:
                message = f"“{name}”在同一处责任单位里写了不止一次，只保留第一次。"
                found.findings.append(Finding(Severity.LOOK, "unit_twice", one.heading, message))
                continue
            held.add(unit.id)
            found.duties.append(Duty(node.id, unit.id, role, len(held), len(found.duties) + 1))
    word = _RESPONSIBLE_WORD.search(parsed.template)
    if word and Role.RESPONSIBLE in parsed.names:
        found.role_word = found.role_word or word.group(1).strip()
    paragraph = replace(last, text=parsed.body, clause=parsed.template)
    deadline = parsed.deadline or node.deadline
    return replace(node, kind=NodeKind.TASK, paragraphs=(*before, paragraph), deadline=deadline)


def _join_clause_lines(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Make one paragraph of the lines 牵头单位：…, 配合单位：…, 完成时限：… that end a section."""
    count = 0
    while count < len(paragraphs) and is_clause_line(paragraphs[-1 - count].text):
        count += 1
    if count < 2 or parse_clause(joined := "\n".join(one.text for one in paragraphs[-count:])) is None:
        return tuple(paragraphs)
    return (*paragraphs[:-count], Paragraph(joined))


def _parse_tidied(text: str, one: PlacedNode, found: Responsibilities) -> ParsedClause | None:
    """Read a clause again with its blanks gone and its commas made 、; the text is kept that way, and it is said."""
    places = [match.start() for match in _ANY_CLAUSE.finditer(text)]
    if not places:
        return None
    start = max((place for place in range(places[0]) if text[place] in "（(【["), default=places[0])
    tidied = re.sub(r"[，,、][\s\u3000]*", "、", text[start:])
    tidied = re.sub(rf"、(?={_ROLE_WORD})", "；", re.sub(r"[\s\u3000]+", "", tidied))
    parsed = parse_clause(text[:start] + tidied)
    if parsed is not None:
        message = "责任单位里的空格、逗号已按顿号、分号统一。"
        found.findings.append(Finding(Severity.NOTE, "clause_tidied", one.heading, message))
    return parsed


def _unit(name: str, found: Responsibilities) -> Unit:
    key = comparison_key(name)
    if key not in found.by_key:
        number = len(found.units) + 1
        found.by_key[key] = Unit(number, name, seq=number)
        found.units.append(found.by_key[key])
    return found.by_key[key]


def _note_unread(text: str, one: PlacedNode, found: Responsibilities) -> None:
    if _ANY_CLAUSE.search(text) or _ANY_VERBS.search(text):
        message = f"这一段里的责任单位没有认出来，仍作为文字保留：“{text[-60:]}”。"
        found.findings.append(Finding(Severity.LOOK, "clause_unread", one.heading, message))
