"""Markdown → blocks: headings, lists, quotes, tables, code as text. Marks are taken off; words never are.

Numbers of lists stay as they are written, since a plan's numbers are part of it; this is why no parser of Markdown is
used, which counts them anew. Lines of one paragraph are joined unless one ends a sentence, as people here write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from domain.checks import Finding, Severity
from domain.numbering import parse_label
from domain.remarks import RemarkKind
from domain.text import trim
from importers.blocks import Block, ParagraphBlock, SetAside, SourceRemark
from importers.line_wrap import Line, glue
from importers.markdown_inline import Inline, take_marks_off
from importers.markdown_tables import find_pipe_table
from importers.tab_tables import read_tab_table

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_SIGN = re.compile(r"(?m)^ {0,3}#{1,6}[ \u3000]+\S")
_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)[ \t\u3000]*(.*?)[ \t]*(?:(?<=[ \t])#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([^`]*)$")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[([ xX])\][ \t]+)?")
_REFERENCE = re.compile(r" {0,3}\[([^\]\^][^\]]*)\]:[ \t]*(\S.*)$")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_FRONT = re.compile(r"---[ \t]*\n((?:[\w-]+:.*\n|[ \t]+.*\n|[ \t]*-.*\n)*)---[ \t]*(?:\n|$)")
_SENTENCE_END = "。！？；：!?;:”）)"
_MAX_SETEXT = 60
_LONGEST_HEADING = 1000


def is_markdown(text: str, name: str) -> bool:
    """Whether a text is Markdown: by its name, or by headings marked with #."""
    return name.casefold().endswith(_SUFFIXES) or _SIGN.search(text) is not None


@dataclass
class Markdown:
    """What was read: blocks, what was set aside, remarks made of footnotes, and findings."""

    blocks: list[Block] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    remarks: list[SourceRemark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def blank_unseen(text: str, aside: list[SetAside]) -> str:
    """A Markdown text without comments and front matter, which a page does not show; lines keep their numbers."""

    def hide(match: re.Match[str], reason: str) -> str:
        line = text.count("\n", 0, match.start()) + 1
        for offset, part in enumerate(match.group(0).split("\n")):
            if trim(part):
                aside.append(SetAside(line + offset, trim(part), reason))
        return "\n" * match.group(0).count("\n")

    front = _FRONT.match(text)
    if front and front.group(1):
        text = hide(front, "文件头信息，不收入") + text[front.end() :]
    return _COMMENT.sub(lambda match: hide(match, "注释，不收入"), text)


class MarkdownReader:
    """Reads lines one after the other into blocks."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found = Markdown()
        self._fence = ""
        # The paragraph being joined: its words, first line, whether the next line may go on with it, and looks.
        self._open: list[str] = []
        self._line = 0
        self._notes: dict[str, str] = {}
        self._calls: list[tuple[str, int, str]] = []
        self._pictures = 0
        self._targets = 0

    def read_line(self, lines: list[Line], index: int) -> int:
        """Read what begins at a line; returns the index of the line after it."""
        line = lines[index]
        if self._read_fence(line):
            return index + 1
        if not trim(line.text):
            self._close()
            return index + 1
        table_end = self._read_table(lines, index)
        if table_end is not None:
            return table_end
        if self._read_definition(line):
            return index + 1
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        return index + self._read_words(line, below)

    def finish(self) -> Markdown:
        """Close what is open, and say what was set aside."""
        self._close()
        for key, line, paragraph in self._calls:
            text = self._notes.pop(key, "")
            if text:
                self.found.remarks.append(SourceRemark(RemarkKind.FOOTNOTE, text, line, paragraph))
        self.found.remarks += [SourceRemark(RemarkKind.FOOTNOTE, text, 0) for text in self._notes.values() if text]
        for count, code, severity, sentence in (
            (len(self.found.remarks), "footnotes", Severity.LOOK, "有 {} 条脚注，文字已收为批注，请核对。"),
            (self._pictures, "pictures", Severity.LOOK, "有 {} 幅图片没有收入。"),
            (self._targets, "link_targets", Severity.NOTE, "有 {} 处链接只收入了文字，没有收入网址。"),
        ):
            if count:
                self.found.findings.append(Finding(severity, code, self._name, sentence.format(count)))
        return self.found

    def _read_fence(self, line: Line) -> bool:
        fence = _FENCE.match(line.text)
        if self._fence:
            if fence and fence.group(1).startswith(self._fence) and not trim(fence.group(2)):
                self._fence = ""
            elif trim(line.text):
                self.found.blocks.append(ParagraphBlock(trim(line.text), line.number))
            return True
        if fence is None:
            return False
        self._close()
        self._fence = fence.group(1)
        if trim(fence.group(2)):
            self.found.aside.append(SetAside(line.number, trim(fence.group(2)), "代码块的语言名，不收入"))
        return True

    def _read_table(self, lines: list[Line], index: int) -> int | None:
        text = lines[index].text
        if "\t" in text:
            table = read_tab_table(lines, index)
            if table:
                self._close()
                self.found.blocks.append(table.block)
                self.found.findings += table.findings
                return table.end
        pipes = find_pipe_table(lines, index)
        if pipes is None:
            return None
        self._close()
        self.found.blocks.append(pipes.block(lambda cell: self._plain(cell, lines[index].number).text))
        return pipes.end

    def _read_definition(self, line: Line) -> bool:
        """A footnote or the address of a link, defined apart from its place."""
        note = _FOOTNOTE.match(line.text)
        if note:
            self._close()
            self._notes[note.group(1)] = trim(self._plain(note.group(2), line.number).text)
            self.found.aside.append(SetAside(line.number, note.group(1), "脚注号，不收入"))
            return True
        reference = _REFERENCE.match(line.text)
        if reference:
            self._close()
            self.found.aside.append(SetAside(line.number, trim(line.text), "链接地址，不收入"))
        return reference is not None

    def _read_words(self, line: Line, below: str) -> int:
        """A heading, an item or a line of a paragraph; returns how many lines it took."""
        text = line.text
        quoted = False
        while quote := _QUOTE.match(text):
            text, quoted = text[quote.end() :], True
        heading = _HEADING.match(text) if len(text) <= _LONGEST_HEADING else None
        if heading:
            self._add_heading(heading.group(2), len(heading.group(1)), line.number)
            return 1
        if _BREAK.match(text):
            self._close()
            return 1
        setext = _SETEXT.match(below)
        if setext and not self._open and not quoted and _is_title(text):
            self._add_heading(text, 1 if setext.group(1)[0] == "=" else 2, line.number)
            return 2
        if setext and setext.group(1)[0] == "=":
            self._add_words(text, line)
            self._close()
            return 2
        self._add_words(text, line)
        return 1

    def _add_heading(self, text: str, level: int, line: int) -> None:
        self._close()
        words = self._plain(text, line)
        shown = trim(words.text.replace("\n", " "))
        if shown:
            self.found.blocks.append(ParagraphBlock(shown, line, outline_level=level))
        self._call(words, line, shown)

    def _add_words(self, text: str, line: Line) -> None:
        bullet = _BULLET.match(text)
        if bullet:
            self._close()
            box = {None: "", " ": "□", "x": "☑", "X": "☑"}[bullet.group(1)]
            text = box + text[bullet.end() :]
        elif parse_label(trim(text)) is not None:
            self._close()
        hard = text.endswith("  ") or (text.endswith("\\") and not text.endswith("\\\\"))
        text = trim(text[:-1] if text.endswith("\\") and hard else text)
        if not trim(text):
            return
        if not self._open:
            self._line = line.number
        self._open.append(text)
        if hard or text[-1] in _SENTENCE_END or (len(self._open) == 1 and text.startswith(("**", "__"))):
            self._close()

    def _close(self) -> None:
        """End the paragraph being joined."""
        joined = ""
        for part in self._open:
            joined = glue(joined, part)
        self._open.clear()
        if not joined:
            return
        words = self._plain(joined, self._line)
        pieces = [trimmed for piece in words.text.split("\n") if (trimmed := trim(piece))]
        self.found.blocks += [ParagraphBlock(piece, self._line, bold=words.bold) for piece in pieces]
        self._call(words, self._line, "\n".join(pieces))

    def _plain(self, text: str, line: int) -> Inline:
        words = take_marks_off(text)
        self._targets += len(words.targets)
        self._pictures += len(words.pictures)
        aside = [(target, "链接地址，不收入") for target in words.targets]
        aside += [(picture, "图片，不收入") for picture in words.pictures]
        self.found.aside += [SetAside(line, shown, reason) for shown, reason in aside if trim(shown)]
        return words

    def _call(self, words: Inline, line: int, paragraph: str) -> None:
        for key in words.footnotes:
            self._calls.append((key, line, paragraph))
            self.found.aside.append(SetAside(line, key, "脚注号，不收入"))


def _is_title(text: str) -> bool:
    bare = trim(text)
    return len(bare) <= _MAX_SETEXT and bare[-1:] not in "。；，、：" and _BULLET.match(text) is None
