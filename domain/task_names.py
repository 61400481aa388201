"""Whose units a task prints: its own, or for a measure without any those of its task."""

from __future__ import annotations

from domain.content import PlanContent
from domain.outline import NodeKind
from domain.units import Role, duties_of


def holder_of(content: PlanContent, node_id: int) -> int:
    """The heading whose duties count for a task or measure."""
    if content.duties_of(node_id):
        return node_id
    node = next((one for one in content.nodes if one.id == node_id), None)
    if node is None or node.kind is NodeKind.TASK:
        return node_id
    parent = next((one for one in content.nodes if one.id == node.parent), None)
    return parent.id if parent is not None and parent.kind is NodeKind.TASK else node_id


def names_of(content: PlanContent, node_id: int) -> dict[Role, list[str]]:
    """The short names of a heading's own units, by role."""
    names = {unit.id: unit.name for unit in content.units}
    found: dict[Role, list[str]] = {role: [] for role in Role}
    for duty in duties_of(node_id, content.duties_of(node_id)):
        found[duty.role].append(names[duty.unit_id])
    return found
