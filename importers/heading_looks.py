"""Headings without a number of their own: by style, in bold, centred, by a counting word, or short between texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from domain.duty_clause import is_clause_line, parse_clause
from domain.numbering import NumberLabel
from domain.text import parse_chinese_number, strip_spaces, trim
from importers.annex_labels import parse_annex_label
from importers.blocks import Block, ParagraphBlock
from importers.front_matter import is_date
from importers.heading_shapes import MAX_STYLED_TITLE, MAX_TITLE

_MAX_MARKED = 30
_MAX_SHORT = 20
_FEWEST_BELOW = 12
_SENTENCE_END = "。；：，、！？;:,!?"
_ENDED = ("。", "！", "？", "；", "：", "”", "）", ")", ".", ";", ":", "!", "?")
# Words that stand alone above a part of a plan, on the level of its chapters.
_KNOWN = frozenset(
    {"前言", "序言", "引言", "导言", "序", "绪论", "结语", "结束语", "后记", "总则", "附则", "编制说明", "编者按"}
)
_COUNTED = re.compile(
    r"(任务|行动|专项|工程|举措|措施|专题|步骤|阶段|项目|模块|目标|路径|方向|领域|环节)[\s\u3000]*"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})[\s\u3000]*[：:、.．\s\u3000—-]"
)
_ORDINAL = re.compile(
    r"[（(]?第([一二三四五六七八九十]{1,3}|[0-9]{1,2})(阶段|步|项行动|大行动|方面|批)[）)]?[：:、，\s\u3000（(—-]"
)
_NO_HEADING = re.compile(
    r"[（(【《“\"*※●■◆·•—-]|注[：:1-9]|备注|附[件表：:]|来源|单位[：:]|(?:图|表|图表)[\s\u3000]*[0-9一二三四五六七八九十]|"
    r"联系|电话|地址|邮编|抄送|主送|印发|签发|https?|www"
)
# Who wrote a plan may stand below its title.
_OFFICE = re.compile(r"(?:局|委|委员会|政府|办公室|厅|部|公司|协会|中心|小组|专班|学校|医院|文件)$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Look(Enum):
    """By what a paragraph without a number was known."""

    STYLED = "标题样式"
    KNOWN = "常用的篇章名"
    COUNTED = "逐项列出"
    BOLD = "加粗"
    CENTRED = "居中"
    SHORT = "独立短行"


@dataclass(frozen=True)
class LookFound:
    """A heading known by its looks; `rest` is the text that followed it in its paragraph."""

    index: int
    title: str
    rest: str
    look: Look

    @property
    def is_sure(self) -> bool:
        """Whether a clerk would not hesitate."""
        return self.look not in (Look.CENTRED, Look.SHORT)


def find_looks(
    blocks: Sequence[Block], labels: Mapping[int, NumberLabel], taken: Mapping[int, object], inside: frozenset[int]
) -> list[LookFound]:
    """Headings without numbers, in order; `taken` are those already found, `inside` places that belong to a box."""
    bold_means_something = _is_bold_rare(blocks)
    found = _find_counted(blocks, labels, inside)
    # The first of several unnumbered headings has no text above it; the only one there is may be anything.
    has_others = any(index not in labels for index in taken)
    for index, block in enumerate(blocks):
        if not isinstance(block, ParagraphBlock) or index in taken or index in inside or index in found:
            continue
        look = _look_of(blocks, index, labels, taken, bold=bold_means_something, first=has_others)
        if look is not None:
            found[index] = LookFound(index, block.text, "", look)
    return [found[index] for index in sorted(found)]


def _look_of(
    blocks: Sequence[Block],
    index: int,
    labels: Mapping[int, NumberLabel],
    taken: Mapping[int, object],
    *,
    bold: bool,
    first: bool,
) -> Look | None:
    block = blocks[index]
    assert isinstance(block, ParagraphBlock)  # the caller asks about paragraphs
    text = block.text
    if block.outline_level is not None:
        is_title = len(text) <= MAX_STYLED_TITLE and not text.endswith(("。", "；", "，"))
        return Look.STYLED if is_title else None
    if index in labels or not _could_be_heading(text) or not _has_text_below(blocks, index, labels, taken):
        return None
    if strip_spaces(text) in _KNOWN:
        return Look.KNOWN
    if block.bold and bold:
        return Look.BOLD
    if text[-1] in _SENTENCE_END:
        return None
    if block.alignment == "center" and index:
        return Look.CENTRED
    if not index and not first:
        return None
    return Look.SHORT if _stands_between_texts(blocks, index, labels, taken) else None


def _could_be_heading(text: str) -> bool:
    if len(text) > _MAX_MARKED or text[-1] in "。；，、！？;,!?" or _NO_HEADING.match(text) or is_date(text):
        return False
    if parse_annex_label(text) or is_clause_line(text) or parse_clause(text):
        return False
    return (len(_HAN.findall(text)) * 2 >= len(text) and text.count("，") <= 1) or strip_spaces(text) in _KNOWN


def _has_text_below(
    blocks: Sequence[Block], index: int, labels: Mapping[int, NumberLabel], taken: Mapping[int, object]
) -> bool:
    block, below = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
    if not isinstance(below, ParagraphBlock) or not isinstance(block, ParagraphBlock):
        return False
    label = labels.get(index + 1)
    if label is None:
        return len(below.text) > len(block.text)
    return label.value == 1 or index + 1 not in taken


def _stands_between_texts(
    blocks: Sequence[Block], index: int, labels: Mapping[int, NumberLabel], taken: Mapping[int, object]
) -> bool:
    block, below = blocks[index], blocks[index + 1]
    above = blocks[index - 1] if index else None
    if not isinstance(block, ParagraphBlock) or not isinstance(below, ParagraphBlock):
        return False
    if len(block.text) > _MAX_SHORT or "：" in block.text or "、" in block.text[:3] or _OFFICE.search(block.text):
        return False
    is_ended = above is None or (
        isinstance(above, ParagraphBlock)
        and ((above.text.endswith(_ENDED) and above.text[-1] not in "：:") or index - 1 in taken)
    )
    if not is_ended:
        return False
    # Few words below a line of very few are enough: 清廉家风 / 评选廉洁家庭，晒家风家训。
    is_much = len(below.text) >= min(_FEWEST_BELOW, 3 * len(block.text))
    return below.text.endswith(_ENDED) and (is_much or index + 1 in labels)


def _find_counted(
    blocks: Sequence[Block], labels: Mapping[int, NumberLabel], inside: frozenset[int]
) -> dict[int, LookFound]:
    """Titles that a word counts (任务一：…, 第一阶段（…）), where at least two count up from 1."""
    rows: dict[str, list[tuple[int, int, LookFound]]] = {}
    for index, block in enumerate(blocks):
        if not isinstance(block, ParagraphBlock) or index in labels or index in inside:
            continue
        counted, ordinal = _COUNTED.match(block.text), _ORDINAL.match(block.text)
        match = counted or ordinal
        if match is None or block.text.endswith(("；", ";", "，")):
            continue
        word, digits = match.groups() if counted else reversed(match.groups())
        title, rest = _split_counted(block.text)
        value = int(digits) if digits.isdecimal() else parse_chinese_number(digits)
        if title and value:
            rows.setdefault(word, []).append((index, value, LookFound(index, title, rest, Look.COUNTED)))
    found: dict[int, LookFound] = {}
    for row in rows.values():
        values = [value for _, value, _ in row]
        if len(row) > 1 and values[0] == 1 and all(after in (1, before + 1) for before, after in pairwise(values)):
            found |= {index: one for index, _, one in row}
    return found


def _split_counted(text: str) -> tuple[str, str]:
    if len(text) <= MAX_TITLE and not re.search(r"[。；！？].", text):
        return text, ""
    match = re.match(r"[^。；！？，]{2,40}。", text)
    return (match.group(0), trim(text[match.end() :])) if match else ("", text)


def _is_bold_rare(blocks: Sequence[Block]) -> bool:
    """Whether ordinary paragraphs are not bold themselves."""
    long = [block.bold for block in blocks if isinstance(block, ParagraphBlock) and len(block.text) > _MAX_MARKED]
    return sum(long) * 2 < len(long)
