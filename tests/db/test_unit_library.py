"""The unit library: names, order, doubles that become one everywhere, lists taken in; each one step."""

from __future__ import annotations

import pytest

from db.outline import set_text
from db.snapshot import load_snapshot
from db.store import Store
from db.unit_library import (
    merge_units,
    rename_or_merge,
    set_unit_names,
    set_unit_order,
    take_units,
    unit_names_from_text,
)
from db.units import load_duties, load_units, set_role
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.units import Role, Unit
from tests.desktop.sample_plan import fill_plan


@pytest.fixture
def filled(store: Store) -> Store:
    fill_plan(store)
    take_units(store, [Unit(0, "市甲局"), Unit(0, "市甲委", "海州市甲委员会", ("甲委",))], "名单")
    return store


def ids(store: Store) -> dict[str, int]:
    return {unit.name: unit.id for unit in load_units(store.db)}


def test_two_units_become_one_in_duties_and_texts(filled: Store) -> None:
    content = load_snapshot(filled).content
    first, second = [placed.node.id for placed in content.tasks()][:2]
    kept, gone = ids(filled)["市甲局"], ids(filled)["市甲委"]
    set_role(filled, first, gone, Role.LEAD)
    set_role(filled, first, kept, Role.SUPPORT)
    set_role(filled, second, gone, Role.SUPPORT)
    set_text(filled, None, "由市甲委负责，市甲委办公室另行通知。")
    before = content_to_json(load_snapshot(filled).content)
    merge_units(filled, kept, gone)
    assert "市甲委" not in ids(filled)
    roles = {duty.task_id: duty.role for duty in load_duties(filled.db) if duty.unit_id == kept}
    assert roles == {first: Role.LEAD, second: Role.SUPPORT}
    after = load_snapshot(filled).content
    assert after.preamble[0].text == "由市甲局负责，市甲局办公室另行通知。"
    (unit,) = [unit for unit in after.units if unit.id == kept]
    assert unit.aliases == ("市甲委", "海州市甲委员会", "甲委")
    filled.undo()
    assert content_to_json(load_snapshot(filled).content) == before


def test_a_name_inside_the_name_of_a_third_unit_stays(filled: Store) -> None:
    take_units(filled, [Unit(0, "市甲委办公室")], "名单")
    set_text(filled, None, "由市甲委负责，市甲委办公室另行通知。")
    merge_units(filled, ids(filled)["市甲局"], ids(filled)["市甲委"])
    assert load_snapshot(filled).content.preamble[0].text == "由市甲局负责，市甲委办公室另行通知。"


def test_a_unit_renamed_to_another_is_merged_into_it(filled: Store) -> None:
    gone = ids(filled)["市甲委"]
    rename_or_merge(filled, gone, "市甲局")
    assert gone not in ids(filled).values()
    rename_or_merge(filled, ids(filled)["市甲局"], "市丙局")
    assert "市丙局" in ids(filled)


@pytest.mark.parametrize("name", ["市甲局", "市 甲 局"])
def test_a_name_belongs_to_one_unit(filled: Store, name: str) -> None:
    with pytest.raises(InputError):
        set_unit_names(filled, ids(filled)["市甲委"], "", [name])


def test_names_are_trimmed_and_told_once(filled: Store) -> None:
    set_unit_names(filled, ids(filled)["市甲委"], " 海州市甲委员会 ", ["甲委 ", "甲委", "", "市甲委"])
    unit = next(unit for unit in load_units(filled.db) if unit.name == "市甲委")
    assert (unit.full_name, unit.aliases) == ("海州市甲委员会", ("甲委",))


def test_the_order_is_the_one_given_and_the_rest_follows(filled: Store) -> None:
    before = [unit.id for unit in load_units(filled.db)]
    set_unit_order(filled, [before[-1], before[0], 99999])
    assert [unit.id for unit in load_units(filled.db)] == [before[-1], before[0], *before[1:-1]]
    filled.undo()
    assert [unit.id for unit in load_units(filled.db)] == before


def test_a_list_taken_in_adds_and_never_removes(filled: Store) -> None:
    before = load_units(filled.db)
    take_units(filled, [Unit(0, "甲委", "", ("市甲管委",)), Unit(0, "市乙局", "海州市乙局"), Unit(0, " ")], "单位.xlsx")
    after = load_units(filled.db)
    assert [unit.id for unit in after][: len(before)] == [unit.id for unit in before]
    assert (after[-1].name, after[-1].full_name) == ("市乙局", "海州市乙局")
    assert next(unit for unit in after if unit.name == "市甲委").aliases == ("甲委", "市甲管委")
    filled.undo()
    assert load_units(filled.db) == before


def test_a_unit_does_not_merge_with_itself(filled: Store) -> None:
    one = ids(filled)["市甲局"]
    with pytest.raises(InputError):
        merge_units(filled, one, one)


def test_names_are_read_from_a_typed_list() -> None:
    assert unit_names_from_text("市甲局、市乙局\n市丙局；市丁局，") == ["市甲局", "市乙局", "市丙局", "市丁局"]
