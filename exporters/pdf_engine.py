"""Typst itself: its fonts, searched for once, and the calls that set and paint."""

from __future__ import annotations

import io
import json
import tempfile
import threading
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from domain.errors import ExportError
from exporters.pdf_marks import Mark, read_marks
from resources import resource

_TEMPLATE = "typst/document.typ"
_PAINT = b"""#set page(width: auto, height: auto, margin: 0pt)
#for n in range(int(sys.inputs.first), int(sys.inputs.last) + 1) { page(image("/pages.pdf", page: n)) }"""
# Typst drops what it remembers of a text after so many others.
_FORGETS_AFTER = 12


class Sheet:
    """Pages set at one go, as a PDF."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf

    @cached_property
    def pages(self) -> int:
        """How many pages it has."""
        return page_count(self.pdf)

    @cached_property
    def marks(self) -> list[Mark]:
        """Where what was marked stands."""
        return read_marks(self.pdf)


_once = threading.Lock()


@cache
def _fonts() -> Any:
    import pylopdf_fonts_zh_cn
    import typst

    bundled = str(Path(str(pylopdf_fonts_zh_cn.__file__)).parent)
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[bundled])


@cache
def _families() -> frozenset[str]:
    return frozenset(name.casefold() for name in _fonts().families())


@cache
def _template() -> bytes:
    return resource(_TEMPLATE).read_bytes()


def prepare() -> None:
    """Load Typst and search for fonts, so that the first page need not wait for that. May run on any thread."""
    with _once:
        _families()


def font_families() -> frozenset[str]:
    """Families that can be set here, casefolded: the machine's and those that came with the program."""
    prepare()
    return _families()


def set_pages(data: dict[str, Any], *, tagged: bool = True) -> Sheet:
    """Set what `pdf_data.document_data` made. `tagged` says what is a heading and what a table, for reading aloud.

    Raises ExportError when Typst refuses.
    """
    import typst

    prepare()
    inputs = {"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))}
    try:
        pdf: bytes = typst.compile(_template(), font_paths=_fonts(), format="pdf", sys_inputs=inputs, pdf_tags=tagged)
    except typst.TypstError as error:
        raise ExportError("not_set", "这份文件没有排成 PDF。", "请改为导出 Word 文件。", repr(error)) from error
    return Sheet(pdf)


def forget() -> None:
    """Give back what Typst remembers, about a megabyte for a row that fills a page."""
    import typst

    for _ in range(_FORGETS_AFTER):
        typst.compile(b"", font_paths=_fonts())


def paint(pdf: bytes, first: int, last: int, dots_per_inch: float) -> list[bytes]:
    """Pages of a PDF, counted from 1, as PNG."""
    import typst

    prepare()
    with tempfile.TemporaryDirectory(prefix="fangan-pages-") as folder:
        Path(folder, "pages.pdf").write_bytes(pdf)
        made: Any = typst.compile(
            _PAINT,
            root=folder,
            font_paths=_fonts(),
            format="png",
            ppi=dots_per_inch,
            sys_inputs={"first": str(first), "last": str(last)},
        )
    return list(made) if isinstance(made, list) else [made]


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)
