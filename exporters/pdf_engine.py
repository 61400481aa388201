"""Typst itself: its fonts, searched for once, and the calls that set and paint."""

from __future__ import annotations

import json
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any

from resources import resource

_PAINT = b"""#set page(width: auto, height: auto, margin: 0pt)
#for n in range(int(sys.inputs.first), int(sys.inputs.last) + 1) { page(image("/pages.pdf", page: n)) }"""
_TEMPLATES = "typst"


@cache
def _fonts() -> Any:
    """Fonts of the machine and those that came with the program; nothing is fetched."""
    import pylopdf_fonts_zh_cn
    import typst

    bundled = str(Path(str(pylopdf_fonts_zh_cn.__file__)).parent)
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[bundled])


@cache
def _template() -> bytes:
    return resource(f"{_TEMPLATES}/document.typ").read_bytes()


_once = threading.Lock()


def prepare() -> None:
    """Load Typst and search for fonts, so that the first page need not wait for that. May run on any thread."""
    with _once:
        _fonts()


def set_pages(data: dict[str, Any]) -> bytes:
    """Set what `pdf_data.document_data` made; returns a PDF."""
    import typst

    prepare()
    made: bytes = typst.compile(_template(), font_paths=_fonts(), format="pdf", sys_inputs=_inputs(data))
    return made


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


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))}


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)
