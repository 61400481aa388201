"""The lines above a table that belong to it: 表1 主要指标, 单位：万元."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.numbering import parse_label
from importers.annex_labels import parse_caption
from importers.appendix_lead import is_note
from importers.blocks import Block, ParagraphBlock
from importers.front_matter import is_date

MAX_CAPTION = 50
CONTINUED = re.compile(r"[（(]?续\s*表")
_MAX_PLAIN_CAPTION = 30
_TABLE_WORDS = (
    *(
        "表",
        "清单",
        "一览",
        "名单",
        "目录",
        "台账",
        "计划",
        "标准",
        "指标",
        "情况",
        "汇总",
        "安排",
        "分工",
        "分解",
        "统计",
    ),
    *(
        "明细",
        "目标",
        "测算",
        "预算",
        "分类",
        "分级",
        "布局",
        "规模",
        "任务",
        "项目",
        "要求",
        "时间表",
        "路线图",
        "任务书",
    ),
)
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量|金额|货币)?单\s*位\s*[：:]")


@dataclass(frozen=True)
class Caption:
    """What stands above a table: its own label, its title, its unit."""

    label: str
    title: str
    unit_line: str


def take_caption(above: list[Block], used: dict[int, str], *, in_annexes: bool) -> Caption:
    """Take what stands right above a table off the text: unit line, then title with its own label (表1).

    `used` is told by line what the paragraphs became.
    """
    lines: list[str] = []
    while above and len(lines) < 2:
        last = above[-1]
        is_unit = isinstance(last, ParagraphBlock) and last.outline_level is None and _UNIT_LINE.match(last.text)
        if not (isinstance(last, ParagraphBlock) and is_unit and len(last.text) <= MAX_CAPTION):
            break
        lines.insert(0, last.text)
        used[last.line] = "表上方的单位、填报栏"
        above.pop()
    label = title = ""
    named = above[-1] if above else None
    if isinstance(named, ParagraphBlock) and _is_caption(named, in_annexes=in_annexes, has_unit=bool(lines)):
        caption = parse_caption(named.text)
        label, title = (caption.label, caption.title) if caption else ("", named.text)
        used[named.line] = "表题"
        above.pop()
        over = above[-1] if above else None
        alone = parse_caption(over.text) if isinstance(over, ParagraphBlock) and not label else None
        if alone and over and not alone.title:
            # 表2 on a line of its own, the title below it.
            label = alone.label
            used[over.line] = "表的编号"
            above.pop()
    return Caption(label, title, "\u3000".join(lines))


def _is_caption(block: ParagraphBlock, *, in_annexes: bool, has_unit: bool) -> bool:
    text = block.text
    if len(text) > MAX_CAPTION or text[-1] in "。：；，:" or is_note(text):
        return False
    if parse_caption(text) or CONTINUED.match(text):
        return True
    if parse_label(text) or block.outline_level is not None or is_date(text):
        return False
    if in_annexes or block.alignment == "center":
        return True
    # A short line that is no sentence and no heading, right above a table.
    is_short = len(text) <= _MAX_PLAIN_CAPTION and not block.bold and not re.search("[。；！？]", text)
    return is_short and (has_unit or text.endswith(_TABLE_WORDS))
