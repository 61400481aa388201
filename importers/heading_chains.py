"""Numbered paragraphs strung into chains (一、二、三 …): a chain is taken or left as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from domain.numbering import DECIMAL_DEPTHS, NumberStyle
from importers.heading_ranks import STRUCTURAL, is_high
from importers.heading_shapes import Member, Shape

_MAX_NESTED_LISTS = 8


class Verdict(Enum):
    """Whether a chain is one of headings; the doubtful ones are asked about."""

    HEADINGS = "headings"
    PERHAPS = "headings, it seems"
    PERHAPS_NOT = "a list, it seems"
    LIST = "a list"

    @property
    def is_taken(self) -> bool:
        """Whether the chain is read as headings unless the officer says otherwise."""
        return self in (Verdict.HEADINGS, Verdict.PERHAPS)

    @property
    def is_doubtful(self) -> bool:
        """Whether the officer is asked."""
        return self in (Verdict.PERHAPS, Verdict.PERHAPS_NOT)


@dataclass
class Chain:
    """Numbers of one style that follow each other.

    `outer` is the chain of the same style that was still open when this one began at 1 again; `before` the one whose
    numbers this one goes on with in another chapter.
    """

    style: NumberStyle
    members: list[Member] = field(default_factory=list)
    outer: Chain | None = None
    before: Chain | None = None

    @property
    def last(self) -> Member:
        """The latest member."""
        return self.members[-1]


def string_chains(members: Sequence[Member], ranks: Mapping[NumberStyle, int]) -> tuple[list[Chain], list[Member]]:
    """Chains in order of their first members, and the titles whose numbers fit nowhere."""
    chains: list[Chain] = []
    strays: list[Member] = []
    open_chains: dict[NumberStyle, list[Chain]] = {style: [] for style in NumberStyle}
    latest: dict[NumberStyle, Chain] = {}
    for member in members:
        style = member.label.style
        chain = _chain_for(member, open_chains[style], latest.get(style))
        if chain is None:
            strays.append(member)
            continue
        if not chain.members:
            chains.append(chain)
        chain.members.append(member)
        latest[style] = chain
        if member.shape is not Shape.TEXT or style in STRUCTURAL:
            for other, waiting in open_chains.items():
                if ranks[other] > ranks[style]:
                    waiting.clear()
    return chains, strays


def _chain_for(member: Member, waiting: list[Chain], latest: Chain | None) -> Chain | None:
    """The chain a member goes on with, or a new one; None when its number fits nowhere."""
    value = member.label.value
    for place in range(len(waiting) - 1, -1, -1):
        if _follows(member, waiting[place].last):
            del waiting[place + 1 :]
            return waiting[place]
    styled = member.block.outline_level is not None
    runs_on = latest is not None and latest.last.label.value + 1 == value
    # A chapter may go on counting where the one before it stopped.
    starts_late = (
        is_high(member.label.style)
        and member.shape is Shape.TITLE
        and not (latest and latest.last.label.value >= value)
    )
    if value == 1 or (not waiting and (runs_on or starts_late or styled)) or _is_new_decimal(member, waiting):
        before = latest if runs_on and value > 1 else None
        chain = Chain(member.label.style, outer=waiting[-1] if waiting else None, before=before)
        waiting.append(chain)
        del waiting[:-_MAX_NESTED_LISTS]
        return chain
    if waiting and (member.shape is Shape.TITLE or styled):
        # A number left out or used twice: a heading all the same, and the numbers are compared later.
        return waiting[-1]
    return None


def _follows(member: Member, last: Member) -> bool:
    return last.label.value + 1 == member.label.value and last.label.above == member.label.above


def _is_new_decimal(member: Member, waiting: Sequence[Chain]) -> bool:
    return member.label.style in DECIMAL_DEPTHS and bool(waiting) and waiting[-1].last.label.above != member.label.above


def judge(chain: Chain, *, has_lead: bool) -> Verdict:
    """Whether the members of a chain are headings; `has_lead` tells that an unnumbered heading stands above it."""
    members = _whole_run(chain)
    if any(member.block.outline_level is not None for member in members):
        return Verdict.HEADINGS
    if chain.style in STRUCTURAL or chain.style is NumberStyle.ARTICLE:
        return _judge_structural(chain, members)
    titles = sum(member.shape is Shape.TITLE for member in members)
    if chain.outer and not has_lead and titles < len(members):
        return Verdict.LIST
    listed = sum(member.is_listed for member in members)
    if listed and listed * 2 >= len(members):
        return Verdict.LIST
    if _is_announced(chain):
        return Verdict.PERHAPS_NOT if titles == len(members) and len(members) > 1 else Verdict.LIST
    return _judge_high(chain, members) if is_high(chain.style) else _judge_low(chain, members)


def _whole_run(chain: Chain) -> list[Member]:
    """The members of a chain and of those it goes on from."""
    members = list(chain.members)
    seen = chain
    while seen.before is not None and len(members) < 200:
        seen = seen.before
        members = seen.members + members
    return members


def _judge_structural(chain: Chain, members: Sequence[Member]) -> Verdict:
    if len(members) > 1 or any(member.shape is Shape.TITLE for member in members):
        return Verdict.HEADINGS
    return Verdict.PERHAPS_NOT if members[0].label.value == 1 else Verdict.LIST


def _is_announced(chain: Chain) -> bool:
    """Whether “…如下：” stands above, and no text between the items."""
    first = chain.members[0]
    if chain.style is NumberStyle.HAN or not first.after_colon:
        return False
    return (
        not any(member.has_body for member in chain.members[:-1])
        and (len(chain.members) > 1 or first.shape is not Shape.RUN_IN)
        and not any(member.shape is Shape.RUN_IN for member in chain.members)
    )


def _judge_high(chain: Chain, members: Sequence[Member]) -> Verdict:
    likely = sum(member.shape is not Shape.TEXT for member in members)
    if likely * 2 > len(members):
        return Verdict.HEADINGS
    if likely * 2 == len(members) or (likely and any(member.has_body for member in members)):
        return Verdict.PERHAPS
    return Verdict.PERHAPS_NOT if len(members) > 1 and chain.style is NumberStyle.HAN else Verdict.LIST


def _judge_low(chain: Chain, members: Sequence[Member]) -> Verdict:
    titles = sum(member.shape is Shape.TITLE for member in members)
    likely = sum(member.is_title for member in members)
    if len(members) == 1:
        if chain.style in DECIMAL_DEPTHS and titles:
            # Its number tells where it belongs.
            return Verdict.HEADINGS
        return Verdict.PERHAPS if titles and members[0].has_body else Verdict.PERHAPS_NOT if titles else Verdict.LIST
    if likely * 2 <= len(members):
        return Verdict.PERHAPS_NOT if likely * 2 == len(members) and likely else Verdict.LIST
    bare = not any(member.has_body or member.shape is Shape.RUN_IN for member in members[:-1])
    return Verdict.PERHAPS if bare and chain.members[0].after_text and titles == likely else Verdict.HEADINGS
