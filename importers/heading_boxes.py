"""专栏 boxes typed as paragraphs: where each begins and how far it reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.numbering import NumberLabel, NumberStyle
from importers.blocks import Block, ParagraphBlock
from importers.heading_ranks import is_high

_BOX = re.compile(
    r"[【\[]?专栏[\s\u3000]*(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})?(?:[-—.．][0-9]{1,2})?[】\]]?[\s\u3000：:、.．]*(.*)$"
)
_MAX_TITLE = 50
_MAX_LENGTH = 80


@dataclass(frozen=True)
class BoxSpan:
    """A box from its title at `start` to before `end`; from `doubtful` on (None: nowhere) it may be text again."""

    start: int
    end: int
    doubtful: int | None = None


def is_box_title(block: Block) -> bool:
    """Whether a paragraph is the title of a box: 专栏3 重点工程."""
    if not isinstance(block, ParagraphBlock) or len(block.text) > _MAX_TITLE or block.text[-1] in "。；，：:;":
        return False
    match = _BOX.match(block.text)
    # “专栏所列项目” is a sentence about one.
    return match is not None and not match.group(1).startswith(("所", "中", "内", "的", "是", "为", "列", "和", "、"))


def find_boxes(blocks: Sequence[Block], labels: Mapping[int, NumberLabel]) -> list[BoxSpan]:
    """Boxes in order. A box ends at the next box, at a heading, or where the numbers around it go on."""
    spans: list[BoxSpan] = []
    latest: dict[NumberStyle, int] = {}
    end = 0
    for index, block in enumerate(blocks):
        if index >= end and is_box_title(block):
            spans.append(_reach(blocks, labels, index, latest))
            end = spans[-1].end
        if index >= end and index in labels:
            latest[labels[index].style] = labels[index].value
    return spans


def _reach(
    blocks: Sequence[Block], labels: Mapping[int, NumberLabel], start: int, latest: Mapping[NumberStyle, int]
) -> BoxSpan:
    inside: dict[NumberStyle, int] = {}
    doubtful: int | None = None
    stop = min(len(blocks), start + _MAX_LENGTH)
    for place in range(start + 1, stop):
        block = blocks[place]
        if not isinstance(block, ParagraphBlock):
            return BoxSpan(start, place + 1 if place == start + 1 else place, None if place == start + 1 else doubtful)
        label = labels.get(place)
        if block.outline_level is not None or is_box_title(block) or (label and _goes_on(label, inside, latest)):
            return BoxSpan(start, place, doubtful)
        if label:
            inside[label.style] = label.value
        elif inside and doubtful is None and not block.text.startswith(("注：", "注:", "备注")):
            doubtful = place
    return BoxSpan(start, stop, doubtful)


def _goes_on(label: NumberLabel, inside: Mapping[NumberStyle, int], latest: Mapping[NumberStyle, int]) -> bool:
    """Whether a number belongs to the outline around the box."""
    if is_high(label.style):
        return True
    return label.value > 1 and latest.get(label.style) == label.value - 1 and inside.get(label.style) != label.value - 1
