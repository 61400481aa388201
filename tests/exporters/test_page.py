"""The figures agree with what GB/T 9704-2012 asks for."""

from __future__ import annotations

import pytest

from exporters import page
from exporters.page import Layout, Mm, Paper, Twips, to_twips

LAYOUT = Layout()
PORTRAIT, LANDSCAPE = LAYOUT.portrait, LAYOUT.landscape


def mm(length: int) -> float:
    return length * 25.4 / 1440


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        (PORTRAIT, (11906, 16838, 2098, 1475, 1984, 1587)),
        (LANDSCAPE, (16838, 11906, 1531, 2041, 1531, 2041)),
    ],
)
def test_sheets_and_margins_in_twips(figure: Paper, wanted: tuple[int, ...]) -> None:
    assert (figure.width, figure.height, figure.top, figure.right, figure.bottom, figure.left) == wanted


def test_the_frame_is_156_by_225_on_both_sheets() -> None:
    assert (PORTRAIT.frame_width, PORTRAIT.frame_height) == (8844, 12756)
    assert (LANDSCAPE.frame_width, LANDSCAPE.frame_height) == (12756, 8844)


def test_a_page_holds_22_lines_of_28_characters_and_no_more() -> None:
    assert LAYOUT.line_pitch == 579
    assert 22 * LAYOUT.line_pitch <= PORTRAIT.frame_height < 22 * (LAYOUT.line_pitch + 1)
    pitch = (LAYOUT.size_body + LAYOUT.char_space / 4096) * 20
    assert 28 * pitch <= PORTRAIT.frame_width < 28 * (pitch + 20 / 4096)


def test_the_page_number_stands_outside_the_frame() -> None:
    baseline = PORTRAIT.height - LAYOUT.footer_distance
    assert mm(baseline) > 262
    assert mm(baseline) == pytest.approx(271.6, abs=0.1)  # the dash of a 14 pt line is at its middle, 269 mm
    dash = mm(LAYOUT.side_number_x + LAYOUT.side_number_width // 2)
    assert dash == pytest.approx(mm(LANDSCAPE.left) - LAYOUT.profile.page.dash_below, abs=1.0)


def test_units_are_converted_to_the_nearest() -> None:
    assert to_twips(Mm(25.4)) == 1440
    assert page.to_points(Mm(25.4)) == 72
    assert page.to_mm(page.to_points(Mm(10))) == pytest.approx(10)
    assert page.half_points(LAYOUT.size_table_head(8)) == 21
    assert page.pt_to_twips(page.Pt(10.5)) == Twips(210)


def test_a_sheet_column_is_as_wide_as_the_paper_one() -> None:
    pixels = page.sheet_column_width(Mm(40)) * 7 + 5
    assert pixels == pytest.approx(40 * 96 / 25.4, abs=0.1)
