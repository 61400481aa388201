"""Long documents in parts that Typst sets one by one: what it holds in memory grows with every row.

A part ends where a page would end anyway: it is set with a few rows too many, and its last pages are left to the next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from exporters.blocks import Block, BodyRow, Document, Section, Table
from exporters.pdf_engine import Sheet

# Letters of one part; a cell counts as some, whatever it holds. About 100 rows that fill a page each.
LETTERS_A_PART = 110_000
# What is set at one go without starting a process for it.
LETTERS_AT_ONCE = 180_000
_LETTERS_A_CELL = 30
# Rows that are watched for a page break at the end of a part: surely more than a page.
_WATCHED_LETTERS = 12_000
_WATCHED_ROWS = 50
_ROW = 2  # of a mark's name: section, block, row, column

# Sets a document whose first page has the given number; rows of its last table from the third figure on are marked.
Press = Callable[[Document, int, float], Sheet]


@dataclass(frozen=True)
class Part:
    """Pages of a document: what they show, a PDF of which the first `pages` count, and the number of its first page."""

    piece: Document
    sheet: Sheet
    first: int
    pages: int


def weight(document: Document) -> int:
    """Letters of a document, as parts are measured by."""
    return sum(_weight(block) for section in document.sections for block in section.blocks)


def _weight(block: Block) -> int:
    if isinstance(block, Table):
        return sum(map(_row_weight, block.rows))
    return len(str(getattr(block, "text", ""))) + _LETTERS_A_CELL


def _row_weight(row: BodyRow) -> int:
    return sum(len(line) for cell in row.cells for line in cell.lines) + _LETTERS_A_CELL * len(row.cells)


def set_parts(document: Document, press: Press, *, together: bool = True) -> Iterator[Part]:
    """Set a document part by part, pages numbered through. Short sections share a part where they may be `together`."""
    first = 1
    for group in _groups(document, LETTERS_A_PART if together else 0):
        rest: Document | None = group
        while rest is not None:
            piece, end = _head(rest)
            sheet = press(piece, first, math.inf if end is None else _watched_from(piece))
            pages = sheet.pages
            if end is not None:
                end, pages = _page_break(piece, sheet) or (end, pages)
            yield Part(piece, sheet, first, pages)
            first += pages
            rest = None if end is None else _tail(rest, piece, end)


def _groups(document: Document, most: int) -> Iterator[Document]:
    waiting: list[Section] = []
    held = 0
    for section in document.sections:
        letters = sum(map(_weight, section.blocks))
        if waiting and held + letters > most:
            yield replace(document, sections=tuple(waiting))
            waiting, held = [], 0
        waiting.append(section)
        held += letters
    yield replace(document, sections=tuple(waiting))


def _head(document: Document) -> tuple[Document, int | None]:
    """As much of a document as one part holds, and the row before which its last table ends; None for all of it."""
    if len(document.sections) > 1:
        return document, None
    (section,) = document.sections
    held = 0
    for at, block in enumerate(section.blocks):
        if isinstance(block, Table):
            # Looks no further than the part goes: what is left of a long table is not weighed again for each.
            end = next((start for start, before in _starts(block) if held + before > LETTERS_A_PART), None)
            if end is not None:
                blocks = (*section.blocks[:at], rows_of(block, 0, end))
                return replace(document, sections=(replace(section, blocks=blocks),)), end
        held += _weight(block)
    return document, None


def _tail(document: Document, piece: Document, row: int) -> Document:
    """What is left of a document behind the rows that a piece of it ends with."""
    (section,) = document.sections
    at = len(piece.sections[0].blocks) - 1
    table = section.blocks[at]
    assert isinstance(table, Table)
    left = (rows_of(table, row, len(table.rows)), *section.blocks[at + 1 :])
    return replace(document, sections=(replace(section, blocks=left),))


def rows_of(table: Table, start: int, end: int) -> Table:
    """The rows of a table from `start` up to `end`, with their keys."""
    return replace(table, rows=table.rows[start:end], row_keys=table.row_keys[start:end])


def _starts(table: Table) -> Iterator[tuple[int, int]]:
    """Rows that a part may begin with, and the letters before them; none lies inside a joined cell."""
    reach = 0
    sums = accumulate(map(_row_weight, table.rows), initial=0)
    for index, (row, before) in enumerate(zip(table.rows, sums, strict=False)):
        if index and index >= reach:
            yield index, before
        reach = max(reach, index + max((cell.row_span for cell in row.cells), default=1))


def _last_table(piece: Document) -> Table:
    table = piece.sections[0].blocks[-1]
    assert isinstance(table, Table)
    return table


def _watched_from(piece: Document) -> float:
    rows = _last_table(piece).rows
    letters = accumulate(map(_row_weight, reversed(rows)))
    many = next((count for count, held in enumerate(letters, start=1) if held > _WATCHED_LETTERS), len(rows))
    first = max(len(rows) - max(many, _WATCHED_ROWS), 0)
    # Rows that part fill every page to its end: none of them begins one.
    return math.inf if all(row.splittable for row in rows[first:]) else first


def _page_break(piece: Document, sheet: Sheet) -> tuple[int, int] | None:
    """The last watched row that begins a page, and the pages before it; None where rows run over every page's end."""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    own = f"0.{len(piece.sections[0].blocks) - 1}."
    for mark in sheet.marks:
        if not mark.name.startswith(own):
            continue
        row, page = int(mark.name.split(".")[_ROW]), mark.page
        begins[row] = min(page, begins.get(row, page))
        ends[row] = max(page, ends.get(row, page))
    reached = dict(zip(sorted(ends), accumulate((ends[row] for row in sorted(ends)), max), strict=True))
    allowed = {row for row, _ in _starts(_last_table(piece))}
    found = _clean(begins, reached, allowed)
    return None if found is None else (found, begins[found] - 1)


def _clean(begins: dict[int, int], reached: dict[int, int], allowed: set[int]) -> int | None:
    rows: Sequence[int] = sorted(allowed & begins.keys(), reverse=True)
    return next((row for row in rows if row - 1 in reached and reached[row - 1] < begins[row]), None)
