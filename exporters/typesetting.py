"""Pages of a document as pictures, for the preview and the printer: what is asked for first, the rest when wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exporters.blocks import Block, Document, Section, Table
from exporters.page import Layout
from exporters.pdf_data import Review, document_data
from exporters.pdf_engine import page_count, paint, prepare, set_pages
from exporters.pdf_parts import parted

# Letters that surely fill two pages, whatever they are; a heading or a title counts as a line.
_OPENING_LETTERS = 2_400
_LINE = 28


@dataclass(frozen=True)
class _Part:
    """Pages that were set at one go: what they show, the number of the first, how many they are."""

    document: Document
    first: int
    pdf: bytes
    pages: int


class Typesetter:
    """Sets documents and paints their pages. What did not change since the last document is not set again.

    One document is held. Calls wait for each other; meant for one worker thread.
    """

    def __init__(self, layout: Layout, review: Review | None = None) -> None:
        self._layout, self._review = layout, review
        self._document: Document | None = None
        self._parts: list[_Part] = []
        self._old: list[_Part] = []
        self._opening: tuple[Document, bytes] | None = None
        self._lock = threading.Lock()

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
                return paint(opening, 1, 1, dots_per_inch)
            pictures: list[bytes] = []
            for part in self._set(document):
                begin, end = max(first, part.first), min(last, part.first + part.pages - 1)
                if begin <= end:
                    pictures += paint(part.pdf, begin - part.first + 1, end - part.first + 1, dots_per_inch)
                if part.first + part.pages > last:
                    break
            return pictures

    def pdf(self, document: Document) -> list[bytes]:
        """The document as PDF files to be laid one behind the other."""
        with self._lock:
            return [part.pdf for part in self._set(document)]

    def _take(self, document: Document) -> None:
        if document is not self._document:
            begun = {part.first for part in self._parts}
            self._old = [*self._parts, *(part for part in self._old if part.first not in begun)]
            self._document, self._parts = document, []

    def _set(self, document: Document) -> Iterator[_Part]:
        """The parts of a document in order, each set when it is asked for."""
        self._take(document)
        yield from self._parts
        done = len(self._parts)
        for index, piece in enumerate(_pieces(document)):
            if index < done:
                continue
            first = self._parts[-1].first + self._parts[-1].pages if self._parts else 1
            part = _found(self._old, piece, first) or self._made(piece, first)
            self._parts.append(part)
            yield part
        self._old = []

    def _made(self, piece: Document, first: int) -> _Part:
        pdf = set_pages(document_data(self._layout, piece, first, self._review))
        return _Part(piece, first, pdf, page_count(pdf))

    def _set_opening(self, document: Document) -> bytes | None:
        """A PDF whose first page is the document's; None where that asks for no less than setting its first part."""
        self._take(document)
        if self._parts:
            return None
        if self._opening is not None and self._opening[0] is document:
            return self._opening[1]
        short = opening(document)
        first = next(_pieces(document))
        if short is None or _found(self._old, first, 1) is not None:
            return None
        pdf = set_pages(document_data(self._layout, short, 1, self._review))
        if page_count(pdf) < 2:  # where it ends may show on the page
            return None
        self._opening = document, pdf
        return pdf


def _found(parts: Sequence[_Part], piece: Document, first: int) -> _Part | None:
    return next((part for part in parts if part.first == first and part.document == piece), None)


def _pieces(document: Document) -> Iterator[Document]:
    """Sections one by one, long ones in parts."""
    for section in document.sections:
        yield from parted(replace(document, sections=(section,)))


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
            return replace(table, rows=table.rows[:index]), left
        reach = max(reach, index + max((cell.row_span for cell in row.cells), default=1))
        left -= max(sum(len(line) for cell in row.cells for line in cell.lines), _LINE)
    return table, left
