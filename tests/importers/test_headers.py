"""Where the header of a table is, whatever stands above it, and what its rows are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.checks import Finding
from domain.reading import ReadingChoices
from domain.tables import AppendixTable
from domain.text import comparison_key
from importers.annexes import AnnexTable
from importers.appendix import read_appendix
from importers.blocks import GridCell, TableBlock
from tests.importers.table_builder import drawn


def read(*rows: str, sheet: str = "Sheet1", **picks: str) -> tuple[tuple[AppendixTable, ...], list[Finding]]:
    choices = ReadingChoices(picks={f"table:1:{name}": key for name, key in picks.items()})
    return read_appendix([AnnexTable("", "", drawn(*rows, sheet=sheet))], (), choices)


def one(*rows: str, **picks: str) -> AppendixTable:
    tables, _ = read(*rows, **picks)
    assert len(tables) == 1
    return tables[0]


def paths(table: AppendixTable) -> list[str]:
    return ["/".join(column.path) for column in table.spec.columns]


def printed(table: AppendixTable) -> list[list[str]]:
    return [[table.printed(index, column) for column in table.spec.columns] for index in range(len(table.rows))]


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings if finding.code != "table_label"]


def test_title_unit_and_notes_are_no_rows() -> None:
    table = one(
        "附表2|<|<|<",
        "重 点 项 目 清 单|<|<|<",
        "填报单位：市科技局|<|日期：2026年6月|<",
        "|||",
        "序号|项目|投资|备注",
        "1|岸电|1200|无",
        "2|航标|/|—",
        "3||300|",
        "注：投资单位为万元。|<|<|<",
        "填表人：张||审核人：李|",
    )
    spec = table.spec
    assert (spec.label, spec.title) == ("附表2", "重点项目清单")
    assert spec.unit_line == "填报单位：市科技局\u3000日期：2026年6月"
    assert spec.notes == ("注：投资单位为万元。", "填表人：张\u3000审核人：李")
    assert paths(table) == ["序号", "项目", "投资", "备注"]
    assert printed(table) == [["1", "岸电", "1200", "无"], ["2", "航标", "/", "—"], ["3", "", "300", ""]]


def test_title_and_unit_on_one_row() -> None:
    table = one("投资计划|||单位：万元", "序号|项目|金额|年份", "1|岸电|12|2026", "2|航标|7|2027")
    assert (table.spec.title, table.spec.unit_line) == ("投资计划", "单位：万元")
    assert len(table.rows) == 2


def test_three_header_rows_with_merges() -> None:
    table = one(
        "指标|目标值|<|<|责任单位",
        "^|近期|<|远期|^",
        "^|2026年|2027年|2030年|^",
        "研发投入|1|2|3|市科技局",
    )
    assert paths(table) == ["指标", "目标值/近期/2026年", "目标值/近期/2027年", "目标值/远期/2030年", "责任单位"]
    assert printed(table) == [["研发投入", "1", "2", "3", "市科技局"]]


def test_two_header_rows_without_merges() -> None:
    table = one("序号|指标|目标值||单位", "||2026年|2027年|", "1|研发|1|2|%", "2|占比|3|4|%")
    assert paths(table) == ["序号", "指标", "目标值/2026年", "目标值/2027年", "单位"]
    assert len(table.rows) == 2


def test_a_row_that_leaves_its_first_cell_blank_is_no_header() -> None:
    table = one("类别|项目|金额", "甲|岸电|1", "|航标|2", "乙|浮标|3")
    assert printed(table) == [["甲", "岸电", "1"], ["", "航标", "2"], ["乙", "浮标", "3"]]
    assert all(row.joined == frozenset() for row in table.rows)


def test_a_row_that_counts_the_columns_is_no_data() -> None:
    tables, findings = read("指标|单位|基期|目标", "甲|乙|1|2", "研发|%|3|4")
    assert printed(tables[0]) == [["研发", "%", "3", "4"]]
    assert codes(findings) == ["column_numbers"]


def test_headers_repeated_on_every_page_are_dropped() -> None:
    tables, findings = read(
        "指标|目标|<", "^|2027年|2028年", "研发|1|2", "续表|<|<", "指标|目标|<", "^|2027年|2028年", "占比|3|4"
    )
    assert printed(tables[0]) == [["研发", "1", "2"], ["占比", "3", "4"]]
    assert codes(findings) == ["repeated_header"]


SECTIONS = (
    "序号|指标|2026年|2027年",
    "一、创新|<|<|<",
    "1|研发|1|2",
    "2|专利|5|6",
    "小计|<|6|8",
    "二、绿色|<|<|<",
    "（一）水运|<|<|<",
    "3|占比|3|4",
    "合计|<|9|12",
)


def test_sections_become_columns_that_every_row_carries() -> None:
    tables, findings = read(*SECTIONS)
    assert paths(tables[0]) == ["类别", "分类", "序号", "指标", "2026年", "2027年"]
    assert printed(tables[0]) == [
        ["一、创新", "", "1", "研发", "1", "2"],
        ["一、创新", "", "2", "专利", "5", "6"],
        ["二、绿色", "（一）水运", "3", "占比", "3", "4"],
    ]
    assert [row.joined for row in tables[0].rows] == [frozenset(), {"s1"}, frozenset()]
    assert tables[0].spec.notes == ("小计（一、创新）：2026年6，2027年8", "合计：2026年9，2027年12")
    assert codes(findings) == ["total_row", "section_row"]
    assert [finding.question for finding in findings[1:]] == ["table:1:totals", "table:1:sections"]


def test_sections_and_totals_may_stay_rows() -> None:
    table = one(*SECTIONS, sections="rows", totals="row")
    assert [row[0:2] for row in printed(table)] == [
        ["", "一、创新"],
        ["1", "研发"],
        ["2", "专利"],
        ["小计", "小计"],
        ["", "二、绿色"],
        ["", "（一）水运"],
        ["3", "占比"],
        ["合计", "合计"],
    ]


@pytest.mark.parametrize("rest", ["<", ""])
def test_a_section_may_have_its_number_in_a_cell_of_its_own(rest: str) -> None:
    table = one("序号|指标|基期|目标", f"一|创新|{rest}|{rest}", "1|研发|1|2", f"二|绿色|{rest}|{rest}", "2|占比|3|4")
    assert [row[0] for row in printed(table)] == ["一、创新", "二、绿色"]
    assert len(printed(table)[0]) == 5


def test_a_section_without_rows_is_not_lost() -> None:
    table = one("序号|项目|金额", "一、甲类|<|<", "二、乙类|<|<", "1|岸电|2", "三、丙类|<|<")
    assert [row[0] for row in printed(table)] == ["一、甲类", "二、乙类", "三、丙类"]


@pytest.mark.parametrize("between", ["|", ""])
def test_tables_side_by_side_with_their_own_headers_are_two(between: str) -> None:
    rows = ["名称|数量{}|项目|金额", "甲|1{}|丙|3", "乙|2{}|丁|4"]
    tables, _ = read(*(row.format("|" if between else "") for row in rows))
    if between:
        assert [paths(table) for table in tables] == [["名称", "数量"], ["项目", "金额"]]
    else:
        assert [paths(table) for table in tables] == [["名称", "数量", "项目", "金额"]]


@pytest.mark.parametrize("between", ["|", "||"])
def test_one_table_printed_in_two_halves_is_one(between: str) -> None:
    rows = ("序号|单位", "1|甲局"), ("序号|单位", "2|乙局")
    tables, findings = read(*(f"{left}{between}{right}" for left, right in zip(*rows, strict=True)))
    assert [printed(table) for table in tables] == [[["1", "甲局"], ["2", "乙局"]]]
    assert codes(findings) == ["side_by_side", "table_joined"]


def test_tables_below_each_other_in_a_sheet_are_two() -> None:
    tables, _ = read(
        "甲清单|<|<", "名称|数量|备注", "a|1|", "||", "注：一|<|<", "||", "乙清单|<|", "编号|金额|", "b|2|"
    )
    assert [table.spec.title for table in tables] == ["甲清单", "乙清单"]
    assert [paths(table) for table in tables] == [["名称", "数量", "备注"], ["编号", "金额"]]
    assert tables[0].spec.notes == ("注：一",)


def test_a_form_of_labels_and_values_has_no_header() -> None:
    rows = ("项目名称|岸电工程|建设单位|甲公司", "总投资|100万元|建设工期|一年", "建设内容|新建20个泊位|<|<")
    tables, findings = read(*rows)
    assert [row[:2] for row in printed(tables[0])] == [
        ["项目名称", "岸电工程"],
        ["总投资", "100万元"],
        ["建设内容", "新建20个泊位"],
    ]
    assert "form_table" in codes(findings)
    assert paths(one(*rows, header="first"))[0] == "项目名称"


def test_a_list_with_a_header_is_no_form() -> None:
    assert paths(one("单位名称|联系电话", "甲局|123", "乙局|456")) == ["单位名称", "联系电话"]


def test_the_name_of_a_sheet_is_its_title() -> None:
    tables, _ = read("名称|数量", "甲|1", sheet="重点项目")
    assert tables[0].spec.title == "重点项目"
    tables, _ = read("名称|数量", "甲|1", sheet="Sheet2 (2)")
    assert tables[0].spec.title == ""


def test_numbers_of_merged_or_restarting_rows_are_kept_as_printed() -> None:
    merged = one("序号|任务|单位名", "1|甲|a", "^|^|b", "2|乙|c")
    assert [row[0] for row in printed(merged)] == ["1", "1", "2"]
    assert [row.joined for row in merged.rows] == [frozenset(), {"c1", "c2"}, frozenset()]
    assert [row[0] for row in printed(one("序号|项目|值", "1|a|x", "2|b|y", "1|c|z"))] == ["1", "2", "1"]
    assert [row[0] for row in printed(one("编号|项目|值", "001|a|x", "002|b|y"))] == ["001", "002"]


CELLS = st.sampled_from(
    [
        "",
        "",
        "甲局",
        "合计",
        "一、总体",
        "（二）分项",
        "序号",
        "1",
        "2",
        "3",
        "注：说明",
        "单位：万元",
        "名称",
        "★★★缺",
        "/",
        "—",
    ]
) | st.text("甲乙丙丁12、。", max_size=6)


@st.composite
def grids(draw: st.DrawFn) -> TableBlock:
    columns = draw(st.integers(1, 6))
    rows = draw(st.integers(1, 9))
    taken: set[tuple[int, int]] = set()
    cells = []
    for y in range(rows):
        for x in range(columns):
            if (y, x) in taken:
                continue
            right = x + 1
            while right < columns and (y, right) not in taken and draw(st.integers(0, 5)) == 0:
                right += 1
            below = y + 1
            if draw(st.integers(0, 6)) == 0 and below < rows:
                below += 1
            taken |= {(row, column) for row in range(y, below) for column in range(x, right)}
            text = draw(CELLS)
            cells.append(GridCell(y, x, (text,) if text else (), below - y, right - x))
    return TableBlock(tuple(cells), rows, columns, 1, sheet=draw(st.sampled_from(["", "表一"])))


@settings(max_examples=300, deadline=None)
@given(grids())
def test_no_cell_of_any_table_is_lost(block: TableBlock) -> None:
    tables, findings = read_appendix([AnnexTable("附表1", "清单", block)], ())
    said = [finding.message for finding in findings]
    for table in tables:
        spec = table.spec
        said += [spec.label, spec.title, spec.unit_line, *spec.notes, *(part for c in spec.columns for part in c.path)]
        said += [text for row in printed(table) for text in row]
    whole = comparison_key("\n".join(said))
    assert [cell.text for cell in block.cells if comparison_key(cell.text) not in whole] == []
