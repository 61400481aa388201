"""The margin beside the page: a mark at every line that changed since a version, remarks as cards at their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QMoveEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import GAP
from desktop.widgets.remark_card import RemarkCard
from domain.remarks import Remark
from domain.version_difference import ChangeKind, LineChange

BAR = 36  # px, the strip of marks
CARD = 216  # px, the width of a card
_SIGN = 12  # px
_DOT = 8  # px


@dataclass(frozen=True)
class MarkedLine:
    """A line that changed, and where it stands."""

    change: LineChange
    rect: QRect


class TextMargin(QWidget):
    """Marks in a strip at its left, cards right of them where it is wide enough, else dots.

    `change_wanted` carries the LineChange under the mouse, None when it is left, and `change_chosen` that of a click;
    `remark_chosen` the id of a remark whose dot was clicked.
    """

    change_wanted = Signal(object)
    change_chosen = Signal(object)
    remark_chosen = Signal(int)
    settled = Signal(int, bool)
    removed = Signal(int)
    written = Signal(int, str)
    dropped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("页边：改动和批注"))
        self.cards: dict[int, RemarkCard] = {}
        self._lines: Sequence[MarkedLine] = ()
        self._anchors: dict[int, int] = {}
        self._hovered: LineChange | None = None
        self._opened = 0  # a remark whose card is shown though there is no room

    @property
    def is_wide(self) -> bool:
        """Whether cards have room."""
        return self.width() >= BAR + CARD

    # What is shown

    def show_lines(self, lines: Sequence[MarkedLine]) -> None:
        """Mark lines that changed."""
        self._lines = lines
        self.update()

    def show_remarks(self, remarks: Sequence[tuple[Remark, int]]) -> None:
        """Put remarks at the heights they are about, in order; those that are not among them go."""
        ids = {remark.id for remark, _ in remarks}
        # One that is being written in stays where it is, though its line was scrolled out of sight.
        writing = {one: self._anchors.get(one, 0) for one, card in self.cards.items() if card.is_editing}
        kept = {one: top for one, top in writing.items() if one not in ids}
        ids |= kept.keys()
        for remark_id in [one for one in self.cards if one not in ids]:
            card = self.cards.pop(remark_id)
            card.hide()
            card.deleteLater()
        for remark, _ in remarks:
            if remark.id in self.cards:
                if self.cards[remark.id].remark != remark:
                    self.cards[remark.id].show_remark(remark)
            else:
                self.cards[remark.id] = self._card(remark)
        anchors = {**kept, **{remark.id: top for remark, top in remarks}}
        self._anchors = dict(sorted(anchors.items(), key=lambda one: one[1]))
        self.arrange()

    def open(self, remark_id: int) -> None:
        """Show the card of a remark and give it the focus, also where there is no room for cards."""
        if remark_id in self.cards:
            self._opened = remark_id
            self.arrange()
            self.cards[remark_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self) -> None:
        """Stack the cards, none over another, each as near to its line as can be."""
        shown = [one for one in self._anchors if self.is_wide or one == self._opened]
        for remark_id, card in self.cards.items():
            if remark_id not in shown:
                card.hide()
        heights = {one: self.cards[one].height_for(CARD - GAP) for one in shown}
        tops = stack([(self._anchors[one], heights[one]) for one in shown], self.height() - GAP)
        left = BAR if self.is_wide else -CARD
        for remark_id, top in zip(shown, tops, strict=True):
            card = self.cards[remark_id]
            place = self.mapToParent(QPoint(left, top))
            card.setGeometry(QRect(place, QSize(CARD - GAP, heights[remark_id])))
            card.show()
            card.raise_()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards or dots."""
        self.arrange()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The cards go along."""
        self.arrange()

    def _card(self, remark: Remark) -> RemarkCard:
        # Beside the margin, not in it: where that is narrow, a card lies over the page.
        card = RemarkCard(remark, self._host)
        remark_id = remark.id
        card.settled.connect(lambda on: self.settled.emit(remark_id, on))
        card.removed.connect(lambda: self.removed.emit(remark_id))
        card.written.connect(lambda text: self.written.emit(remark_id, text))
        card.dropped.connect(self.dropped)
        card.left.connect(self.on_card_left)
        card.deserted.connect(self.on_card_deserted, Qt.ConnectionType.QueuedConnection)
        card.resized.connect(self.arrange, Qt.ConnectionType.QueuedConnection)
        return card

    def on_card_left(self) -> None:
        """Esc on a card: back to the text."""
        self._opened = 0
        self.arrange()
        self.left.emit()

    def on_card_deserted(self) -> None:
        """The keys went elsewhere: where there is no room a card becomes a dot again."""
        card = self.cards.get(self._opened)
        if card is not None and not card.has_keys():
            self._opened = 0
            self.arrange()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marks of changes, dots of remarks that have no card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for line in self._lines:
            strong = line.change is self._hovered
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text) if strong else ink, 2 if strong else 1.5))
            _paint_mark(painter, line)
        for remark_id, rect in self._dots().items():
            painter.setPen(QPen(ink, 1.5))
            is_settled = self.cards[remark_id].remark.is_settled
            painter.setBrush(Qt.BrushStyle.NoBrush if is_settled else ink)
            painter.drawEllipse(rect)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.end()

    def _dots(self) -> dict[int, QRect]:
        """Where the dots of remarks stand that have no card; one below the other."""
        found: dict[int, QRect] = {}
        bottom = -_DOT
        for remark_id, top in self._anchors.items():
            if not self.cards[remark_id].isHidden():
                continue
            at = max(top + 4, bottom + 4)
            found[remark_id] = QRect(BAR - _DOT - 5, at, _DOT, _DOT)
            bottom = at + _DOT
        return found

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the mouse."""
        point = event.position().toPoint()
        self._hover(self.change_at(point))
        is_button = self._hovered is not None or self._dot_at(point)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_button else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what is clicked."""
        point = event.position().toPoint()
        remark_id = self._dot_at(point)
        change = self.change_at(point)
        if remark_id:
            self.remark_chosen.emit(remark_id)
        elif change is not None:
            self.change_chosen.emit(change)

    def change_at(self, point: QPoint) -> LineChange | None:
        """The change whose mark is at a point of the strip."""
        if point.x() > BAR:
            return None
        found = [line for line in self._lines if _reach(line).contains(point)]
        # What is gone has but the foot of the line it stood behind.
        found.sort(key=lambda line: line.change.kind is not ChangeKind.GONE)
        return found[0].change if found else None

    def _dot_at(self, point: QPoint) -> int:
        return next((one for one, rect in self._dots().items() if rect.adjusted(-4, -4, 4, 4).contains(point)), 0)

    def _hover(self, change: LineChange | None) -> None:
        if change is not self._hovered:
            self._hovered = change
            self.change_wanted.emit(change)
            self.update()


def stack(wanted: Sequence[tuple[int, int]], bottom: int) -> list[int]:
    """Tops of boxes, given as (wanted top, height) in order: none over another, and as far as possible above the
    bottom.
    """
    tops: list[int] = []
    free = 0
    for top, height in wanted:
        tops.append(max(top, free))
        free = tops[-1] + height + GAP
    limit = bottom
    for index in reversed(range(len(tops))):
        least = sum(height + GAP for _, height in wanted[:index])
        tops[index] = max(min(tops[index], limit - wanted[index][1]), min(least, tops[index]))
        limit = tops[index] - GAP
    return tops


def _reach(line: MarkedLine) -> QRect:
    rect = QRect(0, line.rect.top(), BAR, max(line.rect.height(), _SIGN))
    if line.change.kind is ChangeKind.GONE:
        return QRect(0, line.rect.bottom() - _SIGN // 2, BAR, _SIGN)
    return rect


def _paint_mark(painter: QPainter, line: MarkedLine) -> None:
    """＋ and a full bar for what is new, a wave for what was changed, － at the gap for what is gone, ↕ for moved."""
    kind, rect = line.change.kind, line.rect
    x, middle = 5, rect.top() + min(rect.height() // 2, _SIGN)
    if kind is ChangeKind.GONE:
        at = rect.bottom()
        painter.drawLine(x - 4, at, x + 10, at)
        return
    if kind is ChangeKind.NEW:
        painter.drawLine(x, rect.top() + 3, x, rect.bottom() - 3)
        painter.drawLine(x + 5, middle, x + 13, middle)
        painter.drawLine(x + 9, middle - 4, x + 9, middle + 4)
    elif kind is ChangeKind.MOVED:
        painter.drawLine(x + 1, middle - 7, x + 1, middle + 7)
        for end, step in ((middle - 7, 4), (middle + 7, -4)):
            painter.drawLine(x + 1, end, x - 3, end + step)
            painter.drawLine(x + 1, end, x + 5, end + step)
    else:
        pen = QPen(painter.pen())
        dotted = QPen(pen)
        dotted.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(dotted)
        painter.drawLine(x, rect.top() + 3, x, rect.bottom() - 3)
        painter.setPen(pen)
        painter.drawArc(x + 4, middle - 3, 5, 6, 0, 180 * 16)
        painter.drawArc(x + 9, middle - 3, 5, 6, 180 * 16, 180 * 16)
