"""Pages of a PDF as line drawings: what a printer is given, sharp at any fineness."""

from __future__ import annotations

import base64
import re
import tempfile
from pathlib import Path
from typing import Any

from domain.errors import ExportError
from exporters.pdf_engine import prepare

_PAGES = b"""#set page(width: auto, height: auto, margin: 0pt)
#for n in range(int(sys.inputs.first), int(sys.inputs.last) + 1) { page(image("/pages.pdf", page: n)) }"""
_INNER = re.compile(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")


def page_drawings(pdf: bytes, first: int, last: int) -> list[bytes]:
    """Pages `first` to `last` of a PDF, from 1, as SVG without text: every letter is a shape. Sizes are in points.

    Raises ExportError where a page cannot be drawn.
    """
    import typst

    prepare()
    with tempfile.TemporaryDirectory(prefix="fangan-pages-") as folder:
        Path(folder, "pages.pdf").write_bytes(pdf)
        inputs = {"first": str(first), "last": str(last)}
        root: Any = folder  # its stubs ask for the type of the source, bytes
        try:
            made: Any = typst.compile(_PAGES, root=root, format="svg", sys_inputs=inputs)
        except typst.TypstError as error:
            raise _refused(repr(error)) from error
    pages = made if isinstance(made, list) else [made]
    return [_inner(page) for page in pages]


def _inner(page: bytes) -> bytes:
    """The page itself: Typst gives a drawing that holds it as a picture."""
    found = _INNER.search(page)
    if found is None:
        raise _refused("a page without a drawing")
    return base64.b64decode(found[1])


def _refused(detail: str) -> ExportError:
    return ExportError("not_drawn", "这一页没有画出来，打印已经停止。", "请改为导出 PDF 文件后打印。", detail)
