"""A page of text with places in it: lines, characters of their words, chips; and the caret kept to those."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.models.text_lines import LineKey
from desktop.widgets.duty_chips import OBJECT, words_of
from desktop.widgets.text_document import TextDocument, from_units, len_units
from desktop.widgets.text_style import TextStyle

_KEEP = QTextCursor.MoveMode.KeepAnchor
_CARET = 2  # px
_LEAST_SIDE = 2.2  # characters, the narrowest margin of the page


class Place(NamedTuple):
    """A place in the text: the line, and characters of its words before it; `chip` counts chips from 0 (-1: none)."""

    line: int
    offset: int
    chip: int = -1


class TextPlaces(QTextEdit):
    """`laid_out` tells that lines may stand elsewhere than before, `typed` that words of a line were."""

    typed = Signal(int)
    laid_out = Signal()

    def __init__(self, style: TextStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("正文"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setMouseTracking(True)
        self.setCursorWidth(_CARET)
        self.right_room = 0
        self._last = 0
        self._is_settling = False
        self.text = TextDocument(style, self)
        self.setDocument(self.text.document)
        self.document().contentsChange.connect(self.on_contents_changed)
        self.cursorPositionChanged.connect(self.on_caret_moved)
        self.verticalScrollBar().valueChanged.connect(self.laid_out)
        self.document().documentLayout().documentSizeChanged.connect(self.on_size_changed)
        self.document().documentLayout().update.connect(self.on_layout_updated)

    # Places

    def place(self) -> Place:
        """Where the caret is."""
        return self.place_of(self.textCursor().position())

    def place_of(self, position: int) -> Place:
        """The place of a position in the document."""
        block = self.document().findBlock(position)
        text, units = block.text(), position - block.position()
        words = words_of(text)
        length = len_units(words)
        if units <= length:
            return Place(block.blockNumber(), from_units(words, units))
        return Place(block.blockNumber(), len(words), _chip_number(text, len(words), from_units(text, units)))

    def position_of(self, place: Place) -> int:
        """The position in the document of a place."""
        block = self.text.block(place.line)
        text = block.text()
        words = words_of(text)
        if place.chip >= 0:
            objects = [at for at in range(len(words), len(text)) if text[at] == OBJECT][1:]
            if place.chip < len(objects):
                return block.position() + len_units(text[: objects[place.chip]])
        return block.position() + len_units(words[: place.offset])

    def go_to(self, place: Place, anchor: Place | None = None) -> None:
        """Put the caret at a place, unfolding what hides it."""
        self.text.reveal(place.line)
        cursor = self.textCursor()
        cursor.setPosition(self.position_of(anchor or place))
        if anchor is not None:
            cursor.setPosition(self.position_of(place), _KEEP)
        self.setTextCursor(cursor)

    def span(self) -> tuple[Place, Place]:
        """The places between which text is selected; both are the caret's where none is."""
        cursor = self.textCursor()
        start, end = self.place_of(cursor.selectionStart()), self.place_of(cursor.selectionEnd())
        if end.chip < 0 and not self._is_in_words(cursor.selectionEnd()):
            # All chips are selected, though none stands behind the selection.
            end = end._replace(chip=self.text.block(end.line).text().count(OBJECT) - 1)
        return start, end

    def is_simple(self) -> bool:
        """Whether the selection, if there is one, lies within the words of one line."""
        cursor = self.textCursor()
        ends = (cursor.selectionStart(), cursor.selectionEnd())
        blocks = {self.document().findBlock(one).blockNumber() for one in ends}
        return len(blocks) == 1 and all(map(self._is_in_words, ends))

    def _is_in_words(self, position: int) -> bool:
        block = self.document().findBlock(position)
        return position - block.position() <= len_units(words_of(block.text()))

    def chip_rect(self, index: int, number: int) -> QRect:
        """Where a chip stands in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.position_of(Place(index, 0, number)))
        rect = self.cursorRect(cursor)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        end = self.cursorRect(cursor)
        width = end.left() - rect.left() if end.top() == rect.top() else rect.height()
        return QRect(rect.left(), rect.top() - 1, max(width, rect.height()), rect.height() + 4)

    def line_rect(self, index: int) -> QRect:
        """Where a line of the text stands in the viewport; its width is that of the page."""
        block = self.text.block(index)
        rect = self.document().documentLayout().blockBoundingRect(block)
        top = rect.top() - self.verticalScrollBar().value()
        # The bounding rectangle ends with the letters of the last line, not with its share of the distance.
        height = self.text.style.line_pitch(self.text.lines[index]) * max(block.layout().lineCount(), 1)
        return QRect(0, round(top), self.viewport().width(), height)

    def lines_in_sight(self) -> range:
        """The lines of which something is seen."""
        top = self.cursorForPosition(QPoint(0, 0)).blockNumber()
        bottom = self.cursorForPosition(QPoint(0, self.viewport().height())).blockNumber()
        return range(top, bottom + 1)

    def top_line(self) -> tuple[LineKey, int] | None:
        """A line that is to stay where it is while others change: the caret's if it is seen, else the first seen."""
        sight = self.lines_in_sight()
        caret = self.textCursor().blockNumber()
        index = caret if caret in sight else sight.start
        return (self.text.lines[index].key, self.line_rect(index).top()) if index < len(self.text.lines) else None

    def keep_top(self, top: tuple[LineKey, int] | None) -> None:
        """Scroll so that a line stands where it stood."""
        index = self.text.index_of(top[0]) if top is not None else -1
        if top is not None and index >= 0 and (moved := self.line_rect(index).top() - top[1]):
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    def show_at_top(self, index: int) -> None:
        """Scroll a line to the upper edge, with a little room above."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.line_rect(index).top() - 2 * self.text.style.pitch)

    # Size

    def set_style(self, style: TextStyle) -> None:
        """Show the text in another size or other faces."""
        place = self.place()
        self.text.set_style(style)
        self._fit()
        self.go_to(place)

    def set_right_room(self, width: int) -> None:
        """Leave room beside the page for what stands in the margin."""
        self.right_room = width
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page in the middle; where the window is narrow its margins give way, then its lines."""
        super().resizeEvent(event)
        self._fit()
        self.laid_out.emit()

    def _fit(self) -> None:
        style = self.text.style
        room = self.width() - self.verticalScrollBar().sizeHint().width() - self.right_room
        side = min(style.side, max((room - style.text_width) // 2, round(_LEAST_SIDE * style.em)))
        width = min(style.text_width + 2 * side, room)
        left = max((room - width) // 2, 0)
        if self.document().documentMargin() != side:
            self.document().setDocumentMargin(side)
        margins = QMargins(left, 0, room - width - left + self.right_room, 0)
        if margins != self.viewportMargins():
            self.setViewportMargins(margins)

    # What happens

    def on_contents_changed(self, position: int, removed: int, added: int) -> None:
        """Tell about typing, and only about that."""
        if not self.text.is_patching and (removed or added):
            self.typed.emit(self.document().findBlock(position).blockNumber())

    def on_size_changed(self) -> None:
        """Tell that lines moved."""
        self.laid_out.emit()

    def on_layout_updated(self, rect: QRectF) -> None:
        """Repaint more than the layout asks for: where lines have a fixed distance it forgets the foot of the last."""
        down = self.verticalScrollBar().value()
        self.viewport().update(rect.translated(0, -down).adjusted(0, 0, 0, self.text.style.pitch).toAlignedRect())

    def on_caret_moved(self) -> None:
        """Keep the caret where something can be done: in words, or on a chip that can be seen."""
        if self._is_settling or self.text.is_patching:
            return
        cursor = self.textCursor()
        wanted = cursor.position()
        if not cursor.hasSelection():
            wanted = self._settled(cursor.block(), cursor.position())
        if wanted != cursor.position():
            self._is_settling = True
            cursor.setPosition(wanted)
            self.setTextCursor(cursor)
            self._is_settling = False
        self._last = wanted
        focused = wanted if self.place_of(wanted).chip >= 0 and not cursor.hasSelection() else -1
        if focused != self.text.chips.focused:
            self.text.chips.focused = focused
            self.setCursorWidth(_CARET if focused < 0 else 0)  # the frame of the chip is the caret there
            self.viewport().update()

    def _settled(self, block: QTextBlock, position: int) -> int:
        """The nearest position where the caret may be, in the direction it came."""
        forward = position > self._last
        if not block.isVisible():
            return self._beside(block, forward=forward)
        text, units = block.text(), position - block.position()
        end = block.position() + len_units(words_of(text))
        if position <= end or self.place_of(position).chip >= 0:
            return position
        step = position - self._last
        places = [
            block.position() + len_units(text[:at])
            for at in range(len(words_of(text)) + 1, len(text))
            if text[at] == OBJECT
        ]
        if step == 1:
            later = [one for one in places if one > position]
            return later[0] if later else self._beside(block, forward=True)
        if step == -1 and units:
            return max([one for one in places if one < position], default=end)
        return end

    def _beside(self, block: QTextBlock, *, forward: bool) -> int:
        """The start of the next line that is seen, or the end of the one before."""
        ways = (QTextBlock.next, QTextBlock.previous) if forward else (QTextBlock.previous, QTextBlock.next)
        for step in ways:
            other = step(block)
            while other.isValid() and not other.isVisible():
                other = step(other)
            if other.isValid():
                at_start = step is QTextBlock.next
                return other.position() + (0 if at_start else len_units(words_of(other.text())))
        return block.position()


def _chip_number(text: str, words: int, at: int) -> int:
    """Which chip stands at a character behind the words, -1 for the gap before them and what print adds."""
    if at >= len(text) or text[at] != OBJECT or at == words:
        return -1
    return text.count(OBJECT, words, at) - 1
