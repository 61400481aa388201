"""Lines of a text file → paragraphs: joins what a PDF or an editor broke at the margin, splits what it ran together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from domain.numbering import parse_label
from domain.text import trim

_RUN_TOGETHER = re.compile("\u3000{2,}")
_LONG_LINE = 400
_SENTENCE_END = "。！？；：!?;:"
_BLANKS = " \t\u00a0\u3000"


@dataclass(frozen=True)
class Line:
    """A line or a joined paragraph: `number` is its first line in the file, from 1; `text` may be blank."""

    number: int
    text: str


def split_lines(text: str) -> list[Line]:
    """Cut text at line breaks, and lines that hold a whole document at their runs of full-width blanks."""
    lines = []
    for number, raw in enumerate(text.split("\n"), start=1):
        parts = _RUN_TOGETHER.split(raw) if len(raw) > _LONG_LINE else [raw]
        # Fewer breaks than this are blanks inside a sentence.
        lines += [Line(number, part) for part in parts if part] if len(parts) > 3 else [Line(number, raw)]
    return lines


def join_wrapped(lines: list[Line]) -> list[Line]:
    """Join lines broken at the margin; lines come back unchanged when the text was not wrapped.

    Offices' PDF texts leave a blank at the true end of a paragraph and none at a broken line: where that holds it
    decides, else the width of the line does.
    """
    filled = [line for line in lines if trim(line.text)]
    margin = _margin(filled)
    if not margin or any(line.text.startswith("\t") for line in filled):
        return lines
    by_blank = _blank_ends_paragraph(filled, margin)
    joined: list[Line] = []
    is_open = False
    for line in filled:
        starts = parse_label(trim(line.text)) is not None and not by_blank
        if is_open and not starts:
            joined[-1] = Line(joined[-1].number, glue(joined[-1].text, trim(line.text)))
        else:
            joined.append(Line(line.number, trim(line.text)))
        is_open = line.text[-1] not in _BLANKS if by_blank else _runs_on(line, margin)
    return joined


def glue(left: str, right: str) -> str:
    """Join two pieces of a broken line; Latin words get their blank back."""
    if left and right and left[-1].isascii() and right[0].isascii() and left[-1].isalnum() and right[0].isalnum():
        return f"{left} {right}"
    return left + right


def _runs_on(line: Line, margin: int) -> bool:
    width = _width(line.text)
    return width >= margin - 4 and not (width < margin and trim(line.text)[-1] in _SENTENCE_END)


def _margin(filled: list[Line]) -> int:
    """Width at which the text was broken, in half-width columns; 0 when it was not."""
    if len(filled) < 8:
        return 0
    widths = sorted(_width(line.text) for line in filled)
    margin = widths[int(len(widths) * 0.95) - 1]
    full = [line for line in filled if margin - 4 <= _width(line.text) <= margin + 4]
    broken = [line for line in full if trim(line.text)[-1] not in _SENTENCE_END]
    if not 40 <= margin <= 130 or len(full) < 0.25 * len(filled) or len(broken) < 0.5 * len(full):
        return 0
    return margin


def _blank_ends_paragraph(filled: list[Line], margin: int) -> bool:
    short = [line for line in filled if _width(line.text) < margin - 8]
    full = [line for line in filled if _width(line.text) >= margin - 4]
    marked = sum(line.text[-1] in _BLANKS for line in short)
    return marked >= 0.8 * len(short) > 0 and sum(line.text[-1] in _BLANKS for line in full) < 0.5 * len(full)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in trim(text))
