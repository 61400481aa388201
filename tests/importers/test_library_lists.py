"""Lists of units and enterprises as offices keep them: headers found, or names alone."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from domain.enterprises import ChainPosition, Enterprise
from domain.errors import ImportFileError
from domain.library_draft import ListKind
from domain.units import Unit
from importers.guard import GivenFile
from importers.library_lists import read_library_list


def book(*rows: tuple[object, ...], name: str = "名单.xlsx") -> GivenFile:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    stream = BytesIO()
    workbook.save(stream)
    return GivenFile(name, stream.getvalue())


def test_columns_are_found_below_a_title_in_any_order() -> None:
    file = book(("单位名单",), ("全称", "序号", "别名", "简称："), ("海州市财政局", 1, "市财局，财政局", "市财政局"))
    draft = read_library_list(file, ListKind.UNITS)
    assert draft.units == (Unit(0, "市财政局", "海州市财政局", ("市财局", "财政局")),)


def test_without_headers_the_first_words_of_a_row_are_the_name() -> None:
    draft = read_library_list(book((1, "市财政局"), (2, "市教育局")), ListKind.UNITS)
    assert [unit.name for unit in draft.units] == ["市财政局", "市教育局"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_holds_a_name_a_line(encoding: str) -> None:
    draft = read_library_list(GivenFile("单位.txt", "市财政局\n\n市教育局\n".encode(encoding)), ListKind.UNITS)
    assert [unit.name for unit in draft.units] == ["市财政局", "市教育局"]


def test_enterprises_come_with_all_that_is_known() -> None:
    head = ("企业名称", "产业链环节", "所属区", "是否链主", "联系人", "手机")
    file = book(head, ("东湾钢厂", "上游", "东湾区", "是", "王工", "139"), ("海州重工", "下", "", "否", None, None))
    assert read_library_list(file, ListKind.ENTERPRISES).enterprises == (
        Enterprise(0, "东湾钢厂", ChainPosition.UPSTREAM, "东湾区", (), "王工", "139", is_lead=True),
        Enterprise(0, "海州重工", ChainPosition.DOWNSTREAM),
    )


def test_rows_without_a_name_are_counted_and_a_file_of_them_is_refused() -> None:
    draft = read_library_list(book(("简称", "全称"), ("甲局", ""), ("", "乙局")), ListKind.UNITS)
    assert draft.skipped == 1
    with pytest.raises(ImportFileError, match="没有找到名称"):
        read_library_list(book(("简称", "全称"), ("", "乙局")), ListKind.UNITS)
