"""Checks on the words of every text of a plan: slips of the pen, and words written in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.checks import Severity
from domain.plan_findings import CheckedPlan, Examined, Fix, PlanFinding, Words, found
from domain.plan_readings import Piece, Placed, folded
from domain.spots import Spot
from domain.term_slips import find_spelling, mixed_terms
from domain.text_slips import Slip

MEND = "mend_words"
_PULSE = 512  # pieces between two breaths


def check_slips(*codes: str, severity: Severity = Severity.LOOK) -> Callable[[CheckedPlan], Examined]:
    """A check that tells the slips of these codes."""

    def check(plan: CheckedPlan) -> Examined:
        for code in codes:
            for placed, slip in plan.readings.by_code.get(code, ()):
                yield None if _is_told_elsewhere(placed, slip) else on_words(plan, placed, slip, severity)

    return check


def check_mixed_terms(plan: CheckedPlan) -> Examined:
    """A word that the plan spells in two ways: the rarer spelling is told wherever it stands."""
    total: Counter[str] = Counter()
    using: dict[str, list[Placed]] = {}
    for number, placed in enumerate(plan.readings.pieces):
        for word, count in placed.piece.twins:
            total[word] += count
            using.setdefault(word, []).append(placed)
        if number % _PULSE == 0:
            yield None
    for term in mixed_terms([total]):
        for placed in using[term.rare]:
            for slip in find_spelling(placed.piece.text, term):
                yield on_words(plan, placed, slip, Severity.LOOK)


def check_mixed_names(plan: CheckedPlan) -> Examined:
    """Latin words and names of enterprises that differ from the usual spelling in width or case only."""
    counts: dict[str, Counter[str]] = {}
    for number, placed in enumerate(plan.readings.pieces):
        for word, _ in _names(placed.piece):
            counts.setdefault(folded(word), Counter())[word] += 1
        if number % _PULSE == 0:
            yield None
    usual = {key: _usual(words) for key, words in counts.items() if len(words) > 1}
    if not usual:
        return
    for number, placed in enumerate(plan.readings.pieces):
        if number % _PULSE == 0:
            yield None
        for word, start in _names(placed.piece):
            better = usual.get(folded(word), word)
            if better != word:
                message = f"“{word}”写法不统一，全文多写作“{better}”。"
                slip = Slip("name_mixed", start, start + len(word), message, better)
                yield on_words(plan, placed, slip, Severity.LOOK)


def on_words(plan: CheckedPlan, placed: Placed, slip: Slip, severity: Severity) -> PlanFinding:
    """The finding that a slip makes; what mends it is offered where the slip knows."""
    fix = None
    if slip.fix is not None:
        gone = placed.piece.text[slip.start : slip.end]
        label = f"改为“{slip.fix}”" if slip.fix else f"删去“{gone}”"
        fix = Fix(MEND, label if slip.start < slip.end else f"补上“{slip.fix}”", text=slip.fix)
    words = Words(placed.piece.text, slip.start, slip.end)
    one = found(slip.code, severity, placed.where, slip.message, spot_of(placed), fix)
    return replace(one, words=words)


def spot_of(placed: Placed) -> Spot:
    """Where a piece stands, by ids."""
    key = placed.piece.key
    if placed.table is not None and placed.row is not None:
        column = next((one.id for one in placed.table.spec.columns if one.key == key), None)
        return Spot(table=placed.table.id, row=placed.row.id, column=column)
    if placed.node is None:
        return Spot(node=0, paragraph=key if isinstance(key, int) else None)
    if isinstance(key, int):
        return Spot(node=placed.node.node.id, paragraph=key)
    return Spot(node=placed.node.node.id, field="title")


def _is_told_elsewhere(placed: Placed, slip: Slip) -> bool:
    """A cell that ends with a comma is told with the cells that are not filled."""
    text = placed.piece.text
    return placed.table is not None and slip.code == "sentence_unfinished" and text[slip.start : slip.end] in "，、"


def _names(piece: Piece) -> Iterator[tuple[str, int]]:
    yield from piece.latin
    yield from ((name.text, name.start) for name in piece.names)


def _usual(words: Counter[str]) -> str:
    """The most frequent spelling; of equals the one in half width, then the one with capitals."""
    return max(words, key=lambda word: (words[word], -sum(ord(char) > 0xFF00 for char in word), -ord(word[0]), word))
