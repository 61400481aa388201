"""Specifications, merged headers and cells by kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cell_items import ItemKind
from domain.tables import (
    AppendixTable,
    ColumnKind,
    TableColumn,
    TableRow,
    TableSpec,
    cell_of,
    header_cells,
    match_spec,
)

PATHS = [("序号",), ("位置",), ("质量问题", "技术"), ("质量问题", "管理"), ("成效",)]
COLUMNS = tuple(TableColumn(f"c{place}", path) for place, path in enumerate(PATHS))
SPEC = TableSpec("附表1", "清单", COLUMNS)


def test_the_header_is_laid_out_as_merged_cells() -> None:
    cells = [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in header_cells(PATHS)]
    assert cells == [
        (0, 0, 2, 1, "序号"),
        (0, 1, 2, 1, "位置"),
        (0, 2, 1, 2, "质量问题"),
        (0, 4, 2, 1, "成效"),
        (1, 2, 1, 1, "技术"),
        (1, 3, 1, 1, "管理"),
    ]
    assert SPEC.header_depth == 2


@given(st.lists(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=3), max_size=8))
def test_header_cells_cover_every_place_once(paths: list[list[str]]) -> None:
    places = [
        (cell.row + down, cell.column + right)
        for cell in header_cells(paths)
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    ]
    depth = max((len(path) for path in paths), default=0)
    assert sorted(places) == [(row, column) for row in range(depth) for column in range(len(paths))]


def test_a_specification_is_known_by_its_headers_whatever_the_widths() -> None:
    assert match_spec([[part.replace("质量", "质量 ") for part in path] for path in PATHS], [SPEC]) is SPEC
    assert match_spec(PATHS[:-1], [SPEC]) is None
    assert match_spec([PATHS[1], PATHS[0], *PATHS[2:]], [SPEC]) is None


@given(st.sampled_from([ColumnKind.TEXT, ColumnKind.ITEMS, ColumnKind.MEASURES]), st.text("★1.甲\n "))
def test_a_cell_keeps_its_text_in_every_kind_of_column(kind: ColumnKind, text: str) -> None:
    assert cell_of(kind, text).text == text


def test_a_text_column_holds_paragraphs_only() -> None:
    assert {item.kind for item in cell_of(ColumnKind.TEXT, "★甲\n1.乙").items} == {ItemKind.PARAGRAPH}
    assert cell_of(ColumnKind.NUMBER, "1").items == ()


def test_the_number_column_is_counted() -> None:
    number = TableColumn("number", ("序号",), ColumnKind.NUMBER)
    text = TableColumn("text", ("内容",))
    rows = (TableRow(7, 1), TableRow(9, 2, {"text": cell_of(ColumnKind.TEXT, "甲")}))
    table = AppendixTable(1, TableSpec("附表1", "清单", (number, text)), rows)
    assert [table.printed(place, number) for place in range(2)] == ["1", "2"]
    assert [table.printed(place, text) for place in range(2)] == ["", "甲"]


def test_a_column_is_found_by_its_key() -> None:
    assert SPEC.column("c2").title == "技术"
    with pytest.raises(KeyError):
        SPEC.column("c9")
