"""What stands behind the text of a plan: signature and date, 附注, and the imprint (抄送 … 印发)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.checks import Finding, Severity
from domain.text import trim
from importers.blocks import Block, ParagraphBlock
from importers.front_matter import is_date, parse_date
from importers.headings import looks_like_heading

_MAX_SIGNATURE = 30
_MAX_SIGNATURE_LINES = 4
_MAX_IMPRINT = 8
_LONGEST = 300
_COPIED = re.compile(r"(?:抄[\s\u3000]*送|抄[\s\u3000]*报|分[\s\u3000]*送)[\s\u3000]*[:：][\s\u3000]*(.+)$")
_PRINTED = re.compile(r"(.{2,40}?)[\s\u3000]*((?:19|20)\d\d年\d{1,2}月\d{1,2}日)[\s\u3000]*印[\s\u3000]*发?$")
_COPIES = re.compile(r"[（(]?共[\s\u3000]*印[\s\u3000]*[0-9]{1,5}[\s\u3000]*份[）)]?$")
_ANNOTATION = re.compile(r"[（(](此件[^（()）]{1,20}|联系人[^（()）]{1,60}|联系电话[^（()）]{1,40})[)）]$")
_NO_TEXT = re.compile(r"[（(]?此页无正文[)）]?$")
_NAME_AND_DATE = re.compile(r"(\S.{1,28}?\S)[\s\u3000]{1,20}((?:二[〇○零O]|20|19)\S{3,12}日)$")


@dataclass
class BackMatter:
    """What was found; `names` are those of the signature, dates are ISO 8601 or None."""

    names: str = ""
    issued_on: str | None = None
    annotation: str = ""
    copied_to: str = ""
    printed_by: str = ""
    printed_on: str | None = None


def split_back_matter(blocks: Sequence[Block], findings: list[Finding]) -> tuple[list[Block], BackMatter]:
    """Take what stands behind the text off the body, and say so."""
    back = BackMatter()
    rest = _take_annotation(_take_imprint(list(blocks), back, findings), back)
    rest = _take_signature(rest, back, findings)
    return _take_annotation(rest, back), back


def _take_imprint(blocks: list[Block], back: BackMatter, findings: list[Finding]) -> list[Block]:
    start = next(
        (
            place
            for place in range(max(0, len(blocks) - _MAX_IMPRINT), len(blocks))
            if _COPIED.match(_short(blocks[place])) or _PRINTED.match(_short(blocks[place]))
        ),
        None,
    )
    if start is None or any(not _short(block) or looks_like_heading(block) for block in blocks[start:]):
        return blocks
    copied: list[str] = []
    others: list[str] = []
    for text in (_short(block) for block in blocks[start:]):
        match, printed = _COPIED.match(text), _PRINTED.match(text)
        if match:
            copied.append(match.group(1))
        elif printed:
            back.printed_by, back.printed_on = trim(printed.group(1)), parse_date(printed.group(2))
        elif _COPIES.match(text):
            others.append(text)
        elif copied and not back.printed_by:
            copied[-1] += text
        else:
            return blocks
    back.copied_to = "；".join(text.rstrip("。") for text in copied)
    shown = "；".join([*copied, *others, *filter(None, [back.printed_by])])
    message = f"文末的版记没有作为正文收入，已记为抄送机关、印发机关和印发日期：{shown}。"
    findings.append(Finding(Severity.NOTE, "imprint", "版记", message, line=blocks[start].line))
    return blocks[:start]


def _take_annotation(blocks: list[Block], back: BackMatter) -> list[Block]:
    if blocks and _NO_TEXT.match(_short(blocks[-1])):
        blocks = blocks[:-1]
    match = _ANNOTATION.match(_short(blocks[-1])) if blocks and not back.annotation else None
    if match is None:
        return blocks
    back.annotation = match.group(1)
    return blocks[:-1]


def _take_signature(blocks: list[Block], back: BackMatter, findings: list[Finding]) -> list[Block]:
    """Take names and a date at the very end off the body."""
    last = _short(blocks[-1]) if blocks else ""
    both = _NAME_AND_DATE.match(last)
    if both and is_date(both.group(2)) and not looks_like_heading(blocks[-1]):
        name, day = both.groups()
        start = len(blocks) - 1
        names = [name]
    elif last and is_date(last):
        day = last
        start = _signature_start(blocks)
        names = [_short(block) for block in blocks[start:-1]]
    else:
        return blocks
    shown = "、".join([*names, day])
    findings.append(Finding(Severity.NOTE, "signature", "落款", f"文末的落款没有作为正文收入：{shown}。"))
    back.names, back.issued_on = "、".join(names), parse_date(day)
    return blocks[:start]


def _signature_start(blocks: Sequence[Block]) -> int:
    start = len(blocks) - 1
    while start > 0 and len(blocks) - start <= _MAX_SIGNATURE_LINES:
        above = blocks[start - 1]
        if not isinstance(above, ParagraphBlock) or len(above.text) > _MAX_SIGNATURE or above.text[-1] in "。；：！？":
            break
        if looks_like_heading(above) or above.outline_level is not None or _ANNOTATION.match(above.text):
            break
        start -= 1
    return start


def _short(block: Block) -> str:
    """The text of a paragraph that may belong here; empty for tables and long ones."""
    return block.text if isinstance(block, ParagraphBlock) and len(block.text) <= _LONGEST else ""
