"""The signs of roles, ● ○ △, drawn so that they are crisp at every scale; words where the plan prints words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontInfo, QPainter, QPen, QPolygonF

_SHARE = 0.72  # of the height of a character
_LINE = 0.1
_DRAWN = "●○△"


class SignPainter:
    """Draws what stands for a role in the middle of a place."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._size = max(round(QFontInfo(font).pixelSize() * _SHARE), 8)

    @property
    def size(self) -> int:
        """Px across."""
        return self._size

    def draw(self, painter: QPainter, sign: str, rect: QRectF, ink: QColor) -> None:
        """Draw a sign or a word."""
        if sign not in _DRAWN or not sign:
            painter.setPen(ink)
            painter.setFont(self._font)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), sign)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        pen = QPen(ink, max(self._size * _LINE, 1.2))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(QBrush(ink) if sign == "●" else Qt.BrushStyle.NoBrush)
        centre, half = rect.center(), self._size / 2 - pen.widthF() / 2
        if sign == "△":
            high = half * 0.9
            painter.drawPolygon(
                QPolygonF(
                    [
                        centre + QPointF(0, -high - 0.5),
                        centre + QPointF(half + 0.5, high - 0.5),
                        centre + QPointF(-half - 0.5, high - 0.5),
                    ]
                )
            )
        else:
            painter.drawEllipse(centre, half, half)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
