"""Enterprises (企业) named by the plan's tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChainPosition(StrEnum):
    """Place in the industrial chain (产业链位置)."""

    UNKNOWN = ""
    UPSTREAM = "upstream"
    MIDSTREAM = "midstream"
    DOWNSTREAM = "downstream"


@dataclass(frozen=True)
class Enterprise:
    """An enterprise; `district` is empty where the source does not tell it for this one.

    `is_lead` marks a 链主企业. `contact` and `phone` are for reminders.
    """

    id: int
    name: str
    chain_position: ChainPosition = ChainPosition.UNKNOWN
    district: str = ""
    aliases: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    is_lead: bool = False


def parse_chain_position(text: str) -> ChainPosition:
    """上游产业, 上游 and 上 → UPSTREAM; UNKNOWN when the text names none or several."""
    found = {
        position
        for position, sign in (
            (ChainPosition.UPSTREAM, "上"),
            (ChainPosition.MIDSTREAM, "中"),
            (ChainPosition.DOWNSTREAM, "下"),
        )
        if f"{sign}游" in text or text.strip() == sign
    }
    return found.pop() if len(found) == 1 else ChainPosition.UNKNOWN
