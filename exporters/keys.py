"""Hidden keys: which piece of the plan a paragraph, a row or a column of an exported file is.

Word: bookmarks whose names begin with an underscore, which no list shows, empty, at the beginning of a paragraph.
Excel: a hidden column to the right of the table and a hidden row above its header, outside what prints. Which document
and state the file was made from stands in custom properties. LibreOffice keeps all of these when it saves a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from xml.sax.saxutils import escape

from domain.returned import BLANK, BOOKMARK, DERIVED, DOCUMENT, MOMENT, PART, REVISION, WORD, Origin
from exporters.blocks import Document, Section
from exporters.characters import printable
from exporters.ooxml import DECLARATION
from exporters.page import Layout

CUSTOM_PART = "docProps/custom.xml"
CUSTOM_TYPE = (
    '<Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
CUSTOM_RELATION = (
    '<Relationship Id="rIdKeys" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'custom-properties" Target="docProps/custom.xml"/>'
)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_END_OF_PROPERTIES = "</w:pPr>"


def with_origin(document: Document, origin: Origin | None, layout: Layout, part: str) -> Document:
    """The document with what it says of where it comes from; nothing for content of no document, nor without keys."""
    if origin is None or not origin.document_id or not any(map(_has_key, document.sections)):
        return document
    return replace(document, hidden=_hidden(origin, layout, part))


def _has_key(section: Section) -> bool:
    return any(getattr(block, "key", "") for block in section.blocks)


def _hidden(origin: Origin, layout: Layout, part: str) -> Mapping[str, str]:
    return {
        DOCUMENT: origin.document_id,
        REVISION: str(origin.revision),
        MOMENT: origin.moment,
        PART: part,
        BLANK: layout.profile.tables.blank_cell,
        WORD: layout.profile.words.appendix_word,
    }


def custom_properties(properties: Mapping[str, str]) -> bytes:
    """docProps/custom.xml (ECMA-376 22.3); its numbers begin with 2."""
    listed = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}"><vt:lpwstr>{escape(printable(value))}</vt:lpwstr>'
        "</property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{listed}</Properties>'
    ).encode()


class Bookmarks:
    """Writes the bookmarks of one Word file; writes none where `active` is False."""

    def __init__(self, active: bool) -> None:
        self._active = active
        self._ids = count(1)
        self._derived = count(1)

    def mark(self, keys: str) -> str:
        """Empty bookmarks for keys parted by blanks."""
        if not self._active or not keys:
            return ""
        return "".join(
            f'<w:bookmarkStart w:id="{(number := next(self._ids))}" w:name="{BOOKMARK}{key}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
            for key in keys.split(" ")
        )

    def put(self, xml: str, keys: str) -> str:
        """Markup with bookmarks in the first paragraph, which has properties."""
        if not self._active or not keys:
            return xml
        return xml.replace(_END_OF_PROPERTIES, _END_OF_PROPERTIES + self.mark(keys), 1)

    def put_derived(self, xml: str) -> str:
        """Markup in which every paragraph that has text is known to be ours, though it stands for no piece."""
        if not self._active:
            return xml
        first, *others = xml.split(_END_OF_PROPERTIES)
        marked = [
            self.mark(f"{DERIVED}{next(self._derived)}") + other if other.startswith("<w:r>") else other
            for other in others
        ]
        return _END_OF_PROPERTIES.join((first, *marked))
