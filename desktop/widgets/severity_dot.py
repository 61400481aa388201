"""The dot of a finding: red must be looked at, amber should, a ring is for the record."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette

from domain.checks import Severity
from domain.labels import SEVERITY_LABELS as SEVERITY_WORDS

__all__ = ["SEVERITY_WORDS", "paint_severity"]

_DOT = 7  # px across
_HUES = {Severity.MUST: 0, Severity.LOOK: 38}  # degrees


def paint_severity(painter: QPainter, x: float, y: float, palette: QPalette, severity: Severity) -> None:
    """Draw the dot with its middle at (x, y)."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
    if severity in _HUES:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsl(_HUES[severity], 200, 145 if dark else 105))
    else:
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box.adjust(0.5, 0.5, -0.5, -0.5)
    painter.drawEllipse(box)
    painter.restore()
