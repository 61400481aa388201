"""Parts a document into its body and its appendix tables, and compares these with the list the body ends in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from domain.checks import Finding, Severity
from domain.numbering import NumberStyle, parse_label
from domain.text import comparison_key, trim
from importers.annex_labels import AnnexLabel, parse_annex_label, parse_annex_list
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.line_wrap import glue

_REACH = 6
_MAX_LISTED = 60
_CHAPTERS = (NumberStyle.CHAPTER, NumberStyle.SECTION, NumberStyle.HAN, NumberStyle.HAN_PAREN)
_MAX_CAPTION = 50
_CAPTION = re.compile(r"(?:表|图表)\s*[0-9０-９一二三四五六七八九十]+(?:[-—.][0-9]+)?[\s\u3000：:]*")
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[：:]")


@dataclass(frozen=True)
class AnnexTable:
    """A table with what is printed above it; `label` is empty where nothing is."""

    label: str
    title: str
    table: TableBlock


@dataclass
class Parts:
    """The body without its appendix tables; `texts` are annexes that hold text: their heading and paragraphs."""

    body: list[Block] = field(default_factory=list)
    tables: list[AnnexTable] = field(default_factory=list)
    texts: list[tuple[str, list[ParagraphBlock]]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def split_annexes(blocks: Sequence[Block]) -> Parts:
    """Take the annexes out of a document; boxes (tables of one cell) stay in the body."""
    parts = Parts()
    index = 0
    in_annexes = False
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, TableBlock):
            index = _take_table(parts, blocks, index, in_annexes=in_annexes)
            continue
        label = parse_annex_label(block.text)
        end = _table_after(blocks, index) if label else None
        if label and end is not None:
            parts.tables.append(_labelled(parts, label, blocks[index + 1 : end], blocks[end]))
            index = end + 1
            in_annexes = not _body_goes_on(blocks[index:])
        elif label and _has_headings(parts.body):
            in_annexes = True
            title, index = _annex_title(label, blocks, index)
            parts.texts.append((f"{label.label} {title}".strip(), []))
        elif not in_annexes:
            index = _take_paragraph(parts, blocks, index)
        else:
            _take_annex_text(parts, block)
            index += 1
    return parts


def compare_with_list(parts: Parts) -> list[Finding]:
    """Findings where the list 附表：1.… and the tables disagree in title, number or order."""
    if not parts.listed:
        return []
    found = [table.title for table in parts.tables] + [heading.partition(" ")[2] for heading, _ in parts.texts]
    if [comparison_key(title) for title in parts.listed] == [comparison_key(title) for title in found]:
        return []
    listed, tables = "、".join(parts.listed), "、".join(title or "（没有标题）" for title in found) or "无"
    message = f"正文后的附表目录与实际附表不一致。目录：{listed}；实际：{tables}。"
    return [Finding(Severity.LOOK, "annex_list", "附表目录", message)]


def _take_paragraph(parts: Parts, blocks: Sequence[Block], index: int) -> int:
    first = blocks[index]
    found = None
    if isinstance(first, ParagraphBlock) and first.text.startswith("附") and _has_headings(parts.body):
        run = takewhile(lambda block: isinstance(block, ParagraphBlock), blocks[index : index + _MAX_LISTED])
        found = parse_annex_list([block.text for block in run if isinstance(block, ParagraphBlock)])
    if found is None:
        parts.body.append(blocks[index])
        return index + 1
    parts.listed += found[0]
    return index + found[1]


def _table_after(blocks: Sequence[Block], index: int) -> int | None:
    """The index of the table that a label stands above, with nothing but short lines between."""
    for place in range(index + 1, min(index + _REACH, len(blocks))):
        block = blocks[place]
        if isinstance(block, TableBlock):
            return place
        if len(block.text) > _MAX_CAPTION or block.text.endswith("。") or parse_annex_label(block.text):
            return None
        if parse_label(block.text):
            return None
    return None


def _labelled(parts: Parts, label: AnnexLabel, between: Sequence[Block], table: Block) -> AnnexTable:
    title = label.title
    for block in between:
        if not isinstance(block, ParagraphBlock):
            continue
        if _UNIT_LINE.match(block.text):
            message = f"表题下的“{block.text}”没有收入，请在表题或列名里写明。"
            parts.findings.append(Finding(Severity.LOOK, "table_unit_line", label.label, message))
        else:
            title = glue(title, block.text)
    assert isinstance(table, TableBlock)  # _table_after found it
    return AnnexTable(label.label, title, table)


def _annex_title(label: AnnexLabel, blocks: Sequence[Block], index: int) -> tuple[str, int]:
    """The title of an annex of text, on the line of its label or below it, and the index of what follows."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if label.title or not isinstance(below, ParagraphBlock) or parse_label(below.text):
        return label.title, index + 1
    if len(below.text) > _MAX_CAPTION or below.text[-1] in "。：；，:" or parse_annex_label(below.text):
        return "", index + 1
    return below.text, index + 2


def _take_table(parts: Parts, blocks: Sequence[Block], index: int, *, in_annexes: bool) -> int:
    table = blocks[index]
    assert isinstance(table, TableBlock)
    if len(table.cells) == 1 and not in_annexes:
        parts.body.append(table)
        return index + 1
    title = "" if in_annexes else _take_caption(parts)
    parts.tables.append(AnnexTable("", title, table))
    return index + 1


def _take_caption(parts: Parts) -> str:
    last = parts.body[-1] if parts.body else None
    if not isinstance(last, ParagraphBlock) or len(last.text) > _MAX_CAPTION or last.text[-1] in "。：；，:":
        return ""
    if parse_label(last.text) or last.outline_level is not None:
        return ""
    if _CAPTION.match(last.text) or last.alignment == "center":
        parts.body.pop()
        return trim(_CAPTION.sub("", last.text, count=1)) or last.text
    return ""


def _take_annex_text(parts: Parts, block: ParagraphBlock) -> None:
    """Text behind a table is a note to it, which no table of ours can hold; text of an annex stays text."""
    if parts.texts and not _table_is_newer(parts):
        parts.texts[-1][1].append(block)
        return
    where = parts.tables[-1].label or parts.tables[-1].title or "表格"
    parts.findings.append(Finding(Severity.LOOK, "text_after_table", where, f"表后的文字没有收入：{block.text}"))


def _table_is_newer(parts: Parts) -> bool:
    """Whether the latest annex is a table rather than a text."""
    if not parts.tables:
        return False
    _, paragraphs = parts.texts[-1]
    return bool(paragraphs) and paragraphs[-1].line < parts.tables[-1].table.line


def _body_goes_on(blocks: Sequence[Block]) -> bool:
    """Whether chapters follow behind a table, before the next annex: the table then stood inside the body."""
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            if parse_annex_label(block.text):
                return False
            label = parse_label(block.text)
            if label and label.style in _CHAPTERS and len(block.text) <= _MAX_CAPTION:
                return True
    return False


def _has_headings(body: Sequence[Block]) -> bool:
    return any(isinstance(block, ParagraphBlock) and parse_label(block.text) for block in body)
