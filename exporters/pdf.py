"""Neutral document → PDF by Typst: review copies, from the same blocks and figures as the Word files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from exporters.blocks import Document
from exporters.package import PROGRAM
from exporters.page import Layout
from exporters.pdf_data import Review, document_data
from exporters.pdf_engine import page_count, set_pages
from exporters.pdf_parts import parted

__all__ = ["PdfWriter", "Review", "page_count", "parted"]


class PdfWriter:
    """Writes documents as PDF."""

    def __init__(self, layout: Layout, review: Review | None = None) -> None:
        self._layout, self._review = layout, review

    def write(self, document: Document, target: BinaryIO, _when: datetime, tick: Callable[[], None]) -> None:
        """Write a document into an open binary file; long tables are set in parts. `tick` may raise to stop."""
        parts = list(parted(document))
        if len(parts) == 1:
            target.write(self.compile(parts[0]))
            return
        from pypdf import PdfWriter as Joiner

        joined = Joiner()
        first = 1
        for part in parts:
            tick()
            joined.append(io.BytesIO(self.compile(part, first)))
            first = len(joined.pages) + 1
        joined.add_metadata({"/Title": document.title, "/Author": PROGRAM})
        joined.write(target)

    def compile(self, document: Document, first: int = 1) -> bytes:
        """Set a document whose first page has the number `first`; returns the bytes of a PDF."""
        return set_pages(document_data(self._layout, document, first, self._review))
