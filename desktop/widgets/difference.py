"""Two texts as one, character by character: what went struck through, what came underlined."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape

from PySide6.QtGui import QPalette

_LONGEST = 4000  # characters; beyond, the texts stand below each other whole


def difference_html(before: str, after: str, palette: QPalette) -> str:
    """HTML of a change; a text that is wholly new or gone is shown as such."""
    quiet = palette.color(QPalette.ColorRole.PlaceholderText).name()
    ground = palette.color(QPalette.ColorRole.Highlight).name()

    def lost(text: str) -> str:
        return f'<span style="color: {quiet}; text-decoration: line-through">{_lines(text)}</span>' if text else ""

    def added(text: str) -> str:
        style = f"background-color: {ground}; text-decoration: underline"
        return f'<span style="{style}">{_lines(text)}</span>' if text else ""

    if not before or not after or len(before) + len(after) > 2 * _LONGEST:
        parts = [part for part in (lost(before), added(after)) if part]
        return "<br>".join(parts)
    parts = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            parts.append(_lines(before[left:left_end]))
        else:
            parts += [lost(before[left:left_end]), added(after[right:right_end])]
    return "".join(parts)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
