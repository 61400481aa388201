"""What stands around the words of the page: numbers before headings, triangles, the stage, hints in empty lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen, QPolygonF, QTextLine

from desktop.models.text_lines import LineKind, TextLine
from desktop.widgets.finding_marks import paint_marks

if TYPE_CHECKING:
    from desktop.widgets.text_sheet import TextSheet

_TRIANGLE = 8  # px
_FOLD_SIDE = 20  # px, the place that takes a click
_BOX_ROOM = 0.6  # characters between the rule of a box and its text


class SheetPainter:
    """Paints over the viewport of a sheet, and knows where its triangles are."""

    def __init__(self, sheet: TextSheet) -> None:
        self._sheet = sheet
        self._hovered = -1

    def hover(self, index: int) -> None:
        """The mouse is beside this heading, -1 for none."""
        if index != self._hovered:
            self._hovered = index
            self._sheet.viewport().update()

    def heading_at(self, point: QPoint) -> int:
        """The heading at the height of a point, -1 where there is none."""
        index = self._sheet.cursorForPosition(point).blockNumber()
        text = self._sheet.text
        inside = self._sheet.line_rect(index).adjusted(0, 0, 0, 1).contains(point)
        return index if inside and text.lines[index].is_heading else -1

    def fold_at(self, point: QPoint) -> int:
        """The heading whose triangle is under a point, or whose “…” is; -1 for none."""
        index = self.heading_at(point)
        if index < 0 or not self._sheet.text.can_fold(index):
            return -1
        hit = self.fold_rect(index).contains(point)
        if not hit and self._is_folded(index):
            hit = self._more_rect(index).contains(QPointF(point))
        return index if hit else -1

    def fold_rect(self, index: int) -> QRect:
        """Where the triangle of a heading takes a click."""
        line = self._first_line(index)
        rect = self._sheet.line_rect(index)
        side = int(self._sheet.document().documentMargin())
        middle = rect.top() + (line.y() + line.height() / 2 if line is not None else rect.height() / 2)
        return QRect(side - _FOLD_SIDE - 2, round(middle) - _FOLD_SIDE // 2, _FOLD_SIDE, _FOLD_SIDE)

    def paint(self) -> None:
        """Paint what is in sight."""
        sheet = self._sheet
        painter = QPainter(sheet.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in sheet.lines_in_sight():
            if not sheet.text.is_hidden(index):
                self._paint_line(painter, index, sheet.text.lines[index])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(self._colour(QPalette.ColorRole.Mid))
        right, height = sheet.viewport().width() - 1, sheet.viewport().height()
        painter.drawLine(0, 0, 0, height)
        painter.drawLine(right, 0, right, height)
        painter.end()

    def _paint_line(self, painter: QPainter, index: int, line: TextLine) -> None:
        laid = self._first_line(index)
        if laid is None:
            return
        origin = self._origin(index)
        if line.is_boxed:
            self._paint_box(painter, index)
        if line.label:
            painter.setFont(self._sheet.text.style.font(line))
            painter.setPen(self._colour(QPalette.ColorRole.Text))
            left = origin.x() + laid.naturalTextRect().left() - self._sheet.text.style.label_width(line)
            painter.drawText(QPointF(left, origin.y() + laid.y() + laid.ascent()), line.label)
        if line.key in self._sheet.marks:
            self._paint_marks(painter, index, line)
        if not line.is_written:
            self._paint_table(painter, index, line)
        elif line.mark:
            self._paint_mark(painter, index, line)
        if not self._sheet.text.typed(index) and not self._is_preedited(index):
            self._paint_hint(painter, origin, laid, line)
        if self._sheet.text.can_fold(index):
            self._paint_fold(painter, index)

    def _paint_marks(self, painter: QPainter, index: int, line: TextLine) -> None:
        """Underline what findings are about."""
        sheet = self._sheet
        text, layout = sheet.text.typed(index), sheet.text.block(index).layout()
        if not self._is_preedited(index):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            paint_marks(painter, layout, self._origin(index), text, sheet.shown_marks(line.key, text), sheet.palette())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_fold(self, painter: QPainter, index: int) -> None:
        folded = self._is_folded(index)
        strong = folded or index == self._hovered
        painter.setPen(Qt.PenStyle.NoPen)
        role = QPalette.ColorRole.PlaceholderText if strong else QPalette.ColorRole.Mid
        painter.setBrush(self._colour(role))
        middle = QRectF(self.fold_rect(index)).center()
        half, third = _TRIANGLE / 2, _TRIANGLE / 3
        points = (
            [(-third, -half), (third, 0), (-third, half)] if folded else [(-half, -third), (half, -third), (0, third)]
        )
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in points]))
        if not folded:
            return
        more = self._more_rect(index)
        painter.setBrush(self._colour(QPalette.ColorRole.Window))
        painter.drawRoundedRect(more, 3, 3)
        painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
        painter.setFont(self._sheet.text.style.chip)
        painter.drawText(more, Qt.AlignmentFlag.AlignCenter, "…")

    def _more_rect(self, index: int) -> QRectF:
        """Behind a folded heading: there is more."""
        layout = self._sheet.text.block(index).layout()
        last = layout.lineAt(layout.lineCount() - 1)
        origin = self._origin(index)
        height = QFontMetricsF(self._sheet.text.style.chip).height()
        left = origin.x() + last.naturalTextRect().right() + 8
        top = origin.y() + last.y() + (last.height() - height) / 2
        return QRectF(left, top, 2 * height, height)

    def _paint_mark(self, painter: QPainter, index: int, line: TextLine) -> None:
        """（征求意见稿） in the room below the title."""
        sheet = self._sheet
        layout = sheet.text.block(index).layout()
        last = layout.lineAt(layout.lineCount() - 1)
        painter.setFont(sheet.text.style.mark)
        painter.setPen(self._colour(QPalette.ColorRole.Text))
        side = sheet.document().documentMargin()
        top = self._origin(index).y() + last.y() + last.height()
        room = QRectF(side, top, sheet.viewport().width() - 2 * side, sheet.text.style.title_pitch)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, line.mark)

    def _paint_table(self, painter: QPainter, index: int, line: TextLine) -> None:
        """A strip that says which table stands here; it is edited in its own place."""
        sheet = self._sheet
        side = round(sheet.document().documentMargin())
        rect = sheet.line_rect(index).adjusted(side, 3, -side, -3)
        painter.setPen(QPen(self._colour(QPalette.ColorRole.Mid), 1))
        painter.setBrush(self._colour(QPalette.ColorRole.AlternateBase))
        painter.drawRect(rect)
        painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
        painter.setFont(sheet.text.style.chip)
        words = QFontMetricsF(painter.font()).elidedText(line.mark, Qt.TextElideMode.ElideRight, rect.width() - 16)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_hint(self, painter: QPainter, origin: QPointF, laid: QTextLine, line: TextLine) -> None:
        hint = {
            LineKind.TITLE: self._sheet.tr("在此写方案标题"),
            LineKind.OPENING: self._sheet.tr("在此写引言：依据、背景和目的"),
            LineKind.HEADING: self._sheet.tr("在此写标题"),
        }.get(line.key.kind, "")
        if not hint:
            return
        painter.setFont(self._sheet.text.style.font(line))
        painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
        left = origin.x() + laid.naturalTextRect().left()
        if line.is_centred or line.key.kind is LineKind.TITLE:
            left -= QFontMetricsF(painter.font()).horizontalAdvance(hint) / 2
        painter.drawText(QPointF(left, origin.y() + laid.y() + laid.ascent()), hint)

    def _paint_box(self, painter: QPainter, index: int) -> None:
        """The rules of a box: it prints as a table of one column."""
        sheet, lines = self._sheet, self._sheet.text.lines
        room = round(_BOX_ROOM * sheet.text.style.em)
        side = int(sheet.document().documentMargin())
        rect = sheet.line_rect(index).adjusted(side - room, 0, -(side - room), 0)
        painter.setPen(QPen(self._colour(QPalette.ColorRole.PlaceholderText), 1))
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if lines[index].is_heading and not (index and lines[index - 1].is_boxed):
            painter.drawLine(rect.topLeft(), rect.topRight())
        if index + 1 == len(lines) or not lines[index + 1].is_boxed:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _origin(self, index: int) -> QPointF:
        """Where the lines of a block begin, in the viewport."""
        rect = self._sheet.document().documentLayout().blockBoundingRect(self._sheet.text.block(index))
        return rect.topLeft() - QPointF(0, self._sheet.verticalScrollBar().value())

    def _first_line(self, index: int) -> QTextLine | None:
        layout = self._sheet.text.block(index).layout()
        return layout.lineAt(0) if layout.lineCount() else None

    def _is_preedited(self, index: int) -> bool:
        return bool(self._sheet.text.block(index).layout().preeditAreaText())

    def _is_folded(self, index: int) -> bool:
        text = self._sheet.text
        return text.lines[index].node_id in text.folded

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self._sheet.palette().color(role)
