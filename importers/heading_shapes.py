"""What a numbered paragraph looks like: a title, a title with its text behind it, a sentence, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from domain.duty_clause import parse_clause
from domain.numbering import NumberLabel, NumberStyle, parse_label
from domain.text import trim
from importers.blocks import Block, ParagraphBlock
from importers.heading_ranks import STRUCTURAL, is_high

MAX_TITLE = 40
MAX_STYLED_TITLE = 80
_MAX_STRUCTURAL_TITLE = 60
_MAX_BEFORE_COLON = 20
# Under 1. and below, whole sentences are more often items of a list than titles.
_MAX_RUN_IN = 26
_MAX_SENTENCE = 150
LIST_END = ("；", ";", "，", ",", "、")
# Looking further into a paragraph than this tells nothing about its beginning.
_REACH = 400
# Targets, rules and fields of a form, which are items of lists.
_NO_TITLE = re.compile(
    r"(?:到|至|截至)20\d\d|每(?:年|半年|季|月|周|日)|(?:联系人|联系电话|电话|邮箱|传真|地址|时间|地点)[:：]"
)
_SENTENCE_STOP = re.compile(r"[。；;！？!?].")
_BRACKETED_TITLE = re.compile(r"[【\[（(]([^【】\[\]（）()]{2,20})[】\]）)]")


class Shape(Enum):
    """How a numbered paragraph reads."""

    TITLE = "a title and nothing else"
    SENTENCE = "a short sentence that may be a title"
    RUN_IN = "a title with its text behind it"
    TEXT = "no title"


@dataclass
class Member:
    """A numbered paragraph; `title` and `rest` are its parts if it is a heading after all.

    `has_body` says that text, a table or a lower number follows it; `after_text` that it follows a paragraph of text,
    `after_colon` one that ends in a colon.
    """

    index: int
    label: NumberLabel
    shape: Shape
    title: str
    rest: str
    block: ParagraphBlock
    has_body: bool = False
    after_text: bool = False
    after_colon: bool = False

    @property
    def is_title(self) -> bool:
        """A short sentence counts as a title only where text follows it: else it is a whole item of a list."""
        return self.shape in (Shape.TITLE, Shape.RUN_IN) or (self.shape is Shape.SENTENCE and self.has_body)

    @property
    def is_listed(self) -> bool:
        """Whether it ends as an item of a list does."""
        return self.block.text.endswith(LIST_END)

    @property
    def mark(self) -> str:
        """The number as the source prints it."""
        return trim(self.block.text[: self.label.length])


def label_blocks(blocks: Sequence[Block]) -> dict[int, NumberLabel]:
    """The numbers that paragraphs begin with, by index; those that prove little alone only in rows that count up."""
    labels: dict[int, NumberLabel] = {}
    loose: dict[NumberStyle, list[tuple[int, NumberLabel]]] = {}
    for index, block in enumerate(blocks):
        if not isinstance(block, ParagraphBlock):
            continue
        label = parse_label(block.text)
        if label is None and len(block.text) <= MAX_TITLE and block.text[-1] not in "。；;，,：:":
            weak = parse_label(block.text, loose=True)
            if weak:
                loose.setdefault(weak.style, []).append((index, weak))
        elif label:
            labels[index] = label
    strict = {label.style for label in labels.values()}
    for style, found in loose.items():
        values = [label.value for _, label in found]
        counts_up = len(values) > 1 and all(after in (1, before + 1) for before, after in pairwise(values))
        if (values[0] == 1 and counts_up) or style in strict:
            labels |= dict(found)
    return dict(sorted(labels.items()))


def read_members(blocks: Sequence[Block], labels: dict[int, NumberLabel]) -> list[Member]:
    """The numbered paragraphs, with what stands around them."""
    members = []
    for index, label in labels.items():
        block = blocks[index]
        assert isinstance(block, ParagraphBlock)  # only paragraphs are labelled
        member = read_member(index, block, label)
        after = labels.get(index + 1)
        member.has_body = index + 1 < len(blocks) and (
            after is None or (after.style is not label.style and after.value == 1 and not is_high(after.style))
        )
        before = blocks[index - 1] if index else None
        if isinstance(before, ParagraphBlock) and index - 1 not in labels:
            member.after_text = before.text[-1] in "。：:；;"
            member.after_colon = before.text[-1] in "：:"
        members.append(member)
    return members


def read_member(index: int, block: ParagraphBlock, label: NumberLabel) -> Member:
    """Judge one numbered paragraph by its own text."""
    text = trim(block.text[label.length :])
    if label.style is NumberStyle.ARTICLE:
        return Member(index, label, Shape.RUN_IN, *_split_article(text), block)
    styled = block.outline_level is not None
    body, clause = _split_clause(text)
    if clause and body:
        whole = read_member(index, replace(block, text=block.text[: label.length] + body), label)
        if whole.shape is not Shape.TEXT or len(body) <= MAX_TITLE:
            shape = Shape.RUN_IN if whole.shape is not Shape.TEXT else Shape.TEXT
            return Member(index, label, shape, whole.title, whole.rest + clause, block)
    limit = MAX_STYLED_TITLE if styled else _MAX_STRUCTURAL_TITLE if label.style in STRUCTURAL else MAX_TITLE
    if not styled and _NO_TITLE.match(text):
        return Member(index, label, Shape.TEXT, *_first_sentence(text), block)
    if 0 < len(text) <= limit and not text.endswith(LIST_END) and not _SENTENCE_STOP.search(text):
        ends_in_stop = text[-1] in "。！？!?" or (text[-1] in ":：" and len(text) > _MAX_BEFORE_COLON)
        shape = Shape.SENTENCE if ends_in_stop else Shape.TITLE
        if (text.count("，") <= 2 or styled) and not _splits_at_colon(text, label.style):
            return Member(index, label, shape, text, "", block)
    title, rest = split_run_in(text)
    limit = MAX_TITLE if is_high(label.style) else _MAX_RUN_IN
    is_run_in = bool(title and rest) and len(title) <= limit and title.count("，") <= 1
    if is_run_in and not _holds_list(rest[:_REACH], label):
        return Member(index, label, Shape.RUN_IN, title, rest, block)
    return Member(index, label, Shape.TEXT, *((title, rest) if title else _first_sentence(text)), block)


def split_run_in(text: str) -> tuple[str, str]:
    """The title that begins a paragraph, up to its first 。 or a short word and ：; ("", text) when there is none."""
    bracketed = re.match(r"[【\[][^【】\[\]\n]{2,30}[】\]](?=.)", text)
    colon = re.match(r"[^：:，。；]{2,20}[：:](?=.)", text)
    stop = re.match(r"[^。；;！？!?]{2,60}[。！？!?]", text)
    match = bracketed or colon or stop
    if match is None or parse_clause(text[: match.end()]) is not None or (colon and parse_clause(text[:_REACH])):
        return "", text
    return match.group(0), trim(text[match.end() :])


def _split_clause(text: str) -> tuple[str, str]:
    """A short paragraph and the duty clause in brackets that ends it; ("…", "") when it has none."""
    if len(text) > _REACH or text.rstrip("。；")[-1:] not in "）)】]":
        return text, ""
    parsed = parse_clause(text)
    return (text[: len(parsed.body)], text[len(parsed.body) :]) if parsed else (text, "")


def _holds_list(text: str, label: NumberLabel) -> bool:
    """Whether the next number of the same style stands inside the text: the paragraph is a whole list."""
    for match in re.finditer(r"[。；;]\s*(?=[0-9０-９（(一二三四五六七八九①-⑳])", text):
        inner = parse_label(text[match.end() :])
        if inner and inner.style is label.style and inner.value == label.value + 1:
            return True
    return False


def _splits_at_colon(text: str, style: NumberStyle) -> bool:
    found = re.search(r"[：:].", text)
    if found is None:
        return False
    # “（一）专项行动：质量强基” is one title; “1.用途：检测” is an item with its name.
    return not is_high(style) or text[-1] in "。！？" or parse_clause(text) is not None


def _first_sentence(text: str) -> tuple[str, str]:
    """The first sentence and the rest: what the title of a long paragraph would be."""
    match = re.match(r"[^。！？!?]{1,150}[。！？!?]", text)
    if match is None:
        return (text, "") if len(text) <= _MAX_SENTENCE else ("", text)
    return match.group(0), trim(text[match.end() :])


def _split_article(text: str) -> tuple[str, str]:
    """An article is its paragraph: only a title in brackets, or a duty clause, makes it two."""
    named = _BRACKETED_TITLE.match(text)
    if named:
        return named.group(0), trim(text[named.end() :])
    if len(text) <= MAX_STYLED_TITLE or parse_clause(text) is None:
        return text, ""
    return _first_sentence(text)
