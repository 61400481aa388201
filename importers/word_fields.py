"""Fields of a Word file: their results are text, their codes are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from importers.word_counts import format_count
from importers.word_symbols import SYMBOL_FONTS, UNKNOWN, symbol
from importers.word_xml import Element, is_on, number, value, w

_CONTENTS = ("TOC", "TOA", "INDEX")
# 带圈字符: the code alone is what the page shows.
_ENCLOSED = re.compile(r"\\o(?:\\a[clr])?\s*\(\s*([^\s,，;；]{1,4})\s*[,，;；]\s*([^()]{1,4}?)\s*\)", re.IGNORECASE)
# Fields that count, in a way of their own and without keeping the result.
_COUNTING = ("AUTONUM", "LISTNUM")
_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9a-f]{1,4}|[0-9]{1,5})(?:.*?\\f\s+(?:\"([^\"]+)\"|(\S+)))?", re.IGNORECASE)
_RINGS = "○〇Ｏ◯"


@dataclass
class _Field:
    code: list[str] = field(default_factory=list)
    in_code: bool = True

    @property
    def kind(self) -> str:
        return next(iter("".join(self.code).split()), "").upper()


class Fields:
    """Follows the fields of a document from mark to mark, through paragraphs."""

    def __init__(self, root: Element) -> None:
        self._open: list[_Field] = []
        self._broken = unclosed_fields(root)
        # Codes of fields that show something the code alone tells, but not how.
        self.unread: list[str] = []

    @property
    def in_code(self) -> bool:
        """Whether the place is inside the code of a field, where nothing is text."""
        return any(one.in_code for one in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether the place is inside a table of contents."""
        return any(not one.in_code and one.kind in _CONTENTS for one in self._open)

    def add_code(self, text: str) -> None:
        """Take a piece of the code of the innermost field."""
        if self._open:
            self._open[-1].code.append(text)

    def mark(self, element: Element) -> str:
        """Pass a w:fldChar; returns what a field without a result shows, when it ends."""
        kind = element.get(w("fldCharType"), "")
        if kind == "begin" and element not in self._broken:
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].in_code = False
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if ended.in_code and not self.in_code:
                return self._shown(ended)
        return ""

    def _shown(self, ended: _Field) -> str:
        code = "".join(ended.code).strip()
        if ended.kind == "EQ":
            enclosed = _ENCLOSED.search(code)
            if enclosed is None:
                self.unread.append(code)
                return ""
            return _enclose(enclosed.group(1), enclosed.group(2))
        if ended.kind == "MACROBUTTON":
            return " ".join(code.split()[2:])
        if ended.kind == "SYMBOL":
            return _symbol_shown(code)
        if ended.kind.startswith(_COUNTING):
            self.unread.append(code)
        return ""


def form_value(begin: Element) -> str:
    """What a form field shows that has no text of its own: a ticked or empty box, the entry of a list."""
    data = begin.find(w("ffData"))
    if data is None:
        return ""
    box, choice = data.find(w("checkBox")), data.find(w("ddList"))
    if box is not None:
        ticked = is_on(box, "checked") if box.find(w("checked")) is not None else is_on(box, "default")
        return "☑" if ticked else "□"
    if choice is not None:
        entries = [value(entry) for entry in choice.findall(w("listEntry"))]
        index = number(choice.find(w("result")))
        index = number(choice.find(w("default"))) if index is None else index
        return entries[index or 0] if 0 <= (index or 0) < len(entries) else ""
    return ""


def _symbol_shown(code: str) -> str:
    match = _SYMBOL.match(code)
    if match is None:
        return ""
    point = int(match.group(1), 16 if match.group(1)[:2] in ("0x", "0X") else 10)
    font = match.group(2) or match.group(3) or ""
    if font.casefold() in SYMBOL_FONTS:
        return symbol(font, point) or UNKNOWN
    return chr(point) if 0x20 <= point < 0xD800 else ""


def _enclose(ring: str, inner: str) -> str:
    if ring not in _RINGS:
        ring, inner = inner, ring
    if ring not in _RINGS:
        return ring + inner
    return format_count(int(inner), "decimalEnclosedCircle") if inner.isdecimal() and 0 < int(inner) <= 20 else inner


def unclosed_fields(root: Element) -> set[Element]:
    """Fields that begin and never end, which would swallow the rest of the document."""
    begun: list[Element] = []
    for mark in root.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return set(begun)
