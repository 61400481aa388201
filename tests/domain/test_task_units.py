"""Which units are on offer, which fit what is typed, and what a visit of the picker comes to."""

from domain.task_units import UnitChoice, UnitWish, fitting_choices, named_choice, unit_choices, wished_names
from domain.units import Role, Unit

OWN = (Unit(7, "市发改委", "市发展和改革委员会", seq=2), Unit(4, "市市场监管委", seq=1))
KNOWN = (Unit(1, "市发展改革委", "", ("市发改委",)), Unit(2, "市供销社"), Unit(3, "市财政局"))


def names(query):
    return [one.choice.name for one in fitting_choices(query, unit_choices(OWN, KNOWN))]


def test_own_units_in_office_order_then_those_not_known_under_another_name():
    assert names("") == ["市市场监管委", "市发改委", "市供销社", "市财政局"]


def test_initials_pinyin_and_characters():
    assert names("sscjgw") == ["市市场监管委"]
    assert names("caizheng") == ["市财政局"]
    assert names("供销") == ["市供销社"]
    assert names("没有") == []


def test_other_name_finds_and_is_shown():
    (found,) = fitting_choices("发展和改革", unit_choices(OWN, KNOWN))
    assert found.choice.name == "市发改委" and found.alias == "市发展和改革委员会"


def test_own_unit_comes_before_a_stranger():
    choices = (UnitChoice("市工业和信息化局", 1), UnitChoice("市供销社"))
    assert fitting_choices("sgx", choices)[0].choice.id == 1


def test_exact_names_only():
    choices = unit_choices(OWN, KNOWN)
    assert named_choice("市发展和改革委员会", choices) is choices[1]
    assert named_choice("市发改", choices) is None


def test_wishes_keep_places_and_append():
    before = {Role.LEAD: ["甲"], Role.SUPPORT: ["乙", "丙"]}
    wishes = [
        UnitWish("乙", Role.SUPPORT),
        UnitWish("甲", Role.SUPPORT),
        UnitWish("丁", Role.LEAD),
        UnitWish("丙", None),
    ]
    assert wished_names(before, wishes) == {Role.LEAD: ["丁"], Role.SUPPORT: ["乙", "甲"], Role.RESPONSIBLE: []}
    assert before[Role.SUPPORT] == ["乙", "丙"]
