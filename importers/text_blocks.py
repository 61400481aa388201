"""The text of a file → blocks: paragraphs, tab tables and pipe tables; Markdown through its own reader."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.checks import Finding, Severity
from domain.reading import ReadingChoices
from domain.text import trim
from importers.blocks import Block, Document, ParagraphBlock, Progress, RawText, SetAside
from importers.contents import contents_finding, drop_contents_lines
from importers.line_wrap import Line, join_lines, split_lines
from importers.markdown import MarkdownReader, blank_unseen, is_markdown
from importers.markdown_inline import without_tags
from importers.markdown_tables import find_pipe_table
from importers.tab_tables import read_tab_table

_BOOKMARK = re.compile(r"\[bookmark:[^\[\]\n]{0,200}\]")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_STEPS = 200
_AS_ASSUMED = ReadingChoices()


def read_text_blocks(
    text: str, name: str, progress: Progress | None = None, choices: ReadingChoices = _AS_ASSUMED
) -> Document:
    """Take clean text (line breaks \\n) apart into paragraphs and tables; `choices` decide what is doubtful."""
    aside: list[SetAside] = []
    findings: list[Finding] = []
    markdown = is_markdown(text, name)
    source = _take_bookmarks(blank_unseen(text, aside) if markdown else text, name, aside, findings)
    whole = split_lines(source)
    lines, contents = drop_contents_lines(whole)
    if contents:
        findings.append(contents_finding(len(contents), name))
        aside += [SetAside(line.number, trim(line.text), "目录，不收入") for line in contents if trim(line.text)]
    raw = [RawText(number, line) for number, line in enumerate(text.split("\n"), start=1) if trim(line)]
    if markdown:
        reader = MarkdownReader(name)
        _step_through(lines, reader.read_line, progress)
        read = reader.finish()
        raw = [RawText(one.line, without_tags(one.text)) for one in raw]
        return Document(
            tuple(read.blocks),
            (*findings, *read.findings),
            tuple(read.remarks),
            (*aside, *read.aside),
            tuple(raw),
        )
    joined = join_lines(lines, choices)
    aside += joined.aside
    findings += joined.findings
    plain = _PlainReader(findings)
    _step_through(joined.lines, plain.read_line, progress)
    return Document(tuple(plain.blocks), tuple(findings), (), tuple(aside), tuple(raw))


class _PlainReader:
    """Reads the lines of a text that is no Markdown; bold marks and tables of | may stand in it all the same."""

    def __init__(self, findings: list[Finding]) -> None:
        self.blocks: list[Block] = []
        self._findings = findings

    def read_line(self, lines: list[Line], index: int) -> int:
        """Read what begins at a line; returns the index of the line after it."""
        line = lines[index]
        if "\t" in line.text:
            table = read_tab_table(lines, index)
            if table:
                self.blocks.append(table.block)
                self._findings += table.findings
                return table.end
        pipes = find_pipe_table(lines, index)
        if pipes:
            self.blocks.append(pipes.block(_without_bold))
            return pipes.end
        text = trim(line.text)
        if text:
            plain = _without_bold(text)
            self.blocks.append(ParagraphBlock(plain, line.number, bold=len(plain) == len(text) - 4))
        return index + 1


def _step_through(lines: list[Line], read: Callable[[list[Line], int], int], progress: Progress | None) -> None:
    index = 0
    told = -_STEPS
    while index < len(lines):
        if progress and index >= told + _STEPS:
            progress(index, len(lines))
            told = index
        index = read(lines, index)


def _without_bold(text: str) -> str:
    return _BOLD.sub(r"\2", text)


def _take_bookmarks(text: str, name: str, aside: list[SetAside], findings: list[Finding]) -> str:
    """The text without the remains of bookmarks that some programs leave in it."""
    found = list(_BOOKMARK.finditer(text))
    if not found:
        return text
    line = 1
    place = 0
    for match in found:
        line += text.count("\n", place, match.start())
        place = match.start()
        aside.append(SetAside(line, match.group(0), "书签残留，不收入"))
    message = f"文本里有 {len(found)} 处书签残留（[bookmark: …]），已经去掉。"
    findings.append(Finding(Severity.NOTE, "bookmarks", name, message))
    return _BOOKMARK.sub("", text)
