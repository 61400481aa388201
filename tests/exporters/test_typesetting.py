"""Pages for the preview: the first one soon, what did not change not again."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from domain.exchange import PlanContent
from exporters import typesetting
from exporters.blocks import BodyParagraph, Document, Section, Table
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.page import Layout
from exporters.pdf import PdfWriter
from exporters.pdf_engine import Sheet, page_count
from exporters.typesetting import Typesetter, opening
from tests.exporters.export_case import make_plan

LAYOUT = Layout()
LONG = Document("正文", (Section("正文", False, tuple(BodyParagraph(f"{n}" + "字" * 200) for n in range(60))),))


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is set, by the title of its first section."""
    done: list[str] = []
    real = typesetting.set_pages

    def counted(data: dict[str, object]) -> Sheet:
        sections = data["sections"]
        assert isinstance(sections, list)
        done.append(f"{len(sections[0]['blocks'])}")
        return real(data)

    monkeypatch.setattr(typesetting, "set_pages", counted)
    return done


def test_pages_are_those_of_the_pdf(plan: PlanContent) -> None:
    document = compose_plan(LAYOUT, plan)
    setter = Typesetter(LAYOUT)
    count = setter.page_count(document)
    assert count == page_count(PdfWriter(LAYOUT).compile(document))
    shown = setter.pages(document, 1, count, 36)
    sizes = [size(one) for one in shown]
    assert len(sizes) == count
    assert sizes[0] == sizes[-1] == (298, 421)
    assert set(sizes) == {(298, 421), (421, 298)}
    assert len(setter.pages(document, 2, count + 5, 36)) == count - 1
    assert setter.pages(document, count + 1, count + 2, 36) == []


def test_the_first_page_comes_without_the_rest_and_looks_the_same(settings: list[str]) -> None:
    setter = Typesetter(LAYOUT)
    (early,) = setter.pages(LONG, 1, 1, 40)
    assert settings == ["12"]
    assert setter.page_count(LONG) > 10
    assert settings == ["12", "60"]
    assert setter.pages(LONG, 1, 1, 40) == [early]
    assert settings == ["12", "60"]


def test_the_beginning_of_a_table_ends_between_joined_rows() -> None:
    table = make_plan(200).tables[0]
    rows = [
        replace(row, joined=frozenset({"area"}) if number % 50 else frozenset())
        for number, row in enumerate(table.rows)
    ]
    short = opening(compose_appendix(LAYOUT, replace(table, rows=tuple(rows))))
    assert short is not None
    (shown,) = (block for block in short.sections[0].blocks if isinstance(block, Table))
    assert len(shown.rows) == 50


def test_only_sections_that_changed_are_set_again(plan: PlanContent, settings: list[str]) -> None:
    setter = Typesetter(LAYOUT)
    document = compose_plan(LAYOUT, plan)
    setter.page_count(document)
    before = len(settings)
    changed = replace(
        document, sections=(*document.sections[:-1], replace(document.sections[-1], blocks=(BodyParagraph("改"),)))
    )
    setter.page_count(changed)
    assert len(settings) == before + 1
    setter.page_count(compose_plan(LAYOUT, plan))
    assert len(settings) == before + 2
