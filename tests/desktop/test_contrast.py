"""Contrast of every pair of colours that is used, after WCAG 2: 4.5 for what is read, 3 for what only must be seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from desktop.theme import DARK, LIGHT, Tones, build_palette
from desktop.widgets.severity_dot import paint_severity
from domain.checks import Severity
from domain.labels import SEVERITY_LABELS

ROLE = QPalette.ColorRole
NORMAL, INACTIVE, DISABLED = QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled
SCHEMES = {"light": LIGHT, "dark": DARK}

# What stands on what: text, quiet text, links, buttons, tooltips, the selection, the accent.
READ = [
    *((ink, ground) for ink in (ROLE.WindowText, ROLE.Text) for ground in (ROLE.Window, ROLE.Base, ROLE.AlternateBase)),
    *((ROLE.PlaceholderText, ground) for ground in (ROLE.Window, ROLE.Base, ROLE.AlternateBase)),
    (ROLE.Link, ROLE.Base),
    (ROLE.Link, ROLE.Window),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.Text, ROLE.Highlight),
    (ROLE.BrightText, ROLE.Accent),
]
# The bar of the selected place, and the primary button against the window.
SEEN = [(ROLE.Accent, ROLE.Window), (ROLE.Accent, ROLE.Base)]


def luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_one_of_wcag():
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_what_is_read_stands_out(scheme, ink, ground):
    palette = build_palette(SCHEMES[scheme])
    for group in (NORMAL, INACTIVE):
        assert contrast(palette.color(group, ink), palette.color(group, ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), SEEN)
def test_signs_can_be_seen(scheme, ink, ground):
    palette = build_palette(SCHEMES[scheme])
    assert contrast(palette.color(NORMAL, ink), palette.color(NORMAL, ground)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("ink", "ground"), [(ROLE.WindowText, ROLE.Window), (ROLE.Text, ROLE.Base), (ROLE.ButtonText, ROLE.Button)]
)
def test_what_is_switched_off_can_still_be_read(scheme, ink, ground):
    palette = build_palette(SCHEMES[scheme])
    assert contrast(palette.color(DISABLED, ink), palette.color(DISABLED, ground)) >= 3


def _drawn(tones: Tones, severity: Severity) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    palette = build_palette(tones)
    image.fill(palette.color(ROLE.Base))
    painter = QPainter(image)
    paint_severity(painter, 12, 12, palette, severity)
    painter.end()
    return image


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("severity", list(Severity))
def test_the_sign_of_a_finding_can_be_seen(qapp, scheme, severity):
    image, ground = _drawn(SCHEMES[scheme], severity), QColor(SCHEMES[scheme].surface)
    best = max(contrast(image.pixelColor(x, y), ground) for x in range(24) for y in range(24))
    assert best >= 3


def test_a_finding_is_told_by_shape_and_word_as_well_as_by_colour(qapp):
    ground = QColor(LIGHT.surface)
    shapes = {
        tuple(_drawn(LIGHT, one).pixelColor(x, y) == ground for x in range(24) for y in range(24)) for one in Severity
    }
    assert len(shapes) == len(Severity)
    assert len({SEVERITY_LABELS[one] for one in Severity}) == len(Severity)
