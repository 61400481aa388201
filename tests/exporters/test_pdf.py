"""PDF by Typst: the same words, pages and figures as the Word files."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from domain.exchange import PlanContent
from exporters.blocks import BodyParagraph, Document, Section
from exporters.compose_matrix import compose_matrix
from exporters.compose_plan import compose_plan
from exporters.page import Layout
from exporters.pdf import PdfWriter, Review

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the pages and is not installed")
LAYOUT = Layout()


def nothing() -> None:
    """The tick of a writer that nobody stops."""


def pages(document: Document, review: Review | None = None) -> list[Any]:
    stream = io.BytesIO()
    PdfWriter(LAYOUT, review).write(document, stream, datetime(2026, 1, 1, tzinfo=UTC), nothing)
    return list(pypdf.PdfReader(stream).pages)


def text(page: Any) -> str:
    return "".join(page.extract_text().split())


def test_every_text_of_the_plan_is_there(plan: PlanContent) -> None:
    printed = "".join(map(text, pages(compose_plan(LAYOUT, plan))))
    for node in plan.nodes:
        assert node.title in printed
    assert "海州铸锻有限公司" in printed
    assert "附表1" in printed
    assert "（征求意见稿）" in printed


def test_sheets_lie_as_their_tables_ask_and_are_numbered_through(plan: PlanContent) -> None:
    found = pages(compose_plan(LAYOUT, plan))
    across = [float(one.mediabox.width) > float(one.mediabox.height) for one in found]
    assert True in across
    assert not across[0]
    assert not across[-1]
    for number, one in enumerate(found, start=1):
        assert f"—{number}—" in text(one)
        assert sorted((float(one.mediabox.width), float(one.mediabox.height))) == pytest.approx([595.3, 841.9], abs=1)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    filled = (BodyParagraph("字" * 26 + "字" * 28 * 4),) * 6
    page = pages(Document("正文", (Section("正文", False, filled),)))[0]
    lines: dict[float, str] = {}

    def visit(content: str, around: list[float], matrix: list[float], _: object, __: object) -> None:
        if "字" in content:
            height = round(around[5] + around[3] * matrix[5], 1)
            lines[height] = lines.get(height, "") + content.strip()

    page.extract_text(visitor_text=visit)
    assert len(lines) == 22
    assert {len(line) for line in lines.values()} == {26, 28}
    heights = sorted(lines)
    assert [upper - lower for lower, upper in pairwise(heights)] == pytest.approx([28.95] * 21, abs=0.11)


def test_a_review_copy_says_so_on_every_page(plan: PlanContent) -> None:
    review = Review("审阅稿", "份号 000003", "第2版 2026年11月21日")
    for one in pages(compose_matrix(LAYOUT, plan), review):
        assert "审阅稿" in text(one)
        assert "份号000003" in text(one)
        assert "第2版2026年11月21日" in text(one)


def test_a_strip_for_remarks_keeps_the_paper(plan: PlanContent) -> None:
    plain = pages(compose_plan(LAYOUT, plan), Review())
    found = pages(compose_plan(LAYOUT, plan), Review(margin=True))
    assert [[round(float(edge)) for edge in one.mediabox] for one in found] == [
        [round(float(edge)) for edge in one.mediabox] for one in plain
    ]
    assert [text(one).replace("审阅意见", "") for one in found] == [text(one) for one in plain]
    for one in found:
        assert "审阅意见" in text(one)


def test_a_watermark_says_what_one_likes(plan: PlanContent) -> None:
    (first, *_) = pages(compose_matrix(LAYOUT, plan), Review("送审稿"))
    assert "送审稿" in text(first)
    assert "审阅稿" not in text(first)
