"""A notice with requirements of its own that hands a plan on as its annex: 关于印发《…方案》的通知 … 附件 … 方案."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from domain.checks import Finding, Option, Severity
from domain.content import PlanInfo
from domain.numbering import NumberStyle, parse_label
from domain.reading import ReadingChoices
from domain.text import strip_spaces
from importers.annex_labels import parse_annex_label
from importers.blocks import Block, ParagraphBlock, TableBlock

NOTICE_TITLE = "印发通知"
_HANDS_ON = re.compile(r"(?:印发|发布|转发|下发|公布).*(?:通知|通告|公告|函|令)$")
_PLAN_TITLE = re.compile(r"(?:方案|规划|纲要|计划|意见|措施|要点|办法|细则|规定|制度|指南|指引)(?:[（(].{1,12}[)）])?$")
_CHAPTERS = (NumberStyle.CHAPTER, NumberStyle.HAN, NumberStyle.PART, NumberStyle.HAN_PAREN)
_HEAD = 14  # paragraphs among which a notice has its title
_TITLE_LINES = 4
_TITLE_MOST = 80
_ONLY_FROM_NOTICE = ("title", "stage", "stage_mark", "role_word", "run_on", "layout")


@dataclass(frozen=True)
class Handed:
    """A notice, from its first paragraph to the word 附件, and the plan behind it."""

    notice: tuple[ParagraphBlock, ...]
    plan: tuple[Block, ...]
    finding: Finding


def part_notice(blocks: Sequence[Block], choices: ReadingChoices) -> Handed | None:
    """Tell a numbered notice from the plan it hands on; None where the document is no such pair.

    A notice without numbers of its own needs no parting: it stands before the plan's title.
    """
    if not _is_handing_on(blocks[:_HEAD]):
        return None
    place = next((at for at, block in enumerate(blocks) if _begins_plan(blocks, at, block)), None)
    if place is None or not any(_is_chapter(block) for block in blocks[:place]):
        return None
    notice = blocks[: place + 1]
    if any(isinstance(block, TableBlock) for block in notice):
        return None
    line = blocks[place].line
    question = f"notice:{line}"
    message = "这份文件是印发通知，方案是它的附件：方案按正文读取，通知全文放在最后一章，请核对去留。"
    options = (Option("plan", "附件是方案"), Option("notice", "通知就是方案"))
    if choices.pick(question, "plan") != "plan":
        return None
    finding = Finding(Severity.LOOK, "notice", NOTICE_TITLE, message, question, options, line)
    return Handed(tuple(one for one in notice if isinstance(one, ParagraphBlock)), tuple(blocks[place + 1 :]), finding)


def with_notice_fields(info: PlanInfo, notice: PlanInfo) -> PlanInfo:
    """The plan's own fields, completed by what only its notice says: number, authority, date, addressees …"""
    missing = {
        one.name: getattr(notice, one.name)
        for one in fields(PlanInfo)
        if one.name not in _ONLY_FROM_NOTICE and not getattr(info, one.name)
    }
    return replace(info, **missing)


def _is_handing_on(head: Sequence[Block]) -> bool:
    texts = [strip_spaces(block.text) if isinstance(block, ParagraphBlock) else "" for block in head]
    return any(
        _HANDS_ON.search("".join(texts[start:end]))
        for start in range(len(texts))
        for end in range(start + 1, min(start + _TITLE_LINES, len(texts)) + 1)
        if sum(map(len, texts[start:end])) <= _TITLE_MOST
    )


def _begins_plan(blocks: Sequence[Block], place: int, block: Block) -> bool:
    """Whether the word 附件 stands here, a plan's title below it, and chapters of its own after that."""
    if not isinstance(block, ParagraphBlock) or parse_annex_label(block.text) is None:
        return False
    below = [one for one in blocks[place + 1 : place + 1 + _TITLE_LINES] if isinstance(one, ParagraphBlock)]
    titled = any(_PLAN_TITLE.search("".join(one.text for one in below[: count + 1])) for count in range(len(below)))
    behind = blocks[place + 1 :]
    first = next((one for one in behind if _is_chapter(one)), None)
    label = parse_label(first.text) if isinstance(first, ParagraphBlock) else None
    return titled and label is not None and label.value == 1


def _is_chapter(block: Block) -> bool:
    label = parse_label(block.text) if isinstance(block, ParagraphBlock) else None
    return label is not None and label.style in _CHAPTERS
