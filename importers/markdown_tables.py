"""Tables of Markdown: rows between |, a rule of dashes below the header."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.text import trim
from importers.blocks import GridCell, TableBlock
from importers.line_wrap import Line

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_BREAK = re.compile(r"<br\s*/?>|\n", re.IGNORECASE)
_MAX_COLUMNS = 63
_LONGEST_RULE = 2000


@dataclass(frozen=True)
class PipeTable:
    """The cells as written, row by row, the line it begins on and the index of the line after it."""

    rows: tuple[tuple[str, ...], ...]
    line: int
    end: int

    def block(self, plain: Callable[[str], str]) -> TableBlock:
        """The table; `plain` takes the marks off the text of a cell."""
        cells = []
        for y, row in enumerate(self.rows):
            for x, text in enumerate(row):
                lines = (trim(part) for piece in _BREAK.split(text) for part in plain(piece).split("\n"))
                cells.append(GridCell(y, x, tuple(line for line in lines if line)))
        width = max(len(row) for row in self.rows)
        return TableBlock(tuple(cells), len(self.rows), width, self.line, 1 if len(self.rows) > 1 else 0)


def find_pipe_table(lines: Sequence[Line], start: int) -> PipeTable | None:
    """The table that begins at a line; None when none does."""
    if start + 1 >= len(lines):
        return None
    first, rule = lines[start].text, lines[start + 1].text
    if "|" not in first or "|" not in rule or not _RULE.match(rule.strip()[:_LONGEST_RULE]):
        return None
    rows = [_cells(first)]
    index = start + 2
    while index < len(lines) and "|" in lines[index].text:
        rows.append(_cells(lines[index].text))
        index += 1
    if max(len(row) for row in rows) > _MAX_COLUMNS:
        return None
    return PipeTable(tuple(rows), lines[start].number, index)


def _cells(text: str) -> tuple[str, ...]:
    bare = trim(text).removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return tuple(part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", bare))
