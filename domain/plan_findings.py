"""What the checks of a plan work on and say: rules, the plan laid out for them, findings with their place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from domain.checks import Finding, Severity
from domain.exchange import PlanContent
from domain.outline import OutlineNode, PlacedNode
from domain.spots import Spot
from domain.units import Unit

if TYPE_CHECKING:
    from domain.plan_readings import Readings  # which reads a lot of words, and findings are wanted at the start

_LONGEST_NAME = 18


@dataclass(frozen=True)
class Fix:
    """What would settle a finding in one step: a stable English `verb`, what a button says, and its ids or words."""

    verb: str
    label: str
    target: int = 0
    text: str = ""


@dataclass(frozen=True)
class Words:
    """The words a finding is about: characters `start` to `end` of `text`, the whole title, paragraph or cell."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class PlanFinding(Finding):
    """A finding on a plan: where it leads to, why it matters, and what would settle it.

    `words` is set where it is about words in a text; `rule` is the code of the rule that found it.
    """

    spot: Spot = field(default_factory=Spot)
    why: str = ""
    fix: Fix | None = None
    words: Words | None = None
    rule: str = ""

    @property
    def sentence(self) -> str:
        """Place and message as one sentence; a message that is a sentence itself stands behind a colon."""
        return f"{self.where}{'：' if self.message.endswith('。') else ''}{self.message}".rstrip("。")


@dataclass(frozen=True)
class CheckedPlan:
    """A plan laid out for the rules; `today` decides what is past, `readings` are what its texts say by themselves."""

    content: PlanContent
    today: datetime.date
    readings: Readings
    placed: tuple[PlacedNode, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "placed", self.content.placed())

    @cached_property
    def children(self) -> dict[int | None, list[PlacedNode]]:
        """The headings below a heading, in order; None: at the top."""
        found: dict[int | None, list[PlacedNode]] = {}
        for one in self.placed:
            found.setdefault(one.node.parent, []).append(one)
        return found

    @cached_property
    def units(self) -> dict[int, Unit]:
        """The units by id."""
        return {unit.id: unit for unit in self.content.units}

    def place(self, one: PlacedNode) -> str:
        """What a heading is called in a finding: “（一）摸清底数”."""
        return f"“{shorten(one.heading)}”" if one.node.title else f"“{one.label}”" if one.label else "一个标题"


Examined = Iterator[PlanFinding | None]


@dataclass(frozen=True)
class Rule:
    """One check: a stable English `code`, what it is about in Chinese, and the check itself.

    `check` yields what it finds and None now and then, so that who runs it can pause between two steps.
    """

    code: str
    title: str
    why: str
    check: Callable[[CheckedPlan], Iterator[PlanFinding | None]]


def found(
    code: str, severity: Severity, where: str, message: str, spot: Spot, fix: Fix | None = None, why: str = ""
) -> PlanFinding:
    """A finding; without a reason of its own the register gives that of the rule."""
    return PlanFinding(severity, code, where, message, spot=spot, fix=fix, why=why)


def on_node(node: OutlineNode, name: str = "") -> Spot:
    """A heading, or one field of it."""
    return Spot(node=node.id, field=name)


def shorten(text: str) -> str:
    """The beginning of a heading."""
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
