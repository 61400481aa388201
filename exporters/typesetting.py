"""Pages of a document as pictures, for the preview and the printer: what is asked for first, the rest when wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from exporters.blocks import Block, Document, Section, Table
from exporters.page import Layout
from exporters.pdf_data import Review, document_data
from exporters.pdf_engine import Sheet, paint, prepare, set_pages
from exporters.pdf_parts import LETTERS_AT_ONCE, Part, rows_of, set_parts, weight
from exporters.pdf_spots import Spot, spots_of
from exporters.typesetting_process import TypesettingProcess

# Letters that surely fill two pages, whatever they are; a heading or a title counts as a line.
_OPENING_LETTERS = 2_400
_LINE = 28


class Typesetter:
    """Sets documents and paints their pages. What did not change since the last document is not set again.

    One document is held. Calls wait for each other; meant for one worker thread. Close it at the end.
    """

    def __init__(self, layout: Layout, review: Review | None = None) -> None:
        self._layout, self._review = layout, review
        self._scale = review.scale if review else 1.0
        self._document: Document | None = None
        self._running: Iterator[Part] = iter(())
        self._parts: list[Part] = []
        self._made: dict[int, tuple[Document, float, Sheet]] = {}
        self._old: dict[int, tuple[Document, float, Sheet]] = {}
        self._opening: tuple[Document, bytes] | None = None
        self._process = TypesettingProcess()
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the process that sets long documents."""
        with self._lock:
            self._process.close()

    def prepare(self) -> None:
        """Search for fonts, so that the first page need not wait for that."""
        prepare()

    def page_count(self, document: Document) -> int:
        """How many pages a document has; sets all of it."""
        with self._lock:
            return sum(part.pages for part in self._set(document))

    def pages(self, document: Document, first: int, last: int, dots_per_inch: float) -> list[bytes]:
        """Pages `first` to `last`, counted from 1, as PNG; fewer where the document ends before.

        The first page comes without the rest being set.
        """
        with self._lock:
            if last == 1 and (opening := self._set_opening(document)) is not None:
                return paint(opening, 1, 1, dots_per_inch * self._scale)
            pictures: list[bytes] = []
            for part in self._set(document):
                begin, end = max(first, part.first), min(last, part.first + part.pages - 1)
                if begin <= end:
                    pictures += paint(
                        part.sheet.pdf, begin - part.first + 1, end - part.first + 1, dots_per_inch * self._scale
                    )
                if part.first + part.pages > last:
                    break
            return pictures

    def spots(self, document: Document, first: int = 1, last: int | None = None) -> list[Spot]:
        """What stands where on the pages `first` to `last`, counted from 1; on all pages without them."""
        with self._lock:
            found: list[Spot] = []
            for part in self._set(document):
                if part.first + part.pages > first:
                    found += [
                        spot for spot in spots_of(self._layout, part) if first <= spot.page <= (last or spot.page)
                    ]
                if last is not None and part.first + part.pages > last:
                    break
            return [spot for spot in found if first <= spot.page <= (last or spot.page)]

    def _take(self, document: Document) -> None:
        if document is not self._document:
            self._old |= self._made
            self._document, self._parts, self._made = document, [], {}
            self._running = set_parts(document, self._press, together=False)
            self._is_long = weight(document) > LETTERS_AT_ONCE

    def _set(self, document: Document) -> Iterator[Part]:
        """The parts of a document in order, each set when it is asked for."""
        self._take(document)
        yield from self._parts
        while (part := self._next_part()) is not None:
            yield part
        self._old.clear()

    def _next_part(self) -> Part | None:
        try:
            part = next(self._running, None)
        except Exception:
            self._document = None  # what failed is tried again
            raise
        if part is not None:
            self._parts.append(part)
        return part

    def _press(self, piece: Document, first: int, marked_from: float) -> Sheet:
        held = self._old.get(first)
        if held is not None and held[:2] == (piece, marked_from):
            sheet = held[2]
        else:
            sheet = self._sheet(document_data(self._layout, piece, first, self._review, marks_all=True))
        self._made[first] = piece, marked_from, sheet
        return sheet

    def _sheet(self, data: dict[str, Any]) -> Sheet:
        return self._process.set_pages(data, _go_on) if self._is_long else set_pages(data)

    def _set_opening(self, document: Document) -> bytes | None:
        """A PDF whose first page is the document's; None where that asks for no less than setting its first part."""
        self._take(document)
        if self._parts:
            return None
        if self._opening is not None and self._opening[0] is document:
            return self._opening[1]
        short = opening(document)
        held = self._old.get(1)
        if short is None or (held is not None and held[0].sections == document.sections[:1]):
            return None
        sheet = set_pages(document_data(self._layout, short, 1, self._review))
        if sheet.pages < 2:  # where it ends may show on the page
            return None
        self._opening = document, sheet.pdf
        return sheet.pdf


def _go_on() -> None:
    """A preview waits for its pages; nobody stops it."""


def opening(document: Document) -> Document | None:
    """The beginning of a document, enough for its first page; None where that is nearly all of its first section."""
    if not document.sections:
        return None
    section = document.sections[0]
    blocks: list[Block] = []
    left = _OPENING_LETTERS
    for block in section.blocks:
        if isinstance(block, Table):
            block, left = _beginning(block, left)
        else:
            left -= max(len(str(getattr(block, "text", ""))), _LINE)
        blocks.append(block)
        if left <= 0:
            return replace(document, sections=(Section(section.name, section.landscape, tuple(blocks)),))
    return None


def _beginning(table: Table, left: int) -> tuple[Table, int]:
    """The first rows of a table, up to a page break that no joined cell forbids."""
    reach = 0
    for index, row in enumerate(table.rows):
        if left <= 0 and index >= reach:
            return rows_of(table, 0, index), left
        reach = max(reach, index + max((cell.row_span for cell in row.cells), default=1))
        left -= max(sum(len(line) for cell in row.cells for line in cell.lines), _LINE)
    return table, left
