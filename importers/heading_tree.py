"""Headings and paragraphs hung under each other, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.checks import Finding, Severity
from domain.numbering import NumberStyle, format_label, format_number
from domain.outline import NodeKind, OutlineNode, Paragraph, place_nodes
from domain.reading import ReadingChoices
from domain.tables import TablePlace
from domain.text import trim
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.heading_boxes import BoxSpan
from importers.heading_looks import Look
from importers.headings import MAX_FINDINGS, Heading, find_headings


@dataclass
class Draft:
    """A node being filled; `rank` orders headings from high (small) to low, `value` is the number printed."""

    id: int
    parent: int | None
    seq: int
    title: str
    style: NumberStyle | None
    line: int
    value: int
    rank: float
    kind: NodeKind = NodeKind.SECTION
    paragraphs: list[str] = field(default_factory=list)
    above: tuple[int, ...] = ()
    look: Look | None = None
    child_styles: set[NumberStyle] = field(default_factory=set)

    def node(self) -> OutlineNode:
        """The node as it stands."""
        return OutlineNode(
            self.id,
            self.parent,
            self.seq,
            self.kind,
            self.title,
            self.style,
            tuple(Paragraph(text) for text in self.paragraphs),
            self.line,
        )


class OutlineBuilder:
    """Builds `drafts`, `preamble`, `places` of tables and `findings` from the blocks of a body."""

    def __init__(self, blocks: Sequence[Block], choices: ReadingChoices) -> None:
        self._blocks = blocks
        found = find_headings(blocks, choices)
        self._headings, self._ranks = found.found, found.ranks
        self._boxes = {span.start: span for span in found.boxes}
        self._box_end = 0
        self._levels = _level_ranks(self._headings, self._ranks)
        self._top = min((self._ranks[one.style] for one in self._headings.values() if one.style), default=1)
        self._stack: list[Draft] = []
        self._children: Counter[int | None] = Counter()
        # Boxes with no text behind them so far, by the heading they stand under.
        self._last_box: dict[int | None, Draft] = {}
        self.drafts: list[Draft] = []
        self.preamble: list[str] = []
        self.places: dict[int, TablePlace] = {}
        self.findings: list[Finding] = list(found.findings)

    def build(self) -> None:
        """Go through the blocks once."""
        for index, block in enumerate(self._blocks):
            if index == self._box_end and self._stack and self._stack[-1].kind is NodeKind.BOX:
                self._stack.pop()
            if isinstance(block, TableBlock):
                self._add_table(block)
            elif index in self._boxes:
                self._begin_box(self._boxes[index], block)
            elif index in self._headings:
                self._add_heading(self._headings[index], block)
            else:
                self._add_paragraph(block.text)
        self._say_rewritten()

    def _say_rewritten(self) -> None:
        headings = self._headings.values()
        rewritten = sum(
            one.style is not None and one.mark != format_label(one.style, one.value, one.above).strip()
            for one in headings
        )
        split = sum(bool(one.rest) for one in headings)
        if rewritten:
            message = f"有 {rewritten} 个标题的编号写法（如“1、”“(一)”）已统一为国家标准的写法。"
            self.findings.append(Finding(Severity.NOTE, "number_marks", "正文", message))
        if split:
            message = f"有 {split} 个标题与正文写在同一段，已把正文分成单独一段。"
            self.findings.append(Finding(Severity.NOTE, "run_in_headings", "正文", message))

    def _add_heading(self, heading: Heading, block: ParagraphBlock) -> None:
        draft = self._open(heading.title, heading.style, block.line, heading.value, self._rank(heading))
        draft.above, draft.look = heading.above, heading.look
        if heading.rest:
            self._add_paragraph(heading.rest)

    def _rank(self, heading: Heading) -> float:
        if heading.style is not None:
            return self._ranks[heading.style]
        if heading.look is Look.KNOWN:
            return self._top
        if heading.outline_level is not None:
            return self._levels.get(heading.outline_level, float(heading.outline_level))
        if heading.below is not None:
            return self._rank_above(heading, self._ranks[heading.below], heading.below)
        alike = next((draft.rank for draft in self._stack if draft.look is heading.look), None)
        if alike is not None:
            return alike
        above = next((draft.rank for draft in reversed(self._stack) if draft.style is not None), None)
        return above + 0.5 if above is not None else 0.5

    def _rank_above(self, heading: Heading, below: float, style: NumberStyle) -> float:
        """An unnumbered heading over numbers that begin anew: beside the one whose numbers it follows, or inside it."""
        for draft in reversed(self._stack):
            if draft.rank < below:
                alike = draft.style is None and draft.look is heading.look
                return draft.rank if alike or style in draft.child_styles else below - 0.5
        return below - 0.5

    def _open(self, title: str, style: NumberStyle | None, line: int, value: int, rank: float) -> Draft:
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        parent = self._stack[-1].id if self._stack else None
        if self._stack and style is not None:
            self._stack[-1].child_styles.add(style)
        self._children[parent] += 1
        draft = Draft(len(self.drafts) + 1, parent, self._children[parent], title, style, line, value, rank)
        self.drafts.append(draft)
        self._stack.append(draft)
        return draft

    def _add_paragraph(self, text: str) -> None:
        draft = self._stack[-1] if self._stack else None
        (draft.paragraphs if draft else self.preamble).append(trim(text))
        box = self._last_box.pop(draft.id if draft else None, None)
        if box is not None:
            message = "原文里这个专栏后面还有本节的正文。方案中专栏排在本节正文之后，请核对位置。"
            self.findings.append(Finding(Severity.NOTE, "box_moved", box.title, message, line=box.line))

    def _begin_box(self, span: BoxSpan, block: ParagraphBlock) -> None:
        parent = self._stack[-1].id if self._stack else None
        box = self._open(block.text, None, block.line, 0, float("inf"))
        box.kind = NodeKind.BOX
        self._box_end = span.end
        self._last_box[parent] = box

    def _add_table(self, block: TableBlock) -> None:
        """A table of one column is a 专栏: its first line the title, the rest its text; any other keeps its place."""
        node = self._stack[-1] if self._stack else None
        if block.columns > 1:
            texts = node.paragraphs if node else self.preamble
            self.places[block.line] = TablePlace(node.id if node else None, len(texts))
            return
        lines = [line for cell in block.cells for line in cell.lines]
        if not lines:
            return
        if node is not None and node.kind is NodeKind.BOX:
            # The title stands above the frame.
            node.paragraphs += lines
            return
        box = self._open(lines[0], None, block.line, 0, float("inf"))
        box.kind = NodeKind.BOX
        box.paragraphs += lines[1:]
        self._stack.pop()
        self._last_box[node.id if node else None] = box


def _level_ranks(headings: Mapping[int, Heading], order: Mapping[NumberStyle, int]) -> dict[int, float]:
    """Where unnumbered headings of an outline level stand among the numbered ones."""
    votes: dict[int, Counter[int]] = {}
    for heading in headings.values():
        if heading.style is not None and heading.outline_level is not None:
            votes.setdefault(heading.outline_level, Counter())[order[heading.style]] += 1
    known = {level: counts.most_common(1)[0][0] for level, counts in votes.items()}
    ranks: dict[int, float] = {}
    for level in range(1, 10):
        if level in known:
            ranks[level] = known[level]
        elif level - 1 in ranks and known:
            ranks[level] = ranks[level - 1] + 0.1
        else:
            ranks[level] = level / 10
    return ranks


def run_on_styles(drafts: Sequence[Draft]) -> frozenset[NumberStyle]:
    """Styles whose numbers go on from one chapter into the next."""
    run_on = set()
    for style, firsts in _first_values(drafts):
        later = firsts[1:]
        if later and sum(value > 1 for value in later) * 2 > len(later) and later == sorted(later):
            run_on.add(style)
    return frozenset(run_on)


def _first_values(drafts: Sequence[Draft]) -> Iterator[tuple[NumberStyle, list[int]]]:
    """For every style the first number under each parent, in reading order."""
    firsts: dict[NumberStyle, dict[int | None, int]] = {}
    for draft in drafts:
        if draft.style is not None:
            firsts.setdefault(draft.style, {}).setdefault(draft.parent, draft.value)
    for style, by_parent in firsts.items():
        yield style, list(by_parent.values())


def compare_numbers(drafts: Sequence[Draft], run_on: frozenset[NumberStyle]) -> list[Finding]:
    """Findings where the number printed in the source is not the one the outline counts; said once a shift."""
    findings = []
    by_id = {draft.id: draft for draft in drafts}
    shifts: dict[tuple[int | None, NumberStyle], int] = {}
    for placed in place_nodes([draft.node() for draft in drafts], run_on):
        draft, style = by_id[placed.node.id], placed.node.style
        if style is None or not draft.value:
            continue
        key = (None if style in run_on else draft.parent, style)
        shift = draft.value - placed.value
        before, after = (format_number(style, draft.value, draft.above), placed.number)
        is_other = bool(draft.above) and before != after and not shift
        if (shift and shift != shifts.get(key, 0)) or is_other:
            printed = format_label(style, draft.value, draft.above).strip()
            message = f"原文编号为“{printed}”，按顺序编为“{placed.label.strip()}”，请核对是否漏号或重号。"
            findings.append(Finding(Severity.LOOK, "number_gap", placed.heading, message, line=draft.line))
        shifts[key] = shift
    if len(findings) > MAX_FINDINGS:
        message = f"另有 {len(findings) - MAX_FINDINGS} 处编号与顺序不符，没有逐一列出，请对照原文核对编号。"
        findings[MAX_FINDINGS:] = [Finding(Severity.LOOK, "number_gap", "正文", message)]
    return findings
