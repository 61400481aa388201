"""Where the ink is, measured on LibreOffice's rendering of the Word files (GB/T 9704 5.2, 7.5, 8)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporters.blocks import BodyParagraph, Document, Section
from exporters.compose_tables import compose_appendix
from exporters.page import Layout
from exporters.word import WordWriter
from tests.exporters.export_case import make_plan

TOOLS = {name: shutil.which(name) for name in ("soffice", "pdftoppm")}
pytestmark = pytest.mark.skipif(
    None in TOOLS.values(), reason="LibreOffice or poppler is not installed, so no page can be measured"
)
LAYOUT = Layout()
DPI = 200
DARK = 128


@dataclass(frozen=True)
class Picture:
    """A page in grey; lengths are mm from its upper left corner."""

    width: int
    height: int
    pixels: bytes

    def row(self, mm: float) -> bytes:
        start = round(mm * DPI / 25.4) * self.width
        return self.pixels[start : start + self.width]

    def ink(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The box around all ink inside a box."""
        first, last = round(left * DPI / 25.4), round(right * DPI / 25.4)
        xs, ys = [], []
        for y in range(round(top * DPI / 25.4), round(bottom * DPI / 25.4)):
            dark = [x for x, grey in enumerate(self.row_at(y)[first:last]) if grey < DARK]
            if dark:
                ys.append(y)
                xs += [dark[0] + first, dark[-1] + first]
        return tuple(round(one * 25.4 / DPI, 2) for one in (min(xs), min(ys), max(xs) + 1, max(ys) + 1))

    def row_at(self, y: int) -> bytes:
        return self.pixels[y * self.width : (y + 1) * self.width]

    def turned(self) -> Picture:
        """The page turned, so that what stands from top to bottom runs from left to right."""
        columns = b"".join(self.pixels[x :: self.width] for x in range(self.width))
        return Picture(self.height, self.width, columns)


def read_pgm(data: bytes) -> Picture:
    match = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    assert match
    return Picture(int(match.group(1)), int(match.group(2)), data[match.end() :])


def dashes(picture: Picture, top: float, bottom: float) -> list[float]:
    """Heights of the middle of horizontal strokes at least 3 mm long and under 1 mm thick."""
    least = round(3 * DPI / 25.4)
    rows = [
        y
        for y in range(round(top * DPI / 25.4), round(bottom * DPI / 25.4))
        if re.search(rb"[\x00-\x7f]{%d}" % least, picture.row_at(y))
    ]
    strokes: list[list[int]] = []
    for y in rows:
        if strokes and y == strokes[-1][-1] + 1:
            strokes[-1].append(y)
        else:
            strokes.append([y])
    return [(one[0] + one[-1] + 1) / 2 * 25.4 / DPI for one in strokes]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Picture]]:
    folder = tmp_path_factory.mktemp("geometry")
    filled = (BodyParagraph("字" * 26 + "字" * 28 * 4),) * 10
    documents = {
        "body": Document("正文", (Section("正文", False, filled),)),
        "table": compose_appendix(LAYOUT, make_plan(12).tables[0]),
    }
    writer = WordWriter(LAYOUT, character_grid=False)
    for name, document in documents.items():
        with (folder / f"{name}.docx").open("wb") as stream:
            writer.write(document, stream, datetime(2026, 1, 1, tzinfo=UTC), lambda: None)
    subprocess.run(
        [
            str(TOOLS["soffice"]),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *(str(folder / f"{name}.docx") for name in documents),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))},
        check=True,
        capture_output=True,
        timeout=600,
    )
    found = {}
    for name in documents:
        base = folder / name
        command = [str(TOOLS["pdftoppm"]), "-gray", "-r", str(DPI), "-l", "2", f"{base}.pdf", str(base)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        for number, path in enumerate(sorted(folder.glob(f"{name}-*.pgm")), start=1):
            found[f"{name}{number}"] = read_pgm(path.read_bytes())
    yield found


def test_the_text_fills_the_frame(pages: dict[str, Picture]) -> None:
    # Odd pages: 28 mm at the binding edge. A character leaves up to 0.8 mm of its square free at either side, and in
    # what LibreOffice is given 28 of them take 155.6 mm.
    left, top, right, bottom = pages["body1"].ink(0, 0, 210, 264)
    assert 28 <= left <= 28.8
    assert 182.5 <= right <= 184
    assert 37 <= top <= 41
    assert 258 <= bottom <= 262


def test_even_pages_are_bound_at_the_other_edge(pages: dict[str, Picture]) -> None:
    left, _, right, _ = pages["body2"].ink(0, 0, 210, 264)
    assert 26 <= left <= 26.8
    assert 180.5 <= right <= 182


@pytest.mark.parametrize(("name", "edge"), [("body1", "right"), ("body2", "left")])
def test_the_dash_of_the_number_stands_269_mm_down_one_character_in(
    pages: dict[str, Picture], name: str, edge: str
) -> None:
    picture = pages[name]
    assert dashes(picture, 263, 280) == pytest.approx([269], abs=0.6)
    left, _, right, _ = picture.ink(0, 263, 210, 280)
    one = 14 * 25.4 / 72
    if edge == "right":
        assert right == pytest.approx(184 - one, abs=0.6)
    else:
        assert left == pytest.approx(26 + one, abs=0.6)


@pytest.mark.parametrize(("name", "end"), [("table1", "low"), ("table2", "high")])
def test_a_landscape_page_has_its_number_turned_at_the_left(pages: dict[str, Picture], name: str, end: str) -> None:
    picture = pages[name]
    assert (picture.width, picture.height) == pytest.approx((297 * DPI / 25.4, 210 * DPI / 25.4), abs=2)
    # The dash stands 7 mm outside the frame, which begins 36 mm from the edge.
    (across,) = dashes(picture.turned(), 20, 35)
    assert across == pytest.approx(36 - 7, abs=1.3)
    _, top, _, bottom = picture.ink(20, 0, 35, 210)
    one = 14 * 25.4 / 72
    if end == "low":
        assert bottom == pytest.approx(27 + 156 - one, abs=0.8)
    else:
        assert top == pytest.approx(27 + one, abs=0.8)


def test_a_table_fills_the_frame_of_a_landscape_page(pages: dict[str, Picture]) -> None:
    left, _, right, bottom = pages["table2"].ink(35, 0, 297, 210)
    assert left == pytest.approx(36, abs=0.5)
    assert right == pytest.approx(36 + 225, abs=0.5)
    assert bottom <= 27 + 156 + 0.5
