"""How wide the lines of a text are, and the margin at which a PDF or an editor broke them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from domain.numbering import parse_label
from domain.text import trim

SENTENCE_END = "。！？；：!?;:"
BLANKS = " \t\u00a0\u3000"
# A deeper indent centres a title.
_MAX_INDENT = 8
_LEAST, _MOST = 40, 130
_FEWEST_LINES = 6
_NEAR = 6


def width(text: str) -> int:
    """Half-width columns of a line without the blanks around it, a Chinese character being two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in trim(text)[:400])


def count(text: str) -> int:
    """Characters of a line without the blanks around it."""
    return len(trim(text))


def indent_of(text: str) -> int:
    """Columns of blanks at the start, none below two."""
    blanks = text[: len(text) - len(text.lstrip(BLANKS))]
    columns = sum(2 if char == "\u3000" else 1 for char in blanks)
    return columns if columns >= 2 else 0


def room_of(text: str) -> int:
    """Columns that a line takes, the indent of a paragraph included."""
    indent = indent_of(text)
    return width(text) + (indent if indent <= _MAX_INDENT else 0)


def margin_of(filled: Sequence[str], measure: Callable[[str], int]) -> int:
    """The measure at which lines were broken; 0 when they were not. `filled` are lines that are not blank."""
    if len(filled) < _FEWEST_LINES:
        return 0
    widths = sorted(measure(text) for text in filled)
    margin = widths[int(len(widths) * 0.95) - 1]
    # Few programs break by characters, whatever their width: that takes more evidence.
    least, most, near, share = (_LEAST, _MOST, 4, 0.18) if measure is width else (20, 65, 1, 0.25)
    if not least <= margin <= most:
        return 0
    full = [place for place, text in enumerate(filled) if margin - near <= measure(text) <= margin + near]
    broken = [place for place in full if _is_broken(filled, place)]
    if len(full) < max(3, share * len(filled)) or len(broken) < 0.5 * len(full):
        return 0
    return margin


def scarce_margin(filled: Sequence[str]) -> tuple[int, bool]:
    """The margin of a text of short paragraphs, of which few lines reach it, and whether that is sure; 0 for none.

    No line is wider, and those that reach it stop in the middle of a sentence. One line is enough where all others
    are indented or where it leaves a bracket open; without that it takes two, or it is not sure.
    """
    rooms = [room_of(text) for text in filled]
    widest = max(rooms, default=0)
    if len(filled) < _FEWEST_LINES or not _LEAST <= widest <= _MOST:
        return 0, True
    full = [place for place, room in enumerate(rooms) if room >= widest - _NEAR]
    broken = [
        place
        for place in full
        if _is_broken(filled, place) and not indent_of(filled[place + 1]) and not _is_long_title(filled[place])
    ]
    if not broken or len(broken) < 0.6 * len(full):
        return 0, True
    are_indented = sum(bool(indent_of(text)) for text in filled) > 0.5 * len(filled)
    sure = are_indented or len(broken) > 1 or _is_open(filled[broken[0]])
    if not sure and not _is_prose(filled[broken[0]], filled[broken[0] + 1]):
        return 0, True
    return min(rooms[place] for place in broken), sure


def is_ended(text: str) -> bool:
    """Whether a sentence may end with a line: （牵头单位： does not, its bracket is open."""
    last = trim(text)[-1]
    return last in SENTENCE_END and not (last in "：；:;" and _is_open(text))


def _is_long_title(text: str) -> bool:
    return parse_label(trim(text)) is not None and "。" not in text and not _is_open(text)


def _is_prose(text: str, after: str) -> bool:
    """Whether a line is a piece of a sentence that the next one ends."""
    return "，" in text and trim(text)[-1].isalnum() and trim(after)[-1] in "。）"


def _is_broken(filled: Sequence[str], place: int) -> bool:
    """Whether a line stops in the middle of a sentence."""
    if place + 1 == len(filled) or is_ended(filled[place]):
        return False
    return parse_label(trim(filled[place + 1])) is None


def _is_open(text: str) -> bool:
    """Whether a line leaves a bracket or a quotation open."""
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in ("（）", "()", "【】", "《》", "“”"))
