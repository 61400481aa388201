"""What crosses a border, frozen: drafts in, snapshots out, and the JSON form of both."""

from domain.content import PlanContent, PlanDraft, PlanInfo, PlanSnapshot, SourceFile
from domain.exchange_json import FORMAT, content_from_json, content_to_json

__all__ = [
    "FORMAT",
    "PlanContent",
    "PlanDraft",
    "PlanInfo",
    "PlanSnapshot",
    "SourceFile",
    "content_from_json",
    "content_to_json",
]
