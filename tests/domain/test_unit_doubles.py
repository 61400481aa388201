"""Units that may be one: offered for a decision, and not where they surely are two."""

from __future__ import annotations

import pytest

from domain.unit_doubles import find_doubles, stands_alone
from domain.units import Unit


def pair(first: str, second: str) -> bool:
    return bool(find_doubles([Unit(1, first, seq=1), Unit(2, second, seq=2)]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("市市场监管委", "市市场监管局"),
        ("市市场监管委", "市市场监督管理委员会"),
        ("市工业和信息化局", "市工信局"),
        ("市科学技术局", "市科技局"),
        ("天津市科技局", "市科技委"),
        ("市发展改革委", "市发展和改革委员会"),
    ],
)
def test_two_names_of_one_office_are_offered(first: str, second: str) -> None:
    assert pair(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("市教委", "市卫健委"),
        ("市科技局", "区科技局"),
        ("各区人民政府", "各区政府"),
        ("市财政局", "市税务局"),
        ("河东区政府", "河西区政府"),
        ("市住建委", "市交通委"),
        ("市委网信办", "市委政法委"),
    ],
)
def test_two_offices_are_not(first: str, second: str) -> None:
    assert not pair(first, second)


def test_a_shared_full_name_tells_more_than_likeness() -> None:
    units = [Unit(1, "市数据局", "海州市数据管理局", seq=1), Unit(2, "市大数据办", "", ("海州市数据管理局",), 2)]
    (double,) = find_doubles(units)
    assert (double.first.id, double.second.id) == (1, 2)
    assert "全称" in double.reason


@pytest.mark.parametrize(
    ("text", "name", "alone"),
    [
        ("由市科技局牵头", "市科技局", True),
        ("由市科技局牵头", "科技局", False),
        ("天津市科技局牵头", "市科技局", False),
        ("市科技局高新处牵头", "市科技局", False),
        ("科技局牵头", "科技局", True),
    ],
)
def test_a_name_inside_a_longer_one_is_not_itself(text: str, name: str, alone: bool) -> None:
    start = text.index(name)
    assert stands_alone(text, start, start + len(name), ["市科技局高新处"]) is alone
