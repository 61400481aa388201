"""Marks that the template left in a PDF: links that tell where a cell begins and ends, or where a text stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

_PREFIX = "at:"


class Mark(NamedTuple):
    """A marked box: page from 1, name as the template has it, edges in points from the upper left corner."""

    page: int
    name: str
    left: float
    top: float
    right: float
    bottom: float


def read_marks(pdf: bytes) -> list[Mark]:
    """Every mark of a PDF, in the order of its pages."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(pdf)).pages
    return [mark for number, page in enumerate(pages, start=1) for mark in _of_page(page, number)]


def _of_page(page: Any, number: int) -> Iterator[Mark]:
    height = float(page.mediabox.height)
    for reference in page.get("/Annots") or ():
        link = reference.get_object()
        address = str((link.get("/A") or {}).get("/URI", ""))
        if address.startswith(_PREFIX):
            left, bottom, right, top = map(float, link["/Rect"])
            yield Mark(number, address[len(_PREFIX) :], left, height - top, right, height - bottom)
