"""Putting the clauses of a section back when its text is written anew."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from domain.outline import Paragraph


def rewrite_paragraphs(before: Sequence[Paragraph], lines: Sequence[str]) -> list[Paragraph]:
    """Paragraphs of the new lines, each clause behind the line that was its paragraph's, changed or not.

    A clause whose paragraph is gone goes behind the line before it; one that stood alone stays a paragraph of its own.
    """
    texts = [paragraph.text for paragraph in before if paragraph.text]
    places = _places(texts, list(lines))
    made = [Paragraph(line) for line in lines]
    alone: list[tuple[int, Paragraph]] = []
    index = -1
    for paragraph in before:
        index += bool(paragraph.text)
        if not paragraph.clause:
            continue
        place = places[index] if index >= 0 else -1
        if paragraph.text and place >= 0 and not made[place].clause:
            made[place] = Paragraph(made[place].text, paragraph.clause)
        else:
            alone.append((place, Paragraph("", paragraph.clause)))
    for place, paragraph in reversed(alone):
        made.insert(place + 1, paragraph)
    return made


def _places(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each old line the new line it became, or the one before which it vanished less one; -1: at the start."""
    places = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for offset in range(end - start):
            if tag == "delete":
                places.append(first - 1)
            elif tag in ("equal", "replace"):
                places.append(min(first + offset, last - 1))
    return places
