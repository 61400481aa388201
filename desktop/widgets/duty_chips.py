"""Duties behind a text: each unit a chip that stands in the line like a word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.models.text_lines import DEADLINE_WORD, Chip, TextLine
from domain.labels import ROLE_LABELS

OBJECT = "\ufffc"  # what stands in the text for a chip
_TYPE = QTextFormat.ObjectTypes.UserObject + 1
_WORDS = QTextFormat.Property.UserProperty + 1  # “牵头\t市工信局”, nothing for the gap before the chips
_GAP = 6  # px before the first chip
_PAD = 6  # px inside a chip
_SPACE = 5  # px behind a chip
_RADIUS = 3.0
_ADD = "＋"


def chip_words(line: TextLine) -> list[str]:
    """What the objects behind a line say: the gap, its chips, the place for one more."""
    if not line.holds_duties:
        return [""] if line.tail else []
    words = [f"{_role_word(chip) if chip.opens else ''}\t{chip.name}" for chip in line.chips]
    return ["", *words, f"\t{_ADD}" if line.chips else f"\t{_ADD} 责任单位"]


def _role_word(chip: Chip) -> str:
    return DEADLINE_WORD if chip.role is None else ROLE_LABELS[chip.role]


def append_chips(cursor: QTextCursor, line: TextLine) -> None:
    """Write a line's chips, and before them what print adds, at a cursor behind its words."""
    words = chip_words(line)
    if not words:
        return
    cursor.insertText(OBJECT, _format(words[0]))
    if line.tail:
        cursor.insertText(line.tail.replace("\n", "\u2028"), QTextCharFormat())
    for one in words[1:]:
        cursor.insertText(OBJECT, _format(one))


def words_of(text: str) -> str:
    """What of a block's text is its own words: what stands before chips."""
    return text.split(OBJECT, 1)[0]


def chip_at(line: TextLine, behind: str, offset: int) -> Chip | None:
    """The chip at an offset of what stands behind the words; None at the gap and at the place for one more."""
    if not 0 <= offset < len(behind) or behind[offset] != OBJECT:
        return None
    number = behind[:offset].count(OBJECT) - 1
    return line.chips[number] if 0 <= number < len(line.chips) else None


def _format(words: str) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setObjectType(_TYPE)
    shape.setProperty(_WORDS, words)
    return shape


class ChipObject(QPyTextObject):
    """Draws chips in the colours of a palette; `focused` is the position of the one the caret is on."""

    def __init__(self, parent: QTextDocument, font: QFont, ascent: float) -> None:
        super().__init__(parent)
        self.focused = -1
        self.palette = QPalette()
        self.set_font(font, ascent)
        parent.documentLayout().registerHandler(_TYPE, self)

    def set_font(self, font: QFont, ascent: float) -> None:
        """Take another size; `ascent` is that of the text around."""
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._ascent = ascent

    def intrinsicSize(self, doc: QTextDocument, pos_in_document: int, format: QTextFormat) -> QSizeF:
        """The room of a chip; never higher than the text, so that lines keep their distance."""
        words = str(format.property(_WORDS) or "")
        if not words:
            return QSizeF(_GAP, 1)
        role, name = words.split("\t")
        width = self._metrics.horizontalAdvance(name) + 2 * _PAD + _SPACE
        if role:
            width += self._metrics.horizontalAdvance(role) + _SPACE
        return QSizeF(width, min(self._metrics.height(), self._ascent))

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        pos_in_document: int,
        format: QTextFormat,
    ) -> None:
        """Paint role, frame and name."""
        words = str(format.property(_WORDS) or "")
        if not words:
            return
        role, name = words.split("\t")
        role_colour = self.palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        baseline = rect.bottom() - 1
        left = rect.left()
        if role:
            painter.setPen(role_colour)
            painter.drawText(QPointF(left, baseline), role)
            left += self._metrics.horizontalAdvance(role) + _SPACE
        frame = QRectF(left, baseline - self._metrics.ascent() - 2, rect.right() - _SPACE - left, 0)
        frame.setHeight(self._metrics.height() + 3)
        is_place = name.startswith(_ADD)
        self._frame(painter, frame, is_place=is_place, is_focused=pos_in_document == self.focused)
        painter.setPen(role_colour if is_place else self.palette.color(QPalette.ColorRole.Text))
        painter.drawText(QPointF(left + _PAD, baseline), name)
        painter.restore()

    def _frame(self, painter: QPainter, frame: QRectF, *, is_place: bool, is_focused: bool) -> None:
        role = QPalette.ColorRole
        if is_focused:
            painter.setPen(QPen(self.palette.color(role.Accent), 1.5))
            painter.setBrush(self.palette.color(role.Base))
        elif is_place:
            painter.setPen(QPen(self.palette.color(role.Mid), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette.color(role.Window))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
