"""Units: names told from other words, matched, offered and put into office order."""

from __future__ import annotations

import pytest

from domain.unit_names import is_group_unit, is_surely_unit, looks_like_unit, split_level, split_units
from domain.units import Duty, Role, Unit, insert_duty, match_unit, nearest_units

UNITS = (
    Unit(1, "市发展改革委", "海州市发展和改革委员会", ("市发改委",), 1),
    Unit(2, "市科技局", "", ("市科委",), 2),
    Unit(3, "市市场监管委", "", (), 3),
    Unit(4, "西青区教育局", "", (), 4),
    Unit(5, "东丽区教育局", "", (), 5),
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("市发展改革委", 1),
        ("市 发改委", 1),
        ("海州市发展和改革委员会", 1),
        ("海州市科技局", 2),
        ("天津市市场监管委", 3),
        ("西青区教育局", 4),
        ("区教育局", None),
        ("区科技局", None),
        ("省科技局", None),
        ("市场监管委", None),
        ("市教育局", None),
    ],
)
def test_a_unit_is_found_by_any_of_its_names_and_by_no_guess(name: str, found: int | None) -> None:
    unit = match_unit(name, UNITS)
    assert (unit.id if unit else None) == found


def test_a_name_of_another_place_is_another_unit() -> None:
    assert match_unit("河州市发展和改革委员会", (Unit(1, "海州市发展和改革委员会"),)) is None
    assert match_unit("天津市科技局", (Unit(1, "市科技局"), Unit(2, "海州市科技局"))) is None


def test_the_nearest_names_come_likest_first() -> None:
    assert [unit.id for unit in nearest_units("市发展改革局", UNITS)][:1] == [1]
    assert [unit.id for unit in nearest_units("西青区教体局", UNITS)][:1] == [4]
    assert nearest_units("中汽中心", UNITS) == []
    assert len(nearest_units("市科学局", UNITS, limit=1)) <= 1


def test_a_new_duty_stands_where_office_order_has_it() -> None:
    duties = [Duty(9, 1, Role.LEAD, 1, 11), Duty(9, 2, Role.SUPPORT, 2, 12), Duty(9, 5, Role.SUPPORT, 3, 13)]
    listed = insert_duty(duties, Duty(9, 3, Role.SUPPORT), UNITS)
    assert [(duty.unit_id, duty.seq) for duty in listed] == [(1, 1), (2, 2), (3, 3), (5, 4)]
    assert [duty.unit_id for duty in insert_duty(duties, Duty(9, 4, Role.RESPONSIBLE), UNITS)] == [1, 2, 5, 4]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市科技局和市教委", ["市科技局", "市教委"]),
        ("市人力资源和社会保障局、市文化和旅游局及市财政局", ["市人力资源和社会保障局", "市文化和旅游局", "市财政局"]),
        ("市发展和改革委员会和各区人民政府", ["市发展和改革委员会", "各区人民政府"]),
        ("市科技局 市教委　市财政局", ["市科技局", "市教委", "市财政局"]),
        ("市科 技局，市教委", ["市科技局", "市教委"]),
        ("市发展改革委（市粮食和物资储备局）、市商务局", ["市发展改革委（市粮食和物资储备局）", "市商务局"]),
        ("市科技局*、★市教委", ["市科技局", "市教委"]),
        ("各县（市、区）人民政府和市直有关部门", ["各县（市、区）人民政府", "市直有关部门"]),
    ],
)
def test_lists_of_units_are_taken_apart(text: str, names: list[str]) -> None:
    assert split_units(text) == names


def test_names_are_told_from_other_words() -> None:
    groups = [
        "各区人民政府",
        "各区政府",
        "各有关单位",
        "各有关部门",
        "市级有关部门",
        "各县（市、区）人民政府",
        "各成员单位",
        "各部门",
    ]
    assert all(is_group_unit(name) and is_surely_unit(name) for name in groups)
    assert all(
        is_surely_unit(name)
        for name in ["市科技局", "西青区人民政府", "省发展改革委", "中国人民银行天津市分行", "团市委"]
    )
    others = [
        "市场主体",
        "链主企业",
        "主管部门",
        "责任单位",
        "第三方机构",
        "项目单位",
        "天津市智能网联汽车产业链供应链链主",
    ]
    assert not any(looks_like_unit(name) for name in others)
    assert looks_like_unit("中汽中心")
    assert not is_surely_unit("中汽中心")
    assert is_surely_unit("中汽中心", {"中汽中心"}.__contains__)


def test_place_and_level_are_told_from_the_name() -> None:
    assert split_level("天津市科技局") == ("天津", "市", "科技局")
    assert split_level("市市场监管委") == ("", "市", "市场监管委")
    assert split_level("市场监管委") == ("", "", "市场监管委")
    assert split_level("内蒙古自治区教育厅") == ("内蒙古", "自治区", "教育厅")
