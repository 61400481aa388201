"""How each line of the text looks: faces, sizes and distances of the layout profile, at the size of the screen."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat

from desktop.models.text_lines import LineKind, TextLine
from desktop.theme import document_font, heading_font, point_size
from exporters.profile import STANDARD, Face, LayoutProfile

_SCALE = 1.5  # text of the page by that of the window
_INDENT = 2  # characters, GB/T 9704-2012 7.3.3
_PITCH = 28  # points from line to line where a page holds 22 lines, 5.2.2
_MARK_LEVEL = 2  # （征求意见稿） stands in 楷体
_SIDE = 4  # characters beside the text; 28 mm are some five
_FACE_LEVELS = {Face.TITLE: 0, Face.HEAD: 1, Face.KAI: 2, Face.BODY: 3, Face.SONG: 3}


class TextStyle:
    """Fonts and formats at one size; `em` is the width of a character, `pitch` the distance of lines, in pixels."""

    def __init__(self, base: QFont, profile: LayoutProfile = STANDARD, zoom: float = 1.0) -> None:
        self._profile = profile
        size = point_size(base) * _SCALE * zoom
        sizes = profile.sizes
        self.body = document_font(size)
        self.title = heading_font(size * sizes.title / sizes.body, 0)
        self.mark = heading_font(size, _MARK_LEVEL)
        self.chip = QFont(base)
        self.chip.setPointSizeF(point_size(base) * zoom)
        metrics = QFontMetricsF(self.body)
        self.em = metrics.horizontalAdvance("国")
        self.pitch = round(self.em * _PITCH / sizes.body)
        self.title_pitch = round(self.em * sizes.title_line / sizes.body)
        self.text_width = math.ceil(self.em * profile.page.chars) + 2
        self.side = round(_SIDE * self.em)
        self.ascent = metrics.ascent()
        self._levels = {level: self._heading_font(level, size) for level in (1, 2, 3, 4)}

    def font(self, line: TextLine) -> QFont:
        """The face a line is written in."""
        if line.key.kind is LineKind.TITLE:
            return self.title
        return self._levels[min(max(line.look, 1), 4)] if line.is_heading else self.body

    def label_width(self, line: TextLine) -> float:
        """What the number before a heading takes."""
        return QFontMetricsF(self.font(line)).horizontalAdvance(line.label) if line.label else 0.0

    def line_pitch(self, line: TextLine) -> int:
        """The distance of its lines."""
        return self.title_pitch if line.key.kind is LineKind.TITLE else self.pitch

    @property
    def indent(self) -> float:
        """Where the first line of a paragraph begins."""
        return _INDENT * self.em

    def block_format(self, line: TextLine) -> QTextBlockFormat:
        """Distances of a line; the room of its number is part of its indent."""
        shape = QTextBlockFormat()
        is_title = line.key.kind is LineKind.TITLE
        shape.setLineHeight(float(self.line_pitch(line)), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        below = 0
        if is_title:
            shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            below = self.pitch * (2 if line.mark else 1)
        elif line.is_centred:
            shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            shape.setTextIndent(self.label_width(line))
        else:
            shape.setTextIndent(self.indent + self.label_width(line))
        shape.setBottomMargin(below)
        return shape

    def char_format(self, line: TextLine) -> QTextCharFormat:
        """The face of a line's letters; body text has none of its own, so that it is the document's."""
        letters = QTextCharFormat()
        if line.is_heading or line.key.kind is LineKind.TITLE:
            letters.setFont(self.font(line))
        return letters

    def _heading_font(self, level: int, size: float) -> QFont:
        headings = self._profile.headings
        font = heading_font(size, _FACE_LEVELS[headings.face(level)])
        font.setBold(headings.is_bold(level))
        return font
