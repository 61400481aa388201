"""What single characters need on paper: which may be written, how wide they are."""

from __future__ import annotations

import re

# XML 1.0, production 2; lone surrogates cannot be encoded at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What `printable` changes: most texts have none of it.
_SPECIAL = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW = re.compile("[\x20-\xb6\xb8-\u024f\u0400-\u04ff\uff61-\uff9f]")
_LATIN_WORD = re.compile(r"[A-Za-z0-9.%/\-]+")

# A narrow character of Times New Roman in em, capitals and figures averaged.
_NARROW_EM = 0.55


def printable(text: str) -> str:
    """The text without characters that XML forbids; tabs become blanks, every kind of line end becomes \\n."""
    if not _SPECIAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\t", " ")
    return _ILLEGAL.sub("", text)


def printable_lines(text: str) -> tuple[str, ...]:
    """The printable lines of a text, none for an empty one."""
    text = printable(text)
    return tuple(text.split("\n")) if text else ()


def em_width(text: str) -> float:
    """Width of a line in characters of its own size: 1 for a Chinese one, about half for a Latin one."""
    wide = len(_NARROW.sub("", text))
    return wide + (len(text) - wide) * _NARROW_EM


def longest_word(text: str) -> float:
    """Width in characters of the longest stretch that cannot be broken."""
    return max((em_width(word) for word in _LATIN_WORD.findall(text)), default=1.0)
