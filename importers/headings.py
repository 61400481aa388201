"""Which paragraphs are headings: numbers alone do not tell, since lists are numbered too.

Labelled paragraphs are first strung into chains (一、二、三 …; each chain ends where a higher one goes on). A chain is
then taken or left as a whole, by how many of its members look like titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from domain.duty_clause import parse_clause
from domain.numbering import NumberLabel, NumberStyle, parse_label
from domain.text import trim
from importers.blocks import Block, ParagraphBlock

RANKS = {style: rank for rank, style in enumerate(NumberStyle, start=1)}
_MAX_TITLE = 40
_MAX_STYLED_TITLE = 80
_MAX_UNNUMBERED = 20
_MAX_NESTED_LISTS = 8
_MAX_BETWEEN = 200
# Under 1. and below, whole sentences are more often items of a list than titles.
_MAX_RUN_IN = 26
_LIST_END = ("；", ";", "，", ",", "、")
_SENTENCE_END = "。；：，、！？;:,!?"
# A number inside the text after a full stop: the paragraph holds a whole list.
_INNER_NUMBER = re.compile(
    r"[。；;]\s*(?:[2-9]|[二三四五六七八九])[.．、](?!\d)|[。；;]\s*[（(](?:[2-9]|[二三四五六七八九])[)）]"
)


class _Shape(Enum):
    TITLE = "a title and nothing else"
    SENTENCE = "a short sentence that may be a title"
    RUN_IN = "a title with its text behind it"
    TEXT = "no title"


@dataclass(frozen=True)
class Heading:
    """A heading found: `value` is the number it prints (0: none), `rest` the text that followed it in its paragraph.

    `above` is set for an unnumbered heading that only its neighbours place: the style that begins anew below it.
    `mark` is the number as the source prints it.
    """

    index: int
    title: str
    style: NumberStyle | None = None
    value: int = 0
    rest: str = ""
    outline_level: int | None = None
    above: NumberStyle | None = None
    mark: str = ""


@dataclass
class _Member:
    index: int
    label: NumberLabel
    shape: _Shape
    title: str
    rest: str
    block: ParagraphBlock
    # Unnumbered text follows in the next paragraph.
    has_body: bool = False

    @property
    def is_title(self) -> bool:
        """A short sentence counts as a title only where text follows it: else it is a whole item of a list."""
        return self.shape in (_Shape.TITLE, _Shape.RUN_IN) or (self.shape is _Shape.SENTENCE and self.has_body)


@dataclass
class _Chain:
    style: NumberStyle
    members: list[_Member] = field(default_factory=list)
    # The chain of the same style that was still open when this one began at 1 again.
    outer: _Chain | None = None

    @property
    def last(self) -> _Member:
        return self.members[-1]


def find_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Headings by their index among the blocks."""
    found: dict[int, Heading] = {}
    chains = _string_chains(blocks)
    for chain in chains:
        lead = _heading_above(blocks, chain, found) if chain.outer else None
        if not _is_taken(chain, has_lead=lead is not None):
            continue
        if lead is not None:
            found[lead] = Heading(lead, _text(blocks[lead]), above=chain.style)
        for member in chain.members:
            if member.title:
                level = member.block.outline_level
                found[member.index] = Heading(
                    member.index,
                    member.title,
                    chain.style,
                    member.label.value,
                    member.rest,
                    level,
                    mark=trim(member.block.text[: member.label.length]),
                )
    for index, block in enumerate(blocks):
        if index not in found and _is_styled_heading(block):
            level = block.outline_level if isinstance(block, ParagraphBlock) else None
            found[index] = Heading(index, _text(block), outline_level=level)
    return dict(sorted(found.items()))


def looks_like_heading(block: Block) -> bool:
    """Whether a paragraph begins with the first number of a list of headings."""
    if not isinstance(block, ParagraphBlock):
        return False
    label = parse_label(block.text)
    if label is None or label.value != 1:
        return False
    return _read_member(0, block, label).shape in (_Shape.TITLE, _Shape.RUN_IN, _Shape.SENTENCE)


def _string_chains(blocks: Sequence[Block]) -> list[_Chain]:
    chains: list[_Chain] = []
    open_chains: dict[NumberStyle, list[_Chain]] = {}
    latest: dict[NumberStyle, int] = {}
    for index, block in enumerate(blocks):
        label = parse_label(block.text) if isinstance(block, ParagraphBlock) else None
        if label is None or not isinstance(block, ParagraphBlock):
            continue
        member = _read_member(index, block, label)
        member.has_body = _is_plain_text(blocks[index + 1 : index + 2])
        chain = _chain_for(member, open_chains.setdefault(label.style, []), latest.get(label.style, 0))
        if chain is None:
            continue
        if not chain.members:
            chains.append(chain)
        chain.members.append(member)
        latest[label.style] = label.value
        if member.shape is not _Shape.TEXT:
            for style, waiting in open_chains.items():
                if RANKS[style] > RANKS[label.style]:
                    waiting.clear()
    return chains


def _chain_for(member: _Member, waiting: list[_Chain], latest: int) -> _Chain | None:
    """The chain a member goes on with, or a new one; None when its number fits nowhere."""
    value = member.label.value
    for place in range(len(waiting) - 1, -1, -1):
        if waiting[place].last.label.value + 1 == value:
            del waiting[place + 1 :]
            return waiting[place]
    styled = member.block.outline_level is not None
    # A chapter may go on counting where the one before it stopped.
    runs_on = value > latest and (value == latest + 1 or member.shape is _Shape.TITLE) and _is_high(member.label.style)
    if value == 1 or (not waiting and (runs_on or styled)):
        chain = _Chain(member.label.style, outer=waiting[-1] if waiting else None)
        waiting.append(chain)
        del waiting[:-_MAX_NESTED_LISTS]
        return chain
    if waiting and (member.shape is _Shape.TITLE or styled):
        # A number left out or used twice: a heading all the same, and the numbers are compared later.
        return waiting[-1]
    return None


def _is_taken(chain: _Chain, *, has_lead: bool) -> bool:
    members = chain.members
    if any(member.block.outline_level is not None for member in members):
        return True
    titles = sum(member.shape is _Shape.TITLE for member in members)
    if chain.outer and not has_lead and titles < len(members):
        return False
    listed = sum(member.block.text.endswith(_LIST_END) for member in members)
    if listed and listed * 2 >= len(members):
        return False
    if _is_high(chain.style):
        return sum(member.shape is not _Shape.TEXT for member in members) * 2 > len(members)
    if len(members) == 1 and not titles:
        return False
    return sum(member.is_title for member in members) * 2 > len(members)


def _is_high(style: NumberStyle) -> bool:
    """Whether a number style is one of headings first of all, and seldom one of lists."""
    return RANKS[style] < RANKS[NumberStyle.ARABIC]


def _is_plain_text(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, ParagraphBlock) and parse_label(block.text) is None for block in blocks)


def _heading_above(blocks: Sequence[Block], chain: _Chain, found: dict[int, Heading]) -> int | None:
    """The unnumbered heading between an open chain and one that begins at 1 again below it."""
    assert chain.outer is not None
    first = chain.members[0].index
    before = max(first - _MAX_BETWEEN, next(one.index for one in reversed(chain.outer.members) if one.index < first))
    for index in range(first - 1, before, -1):
        if index in found:
            return None
        block = blocks[index]
        if not isinstance(block, ParagraphBlock) or parse_label(block.text):
            continue
        if len(block.text) <= _MAX_UNNUMBERED and block.text[-1] not in _SENTENCE_END:
            return index
    return None


def _read_member(index: int, block: ParagraphBlock, label: NumberLabel) -> _Member:
    text = trim(block.text[label.length :])
    limit = _MAX_STYLED_TITLE if block.outline_level is not None else _MAX_TITLE
    if 0 < len(text) <= limit and not text.endswith(_LIST_END) and not re.search(r"[。；;！？!?].", text):
        ends_in_stop = text[-1] in "。！？!?" or (text[-1] in ":：" and len(text) > _MAX_UNNUMBERED)
        shape = _Shape.SENTENCE if ends_in_stop else _Shape.TITLE
        if text.count("，") <= 2 and not _splits_at_colon(text):
            return _Member(index, label, shape, text, "", block)
    title, rest = _split_run_in(text)
    limit = _MAX_TITLE if _is_high(label.style) else _MAX_RUN_IN
    is_run_in = bool(title and rest) and len(title) <= limit and title.count("，") <= 1
    shape = _Shape.RUN_IN if is_run_in and not _INNER_NUMBER.search(rest) else _Shape.TEXT
    return _Member(index, label, shape, title, rest, block)


def _splits_at_colon(text: str) -> bool:
    return re.search(r"[：:].", text) is not None


def _split_run_in(text: str) -> tuple[str, str]:
    """The title that begins a paragraph, up to its first 。 or a short word and ：; ("", text) when there is none."""
    colon = re.match(r"[^：:，。；]{2,20}[：:](?=.)", text)
    stop = re.match(r"[^。；;！？!?]{2,60}[。！？!?]", text)
    match = colon or stop
    if match is None or parse_clause(text[: match.end()]) is not None:
        return "", text
    return match.group(0), trim(text[match.end() :])


def _is_styled_heading(block: Block) -> bool:
    if not isinstance(block, ParagraphBlock) or block.outline_level is None:
        return False
    return len(block.text) <= _MAX_STYLED_TITLE and not block.text.endswith(("。", "；", "，"))


def _text(block: Block) -> str:
    return block.text if isinstance(block, ParagraphBlock) else ""
