"""Thin underlines below the words that findings are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPalette, QPen, QTextLayout, QTextLine

from desktop.widgets.severity_dot import severity_colour
from domain.checks import Severity

_NARROW = 12  # px
_BELOW = 2.5  # px below the line letters stand on


@dataclass(frozen=True)
class Mark:
    """Words of a text that a finding is about; `tip` is what it says of them."""

    text: str
    start: int
    end: int
    severity: Severity
    tip: str

    def span_in(self, text: str) -> tuple[int, int] | None:
        """Where the words stand in what the text has become while it is typed; None where they were changed."""
        start, end = (self.start, self.end) if self.end > self.start else (max(self.start - 1, 0), self.end)
        if text == self.text:
            return start, end
        moved = len(text) - len(self.text)
        if text[:end] == self.text[:end] and len(text) > end:
            return start, end
        if moved + start >= 0 and text[start + moved :] == self.text[start:]:
            return start + moved, end + moved
        return None


def mark_at(marks: Iterable[Mark], text: str, offset: int) -> Mark | None:
    """The mark at a character of a text."""
    for one in marks:
        span = one.span_in(text)
        if span is not None and span[0] <= offset < span[1]:
            return one
    return None


def sentence_around(text: str, offset: int) -> tuple[int, int]:
    """The sentence a caret stands in."""
    start = max(text.rfind(sign, 0, offset) for sign in "。！？\n") + 1
    ends = [end + 1 for sign in "。！？\n" if (end := text.find(sign, offset)) >= 0]
    return start, min(ends, default=len(text))


def paint_marks(
    painter: QPainter,
    layout: QTextLayout,
    origin: QPointF,
    text: str,
    marks: Sequence[tuple[int, int, Severity]],
    palette: QPalette,
) -> None:
    """Draw lines below characters `start` to `end` of a text that is laid out at a point."""
    for start, end, severity in marks:
        painter.setPen(QPen(severity_colour(palette, severity), 1))
        first, last = _units(text, start), _units(text, end)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            begin, stop = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if begin < stop:
                left, right = _across(line, begin), _across(line, stop)
                below = round(origin.y() + line.y() + line.ascent() + _BELOW) + 0.5
                inset = 1 if right - left > _NARROW else 0  # neighbours stay apart, a comma is still seen
                painter.drawLine(QLineF(origin.x() + left + inset, below, origin.x() + right - inset, below))


def _across(line: QTextLine, position: int) -> float:
    """How far right a character begins; the binding gives it with the position or alone."""
    found: Any = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)


def _units(text: str, count: int) -> int:
    """Characters as Qt counts them."""
    return len(text[:count].encode("utf-16-le", "surrogatepass")) // 2
