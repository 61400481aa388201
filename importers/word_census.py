"""The raw characters of a Word file, paragraph by paragraph: what the census holds a reading against.

This looks at the elements that hold characters and at nothing else; it knows neither styles nor changes nor the walk of
the reader, so what the reader passes over is still here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from importers.blocks import RawText
from importers.word_fields import unclosed_fields
from importers.word_symbols import SYMBOL_FONTS
from importers.word_xml import Element, WordParts, has_text, local, w

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_STRICT_M = "{http://purl.oclc.org/ooxml/officeDocument/math}t"
_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = (w("t"), w("delText"), _M, _STRICT_M, _PATH)
_BESIDE = ("comments", "footnotes", "endnotes")


def raw_texts(parts: WordParts, lines: Mapping[Element, int]) -> tuple[RawText, ...]:
    """Every paragraph of the body with characters in it, at its line, and those of comments and notes at line 0."""
    found = [RawText(lines.get(paragraph, 0), text) for paragraph, text in paragraph_texts(parts.document)]
    for kind in _BESIDE:
        for part in parts.parts(kind):
            found += [RawText(0, text) for _, text in paragraph_texts(part)]
    return tuple(sorted(found, key=lambda raw: raw.line))


def paragraph_texts(root: Element) -> Iterator[tuple[Element, str]]:
    """Paragraphs by their first characters, with all characters that belong to them and to nothing inside them."""
    pieces: dict[Element, list[str]] = {}
    skipped = set(_repeated(root))
    broken = unclosed_fields(root)
    codes: list[bool] = []
    for element in root.iter(*_CHARACTERS, w("fldChar")):
        if element.tag == w("fldChar"):
            if element not in broken:
                _follow(codes, element.get(w("fldCharType"), ""))
            continue
        text = element.get("string", "") if element.tag == _PATH else element.text
        if text and not any(codes) and element not in skipped:
            paragraph = next(element.iterancestors(w("p")), root)
            pieces.setdefault(paragraph, []).append(_without_symbols(element, text))
    for paragraph, texts in pieces.items():
        if "".join(texts).strip():
            yield paragraph, "".join(texts)


def _follow(codes: list[bool], kind: str) -> None:
    if kind == "begin":
        codes.append(True)
    elif kind == "separate" and codes:
        codes[-1] = False
    elif kind == "end" and codes:
        codes.pop()


def _repeated(root: Element) -> Iterator[Element]:
    """Characters that a fallback says a second time."""
    for fallback in root.iter(_FALLBACK):
        parent = fallback.getparent()
        choices = [one for one in parent if local(one) == "Choice"] if parent is not None else []
        if any(next(has_text(one), None) is not None for one in choices):
            yield from fallback.iter(*_CHARACTERS)


def _without_symbols(element: Element, text: str) -> str:
    """Latin letters of a symbol font are no letters."""
    run = element.getparent()
    properties = run.find(w("rPr")) if run is not None else None
    fonts = properties.find(w("rFonts")) if properties is not None else None
    if fonts is None or not {fonts.get(w("ascii"), "").casefold(), fonts.get(w("hAnsi"), "").casefold()} & _SYMBOLS:
        return text
    return "".join(char for char in text if not char.isascii())


_SYMBOLS = set(SYMBOL_FONTS)
