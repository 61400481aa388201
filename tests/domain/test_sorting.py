"""The order of rows, and which of them are looked at."""

from domain.cell_items import parse_cell
from domain.row_filter import Filled, RowFilter, RowTexts, column_values, shown_places
from domain.sorting import SortBy, SortLevel, number_in, pinyin_key, sorted_ids
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec

COLUMNS = (
    TableColumn("n", ("序号",), ColumnKind.NUMBER, id=1),
    TableColumn("a", ("企业",), ColumnKind.TEXT, id=2),
    TableColumn("p", ("问题",), ColumnKind.ITEMS, id=3),
    TableColumn("m", ("投资",), ColumnKind.TEXT, id=4),
)


def table(*rows, joined=()):
    return AppendixTable(
        1,
        TableSpec("附表1", "", COLUMNS),
        tuple(
            TableRow(
                place,
                place,
                {"a": parse_cell(a), "p": parse_cell(p, graded=True), "m": parse_cell(m)},
                joined=frozenset({"a"}) if place in joined else frozenset(),
            )
            for place, (a, p, m) in enumerate(rows, start=1)
        ),
    )


SAMPLE = table(
    ("重庆机电", "★一", "3万元"),
    ("", "", ""),
    ("安徽样板公司", "★★★二\n★三", "1,200元"),
    ("长春客车", "★★四", "2亿"),
    ("北京仪器", "五", "待定"),
)


def order(*levels):
    return sorted_ids(SAMPLE.rows, levels)


def test_pinyin_knows_places_and_leaves_blank_cells_last():
    assert order(SortLevel(SortBy.PINYIN, "a")) == [3, 5, 4, 1, 2]
    assert order(SortLevel(SortBy.PINYIN, "a", is_descending=True)) == [1, 4, 5, 3, 2]
    assert sorted(["第10条", "第2条", "区", "B", "a"], key=pinyin_key) == ["a", "B", "第2条", "第10条", "区"]


def test_grades_and_numbers():
    assert order(SortLevel(SortBy.GRADE, "p", is_descending=True)) == [3, 4, 1, 2, 5]
    assert order(SortLevel(SortBy.NUMBER, "m")) == [3, 1, 4, 2, 5]
    assert [number_in(text) for text in ("约1,200.5吨", "-3", "十二", "无")] == [1200.5, -3, 12, None]


def test_several_levels_and_back():
    twins = table(("甲", "★a", ""), ("乙", "★★★b", ""), ("甲", "★★★c", ""))
    levels = [SortLevel(SortBy.PINYIN, "a"), SortLevel(SortBy.GRADE, "p", is_descending=True)]
    assert sorted_ids(twins.rows, levels) == [3, 1, 2]
    assert sorted_ids(tuple(reversed(twins.rows)), [SortLevel(SortBy.ENTERED)]) == [1, 2, 3]


def test_merged_rows_stay_together():
    rows = table(("乙", "", ""), ("乙", "", ""), ("甲", "", ""), joined={2}).rows
    assert sorted_ids(rows, [SortLevel(SortBy.PINYIN, "a")]) == [3, 1, 2]


def shown(**asked):
    return shown_places(SAMPLE, RowFilter(**asked), RowTexts())


def test_what_is_asked_for():
    assert shown(grades=frozenset({3})) == [2]
    assert shown(text="样板") == [2]
    assert shown(text="ahyb") == [2]
    assert shown(text="１，２００") == [2]
    assert shown(text="1,200") == [2]
    assert shown(key="a", filled=Filled.EMPTY) == [1]
    assert shown(key="a", filled=Filled.FILLED, grades=frozenset({1, 2})) == [0, 2, 3]
    assert shown(key="m", filled=Filled.VALUE, value="待定") == [4]
    assert shown() == [0, 1, 2, 3, 4]
    assert column_values(SAMPLE, "m") == ["3万元", "1,200元", "2亿", "待定"]


def test_a_changed_row_is_read_anew():
    texts = RowTexts()
    shown_places(SAMPLE, RowFilter(text="样板"), texts)
    other = table(("样板", "", ""), *[("", "", "")] * 4)
    assert shown_places(other, RowFilter(text="样板"), texts) == [0]
