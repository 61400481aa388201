"""Appendix tables of any make → specification and rows."""

from __future__ import annotations

import pytest

from domain.cell_items import ItemKind
from domain.enterprises import ChainPosition
from domain.exchange import PlanDraft
from domain.tables import ColumnKind, TablePlace
from importers.annex_labels import AnnexLabel, parse_annex_label, parse_annex_list
from importers.annexes import AnnexTable
from importers.appendix import read_appendix
from importers.blocks import GridCell, TableBlock
from importers.read import read_plan_text
from importers.specs import load_table_specs
from importers.word import read_word_blocks
from tests.importers.word_builder import tbl, tc, tr, word_file

BODY = "海州市质量方案\n为推进，制定本方案。\n一、总则\n坚持。\n"


def read(text: str) -> PlanDraft:
    return read_plan_text(BODY + text, "来文.txt")


def simple(*rows: str) -> str:
    """A tab table; cells of a row are parted by |."""
    return "\n".join("".join(f"\t{cell}\n" for cell in row.split("|")) for row in rows) + "\n"


def from_word(*rows: str, label: str = "附表1", title: str = "清单") -> tuple[TableBlock, AnnexTable]:
    (table,) = read_word_blocks(word_file(tbl(*rows)), "来文.docx").blocks
    assert isinstance(table, TableBlock)
    return table, AnnexTable(label, title, table)


def codes(draft: PlanDraft) -> list[str]:
    return [finding.code for finding in draft.findings]


def test_the_shipped_specifications() -> None:
    specs = {spec.label: spec for spec in load_table_specs()}
    assert {label: [column.width for column in spec.columns] for label, spec in specs.items()} == {
        "附表1": [11, 18, 20, 25, 40, 36, 36, 24, 15],
        "附表2": [10, 26, 48, 28, 44],
        "附表3": [10, 24, 48, 38, 36],
    }
    assert sum(column.width for column in specs["附表1"].columns) == 225
    assert all(sum(column.width for column in specs[label].columns) == 156 for label in ("附表2", "附表3"))
    assert all(spec.columns[0].kind is ColumnKind.NUMBER for spec in specs.values())


def test_a_table_with_known_headers_takes_their_keys_and_widths() -> None:
    table = simple("序号|攻关项目名称|拟解决的产业链 质量问题|项目牵头和参与机构|预期成效", "1|甲|乙|丙|丁")
    (found,) = read(f"附件9：攻关清单\n{table}").content.tables
    assert (found.spec.label, found.spec.title) == ("附件9", "攻关清单")
    assert [column.key for column in found.spec.columns] == ["number", "project", "problem", "institutions", "outcome"]
    assert found.spec.columns[2].width == 48
    assert {key: cell.text for key, cell in found.rows[0].cells.items()} == {
        "project": "甲",
        "problem": "乙",
        "institutions": "丙",
        "outcome": "丁",
    }


def test_other_tables_tell_their_columns_by_what_they_hold() -> None:
    table = simple("编号|问题|措施|备注", "1|★★缺人\n缺钱|1.培训\n2.引进|1.5倍", "2||1.补助|")
    (found,) = read(f"附表1\n短板清单\n{table}").content.tables
    assert [(column.key, column.kind.value) for column in found.spec.columns] == [
        ("c1", "number"),
        ("c2", "items"),
        ("c3", "measures"),
        ("c4", "text"),
    ]
    assert [item.grade for item in found.rows[0].cell("c2").items] == [2, None]
    assert [item.kind for item in found.rows[1].cell("c3").items] == [ItemKind.MEASURE]


def test_header_rows_become_paths() -> None:
    rows = (
        tr(tc("序号", merge="restart"), tc("指标", span=3), tc("责任\n单位".replace("\n", ""), merge="restart")),
        tr(tc(merge="continue"), tc("名称", merge="restart"), tc("目标 值", span=2), tc(merge="continue")),
        tr(tc(merge="continue"), tc(merge="continue"), "2027 年", "2028 年", tc(merge="continue")),
        tr("1", "合格率", "96%", "98%", "市科技局"),
    )
    _, annex = from_word(*rows)
    (found,), findings = read_appendix([annex], ())
    assert [column.path for column in found.spec.columns] == [
        ("序号",),
        ("指标", "名称"),
        ("指标", "目标值", "2027年"),
        ("指标", "目标值", "2028年"),
        ("责任单位",),
    ]
    assert len(found.rows) == 1
    assert findings == []


def test_headers_marked_by_the_source_are_believed() -> None:
    mark = "<w:tblHeader/>"
    rows = (tr("甲", "乙", properties=mark), tr("子甲", "子乙", properties=mark), tr("1", "2"))
    _, annex = from_word(*rows)
    (found,), _ = read_appendix([annex], ())
    assert [column.path for column in found.spec.columns] == [("甲", "子甲"), ("乙", "子乙")]


def test_a_header_merged_sideways_may_have_nothing_below() -> None:
    _, annex = from_word(tr("序号", tc("项目", span=2)), tr("1", "甲", "乙"), tr("2", "丙", "丁"))
    (found,), _ = read_appendix([annex], ())
    assert [column.path for column in found.spec.columns] == [("序号",), ("项目",), ("项目",)]
    assert len(found.rows) == 2


def test_a_title_inside_the_table_is_the_title() -> None:
    rows = (tr(tc("项 目 清 单", span=2)), tr("序号", "项目"), tr("1", "甲"))
    _, annex = from_word(*rows, title="")
    (found,), _ = read_appendix([annex], ())
    assert found.spec.title == "项目清单"
    assert [column.path for column in found.spec.columns] == [("序号",), ("项目",)]


def test_cells_merged_downwards_are_filled_and_stay_joined() -> None:
    rows = (
        tr("序号", "类别", "项目"),
        tr("1", tc("岸电", merge="restart"), "甲"),
        tr("2", tc(merge="continue"), "乙"),
    )
    _, annex = from_word(*rows)
    (found,), findings = read_appendix([annex], ())
    assert [row.cell("c2").text for row in found.rows] == ["岸电", "岸电"]
    assert [row.joined for row in found.rows] == [frozenset(), {"c2"}]
    assert findings == []


def test_cells_merged_sideways_are_taken_apart_and_said() -> None:
    _, annex = from_word(tr("序号", "类别", "项目"), tr("1", tc("岸电", span=2)), tr("2", "航道", "浮标"))
    (found,), findings = read_appendix([annex], ())
    assert [row.cell("c3").text for row in found.rows] == ["岸电", "浮标"]
    assert [finding.code for finding in findings] == ["merged_cells"]


def test_numbers_that_do_not_count_are_said() -> None:
    assert codes(read("附表1\n清单\n" + simple("序号|项目", "1|甲", "3|乙"))) == ["row_number"]
    assert codes(read("附表1\n清单\n" + simple("序号|项目", "一|甲", "二、|乙", "|丙"))) == []


def test_blank_rows_are_layout() -> None:
    (found,) = read("附表1\n清单\n" + simple("项目|成效", "甲|乙", "|", "丙|丁")).content.tables
    assert [row.seq for row in found.rows] == [1, 2]


def test_a_table_without_a_label_gets_a_free_one_and_it_is_said() -> None:
    table = simple("项目|成效", "甲|乙")
    draft = read(f"表1 主要指标\n{table}二、保障\n加强。\n附表1\n清单\n{table}附表1\n名单\n{table}")
    assert [(one.spec.label, one.spec.title) for one in draft.content.tables] == [
        ("表1", "主要指标"),
        ("附表1", "清单"),
        ("附表3", "名单"),
    ]
    assert codes(draft) == ["table_in_text", "table_label"]
    assert draft.content.tables[0].place == TablePlace(draft.content.nodes[0].id, 1)
    assert [one.heading for one in draft.content.placed()] == ["一、总则", "二、保障"]


def test_a_table_broken_in_two_is_one() -> None:
    header = (tr("序号", "项目"),)
    first, second = from_word(*header, tr("1", "甲"))[1], from_word(*header, tr("2", "乙"), label="", title="")[1]
    (found,), findings = read_appendix([first, second], ())
    assert [(row.id, row.seq, row.cell("c2").text) for row in found.rows] == [(1, 1, "甲"), (2, 2, "乙")]
    assert [finding.code for finding in findings] == ["table_joined"]


def test_a_table_that_goes_on_without_its_header_is_one() -> None:
    first = from_word(tr("序号", "项目"), tr("1", "甲"))[1]
    second = from_word(tr("2", "乙"), tr("3", "丙"), label="", title="")[1]
    (found,), findings = read_appendix([first, second], ())
    assert [row.cell("c2").text for row in found.rows] == ["甲", "乙", "丙"]
    assert findings == []


def test_a_ragged_grid_keeps_every_cell() -> None:
    cells = (GridCell(0, 0, ("甲",)), GridCell(1, 0, ("1",)), GridCell(1, 1, ("2",)), GridCell(2, 2, ("3",)))
    (found,), _ = read_appendix([AnnexTable("附表1", "清单", TableBlock(cells, 3, 3, 1))], ())
    assert [column.path for column in found.spec.columns] == [("第1列",), ("第2列",), ("第3列",)]
    assert found.spec.notes == ("甲",)
    assert [sorted(cell.text for cell in row.cells.values()) for row in found.rows] == [["1", "2"], ["3"]]


def test_what_stands_around_a_table_belongs_to_it() -> None:
    draft = read("附表1\n清单\n单位：万元\n" + simple("项目|金额", "甲|5") + "注：按年更新。\n")
    assert codes(draft) == []
    spec = draft.content.tables[0].spec
    assert (spec.title, spec.unit_line, spec.notes) == ("清单", "单位：万元", ("注：按年更新。",))


def test_an_annex_of_text_becomes_a_chapter() -> None:
    draft = read("附件1\n名词解释\n质量基础设施是指计量等要素。\n附件2：清单\n" + simple("项目|金额", "甲|5"))
    assert [one.heading for one in draft.content.placed()] == ["一、总则", "附件1 名词解释"]
    assert draft.content.tables[0].spec.label == "附件2"
    assert codes(draft) == ["annex_text"]


def test_the_list_of_annexes_is_compared() -> None:
    table = "附表1\n清单\n" + simple("项目|金额", "甲|5")
    assert codes(read(f"附表：1.清单\n{table}")) == []
    assert codes(read(f"附表：\n1. 清单\n2. 名单\n{table}")) == ["annex_list"]
    content = read(f"附表：1.清单\n      2.名单\n{table}").content
    assert [paragraph.text for node in content.nodes for paragraph in node.paragraphs] == ["坚持。"]


PROBLEMS = (
    "\t序号\n\t产业链位置（上/中/下游）\n\t地理分布\n\t主要企业名称\n\t产业链质量问题\n\n\t\n\t\n\t\n\t\n\t质量技术问题\n"
    "\t质量管理问题\n\t质量基础\n设施问题\n\t质量品牌问题\n\t其他质量问题\n\n"
)


def test_enterprises_come_from_the_quality_problems() -> None:
    rows = (
        "\t1\n\t上游产业\n\t甲区\n\t海州钢铁、海州（东湾）电缆、\n海州液压等\n\t★★★甲\n\t\n\t\n\t\n\t\n\n"
        "\t2\n\t下游\n\t\n\t海州运维、海州钢铁等企业。\n\t\n\t\n\t\n\t\n\t乙\n"
    )
    content = read(f"附表1\n质量问题清单\n{PROBLEMS}{rows}").content
    assert [(one.name, one.chain_position) for one in content.enterprises] == [
        ("海州钢铁", ChainPosition.UPSTREAM),
        ("海州（东湾）电缆", ChainPosition.UPSTREAM),
        ("海州液压", ChainPosition.UPSTREAM),
        ("海州运维", ChainPosition.DOWNSTREAM),
    ]
    assert content.tables[0].spec.columns[6].path == ("产业链质量问题", "质量基础设施问题")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("附表1", AnnexLabel("附表1")),
        ("附 表 1", None),
        ("附件 ２：清单", AnnexLabel("附件2", "清单")),
        ("附表三　项目清单", AnnexLabel("附表三", "项目清单")),
        ("附表1-2 分表", AnnexLabel("附表1-2", "分表")),
        ("附件", AnnexLabel("附件")),
        ("附表：1.清单", None),
        ("附表：", None),
        ("附表2所列项目由市科技局组织。", None),
        ("附件2 所列项目，由市科技局组织。", None),
        ("附则", None),
    ],
)
def test_labels_of_annexes(line: str, label: AnnexLabel | None) -> None:
    assert parse_annex_label(line) == label


def test_lists_of_annexes() -> None:
    assert parse_annex_list(["附件：1.甲表", "2. 乙表", "附表1"]) == (["甲表", "乙表"], 2)
    assert parse_annex_list(["附件：甲表"]) == (["甲表"], 1)
    assert parse_annex_list(["附表1"]) is None
    assert parse_annex_list([]) is None
