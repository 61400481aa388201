"""The table of contents of a document: its lines repeat the headings and are made anew on export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.checks import Finding, Severity
from domain.text import strip_spaces, trim
from importers.blocks import Block, Document, ParagraphBlock
from importers.line_wrap import Line

_ENTRY = re.compile(r".*\S\s*(?:…+|[.．·・]{3,}|-{4,}|\t)[\s.…·]*[-—(（]?\s*\d{1,3}\s*[-—)）]?$")
_FEWEST = 3


def drop_contents_lines(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Lines of a text file without its table of contents, and how many entries it had."""
    dropped = _entries([line.text for line in lines])
    return [line for place, line in enumerate(lines) if place not in dropped], len(dropped)


def drop_contents_blocks(document: Document, name: str) -> Document:
    """A document without a table of contents that was typed as plain paragraphs."""
    dropped = _entries([_text(block) for block in document.blocks])
    if not dropped:
        return document
    kept = tuple(block for place, block in enumerate(document.blocks) if place not in dropped)
    return replace(document, blocks=kept, findings=(*document.findings, contents_finding(len(dropped), name)))


def contents_finding(count: int, name: str) -> Finding:
    """The note that a table of contents was left out."""
    message = f"目录（{count} 行）没有收入，导出时由标题重新生成。"
    return Finding(Severity.NOTE, "contents", name, message)


def _entries(texts: Sequence[str]) -> set[int]:
    """Places of the lines of a table of contents: under the title 目录, entries that end in a page number."""
    dropped: set[int] = set()
    run: list[int] = []
    filled = [place for place, text in enumerate(texts) if trim(text)]
    for before, place in zip([None, *filled], [*filled, None], strict=True):
        if place is not None and _ENTRY.match(trim(texts[place])):
            if not run and before is not None and strip_spaces(texts[before]) == "目录":
                run.append(before)
            run.append(place)
            continue
        if len(run) >= _FEWEST and strip_spaces(texts[run[0]]) == "目录":
            dropped.update(run)
        run = []
    return dropped


def _text(block: Block) -> str:
    return block.text if isinstance(block, ParagraphBlock) else "\n"
