"""The pages as a reader sees them, set by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from exporters.blocks import BodyParagraph, Document, Section
from exporters.compose_matrix import compose_matrix
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.excel import ExcelWriter
from exporters.page import Layout
from exporters.word import WordWriter
from tests.exporters.export_case import make_plan

LAYOUT = Layout()

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the rendered pages and is not installed")
SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed, so nothing can be rendered")

A4 = (595.28, 841.89)
ROWS = 12
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def nothing() -> None:
    """The tick of a writer that nobody stops."""


def documents() -> dict[str, Document]:
    plan = make_plan(ROWS)
    return {
        "plan.docx": compose_plan(LAYOUT, plan),
        "table.docx": compose_appendix(LAYOUT, plan.tables[0]),
        "matrix.docx": compose_matrix(LAYOUT, plan),
        "body.docx": Document("正文", (Section("正文", False, (BodyParagraph("字" * 26 + "字" * 28 * 4),) * 6),)),
        "sheet.xlsx": compose_appendix(LAYOUT, plan.tables[0]),
    }


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[pypdf.PageObject]]]:
    """Every document rendered, by name without suffix; one start of LibreOffice serves them all."""
    folder = tmp_path_factory.mktemp("pages")
    # w:docGrid characters with a negative pitch are set wrongly by LibreOffice: render the page without them.
    writers = {".docx": WordWriter(LAYOUT, character_grid=False), ".xlsx": ExcelWriter(LAYOUT)}
    for name, document in documents().items():
        with (folder / name).open("wb") as stream:
            writers[Path(name).suffix].write(document, stream, WHEN, nothing)
    fonts = Path(__file__).with_name("fonts.conf")
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", str(folder)),
            *(str(folder / name) for name in documents()),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        check=True,
        capture_output=True,
        timeout=600,
    )
    yield {path.stem: list(pypdf.PdfReader(path).pages) for path in folder.glob("*.pdf")}


def size(page: pypdf.PageObject) -> tuple[float, float]:
    return float(page.mediabox.width), float(page.mediabox.height)


def text(page: pypdf.PageObject) -> str:
    return "".join(page.extract_text().split())


def test_every_document_is_rendered(pages: dict[str, list[pypdf.PageObject]]) -> None:
    assert sorted(pages) == ["body", "matrix", "plan", "sheet", "table"]


def test_the_body_is_upright_and_a_wide_table_lies_across(pages: dict[str, list[pypdf.PageObject]]) -> None:
    first = next(index for index, one in enumerate(pages["plan"]) if text(one).startswith("附表1"))
    body, wide, last = pages["plan"][:first], pages["plan"][first:-1], pages["plan"][-1]
    for one in (*body, last):
        assert size(one) == pytest.approx(A4, abs=1)
    for one in wide:
        assert size(one) == pytest.approx(A4[::-1], abs=1)
    assert "质量政策工具清单" in text(last)


def test_a_short_plan_takes_no_page_too_many(pages: dict[str, list[pypdf.PageObject]]) -> None:
    assert len(pages["matrix"]) == 1
    assert len(pages["plan"]) == 2 + len(pages["table"]) + 1


@pytest.mark.parametrize("name", ["table", "sheet"])
def test_the_header_stands_on_every_page(pages: dict[str, list[pypdf.PageObject]], name: str) -> None:
    assert len(pages[name]) > 1
    for one in pages[name]:
        assert "质量技术问题" in text(one)
        assert "产业链质量问题" in text(one)


def test_every_row_is_printed(pages: dict[str, list[pypdf.PageObject]]) -> None:
    for name in ("table", "sheet"):
        printed = "".join(map(text, pages[name]))
        assert printed.count("上游产业") == ROWS


def test_pages_are_numbered_through(pages: dict[str, list[pypdf.PageObject]]) -> None:
    for number, one in enumerate(pages["plan"], start=1):
        assert f"—{number}—" in text(one)


def test_a_full_page_has_22_lines_of_28_characters(pages: dict[str, list[pypdf.PageObject]]) -> None:
    lines: dict[float, str] = {}

    def visit(content: str, _: object, matrix: list[float], __: object, ___: object) -> None:
        if "字" in content:
            height = round(matrix[5], 1)
            lines[height] = lines.get(height, "") + content.strip()

    pages["body"][0].extract_text(visitor_text=visit)
    assert len(lines) == 22
    heights = sorted(lines)
    assert [above - below for below, above in pairwise(heights)] == pytest.approx([28.95] * 21, abs=0.11)
    assert {len(line) for line in lines.values()} == {26, 28}
