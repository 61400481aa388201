"""What crosses a border, frozen: drafts in, snapshots out, and the JSON form of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.content import PlanContent, PlanDraft, PlanInfo, PlanSnapshot, SourceFile

__all__ = [
    "PlanContent",
    "PlanDraft",
    "PlanInfo",
    "PlanSnapshot",
    "SourceFile",
    "content_from_json",
    "content_to_json",
]


# The JSON form brings the reading of indicators and deadlines along, which opening a plan can do without.
def content_to_json(content: PlanContent) -> dict[str, Any]:
    """The plan as the JSON form that `fangan dump` prints."""
    from domain import exchange_json

    return exchange_json.content_to_json(content)


def content_from_json(value: Mapping[str, Any]) -> PlanContent:
    """The plan that `content_to_json` was given."""
    from domain import exchange_json

    return exchange_json.content_from_json(value)
