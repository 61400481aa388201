"""Which paragraphs are headings: numbers alone do not tell, since lists are numbered too.

Labelled paragraphs are first strung into chains (一、二、三 …; each chain ends where a higher one goes on). A chain is
then taken or left as a whole, by how many of its members look like titles. What could be either is asked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.checks import Finding, Option, Severity
from domain.numbering import NumberLabel, NumberStyle, parse_label
from domain.reading import ReadingChoices
from importers.blocks import Block, ParagraphBlock
from importers.heading_boxes import BoxSpan, find_boxes
from importers.heading_chains import Chain, Verdict, judge, string_chains
from importers.heading_looks import Look, LookFound, find_looks
from importers.heading_ranks import rank_styles
from importers.heading_shapes import Member, Shape, label_blocks, read_member, read_members

# More of one kind than anyone would go through one by one.
MAX_FINDINGS = 200
_MAX_UNNUMBERED = 20
_MAX_BETWEEN = 200
_SENTENCE_END = "。；：，、！？;:,!?"
_MAX_SHOWN = 24
_HEADING, _TEXT = Option("heading", "作为标题"), Option("text", "作为正文")
_AS_ASSUMED = ReadingChoices()


@dataclass(frozen=True)
class Heading:
    """A heading found: `value` is the number it prints (0: none), `rest` the text that followed it in its paragraph.

    `below` is set for an unnumbered heading under which numbers of that style begin anew; `look` tells by what an
    unnumbered one was known; `mark` is the number as the source prints it, `above` the numbers before its
    last one (1.2.3).
    """

    index: int
    title: str
    style: NumberStyle | None = None
    value: int = 0
    rest: str = ""
    outline_level: int | None = None
    below: NumberStyle | None = None
    mark: str = ""
    above: tuple[int, ...] = ()
    look: Look | None = None


@dataclass
class Headings:
    """Headings by their index among the blocks, boxes, ranks of the number styles (1 is the highest), and doubts."""

    found: dict[int, Heading] = field(default_factory=dict)
    boxes: list[BoxSpan] = field(default_factory=list)
    ranks: dict[NumberStyle, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Doubt:
    """A place that may be one heading or several, or text; `headings` are what it would be."""

    headings: tuple[Heading, ...]
    is_assumed: bool
    message: str


def question_ids(blocks: Sequence[Block]) -> list[str]:
    """The place of every block as questions name it: its line, with a count where several share one."""
    counts: dict[int, int] = {}
    ids = []
    for block in blocks:
        count = counts[block.line] = counts.get(block.line, 0) + 1
        ids.append(str(block.line) if count == 1 else f"{block.line}.{count}")
    return ids


def find_headings(blocks: Sequence[Block], choices: ReadingChoices = _AS_ASSUMED) -> Headings:
    """Find the headings among the blocks of a body, as the choices settle what is doubtful."""
    labels = label_blocks(blocks)
    boxes = _settle_boxes(find_boxes(blocks, labels), blocks, choices)
    inside = frozenset(place for box in boxes[0] for place in range(box.start, box.end))
    labels = {index: label for index, label in labels.items() if index not in inside}
    members = read_members(blocks, labels)
    ranks = rank_styles(member.label for member in members if member.shape is not Shape.TEXT and not member.is_listed)
    result = Headings({}, boxes[0], ranks, boxes[1])
    doubts = _take_chains(blocks, members, result)
    doubts += _take_looks(blocks, labels, inside, result)
    ids = question_ids(blocks)
    if len(doubts) > MAX_FINDINGS:
        message = f"另有 {len(doubts) - MAX_FINDINGS} 处可能是标题、也可能是正文，没有逐一列出，请导入后在大纲里核对。"
        result.findings.append(Finding(Severity.LOOK, "heading_doubts", "正文", message))
    for doubt in doubts[:MAX_FINDINGS]:
        _settle(doubt, blocks, ids, choices, result)
    result.found = dict(sorted(result.found.items()))
    result.findings.sort(key=lambda finding: finding.line)
    return result


def looks_like_heading(block: Block) -> bool:
    """Whether a paragraph begins with the first number of a list of headings."""
    if not isinstance(block, ParagraphBlock):
        return False
    label = parse_label(block.text, loose=len(block.text) <= _MAX_UNNUMBERED)
    if label is None or label.value != 1:
        return False
    return read_member(0, block, label).shape is not Shape.TEXT


def _take_chains(blocks: Sequence[Block], members: Sequence[Member], result: Headings) -> list[_Doubt]:
    chains, strays = string_chains(members, result.ranks)
    doubts: list[_Doubt] = []
    for chain in chains:
        lead = _heading_above(blocks, chain, result.found) if chain.outer else None
        verdict = judge(chain, has_lead=lead is not None)
        headings = tuple(_heading_of(member) for member in chain.members if member.title)
        if verdict.is_taken:
            result.found |= {heading.index: heading for heading in headings}
            if lead is not None:
                result.found[lead] = Heading(lead, _text(blocks[lead]), below=chain.style, look=Look.SHORT)
            doubts += _overlong(chain)
        if verdict.is_doubtful and headings:
            doubts.append(_Doubt(headings, verdict.is_taken, _chain_sentence(chain, verdict)))
    for stray in strays:
        if stray.shape is Shape.TITLE and not stray.is_listed:
            message = f"“{_shown(stray)}”的编号接不上前后的编号，暂作为正文。"
            doubts.append(_Doubt((_heading_of(stray),), is_assumed=False, message=message))
    return doubts


def _overlong(chain: Chain) -> list[_Doubt]:
    """Members that would be no titles alone, but stand among headings."""
    if sum(member.shape is Shape.TEXT for member in chain.members) * 2 >= len(chain.members):
        return []
    return [
        _Doubt((_heading_of(member),), True, f"“{_shown(member)}”夹在同级标题之间，但写法像一段正文，暂作为标题。")
        for member in chain.members
        if member.shape is Shape.TEXT and member.title and not member.rest
    ]


def _heading_of(member: Member) -> Heading:
    level = member.block.outline_level
    label: NumberLabel = member.label
    return Heading(
        member.index,
        member.title,
        label.style,
        label.value,
        member.rest,
        outline_level=level,
        mark=member.mark,
        above=label.above,
    )


def _chain_sentence(chain: Chain, verdict: Verdict) -> str:
    first, last = chain.members[0], chain.members[-1]
    what = f"“{_shown(first)}”"
    if len(chain.members) > 1:
        what += f"至“{_shown(last)}”这 {len(chain.members)} 段"
    return f"{what}带有编号，可能是标题，也可能是正文里的列举，暂作为{'标题' if verdict.is_taken else '正文'}。"


def _take_looks(
    blocks: Sequence[Block], labels: Mapping[int, NumberLabel], inside: frozenset[int], result: Headings
) -> list[_Doubt]:
    doubts = []
    for one in find_looks(blocks, labels, result.found, inside):
        heading = _look_heading(one, blocks, labels, result)
        result.found[one.index] = heading
        if not one.is_sure:
            message = f"“{one.title}”没有编号，{_WHY[one.look]}，暂作为标题。"
            doubts.append(_Doubt((heading,), is_assumed=True, message=message))
    return doubts


_WHY = {Look.CENTRED: "单独成行并居中，像是标题", Look.SHORT: "是上下两段之间单独的短行，像是标题"}


def _look_heading(
    one: LookFound, blocks: Sequence[Block], labels: Mapping[int, NumberLabel], result: Headings
) -> Heading:
    block, after = blocks[one.index], labels.get(one.index + 1)
    level = block.outline_level if isinstance(block, ParagraphBlock) else None
    below = after.style if after and after.value == 1 and one.index + 1 in result.found else None
    return Heading(one.index, one.title, rest=one.rest, outline_level=level, below=below, look=one.look)


def _settle(
    doubt: _Doubt, blocks: Sequence[Block], ids: Sequence[str], choices: ReadingChoices, result: Headings
) -> None:
    """Ask about a doubtful place and obey the answer."""
    first = doubt.headings[0].index
    options = (_HEADING, _TEXT) if doubt.is_assumed else (_TEXT, _HEADING)
    question = f"heading:{ids[first]}"
    where = _text(blocks[first])[:_MAX_SHOWN]
    result.findings.append(
        Finding(
            Severity.LOOK,
            "heading_doubt",
            where,
            doubt.message,
            question=question,
            options=options,
            line=blocks[first].line,
        )
    )
    for heading in doubt.headings:
        if choices.pick(question, options[0].key) == _HEADING.key:
            result.found[heading.index] = heading
        else:
            result.found.pop(heading.index, None)


def _settle_boxes(
    spans: Sequence[BoxSpan], blocks: Sequence[Block], choices: ReadingChoices
) -> tuple[list[BoxSpan], list[Finding]]:
    """Boxes as far as they reach by the officer's word, and the questions about their ends."""
    ids = question_ids(blocks)
    settled, findings = [], []
    for span in spans:
        if span.doubtful is None:
            settled.append(span)
            continue
        options = (Option("box", "属于专栏"), Option("text", "专栏到此为止"))
        question = f"box_end:{ids[span.doubtful]}"
        shown = _text(blocks[span.doubtful])[:_MAX_SHOWN]
        title = _text(blocks[span.start])
        message = f"“{shown}”可能还属于“{title}”，也可能是专栏之后的正文，暂归入专栏。"
        line = blocks[span.doubtful].line
        findings.append(
            Finding(Severity.LOOK, "box_end", title, message, question=question, options=options, line=line)
        )
        is_box = choices.pick(question, "box") == "box"
        settled.append(span if is_box else BoxSpan(span.start, span.doubtful))
    return settled, findings


def _heading_above(blocks: Sequence[Block], chain: Chain, found: Mapping[int, Heading]) -> int | None:
    """The unnumbered heading between an open chain and one that begins at 1 again below it."""
    assert chain.outer is not None
    first = chain.members[0].index
    place = bisect_left(chain.outer.members, first, key=lambda member: member.index)
    before = max(first - _MAX_BETWEEN, chain.outer.members[place - 1].index)
    for index in range(first - 1, before, -1):
        if index in found:
            return None
        block = blocks[index]
        if not isinstance(block, ParagraphBlock) or parse_label(block.text):
            continue
        if len(block.text) <= _MAX_UNNUMBERED and block.text[-1] not in _SENTENCE_END:
            return index
    return None


def _shown(member: Member) -> str:
    text = member.mark + member.title
    return text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"


def _text(block: Block) -> str:
    return block.text if isinstance(block, ParagraphBlock) else ""
