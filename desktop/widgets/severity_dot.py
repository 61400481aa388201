"""The sign of a finding: a red diamond must be looked at, an amber dot should, a ring is for the record."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette

from domain.checks import Severity
from domain.labels import SEVERITY_LABELS as SEVERITY_WORDS

__all__ = ["SEVERITY_WORDS", "paint_severity", "severity_colour"]

_DOT = 7  # px across
_HUES = {Severity.MUST: 0, Severity.LOOK: 38}  # degrees


def severity_colour(palette: QPalette, severity: Severity) -> QColor:
    """Red, amber or the quiet ink, as it is seen on this paper."""
    if severity not in _HUES:
        return palette.color(QPalette.ColorRole.PlaceholderText)
    dark = palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()
    return QColor.fromHsl(_HUES[severity], 200, 145 if dark else 105)


def paint_severity(painter: QPainter, x: float, y: float, palette: QPalette, severity: Severity) -> None:
    """Draw the sign with its middle at (x, y); its shape says what its colour does."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
    if severity in _HUES:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(severity_colour(palette, severity))
    else:
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box.adjust(0.5, 0.5, -0.5, -0.5)
    if severity == Severity.MUST:  # a model hands it out as its value
        reach = _DOT / 2 + 1.5
        painter.drawPolygon(
            [QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach), QPointF(x - reach, y)]
        )
    else:
        painter.drawEllipse(box)
    painter.restore()
