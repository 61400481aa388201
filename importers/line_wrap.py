"""Lines of a text file → paragraphs: joins what a PDF or an editor broke at the margin, splits what it ran together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.checks import Finding, Option, Severity
from domain.numbering import NumberLabel, NumberStyle, parse_label
from domain.reading import ReadingChoices
from domain.text import trim
from importers.blocks import SetAside
from importers.heading_ranks import is_high
from importers.line_margins import (
    BLANKS,
    SENTENCE_END,
    count,
    indent_of,
    is_ended,
    margin_of,
    room_of,
    scarce_margin,
    width,
)
from importers.page_marks import find_page_marks, find_single_heads

_RUN_TOGETHER = re.compile("(?:\u3000[ \u00a0]?){2,}|[ \u00a0]{4,}")
_LONG_LINE = 400
# More of one kind than anyone would go through one by one.
_MAX_FINDINGS = 200
# A file of so few lines holds its paragraphs run together.
_FEW_LINES = 3
_SHORT_FILE = 60
_FEWEST_PARTS = 3
# What is never broken: a number or Latin word, a mark with the character it belongs to.
_UNBROKEN = re.compile(r"[（《“‘【〈「(]{0,3}(?:[A-Za-z0-9.%．％/+-]{1,30}|.)[，。、；：！？）》”’】〉」)%％]{0,3}")
_PAGE_REASON = "页码或页眉，不收入"
_AS_ASSUMED = ReadingChoices()
_JOINED, _SPLIT = Option("joined", "接上一行"), Option("split", "另起一段")
_MAX_TITLE = 44
_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """A line or a joined paragraph: `number` is its first line in the file, from 1; `text` may be blank."""

    number: int
    text: str


@dataclass
class Joined:
    """Lines put together again, the places where either was possible, and what was left out as no text."""

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


@dataclass(frozen=True)
class _Page:
    """How a text was broken: the margin in half-width columns and, where it was broken by them, in characters (else
    0), and what marks the ends of its paragraphs.
    """

    margin: int
    count: int
    by_blank: bool
    by_indent: bool
    is_sure: bool = True

    def is_full(self, text: str, after: str) -> bool:
        """Whether what the next line begins with had no place at the end of this one."""
        match = _UNBROKEN.match(trim(after))
        token = match.group(0) if match else ""
        if room_of(text) + width(token) >= self.margin - 2:
            return True
        return self.count > 0 and count(text) + count(token) >= self.count - 1

    def reaches(self, text: str) -> bool:
        """Whether a line is as long as the longest."""
        return room_of(text) >= self.margin or (self.count > 0 and count(text) >= self.count)


def split_lines(text: str) -> list[Line]:
    """Cut text at line breaks, and lines that hold a whole document at their runs of blanks."""
    raws = text.split("\n")
    longest = _LONG_LINE if sum(bool(trim(raw)) for raw in raws) > _FEW_LINES else _SHORT_FILE
    lines = []
    for number, raw in enumerate(raws, start=1):
        parts = _RUN_TOGETHER.split(raw) if len(raw) > longest and "\t" not in raw else [raw]
        # Fewer breaks than this are blanks inside a sentence.
        is_many = len(parts) > _FEWEST_PARTS
        lines += [Line(number, part) for part in parts if trim(part)] if is_many else [Line(number, raw)]
    return lines


def join_lines(lines: Sequence[Line], choices: ReadingChoices = _AS_ASSUMED) -> Joined:
    """Join lines broken at the margin, page numbers and running heads taken out; other lines come back unchanged.

    Offices' PDF texts leave a blank at the true end of a paragraph and none at a broken line, or indent its first
    line: where that holds it decides, else the width of the line does. Where either is possible, it is asked.
    """
    texts = [line.text for line in lines]
    marks = find_page_marks(texts)
    asked = [_ask_head(lines[place], choices) for place in find_single_heads(texts, marks)[:_MAX_FINDINGS]]
    heads = {finding.line for finding, is_head in asked if is_head}
    marks |= {place for place, line in enumerate(lines) if line.number in heads and trim(line.text)}
    joined = _join([line for place, line in enumerate(lines) if place not in marks], choices)
    joined.findings = [*(finding for finding, _ in asked), *_capped(joined.findings)]
    joined.aside = [SetAside(lines[place].number, trim(lines[place].text), _PAGE_REASON) for place in sorted(marks)]
    if marks:
        message = f"有 {len(marks)} 行页码或页眉（如“{joined.aside[0].text}”）没有收入。"
        joined.findings.insert(0, Finding(Severity.NOTE, "page_marks", "正文", message))
    return joined


def _ask_head(line: Line, choices: ReadingChoices) -> tuple[Finding, bool]:
    """The question whether a short line at the top of a page is a running head, and the answer."""
    options = (Option("left_out", "是页码或页眉，不收入"), Option("text", "是正文"))
    question = f"page_head:{line.number}"
    message = f"“{trim(line.text)}”插在一句话中间，像是页码或页眉，暂不收入。"
    finding = Finding(
        Severity.LOOK, "page_head", f"第{line.number}行", message, question=question, options=options, line=line.number
    )
    return finding, choices.pick(question, "left_out") == "left_out"


def _capped(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= _MAX_FINDINGS:
        return findings
    message = f"另有 {len(findings) - _MAX_FINDINGS} 处不知是换行还是另起一段，没有逐一列出，请导入后核对分段。"
    return [*findings[:_MAX_FINDINGS], Finding(Severity.LOOK, "line_joins", "正文", message)]


def _join(lines: list[Line], choices: ReadingChoices) -> Joined:
    filled = [line for line in lines if trim(line.text)]
    if any(line.text.startswith("\t") for line in filled):
        return Joined(lines)
    texts = [line.text for line in filled]
    margin, by_count = margin_of(texts, width), margin_of(texts, count)
    is_sure = True
    if not margin and not by_count:
        margin, is_sure = scarce_margin(texts)
    if not margin and not by_count:
        return _join_commas(lines, choices)
    margin = margin or by_count * 2
    by_blank = _blank_ends_paragraph(filled, margin)
    by_indent = not by_blank and _is_indented(filled, margin)
    joiner = _Joiner(_Page(margin, by_count, by_blank, by_indent, is_sure), choices)
    for place, line in enumerate(filled):
        joiner.add(line, filled[place + 1] if place + 1 < len(filled) else None)
    return joiner.result


def glue(left: str, right: str) -> str:
    """Join two pieces of a broken line; Latin words get their blank back."""
    if not left or not right or (left[-1].isdigit() and right[0].isdigit()):
        return left + right
    if left[-1].isascii() and right[0].isascii() and left[-1].isalnum() and right[0].isalnum():
        return f"{left} {right}"
    return left + right


class _Joiner:
    """Takes the filled lines of a wrapped text one by one."""

    def __init__(self, page: _Page, choices: ReadingChoices) -> None:
        self._page, self._choices = page, choices
        self._before: Line | None = None
        # Pieces of the paragraph being put together: joining them once keeps long texts linear.
        self._pieces: list[str] = []
        self._number = 0
        self._latest: dict[NumberStyle, int] = {}
        self.result = Joined()

    def add(self, line: Line, after: Line | None) -> None:
        """Join a line to the paragraph before it or begin a new one; `after` is the line behind it."""
        text = trim(line.text)
        label = parse_label(text)
        if self._before is not None and self._is_joined(self._before, line, after, label):
            last = self.result.lines.pop()
            self._pieces.append(text)
            self.result.lines.append(Line(last.number, last.text))
        else:
            self._close()
            self._pieces = [text]
            self.result.lines.append(Line(line.number, text))
        if label and len(self._pieces) == 1:
            self._latest[label.style] = label.value
        self._before = line
        if after is None:
            self._close()

    def _close(self) -> None:
        if len(self._pieces) > 1:
            whole = self._pieces[0]
            pieces = [whole]
            for piece in self._pieces[1:]:
                pieces.append(glue(pieces[-1][-1:], piece)[1:] if pieces[-1] else piece)
            self.result.lines[-1] = Line(self.result.lines[-1].number, "".join(pieces))
        self._pieces = []

    def _is_joined(self, before: Line, line: Line, after: Line | None, label: NumberLabel | None) -> bool:
        page = self._page
        if page.by_blank:
            return before.text[-1] not in BLANKS
        if page.by_indent and indent_of(line.text):
            return False
        ended = is_ended(before.text)
        if not page.is_full(before.text, line.text):
            return False
        if ended and not page.by_indent and not page.reaches(before.text):
            return False
        if label is not None:
            return not ended and not self._counts_on(label)
        if page.by_indent:
            return True
        if ended or not page.is_sure:
            return self._ask(before, line, assumed=True)
        if len(self._pieces) == 1 and width(line.text) >= page.margin - 4:
            style = _bare_title(self._pieces[0])
            # A title that fills its line, and its text; or the first line of a long item.
            return style is None or self._ask(before, line, assumed=not is_high(style))
        return True

    def _counts_on(self, label: NumberLabel) -> bool:
        """Whether a number at the start of a line is the next of its row, or begins one."""
        return label.value in (1, self._latest.get(label.style, 0) + 1)

    def _ask(self, before: Line, line: Line, *, assumed: bool) -> bool:
        options = (_JOINED, _SPLIT) if assumed else (_SPLIT, _JOINED)
        question = f"join:{line.number}"
        left, right = trim(before.text)[-_SHOWN:], trim(line.text)[:_SHOWN]
        message = f"“…{left}”与“{right}…”之间不知是换行还是另起一段，暂按“{options[0].label}”处理。"
        where = f"第{line.number}行"
        self.result.findings.append(
            Finding(Severity.LOOK, "line_join", where, message, question=question, options=options, line=line.number)
        )
        return self._choices.pick(question, options[0].key) == _JOINED.key


def _bare_title(text: str) -> NumberStyle | None:
    """The style of a numbered line that reads like a whole title; None for other lines."""
    label = parse_label(text)
    if label is None or len(text) > _MAX_TITLE or re.search("[，。；：,;:]", text[label.length :]):
        return None
    return label.style


def _join_commas(lines: Sequence[Line], choices: ReadingChoices) -> Joined:
    """A text that was not wrapped: only a line that ends in a comma goes on in the next."""
    joined = Joined()
    is_open = False
    for line in lines:
        text = trim(line.text)
        if is_open and not text:
            continue
        if is_open and "\t" not in line.text and parse_label(text) is None and _goes_on(joined, line, choices):
            last = joined.lines.pop()
            joined.lines.append(Line(last.number, glue(last.text.rstrip(), text)))
        else:
            joined.lines.append(line)
        is_row = "\t" in line.text or "|" in line.text
        is_open = text.endswith(("，", ",")) and not is_row and 10 <= len(text) <= _LONG_LINE
    return joined


def _goes_on(joined: Joined, line: Line, choices: ReadingChoices) -> bool:
    question = f"join:{line.number}"
    left, right = trim(joined.lines[-1].text)[-_SHOWN:], trim(line.text)[:_SHOWN]
    message = f"“…{left}”以逗号结束，“{right}…”像是同一句话，已接在一起。"
    where = f"第{line.number}行"
    joined.findings.append(
        Finding(
            Severity.LOOK, "line_join", where, message, question=question, options=(_JOINED, _SPLIT), line=line.number
        )
    )
    return choices.pick(question, _JOINED.key) == _JOINED.key


def _blank_ends_paragraph(filled: Sequence[Line], margin: int) -> bool:
    short = [line for line in filled if width(line.text) < margin - 8]
    full = [line for line in filled if width(line.text) >= margin - 4]
    marked = sum(line.text[-1] in BLANKS for line in short)
    return marked >= 0.8 * len(short) > 0 and sum(line.text[-1] in BLANKS for line in full) < 0.5 * len(full)


def _is_indented(filled: Sequence[Line], margin: int) -> bool:
    """Whether paragraphs begin with an indent: lines behind a short line have one, those behind a full line seldom."""
    behind_short = behind_full = short = full = 0
    for before, line in pairwise(filled):
        is_full = width(before.text) >= margin - 4 and trim(before.text)[-1] not in SENTENCE_END
        full += is_full
        short += not is_full
        behind_full += is_full and bool(indent_of(line.text))
        behind_short += not is_full and bool(indent_of(line.text))
    return short > 0 and full > 0 and behind_short >= 0.5 * short and behind_full <= 0.3 * full
