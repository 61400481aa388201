"""The text of a file → blocks: paragraphs, tab tables and the marks of Markdown."""

from __future__ import annotations

import re

from domain.checks import Finding, Severity
from domain.text import trim
from importers.blocks import Block, Document, GridCell, ParagraphBlock, Progress, TableBlock
from importers.contents import contents_finding, drop_contents_lines
from importers.line_wrap import Line, join_wrapped, split_lines
from importers.tab_tables import read_tab_table

_BOOKMARK = re.compile(r"\[bookmark:[^\[\]\n]{0,200}\]")
_HEADING = re.compile(r"(#{1,6})[ \u3000]+(.+?)[ #]*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_STEPS = 200


def read_text_blocks(text: str, name: str, progress: Progress | None = None) -> Document:
    """Take clean text (line breaks \\n) apart into paragraphs and tables, in order."""
    bookmarks = len(_BOOKMARK.findall(text))
    split, contents = drop_contents_lines(split_lines(_BOOKMARK.sub("", text)))
    lines = join_wrapped(split)
    findings = [contents_finding(contents, name)] if contents else []
    if bookmarks:
        message = f"文本里有 {bookmarks} 处书签残留（[bookmark: …]），已经去掉。"
        findings.append(Finding(Severity.NOTE, "bookmarks", name, message))
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        if progress and index % _STEPS == 0:
            progress(index, len(lines))
        index = _read_block(lines, index, blocks, findings)
    return Document(tuple(blocks), tuple(findings))


def _read_block(lines: list[Line], index: int, blocks: list[Block], findings: list[Finding]) -> int:
    """Read what begins at a line; returns the index of the line after it."""
    line = lines[index]
    if "\t" in line.text:
        table = read_tab_table(lines, index)
        if table:
            blocks.append(table.block)
            findings += table.findings
            return table.end
    if (
        "|" in line.text
        and index + 1 < len(lines)
        and "|" in lines[index + 1].text
        and _RULE.match(lines[index + 1].text)
    ):
        return _read_pipe_table(lines, index, blocks)
    text = trim(line.text)
    if text:
        blocks.append(_paragraph(text, line.number))
    return index + 1


def _paragraph(text: str, number: int) -> ParagraphBlock:
    heading = _HEADING.match(text)
    plain = _EMPHASIS.sub(r"\2", heading.group(2) if heading else text)
    bold = plain != text and heading is None and len(plain) == len(text) - 4
    return ParagraphBlock(plain, number, outline_level=len(heading.group(1)) if heading else None, bold=bold)


def _read_pipe_table(lines: list[Line], start: int, blocks: list[Block]) -> int:
    rows = [_pipe_cells(lines[start].text)]
    index = start + 2
    while index < len(lines) and "|" in lines[index].text:
        rows.append(_pipe_cells(lines[index].text))
        index += 1
    width = max(len(row) for row in rows)
    cells = [GridCell(y, x, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    blocks.append(TableBlock(tuple(cells), len(rows), width, lines[start].number, 1))
    return index


def _pipe_cells(text: str) -> list[tuple[str, ...]]:
    parts = re.split(r"(?<!\\)\|", trim(text).removeprefix("|").removesuffix("|"))
    pieces = (re.split(r"<br\s*/?>", part.replace("\\|", "|")) for part in parts)
    return [tuple(trimmed for piece in cell if (trimmed := trim(piece))) for cell in pieces]
