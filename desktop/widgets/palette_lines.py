"""How a result of the command palette is drawn: what was found in it stands out by its weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QListView, QStyledItemDelegate

from desktop.models.palette_model import HIT_ROLE
from desktop.palette_index import Hit
from desktop.theme import GAP, MARGIN, point_size
from resources import resource

_ICON = 16  # px
_PAD = 6  # above and below the text of a line
_BEFORE_EXCERPT = 10  # characters of a row shown before what was found in it

_Index = QModelIndex | QPersistentModelIndex
_Spans = Sequence[tuple[int, int]]


class ResultDelegate(QStyledItemDelegate):
    """Draws icon, title and excerpt, and place and keys at the right."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._view = parent
        self._drawings: dict[tuple[str, str], QSvgRenderer] = {}

    def sizeHint(self, option: Any, index: _Index) -> QSize:
        """One line of text."""
        return QSize(100, option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """A result or the line above a group."""
        hit = index.data(HIT_ROLE)
        painter.save()
        area = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if isinstance(hit, Hit):
            self._paint_hit(painter, option, area, hit, index)
        else:
            self._paint_group(painter, option, area, str(index.data()), index.row() == 0)
        painter.restore()

    def _paint_group(self, painter: QPainter, option: Any, area: QRect, word: str, is_first: bool) -> None:
        if not is_first:
            painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
            painter.drawLine(option.rect.left(), option.rect.top(), option.rect.right(), option.rect.top())
        font = QFont(option.font)
        font.setPointSizeF(point_size(font) * 0.9)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(area.adjusted(0, 2, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), word)

    def _paint_hit(self, painter: QPainter, option: Any, area: QRect, hit: Hit, index: _Index) -> None:
        entry, palette = hit.entry, option.palette
        if self._view.currentIndex().row() == index.row():
            painter.fillRect(option.rect, palette.highlight())
            painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), palette.accent())
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        ink = palette.color(QPalette.ColorRole.Text)
        if entry.reason:
            ink = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        top = area.top() + (area.height() - _ICON) // 2
        self._drawing(entry.icon, palette).render(painter, QRectF(area.left(), top, _ICON, _ICON))
        left = area.left() + _ICON + GAP
        right = self._paint_right(painter, option, area, entry.reason or entry.detail, entry.keys, quiet)
        spans = hit.found.spans
        size = len(entry.title)
        room = right - left
        left += _draw_runs(
            painter, QRect(left, area.top(), room, area.height()), entry.title, _within(spans, 0, size), ink
        )
        if entry.body and right - left > 60:
            text, inner = _excerpt(entry.body, _within(spans, size + 1, len(entry.text)))
            left += MARGIN
            _draw_runs(painter, QRect(left, area.top(), right - left, area.height()), text, inner, quiet)

    def _drawing(self, name: str, palette: QPalette) -> QSvgRenderer:
        """The icon to be drawn at just the size and scale there is, which is quicker than all of them."""
        colour = palette.color(QPalette.ColorRole.ButtonText).name()
        if (name, colour) not in self._drawings:
            file = resource(f"icons/{name}.svg")
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            self._drawings[name, colour] = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
        return self._drawings[name, colour]

    def _paint_right(self, painter: QPainter, option: Any, area: QRect, detail: str, keys: str, ink: QColor) -> int:
        """Draw what stands at the right; say where it begins."""
        metrics = option.fontMetrics
        painter.setPen(ink)
        painter.setFont(option.font)
        words = "　".join(filter(None, (detail, keys)))
        words = metrics.elidedText(words, Qt.TextElideMode.ElideLeft, area.width() // 2)
        width = metrics.horizontalAdvance(words)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        return int(area.right() - width - MARGIN)


def _within(spans: _Spans, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of spans inside a range, counted from its start."""
    cut = ((max(first, start) - start, min(last, end) - start) for first, last in spans)
    return [(first, last) for first, last in cut if first < last]


def _excerpt(body: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The body from a little before what was found in it."""
    start = max(0, spans[0][0] - _BEFORE_EXCERPT) if spans else 0
    if not start:
        return body, spans
    return "…" + body[start:], [(first - start + 1, last - start + 1) for first, last in spans]


def _draw_runs(painter: QPainter, area: QRect, text: str, spans: list[tuple[int, int]], ink: QColor) -> int:
    """Draw a line of text whose spans are stronger, cut with … where the room ends; give the width it took."""
    plain = painter.font()
    strong = QFont(plain)
    strong.setWeight(QFont.Weight.Bold)
    painter.setPen(ink)
    at = area.left()
    for run, is_strong in _runs(text, spans):
        painter.setFont(strong if is_strong else plain)
        metrics = painter.fontMetrics()
        room = area.right() - at
        shown = metrics.elidedText(run, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(at, area.top(), room, area.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
        at += metrics.horizontalAdvance(shown)
        if shown != run:
            break
    painter.setFont(plain)
    return at - area.left()


def _runs(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    runs, at = [], 0
    for first, last in spans:
        runs += [(text[at:first], False), (text[first:last], True)]
        at = last
    return [run for run in [*runs, (text[at:], False)] if run[0]]
