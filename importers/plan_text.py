"""Blocks → the outline of a plan: title, preamble, numbered headings with their paragraphs, boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.checks import Finding, Severity
from domain.exchange import PlanInfo
from domain.labels import PlanStage
from domain.numbering import NumberStyle, format_label
from domain.outline import NodeKind, OutlineNode, Paragraph, place_nodes
from domain.tables import TablePlace
from domain.text import trim
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.front_matter import FrontMatter, is_date, parse_date, read_front_matter
from importers.headings import RANKS, Heading, find_headings, looks_like_heading

_MAX_SIGNATURE = 30


@dataclass
class _Draft:
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

    def node(self) -> OutlineNode:
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


@dataclass
class PlanText:
    """The plan without its tables; `places` tells by line where those stood that the body was given."""

    info: PlanInfo
    preamble: tuple[Paragraph, ...]
    nodes: tuple[OutlineNode, ...]
    findings: list[Finding]
    places: dict[int, TablePlace] = field(default_factory=dict)


def read_plan_body(blocks: Sequence[Block]) -> PlanText:
    """Make the outline of a body; nothing is dropped but the lines that the plan's own fields now hold."""
    findings: list[Finding] = []
    front, rest = _split_front(blocks, findings)
    rest, signature, issued_on = _split_signature(rest, findings)
    builder = _Builder(rest)
    builder.build()
    findings += builder.findings
    run_on = _run_on_styles(builder.drafts)
    findings += _compare_numbers(builder.drafts, run_on)
    stage = front.stage
    if not front.stage_mark and stage is PlanStage.DRAFT and front.document_number:
        stage = PlanStage.ISSUED
    info = PlanInfo(
        title=front.title,
        stage=stage,
        document_number=front.document_number,
        issuing_authority=front.issuing_authority or signature,
        issued_on=issued_on,
        stage_mark=front.stage_mark,
        run_on=run_on,
    )
    preamble = tuple(Paragraph(text) for text in builder.preamble)
    return PlanText(info, preamble, tuple(draft.node() for draft in builder.drafts), findings, builder.places)


def _split_front(blocks: Sequence[Block], findings: list[Finding]) -> tuple[FrontMatter, list[Block]]:
    limit = next(
        (index for index, block in enumerate(blocks) if looks_like_heading(block) or isinstance(block, TableBlock)),
        len(blocks),
    )
    head = [block for block in blocks[:limit] if isinstance(block, ParagraphBlock)]
    front = read_front_matter(head)
    if front.before_title:
        shown = "；".join(head[index].text[:30] for index in front.before_title[:5])
        message = f"标题之前有 {len(front.before_title)} 段文字，已收进引言，请核对去留：{shown}"
        findings.append(Finding(Severity.LOOK, "text_before_title", "引言", message))
    for index in front.labels:
        message = f"标题上方的“{head[index].text}”没有收入。"
        findings.append(Finding(Severity.NOTE, "annex_mark", "标题", message))
    kept = [block for index, block in enumerate(head) if index not in front.used]
    return front, [*kept, *blocks[limit:]]


def _split_signature(blocks: list[Block], findings: list[Finding]) -> tuple[list[Block], str, str | None]:
    """Take the signature block (names and a date at the very end) off the body; returns the names and the date."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, ParagraphBlock) or not is_date(last.text):
        return blocks, "", None
    start = len(blocks) - 1
    while start > 0 and len(blocks) - start <= 4:
        above = blocks[start - 1]
        if not isinstance(above, ParagraphBlock) or len(above.text) > _MAX_SIGNATURE or above.text[-1] in "。；：！？":
            break
        if looks_like_heading(above) or above.outline_level is not None:
            break
        start -= 1
    names = [block.text for block in blocks[start:-1] if isinstance(block, ParagraphBlock)]
    shown = "、".join([*names, last.text])
    findings.append(Finding(Severity.NOTE, "signature", "落款", f"文末的落款没有作为正文收入：{shown}。"))
    return blocks[:start], "、".join(names), parse_date(last.text)


class _Builder:
    """Hangs paragraphs and headings under each other, in reading order."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._headings = find_headings(blocks)
        self._levels = _level_ranks(self._headings)
        self._stack: list[_Draft] = []
        self._children: Counter[int | None] = Counter()
        self.drafts: list[_Draft] = []
        self.preamble: list[str] = []
        self.places: dict[int, TablePlace] = {}
        self.findings: list[Finding] = []

    def build(self) -> None:
        """Fill `drafts`, `preamble` and `findings`."""
        split = rewritten = 0
        for index, block in enumerate(self._blocks):
            if isinstance(block, TableBlock):
                self._add_box(block)
                continue
            heading = self._headings.get(index)
            if heading is None:
                self._add_paragraph(block.text)
                continue
            self._open(heading.title, heading.style, block.line, heading.value, self._rank(heading))
            rewritten += (
                heading.style is not None and heading.mark != format_label(heading.style, heading.value).strip()
            )
            if heading.rest:
                split += 1
                self._add_paragraph(heading.rest)
        if rewritten:
            message = f"有 {rewritten} 个标题的编号写法（如“1、”“(一)”）已统一为国家标准的写法。"
            self.findings.append(Finding(Severity.NOTE, "number_marks", "正文", message))
        if split:
            message = f"有 {split} 个标题与正文写在同一段，已把正文分成单独一段。"
            self.findings.append(Finding(Severity.NOTE, "run_in_headings", "正文", message))

    def _rank(self, heading: Heading) -> float:
        if heading.style is not None:
            return RANKS[heading.style]
        if heading.above is not None:
            below = RANKS[heading.above]
            return next((draft.rank for draft in reversed(self._stack) if draft.rank < below), below - 0.5)
        return self._levels.get(heading.outline_level or 1, float(heading.outline_level or 1))

    def _open(self, title: str, style: NumberStyle | None, line: int, value: int, rank: float) -> _Draft:
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        parent = self._stack[-1].id if self._stack else None
        self._children[parent] += 1
        draft = _Draft(len(self.drafts) + 1, parent, self._children[parent], title, style, line, value, rank)
        self.drafts.append(draft)
        self._stack.append(draft)
        return draft

    def _add_paragraph(self, text: str) -> None:
        text = trim(text)
        (self._stack[-1].paragraphs if self._stack else self.preamble).append(text)

    def _add_box(self, block: TableBlock) -> None:
        """A table of one column is a 专栏: its first line the title, the rest its text; any other keeps its place."""
        if block.columns > 1:
            node = self._stack[-1] if self._stack else None
            texts = node.paragraphs if node else self.preamble
            self.places[block.line] = TablePlace(node.id if node else None, len(texts))
            return
        lines = [line for cell in block.cells for line in cell.lines]
        if not lines:
            return
        box = self._open(lines[0], None, block.line, 0, float("inf"))
        box.kind = NodeKind.BOX
        box.paragraphs += lines[1:]
        self._stack.pop()


def _level_ranks(headings: Mapping[int, Heading]) -> dict[int, float]:
    """Where unnumbered headings of an outline level stand among the numbered ones."""
    votes: dict[int, Counter[int]] = {}
    for heading in headings.values():
        if heading.style is not None and heading.outline_level is not None:
            votes.setdefault(heading.outline_level, Counter())[RANKS[heading.style]] += 1
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


def _run_on_styles(drafts: Sequence[_Draft]) -> frozenset[NumberStyle]:
    """Styles whose numbers go on from one chapter into the next."""
    run_on = set()
    for style in NumberStyle:
        numbered = [draft for draft in drafts if draft.style is style]
        values = [draft.value for draft in numbered]
        parents = {draft.parent for draft in numbered}
        if len(parents) > 1 and values == sorted(set(values)):
            firsts = [min(one.value for one in numbered if one.parent == parent) for parent in parents]
            if sum(first > 1 for first in firsts) == len(parents) - 1:
                run_on.add(style)
    return frozenset(run_on)


def _compare_numbers(drafts: Sequence[_Draft], run_on: frozenset[NumberStyle]) -> list[Finding]:
    """Findings where the number printed in the source is not the one the outline counts."""
    findings = []
    values = {draft.id: draft.value for draft in drafts}
    for placed in place_nodes([draft.node() for draft in drafts], run_on):
        printed = values[placed.node.id]
        if placed.node.style is None or not printed or printed == placed.value:
            continue
        before = format_label(placed.node.style, printed).strip()
        message = f"原文编号为“{before}”，按顺序编为“{placed.label.strip()}”，请核对是否漏号或重号。"
        findings.append(Finding(Severity.LOOK, "number_gap", placed.heading, message))
    return findings


def with_role_word(info: PlanInfo, word: str) -> PlanInfo:
    """The plan under the word its clauses use for 落实单位."""
    return replace(info, role_word=word) if word else info
