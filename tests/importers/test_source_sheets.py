"""A sheet as it was, through the reading process: merges, hidden rows, names of cells."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from domain.source_sheet import cell_place, column_letters
from importers.guard import GivenFile
from importers.worker import Reader


def test_a_sheet_is_shown_with_its_merges_and_hidden_rows():
    book = Workbook()
    sheet = book.active
    sheet.title = "填报"
    sheet.append(["质量问题征集表", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["企业", "问题", "等级"])
    sheet.append(["甲", "乙", "丙"])
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("选项").append(["上游"])
    book["选项"].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    with Reader() as reader:
        shown, options = reader.read_source_sheets(GivenFile("a.xlsx", buffer.getvalue()))
    assert (shown.name, shown.rows, shown.columns, shown.hidden_rows) == ("填报", 3, 3, frozenset({2}))
    assert (shown.cells[0].text, shown.cells[0].columns) == ("质量问题征集表", 3)
    assert (options.name, options.is_hidden) == ("选项", True)


@pytest.mark.parametrize(("name", "place"), [("A1", (0, 0)), ("C5", (4, 2)), ("AB12", (11, 27)), ("第3行", None)])
def test_names_of_cells(name, place):
    assert cell_place(name) == place
    if place is not None:
        assert column_letters(place[1]) == name.rstrip("0123456789")
