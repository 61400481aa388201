"""Chinese text laid out in a given width and kept while in use: the same lines for painting and for measuring."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QTextLayout, QTextOption

_LINE_SEPARATOR = "\u2028"
_PITCH = 1.4  # line height by character height: a little more than the 1.3 of print, for the screen


def line_pitch(font: QFont) -> int:
    """Pixels from one line of document text to the next."""
    return round(QFontInfo(font).pixelSize() * _PITCH)


@dataclass(frozen=True)
class LaidText:
    """A text broken into lines; `height` in px is that of its lines."""

    layout: QTextLayout
    line_count: int
    height: int

    def draw(self, painter: QPainter, x: float, y: float, formats: Sequence[QTextLayout.FormatRange] = ()) -> None:
        """Draw with the painter's pen, the upper left corner at (x, y); parts of it in other formats."""
        self.layout.draw(painter, QPointF(x, y), list(formats))

    def paragraph_lines(self) -> list[range]:
        """The lines of each paragraph."""
        if self.paragraph_count == 1:
            return [range(self.line_count)]
        starts = []
        place = 0
        for part in self.layout.text().split(_LINE_SEPARATOR):
            starts.append(self.layout.lineForTextPosition(place).lineNumber())
            place += len(part) + 1
        return [range(start, end) for start, end in pairwise([*starts, self.line_count])]

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs it has."""
        return self.layout.text().count(_LINE_SEPARATOR) + 1


class TextLayouts:
    """A bounded cache of laid-out texts in one font; the least recently used go first."""

    def __init__(self, font: QFont, limit: int = 4000) -> None:
        self.font = font
        self.pitch = line_pitch(font)
        self._limit = limit
        self._kept: OrderedDict[tuple[str, int, bool], LaidText] = OrderedDict()
        self._em = QFontInfo(font).pixelSize()

    def lay_out(self, text: str, width: int, *, is_centred: bool = False) -> LaidText:
        """Break a text into lines of `width` px at most, by the rules of Chinese punctuation."""
        key = (text, width, is_centred)
        laid = self._kept.get(key)
        if laid is None:
            laid = self._kept[key] = self._break(text, width, is_centred)
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return laid

    def lay_out_evenly(self, text: str, width: int) -> tuple[LaidText, int]:
        """Break a heading into as few lines as fit, all of much the same length; returns it and its width."""
        count = self.lay_out(text, width, is_centred=True).line_count
        narrow = width
        while narrow > self._em and self.lay_out(text, narrow - self._em, is_centred=True).line_count == count:
            narrow -= self._em
        return self.lay_out(text, narrow, is_centred=True), narrow

    def half_places(self, width: int) -> int:
        """How many characters of half width fit into a line."""
        return max(width * 2 // self._em, 2)

    def estimate_height(self, text: str, width: int) -> int:
        """The height of a text by arithmetic, without breaking it: right but for rare wraps."""
        per_line = self.half_places(width)
        if 2 * len(text) <= per_line and "\n" not in text:
            return self.pitch
        lines = 0
        for paragraph in text.split("\n"):
            if 2 * len(paragraph) <= per_line:
                lines += 1
            else:
                lines += math.ceil(len(paragraph.encode("gb18030", "replace")) / per_line)
        return lines * self.pitch

    def _break(self, text: str, width: int, is_centred: bool) -> LaidText:
        layout = QTextLayout(text.replace("\n", _LINE_SEPARATOR), self.font)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if is_centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, self._em))
            line.setPosition(QPointF(0, (count + 1) * self.pitch - line.height()))
            count += 1
        layout.endLayout()
        return LaidText(layout, count, count * self.pitch)
