"""How much a plan uses what its libraries hold."""

from __future__ import annotations

from domain.apart import is_pair_code, known_pairs, pair_code
from domain.checks import MutedRule
from domain.content import PlanContent
from domain.enterprises import Enterprise
from domain.library_usage import enterprise_rows, unit_usage
from domain.outline import Paragraph
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Duty, Role, Unit


def test_a_name_inside_a_longer_one_is_no_mention() -> None:
    content = PlanContent(
        preamble=(Paragraph("由市甲委负责，市甲委办公室另行通知，市甲委、市乙局配合。", id=1),),
        units=(Unit(1, "市甲委"), Unit(2, "市甲委办公室"), Unit(3, "市乙局")),
        duties=(Duty(1, 1, Role.LEAD), Duty(2, 1, Role.LEAD)),
    )
    usage = unit_usage(content)
    assert [usage[one].mentions for one in (1, 2, 3)] == [2, 1, 1]
    assert usage[1].count(Role.LEAD) == 2 and usage[3].count(Role.LEAD) == 0


def test_rows_are_found_by_name_and_alias_once_each() -> None:
    column = TableColumn("names", ("企业",), ColumnKind.TEXT)
    rows = tuple(
        TableRow(number, number, {"names": cell_of(ColumnKind.TEXT, text)})
        for number, text in enumerate(("甲厂、甲厂", "乙厂", "老甲厂、乙厂"), start=1)
    )
    content = PlanContent(
        tables=(AppendixTable(5, TableSpec("附表1", "", (column,)), rows),),
        enterprises=(Enterprise(1, "甲厂", aliases=("老甲",)), Enterprise(2, "丙厂")),
    )
    assert enterprise_rows(content) == {1: [(5, 1), (5, 3)], 2: []}


def test_a_pair_is_the_same_in_either_order() -> None:
    code = pair_code("unit", "市甲局", "市甲委")
    assert code == pair_code("unit", "市甲委", "市甲局") != pair_code("enterprise", "市甲局", "市甲委")
    assert is_pair_code(code) and not is_pair_code("task_without_unit")
    assert known_pairs([MutedRule(code, "不是一家", "", ""), MutedRule("x", "", "", "")]) == {code}
