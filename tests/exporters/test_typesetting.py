"""Pages for the preview: the first one soon, what did not change not again."""

from __future__ import annotations

import struct
from dataclasses import replace
from itertools import pairwise

import pytest

from domain.cell_items import parse_cell
from domain.exchange import PlanContent
from domain.returned import COLUMN, HEADING, ROW, TABLE_TITLE, TASK_ROW, key_of
from exporters import pdf_parts, typesetting
from exporters.blocks import BodyParagraph, Document, Section, Table
from exporters.compose_matrix import UNIT, compose_matrix
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.page import Layout
from exporters.pdf import PdfWriter
from exporters.pdf_engine import Sheet, page_count
from exporters.pdf_spots import Spot
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


def hit(spots: list[Spot], page: int, x: float, y: float) -> Spot:
    """The smallest spot at a place."""
    here = [one for one in spots if one.page == page and one.x <= x <= one.x + one.w and one.y <= y <= one.y + one.h]
    return min(here, key=lambda one: one.w * one.h)


def test_a_place_on_a_page_is_a_piece_of_the_plan(plan: PlanContent) -> None:
    document = compose_plan(LAYOUT, plan)
    spots = Typesetter(LAYOUT).spots(document)
    keys = {one.key for one in spots}
    assert {key_of(HEADING, node.id) for node in plan.nodes} <= keys
    assert {key_of(TABLE_TITLE, table.id) for table in plan.tables} <= keys
    for table in plan.tables:
        shown = {(one.row, one.column) for one in spots if one.row in {key_of(ROW, row.id) for row in table.rows}}
        assert shown == {
            (key_of(ROW, row.id), key_of(COLUMN, column.id)) for row in table.rows for column in table.spec.columns
        }
    for one in spots:
        assert 0 < one.x < one.x + one.w < 297
        assert 0 < one.y < one.y + one.h < 297


def test_cells_fill_the_frame_without_a_gap() -> None:
    document = compose_appendix(LAYOUT, make_plan(3).tables[0])
    spots = [one for one in Typesetter(LAYOUT).spots(document) if one.row and one.page == 1]
    table = document.sections[0].blocks[-1]
    assert isinstance(table, Table)
    first = sorted((one for one in spots if one.row == table.row_keys[0]), key=lambda one: one.x)
    assert first[0].x == pytest.approx(36, abs=0.1)
    assert first[-1].x + first[-1].w == pytest.approx(261, abs=0.1)
    for before, after in pairwise(first):
        assert before.x + before.w == pytest.approx(after.x, abs=0.1)
        assert (before.y, before.h) == pytest.approx((after.y, after.h), abs=0.1)
    assert hit(spots, 1, 150, first[0].y + 1).row == table.row_keys[0]


def test_a_cell_that_goes_on_is_found_on_every_page() -> None:
    table = make_plan(2).tables[0]
    tall = replace(table.rows[0], cells=table.rows[0].cells | {"p3": parse_cell("记录不全" * 1200)})
    columns = tuple(replace(column, id=number) for number, column in enumerate(table.spec.columns, start=1))
    spec = replace(table.spec, columns=columns)
    document = compose_appendix(LAYOUT, replace(table, spec=spec, rows=(tall, table.rows[1])))
    spots = Typesetter(LAYOUT).spots(document)
    own = [one for one in spots if one.row == key_of(ROW, tall.id) and one.column == key_of(COLUMN, 8)]
    assert [one.page for one in own] == list(range(1, own[-1].page + 1))
    assert own[-1].page > 2
    assert all(one.h == pytest.approx(own[1].h) for one in own[1:-1])


def test_spots_of_a_part_know_the_rows_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    document = compose_appendix(LAYOUT, make_plan(40).tables[0])
    setter = Typesetter(LAYOUT)
    whole = setter.spots(document)
    monkeypatch.setattr(pdf_parts, "LETTERS_A_PART", 3_000)
    parts = Typesetter(LAYOUT).spots(document)
    assert [(one.page, one.row, one.column) for one in sorted(parts, key=repr)] == [
        (one.page, one.row, one.column) for one in sorted(whole, key=repr)
    ]
    assert setter.spots(document, 2, 2) == [one for one in whole if one.page == 2]


def test_a_sign_of_the_matrix_is_a_task_and_a_unit(plan: PlanContent) -> None:
    spots = Typesetter(LAYOUT).spots(compose_matrix(LAYOUT, plan))
    found = {(one.row, one.column) for one in spots if one.row and one.column}
    tasks = {key_of(TASK_ROW, task.node.id, task.node.id) for task in plan.tasks()}
    assert found == {(task, key_of(UNIT, unit.id)) for task in tasks for unit in plan.units}
