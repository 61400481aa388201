"""Neutral document → PDF by Typst: review copies, from the same blocks and figures as the Word files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import BinaryIO

from exporters.blocks import Document
from exporters.package import PROGRAM
from exporters.page import Layout
from exporters.pdf_data import Review, document_data
from exporters.pdf_engine import Sheet, page_count, set_pages
from exporters.pdf_parts import LETTERS_AT_ONCE, set_parts, weight
from exporters.typesetting_ahead import ahead
from exporters.typesetting_process import TypesettingProcess

__all__ = ["PdfWriter", "Review", "page_count"]


class PdfWriter:
    """Writes documents as PDF: short ones at once, long ones part by part in a process of their own."""

    def __init__(self, layout: Layout, review: Review | None = None) -> None:
        self._layout, self._review = layout, review

    def write(self, document: Document, target: BinaryIO, _when: datetime, tick: Callable[[], None]) -> None:
        """Write a document into an open binary file. `tick` may raise to stop.

        Raises ExportError when a page cannot be set, takes too long or asks for too much memory.
        """
        if weight(document) > LETTERS_AT_ONCE:
            self._write_long(document, target, tick)
        elif self._scale == 1:
            target.write(self.compile(document))
        else:
            sheet = self._sheet(document)
            self._join(document, [(sheet.pdf, sheet.pages)], target)

    def _write_long(self, document: Document, target: BinaryIO, tick: Callable[[], None]) -> None:
        with TypesettingProcess() as process:

            def press(piece: Document, first: int, marked_from: float) -> Sheet:
                data = document_data(self._layout, piece, first, self._review, marked_from=marked_from)
                return process.set_pages(data, tick)

            parts = ((part.sheet.pdf, part.pages) for part in set_parts(document, press))
            self._join(document, ahead(parts), target)

    def _join(self, document: Document, parts: Iterable[tuple[bytes, int]], target: BinaryIO) -> None:
        from exporters.pdf_join import Joiner

        joined = Joiner(target, self._scale)
        for pdf, pages in parts:
            joined.add(pdf, pages)
        joined.finish(document.title, PROGRAM)

    @property
    def _scale(self) -> float:
        return self._review.scale if self._review else 1.0

    def compile(self, document: Document, first: int = 1) -> bytes:
        """Set a document whose first page has the number `first`; returns the bytes of a PDF at full size."""
        return self._sheet(document, first).pdf

    def _sheet(self, document: Document, first: int = 1) -> Sheet:
        return set_pages(document_data(self._layout, document, first, self._review))
