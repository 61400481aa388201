"""Which enterprise a name means, and which pairs may be one."""

from __future__ import annotations

import pytest

from domain.enterprise_names import Likeness, core_key, find_enterprise_doubles, looks_like_enterprise, recognise
from domain.enterprises import Enterprise

KNOWN = [
    Enterprise(1, "海拓半导体（天津）有限公司", aliases=("海拓半导体",)),
    Enterprise(2, "海拓软件（天津）有限公司"),
    Enterprise(3, "星河电子科技有限责任公司"),
    Enterprise(4, "天津市华力机械厂"),
]


@pytest.mark.parametrize(
    ("name", "number", "likeness"),
    [
        ("海拓半导体（天津）有限公司", 1, Likeness.SAME),
        ("海拓半导体(天津)有限公司", 1, Likeness.SAME),
        ("海拓 半导体（天津）有限公司　", 1, Likeness.SAME),
        ("海拓半导体", 1, Likeness.SAME),
        ("海拓半导体有限公司", 1, Likeness.VARIANT),
        ("天津海拓半导体股份有限公司", 1, Likeness.VARIANT),
        ("星河电子科技股份有限公司", 3, Likeness.VARIANT),
        ("星河电于科技有限责任公司", 3, Likeness.SLIP),
        ("星河电科技有限公司", 3, Likeness.SLIP),
        ("华力机械", 4, Likeness.VARIANT),
    ],
)
def test_a_name_is_recognised_as_surely_as_it_may_be(name: str, number: int, likeness: Likeness) -> None:
    found = recognise(name, KNOWN)
    assert found is not None
    assert (found.enterprise.id, found.likeness, found.others) == (number, likeness, ())


@pytest.mark.parametrize("name", ["", "　", "海拓新能源有限公司", "远山科技有限公司", "天津有限公司", "软件"])
def test_another_name_is_nobody_s(name: str) -> None:
    assert recognise(name, KNOWN) is None


def test_two_that_fit_as_well_are_both_told() -> None:
    known = [Enterprise(1, "甲川科技有限公司"), Enterprise(2, "甲川科技股份有限公司")]
    found = recognise("甲川科技", known)
    assert found is not None
    assert [one.id for one in (found.enterprise, *found.others)] == [1, 2]
    assert not found.is_sure
    exact = recognise("甲川科技股份有限公司", known)
    assert exact is not None and exact.enterprise.id == 2 and exact.is_sure


def test_doubles_are_offered_with_the_reason() -> None:
    listed = [*KNOWN, Enterprise(5, "海拓半导体股份有限公司"), Enterprise(6, "星河电子料技有限公司")]
    pairs = {(one.first.id, one.second.id): one.reason for one in find_enterprise_doubles(listed)}
    assert set(pairs) == {(1, 5), (3, 6)}
    assert "一个字" in pairs[3, 6]


@pytest.mark.parametrize(
    ("one", "other"),
    [("东方红一厂有限公司", "东方红二厂有限公司"), ("恒通A科技有限公司", "恒通B科技有限公司"), ("甲川", "乙川")],
)
def test_what_tells_enterprises_apart_is_no_slip(one: str, other: str) -> None:
    assert find_enterprise_doubles([Enterprise(1, one), Enterprise(2, other)]) == []


def test_a_core_is_what_people_call_the_enterprise() -> None:
    assert core_key("天津滨海新区宏远集团有限公司") == "宏远"
    assert core_key("天津公司") == "天津"
    assert looks_like_enterprise("宏远（天津）有限公司")
    assert not looks_like_enterprise("市科技局")
