"""Long documents: parts end where pages end, and the joined file is as if set at one go."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any

import pytest

from domain.cell_items import parse_cell
from domain.errors import Cancelled, ExportError
from domain.tables import AppendixTable
from exporters import pdf, pdf_parts
from exporters.blocks import BodyParagraph, Document, Heading, Section, Table
from exporters.compose_tables import compose_appendix
from exporters.page import Layout
from exporters.pdf import PdfWriter
from exporters.pdf_data import document_data
from exporters.pdf_engine import Sheet, set_pages
from exporters.pdf_join import Joiner
from exporters.pdf_parts import set_parts
from exporters.profile import Face
from exporters.typesetting_ahead import ahead
from exporters.typesetting_process import TypesettingProcess
from tests.exporters.export_case import make_plan

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the pages and is not installed")
LAYOUT = Layout()


def go_on() -> None:
    """The tick of a writer that nobody stops."""


def uneven_table(rows: int) -> AppendixTable:
    """Rows of one to thirty lines, numbered."""
    random = Random(4)
    table = make_plan(rows).tables[0]
    uneven = tuple(
        replace(row, cells=row.cells | {"p3": parse_cell("记录不全" * random.randint(1, 40))}) for row in table.rows
    )
    return replace(table, rows=uneven)


def texts(data: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def joined(document: Document, parts: Any) -> bytes:
    stream = io.BytesIO()
    joiner = Joiner(stream)
    for part in parts:
        joiner.add(part.sheet.pdf, part.pages)
    joiner.finish(document.title, "方案工作台")
    return stream.getvalue()


def press(document: Document, first: int, marked_from: float) -> Sheet:
    return set_pages(document_data(LAYOUT, document, first, marked_from=marked_from), tagged=False)


@pytest.mark.parametrize("letters", [2_000, 5_500])
def test_parts_make_the_pages_of_the_whole(monkeypatch: pytest.MonkeyPatch, letters: int) -> None:
    document = compose_appendix(LAYOUT, uneven_table(90))
    whole = texts(PdfWriter(LAYOUT).compile(document))
    monkeypatch.setattr(pdf_parts, "LETTERS_A_PART", letters)
    parts = list(set_parts(document, press))
    assert len(parts) > 3
    assert [part.first for part in parts] == [sum(one.pages for one in parts[:n]) + 1 for n in range(len(parts))]
    assert texts(joined(document, parts)) == whole


def test_no_part_begins_inside_a_joined_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_plan(60).tables[0]
    rows = [
        replace(row, joined=frozenset({"area"}) if number % 4 else frozenset()) for number, row in enumerate(table.rows)
    ]
    document = compose_appendix(LAYOUT, replace(table, rows=tuple(rows)))
    monkeypatch.setattr(pdf_parts, "LETTERS_A_PART", 2_000)
    lengths = []

    def counted(piece: Document, first: int, marked_from: float) -> Sheet:
        (block,) = (one for one in piece.sections[0].blocks if isinstance(one, Table))
        lengths.append(block.rows[0].cells[2].row_span)
        return press(piece, first, marked_from)

    assert "".join(texts(joined(document, set_parts(document, counted)))).count("上游产业") == 60
    assert len(lengths) > 2
    assert 0 not in lengths


def test_short_sections_share_a_part_and_what_stands_behind_a_table_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Section("短", False, (Heading(1, "一、短", Face.HEAD), BodyParagraph("短")))
    long = compose_appendix(LAYOUT, uneven_table(30)).sections[0]
    tail = replace(long, blocks=(*long.blocks, BodyParagraph("表后的话")))
    document = Document("合在一起", (short, short, tail, short))
    whole = texts(PdfWriter(LAYOUT).compile(document))
    monkeypatch.setattr(pdf_parts, "LETTERS_A_PART", 3_000)
    parts = list(set_parts(document, press))
    assert parts[0].pages == 2
    data = joined(document, parts)
    assert texts(data) == whole
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert [one.title for one in reader.outline] == ["一、短"] * 3
    assert [reader.get_destination_page_number(one) for one in reader.outline] == [0, 1, len(whole) - 1]
    assert reader.metadata is not None
    assert reader.metadata.title == "合在一起"


def test_long_documents_are_set_in_a_process_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    document = compose_appendix(LAYOUT, uneven_table(40))
    whole = texts(PdfWriter(LAYOUT).compile(document))
    monkeypatch.setattr(pdf_parts, "LETTERS_A_PART", 4_000)
    monkeypatch.setattr(pdf, "LETTERS_AT_ONCE", 4_000)
    monkeypatch.setattr("exporters.typesetting_process.PARTS_A_PROCESS", 2)
    stream = io.BytesIO()
    PdfWriter(LAYOUT).write(document, stream, datetime(2026, 1, 1, tzinfo=UTC), go_on)
    assert texts(stream.getvalue()) == whole


def test_stopping_ends_the_process() -> None:
    asleep = TypesettingProcess([sys.executable, "-c", "import time; time.sleep(600)"])
    asked: list[int] = []

    def stop() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        asleep.set_pages({}, stop)
    assert len(asked) == 3
    asleep.close()


@pytest.mark.parametrize(
    ("program", "word"),
    [("import time; time.sleep(600)", "用时过长"), ("import sys; sys.exit(9)", "中途停止")],
    ids=["hangs", "dies"],
)
def test_a_process_that_fails_is_a_sentence(program: str, word: str) -> None:
    process = TypesettingProcess([sys.executable, "-c", program], seconds=0.2 if "sleep" in program else 60)
    with process, pytest.raises(ExportError, match=word):
        process.set_pages({"sections": []}, go_on)


def test_what_typst_refuses_is_a_sentence() -> None:
    with pytest.raises(ExportError, match="没有排成 PDF"):
        set_pages({"sections": [{"blocks": []}], "layout": {}})
    with TypesettingProcess() as process, pytest.raises(ExportError, match="没有排成 PDF"):
        process.set_pages({"sections": [{"blocks": []}], "layout": {}}, go_on)


def test_parts_are_made_ahead_in_order_and_errors_come_through() -> None:
    assert list(ahead(iter("甲乙丙"))) == ["甲", "乙", "丙"]

    def broken() -> Iterator[str]:
        yield "甲"
        raise Cancelled

    walk = ahead(broken())
    assert next(walk) == "甲"
    with pytest.raises(Cancelled):
        next(walk)


def test_a_writer_that_stops_leaves_nothing_running() -> None:
    made: list[int] = []

    def endless() -> Iterator[int]:
        for number in count():
            made.append(number)
            yield number

    walk = ahead(endless())
    next(walk)
    walk.close()
    done = len(made)
    assert done <= 4
    assert len(made) == done
