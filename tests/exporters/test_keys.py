"""Hidden keys: in every file of a plan that is stored, valid, out of sight, and cheap."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from domain.exchange import PlanContent, PlanSnapshot
from domain.outline import Paragraph
from domain.returned import Origin, ids_of, key_of
from domain.tables import AppendixTable
from exporters.compose_tables import compose_appendix
from exporters.excel import ExcelWriter
from exporters.export import export_plan
from exporters.keys import with_origin
from exporters.page import Layout
from exporters.word import WordWriter
from tests.benchmarks.exports import make_table
from tests.exporters.export_case import W, make_plan

ORIGIN = Origin("0123456789abcdef" * 2, 7, "3/41/2026-11-21T10:00:00+08:00")


@pytest.fixture
def keyed(tmp_path: Path) -> dict[str, Path]:
    """Every file of a stored plan, by its name."""
    snapshot = PlanSnapshot(stored(make_plan(3)), 7, origin=ORIGIN)
    return {path.name: path for path in export_plan(snapshot, tmp_path, working_copies=True)}


def stored(content: PlanContent) -> PlanContent:
    """The content with ids everywhere, as a plan file gives them."""
    numbers = count(1)

    def numbered(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(replace(one, id=next(numbers)) for one in paragraphs)

    def with_columns(table: AppendixTable) -> AppendixTable:
        columns = tuple(replace(one, id=next(numbers)) for one in table.spec.columns)
        rows = tuple(replace(one, id=next(numbers)) for one in table.rows)
        return replace(table, spec=replace(table.spec, columns=columns), rows=rows)

    nodes = tuple(replace(node, paragraphs=numbered(node.paragraphs)) for node in content.nodes)
    tables = tuple(map(with_columns, content.tables))
    return replace(content, preamble=numbered(content.preamble), nodes=nodes, tables=tables)


def document(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def of_kind(keyed: dict[str, Path], *words: str) -> Iterator[Path]:
    yield from (path for name, path in keyed.items() if any(name.startswith(word) for word in words))


def test_keys_name_kinds_and_ids() -> None:
    assert key_of("t", 3, 2) == "t3_2"
    assert ids_of("t", "t3_2") == (3, 2)
    assert ids_of("t", "title") == ids_of("r", "t3_2") == ids_of("r", "r") == ids_of("r", "r1_x") == ()


def test_bookmarks_are_valid_and_no_list_shows_them(keyed: dict[str, Path]) -> None:
    for path in of_kind(keyed, "方案全文", "附表", "任务分解表"):
        if path.suffix != ".docx":
            continue
        root = document(path)
        starts, ends = [[*root.iter(f"{W}{name}")] for name in ("bookmarkStart", "bookmarkEnd")]
        names = [one.get(f"{W}name") for one in starts]
        ids = [one.get(f"{W}id") for one in starts]
        assert len(names) > 5
        assert len(set(names)) == len(names)
        assert len(set(ids)) == len(ids)
        assert ids == [one.get(f"{W}id") for one in ends]
        assert all(re.fullmatch(r"_fg_[a-z0-9_]{1,36}", name) for name in names)
        for one in starts:
            assert one.getparent().tag == f"{W}p"
            before = one.getprevious()
            assert before.tag in (f"{W}pPr", f"{W}bookmarkEnd")


def test_every_paragraph_with_text_is_known(keyed: dict[str, Path]) -> None:
    (path,) = of_kind(keyed, "方案全文")
    body = document(path).find(f"{W}body")
    for paragraph in body.iterchildren(f"{W}p"):
        has_text = any(one.text for one in paragraph.iter(f"{W}t"))
        assert has_text == (paragraph.find(f"{W}bookmarkStart") is not None)
    rows = [row for row in body.iter(f"{W}tr") if row.find(f".//{W}bookmarkStart") is not None]
    assert len(rows) == len([*body.iter(f"{W}tr")])


def test_properties_tell_document_and_state(keyed: dict[str, Path]) -> None:
    for path in of_kind(keyed, "方案全文", "附表", "任务分解表"):
        with zipfile.ZipFile(path) as archive:
            custom = etree.fromstring(archive.read("docProps/custom.xml"))
            assert b"/docProps/custom.xml" in archive.read("[Content_Types].xml")
            assert b"docProps/custom.xml" in archive.read("_rels/.rels")
        found = {one.get("name"): "".join(one.itertext()) for one in custom}
        assert found["FanganDocument"] == ORIGIN.document_id
        assert found["FanganRevision"] == "7"
        assert found["FanganMoment"] == ORIGIN.moment
        assert [one.get("pid") for one in custom] == [str(number) for number in range(2, len(custom) + 2)]


def test_keys_of_a_sheet_neither_show_nor_print(keyed: dict[str, Path]) -> None:
    for path in of_kind(keyed, "附表", "任务分解表"):
        if path.suffix != ".xlsx":
            continue
        sheet = openpyxl.load_workbook(path).worksheets[0]
        corner = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("_fg:"))
        assert sheet.row_dimensions[corner.row].hidden
        assert sheet.column_dimensions[corner.column_letter].hidden
        assert corner.column == sheet.max_column
        last = sheet.print_area.replace("$", "").partition(":")[2]
        assert openpyxl.utils.cell.coordinate_from_string(last)[0] < corner.column_letter
        if "底稿" in path.name:
            assert sheet.auto_filter.ref.partition(":")[2].startswith(corner.column_letter)
            assert sheet.auto_filter.ref.startswith(f"A{corner.row + 2 if '附表1' in path.name else corner.row + 1}")


def test_what_is_of_no_document_and_what_cannot_come_back_has_no_keys(tmp_path: Path, keyed: dict[str, Path]) -> None:
    plain = export_plan(PlanSnapshot(make_plan(3)), tmp_path / "plain")
    for path in [*plain, *of_kind(keyed, "责任单位矩阵")]:
        with zipfile.ZipFile(path) as archive:
            assert "docProps/custom.xml" not in archive.namelist()
            assert not any(b"_fg" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("kind", ["word", "excel"])
def test_keys_make_a_file_hardly_larger(kind: str) -> None:
    layout = Layout()
    writer = WordWriter(layout) if kind == "word" else ExcelWriter(layout)
    table = make_table(200)
    sizes = []
    for origin in (None, ORIGIN):
        stream = io.BytesIO()
        composed = with_origin(compose_appendix(layout, table), origin, layout, "附表1")
        writer.write(composed, stream, datetime(2026, 1, 1, tzinfo=UTC), lambda: None)
        sizes.append(len(stream.getvalue()))
    assert sizes[0] < sizes[1] < sizes[0] * 1.03
