"""What Word files and workbooks have in common: a zip of parts under one fixed time, and their stated properties."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO
from xml.sax.saxutils import escape

from exporters.characters import printable
from exporters.ooxml import DECLARATION

PROGRAM = "方案工作台"
CORE_PART = "docProps/core.xml"
# Two exports of one plan differ in their stated dates only.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 16


def entry(name: str) -> zipfile.ZipInfo:
    """A part of a package."""
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def stream(part: IO[bytes], pieces: Iterable[str], tick: Callable[[], None]) -> None:
    """Write strings in pieces worth writing; `tick` is called before each and may raise to stop."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            tick()
            part.write("".join(waiting).encode())
            waiting, size = [], 0
    tick()
    part.write("".join(waiting).encode())


def core_properties(title: str, when: datetime) -> bytes:
    """docProps/core.xml: title, program, language and the time of writing (UTC)."""
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(title))}</dc:title><dc:creator>{PROGRAM}</dc:creator>"
        f"<cp:lastModifiedBy>{PROGRAM}</cp:lastModifiedBy><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    ).encode()
